"""The tables of an evaluation, as rows of plain values and as CSV files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np

from cmrstudio.domain.slice_regions import REGIONS
from cmrstudio.io.atomic_file import write_atomically
from training.agreement import agreement
from training.evaluation import MEASURES, Evaluation, measure_pairs, subject_measures
from training.scores import BAD_DICE, STRUCTURES, PooledScore, mean_pooled
from training.training_time import TrainingTime
from training.volume_score import VolumeScore

Cell = str | int | float | None
_CASE = ("source", "subject", "group", "phase")
_TWO_DECIMALS = ("_mm", "_ml", "_g", "_percent", "_ms", "_minutes")
_DICE_COLUMNS = ("dice_mean", "dice_sd", "dice_median", "dice_lowest")


@dataclass(frozen=True)
class Table:
    """A named table; every row has a cell a column, None where there is nothing to say."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def all_tables(evaluation: Evaluation) -> tuple[Table, ...]:
    """Every table of one evaluation; pooled figures and those of single structures are in tables of their own."""
    return (
        cases_table(evaluation),
        slices_table(evaluation),
        structures_table(evaluation),
        regions_table(evaluation),
        groups_table(evaluation),
        subjects_table(evaluation),
        agreement_table(evaluation),
        pooled_table([evaluation]),
        cost_table([evaluation]),
    )


def cases_table(evaluation: Evaluation) -> Table:
    """One row per case, phase and structure of which the truth is known."""
    volumes = ("predicted_ml", "truth_ml", "slices_both", "slices_missed", "slices_extra")
    rows: list[tuple[Cell, ...]] = []
    for score in evaluation.scores:
        for name, found in score.structures.items():
            surface = found.surface
            mm = (surface.hd95_mm, surface.asd_mm, found.predicted_ml, found.truth_ml)
            counts = (surface.slices, surface.missed, surface.extra)
            rows.append((*_case(score), name, found.dice, found.iou, *mm, *counts))
    return Table("cases", (*_CASE, "structure", "dice", "iou", "hd95_mm", "asd_mm", *volumes), tuple(rows))


def slices_table(evaluation: Evaluation) -> Table:
    """One row per slice and structure, with the slice's region; slices count from 1 at the base."""
    columns = (*_CASE, "slice", "region", "structure", "dice", "predicted_px", "truth_px")
    rows: list[tuple[Cell, ...]] = []
    for score in evaluation.scores:
        for found in score.slices:
            place = (found.slice_index + 1, found.region, found.structure)
            rows.append((*_case(score), *place, found.dice, found.predicted_px, found.truth_px))
    return Table("slices", columns, tuple(rows))


def structures_table(evaluation: Evaluation) -> Table:
    """Means over volumes by source, phase ("all" is every phase) and structure."""
    return _volume_table("structures", evaluation, lambda _: "")


def groups_table(evaluation: Evaluation) -> Table:
    """Means over volumes by source, pathology, phase and structure."""
    return _volume_table("groups", evaluation, lambda score: score.group)


def _volume_table(name: str, evaluation: Evaluation, group_of: Callable[[VolumeScore], str]) -> Table:
    has_groups = name == "groups"
    key = ("source", "group", "phase", "structure") if has_groups else ("source", "phase", "structure")
    columns = (*key, "volumes", *_DICE_COLUMNS, "iou_mean", "hd95_mean_mm", "asd_mean_mm")
    rows: list[tuple[Cell, ...]] = []
    for source in evaluation.sources:
        of_source = evaluation.of_source(source)
        for group in sorted({group_of(score) for score in of_source}):
            of_group = [score for score in of_source if group_of(score) == group]
            for phase in ("all", *sorted({score.phase for score in of_group})):
                chosen = [score for score in of_group if phase in ("all", score.phase)]
                head = (source, group, phase) if has_groups else (source, phase)
                rows += [(*head, structure, *cells) for structure, cells in _structure_rows(chosen)]
    return Table(name, columns, tuple(rows))


def _structure_rows(scores: Sequence[VolumeScore]) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    for structure in STRUCTURES:
        found = [score.structures[structure] for score in scores if structure in score.structures]
        if found:
            means = (
                _mean(score.iou for score in found),
                _mean(score.surface.hd95_mm for score in found),
                _mean(score.surface.asd_mm for score in found),
            )
            yield structure, (len(found), *_spread(score.dice for score in found), *means)


def regions_table(evaluation: Evaluation) -> Table:
    """Means over slices by source, phase, region and structure.

    Dice is averaged over the slices where the truth has the structure, so that a missed slice counts 0. A slice that
    the model draws on and the experts do not is counted in ``slices_extra``, above the base and below the apex too.
    """
    columns = ("source", "phase", "region", "structure", "slices_with_truth", *_DICE_COLUMNS)
    rows: list[tuple[Cell, ...]] = []
    for source in evaluation.sources:
        of_source = evaluation.of_source(source)
        for phase in ("all", *sorted({score.phase for score in of_source})):
            slices = [s for score in of_source if phase in ("all", score.phase) for s in score.slices]
            for region in REGIONS:
                for structure in STRUCTURES:
                    found = [s for s in slices if s.region == region and s.structure == structure]
                    if found:
                        true = [s for s in found if s.truth_px]
                        bad = sum(s.dice is not None and s.dice < BAD_DICE for s in true)
                        missed = sum(not s.predicted_px for s in true)
                        extra = sum(bool(s.predicted_px) and not s.truth_px for s in found)
                        spread = _spread(s.dice for s in true)
                        rows.append((source, phase, region, structure, len(true), *spread, bad, missed, extra))
    counts = ("slices_below_0.8", "slices_missed", "slices_extra")
    return Table("regions", (*columns, *counts), tuple(rows))


def subjects_table(evaluation: Evaluation) -> Table:
    """One row per subject with what a clinician reads off it, predicted and true."""
    sides = tuple(f"{side}_{measure}" for measure in MEASURES for side in ("predicted", "truth"))
    rows: list[tuple[Cell, ...]] = []
    for subject in subject_measures(evaluation.scores):
        values = (side[measure] for measure in MEASURES for side in (subject.predicted, subject.truth))
        rows.append((subject.source, subject.subject, subject.group, "yes" if subject.calibrated else "no", *values))
    return Table("subjects", ("source", "subject", "group", "calibrated", *sides), tuple(rows))


def agreement_table(evaluation: Evaluation) -> Table:
    """Bias (predicted - truth) and 95 % limits of agreement by source and measure.

    EF needs no calibration: its second row counts every subject with both phases, the others the calibrated ones.
    """
    figures = ("mean_truth", "mean_predicted", "bias", "sd", "lower_limit", "upper_limit")
    columns = ("source", "measure", "subjects_counted", "subjects", *figures, "mean_absolute_error", "correlation")
    rows: list[tuple[Cell, ...]] = []
    for source in evaluation.sources:
        subjects = [s for s in subject_measures(evaluation.scores) if s.source == source]
        for measure, calibrated_only in (*((m, True) for m in MEASURES), ("ef_percent", False)):
            found = agreement(measure_pairs(subjects, measure, calibrated_only=calibrated_only))
            if found:
                rows.append((source, measure, "calibrated" if calibrated_only else "all", *astuple(found)))
    return Table("agreement", columns, tuple(rows))


def pooled_table(evaluations: Sequence[Evaluation]) -> Table:
    """The paper's Tables VI and VII: pooled figures, means over volumes with fully known truth, a model after another.

    ``measured_on`` "network" is the network's three channels cut at 0.5 on its 1.5 mm grid, which is what the paper
    scores; "masks" is the final masks on source pixels, where each pixel has one channel and Dice, precision and recall
    are therefore one number. ``images`` counts those in the volumes.
    """
    rows: list[tuple[Cell, ...]] = []
    for evaluation in evaluations:
        for source in evaluation.sources:
            scores = [score for score in evaluation.of_source(source) if score.pooled_masks]
            for place in ("network", "masks"):
                mean = mean_pooled([found for score in scores if (found := getattr(score, f"pooled_{place}"))])
                if mean:
                    images = sum(score.images for score in scores)
                    rows.append((evaluation.model.name, source, place, len(scores), images, *astuple(mean)))
    figures = tuple(field.name for field in fields(PooledScore))
    return Table("pooled", ("model", "source", "measured_on", "volumes", "images", *figures), tuple(rows))


def cost_table(evaluations: Sequence[Evaluation]) -> Table:
    """The paper's Table VIII: what a model costs, as parameters, the network's time for one image, and training time.

    The time for an image is the median over volumes, so that the first one's warming up does not count. The training's
    is that of ``training_epochs`` epochs on ``training_machine``; of ``epochs_not_timed`` more nobody kept it.
    """
    scored = ("model", "architecture", "trainable_parameters", "device", "precision", "time_per_image_ms")
    columns = (*scored, "training_minutes", "training_epochs", "epochs_not_timed", "training_machine")
    rows: list[tuple[Cell, ...]] = []
    for evaluation in evaluations:
        model = evaluation.model
        median_ms = 1000 * float(np.median([score.seconds_per_image for score in evaluation.scores]))
        facts = (model.name, model.architecture, model.trainable_parameters, model.device, model.precision)
        rows.append((*facts, median_ms, *_training_cells(model.training)))
    return Table("cost", columns, tuple(rows))


def _training_cells(time: TrainingTime | None) -> tuple[Cell, ...]:
    if time is None or time.minutes is None:
        return (None,) * 4
    return time.minutes, time.epochs, time.untimed, time.machine


def write_table(table: Table, folder: Path) -> Path:
    """Write a table as <name>.csv, whole or not at all; returns its path. Raises ``OutputError``."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(
        [cell_text(column, cell) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows
    )
    path = folder / f"{table.name}.csv"
    write_atomically(path, text.getvalue().encode())
    return path


def cell_text(column: str, cell: Cell) -> str:
    """A cell as text: two decimals for quantities with a unit, four for shares, nothing for None."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.2f}" if column.endswith(_TWO_DECIMALS) else f"{cell:.4f}"
    return str(cell)


def _case(score: VolumeScore) -> tuple[str, str, str, str]:
    return score.source, score.subject, score.group, score.phase


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def _spread(values: Iterable[float | None]) -> tuple[float | None, float | None, float | None, float | None]:
    """Mean, standard deviation (n - 1), median and lowest of the values that are known."""
    known = [value for value in values if value is not None]
    if not known:
        return None, None, None, None
    deviation = float(np.std(known, ddof=1)) if len(known) > 1 else None
    return float(np.mean(known)), deviation, float(np.median(known)), float(np.min(known))
