"""ED and ES volumes of the ACDC set: NIfTI, one folder a patient."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import nibabel
import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import TrainingDataError
from cmrstudio.domain.labels import BACKGROUND, CAVITY, MYOCARDIUM
from training.truth import TruthVolume

# What an image without calibration is taken to be: the set's own placeholder.
ACDC_PLACEHOLDER_MM = (1.5, 1.5)


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
