"""The report as a PDF of A4 pages, each of which says that it is not for diagnostic use."""

from __future__ import annotations

import io
from collections.abc import Iterable
from html import escape
from itertools import accumulate
from pathlib import Path
from typing import Any

from cmrstudio.domain.reading_report import NOT_FOR_DIAGNOSTIC_USE, ReadingReport
from cmrstudio.io import report_charts as charts
from cmrstudio.io.atomic_file import write_atomically
from cmrstudio.io.report_fonts import BOLD, REGULAR, PrintedText, Run, register
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

POINTS_PER_MM = 72 / 25.4
PAGE_SIZE = (210 * POINTS_PER_MM, 297 * POINTS_PER_MM)
MARGIN = 16 * POINTS_PER_MM
TOP, BOTTOM = 27 * POINTS_PER_MM, 21 * POINTS_PER_MM
FRAME_PADDING = 6
"""What the library leaves free on each side of its own accord."""
WIDTH = PAGE_SIZE[0] - 2 * MARGIN
TALLEST_PICTURE = 205 * POINTS_PER_MM
HEAD_SIZE = 8.5
ACCENT = "#1f5f99"
TINT = "#f4f7fa"
WARNING, WARNING_TINT = "#8a5200", "#fff6e5"

Flowables = list[Any]


def write_pdf(path: Path, report: ReadingReport) -> None:
    """Write the report, replacing an earlier file whole or not at all. Raises ``OutputError``."""
    write_atomically(path, to_pdf(report))


def to_pdf(report: ReadingReport) -> bytes:
    """The report as the bytes of a PDF file."""
    printed = PrintedText(register())
    content = sections(report)
    page_count = _build(report, content, printed, None)[1]
    return _build(report, content, printed, page_count)[0]  # now that it is known how many pages there are


def _build(
    report: ReadingReport, content: list[Section], printed: PrintedText, page_count: int | None
) -> tuple[bytes, int]:
    from reportlab import rl_config
    from reportlab.platypus import SimpleDocTemplate

    rl_config.useA85 = 0  # text in place of bytes: larger, and slow enough to be felt in the window
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=PAGE_SIZE,
        leftMargin=MARGIN - FRAME_PADDING,
        rightMargin=MARGIN - FRAME_PADDING,
        topMargin=TOP,
        bottomMargin=BOTTOM,
        title=f"{report.wording(TITLE)} – {report.label}",
        author=report.reported_by or f"cmrstudio {report.software_version}",
        subject=report.wording(NOT_FOR_DIAGNOSTIC_USE),
        creator=f"cmrstudio {report.software_version}",
        lang=report.wording.tag,
    )
    frame = _PageFrame(report, printed, page_count)
    maker = _Maker(printed, is_draft=page_count is None)
    document.build(maker.story(report, content), onFirstPage=frame.draw, onLaterPages=frame.draw)
    return buffer.getvalue(), document.page


def _marked_up(run: Run) -> str:
    text = escape(run.text)
    return f'<font name="{run.font}">{text}</font>' if run.font else text


class _PageFrame:
    """What stands on every page: whose report it is above, what it is not for below."""

    def __init__(self, report: ReadingReport, printed: PrintedText, page_count: int | None) -> None:
        self._report, self._printed, self._page_count = report, printed, page_count
        self._say = report.wording

    def draw(self, canvas: Any, document: Any) -> None:
        """Draw head and foot of a page."""
        canvas.saveState()
        right, top = PAGE_SIZE[0] - MARGIN, PAGE_SIZE[1] - 13 * POINTS_PER_MM
        canvas.setFillColor(charts.INK)
        canvas.setFont(BOLD, 15)
        canvas.drawString(MARGIN, top, self._say(TITLE))
        canvas.setFont(REGULAR, HEAD_SIZE)
        canvas.setFillColor(charts.MUTED)
        name = self._report.patient.name if self._report.patient else ""
        who = " · ".join(filter(None, (name, self._report.label, self._report.study.acquired_on)))
        _draw_to_right(canvas, (right, top), _shortened(self._printed.runs(who), 280))
        canvas.drawString(MARGIN, top - 13, self._say(SUBTITLE))
        canvas.setStrokeColor(ACCENT)
        canvas.setLineWidth(1.2)
        canvas.line(MARGIN, PAGE_SIZE[1] - TOP + 12, right, PAGE_SIZE[1] - TOP + 12)
        self._foot(canvas, document.page, right)
        canvas.restoreState()

    def _foot(self, canvas: Any, page: int, right: float) -> None:
        line, text = BOTTOM - 12, BOTTOM - 26
        canvas.setStrokeColor(charts.RULE)
        canvas.setLineWidth(0.6)
        canvas.line(MARGIN, line, right, line)
        canvas.setFont(REGULAR, 7.5)
        canvas.drawString(MARGIN, text, self._say(f"Made {made_text(self._report.made_at)}"))
        canvas.drawString(MARGIN, text - 10, f"cmrstudio {self._report.software_version}")
        canvas.drawRightString(right, text, self._say(f"Page {page} of {self._page_count}"))
        canvas.setFillColor(WARNING)
        canvas.setFont(BOLD, 9)
        canvas.drawCentredString(PAGE_SIZE[0] / 2, text, self._say(NOT_FOR_DIAGNOSTIC_USE))


def _width(runs: Iterable[Run]) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(sum(stringWidth(run.text, run.font or REGULAR, HEAD_SIZE) for run in runs))


def _shortened(runs: list[Run], width: float) -> list[Run]:
    """As much of the beginning as has room, with dots behind it where that is not all."""
    if _width(runs) <= width:
        return runs
    letters = [Run(letter, run.font) for run in runs for letter in run.text]
    ends = accumulate(_width([letter]) for letter in letters)
    room = width - _width([Run("…")])
    return [*(letter for letter, end in zip(letters, ends, strict=True) if end <= room), Run("…")]


def _draw_to_right(canvas: Any, end: tuple[float, float], runs: list[Run]) -> None:
    """Draw runs so that they end there."""
    x = end[0] - _width(runs)
    for run in runs:
        canvas.setFont(run.font or REGULAR, HEAD_SIZE)
        canvas.drawString(x, end[1], run.text)
        x += _width([run])
    canvas.setFont(REGULAR, HEAD_SIZE)


class _Maker:
    """Makes the library's flowables of the parts of a report."""

    def __init__(self, printed: PrintedText, *, is_draft: bool) -> None:
        self._printed, self._is_draft = printed, is_draft

    def story(self, report: ReadingReport, content: Iterable[Section]) -> Flowables:
        """Everything between head and foot of the pages."""
        from reportlab.platypus import CondPageBreak, KeepTogether, PageBreak, Spacer

        story: Flowables = [*self._facts(heading_facts(report), columns=2), Spacer(1, 8)]
        told, remarked = self._printed.note, self._printed.remark  # of the patient's name, where it stands
        story += self._notes(report, told, remarked)
        for section in content:
            parts = [flowable for part in section.parts for flowable in self._part(part)]
            heading = self._text(section.title, 10.5, BOLD, ACCENT, space_before=8, space_after=4)
            story += [PageBreak()] if section.begins_page else [CondPageBreak(60)]
            story.append(KeepTogether([heading, *parts]))
        note, remark = (
            now if now != before else ""
            for now, before in ((self._printed.note, told), (self._printed.remark, remarked))
        )
        later = self._notes(report, note, remark)
        return [*story, Spacer(1, 8), *later] if later else story

    def _notes(self, report: ReadingReport, note: str, remark: str) -> Flowables:
        """What is to be known of characters that are not printed, or not with fonts of this file."""
        warned = self._part(Sentences((report.wording(note),), is_warning=True)) if note else []
        return [*warned, *(self._part(Sentences((report.wording(remark),), is_muted=True)) if remark else [])]

    def _part(self, part: Part) -> Flowables:
        match part:
            case Facts():
                return self._facts(part, columns=1)
            case Grid():
                return self._grid(part)
            case Sentences():
                return self._sentences(part)
            case Picture():
                return self._picture(part)
            case Drawings():
                return self._drawings(part)

    def _text(
        self,
        text: str,
        size: float = 9,
        font: str = REGULAR,
        colour: str = charts.INK,
        *,
        alignment: int = 0,
        space_before: float = 0,
        space_after: float = 0,
    ) -> Any:
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph

        style = ParagraphStyle(
            "text",
            fontName=font,
            fontSize=size,
            leading=size * 1.3,
            textColor=colour,
            alignment=alignment,
            spaceBefore=space_before,
            spaceAfter=space_after,
            splitLongWords=1,
        )
        return Paragraph("".join(map(_marked_up, self._printed.runs(text))), style)

    def _facts(self, facts: Facts, columns: int) -> Flowables:
        cells = [
            (self._text(name, 8.5, colour=charts.MUTED), self._text(value, 9, BOLD if columns > 1 else REGULAR))
            for name, value in facts.pairs
        ]
        height = -(-len(cells) // columns)
        rows = []
        for index in range(height):
            row = cells[index : len(cells) : height]
            rows.append([cell for pair in row for cell in pair] + [""] * (2 * (columns - len(row))))
        widths = [WIDTH * 0.13, WIDTH * 0.37] * 2 if columns > 1 else [WIDTH * 0.24, WIDTH * 0.76]
        tint = [("BACKGROUND", (0, 0), (-1, -1), TINT)] if columns > 1 else []
        return [
            self._table(rows, widths, [("VALIGN", (0, 0), (-1, -1), "TOP"), *tint], padding=3 if columns > 1 else 2)
        ]

    def _grid(self, grid: Grid) -> Flowables:
        size, padding = (8.0, 1.6) if grid.is_dense else (9.5, 3.2)
        head = [
            self._text(name, 7.5, colour=charts.MUTED, alignment=2 if index in grid.numeric_columns else 0)
            for index, name in enumerate(grid.header)
        ]
        rows = [head]
        for number, row in enumerate(grid.rows):
            is_headline = number in grid.headline_rows
            cells = []
            for index, cell in enumerate(row):
                font = BOLD if index in grid.bold_columns or (is_headline and index == 0) else REGULAR
                colour = WARNING if number in grid.marked_rows and index in grid.bold_columns else charts.INK
                larger = 14 if is_headline and index in grid.bold_columns else size
                cells.append(
                    self._text(cell, larger, font, colour, alignment=2 if index in grid.numeric_columns else 0)
                )
            rows.append(cells)
        style = [
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, charts.MUTED),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, charts.RULE),
        ]
        return [self._table(rows, [WIDTH * share for share in grid.widths], style, padding=padding, repeat=1)]

    @staticmethod
    def _table(rows: list[list[Any]], widths: list[float], style: list[Any], *, padding: float, repeat: int = 0) -> Any:
        from reportlab.platypus import Table

        paddings = [
            ("TOPPADDING", (0, 0), (-1, -1), padding),
            ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ]
        return Table(rows, widths, style=[*paddings, *style], repeatRows=repeat, hAlign="LEFT")

    def _sentences(self, sentences: Sentences) -> Flowables:
        if sentences.is_warning:
            cells = [[self._text(text, 8.5, colour=WARNING)] for text in sentences.texts]
            style = [
                ("BACKGROUND", (0, 0), (-1, -1), WARNING_TINT),
                ("LINEBEFORE", (0, 0), (0, -1), 2.5, WARNING),
            ]
            return [self._space(4), self._table(cells, [WIDTH], style, padding=2.5), self._space(4)]
        size, colour = (8.0, charts.MUTED) if sentences.is_muted else (9.5, charts.INK)
        return [self._text(text, size, colour=colour, space_before=3, space_after=2) for text in sentences.texts]

    @staticmethod
    def _space(height: float) -> Any:
        from reportlab.platypus import Spacer

        return Spacer(1, height)

    def _picture(self, picture: Picture) -> Flowables:
        from reportlab.platypus import Image

        width, height = picture.size_px
        scale = min(WIDTH / width, TALLEST_PICTURE / height)
        if self._is_draft:  # to count pages its size is enough
            return [self._space(height * scale)]
        return [Image(io.BytesIO(picture.png), width * scale, height * scale)]

    def _drawings(self, part: Drawings) -> Flowables:
        from reportlab.platypus import Table

        made = [self._drawing(drawing) for drawing in part.drawings]
        return [Table([made], style=[("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 8)])]

    def _drawing(self, drawing: charts.Drawing) -> Any:
        from reportlab.graphics.shapes import Drawing, Group

        width, height = drawing.size
        group = Group(*(self._shape(shape, height) for shape in drawing.shapes))
        return Drawing(width, height, group)

    def _shape(self, shape: charts.Shape, height: float) -> Any:
        from reportlab.graphics import shapes

        colour = _colour(shape.colour)
        match shape:
            case charts.Line(start=(x0, y0), end=(x1, y1)):
                dashes = list(shape.dashes) or None
                return shapes.Line(
                    x0,
                    height - y0,
                    x1,
                    height - y1,
                    strokeColor=colour,
                    strokeWidth=shape.width,
                    strokeDashArray=dashes,
                )
            case charts.Dot(centre=(x, y)):
                return shapes.Circle(x, height - y, shape.radius, fillColor=colour, strokeColor=None)
            case charts.Path():
                points = [value for x, y in shape.points for value in (x, height - y)]
                if shape.fill:
                    fill = _colour(shape.fill)
                    return shapes.Polygon(points, fillColor=fill, strokeColor=colour, strokeWidth=shape.width)
                return shapes.PolyLine(points, strokeColor=colour, strokeWidth=shape.width, strokeLineJoin=1)
            case charts.Label(place=(x, y)):
                text = shapes.String(0, 0, self._printed(shape.text), textAnchor=shape.anchor, fillColor=colour)
                text.fontName, text.fontSize = (BOLD if shape.is_bold else REGULAR), shape.size
                turned = (0, 1, -1, 0) if shape.is_upright else (1, 0, 0, 1)
                return shapes.Group(text, transform=(*turned, x, height - y))


def _colour(name: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(name)
