"""A German window driven into messages of all layers: none of them stays English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)

from cmrstudio.domain.aha_segments import RvInsertion
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import BasalRule, Conventions, MitralPlane, PapillaryMuscles
from cmrstudio.domain.patient_facts import PatientFacts, Sex
from cmrstudio.domain.study import LeftOut
from cmrstudio.gui.controllers.learning import Stage
from cmrstudio.gui.translation import Language, translate_widgets, use_language
from cmrstudio.gui.views.bulls_eye import BullsEye, Scale
from cmrstudio.gui.views.learning_controls import LearningControls
from cmrstudio.gui.views.quality_bar import QualityBar
from cmrstudio.gui.views.readers_dialog import ReadersDialog
from cmrstudio.gui.views.sign_off_dialog import SignOffDialog
from tests.english_words import english_in, german_in
from tests.gui.conftest import ring
from tests.gui.test_report_dialog import open_phantom
from training.finetune_settings import EpochReport

PROPERTIES = ("text", "title", "windowTitle", "toolTip", "statusTip", "accessibleName", "placeholderText")
NOTES = (
    "Slice 2 was acquired 2 times: the later complete acquisition (20 images) is used; left out: 12 images.",
    "Slice 4: the images of phases 3, 5-7 are missing.",
    "At least one slice is missing between slices 3 and 4: they are 16.0 mm apart, the others 8.0 mm.",
    "the phases of all slices are ordered by instance number. This may be wrong: check that the cine plays smoothly.",
    "The slice thickness is not given: no volume can be measured.",
)


def shown(root: QObject) -> Iterator[tuple[str, str]]:
    """Every text in a window and where it stands; what a person typed aside."""
    for one in (root, *root.findChildren(QWidget), *root.findChildren(QAction)):
        where = f"{type(one).__name__} {one.objectName()}"
        if isinstance(one, QPlainTextEdit):
            continue
        for name in PROPERTIES:
            words = one.property(name)
            if isinstance(words, str) and words and not (name == "text" and isinstance(one, QLineEdit)):
                yield f"{where}.{name}", words
        if isinstance(one, QTabWidget):
            yield from ((f"{where} tab", one.tabText(index)) for index in range(one.count()))
        elif isinstance(one, QComboBox):
            yield from ((f"{where} item", one.itemText(index)) for index in range(one.count()))
        elif isinstance(one, QAbstractItemView) and one.model() is not None:
            yield from _cells(one, where)


def _cells(view: QAbstractItemView, where: str) -> Iterator[tuple[str, str]]:
    model = view.model()
    columns = 1 if isinstance(view, QListView) else model.columnCount()
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    for row in range(min(model.rowCount(), 100)):
        for column in range(columns):
            words = (model.index(row, column).data(role) for role in roles)
            yield from ((f"{where} cell", text) for text in words if isinstance(text, str))
    for column in range(columns):
        for role in roles[:2]:
            text = model.headerData(column, Qt.Orientation.Horizontal, role)
            if isinstance(text, str):
                yield f"{where} head", text


def english_shown(root: QObject) -> list[str]:
    return sorted({f"{where}: {text}" for where, text in shown(root) if english_in(text.replace("&", ""))})


@pytest.fixture
def window(qtbot, open_window, make_study):
    """A German window on a study with notes, files left out and a patient."""
    made = open_window()
    use_language(Language.GERMAN)
    study = make_study(10, 5)
    series = replace(study.short_axis, notes=NOTES)
    known = PatientFacts(sex=Sex.MALE, age_years=57.6, height_cm=178.0, weight_kg=82.0, heart_rate_bpm=64.0)
    left_out = tuple(
        LeftOut(study.source / f"{number}.dcm", reason)
        for number, reason in enumerate(
            (
                "not a DICOM file",
                "other pixel spacing (1.4 x 1.4 mm, not 1.5 x 1.5 mm) than in the rest of its series",
                "a cine in another plane (1 slice, 20 phases), not short axis",
                "damaged DICOM file: it is cut short in element (7FE0,0010)",
            )
        )
    )
    open_phantom(qtbot, made, replace(study, series=(series,), patient=known, left_out=left_out))
    made.show_page()
    yield made
    use_language(Language.ENGLISH)


def look_at_all_panels(qtbot, window) -> None:
    tabs = window.page.panels
    for index in range(tabs.count()):
        tabs.setCurrentIndex(index)
        qtbot.wait(80)


def is_at_rest(window) -> bool:
    """Whether nothing in the window will change by itself: the study is on the work list, and the engine is there."""
    texts = {text for _, text in shown(window)}
    return "1 Studie" in texts and "Rechenwerk startet…" not in texts


def test_an_open_study_and_what_is_missing_of_it_have_nothing_english(qtbot, window):
    look_at_all_panels(qtbot, window)
    assert english_shown(window) == []
    assert window.page.measures.value_text("edv_ml") == f"{window.session.measures.edv_ml:.1f}".replace(".", ",")


def test_warnings_reasons_and_obstacles_have_nothing_english(qtbot, window):
    window.study_facts.mark_insertion(RvInsertion(0, 2, 20.0, 20.0))
    window.measuring.choose(Conventions(papillary_muscles=PapillaryMuscles.MASS), "Change papillary muscles")
    uid = window.session.series.series_uid
    bare = SliceAnnotation(uid, 0, 2, (Contour(Structure.LV_ENDOCARDIUM, ring(20.0), "unet@1.0.0", 0.4),))
    window.session.place([bare], "Segment")
    window.session.go_to(0, 2)
    look_at_all_panels(qtbot, window)
    qtbot.waitUntil(lambda: "Qualität 0,40" in window.page.verify_box.reason_text, timeout=10_000)
    assert any(text.startswith("Kein Epikard auf Schicht 3 in Phase 1") for text in window.page.measures.flag_texts)
    assert english_shown(window) == []
    nothing_counts = Conventions(basal_rule=BasalRule.MITRAL_PLANE, mitral_plane=MitralPlane(100.0, 100.0))
    window.measuring.choose(nothing_counts, "Change basal rule")
    look_at_all_panels(qtbot, window)
    assert "keine endokardiale Kontur, die zählt, in der Enddiastole" in window.page.measures.flag_texts[0]
    assert english_shown(window) == []


def test_dialogs_of_files_left_out_models_and_signing_have_nothing_english(qtbot, window):
    window.sign_off.refresh()
    dialogs = (window.make_left_out_dialog(), window.make_models_dialog(), SignOffDialog(window.sign_off.status, ""))
    for dialog in dialogs:
        dialog.setParent(window, dialog.windowFlags())
        dialog.show()
        qtbot.waitExposed(dialog)
        assert english_shown(dialog) == []
        dialog.close()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: folder.mkdir(), "es sind keine Dateien darin; einen Kurzachsen-Cine wählen"),
        (lambda folder: folder.write_text("no image"), "keine DICOM-Datei"),
        (lambda folder: None, "diese Datei oder diesen Ordner gibt es nicht"),
    ],
)
def test_what_cannot_be_opened_is_refused_in_german(qtbot, window, tmp_path, make, said):
    folder = tmp_path / "Studie"
    make(folder)
    with qtbot.waitSignal(window.opening.failed, timeout=30_000):
        window.open_path(folder)
    text = window.message_bar._text.text()
    assert said in text
    assert english_in(text.replace(str(folder), "")) == []


def test_an_open_window_goes_to_english_and_back_with_all_its_messages(qtbot, window):
    qtbot.waitUntil(lambda: is_at_rest(window), timeout=120_000)
    look_at_all_panels(qtbot, window)
    german = sorted(set(shown(window)))
    use_language(Language.ENGLISH)
    look_at_all_panels(qtbot, window)
    assert "End-diastolic volume, per m² of body surface area" in {text for _, text in shown(window)}
    assert sorted({f"{where}: {text}" for where, text in shown(window) if german_in(text.replace("&", ""))}) == []
    use_language(Language.GERMAN)
    look_at_all_panels(qtbot, window)
    assert sorted(set(shown(window))) == german


def test_news_in_the_status_bar_follow_the_language(window):
    window.show_message("Contours drawn on 219 images.")
    use_language(Language.ENGLISH)
    assert window.status.currentMessage() == "Contours drawn on 219 images."
    use_language(Language.GERMAN)
    assert english_in(window.status.currentMessage()) == []


def test_the_choice_of_readers_is_german(window):
    dialog = ReadersDialog(("Dr. Weber",), "", window)
    translate_widgets(dialog)
    texts = [dialog.list.item(row).text() for row in range(2)]
    assert texts == ["●  Gemeinsamer Befund, für alle sichtbar (jetzt)", "○  Dr. Weber"]
    assert english_shown(dialog) == []
    dialog.deleteLater()


def test_numbers_that_are_painted_spun_or_told_have_a_comma_and_follow_the_language(window):
    eye = BullsEye(window)
    eye.show_values(np.full(16, 7.25), Scale(4, 16, "mm", 1), "")
    bar = QualityBar("Endocardium", window)
    bar.show_quality(0.953, is_drawn=True)
    spin = QDoubleSpinBox(window)
    spin.setMinimum(-10)
    spin.setDecimals(1)
    spin.setValue(-5)
    translate_widgets(window)
    assert (eye.segment_text(0)[-6:], spin.text()) == ("7,2 mm", "-5,0")
    assert "0,95" in bar.toolTip()
    window.show_message("The report is written: 7 files in /tmp/reports")
    assert window.status.currentMessage() == "Der Bericht ist geschrieben: 7 Dateien in /tmp/reports"
    use_language(Language.ENGLISH)
    assert (eye.segment_text(0)[-6:], spin.text()) == ("7.2 mm", "-5.0")
    assert "0.95" in bar.toolTip()
    assert window.status.currentMessage() == "The report is written: 7 files in /tmp/reports"


def test_what_a_training_computes_on_is_told_in_german(qtbot, window):
    controls = LearningControls()
    qtbot.addWidget(controls)
    controls.show_stage(Stage.TRAINING)
    controls.show_report(EpochReport(1, 3, 0.1, 0.1, {}, 1, 55.0, 1741.0, "Intel(R) Xeon(R) Processor, 2 cores"))
    assert controls.facts.text() == "noch etwa 55 s · 1,7 GB Speicher · Intel(R) Xeon(R) Processor, 2 Kerne"
