"""Training, evaluation and fine-tuning of the networks; importable, without Qt."""
