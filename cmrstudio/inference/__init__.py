"""Architectures, model cards, registry, pre- and postprocessing, predictor. Keras lives here."""
