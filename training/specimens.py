"""Pictures of the volumes that a model does worst on: the experts' outlines beside the model's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import EvaluationError
from training.scores import Labels, dice, known_structures, structure_mask
from training.truth import TruthVolume

Image = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

TILE_PX = 220
GAP_PX = 4
MARGIN_MM = 20.0
SMALLEST_VIEW_MM = 70.0
WINDOW_PERCENTILES = (1.0, 99.5)
# Colours are (blue, green, red), as OpenCV has them.
GAP_COLOUR = (255, 255, 255)
OUTLINE_COLOURS = {"epicardium": (94, 214, 86), "cavity": (74, 74, 255)}


@dataclass(frozen=True)
class Specimen:
    """A volume with what the model made of it: ``labels`` [slice, row, column] on the volume's own pixels."""

    volume: TruthVolume
    labels: Labels
    mean_dice: float

    @property
    def known(self) -> tuple[str, ...]:
        """The structures of which the truth is known."""
        return known_structures(self.volume.myocardium_known)

    @property
    def compared(self) -> tuple[str, ...]:
        """What slices are ranked by: cavity and myocardium, as far as known."""
        return self.known[:2]

    def slice_dice(self, slice_index: int, structure: str) -> float | None:
        """Dice of a structure on one slice; None where neither side has any."""
        predicted, truth = self.labels[slice_index], self.volume.labels[slice_index]
        return dice(structure_mask(predicted, structure), structure_mask(truth, structure))

    def worst_slices(self, count: int) -> tuple[int, ...]:
        """Up to ``count`` slices with the lowest mean Dice, in their order; not where neither side has any."""
        means: dict[int, float] = {}
        for index in range(len(self.labels)):
            found = (self.slice_dice(index, structure) for structure in self.compared)
            values = [value for value in found if value is not None]
            if values:
                means[index] = float(np.mean(values))
        return tuple(sorted(sorted(means, key=lambda index: (means[index], index))[:count]))


class WorstVolumes:
    """Keeps, of each source, the few volumes with the lowest Dice that it was offered."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._kept: dict[str, list[Specimen]] = {}

    def offer(self, volume: TruthVolume, labels: Labels, mean_dice: float) -> None:
        """Consider a volume; its images are let go of again unless it is among the worst of its source so far."""
        kept = self._kept.setdefault(volume.source, [])
        kept.append(Specimen(volume, labels, mean_dice))
        kept.sort(key=lambda specimen: specimen.mean_dice)
        del kept[self._count :]

    def specimens(self) -> tuple[Specimen, ...]:
        """All that are kept, by source, the worst first."""
        return tuple(specimen for kept in self._kept.values() for specimen in kept)


def slice_picture(specimen: Specimen, slice_index: int) -> bytes:
    """A PNG of one slice around the heart, three times side by side: bare, with the experts' and the model's outlines.

    Endocardium is red and epicardium green, as in the window. Raises ``EvaluationError`` where it cannot be encoded.
    """
    return compared_picture(specimen.volume, [specimen.labels], slice_index)


def compared_picture(volume: TruthVolume, drawn: Sequence[Labels], slice_index: int) -> bytes:
    """A PNG of one slice of a volume: bare, with the experts' outlines, and with those of each of ``drawn``.

    ``drawn`` are labels [slice, row, column]; all tiles show the same place. Raises ``EvaluationError``.
    """
    matrix = _view(volume, drawn)
    shown = _grey(np.asarray(volume.images[slice_index], np.float32), matrix)
    tiles = [shown, _outlined(shown, volume.labels[slice_index], known_structures(volume.myocardium_known), matrix)]
    tiles += [_outlined(shown, labels[slice_index], tuple(OUTLINE_COLOURS), matrix) for labels in drawn]
    gap = np.full((TILE_PX, GAP_PX, 3), GAP_COLOUR, np.uint8)
    row = [part for tile in tiles for part in (gap, tile)][1:]
    done, encoded = cv2.imencode(".png", np.hstack(row))
    if not done:
        raise EvaluationError(
            f"{volume.source} {volume.subject}", "a picture of it cannot be encoded as PNG: free memory and try again"
        )
    return encoded.tobytes()


def _view(volume: TruthVolume, drawn: Sequence[Labels]) -> npt.NDArray[np.float64]:
    """The 2 x 3 matrix from source (column, row) to tile pixels: a square around all that either side has drawn."""
    row_mm, column_mm = volume.pixel_spacing_mm
    rows_used, columns_used = np.nonzero(
        np.logical_or.reduce([(one > 0).any(axis=0) for one in (volume.labels, *drawn)])
    )
    rows, columns = volume.labels.shape[1:]
    if not len(rows_used):
        rows_used, columns_used = np.array([0, rows - 1]), np.array([0, columns - 1])
    spacing = np.array([column_mm, row_mm])
    low = np.array([columns_used.min(), rows_used.min()])
    high = np.array([columns_used.max(), rows_used.max()])
    side_mm = max(float(((high - low) * spacing).max()) + 2 * MARGIN_MM, SMALLEST_VIEW_MM)
    scale = spacing * TILE_PX / side_mm
    return np.column_stack([np.diag(scale), (TILE_PX - 1) / 2 - scale * (low + high) / 2])


def _grey(image: npt.NDArray[np.float32], matrix: npt.NDArray[np.float64]) -> Image:
    shown = cv2.warpAffine(image, matrix, (TILE_PX, TILE_PX), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    low, high = np.percentile(shown, WINDOW_PERCENTILES)
    grey = np.clip((shown - low) / max(float(high - low), 1e-6), 0, 1) * 255
    return np.asarray(cv2.cvtColor(grey.astype(np.uint8), cv2.COLOR_GRAY2BGR), np.uint8)


def _outlined(shown: Image, labels: Labels, structures: tuple[str, ...], matrix: npt.NDArray[np.float64]) -> Image:
    tile = shown.copy()
    for structure, colour in OUTLINE_COLOURS.items():
        if structure in structures:
            mask = structure_mask(labels, structure).astype(np.float32)
            inside = cv2.warpAffine(mask, matrix, (TILE_PX, TILE_PX), flags=cv2.INTER_LINEAR) >= 0.5
            lines, _ = cv2.findContours(inside.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
            cv2.drawContours(tile, lines, -1, colour, 1, cv2.LINE_AA)
    return tile
