"""Plots of an evaluation as SVG: Bland-Altman, and boxes of Dice. matplotlib is imported when the first is drawn."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cmrstudio.domain.errors import MissingPackageError
from cmrstudio.domain.slice_regions import VENTRICLE
from training.agreement import agreement
from training.evaluation import MEASURES, Evaluation, SubjectMeasures, subject_measures
from training.scores import STRUCTURES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Boxes = Mapping[str, Mapping[str, Sequence[float]]]
"""Category on the x axis -> series (colour) -> values."""

INK, FAINT, GRID = "#24292f", "#6e7781", "#e3e6ea"
SERIES_COLOURS = {
    "cavity": "#c8423a",
    "myocardium": "#2f8f5b",
    "epicardium": "#3b6fb5",
    "ED": "#3b6fb5",
    "ES": "#d98a29",
}
OTHER_COLOURS = ("#3b6fb5", "#d98a29", "#2f8f5b", "#c8423a", "#7a5aa6", "#5b8a99", "#8c6d46", "#555555")
MEASURE_TITLES = {
    "edv_ml": "End-diastolic volume (ml)",
    "esv_ml": "End-systolic volume (ml)",
    "ef_percent": "Ejection fraction (percentage points)",
    "lv_mass_g": "LV mass (g)",
}
_STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.fonttype": "path",
    "svg.hashsalt": "cmrstudio",
}


def all_plots(evaluation: Evaluation) -> dict[str, bytes]:
    """Every plot as an SVG file's content, by name. Raises ``MissingPackageError`` where matplotlib is absent."""
    return {
        "dice_by_structure": dice_by_structure(evaluation),
        "dice_by_region": dice_by_region(evaluation),
        "dice_by_group": dice_by_group(evaluation),
        "bland_altman": bland_altman(evaluation),
    }


def dice_by_structure(evaluation: Evaluation) -> bytes:
    """Dice of volumes by structure and phase, a panel a source."""
    panels: dict[str, Boxes] = {}
    for source in evaluation.sources:
        scores = evaluation.of_source(source)
        phases = sorted({score.phase for score in scores})
        panels[source] = {
            structure: {
                phase: [v for score in scores if score.phase == phase and (v := score.dice(structure)) is not None]
                for phase in phases
            }
            for structure in STRUCTURES
        }
    return _boxes("Dice of a volume", panels)


def dice_by_region(evaluation: Evaluation) -> bytes:
    """Dice of slices by region and structure, a panel a source; slices with truth only, missed ones count 0."""
    panels: dict[str, Boxes] = {}
    for source in evaluation.sources:
        slices = [found for score in evaluation.of_source(source) for found in score.slices if found.truth_px]
        panels[source] = {
            region: {
                structure: [s.dice or 0.0 for s in slices if s.region == region and s.structure == structure]
                for structure in STRUCTURES[:2]
            }
            for region in VENTRICLE
        }
    return _boxes("Dice of a slice", panels)


def dice_by_group(evaluation: Evaluation) -> bytes:
    """Dice of volumes by pathology and structure, a panel a source."""
    panels: dict[str, Boxes] = {}
    for source in evaluation.sources:
        scores = evaluation.of_source(source)
        panels[source] = {
            group or "(no group)": {
                structure: [v for score in scores if score.group == group and (v := score.dice(structure)) is not None]
                for structure in STRUCTURES[:2]
            }
            for group in sorted({score.group for score in scores})
        }
    return _boxes("Dice of a volume", panels)


def bland_altman(evaluation: Evaluation) -> bytes:
    """Predicted minus true EDV, ESV, EF and mass over their mean, with bias and 95 % limits; calibrated subjects only.

    A colour is a pathology. A measure that no calibrated subject has says so.
    """
    subjects = [subject for subject in subject_measures(evaluation.scores) if subject.calibrated]
    groups = sorted({subject.group for subject in subjects})
    with _styled():
        figure = _figure(9.2, 7.0)
        for axes, measure in zip(figure.subplots(2, 2).flat, MEASURES, strict=True):
            _difference_panel(axes, subjects, groups, measure)
        handles, names = figure.axes[0].get_legend_handles_labels()
        if len(groups) > 1:
            figure.legend(handles, names, loc="outside lower center", ncols=min(8, len(groups)), frameon=False)
        return svg(figure)


def _difference_panel(axes: Axes, subjects: Sequence[SubjectMeasures], groups: Sequence[str], measure: str) -> None:
    _plain(axes)
    axes.set_title(MEASURE_TITLES[measure], fontsize=10, loc="left")
    axes.set_xlabel("mean of model and experts")
    axes.set_ylabel("model − experts")
    pairs = []
    for group, colour in zip(groups, _cycled(len(groups)), strict=True):
        known = [(s.predicted[measure], s.truth[measure]) for s in subjects if s.group == group]
        found = [(predicted, truth) for predicted, truth in known if predicted is not None and truth is not None]
        pairs += found
        middles, differences = [(p + t) / 2 for p, t in found], [p - t for p, t in found]
        axes.scatter(middles, differences, s=26, color=colour, alpha=0.85, linewidths=0, label=group, zorder=3)
    found_agreement = agreement(pairs)
    if found_agreement is None:
        axes.text(0.5, 0.5, "no calibrated subject has it", transform=axes.transAxes, ha="center", color=FAINT)
        return
    axes.axhline(0, color=GRID, linewidth=1, zorder=1)
    limits = (("bias", found_agreement.bias, "-"), ("", found_agreement.lower, "--"), ("", found_agreement.upper, "--"))
    for name, value, line in limits:
        if value is not None:
            axes.axhline(value, color=INK, linewidth=1, linestyle=line, zorder=2)
            text = f"{name} {value:+.1f}".strip()
            place = (1.01, value)
            axes.annotate(
                text, place, xycoords=("axes fraction", "data"), va="center", fontsize=8, annotation_clip=False
            )
    if found_agreement.deviation is not None:
        reach = max(abs(p - t - found_agreement.bias) for p, t in pairs)
        half = 1.15 * max(reach, 1.96 * found_agreement.deviation, 1e-3)
        axes.set_ylim(found_agreement.bias - half, found_agreement.bias + half)


def _boxes(title: str, panels: Mapping[str, Boxes]) -> bytes:
    """Box plots side by side, a panel a source; every value is a dot too.

    A box holds half of the values with their median, its whiskers reach to the farthest within 1.5 times the box.
    """
    widths = [max(1, len(boxes)) for boxes in panels.values()]
    with _styled():
        figure = _figure(max(4.6, 1.6 + 1.25 * sum(widths)), 3.6)
        panes = figure.subplots(1, len(panels), sharey=True, squeeze=False, width_ratios=widths)[0]
        handles: dict[str, Any] = {}
        for axes, (source, boxes) in zip(panes, panels.items(), strict=True):
            _plain(axes)
            axes.set_title(source, fontsize=10, loc="left")
            names = list(dict.fromkeys(name for series in boxes.values() for name in series))
            for order, (name, colour) in enumerate(zip(names, _colours(names), strict=True)):
                _one_series(axes, boxes, name, (order - (len(names) - 1) / 2) * 0.8 / len(names), colour, len(names))
            axes.set_xticks(range(len(boxes)), list(boxes))
            axes.set_xlim(-0.6, len(boxes) - 0.4)
            shown, labels = axes.get_legend_handles_labels()
            handles |= dict(zip(labels, shown, strict=True))
        values = [
            v for boxes in panels.values() for series in boxes.values() for found in series.values() for v in found
        ]
        panes[0].set_ylabel(title)
        panes[0].set_ylim(max(-0.02, min(values, default=0) - 0.05), 1.005)
        figure.legend(
            list(handles.values()), list(handles), loc="outside upper right", ncols=max(1, len(handles)), frameon=False
        )
        return svg(figure)


def _one_series(axes: Axes, boxes: Boxes, name: str, shift: float, colour: str, count: int) -> None:
    random = np.random.default_rng(0)
    width = 0.62 / count
    for position, series in enumerate(boxes.values()):
        values = list(series.get(name, ()))
        if not values:
            continue
        axes.boxplot(
            [values],
            positions=[position + shift],
            widths=width,
            showfliers=False,
            patch_artist=True,
            boxprops={"facecolor": colour, "alpha": 0.25, "edgecolor": colour},
            medianprops={"color": colour, "linewidth": 1.6},
            whiskerprops={"color": colour},
            capprops={"color": colour},
            manage_ticks=False,
        )
        places = position + shift + random.uniform(-0.3, 0.3, len(values)) * width
        axes.scatter(places, values, s=7, color=colour, alpha=0.55, linewidths=0, zorder=3)
    axes.scatter([], [], s=30, marker="s", color=colour, label=name)


def _colours(names: Sequence[str]) -> list[str]:
    spare = iter(colour for colour in OTHER_COLOURS if colour not in {SERIES_COLOURS.get(name) for name in names})
    return [SERIES_COLOURS.get(name) or next(spare, FAINT) for name in names]


def _cycled(count: int) -> list[str]:
    return [OTHER_COLOURS[index % len(OTHER_COLOURS)] for index in range(count)]


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)


def _styled() -> Any:
    """The settings of matplotlib for the time of one plot. Raises ``MissingPackageError``."""
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise MissingPackageError("matplotlib", "Drawing the plots of a report", "training") from error
    return mpl.rc_context(_STYLE)


def _figure(width_inches: float, height_inches: float) -> Figure:
    """A figure of its own: without pyplot nothing is kept, shown or asked of a display."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width_inches, height_inches), layout="constrained")


def svg(figure: Figure) -> bytes:
    """A figure as the content of an SVG file, the same every time."""
    content = io.BytesIO()
    figure.savefig(content, format="svg", metadata={"Date": None})
    return content.getvalue()
