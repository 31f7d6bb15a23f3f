"""The ACDC layout, as the challenge gave it and with a table of patients, and the Sunnybrook set."""

from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.errors import TrainingDataError, TrainingError, UnknownLayoutError
from tests.training.truth_files import picture_of, ring, write_acdc_patient, write_nifti, write_png
from training.layouts import LabelNumbers, Subject, make_layout
from training.truth import on_model_grid

ED, ES = np.stack([ring(8), ring(7)]), np.stack([ring(5), ring(4)])
INFO = "ED: 4\nES: 9\nGroup: DCM\nHeight: 184.0\n"
HEADER = "patient,group,end_diastole_frame,end_systole_frame,spacing_x_mm,spacing_y_mm,spacing_z_mm\n"


def read(folder: Path, subject: str = "patient001", **settings):
    return list(make_layout("acdc", **settings).read(folder, [subject]))


def test_the_challenge_s_own_layout_needs_no_table(tmp_path: Path) -> None:
    write_acdc_patient(tmp_path, "patient001", {4: ED, 9: ES}, INFO)
    assert make_layout("acdc").subjects(tmp_path) == [Subject("patient001", "DCM")]
    diastole, systole = read(tmp_path)
    assert (diastole.phase, systole.phase, diastole.group) == ("ED", "ES", "DCM")
    assert np.array_equal(diastole.labels, ED)
    assert np.array_equal(systole.labels, ES)
    assert diastole.pixel_spacing_mm == (1.5, 1.25)
    assert diastole.slice_spacing_mm == 8.0
    assert diastole.calibrated


def test_a_header_in_metres_is_read_in_mm(tmp_path: Path) -> None:
    write_acdc_patient(tmp_path, "patient001", {4: ED, 9: ES}, INFO, (0.00125, 0.0015, 0.008), "meter")
    assert read(tmp_path)[0].pixel_spacing_mm == (1.5, 1.25)


def test_a_placeholder_without_unit_is_no_calibration(tmp_path: Path) -> None:
    write_acdc_patient(tmp_path, "patient001", {4: ED, 9: ES}, INFO, (1.5, 1.5, 10.0), "unknown")
    volume = read(tmp_path)[0]
    assert not volume.calibrated
    assert volume.slice_spacing_mm is None


def test_a_table_of_patients_comes_first_and_a_blank_in_it_means_unknown(tmp_path: Path) -> None:
    for patient in ("patient001", "patient002", "patient003"):
        write_acdc_patient(tmp_path, patient, {4: ED, 9: ES}, INFO)
    (tmp_path / "patients.csv").write_text(f"{HEADER}patient001,NOR,9,4,1.4,1.3,9.0\npatient002,HCM,4,9,,,\n")
    assert [subject.group for subject in make_layout("acdc").subjects(tmp_path)] == ["NOR", "HCM", "DCM"]
    first, second, third = (read(tmp_path, f"patient00{number}")[0] for number in (1, 2, 3))
    assert np.array_equal(first.labels, ES)
    assert (first.pixel_spacing_mm, first.slice_spacing_mm) == ((1.3, 1.4), 9.0)
    assert (second.pixel_spacing_mm, second.slice_spacing_mm, second.calibrated) == ((1.5, 1.5), None, False)
    assert third.pixel_spacing_mm == (1.5, 1.25)


def test_without_any_table_the_larger_cavity_is_end_diastole(tmp_path: Path) -> None:
    write_acdc_patient(tmp_path, "patient001", {1: ES, 12: ED})
    assert make_layout("acdc").subjects(tmp_path) == [Subject("patient001", "unknown")]
    diastole, systole = read(tmp_path)
    assert (diastole.phase, systole.phase) == ("ED", "ES")
    assert np.array_equal(diastole.labels, ED)


def test_label_numbers_can_be_set(tmp_path: Path) -> None:
    folder = write_acdc_patient(tmp_path, "patient001", {4: ED, 9: ES}, INFO)
    for frame, labels in ((4, ED), (9, ES)):
        truth = np.array([0, 500, 600])[labels].astype(np.int16)
        write_nifti(folder / f"patient001_frame{frame:02d}_gt.nii.gz", truth, (1.25, 1.5, 8))
    assert np.array_equal(read(tmp_path, labels=LabelNumbers(500, 600))[0].labels, ED)
    cavity_alone = read(tmp_path, labels=LabelNumbers(500, None))[0]
    assert not cavity_alone.myocardium_known
    assert np.array_equal(cavity_alone.labels == 1, ED == 1)
    assert not any(image.myocardium_known for image in on_model_grid(cavity_alone))
    with pytest.raises(TrainingDataError, match=r"frame04_gt.*label 3, which stands for the LV cavity.*500, 600.*Set"):
        read(tmp_path)
    with pytest.raises(TrainingDataError, match="label 2, which stands for the LV myocardium"):
        read(tmp_path, labels=LabelNumbers(500, 2))


@pytest.mark.parametrize("numbers", [(3, 3), (0, 2), (3, 0), (0, None)])
def test_a_number_stands_for_one_thing_only(numbers: tuple[int, int | None]) -> None:
    with pytest.raises(TrainingError, match=r"label numbers: .* give two different numbers"):
        LabelNumbers(*numbers)


def test_a_phase_with_the_cavity_alone_is_partial_truth(tmp_path: Path) -> None:
    alone = np.where(ES == 1, ES, 0)
    folder = write_acdc_patient(tmp_path, "patient001", {4: ED, 9: alone}, INFO)
    diastole, systole = read(tmp_path)
    assert (diastole.myocardium_known, systole.myocardium_known) == (True, False)
    assert np.array_equal(systole.labels, alone)

    # The right ventricle says nothing of the epicardium.
    write_nifti(
        folder / "patient001_frame09_gt.nii.gz", np.where(alone == 1, 3, ED == 2).astype(np.uint8), (1.25, 1.5, 8)
    )
    assert not read(tmp_path)[1].myocardium_known


def test_a_patient_with_cavities_alone_is_partial_truth(tmp_path: Path) -> None:
    write_acdc_patient(tmp_path, "patient001", {4: np.where(ED == 1, ED, 0), 9: np.where(ES == 1, ES, 0)}, INFO)
    assert [volume.myocardium_known for volume in read(tmp_path)] == [False, False]


def test_a_volume_without_any_label_is_truth_without_a_ventricle(tmp_path: Path) -> None:
    write_acdc_patient(tmp_path, "patient001", {4: ED, 9: np.zeros_like(ES)}, INFO)
    assert not read(tmp_path)[1].labels.any()


@pytest.mark.parametrize("name", ["patient001_frame04.nii.gz", "patient001_frame09_gt.nii.gz"])
def test_a_missing_half_of_a_pair_is_named(tmp_path: Path, name: str) -> None:
    folder = write_acdc_patient(tmp_path, "patient001", {4: ED, 9: ES}, INFO)
    (folder / name).unlink()
    with pytest.raises(TrainingDataError, match=rf"{name}: it is absent"):
        read(tmp_path)


def test_image_and_truth_of_different_size_are_refused(tmp_path: Path) -> None:
    folder = write_acdc_patient(tmp_path, "patient001", {4: ED, 9: ES}, INFO)
    write_nifti(folder / "patient001_frame04_gt.nii.gz", ED[:, :-1] * 1, (1.25, 1.5, 8))
    with pytest.raises(TrainingDataError, match=r"frame04_gt.*it is 2 x 39 x 32, but its image .*frame04.*2 x 40 x 32"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("value", "problem"), [(np.nan, "1 pixels are no finite numbers"), (None, r"every pixel is 7\.0")]
)
def test_images_that_hold_nothing_real_are_refused(tmp_path: Path, value: float | None, problem: str) -> None:
    folder = write_acdc_patient(tmp_path, "patient001", {4: ED, 9: ES}, INFO)
    image = picture_of(ED).astype(np.float32)
    if value is None:
        image[1] = 7
    else:
        image[1, 3, 3] = value
    write_nifti(folder / "patient001_frame04.nii.gz", image, (1.25, 1.5, 8))
    with pytest.raises(TrainingDataError, match=rf"patient001_frame04.nii.gz: on slice 2, {problem}"):
        read(tmp_path)


def test_truth_that_is_no_label_numbers_is_refused(tmp_path: Path) -> None:
    folder = write_acdc_patient(tmp_path, "patient001", {4: ED, 9: ES}, INFO)
    for truth in (ED + np.float32(0.4), np.where(ED > 0, np.float32(np.nan), 0)):
        write_nifti(folder / "patient001_frame04_gt.nii.gz", truth, (1.25, 1.5, 8))
        with pytest.raises(TrainingDataError, match=r"frame04_gt.nii.gz: its values are no whole numbers"):
            read(tmp_path)


@pytest.mark.parametrize("kept", [0, 20, 200])
def test_a_file_cut_off_is_named(tmp_path: Path, kept: int) -> None:
    path = write_acdc_patient(tmp_path, "patient001", {4: ED, 9: ES}, INFO) / "patient001_frame04.nii.gz"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(TrainingDataError, match=r"patient001_frame04.nii.gz: .*cannot be read"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("info", "problem"),
    [("ED: 4\nES: 8\n", r"frame08_gt.nii.gz: it is absent.*Info.cfg"), ("ED: four\nES: 9\n", "Info.cfg: the ED frame")],
)
def test_a_frame_that_is_not_there_is_told_with_who_named_it(tmp_path: Path, info: str, problem: str) -> None:
    write_acdc_patient(tmp_path, "patient001", {4: ED, 9: ES}, info)
    with pytest.raises(TrainingDataError, match=problem):
        read(tmp_path)


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    write_acdc_patient(tmp_path, "patient001", {4: ED, 9: ES})
    (tmp_path / "patients.csv").write_text("patient,group\npatient001,DCM\n")
    with pytest.raises(TrainingDataError, match=r"patients.csv: it has no column named end_diastole_frame"):
        make_layout("acdc").subjects(tmp_path)


@pytest.mark.parametrize("name", ["acdc", "sunnybrook", "dicom", "png"])
def test_a_folder_without_subjects_says_what_was_expected(tmp_path: Path, name: str) -> None:
    with pytest.raises(TrainingDataError, match="no subject was found in it: give "):
        make_layout(name).subjects(tmp_path)
    with pytest.raises(TrainingDataError, match="it is not there: give "):
        make_layout(name).subjects(tmp_path / "nowhere")


def test_a_subject_that_is_not_there_is_named(tmp_path: Path) -> None:
    write_acdc_patient(tmp_path, "patient001", {4: ED, 9: ES}, INFO)
    with pytest.raises(TrainingDataError, match="no subject 'patient999'"):
        read(tmp_path, "patient999")


def test_an_unknown_layout_names_the_known_ones() -> None:
    with pytest.raises(UnknownLayoutError, match="acdc, sunnybrook, dicom, png, verified"):
        make_layout("cifar")


def sunnybrook(folder: Path) -> Path:
    for number, cavity in ((1, 6), (2, 4)):
        name = f"SC-HF-I-01-IM-000{number}.png"
        write_png(folder / "images" / name, picture_of(ring(cavity)))
        write_png(folder / "endocardium" / name, (ring(cavity) == 1).astype(np.uint8) * 255)
        if number == 1:
            write_png(folder / "epicardium" / name, (ring(cavity) > 0).astype(np.uint8) * 255)
    return folder


def test_sunnybrook_knows_the_myocardium_at_end_diastole_only(tmp_path: Path) -> None:
    layout = make_layout("sunnybrook")
    assert layout.subjects(sunnybrook(tmp_path)) == [Subject("SC-HF-I-01", "HF-I")]
    diastole, systole = layout.read(tmp_path, ["SC-HF-I-01"])
    assert (diastole.phase, diastole.myocardium_known) == ("ED", True)
    assert (systole.phase, systole.myocardium_known) == ("ES", False)
    assert np.array_equal(diastole.labels[0], ring(6))
    assert np.array_equal(systole.labels[0] == 1, ring(4) == 1)


def test_a_missing_sunnybrook_mask_is_named(tmp_path: Path) -> None:
    (sunnybrook(tmp_path) / "endocardium" / "SC-HF-I-01-IM-0002.png").unlink()
    with pytest.raises(TrainingDataError, match=r"endocardium/SC-HF-I-01-IM-0002.png: it is absent"):
        list(make_layout("sunnybrook").read(tmp_path, ["SC-HF-I-01"]))


def test_the_shared_data_are_read_as_the_fixed_split_names_them(project_root: Path) -> None:
    from training.split import SOURCE_FOLDERS, read_split

    data = project_root / "../shared/data"
    if not (data / "acdc").is_dir():
        pytest.skip(f"no training data in {data}")
    for source, parts in read_split().items():
        known = {
            subject.subject: subject.group for subject in make_layout(source).subjects(data / SOURCE_FOLDERS[source])
        }
        assert sorted(known) == sorted(name for part in parts.values() for name in part)
        assert len(set(known.values())) >= 4
