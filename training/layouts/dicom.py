"""DICOM images with RGB TIFF masks, as the paper has them and as `cmrstudio segment` writes them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import TrainingDataError
from cmrstudio.domain.labels import CAVITY
from cmrstudio.domain.phases import phase_names
from cmrstudio.domain.progress import NeverCancelled, SilentProgress
from cmrstudio.io.dicom.header import ImageHeader, common_data_type
from cmrstudio.io.dicom.open import FileRefusedError, open_dicom
from cmrstudio.io.dicom.parse import parse_headers
from cmrstudio.io.dicom.pixels import decode_image
from cmrstudio.io.dicom.planes import PlaneStack, position_along
from cmrstudio.io.dicom.reader import read_study
from cmrstudio.io.mask_tiff import read_mask
from training.layouts.images import (
    LabelledImage,
    check_image,
    check_same_size,
    chosen_subjects,
    counted_order,
    found_any,
    phase_in,
    subfolders,
    volumes,
)
from training.layouts.layout import Subject
from training.layouts.subject_table import SubjectFacts, read_subject_table
from training.truth import TruthVolume

IMAGE_ENDINGS = (".dcm", ".dicom", ".ima")
MASK_ENDINGS = (".tiff", ".tif")
BY_PLACE = re.compile(r"phase(\d+)_slice(\d+)")
EXPECTED = "SUBJECT/images/ with DICOM files and SUBJECT/masks/ with TIFF masks"


@dataclass(frozen=True)
class DicomLayout:
    """One folder a subject with images/ (DICOM) and masks/ (RGB TIFF: red cavity, green myocardium, blue background).

    A mask belongs to the image with the same path below images/, endings apart. Masks named phaseNNN_sliceNNN.tiff, as
    ``cmrstudio segment`` writes them, belong to those places (counted from 1) of the short-axis cine in images/. Images
    without a mask are left aside. A word ED or ES in a mask's path tells the phase. ``subjects.csv`` may tell groups.
    """

    name: str = "dicom"

    def subjects(self, folder: Path) -> list[Subject]:
        """Every folder that has images/ or masks/."""
        facts = read_subject_table(folder)
        folders = [path for path in subfolders(folder) if (path / "masks").is_dir() or (path / "images").is_dir()]
        found = [Subject(path.name, facts.get(path.name, SubjectFacts()).group) for path in folders]
        return found_any(folder, found, EXPECTED)

    def read(self, folder: Path, subjects: Iterable[str]) -> Iterator[TruthVolume]:
        """A volume a phase; slices run from base to apex where the headers tell."""
        for subject in chosen_subjects(folder, self.subjects(folder), subjects):
            home = folder / subject.subject
            masks = _files(home / "masks", MASK_ENDINGS)
            if not masks:
                raise TrainingDataError(
                    home / "masks", "there is no TIFF mask in it; add masks or move the subject away"
                )
            images = _files(home / "images")
            by_place = {name: match for name in masks if (match := BY_PLACE.fullmatch(name.name))}
            if len(by_place) == len(masks) and not masks.keys() & images.keys():
                found = _by_place(home, {masks[name]: _place(match) for name, match in by_place.items()})
            else:
                found = _by_name(home, masks, images)
            yield from volumes(self.name, subject, found)


def _files(folder: Path, endings: tuple[str, ...] = ()) -> dict[PurePath, Path]:
    """Files below a folder, with these endings if any are given, by path below it without the ending; in order."""
    found = {}
    for path in sorted(folder.rglob("*"), key=counted_order):
        is_mask = path.suffix.lower() in MASK_ENDINGS
        if (
            path.is_file()
            and not path.name.startswith(".")
            and (path.suffix.lower() in endings if endings else not is_mask)
        ):
            known = path.suffix.lower() in (*IMAGE_ENDINGS, *MASK_ENDINGS)
            found[PurePath(path.relative_to(folder)).with_name(path.stem if known else path.name)] = path
    return found


def _place(match: re.Match[str]) -> tuple[int, int]:
    return int(match[1]) - 1, int(match[2]) - 1


def _by_place(home: Path, places: dict[Path, tuple[int, int]]) -> list[LabelledImage]:
    """Images of the cine in images/ at the places that the masks name."""
    study = read_study(home / "images", progress=SilentProgress(), cancellation=NeverCancelled())
    stack = study.short_axis.stack
    labels: dict[tuple[int, int], npt.NDArray[np.uint8]] = {}
    for mask, (phase, slice_) in places.items():
        if not (0 <= phase < stack.phase_count and 0 <= slice_ < stack.slice_count and stack.present[phase, slice_]):
            raise TrainingDataError(
                mask,
                f"the cine in {home / 'images'} has no image there ({stack.phase_count} phases, {stack.slice_count} "
                "slices, counted from 1); add the missing DICOM files or move the mask away",
            )
        image = stack.pixels[phase, slice_]
        labels[phase, slice_] = read_mask(mask)
        check_image(home / "images", image, f"at phase {phase + 1}, slice {slice_ + 1}, ")
        check_same_size(home / "images", image, mask, labels[phase, slice_])
    cavity_px: dict[int, dict[int, int]] = {}
    for (phase, slice_), drawn in labels.items():
        cavity_px.setdefault(phase, {})[slice_] = int((drawn == CAVITY).sum())
    names = phase_names(cavity_px)
    return [
        LabelledImage(
            stack.pixels[place],
            drawn,
            names[place[0]],
            float(stack.slice_positions_mm[place[1]]),
            stack.pixel_spacing_mm,
            True,
            True,
        )
        for place, drawn in labels.items()
    ]


def _by_name(home: Path, masks: dict[PurePath, Path], images: dict[PurePath, Path]) -> list[LabelledImage]:
    """Images with masks of the same names."""
    read = []
    for name, mask in masks.items():
        if name not in images:
            missing = home / "images" / name.with_name(f"{name.name}.dcm")
            raise TrainingDataError(
                missing, f"it is absent, but its mask {mask} is there; add it or move the mask away"
            )
        image, header = _read_image(images[name])
        labels = read_mask(mask)
        check_image(images[name], image)
        check_same_size(images[name], image, mask, labels)
        read.append((name, image, labels, header))
    headers = [header for *_, header in read]
    is_placed = all(header.position_mm and header.orientation for header in headers)
    normal = PlaneStack(headers).towards_apex if is_placed else None
    return [
        LabelledImage(
            image,
            labels,
            phase_in(name),
            float(index) if normal is None else position_along(header, normal),
            header.pixel_spacing_mm or (0.0, 0.0),
            True,
            normal is not None,
        )
        for index, (name, image, labels, header) in enumerate(read)
    ]


def _read_image(path: Path) -> tuple[npt.NDArray[np.generic], ImageHeader]:
    """The one image of a DICOM file, with a header that tells its spacing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pydicom's, about identifiers that nothing here looks at
            dataset = open_dicom(path, with_pixels=True)
            headers = parse_headers(dataset, 0)
            header = headers[0]
            if len(headers) > 1:
                raise TrainingDataError(path, "it has several frames; name the masks phaseNNN_sliceNNN.tiff instead")
            if header.problem or header.pixels is None:
                raise FileRefusedError(header.problem or "does not say how its pixels are stored")
            if header.pixel_spacing_mm is None:
                raise TrainingDataError(path, "it has no PixelSpacing; export it with its spacing")
            image = decode_image(dataset, 0, header.pixels, common_data_type([header.pixels]))
    except FileRefusedError as error:
        advice = "put a whole MR image in its place, or move it and its mask away"
        raise TrainingDataError(path, f"{error}; {advice}") from error
    return image, header
