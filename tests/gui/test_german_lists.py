"""What is painted on the work list and in menus made at a click is German in a German window, and not cut off."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from cmrstudio.domain.quality import verdict
from cmrstudio.domain.study_summary import ReadingState, StudySummary, unreadable
from cmrstudio.domain.work_list import WorkList
from cmrstudio.gui.theme import Theme
from cmrstudio.gui.translation import Language, tr, use_language
from cmrstudio.gui.views.cine_view import CineView
from cmrstudio.gui.views.work_list import WorkListPage
from cmrstudio.gui.views.work_list_delegate import MARGIN_PX, MARK_PX, PICTURE_PX
from cmrstudio.gui.views.work_list_model import COLUMNS, QUALITY, STATE, STUDY, state_detail

READ = StudySummary(
    *("1.2.3", "1.2.4", "0" * 64, "EX-1", "cine", "/archive/EX-1", "2025-09-01", ReadingState.IN_REVIEW),
    predicted_count=11,
    verified_count=11,
    lowest_quality=0.7,
    mean_quality=0.9,
)


@pytest.fixture
def page(qtbot):
    made = WorkListPage()
    qtbot.addWidget(made)
    made.resize(1300, 600)
    made.show()
    yield made
    use_language(Language.ENGLISH)


def lower_half(page: WorkListPage, column: int, language: Language) -> QImage:
    """What is painted in the lower half of a cell of the first row: words alone, where a cell has a bar with them."""
    use_language(language)
    QApplication.processEvents()
    page.table.clearSelection()
    cell = page.table.visualRect(page.model.index(0, column))
    cell.setTop(cell.center().y() + 1)
    return page.table.viewport().grab(cell).toImage()


def shown(page: WorkListPage, words: str, room_px: int) -> str:
    return page.table.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room_px)


def test_the_verdict_on_the_quality_is_painted_in_german(page):
    page.set_work_list(WorkList((READ,)))
    assert lower_half(page, QUALITY, Language.ENGLISH) != lower_half(page, QUALITY, Language.GERMAN)


def test_why_a_study_cannot_be_read_is_painted_in_german(page, tmp_path):
    path = tmp_path / "scan.nii"
    page.set_work_list(
        WorkList(
            (unreadable(path, f"{path}: this cannot be read as a NIfTI file (it is empty). Choose another file."),)
        )
    )
    assert lower_half(page, QUALITY, Language.ENGLISH) != lower_half(page, QUALITY, Language.GERMAN)


@pytest.fixture
def themed(use_theme):
    use_theme(Theme.DARK)


@pytest.mark.parametrize("language", list(Language))
def test_how_many_images_are_verified_is_not_cut_off(themed, page, language):
    use_language(language)
    room_px = COLUMNS[STATE].width_px - 2 * MARGIN_PX - MARK_PX
    assert shown(page, state_detail(READ), room_px) == state_detail(READ)


@pytest.mark.parametrize("width_px", [960, 1100, 1300])
def test_the_name_of_a_study_is_not_cut_off(themed, page, width_px):
    page.set_work_list(WorkList((READ,)))
    page.resize(width_px, 500)
    QApplication.processEvents()
    room_px = page.table.columnWidth(STUDY) - 2 * MARGIN_PX - PICTURE_PX - MARGIN_PX - 2
    assert shown(page, "SCD0000101", room_px) == "SCD0000101"


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("quality", [0.0, 0.7, 0.85, 1.0])
def test_the_verdict_on_the_quality_is_not_cut_off(themed, page, language, quality):
    use_language(language)
    room_px = COLUMNS[QUALITY].width_px - 2 * MARGIN_PX
    assert shown(page, tr(verdict(quality)), room_px) == tr(verdict(quality))


def test_the_menu_of_the_cine_is_german(qtbot):
    view = CineView()
    qtbot.addWidget(view)
    use_language(Language.GERMAN)
    try:
        words = [action.text() for action in view.interaction.menu_at(QPointF(10, 10)).actions()]
    finally:
        use_language(Language.ENGLISH)
    assert words[:2] == ["Hier Kontrollpunkt einfügen", "Kontrollpunkt löschen"]
