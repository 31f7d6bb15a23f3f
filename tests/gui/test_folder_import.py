"""Folders of studies are imported and watched in the background, and nothing is lost where one cannot be read."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.uid import generate_uid
from PySide6.QtCore import QMetaObject, Qt

from cmrstudio import workflow
from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.conventions import Conventions, PapillaryMuscles
from cmrstudio.domain.measures import measure
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.progress import NeverCancelled
from cmrstudio.domain.resource_paths import sample_study_folder
from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.gui.features import work_list as feature
from cmrstudio.gui.views.import_strip import ImportStrip
from cmrstudio.gui.views.work_list_model import STUDY, THUMBNAIL_ROLE
from cmrstudio.gui.workers.folder_import import FolderImporter, ImportProgress
from cmrstudio.gui.workers.folder_watch import FolderWatcher, SettlingFolders, signature_of
from cmrstudio.gui.workers.study_import import glance_at
from cmrstudio.io.dicom.decode_pool import DecodePool
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.writer import StoreWriter

PATIENCE_MS = 120_000


def write_study(folder: Path, patient: str, uid: str | None = None) -> Path:
    """A small real study: three phases of two slices of the bundled one, as another patient's."""
    folder.mkdir(parents=True)
    uids = {"study": uid or generate_uid(), "series": generate_uid()}
    by_slice: dict[tuple, list] = {}
    for path in sorted((sample_study_folder() / "cine").glob("*.dcm")):
        dataset = pydicom.dcmread(path)
        by_slice.setdefault(tuple(dataset.get("ImagePositionPatient", ())), []).append(dataset)
    full = [images for images in by_slice.values() if len(images) >= 20]
    for slice_index, images in enumerate(full[4:7]):
        for phase_index, dataset in enumerate(sorted(images, key=lambda one: float(one.TriggerTime))[::5]):
            dataset.StudyInstanceUID, dataset.SeriesInstanceUID = uids["study"], uids["series"]
            dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = generate_uid()
            dataset.PatientID = patient
            dataset.save_as(folder / f"{slice_index}-{phase_index}.dcm")
    return folder


def once_kept(monkeypatch, writer: StoreWriter, call: Callable[[], object]) -> None:
    """Call something on the importing thread as soon as the first study is on the list, before the next is begun."""
    keep = writer.summarise
    calls = [call]

    def keep_and_call(*arguments):
        kept = keep(*arguments)
        kept.result()
        if calls:
            calls.pop()()
        return kept

    monkeypatch.setattr(writer, "summarise", keep_and_call)


@pytest.fixture(scope="module")
def studies(tmp_path_factory) -> Path:
    """Three studies of which one is damaged, and a file that belongs to none."""
    folder = tmp_path_factory.mktemp("studies")
    write_study(folder / "anna" / "cine", "Anna", "1.2.826.1")
    write_study(folder / "berta", "Berta", "1.2.826.2")
    (folder / "damaged").mkdir()
    (folder / "damaged" / "image.dcm").write_bytes(b"\0" * 128 + b"DICM" + b"\xff" * 60)
    (folder / "readme.txt").write_text("three studies")
    return folder


@pytest.fixture
def workspace_open(workspace):
    store = AnnotationStore.open(workspace)
    writer = StoreWriter(store)
    yield store, writer
    writer.close()
    store.close()


@pytest.fixture
def importer(qapp, workspace_open):
    made = FolderImporter(lambda: workspace_open)
    yield made
    made.close()


class TestImport:
    def test_every_study_is_listed_and_one_that_cannot_be_read_with_its_reason(
        self, qtbot, importer, workspace_open, studies
    ):
        listed: list[StudySummary] = []
        importer.listed.connect(listed.extend)
        with qtbot.waitSignal(importer.finished, timeout=PATIENCE_MS) as finished:
            importer.import_folder(studies)
        by_name = {one.patient_label: one for one in listed}
        assert {name: one.state for name, one in by_name.items()} == {
            "Anna": ReadingState.NEW,
            "Berta": ReadingState.NEW,
            "damaged": ReadingState.UNREADABLE,
        }
        assert "no short-axis cine" in by_name["damaged"].problem
        assert by_name["Anna"].source == str(studies / "anna")
        assert finished.args[0] == "2 studies imported, 1 cannot be read: the work list says why."
        store, _ = workspace_open
        assert set(store.summaries.all()) == set(listed)
        pictures = store.summaries.thumbnails([one.entry_id for one in listed])
        assert set(pictures) == {"1.2.826.1", "1.2.826.2"}

    def test_it_tells_how_far_it_is_and_how_long_it_will_take(self, qtbot, importer, studies):
        told: list[ImportProgress] = []
        importer.progressed.connect(told.append)
        with qtbot.waitSignal(importer.finished, timeout=PATIENCE_MS):
            importer.import_folder(studies)
        assert told[0].total == 0
        assert told[0].current == studies.name
        last = told[-1]
        assert (last.done, last.total, last.unreadable, last.seconds_left) == (3, 3, 1, 0.0)

    def test_what_was_drawn_on_a_study_earlier_is_in_its_entry(
        self, qtbot, importer, workspace_open, studies, make_contour
    ):
        store, _ = workspace_open
        with DecodePool(1) as pool:
            series_uid = glance_at(studies / "berta", pool, NeverCancelled()).short_axis.series_uid
        store.append(
            [
                SliceAnnotation(series_uid, phase, slice_, (make_contour(20),))
                for phase in range(4)
                for slice_ in (0, 1)
            ],
            "Segment",
        )
        with qtbot.waitSignal(importer.finished, timeout=PATIENCE_MS):
            importer.import_folder(studies)
        entry = next(one for one in store.summaries.all() if one.patient_label == "Berta")
        assert entry.state is ReadingState.PREDICTED
        assert entry.edv_ml is not None
        assert entry.changed_at_utc == store.audit_trail(series_uid)[-1].recorded_at_utc

    def test_papillary_muscle_that_counts_to_the_mass_is_measured_on_all_images(
        self, qtbot, importer, workspace_open, studies, make_contour
    ):
        store, _ = workspace_open
        study = workflow.open_study(studies / "berta")
        series, phases = study.short_axis, PhaseSelection(0, 2)
        at_the_heart = np.array(series.stack.pixels.shape[:1:-1]) / 2 - 32
        both = (
            Contour(Structure.LV_ENDOCARDIUM, make_contour(20).points_px + at_the_heart, "reader"),
            Contour(Structure.LV_EPICARDIUM, make_contour(30).points_px + at_the_heart, "reader"),
        )
        drawn = [SliceAnnotation(series.series_uid, phase, slice_, both) for phase in (0, 2) for slice_ in (0, 1)]
        conventions = Conventions(papillary_muscles=PapillaryMuscles.MASS)
        store.append(drawn, "Segment")
        store.save_phases(series.series_uid, phases)
        store.save_conventions(series.series_uid, conventions)
        with qtbot.waitSignal(importer.finished, timeout=PATIENCE_MS):
            importer.import_folder(studies)
        entry = next(one for one in store.summaries.all() if one.patient_label == "Berta")
        by_image = {(one.phase_index, one.slice_index): one for one in drawn}
        measures = measure(series.stack, by_image, phases, conventions)
        assert measures.end_diastolic.papillary_ml > 0
        assert (entry.edv_ml, entry.esv_ml) == (measures.edv_ml, measures.esv_ml)

    def test_cancelling_stops_it_and_keeps_what_was_imported(
        self, qtbot, importer, workspace_open, studies, monkeypatch
    ):
        store, writer = workspace_open
        once_kept(monkeypatch, writer, importer.cancel)
        with qtbot.waitSignal(importer.finished, timeout=PATIENCE_MS) as finished:
            importer.import_folder(studies)
            importer.import_folder(studies)
        assert finished.args[0] == "Import cancelled; 1 study imported."
        assert not importer.is_importing
        assert [one.patient_label for one in store.summaries.all()] == ["Anna"]

    def test_cancelling_when_all_is_read_already_cuts_nothing_short(
        self, qtbot, importer, workspace_open, studies, monkeypatch
    ):
        once_kept(monkeypatch, workspace_open[1], importer.cancel)
        with qtbot.waitSignal(importer.finished, timeout=PATIENCE_MS) as finished:
            importer.import_studies([studies / "berta"])
        assert finished.args[0] == "1 study imported."

    def test_cancelling_at_once_imports_nothing_and_the_next_import_works(
        self, qtbot, importer, workspace_open, studies
    ):
        with qtbot.waitSignal(importer.finished, timeout=PATIENCE_MS):
            importer.import_folder(studies)
            importer.cancel()
        store, _ = workspace_open
        assert store.summaries.all() == ()
        with qtbot.waitSignal(importer.finished, timeout=PATIENCE_MS):
            importer.import_folder(studies, [studies / "berta"])
        assert [one.patient_label for one in store.summaries.all()] == ["Berta"]

    def test_a_folder_that_is_not_there_fails_with_its_name(self, qtbot, importer, tmp_path):
        failures: list[str] = []
        importer.failed.connect(failures.append)
        with qtbot.waitSignal(importer.finished, timeout=PATIENCE_MS):
            importer.import_folder(tmp_path / "gone")
        assert len(failures) == 1
        assert "gone: cannot be listed" in failures[0]

    def test_a_study_that_is_mended_takes_the_place_of_its_failure(self, qtbot, importer, workspace_open, tmp_path):
        place = tmp_path / "in" / "carla"
        place.mkdir(parents=True)
        (place / "image.dcm").write_bytes(b"half a file")
        store, _ = workspace_open
        for expected in (ReadingState.UNREADABLE, ReadingState.NEW):
            with qtbot.waitSignal(importer.finished, timeout=PATIENCE_MS):
                importer.import_folder(tmp_path / "in")
            assert [one.state for one in store.summaries.all()] == [expected]
            shutil.rmtree(place)
            write_study(place, "Carla")

    def test_without_a_workspace_it_says_so(self, qtbot):
        importer = FolderImporter(lambda: None)
        with qtbot.waitSignal(importer.failed) as failed:
            importer.import_folder(Path("/anywhere"))
        assert "workspace is not open yet" in failed.args[0]
        importer.close()

    def test_a_glance_reads_no_more_than_it_needs(self, studies):
        with DecodePool(1) as pool:
            study = glance_at(sample_study_folder(), pool, NeverCancelled())
        present = study.short_axis.stack.present
        assert 1 <= present.sum() < present.size / 2


def test_the_strip_shows_an_import_and_can_cancel_it(qtbot):
    strip = ImportStrip()
    qtbot.addWidget(strip)
    assert strip.text == ""
    strip.show_progress(ImportProgress(0, 0, 0, "archive"))
    assert strip.text == "Looking for studies in archive"
    strip.show_progress(ImportProgress(12, 240, 1, "SC-HF-07", 300))
    assert strip.text == "Importing SC-HF-07  12 of 240  about 5 min left"
    with qtbot.waitSignal(strip.cancel_requested):
        qtbot.mouseClick(strip.cancel, Qt.MouseButton.LeftButton)


class TestSettling:
    def poll(self, settling: SettlingFolders, folder: Path, now_s: float) -> list[str]:
        settled, _ = settling.poll([folder], now_s)
        return [child.name for child in settled.get(folder, ())]

    def test_a_folder_that_is_being_copied_is_left_alone_until_it_rests(self, tmp_path):
        settling, child = SettlingFolders(settle_s=10), tmp_path / "study"
        child.mkdir()
        assert self.poll(settling, tmp_path, 0) == []
        for number in range(3):
            (child / f"{number}.dcm").write_bytes(b"x" * 100)
            assert self.poll(settling, tmp_path, 20 * (number + 1)) == []
        assert self.poll(settling, tmp_path, 69) == []
        assert self.poll(settling, tmp_path, 70) == ["study"]
        assert self.poll(settling, tmp_path, 200) == []

    def test_a_file_that_grows_is_not_at_rest(self, tmp_path):
        settling, file = SettlingFolders(settle_s=10), tmp_path / "study.zip"
        for second in (0, 5, 11, 17):
            file.write_bytes(b"x" * (second + 1))
            assert self.poll(settling, tmp_path, second) == []
        assert self.poll(settling, tmp_path, 27) == ["study.zip"]

    def test_an_unfinished_download_keeps_its_folder_back(self, tmp_path):
        settling = SettlingFolders(settle_s=1)
        (tmp_path / "study").mkdir()
        (tmp_path / "study" / "a.dcm.part").write_bytes(b"x")
        assert [self.poll(settling, tmp_path, second) for second in (0, 10, 20)] == [[], [], []]
        (tmp_path / "study" / "a.dcm.part").rename(tmp_path / "study" / "a.dcm")
        assert [self.poll(settling, tmp_path, second) for second in (30, 40)] == [[], ["study"]]

    def test_an_empty_folder_waits_for_its_files(self, tmp_path):
        settling = SettlingFolders(settle_s=1)
        (tmp_path / "study").mkdir()
        assert [self.poll(settling, tmp_path, second) for second in (0, 10)] == [[], []]

    def test_what_is_on_the_list_is_no_news(self, tmp_path):
        settling = SettlingFolders(settle_s=1)
        for name in ("known", "new"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "a.dcm").write_bytes(b"x")
        settling.know([str(tmp_path / "known" / "deeper"), "/elsewhere/new"])
        assert self.poll(settling, tmp_path, 0) == []
        assert self.poll(settling, tmp_path, 5) == ["new"]

    def test_a_change_after_it_was_read_has_it_read_again(self, tmp_path):
        settling, child = SettlingFolders(settle_s=1), tmp_path / "study"
        child.mkdir()
        (child / "a.dcm").write_bytes(b"x")
        self.poll(settling, tmp_path, 0)
        assert self.poll(settling, tmp_path, 2) == ["study"]
        (child / "b.dcm").write_bytes(b"x")
        assert self.poll(settling, tmp_path, 4) == []
        assert self.poll(settling, tmp_path, 6) == ["study"]

    def test_what_has_rested_for_long_is_not_looked_at_again(self, tmp_path, monkeypatch):
        settling, child = SettlingFolders(settle_s=1), tmp_path / "study"
        child.mkdir()
        (child / "a.dcm").write_bytes(b"x")
        looked: list[float] = []
        now_s = 0.0
        monkeypatch.setattr(
            "cmrstudio.gui.workers.folder_watch.signature_of", lambda path: looked.append(now_s) or signature_of(path)
        )
        for second in range(0, 5000, 4):
            now_s = float(second)
            self.poll(settling, tmp_path, now_s)
        assert looked[-1] < 1300
        assert len(looked) < 15

    def test_a_folder_that_is_not_there_is_told_and_the_others_go_on(self, tmp_path):
        settling = SettlingFolders(settle_s=1)
        (tmp_path / "study").mkdir()
        (tmp_path / "study" / "a.dcm").write_bytes(b"x")
        _, problems = settling.poll([tmp_path / "gone", tmp_path], 0)
        assert "cannot be watched" in problems[tmp_path / "gone"]
        settled, _ = settling.poll([tmp_path / "gone", tmp_path], 5)
        assert list(settled) == [tmp_path]

    def test_a_place_that_is_gone_has_nothing_in_it(self, tmp_path):
        assert signature_of(tmp_path / "gone") == (0, 0, 0)


class TestWatcher:
    def test_a_study_copied_in_is_handed_on_once_it_is_complete(self, qtbot, tmp_path):
        watcher = FolderWatcher(poll_s=0.1, settle_s=0.6)
        settled = []
        watcher.settled.connect(lambda folder, children: settled.append((folder, children)))
        watcher.know([])
        watcher.watch([tmp_path])
        child = tmp_path / "study"
        child.mkdir()
        for number in range(8):
            (child / f"{number}.dcm").write_bytes(b"x" * 1000)
            copied_at = time.monotonic()
            qtbot.wait(120)
        assert settled == []
        qtbot.waitUntil(lambda: bool(settled), timeout=20_000)
        assert time.monotonic() - copied_at >= 0.6
        assert settled == [(tmp_path, (child,))]
        watcher.close()

    def test_problems_are_told_and_taken_back(self, qtbot, tmp_path):
        watcher = FolderWatcher(poll_s=0.1, settle_s=0.2)
        told = []
        watcher.problems_changed.connect(told.append)
        watcher.watch([tmp_path / "later"])
        qtbot.waitUntil(lambda: bool(told), timeout=20_000)
        (tmp_path / "later").mkdir()
        qtbot.waitUntil(lambda: told[-1] == {}, timeout=20_000)
        watcher.close()


class TestWindow:
    def test_a_watched_folder_is_watched_again_after_the_next_start(self, qtbot, open_window, tmp_path):
        folder = tmp_path / "incoming"
        folder.mkdir()
        window = open_window()
        feature.watch(window, folder)
        feature.watch(window, tmp_path / "other")
        feature.unwatch(window, tmp_path / "other")
        assert window.work_list.watch.text() == "Watch folders (1)"
        window.shut_down()
        again = open_window()
        qtbot.waitUntil(lambda: again.folder_watcher.folders == (folder,), timeout=PATIENCE_MS)
        again.work_list.watch.menu().actions()[-1].trigger()
        assert again.folder_watcher.folders == ()
        assert feature.watched_folders(again) == ()

    def test_a_study_that_appears_in_a_watched_folder_comes_onto_the_list(self, qtbot, open_window, tmp_path):
        folder = tmp_path / "incoming"
        folder.mkdir()
        window = open_window()
        window.folder_watcher._settling = SettlingFolders(0.5)
        window.folder_watcher._timer.setInterval(100)
        feature.watch(window, folder)
        write_study(folder / "dora", "Dora")
        # On a machine so busy that copying pauses, it may be read too early, and is read again when it is complete.
        qtbot.waitUntil(
            lambda: (
                [(one.patient_label, one.state) for one in window.work_list.model.entries]
                == [("Dora", ReadingState.NEW)]
            ),
            timeout=PATIENCE_MS,
        )
        assert window.pages.currentWidget() is window.work_list

    def test_a_folder_watched_from_the_button_fills_a_list_with_pictures_to_be_searched(
        self, qtbot, open_window, tmp_path, monkeypatch
    ):
        folder = tmp_path / "incoming"
        folder.mkdir()
        monkeypatch.setattr(feature.QFileDialog, "getExistingDirectory", lambda *_: str(folder))
        window = open_window()
        window.folder_watcher._settling = SettlingFolders(0.5)
        window.folder_watcher._timer.setInterval(100)
        page = window.work_list
        page.watch.menu().actions()[0].trigger()
        assert page.watch.text() == "Watch folders (1)"
        for name in ("Dora", "Emil"):
            write_study(folder / name.lower(), name)
        qtbot.waitUntil(
            lambda: sorted(one.patient_label for one in page.model.entries) == ["Dora", "Emil"], timeout=PATIENCE_MS
        )

        def pictures() -> list:
            cells = [page.model.index(row, STUDY) for row in range(page.model.rowCount())]
            return [cell.data(THUMBNAIL_ROLE) for cell in cells]

        qtbot.waitUntil(lambda: len(pictures()) == 2 and all(pictures()), timeout=PATIENCE_MS)
        page.search.setFocus()
        qtbot.keyClicks(page.search, "emil incoming")
        assert page.count.text() == "1 of 2 studies"
        assert page.model.index(0, STUDY).data(THUMBNAIL_ROLE) is not None
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.session.is_complete, timeout=PATIENCE_MS)
        assert window.session.study.patient_label == "Emil"

    def test_importing_shows_its_progress_and_ends_in_the_list(self, qtbot, open_window, studies, monkeypatch):
        monkeypatch.setattr(feature.QFileDialog, "getExistingDirectory", lambda *_: str(studies))
        window = open_window()
        shown = []  # with each news: small studies may all be imported between two looks at the window
        window.folder_importer.progressed.connect(
            lambda _: shown.append((window.work_list.imports.text, window.menuBar().cornerWidget().text()))
        )
        window.actions_by_name["import_folder"].trigger()
        assert window.pages.currentWidget() is window.work_list
        qtbot.waitUntil(lambda: bool(shown) and not window.folder_importer.is_importing, timeout=PATIENCE_MS)
        assert window.work_list.imports.isHidden()
        assert "3 of 3" in shown[-1][0]
        assert shown[-1][1] == "Work list: importing 3 of 3"
        assert window.menuBar().cornerWidget().text() == "Work list"
        assert window.work_list.model.total == 3
        assert "2 studies imported" in window.status.currentMessage()

    def test_the_button_on_the_list_cancels_an_import_and_what_is_there_stays(
        self, qtbot, open_window, studies, monkeypatch
    ):
        monkeypatch.setattr(feature.QFileDialog, "getExistingDirectory", lambda *_: str(studies))
        window = open_window()
        cancel = window.work_list.imports.cancel
        qtbot.waitUntil(lambda: window.keeping.writer is not None, timeout=PATIENCE_MS)
        seen = []

        def click() -> None:  # on the importing thread, which waits for the window to have taken it
            while not cancel.isVisible():
                time.sleep(0.01)
            seen.append(cancel.isEnabled())
            QMetaObject.invokeMethod(cancel, "click", Qt.ConnectionType.BlockingQueuedConnection)

        once_kept(monkeypatch, window.keeping.writer, click)
        window.actions_by_name["import_folder"].trigger()
        qtbot.waitUntil(lambda: window.status.currentMessage().startswith("Import cancelled"), timeout=PATIENCE_MS)
        assert seen == [True]
        assert window.work_list.model.total == 1
        assert window.work_list.imports.isHidden()

    def test_studies_opened_before_there_was_a_list_are_summarised_later(
        self, qtbot, open_window, workspace, studies, monkeypatch
    ):
        from datetime import UTC, datetime

        from cmrstudio.store.records import StudyRecord

        monkeypatch.setattr(feature, "CATCH_UP_MS", 10)
        store = AnnotationStore.open(workspace)
        opened = datetime(2025, 1, 1, tzinfo=UTC)
        store.remember_study(StudyRecord("1.2.826.2", "key", "Berta", str(studies / "berta"), None, opened))
        store.remember_study(StudyRecord("1.2.826.9", "key", "Gone", "/nowhere/gone", None, opened))
        store.close()
        window = open_window()
        qtbot.waitUntil(
            lambda: (
                {one.patient_label: one.state for one in window.work_list.model.entries}
                == {"Berta": ReadingState.NEW, "Gone": ReadingState.OPENED}
            ),
            timeout=PATIENCE_MS,
        )
