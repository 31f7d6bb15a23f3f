"""The training window, worked by its buttons: on real files, and where a model learns, with the real engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLabel

from cmrstudio import learning, workflow
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.reader_consensus import CONSENSUS
from cmrstudio.domain.readers import Reveal, reading_key
from cmrstudio.domain.sentence import Sentence
from cmrstudio.gui.controllers.learning import Stage
from cmrstudio.gui.translation import Language, use_language
from cmrstudio.gui.views.learning_words import phase_text, say, signed
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.reading_records import ReadingRecords
from cmrstudio.store.records import StudyRecord
from tests.gui.training_hand import MODEL, SOON_MS, add_candidate, reference, shown_version
from tests.training.truth_files import write_nifti
from tests.verified_hearts import NOW, SPACING_MM, drawn, hearts, verify
from training.comparison import BETTER_OF_ONE
from training.finetune_settings import FineTuneSettings

# What is verified


def test_it_says_what_is_verified_by_phase_region_and_correction(open_training):
    view = open_training().learning_window
    new = view.data.overview.new
    assert (len(new.images), new.by_phase(), new.by_region()) == (
        18,
        {"ED": 9, "ES": 9, "other": 0},
        {"base": 6, "middle": 6, "apex": 6},
    )
    assert view.data.headline.text().startswith("18 images of ")
    assert view.data.unread.rowCount() == len(view.data.overview.unread)
    assert view.controls.models.findData("unet") >= 0
    assert view.controls.models.findData("ensemble") < 0, "an ensemble does not learn"


def test_too_few_patients_are_told_when_it_is_started_and_nothing_begins(qtbot, open_training, workspace):
    window = open_training(patients=1)
    view = window.learning_window
    assert view.data.lacking.text().startswith("Contours at end-diastole and at end-systole must be verified of at")
    view.controls.start.click()
    qtbot.waitUntil(lambda: "of at least 2 patients" in view.controls.message.text(), timeout=SOON_MS)
    assert window.learning.stage is Stage.IDLE
    assert not (workspace.parent / "learning" / "runs").exists()


def test_readers_who_contradict_each_other_are_named_and_one_can_be_chosen(qtbot, open_training, workspace):
    verify(workspace.parent, 2)
    store = AnnotationStore.open(workspace)
    key = next(iter({image.series_uid for image in learning_images(store)}))
    far = drawn(reading_key(key, "Dr. Second"), 0, 0, 0, np.array([20.0, 20.0]))
    (stored,) = store.append([SliceAnnotation(far.series_uid, 0, 0, far.contours)], "Freehand")
    store.verify(stored, "Dr. Second", NOW)
    ReadingRecords(store).reveal(Reveal(key, "Dr. Head", "to learn from", NOW))
    store.close()
    view = open_training().learning_window
    assert "the cavities of Dr. Example, Dr. Second overlap with a Dice of 0.00 only" in view.data.contradictions.text()
    assert len(view.data.overview.verified.images) == 11
    readers = [view.data.readers.itemText(index) for index in range(view.data.readers.count())]
    assert readers == ["All readers, in consensus", "The shared reading alone", "Dr. Second"]
    view.data.readers.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(view.data.overview.verified.images) == 12, timeout=SOON_MS)
    assert view.data.contradictions.isHidden()


def test_what_a_blind_reader_drew_is_neither_shown_nor_learned_from_before_it_is_signed_off(
    qtbot, open_training, workspace
):
    verify(workspace.parent, 2)
    store = AnnotationStore.open(workspace)
    key = next(iter({image.series_uid for image in learning_images(store)}))
    far = drawn(reading_key(key, "Dr. Second"), 0, 0, 0, np.array([20.0, 20.0]))
    (stored,) = store.append([SliceAnnotation(far.series_uid, 0, 0, far.contours)], "Freehand")
    store.verify(stored, "Dr. Second", NOW)
    store.close()
    view = open_training().learning_window
    assert view.data.contradictions.isHidden()
    assert [view.data.readers.itemData(index) for index in range(view.data.readers.count())] == [CONSENSUS, "shared"]
    assert len(view.data.overview.verified.images) == 12
    assert "Verified images of other readers that are left out: 1." in view.data.hints.text()


def learning_images(store):
    from cmrstudio.store.verified_set import read_verified_set

    return read_verified_set(store).images


def test_patients_are_named_as_in_the_work_list(qtbot, open_training, versions, workspace):
    verify(workspace.parent, 2)
    store = AnnotationStore.open(workspace)
    keys = {Path(summary.source).name: summary.patient_key for summary in store.summaries.all()}
    key = keys["patient1.nii.gz"]
    summary = next(one for one in store.summaries.all() if one.patient_key == key)
    store.summaries.put(replace(summary, patient_label="Weber"))
    store.close()
    of_weber = [replace(volume, subject=key) for volume in reference()]
    better = add_candidate(versions, "1.1.0", is_better=True, user_volumes=of_weber)
    result = shown_version(qtbot, open_training(), better.source)
    named = {result.measures.item(row, 0).text() for row in range(result.measures.rowCount())}
    assert named == {"Weber", "reference"}
    labels = result.findChildren(QLabel)
    texts = [one.text() for one in labels]
    assert any(text.startswith("Weber, ED, slice 1: Dice 0.6") for text in texts), texts
    pictures = [one for one in labels if one.accessibleName().startswith("Weber, ED, slice 1")]
    assert len(pictures) == 1
    qtbot.waitUntil(lambda: not pictures[0].pixmap().isNull(), timeout=SOON_MS)


def test_a_study_that_would_help_is_opened_from_the_list(qtbot, open_training, workspace):
    verify(workspace.parent, 2)
    path = workspace.parent / "unread.nii.gz"
    write_nifti(path, hearts(4), (SPACING_MM[1], SPACING_MM[0], 8.0))
    study = workflow.open_study(path)
    store = AnnotationStore.open(workspace)
    store.remember_study(StudyRecord(study.study_uid, study.patient_key, "Unread", str(path), None, NOW))
    store.close()
    window = open_training()
    unread = window.learning_window.data.unread
    names = [unread.item(row, 0).text() for row in range(unread.rowCount())]
    row = names.index("Unread")
    unread.setCurrentCell(row, 0)
    qtbot.keyClick(unread, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.study is not None, timeout=SOON_MS)
    assert window.session.study.source == path


# Settings


def test_every_preset_brings_its_defaults_and_what_is_set_is_asked_for(open_training):
    settings = open_training().learning_window.settings
    assert settings.settings(MODEL) == replace(FineTuneSettings(MODEL).complete("unet"), batch_size=None)
    settings.preset.setCurrentIndex(settings.preset.findData("paper"))
    asked = settings.settings(MODEL)
    assert (asked.preset, asked.epochs, asked.learning_rate) == ("paper", 200, 1e-5)
    settings.epochs.setValue(7)
    settings.augment.setChecked(False)
    settings.replay.setValue(30)
    asked = settings.settings(MODEL)
    assert (asked.epochs, asked.augment, asked.replay_share) == (7, False, 0.3)


# Versions


def test_a_better_version_is_promoted_in_one_click_and_rolled_back_in_one(qtbot, open_training, versions):
    better = add_candidate(versions, "1.1.0", is_better=True)
    window = open_training()
    view, result = window.learning_window, shown_version(qtbot, window, better.source)
    assert result.verdict.text() == "Offered: it may be put to use."
    assert result.dice.rowCount() == 8
    assert result.dice.item(0, 5).text().startswith("+")
    result.promote.click()
    qtbot.waitUntil(lambda: (better.source, "in use") in view.versions.texts(), timeout=SOON_MS)
    qtbot.waitUntil(lambda: "Brightness 1.1.0" in model_texts(window), timeout=SOON_MS)
    assert learning.model_versions(window.user_models.parent.parent / "workspace.sqlite").in_use(MODEL) == better
    qtbot.waitUntil(lambda: result.verdict.text() == "This version is in use.", timeout=SOON_MS)
    assert not result.promote.isEnabled()
    view.versions.rollback.click()
    qtbot.waitUntil(lambda: (f"{MODEL}@1.0.0", "in use") in view.versions.texts(), timeout=SOON_MS)
    assert versions.in_use(MODEL).version == "1.0.0"
    qtbot.waitUntil(lambda: not view.versions.rollback.isEnabled(), timeout=SOON_MS)


def model_texts(window) -> list[str]:
    models = window.learning_window.controls.models
    return [models.itemText(index) for index in range(models.count())]


def test_a_worse_version_cannot_be_promoted_but_kept_as_an_experiment_or_discarded(
    qtbot, monkeypatch, open_training, versions
):
    worse = add_candidate(versions, "1.2.0", is_better=False)
    window = open_training()
    view, result = window.learning_window, shown_version(qtbot, window, worse.source)
    assert result.verdict.text() == "Not offered to be put to use."
    assert "it is not better" in result.reasons.text()
    assert "more than 0.01, so it forgot too much" in result.reasons.text()
    assert not result.promote.isEnabled()
    view.versions.promote.click()
    qtbot.waitUntil(lambda: "Not offered for promotion" in view.controls.message.text(), timeout=SOON_MS)
    assert versions.in_use(MODEL).version == "1.0.0"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("Half hearts", True))
    result.keep.click()
    qtbot.waitUntil(lambda: "Half hearts 1.0.0" in model_texts(window), timeout=SOON_MS)
    assert versions.in_use("half-hearts").parent == worse.source
    result.discard.click()
    qtbot.waitUntil(lambda: "another version was trained from it" in view.controls.message.text(), timeout=SOON_MS)


def test_a_version_that_nobody_used_is_gone_when_it_is_discarded(qtbot, open_training, versions):
    worse = add_candidate(versions, "1.2.0", is_better=False)
    window = open_training()
    result = shown_version(qtbot, window, worse.source)
    result.discard.click()
    qtbot.waitUntil(lambda: result.source == "", timeout=SOON_MS)
    assert [one.card.version for one in versions.versions(MODEL)] == ["1.0.0"]


def test_a_version_travels_as_one_file_and_a_damaged_one_is_refused(
    qtbot, monkeypatch, open_training, versions, tmp_path
):
    add_candidate(versions, "1.1.0", is_better=True)
    window, path, told = open_training(), tmp_path / "learned.cmrmodel", []
    window.model_versions.told.connect(lambda words, _: told.append(words))
    view = window.learning_window
    qtbot.waitUntil(lambda: (f"{MODEL}@1.1.0", "") in view.versions.texts(), timeout=SOON_MS)
    view.versions.choose(f"{MODEL}@1.1.0")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    view.versions.export_button.click()
    qtbot.waitUntil(lambda: told == ["Written: {path}"], timeout=SOON_MS)
    versions.discard(MODEL, "1.1.0")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    view.versions.import_button.click()
    qtbot.waitUntil(lambda: len(told) == 2, timeout=SOON_MS)
    assert [one.card.version for one in versions.versions(MODEL)] == ["1.0.0", "1.1.0"]
    path.write_bytes(path.read_bytes()[:-100])
    view.versions.import_button.click()
    qtbot.waitUntil(lambda: path.name in view.controls.message.text(), timeout=SOON_MS)


def test_no_word_of_the_window_stays_english_and_the_german_is_taken_back(open_training):
    view = open_training().learning_window
    try:
        use_language(Language.GERMAN)
        assert view.windowTitle() == "Training"
        assert view.controls.start.text() == "Beginnen"
        assert view.controls.state.text() == "Es läuft nichts"
        assert view.data.headline.text().startswith("18 Bilder von ")
        assert view.data.readers.itemText(0) == "Alle Befunder, im Konsens"
        assert view.settings.explanation.text().startswith("Einige Minuten")
        assert view.result.title.text().startswith("Wenn ein Modell gelernt hat")
    finally:
        use_language(Language.ENGLISH)
    assert view.controls.start.text() == "Start"


def test_decimals_have_the_mark_of_the_language(qapp):
    sentence = Sentence(BETTER_OF_ONE, {"candidate": 0.91234, "parent": 0.9})
    assert say(sentence).endswith("mean Dice 0.912, before 0.900.")
    assert (signed(-0.0001), signed(-0.0123), phase_text("phase007")) == ("+0.000", "-0.012", "phase 7")
    try:
        use_language(Language.GERMAN)
        assert say(sentence).endswith("mittlerer Dice 0,912, zuvor 0,900.")
        assert (signed(-0.0001), signed(-0.0123), phase_text("phase007")) == ("+0,000", "-0,012", "Phase 7")
    finally:
        use_language(Language.ENGLISH)


def test_every_control_has_a_name_and_says_what_it_does(open_training):
    from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QTableView, QTreeView

    view = open_training().learning_window
    parts = (view.controls, view.data, view.settings, view.result, view.versions)
    for part in parts:
        for kind in (QAbstractButton, QAbstractSpinBox, QComboBox):
            for control in part.findChildren(kind):
                assert control.accessibleName() or getattr(control, "text", str)(), control
                assert control.toolTip(), control.accessibleName() or control.text()
        for kind in (QTableView, QTreeView):
            assert all(table.accessibleName() for table in part.findChildren(kind) if table.parent() in parts)
