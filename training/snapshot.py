"""An immutable copy of all that a model learns from: images, verified contours, who verified them, and the split.

No Keras. A snapshot is a folder named by the SHA-256 of its ``snapshot.json``, which holds the hash of every image in
``images.npz``: the same set gives the same folder, and a changed one is refused.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import secrets
import shutil
import time
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.errors import InvalidContourError, OutputError, SnapshotError
from cmrstudio.domain.learning_parts import TRAIN, VALIDATION
from cmrstudio.domain.progress import Cancellation, NeverCancelled, Progress, raise_if_cancelled
from cmrstudio.domain.verified_set import VerifiedImage, VerifiedSet
from cmrstudio.io.atomic_file import write_atomically
from training.layouts.verified_images import VerifiedPixels, read_pixels, truth_volumes
from training.truth import TruthImage, TruthVolume, on_model_grid

FORMAT = 1
SNAPSHOT_FILE, IMAGES_FILE = "snapshot.json", "images.npz"
LEARNING_PARTS = (TRAIN, VALIDATION)
OLDEST_UNFINISHED_S = 24 * 3600.0
"""A folder that nobody has finished for so long was left by a program that was killed."""
_UNREADABLE = (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error, InvalidContourError)


@dataclass(frozen=True)
class Snapshot:
    """The images of a snapshot, and the part of every patient in it; ``sha256`` is its name."""

    path: Path
    sha256: str
    pixels: tuple[VerifiedPixels, ...]
    parts: Mapping[str, str]

    @property
    def verified(self) -> VerifiedSet:
        """The verified set as it was taken, with the patient of every image."""
        return VerifiedSet(tuple(image.verified for image in self.pixels))

    def patients(self, part: str) -> tuple[str, ...]:
        """The patients of "train" or "validation" that have images, sorted."""
        return tuple(patient for patient in self.verified.patients if self.parts[patient] == part)

    def volumes(self, part: str) -> list[TruthVolume]:
        """The volumes of "train" or "validation" on source pixels, in the order of the patients' keys."""
        return list(truth_volumes(i for i in self.pixels if self.parts[i.verified.patient_key] == part))

    def images(self, part: str) -> list[TruthImage]:
        """The images of "train" or "validation" on the model's grid, in the same order."""
        return [image for volume in self.volumes(part) for image in on_model_grid(volume)]


def make_snapshot(
    verified: VerifiedSet,
    parts: Mapping[str, str],
    folder: Path,
    studies: Sequence[Path] = (),
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
) -> Snapshot:
    """Take a snapshot of a verified set below ``folder``, or find the one that is there of the same set already.

    ``verified`` has one truth for every image (``resolve_readers``); ``parts`` gives "train" or "validation" by patient
    key. The pixels come from where the studies were opened, or from ``studies``. Raises ``SnapshotError`` for a patient
    without a part or where nothing is left to learn from, ``TrainingDataError`` naming a study that is not there,
    ``OutputError`` where the disk refuses, ``CancelledError``; then nothing of it stays.
    """
    cancellation = cancellation or NeverCancelled()
    found = read_pixels(verified, Path(verified.workspace or folder), studies, progress, cancellation)
    if not found:
        raise SnapshotError(folder, "there is no verified image to learn from; verify some contours first")
    pixels = tuple(sorted(found, key=lambda image: image.verified.place))
    taken = {image.verified.patient_key for image in pixels}
    lacking = sorted(patient for patient in taken if parts.get(patient) not in LEARNING_PARTS)
    if lacking:
        raise SnapshotError(folder, f"decide first whether to train on or to validate with {', '.join(lacking)}")
    content = _canonical([_to_json(image, parts[image.verified.patient_key]) for image in pixels])
    sha256 = hashlib.sha256(content).hexdigest()
    raise_if_cancelled(cancellation)
    path = folder / sha256
    if path.is_dir():
        return read_snapshot(path)
    _write(path, content, [image.pixels for image in pixels])
    return Snapshot(path, sha256, pixels, {patient: parts[patient] for patient in sorted(taken)})


def read_snapshot(path: Path) -> Snapshot:
    """Read a snapshot. Raises ``SnapshotError`` naming the file that is absent, damaged or was changed."""
    manifest, stored = path / SNAPSHOT_FILE, path / IMAGES_FILE
    try:
        content = manifest.read_bytes()
    except OSError as error:
        raise SnapshotError(
            manifest, f"it cannot be read ({error.strerror}); move its folder away and take the snapshot again"
        ) from error
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != path.name:
        raise SnapshotError(
            manifest, "it is not what was written, so it is not used; move its folder away and take the snapshot again"
        )
    try:
        entries = json.loads(content)
        if entries["format"] != FORMAT:
            raise SnapshotError(manifest, f"it has format {entries['format']}, not {FORMAT}; use the same cmrstudio")
        with stored.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            images = [arrays[_name(number)] for number in range(len(entries["images"]))]
        found = tuple(_from_json(entry, image) for entry, image in zip(entries["images"], images, strict=True))
    except _UNREADABLE as error:
        raise SnapshotError(
            stored, f"it cannot be read ({error}); move its folder away and take the snapshot again"
        ) from error
    for entry, image in zip(entries["images"], images, strict=True):
        if _image_sha256(image) != entry["image_sha256"]:
            raise SnapshotError(
                stored,
                "an image is not what was written, so it is not used; move its folder away and take the snapshot again",
            )
    parts = {entry["patient_key"]: entry["part"] for entry in entries["images"]}
    return Snapshot(path, sha256, found, dict(sorted(parts.items())))


def _canonical(images: Sequence[dict[str, Any]]) -> bytes:
    """The one way to write a snapshot down: JSON without spaces, keys and images sorted."""
    content = {"format": FORMAT, "images": list(images)}
    return json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _to_json(image: VerifiedPixels, part: str) -> dict[str, Any]:
    verified = image.verified
    contours = sorted(verified.contours, key=lambda contour: contour.structure)
    return {
        "patient_key": verified.patient_key,
        "study_uid": verified.study_uid,
        "series_uid": verified.series_uid,
        "phase_index": verified.phase_index,
        "slice_index": verified.slice_index,
        "phase_name": verified.phase_name,
        "contours": [[one.structure, one.points_px.tolist(), one.source] for one in contours],
        "reviewer": verified.reviewer,
        "verified_at_utc": verified.verified_at_utc.isoformat(),
        "revision": verified.revision,
        "content_sha256": verified.content_sha256,
        "drawn_by": list(verified.drawn_by),
        "region": verified.region,
        "reader": verified.reader,
        "part": part,
        "image_sha256": _image_sha256(image.pixels),
        "pixel_spacing_mm": list(image.pixel_spacing_mm),
        "position_mm": image.position_mm,
        "phase_is_whole": verified.phase_is_whole,
    }


def _from_json(entry: Mapping[str, Any], pixels: npt.NDArray[np.generic]) -> VerifiedPixels:
    verified = VerifiedImage(
        entry["patient_key"],
        entry["study_uid"],
        entry["series_uid"],
        entry["phase_index"],
        entry["slice_index"],
        entry["phase_name"],
        tuple(
            Contour(Structure(structure), np.asarray(points), source) for structure, points, source in entry["contours"]
        ),
        entry["reviewer"],
        datetime.fromisoformat(entry["verified_at_utc"]),
        entry["revision"],
        entry["content_sha256"],
        tuple(entry["drawn_by"]),
        entry["region"],
        entry["reader"],
        entry["phase_is_whole"],
    )
    row_mm, column_mm = entry["pixel_spacing_mm"]
    return VerifiedPixels(verified, pixels, (row_mm, column_mm), entry["position_mm"])


def _image_sha256(pixels: npt.NDArray[np.generic]) -> str:
    """Hash of an image's kind of numbers, size and values, whatever the byte order of this computer."""
    ordered = np.ascontiguousarray(pixels, pixels.dtype.newbyteorder("<"))
    facts = f"{ordered.dtype.str} {ordered.shape} ".encode()
    return hashlib.sha256(facts + ordered.tobytes()).hexdigest()


def _name(number: int) -> str:
    return f"image{number:06d}"


def _write(path: Path, content: bytes, images: Sequence[npt.NDArray[np.generic]]) -> None:
    """Make the folder of a snapshot under another name first, so that it is there wholly or not at all."""
    _remove_unfinished(path.parent)
    arrays: dict[str, Any] = {_name(number): image for number, image in enumerate(images)}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    making = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        write_atomically(making / IMAGES_FILE, buffer.getvalue())
        write_atomically(making / SNAPSHOT_FILE, content)
        making.replace(path)
    except OSError as error:
        if path.is_dir():  # another process has taken the same snapshot in the meantime
            return
        reason = error.strerror or str(error)
        raise OutputError(path, f"the snapshot cannot be kept: {reason}. Free some space and try again.") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _remove_unfinished(folder: Path) -> None:
    """Remove what a program that was killed in the middle of a snapshot left; one that is being made is younger."""
    for left in folder.glob(".*.part"):
        with contextlib.suppress(FileNotFoundError):  # another program has just renamed it
            if time.time() - left.stat().st_mtime > OLDEST_UNFINISHED_S:
                shutil.rmtree(left, ignore_errors=True)
