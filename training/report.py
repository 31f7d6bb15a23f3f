"""One self-contained HTML page that tells how well a model reads, for someone who reads hearts."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape
from importlib import resources
from string import Template

import numpy as np

from training.agreement import agreement
from training.evaluation import Evaluation, measure_pairs, subject_measures
from training.scores import STRUCTURES, structure_mask
from training.specimens import Specimen, slice_picture
from training.tables import (
    Cell,
    Table,
    agreement_table,
    cell_text,
    cost_table,
    groups_table,
    pooled_table,
    regions_table,
    structures_table,
)

SLICES_SHOWN = 4
NAMES = {
    "cavity": "LV cavity",
    "myocardium": "LV myocardium",
    "edv_ml": "EDV (ml)",
    "esv_ml": "ESV (ml)",
    "ef_percent": "EF (points)",
    "lv_mass_g": "LV mass (g)",
    "above_base": "above the base",
    "below_apex": "below the apex",
}
HEADS = {
    "dice_mean": "Dice",
    "dice_sd": "SD",
    "dice_median": "median",
    "dice_lowest": "lowest",
    "iou_mean": "IoU",
    "hd95_mean_mm": "HD95 (mm)",
    "asd_mean_mm": "ASD (mm)",
    "slices_with_truth": "slices",
    "slices_below_0.8": "below 0.8",
    "slices_missed": "missed",
    "slices_extra": "too many",
    "group": "pathology",
    "subjects_counted": "counted",
    "mean_truth": "experts",
    "mean_predicted": "model",
    "mean_absolute_error": "mean absolute error",
    "time_per_image_ms": "ms per image",
    "training_minutes": "training (min)",
    "training_epochs": "epochs",
    "epochs_not_timed": "epochs not timed",
    "training_machine": "trained on",
    "dice": "Dice",
    "iou": "IoU",
    "sd": "SD",
}
_DECIMALS = {"agreement": 1, "pooled": 4, "cost": 0}
_DECIMALS_OF_COLUMN = {"correlation": 3, "training_minutes": 1}


def report_html(evaluation: Evaluation, plots: Mapping[str, bytes]) -> str:
    """The page; ``plots`` are SVG by the names of ``plots.all_plots``, and one that is not there is left out.

    Nothing is loaded from elsewhere: pictures are part of the page. The prose is in report_template.html.
    """
    template = Template(resources.files("training").joinpath("report_template.html").read_text(encoding="utf-8"))
    return template.substitute(
        name=escape(evaluation.model.name),
        counts=escape(_counts(evaluation)),
        headlines="\n".join(_headline(evaluation, source) for source in evaluation.sources),
        structure_plot=_plot(plots, "dice_by_structure", "Dice by structure and phase"),
        structures=_table(structures_table(evaluation)),
        agreement_plot=_plot(plots, "bland_altman", "Bland-Altman plots of EDV, ESV, EF and mass"),
        agreement=_table(agreement_table(evaluation)),
        region_plot=_plot(plots, "dice_by_region", "Dice by region and structure"),
        regions=_table(_over_all_phases(regions_table(evaluation))),
        group_plot=_plot(plots, "dice_by_group", "Dice by pathology and structure"),
        groups=_table(_over_all_phases(groups_table(evaluation))),
        specimens="\n".join(_specimen(specimen) for specimen in evaluation.worst) or "<p>No pictures were kept.</p>",
        pooled=_table(pooled_table([evaluation])),
        cost=_table(cost_table([evaluation])),
    )


def _counts(evaluation: Evaluation) -> str:
    counted = []
    for source in evaluation.sources:
        scores = evaluation.of_source(source)
        subjects, images = len({score.subject for score in scores}), sum(score.images for score in scores)
        counted.append(f"{subjects} subjects of {source} ({len(scores)} volumes, {images} images)")
    return "Scored on " + ", ".join(counted) + "."


def _headline(evaluation: Evaluation, source: str) -> str:
    scores = evaluation.of_source(source)
    tiles = []
    for structure in STRUCTURES:
        known = [value for score in scores if (value := score.dice(structure)) is not None]
        if known:
            tiles.append((f"{np.mean(known):.3f}", f"{_name(structure)} Dice, lowest {min(known):.2f}"))
    found = agreement(measure_pairs(subject_measures(scores), "ef_percent", calibrated_only=True))
    if found:
        limits = "" if found.lower is None else f", limits {found.lower:+.1f} to {found.upper:+.1f}"
        tiles.append(
            (f"{found.mean_absolute_error:.1f}", f"EF mean absolute error in points, bias {found.bias:+.1f}{limits}")
        )
    inside = "".join(f'<div class="tile"><b>{value}</b><span>{escape(note)}</span></div>' for value, note in tiles)
    return f'<h3>{escape(source)}</h3><div class="tiles">{inside}</div>'


def _over_all_phases(table: Table) -> Table:
    """The rows over all phases, without the column that says so: the CSV has the phases apart."""
    place = table.columns.index("phase")
    rows = (row[:place] + row[place + 1 :] for row in table.rows if row[place] == "all")
    return Table(table.name, table.columns[:place] + table.columns[place + 1 :], tuple(rows))


def _table(table: Table) -> str:
    if not table.rows:
        return "<p>There is nothing to compare.</p>"
    texts = [index for index in range(len(table.columns)) if all(isinstance(row[index], str) for row in table.rows)]
    kinds = [' class="text"' if index in texts else "" for index in range(len(table.columns))]
    heads = (HEADS.get(column, column.replace("_", " ")) for column in table.columns)
    head = "".join(f"<th{kind}>{escape(text)}</th>" for kind, text in zip(kinds, heads, strict=True))
    rows = []
    for row in table.rows:
        shown = (_shown(table.name, column, cell) for column, cell in zip(table.columns, row, strict=True))
        rows.append("".join(f"<td{kind}>{escape(text)}</td>" for kind, text in zip(kinds, shown, strict=True)))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _shown(table: str, column: str, cell: Cell) -> str:
    """A cell for reading: fewer decimals than in the CSV, thousands apart, a dash for None."""
    if isinstance(cell, float):
        usual = 1 if column.endswith("_mm") else 3
        return f"{cell:.{_DECIMALS_OF_COLUMN.get(column, _DECIMALS.get(table, usual))}f}"
    if isinstance(cell, int):
        return f"{cell:,}"
    return _name(cell_text(column, cell)) or "–"


def _name(word: str) -> str:
    return NAMES.get(word, word)


def _plot(plots: Mapping[str, bytes], name: str, description: str) -> str:
    if name not in plots:
        return ""
    return f'<img class="plot" alt="{escape(description)}" src="{_data_uri("image/svg+xml", plots[name])}">'


def _data_uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _specimen(specimen: Specimen) -> str:
    volume = specimen.volume
    title = escape(f"{volume.source} {volume.subject}{f' ({volume.group})' if volume.group else ''}, {volume.phase}")
    note = f"mean Dice {specimen.mean_dice:.2f}"
    if not volume.myocardium_known:
        note += "; the experts drew no epicardium at this phase"
    figures = []
    for index in specimen.worst_slices(SLICES_SHOWN):
        values = (f"{_name(structure)} {_overlap(specimen, index, structure)}" for structure in specimen.compared)
        caption = escape(f"slice {index + 1} of {len(specimen.labels)}: {', '.join(values)}")
        picture = _data_uri("image/png", slice_picture(specimen, index))
        image = f'<img alt="{title}, {caption}" src="{picture}">'
        figures.append(f"<figure>{image}<figcaption>{caption}</figcaption></figure>")
    return f'<h3>{title} <span class="quiet">{note}</span></h3><div class="slices">{"".join(figures)}</div>'


def _overlap(specimen: Specimen, slice_index: int, structure: str) -> str:
    """Dice of a structure on one slice, or who alone drew it."""
    value = specimen.slice_dice(slice_index, structure)
    if value is None:
        return "on neither side"
    if value:
        return f"{value:.2f}"
    missed = not structure_mask(specimen.labels[slice_index], structure).any()
    extra = not structure_mask(specimen.volume.labels[slice_index], structure).any()
    return "missed" if missed else "too many" if extra else "0.00"
