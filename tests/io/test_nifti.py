from __future__ import annotations

import gzip
from pathlib import Path

import nibabel
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.errors import CancelledError, OutputError, StudyReadError
from cmrstudio.domain.labels import label_image
from cmrstudio.domain.progress import NeverCancelled, SilentProgress
from cmrstudio.domain.study import Study
from cmrstudio.io import nifti

AFFINE = np.array([[-1.2, 0.1, 0.3, 80.0], [0.2, 1.5, 0.5, -60.0], [0.1, -0.4, 8.0, -30.0], [0.0, 0.0, 0.0, 1.0]])
SHAPE = (11, 7, 3, 4)  # x, y, z, t: no two alike


def save(
    path: Path, values: np.ndarray, affine: np.ndarray = AFFINE, units=("mm", "msec"), step_ms: float = 35.0
) -> Path:
    image = nibabel.Nifti1Image(values, affine)
    image.header.set_xyzt_units(*units)
    if values.ndim == 4:
        image.header["pixdim"][4] = step_ms
    path.parent.mkdir(parents=True, exist_ok=True)
    nibabel.save(image, path)
    return path


def read(path: Path, **more) -> Study:
    return nifti.read_study(path, progress=SilentProgress(), cancellation=NeverCancelled(), **more)


def numbered(shape: tuple[int, ...] = SHAPE) -> np.ndarray:
    return np.arange(np.prod(shape), dtype=np.int16).reshape(shape)


def triangle(phase: int, slice_: int) -> SliceAnnotation:
    """Lies in the wide, low part of the image, at no place that a flip or a transposition would leave."""
    points = {
        Structure.LV_EPICARDIUM: [[2.5, 0.5], [9.5, 0.5], [9.5, 3.5]],
        Structure.LV_ENDOCARDIUM: [[6.5, 0.7], [8.6, 0.7], [8.6, 2.4]],
    }
    contours = tuple(Contour(structure, points[structure], "unet@1.0.0") for structure in points)
    return SliceAnnotation("1.2", phase, slice_, contours)


def test_columns_are_x_and_rows_are_y(tmp_path: Path) -> None:
    values = numbered()
    stack = read(save(tmp_path / "cine.nii.gz", values)).short_axis.stack
    assert stack.pixels.shape == (4, 3, 7, 11)
    assert stack.pixels.dtype == np.int16
    assert stack.pixels[1, 2, 3, 4] == values[4, 3, 2, 1]
    np.testing.assert_array_equal(stack.pixels, values.transpose(3, 2, 1, 0))
    assert stack.present.all()


def test_a_volume_is_one_phase(tmp_path: Path) -> None:
    study = read(save(tmp_path / "ed.nii", numbered(SHAPE[:3])))
    assert study.short_axis.stack.pixels.shape == (1, 3, 7, 11)
    assert study.patient_label == "ed"


def test_spacing_and_time_are_those_of_the_header(tmp_path: Path) -> None:
    stack = read(save(tmp_path / "cine.nii.gz", numbered())).short_axis.stack
    x_mm, y_mm, z_mm = np.linalg.norm(AFFINE[:3, :3], axis=0)
    assert stack.pixel_spacing_mm == pytest.approx((y_mm, x_mm))
    assert stack.slice_thickness_mm == pytest.approx(z_mm)
    np.testing.assert_allclose(stack.slice_positions_mm, np.arange(3) * z_mm, rtol=1e-6)
    assert stack.frame_time_ms == pytest.approx(35.0)
    np.testing.assert_allclose(stack.trigger_times_ms[:, 0], np.arange(4) * 35.0, rtol=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10), st.integers(0, 6), st.integers(0, 2))
def test_the_affine_takes_pixels_to_the_same_place_as_the_file(
    tmp_path_factory: pytest.TempPathFactory, column: int, row: int, slice_index: int
) -> None:
    path = tmp_path_factory.mktemp("nifti") / "cine.nii"
    stack = read(save(path, numbered())).short_axis.stack
    ras = nibabel.load(path).affine @ [column, row, slice_index, 1]
    lps = stack.affine_mm[slice_index] @ [column, row, 0, 1]
    np.testing.assert_allclose(lps, ras * [-1, -1, 1, 1], atol=1e-3)


@pytest.mark.parametrize(("unit", "factor"), [("mm", 1.0), ("meter", 1000.0), ("micron", 0.001)])
def test_units_of_length_are_honoured(tmp_path: Path, unit: str, factor: float) -> None:
    path = save(tmp_path / "cine.nii", numbered(), np.diag([1.5, 1.25, 8.0, 1.0]), units=(unit, "msec"))
    assert read(path).short_axis.stack.pixel_spacing_mm == pytest.approx((1.25 * factor, 1.5 * factor))


def test_an_unknown_unit_of_length_is_noted(tmp_path: Path) -> None:
    known = read(save(tmp_path / "a.nii", numbered())).short_axis.notes
    unknown = read(save(tmp_path / "b.nii", numbered(), units=("unknown", "msec"))).short_axis.notes
    assert not any("unit of length" in note for note in known)
    assert any("no unit of length" in note for note in unknown)


@pytest.mark.parametrize(("unit", "value"), [("sec", 0.04), ("msec", 40.0), ("usec", 40000.0)])
def test_units_of_time_are_honoured(tmp_path: Path, unit: str, value: float) -> None:
    path = save(tmp_path / "cine.nii", numbered(), units=("mm", unit), step_ms=value)
    assert read(path).short_axis.stack.frame_time_ms == pytest.approx(40.0)


@pytest.mark.parametrize(("unit", "value"), [("unknown", 1.0), ("sec", 1.0), ("msec", 0.0)])
def test_a_time_that_cannot_be_true_is_replaced_and_noted(tmp_path: Path, unit: str, value: float) -> None:
    series = read(save(tmp_path / "cine.nii", numbered(), units=("mm", unit), step_ms=value)).short_axis
    assert series.stack.frame_time_ms == pytest.approx(250.0)
    assert any("one beat a second" in note for note in series.notes)


def test_the_note_says_that_base_and_apex_are_unknown(tmp_path: Path) -> None:
    assert any("which end is the base" in note for note in read(save(tmp_path / "a.nii", numbered())).short_axis.notes)


def test_pixel_spacing_wins_over_a_placeholder_affine(tmp_path: Path) -> None:
    image = nibabel.Nifti1Image(numbered(), None)
    image.header.set_sform(np.diag([1.0, 1.0, 1.0, 1.0]), code=2)
    image.header["pixdim"][1:5] = [1.5, 1.25, 10.0, 1.0]
    nibabel.save(image, tmp_path / "a.nii")
    series = read(tmp_path / "a.nii").short_axis
    assert series.stack.pixel_spacing_mm == pytest.approx((1.25, 1.5))
    np.testing.assert_allclose(series.stack.affine_mm[1][:3, 3] - series.stack.affine_mm[0][:3, 3], [0, 0, 10])
    assert any("disagree" in note for note in series.notes)


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        (np.array([0, 255], np.uint8), np.int16),
        (np.array([-5, 5], np.int64), np.int16),
        (np.array([0, 60000], np.uint16), np.uint16),
        (np.array([-5, 60000], np.int32), np.float32),
        (np.array([0.5, 2.5], np.float64), np.float32),
    ],
)
def test_values_are_kept_whatever_their_type(tmp_path: Path, values: np.ndarray, dtype: type) -> None:
    image = nibabel.Nifti1Image(np.resize(values, SHAPE), AFFINE, dtype=values.dtype)
    nibabel.save(image, tmp_path / "a.nii")
    pixels = read(tmp_path / "a.nii").short_axis.stack.pixels
    assert pixels.dtype == dtype
    np.testing.assert_array_equal(np.unique(pixels), np.unique(values))


def test_slope_and_intercept_are_applied(tmp_path: Path) -> None:
    image = nibabel.Nifti1Image(numbered(), AFFINE)
    image.header.set_slope_inter(0.5, 10)
    image.to_filename(tmp_path / "a.nii")
    pixels = read(tmp_path / "a.nii").short_axis.stack.pixels
    np.testing.assert_allclose(pixels, nibabel.load(tmp_path / "a.nii").get_fdata().transpose(3, 2, 1, 0), rtol=1e-6)


def test_values_that_are_no_numbers_are_black_and_noted(tmp_path: Path) -> None:
    values = numbered().astype(np.float32) + 5
    values[0, 0, 0, 0], values[1, 0, 0, 0] = np.nan, np.inf
    series = read(save(tmp_path / "a.nii", values)).short_axis
    assert series.stack.pixels[0, 0, 0, 0] == series.stack.pixels[0, 0, 0, 1] == values[np.isfinite(values)].min()
    assert any("2 pixels are not finite" in note for note in series.notes)


def test_identity_is_that_of_the_content_and_not_of_the_name(tmp_path: Path) -> None:
    first = save(tmp_path / "a.nii", numbered())
    second = tmp_path / "renamed.nii"
    second.write_bytes(first.read_bytes())
    other = save(tmp_path / "c.nii", numbered() + 1)
    assert read(first).short_axis.series_uid == read(second).short_axis.series_uid
    assert read(first).short_axis.series_uid != read(other).short_axis.series_uid
    assert read(first).study_uid != read(first).short_axis.series_uid
    assert len(read(first).study_uid) <= 64


class Recorder:
    def __init__(self) -> None:
        self.events: list[object] = []

    def preview(self, image: np.ndarray, pixel_spacing_mm: tuple[float, float]) -> None:
        self.events.append(("preview", image.shape))

    def planned(self, study: Study) -> None:
        assert not study.short_axis.stack.present.any()
        self.events.append("planned")

    def frame(self, phase_index: int, slice_index: int) -> None:
        self.events.append((phase_index, slice_index))


def test_a_listener_sees_a_preview_the_plan_and_every_frame(tmp_path: Path) -> None:
    recorder = Recorder()
    read(save(tmp_path / "a.nii", numbered()), listener=recorder)
    assert recorder.events[:2] == [("preview", (7, 11)), "planned"]
    assert recorder.events[2:] == [(phase, slice_) for phase in range(4) for slice_ in range(3)]


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    class AtOnce:
        def is_cancelled(self) -> bool:
            return True

    with pytest.raises(CancelledError):
        nifti.read_study(save(tmp_path / "a.nii", numbered()), progress=SilentProgress(), cancellation=AtOnce())


@pytest.mark.parametrize("shape", [(11, 7), (4, 3, 2, 2, 3)])
def test_a_shape_that_is_no_cine_is_refused(tmp_path: Path, shape: tuple[int, ...]) -> None:
    with pytest.raises(StudyReadError, match=r"a\.nii: a cine has 3 or 4 axes"):
        read(save(tmp_path / "a.nii", np.zeros(shape, np.int16)))


def test_colours_and_complex_values_are_refused(tmp_path: Path) -> None:
    nibabel.save(nibabel.Nifti1Image(np.zeros(SHAPE, np.complex64), AFFINE), tmp_path / "a.nii")
    with pytest.raises(StudyReadError, match="one plain number a pixel"):
        read(tmp_path / "a.nii")


def test_a_file_without_spacing_is_refused(tmp_path: Path) -> None:
    image = nibabel.Nifti1Image(numbered(), None)
    image.header["pixdim"][1:4] = [0.0, 1.5, 8.0]
    nibabel.save(image, tmp_path / "a.nii")
    with pytest.raises(StudyReadError, match=r"pixel spacing is .*set pixdim"):
        read(tmp_path / "a.nii")


@pytest.mark.parametrize("name", ["a.nii", "a.nii.gz"])
def test_what_is_no_nifti_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"no image at all" * 100)
    with pytest.raises(StudyReadError, match=rf"{name}: this cannot be read as a NIfTI file"):
        read(tmp_path / name)


def test_the_message_names_the_folder_once(tmp_path: Path) -> None:
    (tmp_path / "a.nii").write_bytes(b"no image at all")
    with pytest.raises(StudyReadError) as raised:
        read(tmp_path / "a.nii")
    assert str(raised.value).count(str(tmp_path)) == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyReadError, match=r"absent\.nii"):
        read(tmp_path / "absent.nii")


@pytest.mark.parametrize("name", ["a.nii", "a.nii.gz"])
def test_a_cut_off_file_is_refused(tmp_path: Path, name: str) -> None:
    rng = np.random.default_rng(1)
    path = save(tmp_path / name, rng.integers(0, 30000, (32, 32, 3, 4)).astype(np.int16))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(StudyReadError, match="damaged"):
        read(path)


def written(tmp_path: Path, source: Path, name: str = "labels.nii.gz", phases=None) -> nibabel.Nifti1Image:
    stack = read(source).short_axis.stack
    annotations = {(0, 1): triangle(0, 1), (2, 0): triangle(2, 0)}
    annotations = {key: value for key, value in annotations.items() if key[0] < stack.phase_count}
    nifti.write_labels(tmp_path / "out" / name, source, stack, annotations, phases)
    return nibabel.load(tmp_path / "out" / name)


def test_labels_lie_where_the_contours_are(tmp_path: Path) -> None:
    labels = np.asarray(written(tmp_path, save(tmp_path / "a.nii.gz", numbered())).dataobj)
    expected = label_image(triangle(0, 1), (7, 11))
    assert set(np.unique(expected)) == {0, 1, 2}
    np.testing.assert_array_equal(labels[:, :, 1, 0].T, expected)
    np.testing.assert_array_equal(labels[:, :, 0, 2].T, expected)
    assert np.count_nonzero(labels) == 2 * np.count_nonzero(expected)


@pytest.mark.parametrize("units", [("mm", "msec"), ("unknown", "unknown")])
@pytest.mark.parametrize("shape", [SHAPE, SHAPE[:3], (11, 7, 3, 1)])
def test_labels_have_the_grid_of_their_source(tmp_path: Path, shape: tuple[int, ...], units) -> None:
    source = save(tmp_path / "a.nii.gz", numbered(shape), units=units)
    labels, image = written(tmp_path, source), nibabel.load(source)
    assert labels.shape == image.shape
    assert labels.get_data_dtype() == np.uint8
    np.testing.assert_array_equal(labels.affine, image.affine)
    for name in ("pixdim", "qform_code", "sform_code", "srow_x", "srow_y", "srow_z", "quatern_b", "xyzt_units"):
        np.testing.assert_array_equal(labels.header[name], image.header[name])


def test_labels_do_not_inherit_the_scaling_of_the_source(tmp_path: Path) -> None:
    image = nibabel.Nifti1Image(numbered(), AFFINE)
    image.header.set_slope_inter(0.5, 10)
    image.to_filename(tmp_path / "a.nii")
    labels = written(tmp_path, tmp_path / "a.nii", "labels.nii")
    assert set(np.unique(np.asanyarray(labels.dataobj))) == {0, 1, 2}


def test_only_the_wanted_phases_are_written(tmp_path: Path) -> None:
    labels = np.asarray(written(tmp_path, save(tmp_path / "a.nii", numbered()), phases=(0,)).dataobj)
    assert labels[..., 0].any()
    assert not labels[..., 1:].any()


@pytest.mark.parametrize("kind", [nibabel.Nifti2Image, nibabel.Nifti1Pair])
def test_other_kinds_of_nifti_get_labels_on_their_grid_too(tmp_path: Path, kind: type) -> None:
    source = tmp_path / ("a.hdr" if kind is nibabel.Nifti1Pair else "a.nii")
    kind(numbered(), AFFINE).to_filename(source)
    labels = written(tmp_path, source)
    np.testing.assert_array_equal(labels.affine, nibabel.load(source).affine)
    np.testing.assert_array_equal(np.asarray(labels.dataobj)[:, :, 1, 0].T, label_image(triangle(0, 1), (7, 11)))


def test_the_other_byte_order_is_read_and_written(tmp_path: Path) -> None:
    header = nibabel.Nifti1Header(endianness=">")
    header.set_data_dtype(np.int16)
    nibabel.save(nibabel.Nifti1Image(numbered(), AFFINE, header), tmp_path / "a.nii")
    labels = written(tmp_path, tmp_path / "a.nii")
    np.testing.assert_array_equal(labels.affine, nibabel.load(tmp_path / "a.nii").affine)
    np.testing.assert_array_equal(np.asarray(labels.dataobj)[:, :, 1, 0].T, label_image(triangle(0, 1), (7, 11)))


def test_the_same_labels_give_the_same_bytes(tmp_path: Path) -> None:
    source = save(tmp_path / "a.nii.gz", numbered())
    written(tmp_path, source, "one.nii.gz")
    written(tmp_path, source, "two.nii.gz")
    assert (tmp_path / "out/one.nii.gz").read_bytes() == (tmp_path / "out/two.nii.gz").read_bytes()
    assert gzip.decompress((tmp_path / "out/one.nii.gz").read_bytes())


@settings(max_examples=25, deadline=None)
@given(
    st.tuples(st.integers(8, 20), st.integers(8, 20), st.integers(1, 3), st.integers(1, 3)),
    st.tuples(st.floats(0, 7), st.floats(0, 7), st.floats(1.5, 6)),
)
def test_labels_read_back_equal_for_any_grid(
    tmp_path_factory: pytest.TempPathFactory, shape: tuple[int, ...], place: tuple[float, float, float]
) -> None:
    folder = tmp_path_factory.mktemp("labels")
    source = save(folder / "a.nii", np.zeros(shape, np.int16))
    column, row, side = place
    square = [[column, row], [column + side, row], [column + side, row + side], [column, row + side]]
    annotation = SliceAnnotation("1", 0, shape[2] - 1, (Contour(Structure.LV_ENDOCARDIUM, square, "reader"),))
    stack = read(source).short_axis.stack
    nifti.write_labels(folder / "l.nii", source, stack, {(0, shape[2] - 1): annotation})
    back = read(folder / "l.nii").short_axis.stack
    np.testing.assert_array_equal(back.pixels[0, -1], label_image(annotation, stack.image_shape))
    assert back.pixel_spacing_mm == stack.pixel_spacing_mm
    np.testing.assert_array_equal(back.affine_mm, stack.affine_mm)


def test_a_source_that_has_changed_is_refused(tmp_path: Path) -> None:
    source = save(tmp_path / "a.nii", numbered())
    stack = read(source).short_axis.stack
    save(source, numbered((11, 8, 3, 4)))
    with pytest.raises(StudyReadError, match=r"a\.nii: its shape is"):
        nifti.write_labels(tmp_path / "l.nii", source, stack, {})


def test_an_unwritable_place_is_named(tmp_path: Path) -> None:
    source = save(tmp_path / "a.nii", numbered())
    with pytest.raises(OutputError, match=r"a\.nii/l\.nii: the file cannot be written: "):
        nifti.write_labels(source / "l.nii", source, read(source).short_axis.stack, {})


def test_a_name_that_is_no_nifti_name_is_refused(tmp_path: Path) -> None:
    source = save(tmp_path / "a.nii", numbered())
    with pytest.raises(OutputError, match=r"\.nii or \.nii\.gz"):
        nifti.write_labels(tmp_path / "l.png", source, read(source).short_axis.stack, {})


def test_real_cine_reads_and_gets_labels(tmp_path: Path) -> None:
    source = Path(__file__).resolve().parents[2] / "../shared/data/acdc_cine/patient001_4d.nii.gz"
    if not source.exists():
        pytest.skip("the ACDC cines are not here")
    series = read(source).short_axis
    assert series.stack.pixels.shape == (30, 7, 95, 100)
    assert series.stack.pixel_spacing_mm == (1.5625, 1.5625)
    nifti.write_labels(tmp_path / "l.nii.gz", source, series.stack, {(11, 3): triangle(11, 3)})
    labels = nibabel.load(tmp_path / "l.nii.gz")
    np.testing.assert_array_equal(labels.affine, nibabel.load(source).affine)
    assert np.asarray(labels.dataobj)[..., 11].any()
