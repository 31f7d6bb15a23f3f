"""ED and ES images of the Sunnybrook Cardiac Data: PNG images with filled masks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import TrainingDataError
from cmrstudio.domain.labels import CAVITY, MYOCARDIUM
from training.truth import TruthVolume

# What an image without calibration is taken to be: the field of view (350 mm over 256 pixels) of the subjects whose
# DICOM headers are at hand.
SUNNYBROOK_PLACEHOLDER_MM = (1.3672, 1.3672)


def read_sunnybrook(root: Path, subjects: Iterable[str]) -> Iterator[TruthVolume]:
    """Read the ED and ES images of the Sunnybrook set; the epicardium is known at ED only."""
    for subject in subjects:
        by_phase: dict[str, list[tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]]] = {"ED": [], "ES": []}
        for path in sorted((root / "images").glob(f"{subject}-IM-*.png")):
            epicardium = root / "epicardium" / path.name
            image = _grayscale(path)
            labels = np.zeros(image.shape, np.uint8)
            if epicardium.exists():
                labels[_grayscale(epicardium) > 127] = MYOCARDIUM
            labels[_grayscale(root / "endocardium" / path.name) > 127] = CAVITY
            by_phase["ED" if epicardium.exists() else "ES"].append((image, labels))
        for phase, pairs in by_phase.items():
            if pairs:
                images, all_labels = (np.stack(arrays) for arrays in zip(*pairs, strict=True))
                group = subject.removeprefix("SC-").rsplit("-", 1)[0]
                spacing = SUNNYBROOK_PLACEHOLDER_MM
                yield TruthVolume(
                    "sunnybrook", subject, group, phase, images, all_labels, spacing, None, False, phase == "ED"
                )


def _grayscale(path: Path) -> npt.NDArray[np.uint8]:
    image = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if image is None:
        raise TrainingDataError(path, "it is absent or no image")
    return np.asarray(image, np.uint8)
