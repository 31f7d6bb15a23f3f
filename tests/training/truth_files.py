"""Small data sets on the disk: images with a ring in them, and their truth."""

from __future__ import annotations

from pathlib import Path

import cv2
import nibabel
import numpy as np
import tifffile

from cmrstudio.domain.labels import CAVITY, MYOCARDIUM
from cmrstudio.io.mask_tiff import COLOURS

SHAPE = (40, 32)
ACDC = np.array([0, 3, 2])
"""ACDC's number of each of our labels."""


def ring(cavity_px: float = 6.0, wall_px: float = 4.0, shape: tuple[int, int] = SHAPE) -> np.ndarray:
    """Labels with a cavity in the middle and a wall around it; no wall where ``wall_px`` is 0."""
    row, column = np.mgrid[: shape[0], : shape[1]]
    radius = np.hypot(row - shape[0] / 2, column - shape[1] / 2)
    inside = np.where(radius < cavity_px, CAVITY, MYOCARDIUM)
    return np.where(radius < cavity_px + wall_px, inside, 0).astype(np.uint8)


def picture_of(labels: np.ndarray, seed: int = 0) -> np.ndarray:
    """An 8-bit image in which the labels can be seen."""
    noise = np.random.default_rng(seed).integers(0, 40, labels.shape)
    return (labels * 90 + noise).astype(np.uint8)


def colours(labels: np.ndarray) -> np.ndarray:
    """Labels as red, green and blue."""
    return np.array([COLOURS[label] for label in sorted(COLOURS)], np.uint8)[labels]


def write_png(path: Path, pixels: np.ndarray) -> None:
    """Write a grey or RGB picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    stored = pixels[..., ::-1] if pixels.ndim == 3 else pixels
    path.write_bytes(cv2.imencode(".png", stored)[1].tobytes())


def write_tiff(path: Path, pixels: np.ndarray) -> None:
    """Write an RGB TIFF."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tifffile.imwrite(path, pixels, photometric="rgb")


def write_nifti(path: Path, volume: np.ndarray, spacing_mm: tuple[float, float, float], unit: str = "mm") -> None:
    """Write a volume [slice, row, column] or cine [phase, slice, row, column] with its spacing (x, y, z)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = nibabel.Nifti1Image(volume.T, np.diag([*spacing_mm, 1.0]))
    image.header.set_xyzt_units(unit)
    image.to_filename(path)


def write_acdc_patient(
    folder: Path,
    patient: str,
    frames: dict[int, np.ndarray],
    info: str | None = None,
    spacing_mm: tuple[float, float, float] = (1.25, 1.5, 8.0),
    unit: str = "mm",
) -> Path:
    """Write a patient's images and truth by frame number, with ACDC's label numbers; returns the patient's folder."""
    for frame, labels in frames.items():
        stem = folder / patient / f"{patient}_frame{frame:02d}"
        write_nifti(Path(f"{stem}.nii.gz"), picture_of(labels, frame).astype(np.int16), spacing_mm, unit)
        write_nifti(Path(f"{stem}_gt.nii.gz"), ACDC[labels].astype(np.uint8), spacing_mm, unit)
    if info is not None:
        (folder / patient / "Info.cfg").write_text(info)
    return folder / patient
