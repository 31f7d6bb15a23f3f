"""Both readers' contours on the image with the figures of their agreement, once they may be seen."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.conventions import BasalRule, Conventions, MitralPlane
from cmrstudio.domain.reading_comparison import compare_readings
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.controllers import readers
from cmrstudio.gui.translation import Language, use_language
from tests.gui.reader_hand import become, draw, read, verify_and_sign

A, B = "Dr. A", "Dr. B"


@pytest.fixture
def window(qtbot, open_window, make_study, make_contour):
    """Dr. A has signed, Dr. B has drawn larger contours and not signed yet."""
    made = open_window()
    read(qtbot, made, make_study(10, 5))
    become(qtbot, made, A)
    draw(made, make_contour, 12.0)
    verify_and_sign(qtbot, made)
    become(qtbot, made, B)
    draw(made, make_contour, 13.0, (1, 2))
    return made


def open_comparison(qtbot, window):
    window.comparison = None
    window.actions_by_name["compare_readers"].trigger()
    qtbot.waitUntil(lambda: window.comparison is not None, timeout=5000)
    dialog = window.comparison
    qtbot.waitUntil(lambda: not dialog.busy.isVisible(), timeout=5000)
    return dialog


def texts(table):
    return [
        [table.item(row, column).text() for column in range(table.columnCount())] for row in range(table.rowCount())
    ]


def is_hidden(dialog):
    layers = (dialog.canvas.layer, dialog.canvas.second_layer)
    drawn = any(item.isVisible() for layer in layers for item in layer.contour_items.values())
    return dialog.slices.rowCount() == dialog.numbers.rowCount() == 0 and not drawn and not dialog.slices.isVisible()


def test_nothing_is_shown_until_both_have_signed(qtbot, window):
    dialog = open_comparison(qtbot, window)
    assert is_hidden(dialog)
    assert dialog.hidden.text().startswith("Dr. B: not signed off yet")


def test_the_first_reader_sees_nothing_of_the_second_either(qtbot, window):
    become(qtbot, window, A)
    assert is_hidden(open_comparison(qtbot, window))


def test_once_both_have_signed_both_contours_and_all_figures_are_there(qtbot, window):
    verify_and_sign(qtbot, window)
    dialog = open_comparison(qtbot, window)
    assert (dialog.first.currentText(), dialog.second.currentText()) == (B, A)
    rows = texts(dialog.slices)
    assert len(rows) == 12
    first = rows[0]
    assert first[:3] == ["end-diastole", "2", "endocardium"]
    assert float(first[3]) == pytest.approx(2 * 12**2 / (12**2 + 13**2), abs=0.003)
    assert float(first[4]) == pytest.approx(1.5, abs=0.02)
    assert float(first[5]) == pytest.approx(1.5, abs=0.03)
    assert rows[2][3] == "only dashed"
    names = [row[0] for row in texts(dialog.numbers)]
    assert names == ["EDV", "ESV", "SV", "EF", "LV mass"]
    edv_ml = window.session.measures.edv_ml
    assert texts(dialog.numbers)[0][1] == f"{edv_ml:.1f} ml"
    assert "mean Dice" in dialog.summary.text()


def test_each_readers_numbers_are_counted_as_that_reader_counts(qtbot, window):
    plane = MitralPlane(15.0, 15.0)
    window.measuring.choose(Conventions(BasalRule.MITRAL_PLANE, mitral_plane=plane), "Conventions")
    verify_and_sign(qtbot, window)
    signed = window.sign_off.status.signed.content.numbers
    edv_ml = window.session.measures.edv_ml
    assert signed["edv_ml"] == pytest.approx(edv_ml, abs=5e-4)
    dialog = open_comparison(qtbot, window)
    assert texts(dialog.numbers)[0][1] == f"{edv_ml:.1f} ml"
    assert "Dr. B: end-diastole phase 1, end-systole phase 5. Basal slices count apical of" in dialog.phases.text()
    assert "Dr. A: end-diastole phase 1, end-systole phase 5. All slices with contours count" in dialog.phases.text()


def test_it_speaks_german_where_the_window_does(qtbot, window):
    verify_and_sign(qtbot, window)
    dialog = open_comparison(qtbot, window)
    try:
        use_language(Language.GERMAN)
        assert texts(dialog.slices)[0][:3] == ["Enddiastole", "2", "Endokard"]
        assert dialog.summary.text().startswith("Endokard: mittlerer Dice")
        assert dialog.place.text().startswith("Schicht ")
        assert dialog.phases.text().startswith("Beide: Enddiastole Phase 1")
    finally:
        use_language(Language.ENGLISH)
    assert texts(dialog.slices)[0][:3] == ["end-diastole", "2", "endocardium"]


def test_a_row_shows_its_image_with_solid_and_dashed_contours(qtbot, window):
    verify_and_sign(qtbot, window)
    dialog = open_comparison(qtbot, window)
    place = dialog.slices.visualItemRect(dialog.slices.item(1, 0)).center()
    qtbot.mouseClick(dialog.slices.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dialog.place.text() == "Slice 3, phase 1. Solid: Dr. B. Dashed: Dr. A."
    solid, dashed = (
        layer.contour_items[Structure.LV_ENDOCARDIUM] for layer in (dialog.canvas.layer, dialog.canvas.second_layer)
    )
    assert solid.isVisible()
    assert dashed.isVisible()
    assert solid._state is ContourState.VERIFIED
    assert (solid.pen().style(), dashed.pen().style()) == (Qt.PenStyle.SolidLine, Qt.PenStyle.CustomDashLine)
    qtbot.keyClick(dialog.slices, Qt.Key.Key_Down)
    assert dialog.place.text().startswith("Slice 4, phase 1")
    assert not solid.isVisible()


def test_an_edit_after_signing_hides_both_again(qtbot, window, make_contour):
    verify_and_sign(qtbot, window)
    window.session.go_to(0, 1)
    window.session.finish_gesture(window.session.annotation().with_contour(make_contour(14, "reader")), "Move")
    assert window.keeping.flush() is None
    assert is_hidden(open_comparison(qtbot, window))


def test_a_supervisor_reveals_with_name_and_reason(qtbot, window):
    window.actions_by_name["readers"].trigger()
    qtbot.waitUntil(lambda: window.readers_dialog is not None, timeout=5000)
    qtbot.mouseClick(window.readers_dialog.reveal, Qt.MouseButton.LeftButton)
    dialog = window.reveal_dialog
    assert not dialog.reveal_button.isEnabled()
    qtbot.keyClicks(dialog.supervisor, "Prof. S")
    qtbot.keyClicks(dialog.reason, "teaching")
    with qtbot.waitSignal(window.readers.revealed, timeout=5000):
        qtbot.mouseClick(dialog.reveal_button, Qt.MouseButton.LeftButton)
    dialog = open_comparison(qtbot, window)
    assert (dialog.hidden.text() if dialog.hidden.isVisible() else "") == ""
    assert not is_hidden(dialog)


def test_what_is_shown_goes_with_the_reader(qtbot, window):
    verify_and_sign(qtbot, window)
    dialog = open_comparison(qtbot, window)
    become(qtbot, window, A)
    assert not dialog.isVisible()
    assert window.comparison is None


def test_a_third_reader_who_has_yet_to_read_sees_neither(qtbot, window):
    verify_and_sign(qtbot, window)
    become(qtbot, window, "Dr. C")
    dialog = open_comparison(qtbot, window)
    assert is_hidden(dialog)
    assert "Dr. C" in dialog.hidden.text()


def test_one_reader_alone_cannot_be_compared(qtbot, open_window, make_study):
    window = open_window()
    read(qtbot, window, make_study(10, 5, "2"))
    window.actions_by_name["compare_readers"].trigger()
    qtbot.waitUntil(lambda: "Only one reader" in window.message_bar.text, timeout=5000)


def test_the_same_reader_twice_is_nothing_to_compare(qtbot, window):
    verify_and_sign(qtbot, window)
    dialog = open_comparison(qtbot, window)
    dialog.second.setCurrentIndex(dialog.first.currentIndex())
    assert is_hidden(dialog)
    assert dialog.hidden.text() == "Choose two different readers."


def test_contours_are_compared_away_from_the_thread_of_the_window(qtbot, window, monkeypatch):
    verify_and_sign(qtbot, window)
    threads = []

    def compare(*readings):
        threads.append(threading.current_thread())
        return compare_readings(*readings)

    monkeypatch.setattr(readers, "compare_readings", compare)
    dialog = open_comparison(qtbot, window)
    assert dialog.slices.rowCount() > 0
    assert len(threads) == 1
    assert threads[0].name == "readers"


def test_fetching_says_so_and_can_be_cancelled(qtbot, window):
    verify_and_sign(qtbot, window)
    held = threading.Event()
    window.keeping.write(lambda _: held.wait(60))
    try:
        window.actions_by_name["compare_readers"].trigger()
        qtbot.wait(50)
        assert window.comparison is None  # who has drawn here is asked of the same disk
        held.set()
        qtbot.waitUntil(lambda: window.comparison is not None, timeout=5000)
        held.clear()
        window.keeping.write(lambda _: held.wait(60))
        dialog = window.comparison
        dialog.second.setCurrentIndex(dialog.first.currentIndex())
        dialog.second.setCurrentIndex(1 - dialog.first.currentIndex())
        assert dialog.busy.isVisible()
        assert dialog.busy.text == "Fetching both readings…"
        with qtbot.waitSignal(dialog.finished, timeout=5000):
            qtbot.mouseClick(dialog.busy.cancel, Qt.MouseButton.LeftButton)
    finally:
        held.set()
    qtbot.waitUntil(lambda: window.keeping.flush() is None, timeout=5000)
    qtbot.wait(100)
    assert not dialog.isVisible()
    assert dialog.slices.rowCount() == 0
