"""Images with expert truth, read once and kept on the model's 1.5 mm grid."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import cv2
import nibabel
import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import TrainingDataError
from cmrstudio.domain.labels import BACKGROUND, CAVITY, MYOCARDIUM
from cmrstudio.inference.preprocess import prepare

# What an image without calibration is taken to be: ACDC's own placeholder, and the field of view (350 mm over 256
# pixels) of the Sunnybrook subjects whose DICOM headers are at hand.
ACDC_PLACEHOLDER_MM = (1.5, 1.5)
SUNNYBROOK_PLACEHOLDER_MM = (1.3672, 1.3672)


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


def read_acdc(root: Path, subjects: Iterable[str]) -> Iterator[TruthVolume]:
    """Read ED and ES volumes of patients in the ACDC layout; label 1 (right ventricle) counts as background."""
    with (root / "patients.csv").open(newline="") as file:
        rows = {row["patient"]: row for row in csv.DictReader(file)}
    for subject in subjects:
        row = rows[subject]
        calibrated = bool(row["spacing_x_mm"])
        spacing = (float(row["spacing_y_mm"]), float(row["spacing_x_mm"])) if calibrated else ACDC_PLACEHOLDER_MM
        slice_spacing_mm = float(row["spacing_z_mm"]) if calibrated else None
        for phase, column in (("ED", "end_diastole_frame"), ("ES", "end_systole_frame")):
            stem = root / subject / f"{subject}_frame{int(row[column]):02d}"
            truth = _nifti(Path(f"{stem}_gt.nii.gz"))
            labels = np.select([truth == 3, truth == 2], [CAVITY, MYOCARDIUM], BACKGROUND).astype(np.uint8)
            images = _nifti(Path(f"{stem}.nii.gz"))
            yield TruthVolume(
                "acdc", subject, row["group"], phase, images, labels, spacing, slice_spacing_mm, calibrated
            )


def _nifti(path: Path) -> npt.NDArray[np.generic]:
    """A NIfTI volume as [slice, row, column]."""
    try:
        return np.asarray(nibabel.Nifti1Image.from_filename(path).dataobj).transpose(2, 1, 0)
    except (OSError, nibabel.filebasedimages.ImageFileError) as error:
        raise TrainingDataError(path, f"it cannot be read ({error})") from error


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


SOURCES: dict[str, Callable[[Path, Iterable[str]], Iterator[TruthVolume]]] = {
    "acdc": read_acdc,
    "sunnybrook": read_sunnybrook,
}
SOURCE_FOLDERS = {"acdc": Path("acdc"), "sunnybrook": Path("sunnybrook/edes")}


def read_split() -> dict[str, dict[str, list[str]]]:
    """The fixed split by subject: source -> part (train, validation, test, excluded) -> subjects.

    Excluded is SC-N-06 alone: its expert masks lie about 20 mm away from the ventricle on every slice, at both phases.
    """
    text = resources.files("training").joinpath("split.json").read_text()
    split: dict[str, dict[str, list[str]]] = json.loads(text)
    return split


def read_part(data: Path, part: str, source: str) -> Iterator[TruthVolume]:
    """Read the volumes of one part of the fixed split of one source below ``data``."""
    folder = data / SOURCE_FOLDERS[source]
    if not folder.is_dir():
        raise TrainingDataError(folder, "the folder is absent")
    yield from SOURCES[source](folder, read_split()[source][part])


def load_part(data: Path, part: str, sources: Sequence[str], cache: Path | None = None) -> list[TruthImage]:
    """Images of one part of the fixed split on the model's grid, through a cache folder where one is given."""
    images = []
    for source in sources:
        key = hashlib.sha256(json.dumps([source, read_split()[source][part]]).encode()).hexdigest()[:16]
        cached = cache / f"{source}-{part}-{key}.npz" if cache else None
        if cached and cached.exists():
            images += _read_cache(cached)
            continue
        loaded = [image for volume in read_part(data, part, source) for image in on_model_grid(volume)]
        if cached:
            _write_cache(cached, loaded)
        images += loaded
    return images


def _write_cache(path: Path, images: Sequence[TruthImage]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    facts = [[i.subject, i.group, i.phase, i.slice_index, i.myocardium_known] for i in images]
    np.savez_compressed(
        path,
        images=np.stack([i.image for i in images]),
        labels=np.stack([i.labels for i in images]),
        facts=np.array(json.dumps(facts)),
    )


def _read_cache(path: Path) -> list[TruthImage]:
    with np.load(path) as stored:
        images, labels, facts = stored["images"], stored["labels"], json.loads(str(stored["facts"]))
    return [TruthImage(i, m, *fact) for i, m, fact in zip(images, labels, facts, strict=True)]
