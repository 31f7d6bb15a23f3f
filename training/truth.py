"""Images with expert truth: as they lie in their source, and on the model's 1.5 mm grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.labels import CAVITY, MYOCARDIUM
from cmrstudio.inference.preprocess import prepare


@dataclass(frozen=True)
class TruthVolume:
    """The images of one subject at one phase with their truth, as they lie in the source.

    ``images`` and ``labels`` are [slice, row, column]; labels are 0 background, 1 LV cavity, 2 LV myocardium.
    ``pixel_spacing_mm`` is (row, column); ``calibrated`` is false where it is a placeholder. Where ``myocardium_known``
    is false only the cavity of ``labels`` is truth.
    """

    source: str
    subject: str
    group: str
    phase: str
    images: npt.NDArray[np.generic]
    labels: npt.NDArray[np.uint8]
    pixel_spacing_mm: tuple[float, float]
    slice_spacing_mm: float | None
    calibrated: bool
    myocardium_known: bool = True


@dataclass(frozen=True)
class TruthImage:
    """One image with its truth on the model's grid.

    ``image`` is uint8 (256, 256), 0..255 for the normalised 0..1; ``labels`` is uint8 (256, 256) as in ``TruthVolume``.
    """

    image: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.uint8]
    subject: str
    group: str
    phase: str
    slice_index: int
    myocardium_known: bool = True


def on_model_grid(volume: TruthVolume) -> list[TruthImage]:
    """Resample every slice of a volume and its truth to the model's grid."""
    return [
        TruthImage(
            np.round(image * 255).astype(np.uint8),
            labels,
            volume.subject,
            volume.group,
            volume.phase,
            index,
            volume.myocardium_known,
        )
        for index, (image, labels) in enumerate(
            _resample(source, labels, volume.pixel_spacing_mm)
            for source, labels in zip(volume.images, volume.labels, strict=True)
        )
    ]


def _resample(
    image: npt.NDArray[np.generic], labels: npt.NDArray[np.uint8], pixel_spacing_mm: tuple[float, float]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.uint8]]:
    prepared, transform = prepare(image, pixel_spacing_mm)
    shares = np.stack(
        [transform.image_to_model((labels == value).astype(np.float32)) for value in (CAVITY, MYOCARDIUM)]
    )
    background = 1 - shares.sum(axis=0, keepdims=True)
    return prepared, np.concatenate([background, shares]).argmax(axis=0).astype(np.uint8)
