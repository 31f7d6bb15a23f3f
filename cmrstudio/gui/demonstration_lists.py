"""The stations of a tour at the work list of a busy workspace: made up from the pictures of the study that is open."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel

from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.gui.demonstration_camera import context_menu
from cmrstudio.gui.demonstration_readings import READERS
from cmrstudio.gui.views.message_bar import MessageKind
from cmrstudio.io.thumbnail import thumbnail_png

if TYPE_CHECKING:
    from cmrstudio.domain.study import CineStack
    from cmrstudio.gui.demonstration_camera import Camera
    from cmrstudio.gui.main_window import MainWindow
    from cmrstudio.gui.views.report_dialog import ReportDialog
    from cmrstudio.store.annotation_store import AnnotationStore

STUDIES = 48
STATES = (ReadingState.NEW, ReadingState.PREDICTED, ReadingState.IN_REVIEW, ReadingState.VERIFIED)
DESCRIPTIONS = ("cine SSFP short axis", "sBTFE_BH_M2D", "tf2d14_retro_iPAT")
FIRST_DAY = date(2025, 9, 1)
MARKED_ROWS = (2, 7)
IMPORTED = 500
"""So many studies that the import is not over before all looks are pictured; it is cancelled then."""
SOME = 5
DAMAGED = {"Scan 0714.nii.gz": b"\x1f\x8b\x08\x00", "Scan 0715.nii": b"not an image"}


def show_lists(window: MainWindow, study: Path, folder: Path, camera: Camera) -> None:
    """Picture the list with dozens of studies, some to be exported, some that cannot be read, and a running import.

    ``study`` is what is imported, and files that are no studies are written into ``folder``; leaves the reading page.
    """
    page = window.work_list
    _fill(window, camera)
    window.actions_by_name["work_list"].trigger()
    camera.shoot("work_list_many")
    _export(window, camera)
    for name, content in DAMAGED.items():
        (folder / name).write_bytes(content)
    importer = window.folder_importer
    importer.import_folder(folder)
    camera.wait("the damaged files", lambda: not importer.is_importing)
    chip = page.chips[ReadingState.UNREADABLE]
    chip.click()
    page.table.selectRow(0)
    camera.shoot("work_list_unreadable")
    chip.click()
    listed: list[StudySummary] = []
    importer.listed.connect(listed.extend)
    importer.import_studies([study] * IMPORTED)
    camera.wait("some imported studies", lambda: len(listed) >= SOME or not importer.is_importing)
    importer.listed.disconnect(listed.extend)
    camera.shoot("work_list_importing")
    importer.cancel()
    camera.wait("the end of the import", lambda: not importer.is_importing)
    window.actions_by_name["work_list"].trigger()


def _export(window: MainWindow, camera: Camera) -> None:
    """Mark studies and ask for their numbers."""
    page = window.work_list
    first, last = (page.model.index(row, 0) for row in MARKED_ROWS)
    page.table.setCurrentIndex(first)
    select = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    page.table.selectionModel().select(QItemSelection(first, last), select)
    place = page.table.visualRect(first).center()
    camera.shoot("work_list_menu", lambda: context_menu(page.table.viewport(), place))

    def ask() -> ReportDialog:
        window.actions_by_name["export_studies"].trigger()
        return window.report_dialog

    camera.shoot("report_selection", ask, keep=True)
    window.report_dialog.close()


def _fill(window: MainWindow, camera: Camera) -> None:
    """Have the workspace keep studies in all states, and list them."""
    stack, total = window.session.stack, window.work_list.model.total
    window.keeping.write(
        lambda store: add_studies(store, stack),
        lambda _: window.work_list_controller.load(),
        lambda text: window.show_message(text, MessageKind.WARNING),
    )
    camera.wait("dozens of studies", lambda: window.work_list.model.total >= max(total, STUDIES))


def add_studies(store: AnnotationStore, stack: CineStack) -> None:
    """Put made-up studies in every state of reading on the list of a workspace, each with an image of ``stack``."""
    chance = np.random.default_rng(4)
    for number in range(STUDIES):
        image = stack.pixels[chance.integers(stack.phase_count), chance.integers(stack.slice_count)]
        store.summaries.put(_summary(number, chance), thumbnail_png(image, stack.pixel_spacing_mm))


def _summary(number: int, chance: np.random.Generator) -> StudySummary:
    state = STATES[chance.integers(len(STATES))]
    is_drawn, is_begun = state is not ReadingState.NEW, state is ReadingState.IN_REVIEW
    is_verified = state is ReadingState.VERIFIED
    edv_ml, ef_percent = chance.uniform(80, 280), chance.uniform(15, 70)
    lowest, images = chance.uniform(0.6, 0.97), int(chance.integers(16, 24))
    looked_at = images if is_verified else int(chance.integers(1, images - 2)) if is_begun else 0
    acquired = FIRST_DAY + timedelta(days=number // 2)
    return StudySummary(
        study_uid=f"1.3.{number}",
        series_uid=f"1.4.{number}",
        patient_key=f"{number:064x}",
        patient_label=f"EX-{1000 + 7 * number}",
        description=DESCRIPTIONS[chance.integers(len(DESCRIPTIONS))],
        source=f"/archive/{acquired:%Y/%m/%d}/EX-{1000 + 7 * number}",
        acquired_on=f"{acquired:%Y-%m-%d}",
        state=state,
        predicted_count=images - looked_at if is_drawn else 0,
        edited_count=looked_at // 4 if is_begun else 0,
        verified_count=looked_at - (looked_at // 4 if is_begun else 0),
        lowest_quality=lowest if is_drawn else None,
        mean_quality=(lowest + 1) / 2 if is_drawn else None,
        ef_percent=ef_percent if is_drawn else None,
        edv_ml=edv_ml if is_drawn else None,
        esv_ml=edv_ml * (1 - ef_percent / 100) if is_drawn else None,
        measured_on="End-diastole: phase 1, slices 1 to 9.\nEnd-systole: phase 9, slices 1 to 8." if is_drawn else "",
        reviewer=READERS[chance.integers(len(READERS))] if is_verified else "",
    )
