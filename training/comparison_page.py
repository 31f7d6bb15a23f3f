"""One self-contained HTML page of a comparison, for someone who reads hearts."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape

from training.comparison import (
    DATA,
    MEAN,
    REFERENCE,
    USER,
    Comparison,
    Pair,
    PairedDifference,
    PatientScores,
    WorstCase,
)
from training.evaluation import MEASURES
from training.scores import STRUCTURES

TITLES = {USER: "Your validation patients", REFERENCE: "The reference set"}
NAMES = {
    MEAN: "Mean of cavity and myocardium",
    "cavity": "LV cavity",
    "myocardium": "LV myocardium",
    "epicardium": "Epicardium",
    "edv_ml": "EDV (ml)",
    "esv_ml": "ESV (ml)",
    "ef_percent": "EF (%)",
    "lv_mass_g": "LV mass (g)",
}
STYLE = """
body { font: 15px/1.55 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
body { color: #24292f; background: #fff; margin: 0; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.5rem 4rem; }
h1 { font-size: 1.5rem; margin: 0 0 .4rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem; padding-top: .8rem; border-top: 1px solid #e3e6ea; }
p { max-width: 46rem; margin: .4rem 0; }
.quiet, figcaption { color: #6e7781; font-size: .86rem; }
.verdict { border-left: .3rem solid #b35900; padding: .3rem 0 .3rem 1rem; margin: 1rem 0; }
.verdict.offered { border-color: #2f8f3f; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: .7rem 0; font-size: .86rem; font-variant-numeric: tabular-nums; }
th, td { padding: .22rem 1rem .22rem 0; text-align: right; white-space: nowrap; border-bottom: 1px solid #eef0f2; }
th { font-weight: 600; border-color: #6e7781; }
th:first-child, td:first-child { text-align: left; }
figure { margin: 1rem 0; break-inside: avoid; }
figure img { width: 100%; max-width: 56rem; }
"""


def comparison_page(comparison: Comparison) -> str:
    """The page; nothing is loaded from elsewhere, and pictures that are not there are left out."""
    verdict = comparison.verdict
    head, *sentences = verdict.text.splitlines()
    told = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    beside = f"beside {comparison.parent}, from which it was trained; {comparison.made_at_utc:%Y-%m-%d %H:%M} UTC"
    parts = [
        f"<h1>{escape(comparison.candidate)}</h1>",
        f'<p class="quiet">{escape(beside)}. Not for diagnostic use.</p>',
        f'<div class="verdict{" offered" if verdict.is_offered else ""}"><p><b>{escape(head)}</b></p>{told}</div>',
        *(part for data in DATA if comparison.of(data) for part in _section(comparison, data)),
    ]
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(comparison.candidate)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _section(comparison: Comparison, data: str) -> Iterable[str]:
    patients = comparison.of(data)
    yield f"<h2>{TITLES[data]}</h2>"
    yield (
        "<p>Dice is the share of overlap with the expert, 1 where both drew the same. The interval is that of the mean "
        "difference over patients (95 %, Student's t).</p>"
    )
    yield _table(
        ("structure", "patients", "before", "after", "difference", "95 % interval"),
        map(_row, comparison.differences(data)),
    )
    structures = [name for name in STRUCTURES if any(name in one.dice for one in patients)]
    yield _table(("patient", *(NAMES[name] for name in structures)), (_dice_row(one, structures) for one in patients))
    measures = [name for name in MEASURES if any(name in one.measures for one in patients)]
    if measures:
        yield '<p class="quiet">Volumes and function: before / after (expert)</p>'
        rows = (_measure_row(one, measures) for one in patients)
        yield _table(("patient", *(NAMES[name] for name in measures)), rows)
    for case in comparison.worst:
        if case.data == data and case.picture in comparison.pictures:
            yield _figure(case, comparison.pictures[case.picture])


def _row(one: PairedDifference) -> tuple[str, ...]:
    interval = "–" if one.lower is None or one.upper is None else f"{one.lower:+.3f} to {one.upper:+.3f}"
    dice = f"{one.parent:.3f}", f"{one.candidate:.3f}", f"{one.difference:+.3f}"
    return (NAMES[one.structure], str(one.patients), *dice, interval)


def _dice_row(patient: PatientScores, structures: Sequence[str]) -> tuple[str, ...]:
    def cell(pair: Pair | None) -> str:
        return "–" if pair is None else f"{pair.parent:.3f} → {pair.candidate:.3f}"

    return (patient.patient, *(cell(patient.dice.get(name)) for name in structures))


def _measure_row(patient: PatientScores, measures: Sequence[str]) -> tuple[str, ...]:
    def cell(pair: Pair | None) -> str:
        if pair is None:
            return "–"
        truth = "" if pair.truth is None else f" ({pair.truth:.1f})"
        return f"{pair.parent:.1f} / {pair.candidate:.1f}{truth}"

    return (patient.patient, *(cell(patient.measures.get(name)) for name in measures))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows)
    return f'<div class="scroll"><table><tr>{head}</tr>{body}</table></div>'


def _figure(case: WorstCase, picture: bytes) -> str:
    place = f"{case.patient}, {case.phase}, slice {case.slice_index + 1}"
    caption = (
        f"{place}: Dice {case.dice.parent:.2f} before, {case.dice.candidate:.2f} after. Image, expert, before, after."
    )
    encoded = base64.b64encode(picture).decode()
    return (
        f'<figure><img src="data:image/png;base64,{encoded}" alt="{escape(place)}">'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )
