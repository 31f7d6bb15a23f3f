"""The box in which a reader chooses what counts, the numbers that follow at once, and that it is kept and undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import AS_TRAINED, BasalRule, Conventions, PapillaryMuscles
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.gui.views.conventions_dialog import ConventionsDialog
from cmrstudio.store.annotation_store import AnnotationStore
from tests.gui.conftest import ring

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def read_phantom(qtbot, open_window, make_study):
    """A window on a phantom whose basal slice is surrounded by muscle on a quarter of its circumference."""

    def read():
        window = open_window()
        study = make_study(4, 5)
        window.session.open_study(study)
        window.session.complete_study(study)
        qtbot.waitUntil(lambda: window.session.is_restored)
        return window

    return read


@pytest.fixture
def window(read_phantom):
    opened = read_phantom()
    uid = opened.session.series.series_uid
    open_ring = ring(20.0, count=24)
    open_ring[6:] = ring(12.4, count=24)[6:]
    placed = []
    for phase in range(4):
        for slice_ in range(5):
            outer = open_ring if slice_ == 0 else ring(20.0, count=24)
            inner = Contour(Structure.LV_ENDOCARDIUM, ring(12.0, count=24), "unet@1.0.0")
            contours = (inner, Contour(Structure.LV_EPICARDIUM, outer, "unet@1.0.0"))
            placed.append(SliceAnnotation(uid, phase, slice_, contours))
    opened.session.place(placed, "Segment")
    opened.session.place_phases(PhaseSelection(0, 2))
    return opened


@pytest.fixture
def dialog(qtbot, window) -> ConventionsDialog:
    qtbot.mouseClick(window.page.measures.conventions_button, LEFT)
    assert window.conventions_dialog.isVisible()
    return window.conventions_dialog


def test_what_counts_stands_beside_the_numbers_from_the_start(window):
    assert window.page.measures.conventions_text == AS_TRAINED.text


def test_the_box_is_reached_by_its_shortcut_too(qtbot, window):
    window.actions_by_name["conventions"].trigger()
    assert window.conventions_dialog.isVisible()


def test_leaving_out_an_open_basal_slice_changes_the_numbers_at_once(qtbot, window, dialog):
    before_ml = window.session.measures.edv_ml
    qtbot.mouseClick(dialog.basal[BasalRule.CIRCUMFERENCE], LEFT)
    assert window.session.measures.edv_ml == pytest.approx(before_ml * 4 / 5)
    assert "at least 50 % of the blood" in window.page.measures.conventions_text
    assert f"EDV {before_ml * 4 / 5:.1f} ml" in dialog.effect_text


def test_the_share_can_be_typed(qtbot, window, dialog):
    qtbot.mouseClick(dialog.basal[BasalRule.CIRCUMFERENCE], LEFT)
    dialog.circumference.selectAll()
    qtbot.keyClicks(dialog.circumference, "10")
    qtbot.keyClick(dialog.circumference, Qt.Key.Key_Return)
    assert window.measuring.conventions.least_circumference_percent == 10
    assert window.session.measures.end_diastolic.slice_indices == (0, 1, 2, 3, 4)


def test_counting_by_the_mitral_plane_begins_with_what_counts_now(qtbot, window, dialog):
    before_ml = window.session.measures.edv_ml
    qtbot.mouseClick(dialog.basal[BasalRule.MITRAL_PLANE], LEFT)
    assert window.measuring.conventions.basal_rule is BasalRule.MITRAL_PLANE
    assert window.session.measures.edv_ml == pytest.approx(before_ml)


def test_the_mitral_plane_is_put_at_the_slice_on_the_screen(qtbot, window, dialog):
    qtbot.mouseClick(dialog.basal[BasalRule.MITRAL_PLANE], LEFT)
    window.session.go_to(0, 2)
    qtbot.mouseClick(dialog.plane_buttons[True], LEFT)
    plane = window.measuring.conventions.mitral_plane
    assert (plane.end_diastole_mm, plane.end_systole_mm) == (-5.0, 15.0)
    assert window.session.measures.end_systolic.slice_indices == (2, 3, 4)


def test_each_choice_is_an_undo_step_with_a_name(qtbot, window, dialog):
    before_ml = window.session.measures.edv_ml
    qtbot.mouseClick(dialog.basal[BasalRule.CIRCUMFERENCE], LEFT)
    assert window.session.undo_stack.undoText() == "Change basal rule"
    window.actions_by_name.undo.trigger()
    assert window.session.measures.edv_ml == pytest.approx(before_ml)
    assert dialog.basal[BasalRule.ALL_CONTOURS].isChecked()
    window.actions_by_name.redo.trigger()
    assert dialog.basal[BasalRule.CIRCUMFERENCE].isChecked()


def test_papillary_muscles_can_be_counted_to_the_mass(qtbot, window, dialog):
    assert not dialog.grey.isEnabled()
    qtbot.mouseClick(dialog.papillary[PapillaryMuscles.MASS], LEFT)
    assert dialog.grey.isEnabled()
    assert "count to the mass" in window.page.measures.conventions_text
    assert "ml at end-systole" in window.page.measures.conventions_text


def test_papillary_muscle_leaves_the_volumes_and_comes_to_the_mass(qtbot, window, dialog):
    window.session.stack.pixels[0, 2, 30:33, 30:34] = 200
    before = window.session.measures
    qtbot.mouseClick(dialog.papillary[PapillaryMuscles.MASS], LEFT)
    after = window.session.measures
    muscle_ml = 12 * 1.5**2 * 10 / 1000
    assert after.edv_ml == pytest.approx(before.edv_ml - muscle_ml)
    assert after.esv_ml < before.esv_ml, "the phantom's blood shrinks more than its contours"
    assert after.lv_mass_g == pytest.approx(before.lv_mass_g + 1.05 * muscle_ml)


def entry_of(window):
    return next(
        (one for one in window.work_list.model.entries if one.study_uid == window.session.study.study_uid), None
    )


def test_the_work_list_counts_as_the_study_does_and_says_so(qtbot, window, dialog):
    for choice in (dialog.basal[BasalRule.CIRCUMFERENCE], dialog.papillary[PapillaryMuscles.MASS]):
        qtbot.mouseClick(choice, LEFT)
        chosen = window.measuring.conventions.text
        qtbot.waitUntil(lambda text=chosen: text in getattr(entry_of(window), "measured_on", ""), timeout=60_000)
        entry, measures = entry_of(window), window.session.measures
        assert (entry.edv_ml, entry.esv_ml) == (measures.edv_ml, measures.esv_ml)
        assert entry.ef_percent == pytest.approx(measures.ef_percent)


def test_what_counts_stands_at_the_curve_and_at_the_numbers_to_be_signed(qtbot, window, dialog):
    assert window.page.curve.toolTip() == AS_TRAINED.text
    assert AS_TRAINED.text in shown_in(window.sign_off_panel)
    qtbot.mouseClick(dialog.basal[BasalRule.CIRCUMFERENCE], LEFT)
    assert "at least 50 % of the blood" in window.page.curve.toolTip()
    qtbot.waitUntil(lambda: "at least 50 % of the blood" in shown_in(window.sign_off_panel))


def shown_in(panel) -> str:
    return " ".join(label.text() for label in panel.findChildren(QLabel))


def tinted(window) -> int:
    return len(window.page.cine.canvas.layer.papillary_item._pixels)


def test_what_counts_as_papillary_muscle_is_tinted_on_the_image(qtbot, window, dialog):
    window.session.go_to(0, 2)
    window.session.stack.pixels[0, 2, 30:33, 30:34] = 200
    assert tinted(window) == 0
    qtbot.mouseClick(dialog.papillary[PapillaryMuscles.MASS], LEFT)
    assert tinted(window) == 12
    window.session.go_to(0, 3)
    assert tinted(window) == 0
    window.session.go_to(0, 2)
    assert tinted(window) == 12
    window.actions_by_name["overlays"].trigger()
    assert not window.page.cine.canvas.layer.papillary_item.isVisible()
    window.actions_by_name["overlays"].trigger()
    qtbot.mouseClick(dialog.papillary[PapillaryMuscles.BLOOD_POOL], LEFT)
    assert tinted(window) == 0


def test_a_choice_is_there_again_after_a_restart(qtbot, window, dialog, read_phantom):
    qtbot.mouseClick(dialog.basal[BasalRule.CIRCUMFERENCE], LEFT)
    chosen = window.measuring.conventions
    window.shut_down()
    again = read_phantom()
    qtbot.waitUntil(lambda: again.measuring.conventions == chosen)
    assert again.session.measures.conventions == chosen


def test_another_study_is_measured_as_models_were_trained(qtbot, window, dialog, make_study):
    qtbot.mouseClick(dialog.basal[BasalRule.CIRCUMFERENCE], LEFT)
    other = make_study(4, 5, "2")
    window.session.open_study(other)
    assert window.measuring.conventions == AS_TRAINED
    assert dialog.basal[BasalRule.ALL_CONTOURS].isChecked()


def test_closing_the_study_closes_the_box(window, dialog):
    window.session.close_study()
    assert not dialog.isVisible()


def test_every_control_has_a_name_and_a_tip(dialog):
    spins = [dialog.circumference, dialog.grey, *dialog.plane.values()]
    assert all(spin.accessibleName() and spin.toolTip() for spin in spins)
    buttons = [*dialog.basal.values(), *dialog.papillary.values(), *dialog.plane_buttons.values()]
    assert all(button.text() and button.toolTip() for button in buttons)


def test_a_choice_made_before_the_workspace_was_open_is_kept_too(qtbot, open_window, make_study):
    window = open_window(start=False)
    study = make_study(4, 5)
    window.session.open_study(study)
    window.session.complete_study(study)
    window.measuring.choose(Conventions(BasalRule.CIRCUMFERENCE), "Change basal rule")
    window.start()
    qtbot.waitUntil(lambda: window.session.is_restored, timeout=20_000)
    assert window.keeping.flush() is None
    window.shut_down()
    store = AnnotationStore.open(window._workspace)
    assert store.conventions(study.short_axis.series_uid) == Conventions(BasalRule.CIRCUMFERENCE)
    store.close()
