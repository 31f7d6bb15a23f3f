"""Pictures and masks as PNG: images/ and masks/ with the same names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

import numpy as np

from cmrstudio.domain.errors import TrainingDataError
from training.layouts.images import (
    PHASES,
    LabelledImage,
    check_image,
    check_same_size,
    chosen_subjects,
    counted_order,
    found_any,
    grayscale,
    phase_in,
    volumes,
)
from training.layouts.layout import ACDC_NUMBERS, LabelNumbers, Subject
from training.layouts.masks import check_numbers, labels_from_numbers, read_png_mask
from training.layouts.subject_table import SubjectFacts, read_subject_table
from training.truth import TruthVolume

# What an image without calibration is taken to be: the model's own grid, on which the paper's images lie.
PLACEHOLDER_MM = (1.5, 1.5)
EXPECTED = "images/SUBJECT/NAME.png or images/SUBJECT_NAME.png, and masks/ with the same names"


@dataclass(frozen=True)
class PngLayout:
    """Folders images/ and masks/ with the same PNG files, in a folder a subject or with names SUBJECT_REST.png.

    A mask in colour is red, green and blue as in the paper; a grey one holds label numbers. A word ED or ES in a file's
    or folder's name tells the phase. ``subjects.csv`` may tell groups and spacings.
    """

    labels: LabelNumbers = ACDC_NUMBERS
    name: str = "png"

    def subjects(self, folder: Path) -> list[Subject]:
        """Every subject with an image or a mask."""
        facts = read_subject_table(folder)
        names = sorted(_by_subject(folder))
        return found_any(folder, [Subject(name, facts.get(name, SubjectFacts()).group) for name in names], EXPECTED)

    def read(self, folder: Path, subjects: Iterable[str]) -> Iterator[TruthVolume]:
        """A volume a phase; the slices lie in the order of the files' names."""
        facts, files = read_subject_table(folder), _by_subject(folder)
        for subject in chosen_subjects(folder, self.subjects(folder), subjects):
            images = self._images(folder, files[subject.subject], facts.get(subject.subject, SubjectFacts()))
            yield from volumes(self.name, subject, images)

    def _images(self, folder: Path, names: list[PurePath], facts: SubjectFacts) -> list[LabelledImage]:
        images, drawn = [], set[int]()
        seen: Counter[str] = Counter()
        mask = folder
        for name in names:
            path, mask = folder / "images" / name, folder / "masks" / name
            _check_pair(path, mask)
            image = grayscale(path)
            check_image(path, image)
            truth, in_colour = read_png_mask(mask)
            check_same_size(path, image, mask, truth)
            if not in_colour:
                drawn |= set(np.unique(truth).tolist())
            phase = phase_in(name)
            images.append(
                LabelledImage(
                    image,
                    truth.astype(np.uint8) if in_colour else labels_from_numbers(truth, self.labels),
                    phase,
                    seen[phase] * (facts.slice_spacing_mm or 1.0),
                    facts.pixel_spacing_mm or PLACEHOLDER_MM,
                    facts.pixel_spacing_mm is not None,
                    facts.slice_spacing_mm is not None,
                )
            )
            seen[phase] += 1
        check_numbers(mask, drawn, self.labels)
        return images


def _by_subject(folder: Path) -> dict[str, list[PurePath]]:
    """Names below images/ or masks/ by subject, in order."""
    found: dict[str, list[PurePath]] = {}
    for name in sorted({*_names(folder / "images"), *_names(folder / "masks")}, key=counted_order):
        subject = name.parts[0] if len(name.parts) > 1 else name.stem.partition("_")[0]
        if subject.upper() in PHASES or (len(name.parts) == 1 and "_" not in name.stem):
            raise TrainingDataError(
                folder / "images" / name,
                "its name does not tell the subject; call it SUBJECT_NUMBER.png, or put it into a folder SUBJECT",
            )
        found.setdefault(subject, []).append(name)
    return found


def _names(folder: Path) -> list[PurePath]:
    return [path.relative_to(folder) for path in folder.rglob("*") if path.suffix.lower() == ".png"]


def _check_pair(image: Path, mask: Path) -> None:
    for missing, other in ((image, mask), (mask, image)):
        if not missing.exists():
            raise TrainingDataError(missing, f"it is absent, but {other} is there; add it or move the other away")
