"""Images with expert truth, read once and kept on the model's 1.5 mm grid."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

import cv2
import nibabel
import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import TrainingDataError
from cmrstudio.inference.preprocess import GridTransform, normalise_intensity

BACKGROUND, CAVITY, MYOCARDIUM = 0, 1, 2
# What an image without calibration is taken to be: ACDC's own placeholder, and the field of view (350 mm over 256
# pixels) of the Sunnybrook subjects whose DICOM headers are at hand.
ACDC_PLACEHOLDER_MM = (1.5, 1.5)
SUNNYBROOK_PLACEHOLDER_MM = (1.3672, 1.3672)


@dataclass(frozen=True)
class TruthImage:
    """One image with its truth on the model's grid.

    ``image`` is uint8 (256, 256), 0..255 for the normalised 0..1; ``labels`` is uint8 (256, 256) of 0 background,
    1 LV cavity, 2 LV myocardium. Where ``myocardium_known`` is false only the cavity of ``labels`` is truth.
    """

    image: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.uint8]
    subject: str
    group: str
    phase: str
    slice_index: int
    myocardium_known: bool = True


def to_truth_image(
    image: npt.NDArray[np.generic],
    labels: npt.NDArray[np.uint8],
    pixel_spacing_mm: tuple[float, float],
    template: TruthImage,
) -> TruthImage:
    """Resample a source image and its labels (row, column) to the model's grid; ``template`` gives the rest."""
    rows, columns = image.shape
    transform = GridTransform((rows, columns), pixel_spacing_mm)
    resampled = transform.image_to_model(normalise_intensity(image))
    shares = np.stack([transform.image_to_model((labels == value).astype(np.float32)) for value in (1, 2)])
    background = 1 - shares.sum(axis=0, keepdims=True)
    model_labels = np.concatenate([background, shares]).argmax(axis=0).astype(np.uint8)
    return replace(template, image=np.round(resampled * 255).astype(np.uint8), labels=model_labels)


_EMPTY = np.zeros((0, 0), np.uint8)


def read_acdc(root: Path, subjects: Iterable[str]) -> list[TruthImage]:
    """Read ED and ES volumes of patients in the ACDC layout; label 1 (right ventricle) counts as background."""
    with (root / "patients.csv").open(newline="") as file:
        rows = {row["patient"]: row for row in csv.DictReader(file)}
    images = []
    for subject in subjects:
        row = rows[subject]
        spacing = ACDC_PLACEHOLDER_MM
        if row["spacing_x_mm"]:
            spacing = (float(row["spacing_y_mm"]), float(row["spacing_x_mm"]))
        for phase, column in (("ED", "end_diastole_frame"), ("ES", "end_systole_frame")):
            stem = root / subject / f"{subject}_frame{int(row[column]):02d}"
            volume = np.asarray(nibabel.load(f"{stem}.nii.gz").dataobj).transpose(2, 1, 0)
            truth = np.asarray(nibabel.load(f"{stem}_gt.nii.gz").dataobj).transpose(2, 1, 0)
            labels = np.select([truth == 3, truth == 2], [CAVITY, MYOCARDIUM], BACKGROUND).astype(np.uint8)
            for index in range(len(volume)):
                template = TruthImage(_EMPTY, _EMPTY, subject, row["group"], phase, index)
                images.append(to_truth_image(volume[index], labels[index], spacing, template))
    return images


def read_sunnybrook(root: Path, subjects: Iterable[str]) -> list[TruthImage]:
    """Read the ED and ES images of the Sunnybrook set; the epicardium is known at ED only."""
    images = []
    for subject in subjects:
        for index, path in enumerate(sorted((root / "images").glob(f"{subject}-IM-*.png"))):
            image = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
            endocardium = cv2.imread(str(root / "endocardium" / path.name), cv2.IMREAD_GRAYSCALE)
            epicardium_path = root / "epicardium" / path.name
            known = epicardium_path.exists()
            if image is None or endocardium is None:
                raise TrainingDataError(path, "the image or its endocardium cannot be read")
            labels = np.zeros(image.shape, np.uint8)
            if known:
                labels[cv2.imread(str(epicardium_path), cv2.IMREAD_GRAYSCALE) > 127] = MYOCARDIUM
            labels[endocardium > 127] = CAVITY
            group = subject.split("-")[1] if subject.startswith("SC-") else ""
            template = TruthImage(_EMPTY, _EMPTY, subject, group, "ED" if known else "ES", index, known)
            images.append(to_truth_image(image, labels, SUNNYBROOK_PLACEHOLDER_MM, template))
    return images


SOURCES: dict[str, Callable[[Path, Iterable[str]], list[TruthImage]]] = {
    "acdc": read_acdc,
    "sunnybrook": read_sunnybrook,
}
SOURCE_FOLDERS = {"acdc": Path("acdc"), "sunnybrook": Path("sunnybrook/edes")}


def read_split() -> dict[str, dict[str, list[str]]]:
    """The fixed split by subject: source -> part (train, validation, test) -> subjects."""
    text = resources.files("training").joinpath("split.json").read_text()
    split: dict[str, dict[str, list[str]]] = json.loads(text)
    return split


def load_part(data: Path, part: str, sources: Sequence[str], cache: Path | None = None) -> list[TruthImage]:
    """Read one part of the fixed split from ``data``, through a cache folder where one is given."""
    split = read_split()
    images = []
    for source in sources:
        subjects = split[source][part]
        key = hashlib.sha256(json.dumps([source, subjects]).encode()).hexdigest()[:16]
        cached = cache / f"{source}-{part}-{key}.npz" if cache else None
        if cached and cached.exists():
            images += _read_cache(cached)
            continue
        folder = data / SOURCE_FOLDERS[source]
        if not folder.is_dir():
            raise TrainingDataError(folder, "the folder is absent")
        loaded = SOURCES[source](folder, subjects)
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
