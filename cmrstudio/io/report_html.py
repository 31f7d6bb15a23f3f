"""The report as one HTML file that needs nothing beside it: pictures are inside, and no script runs."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path

from cmrstudio.domain.reading_report import NOT_FOR_DIAGNOSTIC_USE, ReadingReport
from cmrstudio.io import report_charts as charts
from cmrstudio.io.atomic_file import write_atomically
from cmrstudio.io.report_sections import (
    SUBTITLE,
    TITLE,
    Drawings,
    Facts,
    Grid,
    Part,
    Picture,
    Section,
    Sentences,
    heading_facts,
    made_text,
    sections,
)

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #e9edf1; color: #1f2933;
  font: 15px/1.45 "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
main { max-width: 920px; margin: 24px auto; padding: 32px 40px 24px; background: #fff; box-shadow: 0 1px 6px #0002; }
header { display: flex; justify-content: space-between; gap: 24px; border-bottom: 2px solid #1f5f99;
  padding-bottom: 10px; }
h1 { font-size: 1.6em; margin: 0; }
header p, .who { margin: 2px 0 0; color: #5f6c7b; }
.who { text-align: right; }
h2 { font-size: 1.08em; color: #1f5f99; margin: 26px 0 8px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; }
dl.heading { grid-template-columns: max-content 1fr max-content 1fr; background: #f4f7fa; padding: 12px 14px;
  margin-top: 14px; }
dl.heading dd { font-weight: 600; }
dt { color: #5f6c7b; }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 400; font-size: .87em; color: #5f6c7b; border-bottom: 1px solid #5f6c7b; }
th, td { padding: 6px 8px; }
td { border-bottom: 1px solid #e3e8ed; overflow-wrap: anywhere; }
table.dense { font-size: .87em; }
table.dense td { padding: 2px 8px; }
.number { text-align: right; }
.number, .bold, .short { white-space: nowrap; }
.bold, tr.headline td:first-child { font-weight: 700; }
tr.headline .bold { font-size: 1.5em; }
tr.marked .bold { color: #8a5200; }
p { margin: 6px 0; }
p.muted { color: #5f6c7b; font-size: .87em; }
p.warning { background: #fff6e5; color: #8a5200; border-left: 4px solid #8a5200; padding: 6px 12px; }
figure { margin: 0; display: flex; flex-wrap: wrap; gap: 16px; }
figure svg { width: 100%; height: auto; overflow: visible; }
figure svg.small { flex: 1 1 230px; max-width: 320px; }
img { width: 100%; height: auto; display: block; }
footer { margin-top: 28px; padding-top: 10px; border-top: 1px solid #d5dbe2; color: #5f6c7b; font-size: .87em;
  display: flex; justify-content: space-between; gap: 16px; }
footer strong { color: #8a5200; }
@media (max-width: 700px) { main { padding: 20px; margin: 0; } dl.heading { grid-template-columns: max-content 1fr; } }
@media print {
  @page { size: A4; margin: 14mm 14mm 20mm; }
  body { background: #fff; font-size: 11px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { box-shadow: none; margin: 0; padding: 0; max-width: none; }
  section { break-inside: avoid; }
  footer { position: fixed; bottom: -14mm; left: 0; right: 0; background: #fff; }
}
"""
SHORT_CELL = 16
"""Up to so many characters a cell is not broken: a unit, a range."""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def write_html(path: Path, report: ReadingReport) -> None:
    """Write the report, replacing an earlier file whole or not at all. Raises ``OutputError``."""
    write_atomically(path, to_html(report).encode())


def to_html(report: ReadingReport) -> str:
    """The report as the text of an HTML file; everything that came from outside is escaped."""
    say = report.wording
    name = report.patient.name if report.patient else ""
    who = "<br>".join(_bidi(text) for text in (name, report.label, report.study.acquired_on) if text)
    body = "\n".join(_section(section) for section in sections(report))
    return f"""<!DOCTYPE html>
<html lang="{say.tag}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(f"{say(TITLE)} – {report.label}")}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<header><div><h1>{_text(say(TITLE))}</h1><p>{_text(say(SUBTITLE))}</p></div><p class="who">{who}</p></header>
{_facts(heading_facts(report), "heading")}
{body}
<footer><span>{_text(say(f"Made {made_text(report.made_at)}"))}</span>\
<strong>{_text(say(NOT_FOR_DIAGNOSTIC_USE))}</strong>\
<span>cmrstudio {_text(report.software_version)}</span></footer>
</main>
</body>
</html>
"""


def _text(text: str) -> str:
    """Escaped, without control characters, which no browser shows."""
    return escape("".join(max(character, " ") for character in text if character != "\x7f"))


def _bidi(text: str) -> str:
    """Text whose direction is its own, so that a name in Arabic or Hebrew leaves what is beside it alone."""
    return f"<bdi>{_text(text)}</bdi>"


def _section(section: Section) -> str:
    parts = "\n".join(_part(part) for part in section.parts)
    return f"<section>\n<h2>{_text(section.title)}</h2>\n{parts}\n</section>"


def _part(part: Part) -> str:
    match part:
        case Facts():
            return _facts(part, "")
        case Grid():
            return _grid(part)
        case Sentences():
            kind = "warning" if part.is_warning else "muted" if part.is_muted else ""
            return "\n".join(f'<p class="{kind}">{_text(text)}</p>' for text in part.texts)
        case Picture():
            data = base64.b64encode(part.png).decode("ascii")
            width, height = part.size_px
            source = f"data:image/png;base64,{data}"
            return f'<img src="{source}" width="{width}" height="{height}" alt="{_text(part.title)}">'
        case Drawings():
            return f"<figure>{''.join(_svg(drawing) for drawing in part.drawings)}</figure>"


def _facts(facts: Facts, kind: str) -> str:
    pairs = "".join(f"<dt>{_text(name)}</dt><dd>{_bidi(value)}</dd>" for name, value in facts.pairs)
    return f'<dl class="{kind}">{pairs}</dl>'


def _grid(grid: Grid) -> str:
    heads = "".join(
        f'<th scope="col"{_classes(index in grid.numeric_columns and "number")}>{_text(name)}</th>'
        for index, name in enumerate(grid.header)
    )
    rows = []
    for number, row in enumerate(grid.rows):
        cells = "".join(f"<td{_cell_classes(grid, column, cell)}>{_text(cell)}</td>" for column, cell in enumerate(row))
        kinds = _classes(number in grid.headline_rows and "headline", number in grid.marked_rows and "marked")
        rows.append(f"<tr{kinds}>{cells}</tr>")
    body = f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f"<table{_classes(grid.is_dense and 'dense')}>{body}</table>"


def _cell_classes(grid: Grid, column: int, cell: str) -> str:
    kinds = (column in grid.numeric_columns and "number", column in grid.bold_columns and "bold")
    return _classes(*kinds) or _classes(len(cell) <= SHORT_CELL and "short")


def _classes(*names: str | bool) -> str:
    kept = " ".join(name for name in names if isinstance(name, str))
    return f' class="{kept}"' if kept else ""


def _svg(drawing: charts.Drawing) -> str:
    width, height = drawing.size
    shapes = "".join(_shape(shape) for shape in drawing.shapes)
    kind = ' class="small"' if width < charts.CHART_SIZE[0] else ""
    return (
        f'<svg{kind} viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{_text(drawing.title)}" '
        f'font-family="Arial, Liberation Sans, sans-serif">{shapes}</svg>'
    )


def _shape(shape: charts.Shape) -> str:
    match shape:
        case charts.Line(start=(x0, y0), end=(x1, y1)):
            dashes = f' stroke-dasharray="{" ".join(f"{dash:g}" for dash in shape.dashes)}"' if shape.dashes else ""
            ends = f'x1="{x0:.2f}" y1="{y0:.2f}" x2="{x1:.2f}" y2="{y1:.2f}"'
            return f'<line {ends} stroke="{shape.colour}" stroke-width="{shape.width:g}"{dashes}/>'
        case charts.Dot(centre=(x, y)):
            return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{shape.radius:g}" fill="{shape.colour}"/>'
        case charts.Path():
            points = " ".join(f"{x:.2f},{y:.2f}" for x, y in shape.points)
            kind, fill = ("polygon", shape.fill) if shape.fill else ("polyline", "none")
            line = f'stroke="{shape.colour}" stroke-width="{shape.width:g}" stroke-linejoin="round"'
            return f'<{kind} points="{points}" fill="{fill}" {line}/>'
        case charts.Label(place=(x, y)):
            turned = f' transform="rotate(-90 {x:.2f} {y:.2f})"' if shape.is_upright else ""
            weight = ' font-weight="700"' if shape.is_bold else ""
            return (
                f'<text x="{x:.2f}" y="{y:.2f}" font-size="{shape.size:g}" fill="{shape.colour}" '
                f'text-anchor="{shape.anchor}"{weight}{turned}>{_text(shape.text)}</text>'
            )
