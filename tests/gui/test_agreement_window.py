"""Bland-Altman plots of signed numbers over studies, and their export."""

from __future__ import annotations

import csv
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import AS_TRAINED, BasalRule, Conventions, MitralPlane, PapillaryMuscles
from cmrstudio.domain.errors import OutputError
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.reader_agreement import StudyPair, agreement, icc_2_1, pair_studies
from cmrstudio.domain.readers import Reveal, reading_key
from cmrstudio.domain.sign_off import SignOff, SignOffContent, counted
from cmrstudio.gui.theme import COLOURS, Theme, apply_theme
from cmrstudio.gui.translation import Language, use_language
from cmrstudio.io.agreement_csv import write_agreement
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.reading_records import ReadingRecords
from tests.english_words import english_in

A, B = "Dr. A", "Dr. B"
MASS = Conventions(papillary_muscles=PapillaryMuscles.MASS)
PLANE = Conventions(basal_rule=BasalRule.MITRAL_PLANE, mitral_plane=MitralPlane(8.0, 12.0))
PHASES = PhaseSelection(0, 4)
WHEN = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
EDV_ML = {A: (120.0, 150.0, 180.0, 90.0, 210.0), B: (118.0, 155.0, 176.0, 92.0, 205.0)}


def image(study: int, reader: str, phase: int, radius_px: float = 20.0) -> SliceAnnotation:
    angles = np.arange(12) * np.pi / 6
    points = np.column_stack([np.cos(angles), np.sin(angles)]) * radius_px + 60
    contour = Contour(Structure.LV_ENDOCARDIUM, points, "unet@1.0.0")
    return SliceAnnotation(reading_key(f"1.2.{study}", reader), phase, 3, (contour,))


def sign(store: AnnotationStore, study: int, reader: str, edv_ml: float) -> SignOff:
    drawn = [image(study, reader, phase) for phase in (0, 4)]
    for stored in store.append(drawn, "Segment"):
        store.verify(stored, reader, WHEN)
    here = {(one.phase_index, one.slice_index): one for one in drawn}
    numbers = {"edv_ml": edv_ml, "esv_ml": edv_ml / 2, "sv_ml": edv_ml / 2, "ef_percent": 50.0, "lv_mass_g": None}
    content = SignOffContent(f"1.2.{study}", 0, 4, counted(here, PHASES), numbers)
    signed = SignOff(content, reader, WHEN + timedelta(hours=study), {"unet@1.0.0": 2}, reader=reader)
    return ReadingRecords(store).sign(replace(signed, study_uid=f"1.1.{study}", study_label=f"Patient {study + 1}"))


@pytest.fixture
def signed_workspace(workspace):
    """Five studies that both readers signed, and one that only Dr. A did."""
    store = AnnotationStore.open(workspace)
    for reader in (A, B):
        ReadingRecords(store).switch_reader(reader)
        for study, edv_ml in enumerate(EDV_ML[reader]):
            sign(store, study, reader, edv_ml)
    sign(store, 5, A, 130.0)
    ReadingRecords(store).switch_reader("")
    store.close()
    return workspace


def open_agreement(qtbot, window):
    window.agreement = None
    qtbot.waitUntil(lambda: window.keeping.is_open, timeout=5000)
    window.actions_by_name["agreement"].trigger()
    wait_until_drawn(qtbot, window.agreement)
    return window.agreement


def wait_until_drawn(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.is_drawn)


def lines(plot):
    return sorted(i.value() for i in plot.plot.getPlotItem().items if isinstance(i, pg.InfiniteLine))


def test_bias_limits_and_icc_of_each_number_are_drawn_and_written(qtbot, signed_workspace, open_window):
    dialog = open_agreement(qtbot, open_window())
    first, second = (np.array(EDV_ML[reader]) for reader in (A, B))
    difference = first - second
    bias, sd = difference.mean(), difference.std(ddof=1)
    plot = dialog.plots["edv_ml"]
    assert lines(plot) == pytest.approx([bias - 1.96 * sd, bias, bias + 1.96 * sd])
    words = plot.text.text()
    assert f"bias {bias:+.1f} ml" in words
    assert f"ICC(2,1) {icc_2_1(first, second):.3f}" in words
    assert words.endswith("5 studies")
    dots = next(i for i in plot.plot.getPlotItem().items if isinstance(i, pg.ScatterPlotItem))
    assert sorted(dots.getData()[1]) == pytest.approx(sorted(difference))
    assert dialog.plots["lv_mass_g"].text.text() == "LV mass: no study"
    assert "ICC(2,1) unknown" in dialog.plots["ef_percent"].text.text()


def test_a_study_that_waits_for_the_other_reader_is_named_without_its_numbers(qtbot, signed_workspace, open_window):
    dialog = open_agreement(qtbot, open_window())
    assert dialog.note.text() == "Patient 6: not signed off by Dr. B."
    assert dialog.note.isVisible()


def test_turning_the_readers_round_turns_the_bias(qtbot, signed_workspace, open_window):
    dialog = open_agreement(qtbot, open_window())
    before = agreement(dialog.pairs, "edv_ml").plot.bias
    dialog.first.setCurrentIndex(1)
    assert dialog.pairs == ()
    assert "Two readers" in dialog.note.text()
    dialog.second.setCurrentIndex(0)
    assert agreement(dialog.pairs, "edv_ml").plot.bias == pytest.approx(-before)


def test_a_sign_off_that_is_void_is_left_out(qtbot, signed_workspace, open_window):
    store = AnnotationStore.open(signed_workspace)
    store.append([image(2, B, 4, 21.0)], "Move")
    store.close()
    dialog = open_agreement(qtbot, open_window())
    assert "Patient 3: the sign-off of Dr. B is void." in dialog.note.text()
    assert len(dialog.pairs) == 4


def test_what_was_signed_after_the_readings_were_shown_counts_only_where_wanted(qtbot, signed_workspace, open_window):
    store = AnnotationStore.open(signed_workspace)
    sign(store, 0, A, 140.0)
    ReadingRecords(store).reveal(Reveal("1.2.5", "Prof. S", "teaching", WHEN))
    sign(store, 5, B, 131.0)
    store.close()
    dialog = open_agreement(qtbot, open_window())
    assert dialog.pairs[0].values("edv_ml") == (120.0, 118.0)
    assert "Patient 6: Dr. B signed after the readings had been revealed." in dialog.note.text()
    qtbot.mouseClick(dialog.blind_only, Qt.MouseButton.LeftButton, pos=dialog.blind_only.rect().center() * 0.2)
    assert not dialog.blind_only.isChecked()
    assert dialog.pairs[0].values("edv_ml") == (140.0, 118.0)
    assert len(dialog.pairs) == 6


def test_a_reader_sees_no_numbers_of_a_study_still_to_be_read(qtbot, signed_workspace, open_window):
    store = AnnotationStore.open(signed_workspace)
    ReadingRecords(store).switch_reader("Dr. C")
    store.close()
    dialog = open_agreement(qtbot, open_window())
    assert dialog.pairs == ()
    assert "Patient 1: hidden until Dr. C has signed it off." in dialog.note.text()


def test_a_reader_who_changed_what_was_signed_waits_for_the_next_signature(qtbot, signed_workspace, open_window):
    store = AnnotationStore.open(signed_workspace)
    sign(store, 0, "Dr. C", 110.0)
    store.append([image(0, "Dr. C", 4, 21.0)], "Move")
    ReadingRecords(store).switch_reader("Dr. C")
    store.close()
    dialog = open_agreement(qtbot, open_window())
    dialog.first.setCurrentIndex(dialog.first.findData(A))
    dialog.second.setCurrentIndex(dialog.second.findData(B))
    assert dialog.pairs == ()
    assert "Patient 1: hidden until Dr. C has signed it off." in dialog.note.text()


def test_it_follows_another_theme_and_language_while_it_is_open(qtbot, signed_workspace, open_window):
    dialog = open_agreement(qtbot, open_window())
    plot = dialog.plots["edv_ml"]

    def colours():
        (dots,) = (item for item in plot.plot.getPlotItem().items if isinstance(item, pg.ScatterPlotItem))
        axis = plot.plot.getPlotItem().getAxis("left")
        corner = plot.plot.grab().toImage().pixelColor(2, 2).name()
        return corner, axis.textPen().color().name(), dots.opts["brush"].color().name()

    try:
        for theme in (Theme.LIGHT, Theme.HIGH_CONTRAST, Theme.DARK):
            apply_theme(QApplication.instance(), theme)
            wait_until_drawn(qtbot, dialog)
            assert colours() == (COLOURS.panel, COLOURS.muted, COLOURS.accent)
        use_language(Language.GERMAN)
        wait_until_drawn(qtbot, dialog)
        assert plot.text.text().startswith("EDV: Abweichung ")
        assert plot.text.text().endswith("5 Studien")
        axis = plot.plot.getPlotItem().getAxis("left")
        assert "Differenz" in axis.labelText
        assert axis.tickStrings([0.5, 1.0], 1, 0.5) == ["0,5", "1,0"]
        labels = [one.label.format for one in plot.plot.getPlotItem().items if isinstance(one, pg.InfiniteLine)]
        assert [label.partition(" SD")[0] for label in labels[1:]] == ["-1,96", "+1,96"]
        assert dialog.method.text().startswith("Die Abweichung")
    finally:
        use_language(Language.ENGLISH)
        apply_theme(QApplication.instance(), Theme.DARK)


def test_names_that_a_spreadsheet_would_run_are_text(tmp_path, signed_workspace):
    store = AnnotationStore.open(signed_workspace)
    signed = [one for one in ReadingRecords(store).all_sign_offs() if one.content.series_uid == "1.2.0"]
    store.close()
    first, second = (replace(one, study_label="=cmd|' /C calc'!A0", reader=f"@{one.reader}") for one in signed)
    path, _ = write_agreement(tmp_path / "a.csv", (StudyPair(first, second),))
    with path.open(newline="", encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert (row["study"], row["first_reader"]) == ("'=cmd|' /C calc'!A0", "'@Dr. A")


def open_all(qtbot, window):
    """With what was signed again after the readers had seen each other's readings."""
    dialog = open_agreement(qtbot, window)
    dialog.blind_only.setChecked(False)
    return dialog


class TestConventions:
    """A difference of conventions is no difference of readers."""

    @pytest.fixture
    def choose(self, signed_workspace):
        """Choose conventions for a study in a reader's name, and sign it by them."""

        def choose_and_sign(study: int, reader: str, conventions: Conventions) -> None:
            store = AnnotationStore.open(signed_workspace)
            store.save_conventions(reading_key(f"1.2.{study}", reader), conventions)
            content = ReadingRecords(store).sign_offs(reading_key(f"1.2.{study}", reader))[-1]
            ReadingRecords(store).sign(replace(content, signed_at_utc=datetime.now(UTC)))
            store.close()

        return choose_and_sign

    def test_where_all_count_alike_it_is_said_what_counts_and_nothing_warned_of(
        self, qtbot, signed_workspace, open_window
    ):
        dialog = open_all(qtbot, open_window())
        assert dialog.conventions_note.isHidden()
        assert dialog.conventions.text() == AS_TRAINED.rules_text

    def test_studies_that_two_readers_count_otherwise_are_named_with_what_each_counts(self, qtbot, choose, open_window):
        choose(1, B, MASS)
        text = open_all(qtbot, open_window()).conventions_note.text()
        assert "not all counted by the same conventions" in text
        assert "Patient 1, Patient 3, Patient 4, Patient 5: All slices with contours count. Papillary" in text
        assert "Patient 2: Dr. A: All slices with contours count. Papillary muscles belong to the blood pool." in text
        assert "Dr. B: All slices with contours count. Papillary muscles count to the mass" in text

    def test_studies_counted_otherwise_than_others_by_both_readers_are_named(self, qtbot, choose, open_window):
        for reader in (A, B):
            choose(2, reader, PLANE)
        text = open_all(qtbot, open_window()).conventions_note.text()
        assert "Patient 3: Basal slices count apical of the mitral plane. Papillary" in text

    def test_the_place_of_the_mitral_plane_is_each_studys_own(self, qtbot, choose, open_window):
        for study in range(5):
            for reader in (A, B):
                choose(study, reader, replace(PLANE, mitral_plane=MitralPlane(8.0 + study, 12.0)))
        assert open_all(qtbot, open_window()).conventions_note.isHidden()

    def test_conventions_chosen_after_the_signature_are_not_those_it_was_signed_by(
        self, qtbot, signed_workspace, open_window
    ):
        store = AnnotationStore.open(signed_workspace)
        store.save_conventions(reading_key("1.2.1", B), MASS)
        (signed,) = ReadingRecords(store).sign_offs(reading_key("1.2.1", B))
        store.close()
        assert signed.conventions == Conventions()

    def test_they_stand_in_the_exported_table(self, choose, signed_workspace, tmp_path):
        choose(1, B, MASS)
        store = AnnotationStore.open(signed_workspace)
        pairs, _ = pair_studies(ReadingRecords(store).signed_readings(), A, B, "", blind_only=False)
        store.close()
        path, _ = write_agreement(tmp_path / "a.csv", pairs)
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = {row["study"]: row for row in csv.DictReader(file)}
        assert rows["Patient 2"]["second_conventions"] == MASS.text
        assert rows["Patient 2"]["first_conventions"] == Conventions().text

    def test_it_is_said_in_german_too(self, qtbot, choose, open_window):
        choose(1, B, MASS)
        dialog = open_all(qtbot, open_window())
        use_language(Language.GERMAN)
        try:
            text = dialog.conventions_note.text()
            assert "nicht alle nach denselben Konventionen" in text
            assert english_in(text) == []
        finally:
            use_language(Language.ENGLISH)


def test_of_many_studies_left_out_some_are_named_and_all_in_the_tool_tip(qtbot, signed_workspace, open_window):
    store = AnnotationStore.open(signed_workspace)
    for study in range(6, 45):
        sign(store, study, A, 130.0)
    store.close()
    dialog = open_agreement(qtbot, open_window())
    told = dialog.note.text().splitlines()
    assert told[0] == "Patient 6: not signed off by Dr. B."
    assert told[-1] == "… and 37 more"
    assert len(told) == 4
    assert len(dialog.note.toolTip().splitlines()) == 40
    assert "Patient 45: not signed off by Dr. B." in dialog.note.toolTip()


def test_without_two_readers_it_says_what_is_needed(qtbot, open_window):
    dialog = open_agreement(qtbot, open_window())
    assert "Two readers must have signed" in dialog.note.text()
    assert not dialog.export_button.isEnabled()


def test_it_is_exported_as_two_csv_files(qtbot, signed_workspace, open_window, tmp_path, monkeypatch):
    window = open_window()
    dialog = open_agreement(qtbot, window)
    target = tmp_path / "out" / "pair"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    path = target.with_suffix(".csv")
    qtbot.waitUntil(path.exists, timeout=5000)
    qtbot.waitUntil(lambda: "Written" in window.status.currentMessage(), timeout=5000)
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["study"] for row in rows] == [f"Patient {number}" for number in range(1, 6)]
    assert rows[0]["edv_ml_first"] == "120.000"
    assert rows[0]["edv_ml_difference"] == "2.000"
    assert (rows[0]["lv_mass_g_first"], rows[0]["both_blind"], rows[0]["first_reader"]) == ("", "yes", A)
    with path.with_name("pair_summary.csv").open(newline="", encoding="utf-8-sig") as file:
        summary = {row["number"]: row for row in csv.DictReader(file)}
    assert float(summary["edv_ml"]["icc_2_1"]) == pytest.approx(icc_2_1(EDV_ML[A], EDV_ML[B]), abs=5e-4)
    assert summary["lv_mass_g"]["studies"] == "0"
    assert summary["lv_mass_g"]["bias"] == ""


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be written"):
        write_agreement(tmp_path / "file" / "a.csv", ())


def test_pairs_tell_unknown_numbers_as_nan(workspace):
    store = AnnotationStore.open(workspace)
    pair = StudyPair(sign(store, 0, A, 100.0), sign(store, 0, B, 101.0))
    store.close()
    assert np.isnan(pair.values("lv_mass_g")).all()
    assert pair_studies([], A, B, "") == ((), ())


class TestFetching:
    @pytest.fixture
    def held(self, signed_workspace, open_window, qtbot):
        """A window whose disk does not answer until it is told to."""
        window = open_window()
        qtbot.waitUntil(lambda: window.keeping.is_open, timeout=5000)
        answers = threading.Event()
        window.keeping.write(lambda _: answers.wait(60))
        window.actions_by_name["agreement"].trigger()
        yield window, answers
        answers.set()

    def test_it_says_what_it_waits_for_and_then_shows_it(self, qtbot, held):
        window, answers = held
        dialog = window.agreement
        assert dialog.busy.isVisible()
        assert dialog.busy.text == "Reading the signatures…"
        assert not dialog.is_drawn
        answers.set()
        wait_until_drawn(qtbot, dialog)
        assert not dialog.busy.isVisible()
        assert dialog.first.isVisible()
        assert "of 11" in dialog.busy.text
        assert len(dialog.pairs) == 5

    def test_it_can_be_cancelled_and_opened_anew(self, qtbot, held):
        window, answers = held
        dialog = window.agreement
        with qtbot.waitSignal(dialog.finished, timeout=5000):
            qtbot.mouseClick(dialog.busy.cancel, Qt.MouseButton.LeftButton)
        answers.set()
        again = open_agreement(qtbot, window)
        assert len(again.pairs) == 5
        assert dialog.pairs == ()

    def test_another_language_and_theme_do_not_end_the_waiting(self, qtbot, held):
        window, answers = held
        try:
            use_language(Language.GERMAN)
            assert window.agreement.busy.isVisible()
        finally:
            use_language(Language.ENGLISH)
        answers.set()
        wait_until_drawn(qtbot, window.agreement)

    def test_signatures_that_cannot_be_read_are_told_of_in_the_window(self, qtbot, signed_workspace, open_window):
        connection = sqlite3.connect(signed_workspace)
        connection.execute("DROP TRIGGER sign_offs_no_update")
        connection.execute("UPDATE sign_offs SET content_json = '{}'")
        connection.commit()
        connection.close()
        window = open_window()
        qtbot.waitUntil(lambda: window.keeping.is_open, timeout=5000)
        window.actions_by_name["agreement"].trigger()
        qtbot.waitUntil(lambda: "sign-off 1" in window.message_bar.text, timeout=5000)
        assert not window.agreement.isVisible()
