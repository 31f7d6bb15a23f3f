"""Texts, identifiers, indexes and archives that cannot be trusted: cases T01 to T05 of reading DICOM."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import numpy as np
import pydicom
import pytest

from cmrstudio.domain.errors import CancelledError, StudyReadError
from cmrstudio.io.dicom.identity import hashed_uid, trusted_uid
from cmrstudio.io.dicom.patient import iso_date


@pytest.mark.parametrize(
    ("character_set", "patient_id", "description"),
    [
        ("ISO_IR 192", "Пациент-七", "kurze Achse – Ω"),
        ("ISO_IR 100", "Müller-ß", "Achse größer"),
        ("ISO_IR 144", "Иванов", "ось"),
        (["", "ISO 2022 IR 87"], "ID-1", "心臓"),
    ],
)
def test_t01_texts_in_other_character_sets_come_through(
    tmp_path, synthetic_cine, read, character_set, patient_id, description
):
    cine = synthetic_cine()
    for dataset in cine.datasets.values():
        dataset.SpecificCharacterSet = character_set
        dataset.PatientID, dataset.SeriesDescription = patient_id, description
    cine.write(tmp_path)
    study = read(tmp_path)
    assert study.patient_label == patient_id
    assert study.short_axis.description == description


def test_t01_an_unknown_character_set_does_no_harm(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    paths = cine.write(tmp_path)
    for path in paths:
        content = path.read_bytes()
        at = content.index(b"\x08\x00\x08\x00CS")
        element = b"\x08\x00\x05\x00CS\x0a\x00NO_SUCH_1 "
        path.write_bytes(content[:at] + element + content[at:])
    assert read(tmp_path).short_axis.stack.present.all()


STRIPPED = (
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "SOPInstanceUID",
    "FrameOfReferenceUID",
    "PatientID",
    "PatientName",
    "StudyDate",
    "AcquisitionDate",
    "AcquisitionTime",
    "SeriesNumber",
    "AcquisitionNumber",
    "ImageType",
    "ScanningSequence",
    "SequenceVariant",
    "HeartRate",
    "Modality",
)


def test_t02_a_study_stripped_of_its_identifiers_loads_and_gets_lasting_ones(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    for dataset in cine.datasets.values():
        for keyword in STRIPPED:
            del dataset[keyword]
    for number, dataset in enumerate(cine.datasets.values()):
        pydicom.dcmwrite(tmp_path / str(number), dataset, implicit_vr=False, little_endian=True)
    study = read(tmp_path)
    stack = study.short_axis.stack
    np.testing.assert_array_equal(stack.pixels, cine.expected)
    assert study.acquired_on is None
    assert study.patient_label == ""
    assert len(set(stack.sop_uids.ravel())) == 12
    assert all(
        pydicom.uid.UID(uid).is_valid for uid in [study.study_uid, study.short_axis.series_uid, *stack.sop_uids.flat]
    )
    again = read(tmp_path)
    assert (again.study_uid, again.patient_key) == (study.study_uid, study.patient_key)
    assert again.short_axis.series_uid == study.short_axis.series_uid
    assert any("identifiers are missing" in note for note in study.short_axis.notes)


@pytest.mark.filterwarnings("ignore:Invalid value for VR:UserWarning")
def test_t02_invalid_dates_and_uids_load(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    for number, dataset in enumerate(cine.datasets.values()):
        dataset.StudyDate = dataset.AcquisitionDate = "20120000"
        dataset.StudyInstanceUID = "1.2.0003.4"
        dataset.SOPInstanceUID = f"1.2.003.{number}"
    cine.write(tmp_path)
    study = read(tmp_path)
    np.testing.assert_array_equal(study.short_axis.stack.pixels, cine.expected)
    assert study.acquired_on is None
    assert study.study_uid == "1.2.0003.4"


@pytest.mark.parametrize("evil", ["../../etc/passwd", "/tmp/evil", "..\\..\\evil", "C:\\evil"])
def test_t03_paths_in_identifiers_never_leave_the_reader_as_identifiers(tmp_path, synthetic_cine, read, evil):
    cine = synthetic_cine()
    for number, dataset in enumerate(cine.datasets.values()):
        dataset.PatientID = evil
        for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"):
            text = evil + (str(number) if keyword == "SOPInstanceUID" else "")
            dataset[keyword] = pydicom.DataElement(dataset[keyword].tag, "LO", text.replace("\\", "|"))
            dataset[keyword].VR = "UI"
    cine.write(tmp_path / "study")
    study = read(tmp_path / "study")
    uids = [study.study_uid, study.short_axis.series_uid, *study.short_axis.stack.sop_uids.flat]
    assert all(pydicom.uid.UID(uid).is_valid for uid in uids)
    assert len(study.patient_key) == 64
    assert study.patient_key.isalnum()
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


def test_the_patient_key_depends_on_the_patient_id_and_not_on_the_name(tmp_path, synthetic_cine, read):
    keys = []
    for number, (name, patient_id) in enumerate([("A", "P-001"), ("B", "P-001"), ("A", "P-002")]):
        cine = synthetic_cine()
        for dataset in cine.datasets.values():
            dataset.PatientName, dataset.PatientID = name, patient_id
        cine.write(tmp_path / str(number))
        keys.append(read(tmp_path / str(number)).patient_key)
    assert keys[0] == keys[1] != keys[2]
    assert "P-001" not in keys[0]


@pytest.mark.filterwarnings("ignore:Invalid value for VR:UserWarning")
def test_t04_a_dicomdir_is_not_believed(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine()
    cine.write(tmp_path / "disc")
    outside = synthetic_cine(slices=5)
    outside.write(tmp_path / "outside")
    dicomdir = cine.datasets[0, 0]
    dicomdir.file_meta.MediaStorageSOPClassUID = dicomdir.SOPClassUID = "1.2.840.10008.1.3.10"
    record = pydicom.Dataset()
    record.ReferencedFileID = ["..", "outside", "image-0000.dcm"]
    dicomdir.DirectoryRecordSequence = [record]
    dicomdir.save_as(tmp_path / "disc" / "DICOMDIR")
    for path in (tmp_path / "disc", tmp_path / "disc" / "DICOMDIR"):
        study = read(path)
        np.testing.assert_array_equal(study.short_axis.stack.pixels, cine.expected)
        assert list(reasons(study)) == ["DICOMDIR"]


def test_t04_links_out_of_the_folder_are_not_followed(tmp_path, synthetic_cine, read, reasons):
    cine, outside = synthetic_cine(), synthetic_cine(slices=5)
    cine.write(tmp_path / "study")
    paths = outside.write(tmp_path / "outside")
    (tmp_path / "study" / "link.dcm").symlink_to(paths[0])
    (tmp_path / "study" / "folder").symlink_to(tmp_path / "outside")
    study = read(tmp_path / "study")
    assert set(reasons(study)) == {"link.dcm", "folder"}
    assert study.short_axis.stack.pixels.shape[1] == 3


def _zip(paths: list[Path], target: Path, prefix: str = "exam/") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.write(path, prefix + path.name)
    return target


def test_t05_a_zipped_study_is_read_and_names_its_entries(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    paths = cine.write(tmp_path / "files")
    (tmp_path / "files" / "readme.txt").write_text("hello")
    archive = _zip([*paths, tmp_path / "files" / "readme.txt"], tmp_path / "exam.zip")
    study = read(archive)
    np.testing.assert_array_equal(study.short_axis.stack.pixels, cine.expected)
    assert study.source == archive
    assert [item.path for item in study.left_out] == [archive / "exam" / "readme.txt"]


@pytest.mark.parametrize("name", ["../evil", "a/../../evil", "/etc/evil", "C:\\evil", "..\\evil"])
def test_t05_a_zip_whose_entries_lead_out_of_it_is_refused(tmp_path, read, name):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, b"x")
    with pytest.raises(StudyReadError, match="leads out of the archive"):
        read(tmp_path / "a.zip")


def test_t05_a_zip_with_a_symbolic_link_is_refused(tmp_path, read):
    entry = zipfile.ZipInfo("link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(StudyReadError, match="symbolic link"):
        read(tmp_path / "a.zip")


def test_t05_a_zip_bomb_is_refused_before_anything_is_unpacked(tmp_path, read, monkeypatch):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(20 << 20))
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(unpacked))
    with pytest.raises(StudyReadError, match="over 100 times its size"):
        read(tmp_path / "a.zip")
    assert list(unpacked.rglob("*")) == []


def test_t05_a_zip_that_claims_more_than_twenty_gigabytes_is_refused(tmp_path, read):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(6):
            archive.writestr(f"{number}", b"x")
    content = bytearray((tmp_path / "a.zip").read_bytes())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 24 : at + 28] = b"\xff\xff\xff\xf0"
        at += 4
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(StudyReadError, match="unpacks to 24 GB"):
        read(tmp_path / "a.zip")


def test_t05_a_zip_that_lies_about_its_size_is_refused(tmp_path, read):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", b"0123456789" * 1000)
    content = bytearray((tmp_path / "a.zip").read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = (5).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(StudyReadError, match="cannot be unpacked"):
        read(tmp_path / "a.zip")


def test_t05_a_damaged_zip_is_refused(tmp_path, read):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(StudyReadError, match="cannot be unpacked"):
        read(tmp_path / "a.zip")


def test_a_path_that_does_not_exist_is_refused_by_name(tmp_path, read):
    with pytest.raises(StudyReadError, match="there is no such file or folder") as caught:
        read(tmp_path / "nowhere")
    assert str(tmp_path / "nowhere") in str(caught.value)


def test_an_empty_folder_is_refused(tmp_path, read):
    with pytest.raises(StudyReadError, match="there are no files"):
        read(tmp_path)


def test_reading_stops_when_cancelled(tmp_path, synthetic_cine, read):
    class Cancelled:
        def is_cancelled(self) -> bool:
            return True

    synthetic_cine().write(tmp_path)
    with pytest.raises(CancelledError):
        read(tmp_path, cancellation=Cancelled())


def test_hashed_uids_are_valid_and_depend_on_their_parts_alone():
    assert hashed_uid("a", "b") == hashed_uid("a", "b") != hashed_uid("a", "c")
    assert pydicom.uid.UID(hashed_uid("a")).is_valid


@pytest.mark.parametrize("uid", ["", "1", "1.2.x", "../1.2", "1." + "2" * 64, "1..2"])
def test_text_that_is_not_made_as_a_uid_is_not_trusted(uid):
    assert trusted_uid(uid) == ""


@pytest.mark.parametrize("uid", ["1.2.840.10008", "2.16.124.05872", "1.2.826.0.1.3680043.8.498.820077158800443"])
def test_uids_of_real_files_are_kept(uid):
    assert trusted_uid(uid) == uid


@pytest.mark.parametrize(
    ("text", "date"),
    [("20240229", "2024-02-29"), ("2012.01.31", "2012-01-31"), ("20120000", None), ("", None), ("yesterday", None)],
)
def test_only_real_dates_are_dates(text, date):
    assert iso_date(text) == date
