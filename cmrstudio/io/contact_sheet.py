"""One picture of a reading: every slice at end-diastole and end-systole with its contours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.conventions import AS_TRAINED, Conventions
from cmrstudio.domain.errors import OutputError
from cmrstudio.domain.geometry import closed_spline
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.resource_paths import resource_folder
from cmrstudio.domain.study import CineStack
from cmrstudio.domain.wording import ENGLISH, Wording
from cmrstudio.io.atomic_file import write_atomically

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

Image = npt.NDArray[np.uint8]
Annotations = Mapping[tuple[int, int], SliceAnnotation]
Colour = tuple[int, int, int]

TILE_PX = 224
GAP_PX = 6
EDGE_PX = 20
TITLE_PX = 40
LEGEND_PX = 44
CAPTION_PX = 22
TITLE_FONT_PX, WORD_FONT_PX, CAPTION_FONT_PX = 19, 15, 13
SHADE_PX = 34
TILES_IN_LINE = 8
MARGIN_MM = 18.0
SMALLEST_VIEW_MM = 60.0
SCALE_BAR_MM = 20.0
WINDOW_PERCENTILES = (1.0, 99.7)
# Colours are (blue, green, red), as OpenCV has them.
BACKGROUND: Colour = (20, 18, 17)
EMPTY_TILE: Colour = (32, 29, 27)
BRIGHT: Colour = (236, 232, 228)
DIM: Colour = (160, 154, 148)
COLOURS: dict[Structure, Colour] = {
    Structure.LV_EPICARDIUM: (94, 214, 86),
    Structure.LV_ENDOCARDIUM: (74, 74, 255),
}
NAMES = {Structure.LV_ENDOCARDIUM: "endocardium", Structure.LV_EPICARDIUM: "epicardium"}
SUBPIXEL_BITS = 6


@dataclass(frozen=True)
class _View:
    """The square part of every slice that is shown; the centre is (column, row) in source pixels."""

    centre_px: npt.NDArray[np.float64]
    side_mm: float
    pixel_spacing_mm: tuple[float, float]

    @property
    def scale(self) -> npt.NDArray[np.float64]:
        """Tile pixels per source pixel, as (column, row): the tile has square pixels also where the source has none."""
        row_mm, column_mm = self.pixel_spacing_mm
        return np.array([column_mm, row_mm]) * TILE_PX / self.side_mm

    def to_tile(self, points_px: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Source points [n, 2] as (column, row) to tile pixels."""
        return np.asarray((points_px - self.centre_px) * self.scale + (TILE_PX - 1) / 2)


def write_contact_sheet(
    path: Path,
    stack: CineStack,
    annotations: Annotations,
    phases: PhaseSelection,
    conventions: Conventions = AS_TRAINED,
) -> None:
    """Write a PNG with a row for ED and one for ES, a tile a slice, cropped to the heart; phases and slices from 1.

    ``annotations`` is by (phase index, slice index); ``conventions`` stand below. Raises ``OutputError``.
    """
    done, encoded = cv2.imencode(".png", render(stack, annotations, phases, conventions))
    if not done:
        raise OutputError(path, "the picture cannot be encoded as PNG. Close other programs and try again.")
    write_atomically(path, encoded.tobytes())


def render(
    stack: CineStack,
    annotations: Annotations,
    phases: PhaseSelection,
    conventions: Conventions = AS_TRAINED,
    say: Wording = ENGLISH,
) -> Image:
    """The contact sheet as uint8 [row, column, (blue, green, red)], its words as ``say`` says them."""
    rows = (("End-diastole", phases.end_diastole), ("End-systole", phases.end_systole))
    view = _view(stack, annotations, [phase_index for _, phase_index in rows])
    lines = -(-stack.slice_count // TILES_IN_LINE)
    in_line = -(-stack.slice_count // lines)
    step = TILE_PX + GAP_PX
    width = max(2 * EDGE_PX + in_line * step - GAP_PX, 2 * EDGE_PX + 420)
    caption = _wrapped(say(conventions.text), width - 2 * EDGE_PX)
    height = EDGE_PX + len(rows) * (TITLE_PX + lines * step) + LEGEND_PX + CAPTION_PX * len(caption)
    sheet = np.full((height, width, 3), BACKGROUND, np.uint8)
    top = EDGE_PX
    for title, phase_index in rows:
        _write(sheet, say(title), (EDGE_PX, top + 24), BRIGHT, TITLE_FONT_PX)
        beside = (EDGE_PX + _text_width(say(title), TITLE_FONT_PX) + 16, top + 24)
        _write(sheet, say(f"phase {phase_index + 1} of {stack.phase_count}"), beside, DIM, WORD_FONT_PX)
        top += TITLE_PX
        for slice_index in range(stack.slice_count):
            line, place = divmod(slice_index, in_line)
            tile = _tile(stack, annotations, view, phase_index, slice_index, say)
            y, x = top + line * step, EDGE_PX + place * step
            sheet[y : y + TILE_PX, x : x + TILE_PX] = tile
        top += lines * step
    _legend(sheet[: top + LEGEND_PX], view, say)
    for number, words in enumerate(caption):
        _write(sheet, words, (EDGE_PX, top + LEGEND_PX + CAPTION_PX * number), DIM, CAPTION_FONT_PX)
    return sheet


def _wrapped(text: str, width: int) -> list[str]:
    """Words of a text on lines of at most ``width`` pixels."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _text_width(longer, CAPTION_FONT_PX) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _view(stack: CineStack, annotations: Annotations, phase_indices: list[int]) -> _View:
    """A square around all contours of the phases shown, or the middle of the image where there is none."""
    drawn = [
        closed_spline(contour.points_px)
        for (phase_index, _), annotation in annotations.items()
        if phase_index in phase_indices
        for contour in annotation.contours
    ]
    spacing = np.array(stack.pixel_spacing_mm[::-1])
    rows, columns = stack.image_shape
    if not drawn:
        side_mm = float((np.array([columns, rows]) * spacing).min())
        return _View(np.array([columns - 1, rows - 1]) / 2, side_mm, stack.pixel_spacing_mm)
    points = np.vstack(drawn)
    low, high = points.min(axis=0), points.max(axis=0)
    side_mm = float(max(((high - low) * spacing).max() + 2 * MARGIN_MM, SMALLEST_VIEW_MM))
    return _View((low + high) / 2, side_mm, stack.pixel_spacing_mm)


def _tile(
    stack: CineStack, annotations: Annotations, view: _View, phase_index: int, slice_index: int, say: Wording
) -> Image:
    annotation = annotations.get((phase_index, slice_index))
    is_present = bool(stack.present[phase_index, slice_index])
    tile = _image(stack, view, phase_index, slice_index) if is_present else None
    if tile is None:
        tile = np.full((TILE_PX, TILE_PX, 3), EMPTY_TILE, np.uint8)
        words = say("no image")
        _write(tile, words, ((TILE_PX - _text_width(words, WORD_FONT_PX)) // 2, TILE_PX // 2 + 4), DIM, WORD_FONT_PX)
    for structure, colour in COLOURS.items():
        contour = annotation.contour(structure) if annotation else None
        if contour is not None:
            curve = view.to_tile(closed_spline(contour.points_px, steps=16))
            fixed = np.round(curve * 2**SUBPIXEL_BITS).astype(np.int32)
            cv2.polylines(tile, [fixed], True, colour, 1, cv2.LINE_AA, SUBPIXEL_BITS)
    is_drawn = annotation is not None and bool(annotation.contours)
    _write(tile, str(slice_index + 1), (8, 20), BRIGHT if is_drawn else DIM, WORD_FONT_PX)
    position = say(f"{stack.slice_positions_mm[slice_index]:.1f} mm")
    _write(tile, position, (TILE_PX - 8 - _text_width(position, CAPTION_FONT_PX), 19), DIM, CAPTION_FONT_PX)
    return tile


def _image(stack: CineStack, view: _View, phase_index: int, slice_index: int) -> Image:
    source = stack.pixels[phase_index, slice_index].astype(np.float32)
    matrix = np.column_stack([np.diag(view.scale), view.to_tile(np.zeros((1, 2)))[0]])
    # Sampled with linear interpolation: cubic overshoots at the edges of the blood pool.
    shown = cv2.warpAffine(source, matrix, (TILE_PX, TILE_PX), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    low, high = np.percentile(shown, WINDOW_PERCENTILES)
    grey = np.clip((shown - low) / max(float(high - low), 1e-6), 0, 1) * 255
    # Darker under the labels, so that they can be read on bright fat.
    grey[:SHADE_PX] *= np.interp(np.arange(SHADE_PX), [SHADE_PX // 2, SHADE_PX], [0.25, 1.0])[:, None]
    return np.asarray(cv2.cvtColor(grey.astype(np.uint8), cv2.COLOR_GRAY2BGR), np.uint8)


def _legend(sheet: Image, view: _View, say: Wording) -> None:
    y = sheet.shape[0] - 22
    x = EDGE_PX
    for structure, name in NAMES.items():
        cv2.line(sheet, (x, y - 4), (x + 22, y - 4), COLOURS[structure], 2, cv2.LINE_AA)
        _write(sheet, say(name), (x + 30, y), DIM, CAPTION_FONT_PX)
        x += 30 + _text_width(say(name), CAPTION_FONT_PX) + 26
    length = round(SCALE_BAR_MM * TILE_PX / view.side_mm)
    cv2.line(sheet, (x, y - 4), (x + length, y - 4), BRIGHT, 1, cv2.LINE_AA)
    for end in (x, x + length):
        cv2.line(sheet, (end, y - 8), (end, y), BRIGHT, 1, cv2.LINE_AA)
    _write(sheet, f"{SCALE_BAR_MM:.0f} mm", (x + length + 8, y), DIM, CAPTION_FONT_PX)
    notice = say("Not for diagnostic use")
    right = sheet.shape[1] - EDGE_PX - _text_width(notice, CAPTION_FONT_PX)
    if right > x + length + 90:
        _write(sheet, notice, (right, y), DIM, CAPTION_FONT_PX)


def _write(image: Image, text: str, origin: tuple[int, int], colour: Colour, height_px: int) -> None:
    """Write a line that begins at ``origin`` (column, row), on its base line; what leaves the image is cut off."""
    core, (left, top) = _font(height_px).getmask2(text, "L", anchor="ls")
    columns, rows = core.size
    x, y = origin[0] + left, origin[1] + top
    area = image[max(y, 0) : y + rows, max(x, 0) : x + columns]
    ink = np.array(core, np.float32).reshape(rows, columns)[max(-y, 0) :, max(-x, 0) :]
    share = ink[: area.shape[0], : area.shape[1], None] / 255
    area[:] = np.round(area * (1 - share) + np.array(colour, np.float32) * share).astype(np.uint8)


def _text_width(text: str, height_px: int) -> int:
    return round(_font(height_px).getlength(text))


@cache
def _font(height_px: int) -> FreeTypeFont:
    """The font of the PDF report: those of OpenCV have no letters but those of English."""
    from PIL import ImageFont

    return ImageFont.truetype(resource_folder() / "fonts" / "LiberationSans-Regular.ttf", height_px)
