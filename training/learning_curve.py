"""How good a network gets with how many training images: the paper's Table VI and Figure 3."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console

from cmrstudio.domain.errors import MissingPackageError, TrainingDataError
from cmrstudio.inference import architectures
from cmrstudio.io.atomic_file import write_atomically
from training.batches import whole_frames
from training.checkpoints import read_weights
from training.distribution import Distribution
from training.plots import svg
from training.presets import Stage, change_stages
from training.recipe import run_recipe
from training.scores import CHANNEL_THRESHOLD, PooledScore, mean_pooled, one_hot, pooled
from training.split import choose_images
from training.truth import TruthImage

TABLE_FILE = "learning_curve.csv"
PLOT_FILE = "learning_curve.svg"
BATCH_SIZE = 4


@dataclass(frozen=True)
class Data:
    """The images of the three parts; training-set sizes are cut from ``train``."""

    train: Sequence[TruthImage]
    validation: Sequence[TruthImage]
    test: Sequence[TruthImage]


@dataclass(frozen=True)
class CurvePoint:
    """One network: what it was trained on, for how long, and its mean pooled figures over the test images.

    ``training_minutes`` is None where nobody kept the time, and without the ``epochs_not_timed``; ``epochs`` and
    ``best_epoch`` are those of the last stage.
    """

    architecture: str
    augmented: bool
    images: int
    epochs: int
    best_epoch: int
    score: PooledScore
    training_minutes: float | None = None
    epochs_not_timed: int = 0
    training_machine: str = ""


def learning_curve(
    data: Data,
    sizes: Sequence[int],
    recipes: Mapping[str, Sequence[Stage]],
    out: Path,
    *,
    augmented: Sequence[bool] = (False, True),
    seed: int = 2020,
    distribution: Distribution | None = None,
    console: Console | None = None,
) -> list[CurvePoint]:
    """Fit every recipe (by architecture) on every number of images, with augmentation and without, and score it.

    Each run has its folder below ``out``; finished ones are not repeated, one that was cut off goes on. The table is
    written after every run. Raises what ``training.recipe.run_recipe`` raises, and ``SplitError`` for a size that is
    not there.
    """
    known = [image for image in data.test if image.myocardium_known]
    if not known:
        raise TrainingDataError(out, "there is no test image with the truth of all structures: add some")
    subsets = {size: choose_images(data.train, size, seed) for size in sorted(set(sizes))}
    points: list[CurvePoint] = []
    for architecture, stages in recipes.items():
        for with_augmentation in augmented:
            for size, images in subsets.items():
                kind = "augmented" if with_augmentation else "plain"
                result = run_recipe(
                    change_stages(stages, augment=with_augmentation),
                    images,
                    out / f"{architecture}-{kind}-{size}",
                    validation=data.validation,
                    distribution=distribution,
                    console=console,
                )
                points.append(
                    CurvePoint(
                        architecture,
                        with_augmentation,
                        size,
                        len(result.epochs),
                        result.best_epoch,
                        pooled_score(result.weights, architecture, known),
                        result.time.minutes,
                        result.time.untimed,
                        result.time.machine,
                    )
                )
                write_points(out / TABLE_FILE, points)
    return points


def pooled_score(weights: Path, architecture: str, images: Sequence[TruthImage]) -> PooledScore:
    """Mean over images, on the model's grid, of the paper's figures: the three channels each cut at 0.5."""
    network = architectures.build(architecture)
    network.set_weights(read_weights(weights, architecture))
    scores = []
    for start, (batch, _) in zip(range(0, len(images), BATCH_SIZE), whole_frames(images, BATCH_SIZE), strict=True):
        predicted = Distribution().forward(network, batch) >= CHANNEL_THRESHOLD
        part = images[start : start + BATCH_SIZE]
        scores += [pooled(mask, one_hot(image.labels)) for mask, image in zip(predicted, part, strict=True)]
    mean = mean_pooled(scores)
    if mean is None:
        raise TrainingDataError(weights, "there is no image to score it on: add some")
    return mean


def write_points(path: Path, points: Sequence[CurvePoint]) -> None:
    """Write the table. Raises ``OutputError``."""
    text = io.StringIO()
    rows = [{**asdict(point), **asdict(point.score)} for point in points]
    names = [name for name in rows[0] if name != "score"]
    writer = csv.DictWriter(text, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_atomically(path, text.getvalue().encode())


def plot_points(path: Path, points: Sequence[CurvePoint]) -> None:
    """Draw pooled Dice over the number of images, a line for every network, dashed without augmentation.

    Raises ``MissingPackageError`` where matplotlib is absent, ``OutputError``.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingPackageError("matplotlib", "The plot of a learning curve", "training") from error
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.add_subplot()
    for number, architecture in enumerate(dict.fromkeys(point.architecture for point in points)):
        for augmented in (True, False):
            line = [p for p in points if (p.architecture, p.augmented) == (architecture, augmented)]
            axes.plot(
                [point.images for point in line],
                [point.score.dice for point in line],
                color=f"C{number}",
                linestyle="-" if augmented else "--",
                marker="o",
                label=f"{architecture}, {'augmented' if augmented else 'not augmented'}" if line else None,
            )
    axes.set_xlabel("training images")
    axes.set_ylabel("pooled Dice on the test part, background included")
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small")
    write_atomically(path, svg(figure))
