"""What is drawn over and beside the thumbnails of the matrix."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QRegion

from cmrstudio.gui.controllers.reading_session import Key
from cmrstudio.gui.theme import COLOURS, ON_IMAGE
from cmrstudio.gui.views.matrix_grid import HEADER_HEIGHT, HEADER_WIDTH, PIN_WIDTH, MatrixGrid
from cmrstudio.gui.views.picture_marks import HALO, paint_pin

SELECTION = QColor(90, 169, 230, 85)
MARKED = QColor(ON_IMAGE.amber)
PLATE_HEIGHT = 15


def paint_thumbnails(painter: QPainter, grid: MatrixGrid, mosaic: QImage, region: QRegion) -> None:
    """Copy those parts of the mosaic that are to be painted."""
    if mosaic.isNull():
        return
    ratio = grid.ratio
    size = QRectF(HEADER_WIDTH, HEADER_HEIGHT, mosaic.width() / ratio, mosaic.height() / ratio).toAlignedRect()
    for rect in region:
        part = rect.intersected(size)
        if not part.isEmpty():
            source = QRectF(part.translated(-HEADER_WIDTH, -HEADER_HEIGHT))
            scaled = QRectF(source.x() * ratio, source.y() * ratio, source.width() * ratio, source.height() * ratio)
            painter.drawImage(QRectF(part), mosaic, scaled)


def paint_frames(
    painter: QPainter, grid: MatrixGrid, marked: Mapping[int, str], selected: frozenset[Key], position: Key
) -> None:
    """Lines along end-diastole and end-systole, the selection, and a frame around the image on the screen."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for phase_index in marked:
        column = grid.cell_rect((phase_index, 0)).united(grid.cell_rect((phase_index, grid.slices - 1)))
        painter.setPen(QPen(MARKED, 1.4))
        painter.drawLine(column.topLeft(), column.bottomLeft())
        painter.drawLine(column.topRight() - QPointF(1, 0), column.bottomRight() - QPointF(1, 0))
    width, height = grid.cell_size
    edges = QPen(QColor(ON_IMAGE.accent), 1.6)
    for phase_index, slice_index in selected:
        cell = QRectF(HEADER_WIDTH + phase_index * width, HEADER_HEIGHT + slice_index * height, width, height)
        painter.fillRect(cell, SELECTION)
        painter.setPen(edges)
        for neighbour, line in (
            ((phase_index - 1, slice_index), (cell.topLeft(), cell.bottomLeft())),
            ((phase_index + 1, slice_index), (cell.topRight(), cell.bottomRight())),
            ((phase_index, slice_index - 1), (cell.topLeft(), cell.topRight())),
            ((phase_index, slice_index + 1), (cell.bottomLeft(), cell.bottomRight())),
        ):
            if neighbour not in selected:
                painter.drawLine(*line)
    cell = grid.cell_rect(position).adjusted(0, 0, -1, -1)
    for colour, pen_width in ((HALO, 4.0), (QColor("#ffffff"), 2.0)):
        pen = QPen(colour, pen_width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(cell)


def paint_numbers(
    painter: QPainter, grid: MatrixGrid, marked: Mapping[int, str], pinned: frozenset[int], position: Key
) -> None:
    """The numbers of phases with ED and ES over them, and of slices with their pins."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left, top = grid.scrolled
    background = QColor(COLOURS.background)
    painter.fillRect(QRectF(left, top, grid.width, HEADER_HEIGHT), background)
    painter.fillRect(QRectF(left, top, HEADER_WIDTH, grid.height), background)
    small, bold = QFont(painter.font()), QFont(painter.font())
    small.setPixelSize(11)
    bold.setPixelSize(11)
    bold.setBold(True)
    painter.setClipRect(QRectF(grid.numbers_right() - 2, top, grid.width, HEADER_HEIGHT))
    for phase_index in range(grid.phases):
        cell = grid.cell_rect((phase_index, 0))
        place = QRectF(cell.left(), top + HEADER_HEIGHT - 18, cell.width(), 18)
        _write_number(painter, place, phase_index, is_here=phase_index == position[0], fonts=(small, bold))
    for phase_index, name in marked.items():
        cell = grid.cell_rect((phase_index, 0))
        painter.setFont(bold)
        width = max(cell.width() - 1, QFontMetricsF(bold).horizontalAdvance(name) + 8)
        plate_left = max(cell.center().x() - width / 2, min(cell.left(), float(HEADER_WIDTH)))  # the first is whole too
        plate = QRectF(plate_left, top + 3, width, PLATE_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(MARKED)
        painter.drawRoundedRect(plate, 3, 3)
        painter.setPen(QColor(ON_IMAGE.on_accent))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, name)
    painter.setClipRect(QRectF(left, grid.numbers_bottom() - 2, HEADER_WIDTH, grid.height))
    for slice_index in range(grid.slices):
        cell = grid.cell_rect((0, slice_index))
        place = QRectF(left + PIN_WIDTH, cell.top(), HEADER_WIDTH - PIN_WIDTH - 2, cell.height())
        _write_number(painter, place, slice_index, is_here=slice_index == position[1], fonts=(small, bold))
        is_pinned = slice_index in pinned
        colour = QColor(COLOURS.accent if is_pinned else COLOURS.disabled)
        paint_pin(painter, grid.pin_rect(slice_index).center(), 15, colour, is_filled=is_pinned)
    painter.setClipping(False)


def _write_number(painter: QPainter, place: QRectF, index: int, *, is_here: bool, fonts: tuple[QFont, QFont]) -> None:
    painter.setFont(fonts[1] if is_here else fonts[0])
    painter.setPen(QColor(COLOURS.text if is_here else COLOURS.muted))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(index + 1))
