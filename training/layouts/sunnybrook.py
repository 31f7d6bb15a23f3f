"""ED and ES images of the Sunnybrook Cardiac Data: PNG images with filled masks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import TrainingDataError
from cmrstudio.domain.labels import CAVITY, MYOCARDIUM
from training.layouts.images import check_image, check_same_size, chosen_subjects, found_any, grayscale
from training.layouts.layout import Subject
from training.truth import TruthVolume

# What an image without calibration is taken to be: the field of view (350 mm over 256 pixels) of the subjects whose
# DICOM headers are at hand.
PLACEHOLDER_MM = (1.3672, 1.3672)
IMAGE_MARK = "-IM-"
EXPECTED = "images/SUBJECT-IM-NUMBER.png and masks of the same names in endocardium/ and, at ED, in epicardium/"

Pair = tuple[npt.NDArray[np.generic], npt.NDArray[np.uint8]]


@dataclass(frozen=True)
class SunnybrookLayout:
    """Folders images/, endocardium/ (all images) and epicardium/ (ED only) with masks 0 and 255 of the same names.

    An image with a mask of the epicardium is one of ED; at ES the myocardium is unknown. The group is the part of the
    name between "SC-" and the number (HF-I, HF-NI, HYP, N). Images have no calibration.
    """

    name: str = "sunnybrook"

    def subjects(self, folder: Path) -> list[Subject]:
        """Every subject with an image."""
        names = sorted({path.name.partition(IMAGE_MARK)[0] for path in (folder / "images").glob(f"*{IMAGE_MARK}*.png")})
        found = [Subject(name, name.removeprefix("SC-").rsplit("-", 1)[0]) for name in names]
        return found_any(folder, found, EXPECTED)

    def read(self, folder: Path, subjects: Iterable[str]) -> Iterator[TruthVolume]:
        """ED, then ES, of every subject."""
        for subject in chosen_subjects(folder, self.subjects(folder), subjects):
            by_phase: dict[str, list[Pair]] = {"ED": [], "ES": []}
            for path in sorted((folder / "images").glob(f"{subject.subject}{IMAGE_MARK}*.png")):
                epicardium = folder / "epicardium" / path.name
                by_phase["ED" if epicardium.exists() else "ES"].append(_labelled(path, epicardium))
            for phase, pairs in by_phase.items():
                if pairs:
                    images, labels = (np.stack(arrays) for arrays in zip(*pairs, strict=True))
                    yield TruthVolume(
                        self.name,
                        subject.subject,
                        subject.group,
                        phase,
                        images,
                        labels,
                        PLACEHOLDER_MM,
                        None,
                        False,
                        phase == "ED",
                    )


def _labelled(path: Path, epicardium: Path) -> Pair:
    image = grayscale(path)
    check_image(path, image)
    labels = np.zeros(image.shape, np.uint8)
    if epicardium.exists():
        labels[_filled(epicardium, path, image)] = MYOCARDIUM
    labels[_filled(epicardium.parents[1] / "endocardium" / path.name, path, image)] = CAVITY
    return image, labels


def _filled(mask: Path, path: Path, image: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    if not mask.exists():
        raise TrainingDataError(mask, f"it is absent; add the mask of {path}, or move that image away")
    filled = np.asarray(grayscale(mask), np.uint16) > 127
    check_same_size(path, image, mask, filled)
    return np.asarray(filled)
