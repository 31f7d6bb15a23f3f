from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import nibabel
import numpy as np
import pytest

from cmrstudio.domain.errors import CancelledError, StudyReadError
from cmrstudio.domain.progress import NeverCancelled
from cmrstudio.io.dicom.decode_pool import DecodePool
from cmrstudio.io.dicom.discover import find_studies


@pytest.fixture
def find(decode_pool: DecodePool):
    def find_in(folder: Path, children=None, cancellation=None) -> list[str]:
        cancelled = cancellation or NeverCancelled()
        found = find_studies(folder, pool=decode_pool, cancellation=cancelled, children=children)
        return [path.relative_to(folder).as_posix() for path in found]

    return find_in


def nifti(path: Path, *shape: int) -> None:
    nibabel.save(nibabel.Nifti1Image(np.zeros(shape, np.int16), np.eye(4)), path)


def test_every_folder_of_a_study_is_found_and_named_by_the_study_not_the_series(tmp_path, synthetic_cine, find):
    for name in ("a", "b", "c"):
        synthetic_cine().write(tmp_path / name / "series" / "cine")
    assert find(tmp_path) == ["a", "b", "c"]


def test_series_folders_of_one_study_are_one(tmp_path, synthetic_cine, find):
    first, second = synthetic_cine(study_uid="1.2.3"), synthetic_cine(study_uid="1.2.3")
    first.write(tmp_path / "patient" / "1")
    second.write(tmp_path / "patient" / "2")
    synthetic_cine().write(tmp_path / "other")
    assert find(tmp_path) == ["other", "patient"]


def test_several_studies_of_one_patient_are_told_apart(tmp_path, synthetic_cine, find):
    synthetic_cine().write(tmp_path / "patient" / "before")
    synthetic_cine().write(tmp_path / "patient" / "after" / "cine")
    assert find(tmp_path) == ["patient/after", "patient/before"]


def test_several_studies_in_one_flat_folder_are_told_apart(tmp_path, synthetic_cine, find):
    synthetic_cine().write(tmp_path / "export", "a-{:03d}.dcm".format)
    synthetic_cine().write(tmp_path / "export", "b-{:03d}.dcm".format)
    found = find(tmp_path)
    assert [name[:8] for name in found] == ["export/a", "export/b"]


def test_a_chosen_folder_that_is_one_study_itself_is_that_study(tmp_path, synthetic_cine, find):
    synthetic_cine(study_uid="1.2.3").write(tmp_path / "series1")
    synthetic_cine(study_uid="1.2.3").write(tmp_path / "series2")
    assert find(tmp_path) == ["."]


def test_zips_and_nifti_cines_are_studies_and_masks_beside_a_cine_are_not(tmp_path, synthetic_cine, find):
    files = synthetic_cine().write(tmp_path / "later")
    with zipfile.ZipFile(tmp_path / "study.zip", "w") as archive:
        archive.write(files[0], "image.dcm")
    shutil.rmtree(tmp_path / "later")
    (tmp_path / "patient001").mkdir()
    nifti(tmp_path / "patient001" / "cine_4d.nii.gz", 8, 8, 3, 5)
    nifti(tmp_path / "patient001" / "frame01_gt.nii.gz", 8, 8, 3)
    (tmp_path / "patient002").mkdir()
    nifti(tmp_path / "patient002" / "frame01.nii.gz", 8, 8, 3)
    assert find(tmp_path) == ["patient001/cine_4d.nii.gz", "patient002/frame01.nii.gz", "study.zip"]


def test_what_cannot_be_recognised_is_among_them_so_that_reading_it_says_why(tmp_path, synthetic_cine, find):
    synthetic_cine().write(tmp_path / "good")
    (tmp_path / "good" / "notes").mkdir()
    (tmp_path / "good" / "notes" / "notes.txt").write_text("belongs to a study")
    (tmp_path / "damaged" / "series").mkdir(parents=True)
    (tmp_path / "damaged" / "series" / "image.dcm").write_bytes(b"\0" * 128 + b"DICM" + b"\xff" * 50)
    (tmp_path / "readme.txt").write_text("beside studies")
    assert find(tmp_path) == ["damaged", "good"]


def test_only_some_children_are_looked_at_where_so_asked(tmp_path, synthetic_cine, find):
    for name in ("a", "b"):
        synthetic_cine().write(tmp_path / name / "cine")
    assert find(tmp_path, children=[tmp_path / "b"]) == ["b"]


def test_an_empty_folder_has_none(tmp_path, find):
    assert find(tmp_path) == []


def test_a_folder_that_is_not_there_is_named(tmp_path, find):
    with pytest.raises(StudyReadError, match="gone: cannot be listed"):
        find(tmp_path / "gone")


def test_links_and_hidden_folders_are_passed_over(tmp_path, synthetic_cine, find):
    synthetic_cine().write(tmp_path / "real" / "a")
    synthetic_cine().write(tmp_path / "outside")
    (tmp_path / "real" / "link").symlink_to(tmp_path / "outside")
    (tmp_path / "real" / ".trash").mkdir()
    (tmp_path / "real" / ".trash" / "x").write_text("x")
    assert find(tmp_path / "real") == ["a"]


def test_looking_can_be_cancelled(tmp_path, synthetic_cine, find):
    synthetic_cine().write(tmp_path / "a")

    class Cancelled:
        def is_cancelled(self) -> bool:
            return True

    with pytest.raises(CancelledError):
        find(tmp_path, cancellation=Cancelled())
