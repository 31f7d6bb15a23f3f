"""`python -m training`: fit networks, score them on subjects kept out, and promote them to shipped models."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import track

from cmrstudio.domain.errors import CmrstudioError, TrainingError
from cmrstudio.io.native_output import quiet_unless_it_fails

if TYPE_CHECKING:
    from training.checkpoints import Arrays
    from training.distribution import Distribution
    from training.evaluate import Evaluation, ModelFacts, Predict
    from training.layouts import Layout
    from training.selection import Selection
    from training.truth import TruthImage, TruthVolume

EXIT_FAILED = 1
SPLIT_FILE = "split.json"
TEST = "test"

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Train and score the networks."
)
console = Console()
errors = Console(stderr=True)

Data = Annotated[
    Path, typer.Option(help="The data: a folder in the layout given, else one with acdc/ and sunnybrook/.")
]
LayoutName = Annotated[
    str | None,
    typer.Option("--layout", help="acdc, sunnybrook, dicom, png or verified. Without it the fixed split counts."),
]
CavityLabel = Annotated[int, typer.Option(help="Number of the LV cavity in label images.")]
MyocardiumLabel = Annotated[
    int, typer.Option(help="Number of the LV myocardium in label images; 0 where it is not drawn.")
]
SplitFile = Annotated[Path | None, typer.Option("--split", help="split.json of a run: take one part of it only.")]
Part = Annotated[str | None, typer.Option(help="train, validation or test of the split; test without.")]
Source = Annotated[
    list[str] | None, typer.Option("--source", help="Of the fixed split: acdc, sunnybrook. May be repeated.")
]
Studies = Annotated[
    list[Path] | None, typer.Option("--studies", help="Layout verified: where to look for studies that have moved.")
]
PresetName = Annotated[str, typer.Option("--preset", help="paper, shipped or sunnybrook.")]
Augment = Annotated[bool, typer.Option(help="Change the images at random; without, they are taken as they are.")]
InitialWeights = Annotated[
    str | None, typer.Option(help="What to begin with: a run's trained.npz, a .weights.h5, or an installed model.")
]
Epochs = Annotated[int | None, typer.Option(help="Epochs of every stage, in place of the preset's.")]
BatchSize = Annotated[int | None, typer.Option(help="Images in a batch, in place of the preset's.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same split, subset, weights and curve.")]
DtypePolicy = Annotated[
    str | None, typer.Option("--dtype", help="float32, mixed_bfloat16 or mixed_float16, in place of the preset's.")
]
Repeatable = Annotated[
    bool, typer.Option(help="The same numbers every time on accelerators too, which may be slower there.")
]
Cache = Annotated[Path | None, typer.Option(help="Folder that keeps images as the networks see them.")]
Workers = Annotated[
    str, typer.Option(help="host:port of every process of this run, with commas, the same everywhere; else TF_CONFIG.")
]
Worker = Annotated[int | None, typer.Option(help="Number of this process among the workers, from 0.")]
Out = Annotated[Path, typer.Option(help="Folder for tables, plots and report.")]
ModelId = Annotated[str, typer.Option(help="Id of an installed model; `cmrstudio models` lists them.")]


@app.command()
def fit(
    *,
    data: Data,
    run: Annotated[Path, typer.Option(help="Folder of this run; a run that was cut off goes on.")],
    preset: PresetName = "shipped",
    architecture: Annotated[str, typer.Option(help="unet, unet_dropout, residual_unet or fcn.")] = "unet",
    layout: LayoutName = None,
    source: Source = None,
    subset: Annotated[int | None, typer.Option(help="Train on so many images only.")] = None,
    augment: Augment = True,
    epochs: Epochs = None,
    batch_size: BatchSize = None,
    seed: Seed = 2020,
    dtype: DtypePolicy = None,
    initial_weights: InitialWeights = None,
    cavity_label: CavityLabel = 3,
    myocardium_label: MyocardiumLabel = 2,
    studies: Studies = None,
    cache: Cache = None,
    repeatable: Repeatable = True,
    workers: Workers = "",
    worker: Worker = None,
) -> None:
    """Train one network: on a folder of yours, split 8:1:1 by subject, or on the fixed split."""
    from training.presets import change_stages, find_preset
    from training.split import choose_images

    chosen = find_preset(preset)
    stages = change_stages(
        chosen.stages(architecture),
        augment=augment,
        epochs=epochs,
        batch_size=batch_size,
        seed=seed,
        dtype_policy=dtype,
    )
    # From here on Keras and its backend are loaded, which takes seconds.
    distribution = _distribution(repeatable, _words(workers), worker)
    from training.recipe import check_starts, run_recipe

    check_starts(stages, run, initial_weights)
    reader = _reader(layout, cavity_label, myocardium_label, studies)
    _refuse(source if reader else None)
    selection = _training_data(data, reader, source or chosen.sources, seed, run)
    images = selection.images("train", cache or run.parent / "cache")
    images = images if subset is None else choose_images(images, subset, seed)
    validation = selection.images("validation", cache or run.parent / "cache")
    if distribution.writes:
        _announce(images, validation)
    result = run_recipe(
        stages,
        images,
        run,
        validation=validation,
        start=initial_weights,
        distribution=distribution,
        console=console,
    )
    if distribution.writes:
        _say(result.summary())


@app.command()
def evaluate(
    *,
    data: Data,
    out: Out,
    model: ModelId = "unet",
    layout: LayoutName = None,
    source: Source = None,
    split: SplitFile = None,
    part: Part = None,
    weights: Annotated[Path | None, typer.Option(help="Score a run's trained.npz in place of a model.")] = None,
    architecture: Annotated[str, typer.Option(help="Architecture of these weights.")] = "unet",
    cavity_label: CavityLabel = 3,
    myocardium_label: MyocardiumLabel = 2,
    studies: Studies = None,
    precision: Annotated[str, typer.Option(help="auto, float32, bfloat16 or float16.")] = "auto",
) -> None:
    """Score a model: on all subjects of a folder, or on one part of a split. Writes tables and report.html."""
    reader = _reader(layout, cavity_label, myocardium_label, studies)
    selection, chosen = _scored_data(data, reader, source, split, part)
    predict, facts = _weights_or_model(weights, architecture, model, precision)
    _print_means(_score(selection, chosen, predict, facts, out))


@app.command()
def promote(
    *,
    data: Data,
    weights: Annotated[Path, typer.Option(help="What a run came to: trained.npz, or a .weights.h5.")],
    model: Annotated[str, typer.Option(help="Id of the model to write.")],
    version: Annotated[str, typer.Option(help="Version of the model to write.")],
    out: Out,
    architecture: Annotated[str, typer.Option(help="Architecture of the weights.")] = "unet",
    source: Annotated[
        list[str] | None, typer.Option("--source", help="What it was trained on: acdc, sunnybrook. May be repeated.")
    ] = None,
    parent: Annotated[str | None, typer.Option(help="Id of the installed model that training began with.")] = None,
) -> None:
    """Score weights on the test subjects and write them, with their card, among the shipped models."""
    from cmrstudio.inference.registry import ModelRegistry
    from training.checkpoints import read_weights
    from training.presets import SOURCES
    from training.promote import as_stored, write_shipped_model
    from training.selection import FixedSplit

    arrays = as_stored(read_weights(weights, architecture))
    begun_with = None if parent is None else ModelRegistry().card(parent)
    predict, facts = _network(architecture, arrays, f"{model} {version}", "auto")
    evaluation = _score(FixedSplit(data, SOURCES), "test", predict, _with_training_time(facts, weights), out)
    _print_means(evaluation)
    trained_on = tuple(source or SOURCES)
    card = write_shipped_model(
        model, version, architecture, arrays, evaluation.means(), sources=trained_on, parent=begun_with
    )
    _say(f"{card.model_id} {card.version}: {card.weights_sha256}")


@app.command("promote-ensemble")
def promote_ensemble(
    *,
    data: Data,
    out: Out,
    model: Annotated[str, typer.Option(help="Id of the ensemble to write.")] = "ensemble",
    version: Annotated[str, typer.Option(help="Version of the ensemble to write.")] = "1.0.0",
    member: Annotated[list[str] | None, typer.Option(help="Id of a member; may be repeated. The four without.")] = None,
) -> None:
    """Score the installed networks together on the test subjects and write the card of their ensemble."""
    from training.installed_model import models_together
    from training.presets import SOURCES
    from training.promote import THE_FOUR, write_shipped_ensemble
    from training.selection import FixedSplit

    members = tuple(member or THE_FOUR)
    evaluation = _score(FixedSplit(data, SOURCES), "test", *models_together(members), out)
    _print_means(evaluation)
    card = write_shipped_ensemble(evaluation.means(), model_id=model, version=version, members=members)
    _say(f"{card.model_id} {card.version}: {card.weights_sha256}")


@app.command("learning-curve")
def learning_curve(
    *,
    data: Data,
    out: Out,
    size: Annotated[list[int], typer.Option(help="Number of training images; may be repeated.")],
    preset: PresetName = "paper",
    architecture: Annotated[list[str] | None, typer.Option(help="May be repeated; all of the preset without.")] = None,
    augment: Annotated[bool | None, typer.Option(help="Only with, or only without, augmentation; else both.")] = None,
    layout: LayoutName = None,
    source: Source = None,
    epochs: Epochs = None,
    batch_size: BatchSize = None,
    seed: Seed = 2020,
    dtype: DtypePolicy = None,
    cavity_label: CavityLabel = 3,
    myocardium_label: MyocardiumLabel = 2,
    studies: Studies = None,
    cache: Cache = None,
    repeatable: Repeatable = True,
) -> None:
    """Train on more and more images and score each network on the test part: the paper's Table VI and Figure 3."""
    from training.presets import change_stages, find_preset

    chosen = find_preset(preset)
    recipes = {
        name: change_stages(chosen.stages(name), epochs=epochs, batch_size=batch_size, seed=seed, dtype_policy=dtype)
        for name in architecture or chosen.recipes
    }
    distribution = _distribution(repeatable)
    from training import learning_curve as curve

    reader = _reader(layout, cavity_label, myocardium_label, studies)
    _refuse(source if reader else None)
    selection = _training_data(data, reader, source or chosen.sources, seed, out)
    parts = curve.Data(*(selection.images(part, cache or out / "cache") for part in ("train", "validation", "test")))
    kinds = (False, True) if augment is None else (augment,)
    points = curve.learning_curve(
        parts, size, recipes, out, augmented=kinds, seed=seed, distribution=distribution, console=console
    )
    for point in points:
        kind = "augmented" if point.augmented else "not augmented"
        _say(f"{point.architecture}, {kind}, {point.images} images: pooled Dice {point.score.dice:.4f}")
    _say(f"{out / curve.TABLE_FILE}")
    curve.plot_points(out / curve.PLOT_FILE, points)


@app.command("make-reference")
def make_reference(
    *,
    data: Data,
    out: Annotated[Path, typer.Option(help="Folder for reference/ and replay/.")] = Path("resources"),
) -> None:
    """Make the locked reference set and the replay set, which ship with cmrstudio, from the Sunnybrook subjects."""
    from training.reference import make_shipped_data

    for card in make_shipped_data(data, out):
        _say(f"{len(card.subjects)} subjects, {card.image_count} images, {card.purpose}: {card.sha256}")


@app.command()
def perturb(
    *,
    data: Data,
    out: Out,
    model: ModelId = "unet",
    layout: LayoutName = None,
    source: Source = None,
    split: SplitFile = None,
    part: Part = None,
    cavity_label: CavityLabel = 3,
    myocardium_label: MyocardiumLabel = 2,
    studies: Studies = None,
    precision: Annotated[str, typer.Option(help="auto, float32, bfloat16 or float16.")] = "auto",
) -> None:
    """Score a model on changed copies of the images, as other scanners give them. Writes perturbations.csv."""
    from training.installed_model import installed_model
    from training.perturb import perturbation_scores, write_perturbations

    reader = _reader(layout, cavity_label, myocardium_label, studies)
    selection, chosen = _scored_data(data, reader, source, split, part)
    predict, _ = installed_model(model, precision=precision)
    scores = perturbation_scores(_watched(selection, chosen, "Changing and scoring"), predict)
    path = write_perturbations(scores, out)
    for score in scores:
        verdict = "" if score.is_small else "  TOO MUCH LOST"
        _say(
            f"{score.source} {score.perturbation} {score.structure}: Dice {score.mean_dice:.4f}, "
            f"lost {score.loss:+.4f}{verdict}"
        )
    _say(str(path))


@app.command("quality-check")
def quality_check(
    *,
    data: Data,
    model: ModelId = "ensemble",
    layout: LayoutName = None,
    source: Source = None,
    split: SplitFile = None,
    part: Part = None,
    cavity_label: CavityLabel = 3,
    myocardium_label: MyocardiumLabel = 2,
    studies: Studies = None,
) -> None:
    """Tell how well the quality that a model gives its contours finds the bad ones."""
    from training.quality_check import members_of, quality_auroc, summary

    reader = _reader(layout, cavity_label, myocardium_label, studies)
    selection, chosen = _scored_data(data, reader, source, split, part)
    _say(summary(quality_auroc(_watched(selection, chosen, "Checking"), members_of(model))))


def _distribution(repeatable: bool, workers: Sequence[str] = (), worker: int | None = None) -> Distribution:
    with quiet_unless_it_fails():
        from training.distribution import choose_distribution, devices_in_words, make_repeatable

        devices_in_words()
    distribution = choose_distribution(workers, worker)
    if repeatable:
        make_repeatable()
    return distribution


def _announce(images: Sequence[TruthImage], validation: Sequence[TruthImage]) -> None:
    from training.distribution import can_log_to_tensorboard

    _say(f"{len(images)} images of {len({i.subject for i in images})} subjects, {len(validation)} to validate on")
    if not can_log_to_tensorboard():
        _say("No logs for TensorBoard: they need the backend TensorFlow, and pip install 'cmrstudio[training]'.")


def _reader(
    layout: str | None, cavity_label: int, myocardium_label: int, studies: Sequence[Path] | None
) -> Layout | None:
    from training.layouts import LabelNumbers, make_layout

    if layout is None:
        return None
    return make_layout(layout, LabelNumbers(cavity_label, myocardium_label or None), studies or ())


def _refuse(sources: Sequence[str] | None) -> None:
    if sources:
        raise TrainingError("--source", "it chooses within the fixed split: leave it or --layout out")


def _training_data(data: Path, reader: Layout | None, sources: Sequence[str], seed: int, run: Path) -> Selection:
    from training.selection import FixedSplit, split_own_data

    if reader is None:
        return FixedSplit(data, tuple(sources))
    return split_own_data(reader, data, seed, run / SPLIT_FILE)


def _scored_data(
    data: Path, reader: Layout | None, sources: Sequence[str] | None, split: Path | None, part: str | None
) -> tuple[Selection, str]:
    """The data, and which part of them: all of a folder unless a split is given."""
    from training.presets import SOURCES
    from training.selection import EVERYTHING, FixedSplit, OwnData, read_own_split

    if reader is None:
        return FixedSplit(data, tuple(sources or SOURCES)), part or TEST
    _refuse(sources)
    if split is not None:
        return OwnData(reader, data, read_own_split(split)), part or TEST
    if part is not None:
        raise TrainingError("--part", "a folder by itself has no parts: name the split.json of a run with --split too")
    return OwnData(reader, data), EVERYTHING


def _weights_or_model(
    weights: Path | None, architecture: str, model: str, precision: str
) -> tuple[Predict, ModelFacts]:
    if weights is None:
        from training.installed_model import installed_model

        return installed_model(model, precision=precision)
    from training.checkpoints import read_weights

    predict, facts = _network(architecture, read_weights(weights, architecture), weights.parent.name, precision)
    return predict, _with_training_time(facts, weights)


def _with_training_time(facts: ModelFacts, weights: Path) -> ModelFacts:
    from training.checkpoints import training_time

    return replace(facts, training=training_time(weights))


def _network(architecture: str, weights: Arrays, name: str, precision: str) -> tuple[Predict, ModelFacts]:
    from cmrstudio.inference.architectures import TRAINABLE_PARAMETERS
    from cmrstudio.inference.predictor import Predictor
    from training.evaluate import ModelFacts
    from training.installed_model import load_tensorflow

    load_tensorflow()
    predictor = Predictor(architecture, weights, precision)
    parameters = TRAINABLE_PARAMETERS[architecture]
    return predictor.predict, ModelFacts(name, architecture, parameters, predictor.device, predictor.precision)


def _score(selection: Selection, part: str, predict: Predict, facts: ModelFacts, out: Path) -> Evaluation:
    from training.evaluate import evaluate as score
    from training.evaluate import write_evaluation

    evaluation = score(_watched(selection, part, "Scoring"), predict, facts)
    files = write_evaluation(evaluation, out)
    _say(f"{len(files)} files in {out}")
    return evaluation


def _watched(selection: Selection, part: str, title: str) -> Iterator[TruthVolume]:
    """The volumes of a part with a progress bar; a subject mostly has two, ED and ES."""
    yield from track(
        selection.volumes(part),
        title,
        total=2 * len(selection.subjects(part)),
        console=errors,
        disable=not errors.is_terminal,
        transient=True,
    )


def _print_means(evaluation: Evaluation) -> None:
    for source, values in evaluation.means().items():
        _say(f"{source}: " + ", ".join(f"{name} {value:.4g}" for name, value in values.items()))


def _say(text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; expected errors become one line on standard error and exit code 1."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    logging.getLogger("tensorflow").setLevel(logging.ERROR)  # it finds fault with every new network's first steps
    try:
        app(None if arguments is None else list(arguments), prog_name="python -m training")
    except CmrstudioError as error:
        errors.print(f"training: {error}", highlight=False, markup=False, soft_wrap=True)
        return EXIT_FAILED
    except SystemExit as done:  # how typer ends, after a usage error too
        return done.code if isinstance(done.code, int) else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
