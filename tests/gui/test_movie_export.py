"""Pictures and movies of the cine are as it is shown, and do not name the patient unless that is asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.image_measurements import ImageMeasurement, MeasurementKind
from cmrstudio.gui.cine_pictures import rgb
from cmrstudio.gui.controllers.movie_export import MovieOptions
from cmrstudio.gui.features.pictures import make_pictures, movie_path
from cmrstudio.gui.views.movie_dialog import MovieDialog
from tests.gui.conftest import ring

LEFT = Qt.MouseButton.LeftButton
PATIENCE_MS = 60_000


@pytest.fixture
def window(open_window, make_study):
    """A window with a phantom of 6 phases and 3 slices, contours on all of them and a caliper on the middle slice."""
    made = open_window(start=False)
    study = make_study(6, 3)
    session = made.session
    session.open_study(study)
    session.complete_study(study)
    session.restore({}, {}, None)
    uid = session.series.series_uid
    contour = Contour(Structure.LV_EPICARDIUM, ring(20.0), "reader")
    session.place([SliceAnnotation(uid, p, s, (contour,)) for p in range(6) for s in range(3)], None)
    caliper = ImageMeasurement("a", MeasurementKind.DISTANCE, 1, 0, np.array([[10.0, 8.0], [50.0, 8.0]]))
    made.image_measuring.place(None, caliper)
    QApplication.processEvents()  # until the views have their sizes
    return made


@pytest.fixture
def pictures(window):
    made = make_pictures(window)
    made.fit_to_view()
    yield made
    made.close()


def share(pixels: np.ndarray, colour: str) -> int:
    """How many pixels are green (the epicardium) or yellow (the caliper)."""
    red, green, blue = (pixels[:, :, index].astype(int) for index in range(3))
    chosen = (green > red + 60) & (green > blue + 40) if colour == "green" else (red > blue + 90) & (green > blue + 60)
    return int(chosen.sum())


def corner(picture: QImage) -> np.ndarray:
    """The top right, where names are written."""
    pixels = rgb(picture)
    return pixels[:34, pixels.shape[1] - 150 :]


def written(window, path: Path, qtbot, options=MovieOptions()) -> None:  # noqa: B008 - frozen
    with qtbot.waitSignal(window.movie.finished, timeout=PATIENCE_MS):
        window.movie.export(path, options)


def frames_of(path: Path) -> tuple[list[np.ndarray], float]:
    reader = cv2.VideoCapture(str(path))
    rate, found = reader.get(cv2.CAP_PROP_FPS), []
    while (read := reader.read())[0]:
        found.append(read[1][:, :, ::-1])
    reader.release()
    return found, rate


# Pictures


def test_a_picture_is_what_the_view_shows(window, pictures) -> None:
    cine = window.page.cine
    cine.zoom_in(2.0)
    cine.canvas.pan_by(40, -25)
    cine.set_window_level(300, 700)
    shown, drawn = rgb(cine.grab().toImage()), rgb(pictures.picture(window.session.position, with_name=True))
    assert drawn.shape == shown.shape
    middle = np.s_[120:-120, 160:-160]
    assert np.abs(drawn[middle].astype(int) - shown[middle]).mean() < 4, "handles apart it is the same"


def test_the_patient_is_not_named_unless_asked_for(window, pictures) -> None:
    window.session.place([window.session.annotation().without(Structure.LV_EPICARDIUM)], None)
    key = window.session.position
    assert corner(pictures.picture(key, with_name=True)).max() > 200
    assert corner(pictures.picture(key)).max() < 60


def test_contours_and_measurements_are_drawn_where_wanted(window, pictures) -> None:
    with_all, without = rgb(pictures.picture((0, 1))), rgb(pictures.picture((0, 1), with_overlays=False))
    assert share(with_all, "green") > 200
    assert share(with_all, "yellow") > 200
    assert share(without, "green") == share(without, "yellow") == 0
    assert share(rgb(pictures.picture((0, 0))), "yellow") == 0, "the caliper is on another slice"


def test_an_image_that_is_missing_says_so(window, pictures) -> None:
    window.session.stack.present[2, 1] = False
    assert share(rgb(pictures.picture((2, 1))), "green") == 0
    assert pictures._view._overlay.content.message == "This image is missing from the study"


def test_ctrl_c_copies_the_image_without_the_name_and_leaves_the_view_alone(window, qtbot) -> None:
    cine = window.page.cine
    before = cine.grab().toImage()
    qtbot.keyClick(cine, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().image()
    assert copied.size() == before.size()
    assert share(rgb(copied), "green") > 200
    assert cine.grab().toImage() == before
    assert "without the patient's name" in window.status.currentMessage()
    window.actions_by_name["overlays"].trigger()
    window.actions_by_name["copy_image"].trigger()
    assert share(rgb(QGuiApplication.clipboard().image()), "green") == 0


@pytest.mark.parametrize(("key", "name"), [(Qt.Key.Key_F4, "montage"), (Qt.Key.Key_F5, "matrix")])
def test_ctrl_c_copies_montage_and_matrix_where_those_are_seen(window, qtbot, key, name) -> None:
    qtbot.keyClick(window, key)
    view = getattr(window.layouts_feature, name)
    qtbot.waitUntil(view.isVisible)
    qtbot.waitUntil(lambda: name == "montage" or view.mosaic.is_current)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().image()
    assert np.array_equal(rgb(copied), rgb(view.grab().toImage()))
    assert np.ptp(rgb(copied)) > 100, "it shows images"
    assert "The images are on the clipboard" in window.status.currentMessage()


def test_the_surfaces_are_copied_where_they_can_be_seen(window, qtbot) -> None:
    QGuiApplication.clipboard().clear()
    window.actions_by_name["copy_surfaces"].trigger()
    assert QGuiApplication.clipboard().image().isNull()
    assert "open the 3-D tab" in window.status.currentMessage()
    window.page.panels.setCurrentIndex(window.page.panels.count() - 1)
    qtbot.waitUntil(window.surfaces.view.isVisible)
    window.actions_by_name["copy_surfaces"].trigger()
    assert QGuiApplication.clipboard().image().size() == window.surfaces.view.size()


def test_the_curve_is_copied_with_the_conventions_that_it_counts_by(window, qtbot) -> None:
    curve, session = window.page.curve, window.session
    endocardium = Contour(Structure.LV_ENDOCARDIUM, ring(14.0), "reader")
    session.place([session.annotation((p, 1)).with_contour(endocardium) for p in range(6)], "Draw")
    qtbot.waitUntil(lambda: bool(np.isfinite(curve.volumes_ml).any()), timeout=5000)
    window.actions_by_name["copy_curve"].trigger()
    copied = QGuiApplication.clipboard().image()
    shown = curve.grab().toImage()
    assert copied.width() == shown.width()
    assert copied.height() > shown.height()
    assert np.array_equal(rgb(copied)[: shown.height()], rgb(shown))
    assert np.ptp(rgb(copied)[shown.height() :]) > 50, "words stand below it"
    assert "The volume curve is on the clipboard" in window.status.currentMessage()


def test_a_curve_or_a_bulls_eye_that_is_not_there_is_not_copied(window) -> None:
    QGuiApplication.clipboard().clear()
    for name, said in (("copy_curve", "segment the study"), ("copy_bulls_eye", "mark the RV insertion")):
        window.actions_by_name[name].trigger()
        assert QGuiApplication.clipboard().image().isNull()
        assert said in window.status.currentMessage()


# Movies


def test_an_mp4_of_the_slice_beats_at_the_speed_of_the_heart(window, qtbot, tmp_path) -> None:
    path = tmp_path / "cine.mp4"
    written(window, path, qtbot)
    frames, rate = frames_of(path)
    assert len(frames) == 6
    assert rate == pytest.approx(25)
    assert all(share(frame, "green") > 100 for frame in frames)
    areas = [int((frame[:, :, 0] > 200).sum()) for frame in frames]
    assert areas[3] < 0.9 * areas[0], "the ventricle is seen to contract"
    assert path.name in window.status.currentMessage()
    assert not window.movie.is_busy
    assert window.status.task_text == ""


def test_in_an_mp4_of_all_slices_each_beats_at_its_own_heart_rate(window, qtbot, tmp_path) -> None:
    stack = window.session.stack
    stack.trigger_times_ms[:, 0] *= 1.5  # that slice was taken at 60 ms a phase, the others at 40
    path = tmp_path / "cine.mp4"
    written(window, path, qtbot, MovieOptions(all_slices=True))
    frames, rate = frames_of(path)
    assert rate == pytest.approx(100)
    assert len(frames) == stack.phase_count * (6 + 4 * (stack.slice_count - 1))


def test_a_gif_of_all_slices_shows_each_as_often_as_wanted(window, qtbot, tmp_path) -> None:
    path = tmp_path / "cine.gif"
    stack = window.session.stack
    stack.trigger_times_ms[:, 2] = np.arange(6) * 60.0
    written(window, path, qtbot, MovieOptions(all_slices=True, with_overlays=False, repeats=2))
    with Image.open(path) as movie:
        durations = []
        for index in range(movie.n_frames):
            movie.seek(index)
            durations.append(movie.info["duration"])
    assert sum(durations) == 2 * 6 * (40 + 40 + 60)


def test_the_movie_names_the_patient_only_where_asked_for(window, qtbot, tmp_path) -> None:
    found = {}
    for with_name in (False, True):
        path = tmp_path / f"{with_name}.mp4"
        written(window, path, qtbot, MovieOptions(with_overlays=False, with_name=with_name))
        frame = frames_of(path)[0][0]
        found[with_name] = int(frame[:34, frame.shape[1] - 150 :].max())
        assert b"Phantom" not in path.read_bytes()
    assert found[False] < 90 < found[True]


def test_a_cancelled_movie_leaves_no_file_and_another_can_be_made(window, qtbot, tmp_path) -> None:
    path = tmp_path / "cine.mp4"
    reports: list[int] = []
    window.movie.progressed.connect(lambda done, _total: reports.append(done))
    with qtbot.waitSignal(window.movie.ended, timeout=PATIENCE_MS):
        window.movie.export(path, MovieOptions(all_slices=True, repeats=20))
        assert window.status.task_text == "Writing the movie…"
        # Not by ``waitSignal``: it would disconnect while the writer's thread goes on reporting.
        qtbot.waitUntil(lambda: bool(reports))
        qtbot.mouseClick(window.status._cancel, LEFT)
    assert not window.movie.is_busy
    assert [path for path in tmp_path.iterdir() if path.stem != "workspace"] == []
    written(window, path, qtbot)
    assert len(frames_of(path)[0]) == 6


def test_closing_the_study_gives_the_movie_up(window, qtbot, tmp_path) -> None:
    with qtbot.waitSignal(window.movie.ended, timeout=PATIENCE_MS):
        window.movie.export(tmp_path / "cine.mp4", MovieOptions(all_slices=True, repeats=20))
        window.session.close_study()
    assert [path for path in tmp_path.iterdir() if path.stem != "workspace"] == []


def test_closing_the_window_ends_the_thread_that_writes(window, qtbot, tmp_path) -> None:
    window.movie.export(tmp_path / "cine.mp4", MovieOptions(all_slices=True, repeats=20))
    thread = window.movie._thread._thread
    window.shut_down()
    assert not thread.is_alive()
    assert not [each for each in tmp_path.iterdir() if "cine" in each.name]


def test_a_place_that_cannot_be_written_is_told(window, qtbot, tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    with qtbot.waitSignal(window.movie.failed, timeout=PATIENCE_MS):
        window.movie.export(tmp_path / "file" / "cine.mp4", MovieOptions())
    assert "cannot be written" in window.message_bar.text


def test_the_reader_goes_on_while_a_movie_is_written(window, qtbot, tmp_path) -> None:
    with qtbot.waitSignal(window.movie.finished, timeout=PATIENCE_MS):
        window.movie.export(tmp_path / "cine.mp4", MovieOptions())
        window.session.go_to(3, 0)
        window.page.cine.zoom_in(1.5)
    assert window.session.position == (3, 0)


# What is asked


def test_the_dialog_leaves_the_name_out_unless_it_is_ticked(qtbot) -> None:
    dialog = MovieDialog(1, 3)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.options == MovieOptions(False, True, False, 1)
    for box in (dialog.all_slices, dialog.overlays, dialog.name):
        box.click()
    dialog.repeats.setValue(4)
    assert dialog.options == MovieOptions(True, False, True, 4)


@pytest.mark.parametrize(
    ("chosen", "chosen_filter", "expected"),
    [
        ("/a/cine.mp4", "MP4 video (*.mp4)", "cine.mp4"),
        ("/a/cine", "Animated GIF (*.gif)", "cine.gif"),
        ("/a/cine.GIF", "MP4 video (*.mp4)", "cine.GIF"),
        ("/a/patient.1", "MP4 video (*.mp4)", "patient.1.mp4"),
        ("/a/cine", "", "cine.mp4"),
    ],
)
def test_a_file_gets_the_ending_that_was_chosen(chosen, chosen_filter, expected) -> None:
    assert movie_path(chosen, chosen_filter).name == expected


def test_the_name_of_the_file_that_is_offered_names_nobody(window, monkeypatch, tmp_path) -> None:
    offered = []
    monkeypatch.setattr(MovieDialog, "exec", lambda self: 1)
    monkeypatch.setattr(
        "cmrstudio.gui.features.pictures.QFileDialog.getSaveFileName",
        lambda parent, title, path, filters: (offered.append(path), ("", ""))[1],
    )
    window.actions_by_name["export_movie"].trigger()
    assert Path(offered[0]).name == "cine-slice-2.mp4"
    assert not window.movie.is_busy


def test_a_file_that_the_reader_was_not_asked_about_is_not_replaced(window, monkeypatch, tmp_path) -> None:
    (tmp_path / "cine.gif").write_bytes(b"before")
    monkeypatch.setattr(MovieDialog, "exec", lambda self: 1)
    monkeypatch.setattr(
        "cmrstudio.gui.features.pictures.QFileDialog.getSaveFileName",
        lambda *_: (str(tmp_path / "cine"), "Animated GIF (*.gif)"),
    )
    window.actions_by_name["export_movie"].trigger()
    assert not window.movie.is_busy
    assert "there already" in window.message_bar.text
    assert (tmp_path / "cine.gif").read_bytes() == b"before"


def test_labels_without_names_keep_what_is_needed_to_read_the_image(window) -> None:
    from cmrstudio.gui.controllers.cine_presenter import corner_texts

    study = window.session.study
    series = replace(study.series[0], description="DOE^JANE short axis")
    window.session.open_study(replace(study, series=(series,)))
    top_left, top_right, _, bottom_right = corner_texts(window.session, (0, 1), with_name=False)
    assert "Slice 2/3" in top_left
    assert top_right == ""
    assert "10.0 mm" in bottom_right
    assert "DOE" in corner_texts(window.session, (0, 1))[1]
