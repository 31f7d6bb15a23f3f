"""The commands on models and their versions: list, compare, put to use, take back, carry about, and learn."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.tree import Tree

from cmrstudio.domain.errors import StoreError
from cmrstudio.terminal import errors, output, progress_shown, running_engine

if TYPE_CHECKING:
    from cmrstudio.domain.progress import Progress
    from cmrstudio.engine.protocol import Reply
    from cmrstudio.inference.model_card import ModelCard
    from cmrstudio.inference.model_versions import LineageNode
    from cmrstudio.inference.registry import ModelRegistry
    from cmrstudio.learning import LearningSet
    from training.comparison import Comparison

models = typer.Typer(
    invoke_without_command=True,
    help="List the models, and what each is good at; compare their versions, put one to use, take it back.",
)

Workspace = Annotated[Path | None, typer.Option("--workspace", help="The file beside which the versions lie.")]
Version = Annotated[str, typer.Argument(help="A version as `cmrstudio models lineage` names it: unet@1.1.0.")]
Who = Annotated[str, typer.Option("--by", help="Who decides this; the user of this computer by default.")]
Reader = Annotated[
    str, typer.Option("--reader", help="Whose verified contours count: consensus, shared, or a reader's name.")
]
Studies = Annotated[
    list[Path] | None,
    typer.Option("--study", help="Where to look for images that are not where they were opened; several times."),
]


@models.callback()
def list_models(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    workspace: Workspace = None,
) -> None:
    """List the models in their versions in use, and what each is good at."""
    if context.invoked_subcommand is not None:
        return
    from cmrstudio.inference.model_facts import speed_class
    from cmrstudio.workflow import model_registry

    registry = model_registry(workspace)
    cards = registry.cards()
    if as_json:
        sys.stdout.write(json.dumps([_facts(registry, card) for card in cards], indent=2) + "\n")
        return
    table = Table()
    for heading in ("id", "version", "name", "parameters", "speed", "licence"):
        # the id is what --model wants, letter for letter
        table.add_column(heading, justify="right" if heading == "parameters" else "left", no_wrap=heading == "id")
    for card in cards:
        parameters = f"{registry.trainable_parameters(card.model_id):,}"
        table.add_row(card.model_id, card.version, card.name, parameters, speed_class(card), card.licence)
    output.print(table)
    output.print(_scores_table(cards))
    for broken in registry.broken():
        errors.print(f"Not usable: {broken.reason}", highlight=False, soft_wrap=True)


def _facts(registry: ModelRegistry, card: ModelCard) -> dict[str, object]:
    from cmrstudio.inference.model_facts import speed_class

    return {
        "id": card.model_id,
        "name": card.name,
        "version": card.version,
        "description": card.description,
        "architecture": card.architecture,
        "members": list(card.members),
        "parent": card.parent,
        "speed": speed_class(card),
        "trainable_parameters": registry.trainable_parameters(card.model_id),
        "metrics": dict(card.metrics),
        "licence": card.licence,
        "trained_on": list(card.trained_on),
    }


def _scores_table(cards: tuple[ModelCard, ...]) -> Table:
    from cmrstudio.inference.model_facts import dice_text, held_out_scores, pooled_dice_text

    table = Table(title="Dice on subjects kept out of training", title_justify="left")
    table.caption = "n subjects; LV cavity, myocardium, epicardium, pooled; mean absolute error of EF in points"
    table.caption_justify = "left"
    for heading in ("id", "test set"):
        table.add_column(heading, no_wrap=True)
    for heading in ("n", "LV", "myo", "epi", "pooled", "EF"):
        table.add_column(heading, justify="right")
    for card in cards:
        for scores in held_out_scores(card):
            structures = (scores.cavity_dice, scores.myocardium_dice, scores.epicardium_dice)
            dice = (*map(dice_text, structures), pooled_dice_text(scores.pooled_dice))
            subjects = "–" if scores.subjects is None else str(scores.subjects)
            error = "–" if scores.ef_error_percent is None else f"{scores.ef_error_percent:.1f}"
            table.add_row(card.model_id, scores.test_set, subjects, *dice, error)
    return table


@models.command()
def lineage(
    model: Annotated[str, typer.Argument(help="A model id; `cmrstudio models` lists them.")],
    workspace: Workspace = None,
) -> None:
    """Show which versions of a model there are, and which was trained from which."""
    from cmrstudio.learning import model_versions

    versions = model_versions(workspace)
    for root in versions.lineage(model):
        output.print(_tree(root), highlight=False)
    for broken in versions.broken(model):
        errors.print(f"Not usable: {broken.reason}", highlight=False, soft_wrap=True)
    for change in versions.history(model):
        moment = f"{change.at_utc.astimezone():%Y-%m-%d %H:%M}"
        text = f"{moment}  {change.model_id}@{change.version} {change.action} by {change.who}"
        output.print(text, highlight=False, soft_wrap=True)


def _tree(node: LineageNode, above: Tree | None = None) -> Tree:
    version = node.version
    marks = [text for text, holds in (("shipped", version.is_shipped), ("in use", version.is_in_use)) if holds]
    label = " ".join([version.card.source, *([f"({', '.join(marks)})"] if marks else [])])
    branch = Tree(label) if above is None else above.add(label)
    for child in node.children:
        _tree(child, branch)
    return branch


@models.command()
def compare(
    candidate: Version,
    against: Annotated[str, typer.Option(help="The version to compare with; the one in use by default.")] = "",
    workspace: Workspace = None,
    reader: Reader = "consensus",
    studies: Studies = None,
) -> None:
    """Compare a version with another on your validation patients and on the reference set."""
    from cmrstudio import learning
    from cmrstudio.domain.learning_parts import VALIDATION

    versions = learning.model_versions(workspace)
    card = versions.registry().card(candidate)
    parent = versions.registry().card(against or card.model_id)
    with running_engine(workspace) as client, progress_shown() as progress:
        learned_from = _learning_set(workspace, reader, studies, progress)
        volumes = learned_from.snapshot.volumes(VALIDATION)
        found = learning.compare_versions(versions, client, parent.source, card.source, volumes, progress=progress)
    _print_comparison(found)
    _print_page(versions.folder(card.model_id, card.version))


def _learning_set(workspace: Path | None, reader: str, studies: list[Path] | None, progress: Progress) -> LearningSet:
    from cmrstudio import learning
    from cmrstudio.store.annotation_store import AnnotationStore
    from cmrstudio.workflow import workspace_file

    path = workspace or workspace_file()
    if not path.is_file():
        raise StoreError(f"{path}: there is no such workspace. Ask `cmrstudio info` for the one in use.")
    store = AnnotationStore.open(path)
    try:
        found = learning.learning_set(store, reader=reader, studies=studies or (), progress=progress)
    finally:
        store.close()
    for contradiction in found.contradictions:
        errors.print(f"Left out: {contradiction.text}", highlight=False, soft_wrap=True)
    return found


def _print_comparison(comparison: Comparison) -> None:
    from training.comparison import DATA

    for data in DATA:
        rows = comparison.differences(data)
        if not rows:
            continue
        title = {"user": "Your validation patients", "reference": "The reference set"}[data]
        table = Table(title=f"{title}: Dice, mean over patients", title_justify="left")
        for heading in ("structure", "patients", "before", "after", "difference", "95 % interval"):
            table.add_column(heading, justify="left" if heading == "structure" else "right")
        for one in rows:
            interval = "–" if one.lower is None or one.upper is None else f"{one.lower:+z.3f} to {one.upper:+z.3f}"
            dice = f"{one.parent:.3f}", f"{one.candidate:.3f}", f"{one.difference:+z.3f}"
            table.add_row(one.structure, str(one.patients), *dice, interval)
        output.print(table)
    output.print(comparison.verdict.text, highlight=False, soft_wrap=True)


def _print_page(folder: Path) -> None:
    from training.comparison import COMPARISON_PAGE

    output.print(f"With pictures: {folder / COMPARISON_PAGE}", highlight=False, soft_wrap=True)


@models.command()
def promote(
    version: Version,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also where it is not offered.")] = False,
    by: Who = "",
    workspace: Workspace = None,
) -> None:
    """Put a version to use; the one in use is kept, and `rollback` brings it back."""
    from cmrstudio import learning

    card = learning.promote(learning.model_versions(workspace), version, by or learning.user_name(), anyway=anyway)
    _print_in_use(card)


def _print_in_use(card: ModelCard) -> None:
    output.print(f"{card.source} is in use.", highlight=False, soft_wrap=True)


@models.command()
def rollback(
    model: Annotated[str, typer.Argument(help="A model id; `cmrstudio models` lists them.")],
    by: Who = "",
    workspace: Workspace = None,
) -> None:
    """Put the version to use again that was in use before."""
    from cmrstudio import learning

    _print_in_use(learning.model_versions(workspace).rollback(model, by or learning.user_name()))


@models.command("export")
def export_model(
    version: Annotated[str, typer.Argument(help="unet@1.1.0, or a model id for its version in use.")],
    out: Annotated[Path, typer.Option(help="The file to write; its usual ending is .cmrmodel.")],
    workspace: Workspace = None,
) -> None:
    """Write a version as one file, with card, weights and hashes, to be imported elsewhere."""
    from cmrstudio.learning import model_versions

    versions = model_versions(workspace)
    card = versions.registry().card(version)
    path = versions.export(card.model_id, card.version, out)
    output.print(f"{card.source} is written to {path}", highlight=False, soft_wrap=True)


@models.command("import")
def import_model(
    file: Annotated[Path, typer.Argument(help="A file that `cmrstudio models export` wrote.")],
    by: Who = "",
    workspace: Workspace = None,
) -> None:
    """Keep the version in a file; nothing in it is executed, and the version in use stays in use."""
    from cmrstudio import learning

    card = learning.model_versions(workspace).import_(file, by or learning.user_name())
    output.print(f"{card.source} is kept ({card.licence}).", highlight=False, soft_wrap=True)


@models.command()
def keep(
    version: Version,
    name: Annotated[str, typer.Option(help="What the experiment is to be called.")],
    by: Who = "",
    workspace: Workspace = None,
) -> None:
    """Make of a version a model of its own, beside the one that it was trained from."""
    from cmrstudio import learning

    versions = learning.model_versions(workspace)
    card = versions.registry().card(version)
    kept = versions.keep_as_experiment(card.model_id, card.version, name, by or learning.user_name())
    output.print(f"It is kept as {kept.model_id}: choose it with --model {kept.model_id}.", highlight=False)


def finetune(
    workspace: Annotated[
        Path, typer.Argument(help="The file that keeps verified contours; `cmrstudio info` names it.")
    ],
    model: Annotated[str, typer.Option(help="The model that learns; not an ensemble.")] = "unet",
    preset: Annotated[str, typer.Option(help="quick, thorough, or the paper's settings.")] = "quick",
    epochs: Annotated[int | None, typer.Option(help="At most so many; the preset's by default.")] = None,
    learning_rate: Annotated[float | None, typer.Option(help="The preset's by default.")] = None,
    batch_size: Annotated[int | None, typer.Option(help="The preset's by default.")] = None,
    augment: Annotated[bool, typer.Option(help="Show images changed a little every time.")] = True,
    reader: Reader = "consensus",
    studies: Studies = None,
    promoted: Annotated[bool, typer.Option("--promote", help="Put it to use if it is offered.")] = False,
    by: Who = "",
) -> None:
    """Let a model learn from the verified contours of a workspace, and compare it with what it was before.

    The model in use stays in use, unless --promote is given and the new one is offered.
    """
    from cmrstudio import learning
    from training.finetune_settings import PRESETS, FineTuneSettings

    if preset not in PRESETS:
        raise typer.BadParameter(f"--preset: there is no “{preset}”. There are: {', '.join(PRESETS)}.")
    settings = FineTuneSettings(model, preset, epochs, learning_rate, augment, batch_size)
    versions = learning.model_versions(workspace)
    versions.in_use(model)
    with running_engine(workspace) as client, progress_shown() as progress:
        learned_from = _learning_set(workspace, reader, studies, progress)
        done = learning.learn(learned_from, settings, versions, client, _listener(progress), progress=progress)
    _print_comparison(done.comparison)
    candidate = done.candidate
    _print_page(versions.folder(candidate.model_id, candidate.version))
    output.print(f"{candidate.source} is kept.", highlight=False, soft_wrap=True)
    if promoted and done.comparison.verdict.is_offered:
        _print_in_use(learning.promote(versions, candidate.source, by or learning.user_name()))


def _listener(progress: Progress) -> Callable[[Reply], None]:
    """Shows on the terminal how far a fine-tuning is, and what the engine notes."""

    def listen(reply: Reply) -> None:
        from cmrstudio.engine.protocol import FineTuningNote, FineTuningProgress

        if isinstance(reply, FineTuningProgress):
            report = reply.report
            dice = ", ".join(f"{name} {value:.3f}" for name, value in report.dice.items())
            progress.report(report.epoch, report.epochs, f"Learning ({dice})")
        elif isinstance(reply, FineTuningNote):
            errors.print(f"Note: {reply.text}", highlight=False, soft_wrap=True)

    return listen
