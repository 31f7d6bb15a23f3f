from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import BasalRule, Conventions, PapillaryMuscles
from cmrstudio.domain.errors import OutputError
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import CineStack
from cmrstudio.io.contact_sheet import GAP_PX, TILE_PX, render, write_contact_sheet

PHASES = PhaseSelection(0, 2)
CENTRE_PX = (70.0, 40.0)


def stack(slices: int = 4, spacing_mm: tuple[float, float] = (1.5, 1.5), level: float = 1.0) -> CineStack:
    """A bright disc of 20 mm at (column 70, row 40) on a grey ground."""
    row, column = np.mgrid[:96, :128]
    distance = np.hypot((row - CENTRE_PX[1]) * spacing_mm[0], (column - CENTRE_PX[0]) * spacing_mm[1])
    image = (np.where(distance < 20, 900, 200) * level).astype(np.float32)
    return CineStack(
        pixels=np.tile(image, (3, slices, 1, 1)),
        present=np.ones((3, slices), bool),
        pixel_spacing_mm=spacing_mm,
        slice_positions_mm=np.arange(slices) * 8.0,
        affine_mm=np.repeat(np.eye(4)[None], slices, axis=0),
        trigger_times_ms=np.zeros((3, slices)),
        sop_uids=np.full((3, slices), ""),
        slice_thickness_mm=8.0,
        frame_time_ms=40.0,
    )


def contours(of: CineStack, phases=(0, 2)) -> dict[tuple[int, int], SliceAnnotation]:
    angles = np.arange(16) * np.pi / 8
    ring = np.column_stack([np.cos(angles) / of.pixel_spacing_mm[1], np.sin(angles) / of.pixel_spacing_mm[0]])
    drawn = (
        Contour(Structure.LV_ENDOCARDIUM, CENTRE_PX + 20 * ring, "unet@1.0.0"),
        Contour(Structure.LV_EPICARDIUM, CENTRE_PX + 30 * ring, "unet@1.0.0"),
    )
    return {(p, s): SliceAnnotation("1", p, s, drawn) for p in phases for s in range(of.slice_count)}


def coloured(sheet: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the sheet is distinctly red, and where distinctly green."""
    blue, green, red = (sheet[..., channel].astype(int) for channel in range(3))
    return (red > green + 80) & (red > blue + 80), (green > red + 60) & (green > blue + 60)


def tiles(sheet: np.ndarray) -> list[tuple[int, int]]:
    """Top left corners of the tiles, found by their red contours."""
    red, _ = coloured(sheet[: -2 * GAP_PX - 40])
    count, _, stats, _ = cv2.connectedComponentsWithStats(red.astype(np.uint8), connectivity=8)
    return [(int(stats[i, 1]), int(stats[i, 0])) for i in range(1, count) if stats[i, 2] > 40]


def test_there_is_a_tile_for_every_slice_at_both_phases() -> None:
    of = stack(slices=4)
    assert len(tiles(render(of, contours(of), PHASES))) == 8


def test_many_slices_wrap_into_lines() -> None:
    of = stack(slices=13)
    sheet = render(of, contours(of), PHASES)
    assert len(tiles(sheet)) == 26
    assert sheet.shape[1] < 8 * (TILE_PX + GAP_PX) + 60


@pytest.mark.parametrize("spacing_mm", [(1.5, 1.5), (1.0, 2.0)])
def test_the_endocardium_is_red_inside_the_green_epicardium(spacing_mm: tuple[float, float]) -> None:
    of = stack(slices=1, spacing_mm=spacing_mm)
    sheet = render(of, contours(of, phases=(0,)), PHASES)
    red, green = (np.argwhere(mask[: TILE_PX + 60]) for mask in coloured(sheet))
    assert (green.min(axis=0) < red.min(axis=0)).all()
    assert (green.max(axis=0) > red.max(axis=0)).all()
    # Round in mm is round on the sheet, whatever the shape of a pixel.
    height, width = np.ptp(red, axis=0)
    assert height == pytest.approx(width, abs=3)


def test_a_contour_lies_on_the_edge_it_was_drawn_on() -> None:
    of = stack(slices=1)
    sheet = render(of, contours(of, phases=(0,)), PHASES)
    red, _ = coloured(sheet[: TILE_PX + 60])
    rows, columns = np.argwhere(red).T
    middle = (rows.min() + rows.max()) // 2, (columns.min() + columns.max()) // 2
    assert sheet[middle].min() > 240
    left = columns.min()
    assert sheet[middle[0], left + 6].min() > 200
    assert sheet[middle[0], left - 6].max() < 100


def test_a_missing_image_is_an_empty_tile() -> None:
    of = stack(slices=1)
    of.present[2, 0] = False
    sheet = render(of, contours(of, phases=(0,)), PHASES)
    top = 20 + 40 + TILE_PX + GAP_PX + 40
    tile = sheet[top : top + TILE_PX, 20 : 20 + TILE_PX]
    corner = tile[-20:, -20:]
    assert (corner == corner[0, 0]).all()
    assert tile.max() > 100


def test_without_contours_the_whole_image_is_shown() -> None:
    of = stack(slices=2)
    sheet = render(of, {}, PHASES)
    assert sheet.dtype == np.uint8
    red, green = coloured(sheet[:-50])
    assert not red.any()
    assert not green.any()
    assert sheet.max() > 200


@pytest.mark.parametrize("level", [0.0, -1.0, 1e-3, 1e6])
def test_any_range_of_values_can_be_shown(level: float) -> None:
    of = stack(slices=1, level=level)
    assert len(tiles(render(of, contours(of), PHASES))) == 2


def test_one_phase_for_both_is_shown_twice() -> None:
    of = stack(slices=2)
    assert len(tiles(render(of, contours(of), PhaseSelection(0, 0)))) == 4


def test_the_file_is_a_png_of_the_sheet(tmp_path: Path) -> None:
    of = replace(stack(slices=2), pixels=stack(slices=2).pixels.astype(np.int16))
    write_contact_sheet(tmp_path / "new" / "sheet.png", of, contours(of), PHASES)
    assert (tmp_path / "new" / "sheet.png").read_bytes().startswith(b"\x89PNG")
    read = cv2.imread(str(tmp_path / "new" / "sheet.png"), cv2.IMREAD_COLOR)
    np.testing.assert_array_equal(read, render(of, contours(of), PHASES))


def test_an_unwritable_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    of = stack(slices=1)
    with pytest.raises(OutputError, match=r"file/sheet\.png: the file cannot be written: "):
        write_contact_sheet(tmp_path / "file" / "sheet.png", of, contours(of), PHASES)


@pytest.mark.parametrize("slices", [1, 9])
def test_what_was_counted_stands_below_within_the_width(slices: int) -> None:
    of = stack(slices=slices)
    chosen = Conventions(BasalRule.CIRCUMFERENCE, papillary_muscles=PapillaryMuscles.MASS)
    plain, told = render(of, contours(of), PHASES), render(of, contours(of), PHASES, chosen)
    assert not np.array_equal(plain[-60:], told[-60:])
    assert (told[:, -20:] == told[0, 0]).all()
    assert (told[-8:] == told[0, 0]).all()
