"""The pictures of the window: one of every view in every look that was asked for."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from cmrstudio.domain.errors import OutputError
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.domain.reader_agreement import pair_studies
from cmrstudio.domain.resource_paths import sample_study_folder
from cmrstudio.gui.demonstration import _Tour
from cmrstudio.gui.demonstration_camera import Look
from cmrstudio.gui.demonstration_layouts import open_menus, pin_and_select
from cmrstudio.gui.demonstration_lists import STATES, add_studies, show_lists
from cmrstudio.gui.demonstration_lists import STUDIES as MADE_UP
from cmrstudio.gui.demonstration_questions import ask_all
from cmrstudio.gui.demonstration_readings import READERS, STUDIES, signed_studies, two_readings
from cmrstudio.gui.demonstration_training import add_mirrored_patients
from cmrstudio.gui.theme import THEMES, Theme, current_theme
from cmrstudio.gui.translation import Language, current_language
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.verified_set import read_verified_set
from tests.gui.layout_hand import draw
from training.layouts.verified_images import read_pixels

PATIENCE_MS = 60_000
LOOKS = (Look(), Look(Theme.LIGHT, Language.GERMAN))


@pytest.fixture
def window(qapp, open_window, make_study):
    palette = qapp.palette()
    made = open_window(start=False)
    study = make_study(10, 5)
    made.session.open_study(study)
    made.session.complete_study(study)
    made.session.restore({}, {}, None)
    yield made
    Look().put_on()
    qapp.setStyleSheet("")
    qapp.setPalette(palette)


@pytest.fixture
def started_window(qtbot, open_window, make_study):
    made = open_window()
    made.verifying.set_reviewer(READERS[0])
    qtbot.waitUntil(lambda: made.models.model_id is not None, timeout=PATIENCE_MS)
    study = make_study(10, 5)
    made.session.open_study(study)
    made.session.complete_study(study)
    qtbot.waitUntil(lambda: made.session.is_restored, timeout=PATIENCE_MS)
    draw(made.session, *[(phase, slice_) for phase in range(10) for slice_ in range(5)])
    made.editing.expand()
    return made


def test_each_look_has_its_own_folder_and_the_first_is_put_back(window, tmp_path):
    tour = _Tour(window, window.session.study.source, tmp_path, LOOKS)
    tour.shoot("reading")
    assert [path.relative_to(tmp_path).as_posix() for path in tour.pictures] == [
        "dark-en/01_reading.png",
        "light-de/01_reading.png",
    ]
    corner = QImage(str(tour.pictures[1])).pixelColor(2, 2).name()
    assert corner == THEMES[Theme.LIGHT].panel
    assert (current_theme(), current_language()) == (Theme.DARK, Language.ENGLISH)


def test_dialogs_are_made_anew_in_every_language(window, tmp_path):
    tour = _Tour(window, window.session.study.source, tmp_path, LOOKS)
    tour._dialogs()
    names = {path.name.partition("_")[2] for path in tour.pictures}
    dialogs = ("shortcuts", "change_shortcuts", "left_out", "models", "reviewer", "readers", "reveal", "movie")
    assert names == {f"{n}.png" for n in (*dialogs, "propagate")}
    assert len(tour.pictures) == 2 * len(names)


def test_one_look_needs_no_folder_of_its_own(window, tmp_path):
    tour = _Tour(window, window.session.study.source, tmp_path, LOOKS[:1])
    tour.shoot("reading")
    assert tour.pictures == [tmp_path / "01_reading.png"]


def test_a_place_that_cannot_be_written_is_named(window, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(OutputError, match="taken"):
        _Tour(window, window.session.study.source, tmp_path / "taken" / "x", LOOKS[:1]).shoot("reading")


def test_panels_windows_reports_and_menus_have_their_pictures(window, tmp_path):
    draw(window.session, *[(phase, slice_) for phase in range(10) for slice_ in range(5)])
    tour = _Tour(window, window.session.study.source, tmp_path, LOOKS[:1])
    tour._panels()
    tour._windows()
    tour._report()
    tour._menus()
    names = {path.name.partition("_")[2].removesuffix(".png") for path in tour.pictures}
    assert names == {
        *("panel_reading", "panel_numbers", "panel_walls", "panel_sign_off", "panel_surfaces"),
        *("conventions", "comparison", "comparison_hidden", "comparison_busy"),
        *("agreement", "agreement_empty", "agreement_busy", "report", "report_written"),
        *(f"menu_{name}" for name in window.actions_by_name.menus),
    }


def test_questions_menus_and_lists_have_their_pictures(window, started_window, tmp_path):
    tour = _Tour(started_window, started_window.session.study.source, tmp_path / "pictures", LOOKS)
    pin_and_select(started_window, tour)
    open_menus(started_window, tour)
    ask_all(started_window, tour)
    show_lists(started_window, sample_study_folder(), tmp_path, tour)
    names = {path.name.partition("_")[2].removesuffix(".png") for path in tour.pictures}
    assert names == {
        *("montage_pinned", "matrix_selected", "cine_menu", "montage_menu", "matrix_menu"),
        *("question_replace", "question_verify", "question_offset", "question_unsaved", "about"),
        *("work_list_many", "work_list_menu", "report_selection", "work_list_unreadable", "work_list_importing"),
    }
    assert len(tour.pictures) == 2 * len(names)


def test_the_work_list_of_the_tour_has_studies_in_every_state(window, tmp_path):
    store = AnnotationStore.open(tmp_path / "other.sqlite")
    add_studies(store, window.session.stack)
    listed = store.summaries.all()
    assert len(listed) == MADE_UP
    assert {summary.state for summary in listed} == set(STATES)
    assert len(store.summaries.thumbnails([summary.entry_id for summary in listed])) == MADE_UP
    store.close()


def test_what_goes_wrong_while_a_question_is_pictured_is_told_and_the_question_closed(window, tmp_path):
    (tmp_path / "taken").write_text("a file")
    tour = _Tour(window, window.session.study.source, tmp_path / "taken" / "x", LOOKS[:1])
    with pytest.raises(OutputError, match="taken"):
        tour.shoot_question("about", window.actions_by_name["about"].trigger)
    assert QApplication.activeModalWidget() is None


def test_two_readers_differ_and_agreement_pairs_every_study(window):
    draw(window.session, *[(phase, slice_) for phase in range(10) for slice_ in range(5)])
    first, second = two_readings(window.session)
    assert len(first.annotations) > len(second.annotations) > 0
    pairs, left_out = pair_studies(signed_studies(window.session), *READERS, READERS[0], blind_only=True)
    assert (len(pairs), left_out) == (STUDIES, ())


def test_mirror_images_of_the_open_study_are_verified_studies_of_other_patients(window, tmp_path):
    draw(window.session, *[(phase, slice_index) for phase in range(10) for slice_index in range(5)])
    window.session.place_phases(PhaseSelection(0, 4, PhaseSource.READER, PhaseSource.READER))
    store = AnnotationStore.open(tmp_path / "other.sqlite")
    add_mirrored_patients(store, window.session, tmp_path)
    verified = read_verified_set(store)
    assert len(verified.patients) == 2
    assert len(verified.images) == 2 * 2 * 5
    assert verified.by_phase() == {"ED": 10, "ES": 10, "other": 0}
    assert {summary.name for summary in store.summaries.all()} == {"Mirrored across", "Mirrored along"}
    for image in read_pixels(verified, tmp_path):
        blood_px = np.argwhere(image.pixels == 900).mean(axis=0)[::-1]
        for contour in image.verified.contours:
            np.testing.assert_allclose(contour.points_px.mean(axis=0), blood_px, atol=0.3)
    store.close()
