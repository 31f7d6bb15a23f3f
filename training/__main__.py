"""`python -m training`: fit a network, score it on subjects kept out, and promote it to a shipped model."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import track

if TYPE_CHECKING:
    from training.evaluate import Predict

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help="Train and score the networks.")
console = Console()

SOURCES = ("acdc", "sunnybrook")
Data = Annotated[Path, typer.Option(help="Folder that holds the sources (acdc/, sunnybrook/).")]


@app.command()
def fit(
    data: Data,
    run: Annotated[Path, typer.Option(help="Folder of this run; a run that was cut off goes on.")],
    architecture: Annotated[str, typer.Option(help="unet, unet_dropout, residual_unet or fcn.")] = "unet",
    epochs: Annotated[int, typer.Option(help="Length of the schedule.")] = 60,
    initial_weights: Annotated[Path | None, typer.Option(help="Weights to begin with.")] = None,
) -> None:
    """Train one network on the training subjects of the fixed split."""
    from training.cache import load_part
    from training.fit import FitSettings
    from training.fit import fit as train

    images = load_part(data, "train", SOURCES, cache=run.parent / "cache")
    console.print(f"{len(images)} images of {len({image.subject for image in images})} subjects")
    train(images, FitSettings(architecture=architecture, epochs=epochs), run, initial_weights)


@app.command()
def evaluate(
    data: Data,
    out: Annotated[Path, typer.Option(help="Folder for cases.csv and the means.")],
    model: Annotated[str, typer.Option(help="Id of an installed model.")] = "unet",
    part: Annotated[str, typer.Option(help="train, validation or test.")] = "test",
) -> None:
    """Score an installed model per volume on one part of the fixed split."""
    from cmrstudio.inference.predictor import Predictor
    from cmrstudio.inference.registry import ModelRegistry

    registry = ModelRegistry()
    predictor = Predictor(registry.card(model).architecture, registry.weights(model))
    _score(predictor.predict, data, out, part)


@app.command()
def promote(
    data: Data,
    weights: Annotated[Path, typer.Option(help="Averaged weights of a run (.weights.h5).")],
    model: Annotated[str, typer.Option(help="Id of the model to write.")],
    version: Annotated[str, typer.Option(help="Version of the model to write.")],
    out: Annotated[Path, typer.Option(help="Folder for the scores.")],
    architecture: Annotated[str, typer.Option(help="Architecture of the weights.")] = "unet",
) -> None:
    """Score weights on the test subjects and write them, with their card, among the shipped models."""
    from cmrstudio.inference import architectures
    from cmrstudio.inference.predictor import Predictor
    from training.promote import write_shipped_model

    network = architectures.build(architecture)
    network.load_weights(weights)
    arrays = network.get_weights()
    metrics = _score(Predictor(architecture, arrays).predict, data, out, "test")
    card = write_shipped_model(model, version, architecture, arrays, metrics)
    console.print(f"{card.model_id} {card.version}: {card.weights_sha256}")


def _score(predict: Predict, data: Path, out: Path, part: str) -> dict[str, dict[str, float]]:
    from training.evaluate import evaluate as score
    from training.evaluate import write_evaluation
    from training.split import read_part

    volumes = [volume for source in SOURCES for volume in read_part(data, part, source)]
    evaluation = score(track(volumes, "Scoring", console=console), predict)
    write_evaluation(evaluation, out)
    means = evaluation.means()
    for source, values in means.items():
        console.print(source, {name: round(value, 4) for name, value in values.items()})
    return means


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    app()
