"""Single images with truth, checked and gathered into volumes; and how a file's name tells of its image."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

import cv2
import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import TrainingDataError
from cmrstudio.domain.labels import CAVITY, MYOCARDIUM
from training.layouts.layout import Subject
from training.truth import TruthVolume

UNKNOWN_PHASE = "unknown"
PHASES = ("ED", "ES")
# Slices count as evenly spaced, so that areas add up to a volume, if no gap differs from the median by more than this.
EVEN_SHARE = 0.1


@dataclass(frozen=True)
class LabelledImage:
    """One image [row, column] with its labels as in ``TruthVolume``.

    ``position`` sorts the images of a phase, along the slices in mm where ``position_in_mm``. An image with a cavity
    but no myocardium at all is one whose epicardium nobody drew: there the myocardium is unknown.
    """

    image: npt.NDArray[np.generic]
    labels: npt.NDArray[np.uint8]
    phase: str
    position: float
    pixel_spacing_mm: tuple[float, float]
    calibrated: bool
    position_in_mm: bool = False

    @property
    def myocardium_known(self) -> bool:
        """Whether all of ``labels`` is truth, not the cavity alone."""
        return myocardium_is_known(self.labels)


def myocardium_is_known(labels: npt.NDArray[np.uint8]) -> bool:
    """Whether all of ``labels`` is truth: with a cavity but no myocardium at all, nobody drew the epicardium."""
    return bool((labels == MYOCARDIUM).any() or not (labels == CAVITY).any())


def check_image(path: Path, image: npt.NDArray[np.generic], where: str = "") -> None:
    """Refuse an image that holds what no scanner measures; ``where`` tells the place in a file of several images."""
    if not np.isfinite(image).all():
        count = int((~np.isfinite(image)).sum())
        raise TrainingDataError(
            path, f"{where}{count} pixels are no finite numbers (NaN or infinite); export the image again"
        )
    if image.min() == image.max():
        raise TrainingDataError(
            path,
            f"{where}every pixel is {image.flat[0]}, so there is nothing to learn from; export the image again, or "
            "take it and its mask out",
        )


def check_same_size(path: Path, image: npt.NDArray[np.generic], mask: Path, labels: npt.NDArray[np.generic]) -> None:
    """Refuse a mask of another size than its image."""
    if image.shape != labels.shape:
        sizes = [" x ".join(str(length) for length in array.shape) for array in (labels, image)]
        raise TrainingDataError(
            mask, f"it is {sizes[0]}, but its image {path} is {sizes[1]}: export both in the image's own resolution"
        )


def grayscale(path: Path) -> npt.NDArray[np.generic]:
    """An 8- or 16-bit picture as [row, column]; one saved in colour must be grey all the same."""
    pixels = picture(path)
    if pixels.ndim == 3:
        if (pixels != pixels[..., :1]).any():
            raise TrainingDataError(path, "it is a colour picture; save the image in shades of grey")
        pixels = pixels[..., 0]
    return pixels


def picture(path: Path) -> npt.NDArray[np.generic]:
    """A picture as it is stored: [row, column], or [row, column, 3] as red, green, blue."""
    try:
        found = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_UNCHANGED)
    except (OSError, cv2.error) as error:
        reason = getattr(error, "strerror", None) or "empty file"
        raise TrainingDataError(path, f"it cannot be read ({reason}): see to the file, or export it again") from error
    if found is None:
        raise TrainingDataError(path, "it is no picture, or damaged; export it again")
    pixels: npt.NDArray[np.generic] = np.asarray(found)
    return pixels if pixels.ndim == 2 else pixels[..., 2::-1]


def counted_order(name: PurePath) -> list[tuple[str | int, ...]]:
    """Sorts paths as a person counts: 2.png before 10.png."""
    words = (re.split(r"(\d+)", part) for part in name.parts)
    return [tuple(int(word) if index % 2 else word for index, word in enumerate(found)) for found in words]


def phase_in(name: PurePath) -> str:
    """The phase that a folder or a word of a file's name tells: "ED", "ES", or "unknown"."""
    words = [word.upper() for part in name.parts for word in part.split(".")[0].replace("-", "_").split("_")]
    return next((word for word in words if word in PHASES), UNKNOWN_PHASE)


def volumes(source: str, subject: Subject, images: Iterable[LabelledImage]) -> Iterator[TruthVolume]:
    """Gather a subject's images into volumes: one phase, one size, one spacing, the myocardium known in all or none."""
    groups: dict[tuple[object, ...], list[LabelledImage]] = {}
    for item in images:
        key = (item.phase, item.image.shape, item.pixel_spacing_mm, item.calibrated, item.myocardium_known)
        groups.setdefault(key, []).append(item)
    pieces = [found[0].phase for found in groups.values()]
    for found in groups.values():
        first = found[0]
        found.sort(key=lambda item: item.position)
        is_whole = pieces.count(first.phase) == 1
        yield TruthVolume(
            source,
            subject.subject,
            subject.group,
            first.phase,
            np.stack([item.image for item in found]),
            np.stack([item.labels for item in found]),
            first.pixel_spacing_mm,
            _slice_spacing_mm(found) if is_whole else None,
            first.calibrated,
            first.myocardium_known,
        )


def _slice_spacing_mm(images: Sequence[LabelledImage]) -> float | None:
    """Distance between slices, None unless they are evenly spaced."""
    gaps = np.diff([item.position for item in images])
    if not len(gaps) or not all(item.position_in_mm for item in images):
        return None
    median = float(np.median(gaps))
    return median if median > 0 and (np.abs(gaps - median) <= EVEN_SHARE * median).all() else None


def chosen_subjects(folder: Path, known: Sequence[Subject], wanted: Iterable[str]) -> Iterator[Subject]:
    """The subjects of ``known`` with the wanted names, in that order. Raises ``TrainingDataError``."""
    by_name = {subject.subject: subject for subject in known}
    for name in wanted:
        if name not in by_name:
            raise TrainingDataError(
                folder, f"there is no subject {name!r} in it ({len(known)} others are); choose one that is there"
            )
        yield by_name[name]


def found_any(folder: Path, subjects: list[Subject], expected: str) -> list[Subject]:
    """The subjects, or a ``TrainingDataError`` that says what was ``expected`` where there are none."""
    if not folder.exists():
        raise TrainingDataError(folder, f"it is not there: give {expected}")
    if not subjects:
        raise TrainingDataError(folder, f"no subject was found in it: give {expected}")
    return subjects


def subfolders(folder: Path) -> list[Path]:
    """The folders in a folder by name, without hidden ones; none where there is no such folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
