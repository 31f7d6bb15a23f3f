"""Changed copies of volumes, as other scanners and protocols would have given them, and what a model loses on them."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import EvaluationError
from cmrstudio.domain.labels import CAVITY, MYOCARDIUM
from cmrstudio.inference.preprocess import INTENSITY_PERCENTILES, GridTransform
from training.scores import STRUCTURES
from training.tables import Cell, Table, write_table
from training.truth import TruthVolume
from training.volume_score import Predict, VolumeScore, score_volume

Perturb = Callable[[TruthVolume], TruthVolume]
Images = npt.NDArray[np.float32]

LARGEST_LOSS = 0.03
"""What a model may lose in mean Dice on any one perturbation."""
UNCHANGED = "unchanged"
_HEART_MARGIN_MM = 25.0


def with_gamma(volume: TruthVolume, exponent: float) -> TruthVolume:
    """Another contrast: grey values between the volume's darkest and brightest are raised to ``exponent``."""
    images = _as_float(volume)
    low, high = float(images.min()), float(images.max())
    span = max(high - low, 1e-6)
    return replace(volume, images=low + span * ((images - low) / span) ** exponent)


def with_bias_field(volume: TruthVolume, strength: float = 0.5) -> TruthVolume:
    """The smooth shading of a surface coil: brighter by e to the ``strength`` at the upper left, darker opposite."""
    rows, columns = volume.images.shape[1:]
    down, across = np.linspace(-1, 1, rows)[:, None], np.linspace(-1, 1, columns)[None, :]
    field = np.exp(strength * (0.3 - 0.65 * down - 0.65 * across) - 0.3 * strength * (down**2 + across**2))
    return replace(volume, images=_as_float(volume) * field.astype(np.float32))


def with_blur(volume: TruthVolume, sigma_mm: float = 1.5) -> TruthVolume:
    """Less sharp images: a Gaussian of ``sigma_mm`` within the plane."""
    sigma_row, sigma_column = (sigma_mm / spacing for spacing in volume.pixel_spacing_mm)
    return _each_image(volume, lambda image: cv2.GaussianBlur(image, (0, 0), sigmaX=sigma_column, sigmaY=sigma_row))


def with_noise(volume: TruthVolume, share: float = 0.06) -> TruthVolume:
    """Gaussian noise with a deviation of ``share`` of the span of grey values; the same volume gets the same noise."""
    images = _as_float(volume)
    low, high = np.percentile(images, INTENSITY_PERCENTILES)
    seed = zlib.crc32(f"{volume.source}/{volume.subject}/{volume.phase}".encode())
    noise = np.random.default_rng(seed).normal(0, share * max(float(high - low), 1e-6), images.shape)
    return replace(volume, images=images + noise.astype(np.float32))


def with_intensities(volume: TruthVolume, factor: float = 0.037, offset: float = 250.0) -> TruthVolume:
    """Other units of grey: every value times ``factor`` plus ``offset``."""
    return replace(volume, images=_as_float(volume) * np.float32(factor) + np.float32(offset))


def with_pixels(volume: TruthVolume, spacing_mm: float) -> TruthVolume:
    """Square pixels of ``spacing_mm`` over the same field of view, made a square."""
    return _resampled(volume, spacing_mm, round(_view_mm(volume) / spacing_mm))


def with_matrix(volume: TruthVolume, side_px: int) -> TruthVolume:
    """Images of ``side_px`` by ``side_px`` square pixels over the same field of view, made a square."""
    return _resampled(volume, _view_mm(volume) / side_px, side_px)


def with_larger_view(volume: TruthVolume, share: float = 0.25) -> TruthVolume:
    """A larger field of view: black added on every side, ``share`` of the image's own rows and columns."""
    rows, columns = (round(share * side) for side in volume.images.shape[1:])
    width = ((0, 0), (rows, rows), (columns, columns))
    return replace(volume, images=np.pad(_as_float(volume), width), labels=np.pad(volume.labels, width))


def with_smaller_view(volume: TruthVolume, share: float = 0.6) -> TruthVolume:
    """A smaller field of view: ``share`` of rows and columns around the heart, but at least it and 25 mm."""
    used = np.nonzero(volume.labels.any(axis=0))
    window = [
        _kept(axis, size, round(share * size), _HEART_MARGIN_MM / spacing)
        for axis, size, spacing in zip(used, volume.labels.shape[1:], volume.pixel_spacing_mm, strict=True)
    ]
    chosen = (slice(None), *window)
    return replace(volume, images=_as_float(volume)[chosen], labels=volume.labels[chosen])


def turned(volume: TruthVolume) -> TruthVolume:
    """The image turned by 90 degrees against the clock, truth and spacing with it."""
    images = np.ascontiguousarray(np.rot90(_as_float(volume), axes=(1, 2)))
    labels = np.ascontiguousarray(np.rot90(volume.labels, axes=(1, 2)))
    row_mm, column_mm = volume.pixel_spacing_mm
    return replace(volume, images=images, labels=labels, pixel_spacing_mm=(column_mm, row_mm))


PERTURBATIONS: Mapping[str, Perturb] = {
    "gamma_0.7": lambda volume: with_gamma(volume, 0.7),
    "gamma_1.4": lambda volume: with_gamma(volume, 1.4),
    "bias_field": with_bias_field,
    "blur": with_blur,
    "noise": with_noise,
    "intensities": with_intensities,
    "pixels_2.0_mm": lambda volume: with_pixels(volume, 2.0),
    "pixels_0.7_mm": lambda volume: with_pixels(volume, 0.7),
    "matrix_192": lambda volume: with_matrix(volume, 192),
    "matrix_512": lambda volume: with_matrix(volume, 512),
    "larger_view": with_larger_view,
    "smaller_view": with_smaller_view,
    "turned_90": turned,
}
"""Every perturbation by name: pure, deterministic, truth moved with the image where the geometry changes."""


@dataclass(frozen=True)
class PerturbationScore:
    """Mean Dice of a structure over the volumes of one source, changed by one perturbation.

    ``loss`` is the mean Dice of the same volumes unchanged minus that of the changed ones.
    """

    source: str
    perturbation: str
    structure: str
    volumes: int
    mean_dice: float
    loss: float

    @property
    def is_small(self) -> bool:
        """Whether no more is lost than may be."""
        return self.loss <= LARGEST_LOSS


def perturbation_scores(
    volumes: Iterable[TruthVolume],
    predict: Predict,
    perturbations: Mapping[str, Perturb] = PERTURBATIONS,
    progress: Callable[[str], None] | None = None,
) -> tuple[PerturbationScore, ...]:
    """Mean Dice by source, perturbation and structure, first of the volumes as they are ("unchanged").

    One volume after another is changed in all ways and let go of; ``progress`` hears of each change. Changed volumes
    are scored on their own pixels. Only volumes that have a Dice both unchanged and changed count. Raises
    ``EvaluationError``.
    """
    changes = {UNCHANGED: lambda volume: volume, **perturbations}
    scores: dict[str, list[VolumeScore]] = {name: [] for name in changes}
    for volume in volumes:
        for name, change in changes.items():
            scores[name].append(score_volume(change(volume), predict))
            if progress:
                progress(f"{volume.subject} {volume.phase} {name}")
    if not scores[UNCHANGED]:
        raise EvaluationError("perturb", "there is no volume to change: name a folder or part that has subjects")
    return tuple(
        row
        for source in dict.fromkeys(score.source for score in scores[UNCHANGED])
        for name in changes
        for row in _rows(source, name, scores[UNCHANGED], scores[name])
    )


def _rows(
    source: str, name: str, unchanged: Sequence[VolumeScore], changed: Sequence[VolumeScore]
) -> Iterable[PerturbationScore]:
    for structure in STRUCTURES:
        pairs = [
            (before_dice, after_dice)
            for before, after in zip(unchanged, changed, strict=True)
            if before.source == source
            and (before_dice := before.dice(structure)) is not None
            and (after_dice := after.dice(structure)) is not None
        ]
        if pairs:
            mean_before, mean_after = np.mean(pairs, axis=0)
            yield PerturbationScore(
                source, name, structure, len(pairs), float(mean_after), float(mean_before - mean_after)
            )


def perturbation_table(scores: Sequence[PerturbationScore]) -> Table:
    """The scores as a table, with "yes" where no more is lost than may be."""
    columns = ("source", "perturbation", "structure", "volumes", "dice_mean", "loss", "within_limit")
    rows: list[tuple[Cell, ...]] = [
        (s.source, s.perturbation, s.structure, s.volumes, s.mean_dice, s.loss, "yes" if s.is_small else "no")
        for s in scores
    ]
    return Table("perturbations", columns, tuple(rows))


def write_perturbations(scores: Sequence[PerturbationScore], out: Path) -> Path:
    """Write perturbations.csv into ``out``; returns its path. Raises ``OutputError``."""
    return write_table(perturbation_table(scores), out)


def _as_float(volume: TruthVolume) -> Images:
    return np.asarray(volume.images, np.float32)


def _each_image(volume: TruthVolume, change: Callable[[Images], object]) -> TruthVolume:
    return replace(volume, images=np.stack([np.asarray(change(image), np.float32) for image in _as_float(volume)]))


def _view_mm(volume: TruthVolume) -> float:
    """The longer side of the field of view."""
    sides = zip(volume.images.shape[1:], volume.pixel_spacing_mm, strict=True)
    return float(max(count * spacing for count, spacing in sides))


def _resampled(volume: TruthVolume, spacing_mm: float, side_px: int) -> TruthVolume:
    """Image and truth on a square grid with the same centre, black outside the image.

    A pixel's label is that with the largest share of it.
    """
    rows, columns = volume.images.shape[1:]
    transform = GridTransform((rows, columns), volume.pixel_spacing_mm, spacing_mm, side_px)
    images = np.stack([transform.image_to_model(image) for image in _as_float(volume)])
    shares = np.stack(
        [
            np.stack([transform.image_to_model((labels == value).astype(np.float32)) for labels in volume.labels])
            for value in (CAVITY, MYOCARDIUM)
        ]
    )
    labels = np.concatenate([1 - shares.sum(axis=0, keepdims=True), shares]).argmax(axis=0).astype(np.uint8)
    return replace(volume, images=images, labels=labels, pixel_spacing_mm=(spacing_mm, spacing_mm))


def _kept(used: npt.NDArray[np.intp], size: int, wanted: int, margin: float) -> slice:
    """The rows or columns that a smaller view keeps: ``wanted`` around those ``used``, with ``margin`` to spare."""
    first, last = (int(used.min()), int(used.max())) if len(used) else ((size - 1) // 2, size // 2)
    length = min(size, max(wanted, last - first + 1 + 2 * int(np.ceil(margin))))
    start = min(max(0, (first + last + 1 - length) // 2), size - length)
    return slice(start, start + length)
