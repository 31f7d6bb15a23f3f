"""The quality of contours in the window: rated when a run ends, shown beside the contours, kept, dropped by an edit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.quality import VERDICTS
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.controllers.page_presenter import PagePresenter
from cmrstudio.gui.controllers.segmentation import SegmentationController
from cmrstudio.gui.theme import QUALITY_COLOURS
from cmrstudio.gui.views.quality_bar import NUMBER_WIDTH_PX, QualityBar, paint_quality, quality_text
from cmrstudio.gui.views.reading_page import ReadingPage
from cmrstudio.gui.views.slice_list import QUALITY_ROLE, SliceList
from cmrstudio.store.annotation_store import AnnotationStore

PATIENCE_MS = 120_000


class StandInWorker(QObject):
    """Has the signals of the real one; the test speaks for the engine."""

    phase_segmented = Signal(int, int, object)
    progressed = Signal(int, int, int)
    finished = Signal(int)
    cancelled = Signal(int)
    failed = Signal(int, str)

    def segment(self, job):
        self.job = job

    def cancel(self):
        pass


@pytest.fixture
def worker(qapp):
    return StandInWorker()


@pytest.fixture
def segmentation(session, worker):
    return SegmentationController(session, worker)


def drawn(session, phase, slice_, contour, quality=0.9) -> SliceAnnotation:
    return SliceAnnotation(session.series.series_uid, phase, slice_, (contour.with_quality(quality),))


def run(session, segmentation, worker, make_contour, sizes, *, before_end=lambda: None):
    """A run over all phases whose endocardium on slice 2 has these radii."""
    segmentation.segment_study("unet")
    for phase, radius in enumerate(sizes):
        found = {(phase, 2): drawn(session, phase, 2, make_contour(radius))}
        worker.phase_segmented.emit(worker.job.run_id, phase, found)
    before_end()
    worker.finished.emit(worker.job.run_id)


def quality(session, phase, slice_=2):
    return session.annotation((phase, slice_)).contours[0].quality


def test_contours_are_rated_when_all_phases_are_there(session, segmentation, worker, make_contour, qtbot):
    with qtbot.waitSignal(segmentation.rated) as told:
        run(session, segmentation, worker, make_contour, [12] * 6 + [18] + [12] * 3)
    assert quality(session, 6) < 0.7
    assert [quality(session, phase) for phase in (0, 4, 5, 7, 8)] == pytest.approx([0.9] * 5)
    assert len(told.args[0]) == 10
    assert session.undo_stack.count() == 0
    assert session.state((6, 2)) is ContourState.PREDICTED


def test_what_a_reader_edited_meanwhile_is_not_rated(session, segmentation, worker, make_contour):
    def edit():
        while segmentation._waiting:
            segmentation._place_next()
        mine = session.annotation((6, 2)).with_contour(make_contour(13, "reader"))
        session.finish_gesture(mine, "Draw")

    run(session, segmentation, worker, make_contour, [12] * 10, before_end=edit)
    assert quality(session, 6) is None
    assert session.state((6, 2)) is ContourState.EDITED
    assert quality(session, 5) == pytest.approx(0.9)


def test_an_image_segmented_again_is_rated_among_the_others(session, segmentation, worker, make_contour):
    run(session, segmentation, worker, make_contour, [12] * 10)
    session.go_to(6, 2)
    segmentation.segment_slice("unet")
    worker.phase_segmented.emit(worker.job.run_id, 6, {(6, 2): drawn(session, 6, 2, make_contour(18))})
    worker.finished.emit(worker.job.run_id)
    assert quality(session, 6) < 0.7
    assert quality(session, 5) == pytest.approx(0.9)


def test_what_replaces_a_readers_contours_is_rated_and_can_be_undone(session, segmentation, worker, make_contour):
    run(session, segmentation, worker, make_contour, [12] * 10)
    session.go_to(6, 2)
    mine = session.annotation((6, 2)).with_contour(make_contour(13, "reader"))
    session.finish_gesture(mine, "Draw")
    segmentation.segment_slice("unet", may_replace=True)
    worker.phase_segmented.emit(worker.job.run_id, 6, {(6, 2): drawn(session, 6, 2, make_contour(18))})
    worker.finished.emit(worker.job.run_id)
    assert quality(session, 6) < 0.7
    session.undo_stack.undo()
    assert quality(session, 6) is None
    session.undo_stack.redo()
    assert quality(session, 6) < 0.7


def test_contours_of_an_engine_that_rates_nothing_stay_unrated(session, segmentation, worker, make_contour):
    segmentation.segment_study("unet")
    for phase in range(10):
        found = {(phase, 2): drawn(session, phase, 2, make_contour(12), None)}
        worker.phase_segmented.emit(worker.job.run_id, phase, found)
    worker.finished.emit(worker.job.run_id)
    assert {quality(session, phase) for phase in range(10)} == {None}


@pytest.fixture
def page(qtbot, session):
    made = ReadingPage()
    qtbot.addWidget(made)
    presenter = PagePresenter(session, made)
    session.study_opened.emit(session.study)
    session.position_changed.emit(*session.position)
    yield made
    presenter.deleteLater()


def test_the_quality_of_the_image_on_the_screen_is_shown(session, page, make_contour):
    bars = page.verify_box.quality
    session.place([drawn(session, 0, 2, make_contour(), 0.625)], "Segment")
    assert bars[Structure.LV_ENDOCARDIUM].quality == 0.625
    assert "Quality 0.62: worth a look" in bars[Structure.LV_ENDOCARDIUM].toolTip()
    assert "0.62: worth a look" in bars[Structure.LV_ENDOCARDIUM].accessibleName()
    assert bars[Structure.LV_EPICARDIUM].quality is None
    assert "There is no contour" in bars[Structure.LV_EPICARDIUM].toolTip()
    session.go_to(1)
    assert bars[Structure.LV_ENDOCARDIUM].quality is None


def test_the_list_of_slices_shows_the_lowest_quality_of_each(session, page, make_contour):
    epicardium = Contour(Structure.LV_EPICARDIUM, make_contour(16).points_px, "unet@1.0.0", 0.875)
    session.place([drawn(session, 0, 2, make_contour(), 0.5).with_contour(epicardium)], "Segment")
    items = [page.slice_list.item(row) for row in range(5)]
    assert [item.data(QUALITY_ROLE) for item in items] == [None, None, 0.5, None, None]
    assert items[2].toolTip() == "Slice 3: predicted\nQuality 0.50: worth a look"
    assert items[1].toolTip() == "Slice 2: no contours"


def test_an_edit_drops_the_quality_from_the_screen_and_undo_brings_it_back(session, page, make_contour):
    session.place([drawn(session, 0, 2, make_contour(), 0.625)], "Segment")
    contour = session.annotation().contours[0]
    session.finish_gesture(session.annotation().with_contour(contour.with_points(contour.points_px + 1)), "Move")
    bar = page.verify_box.quality[Structure.LV_ENDOCARDIUM]
    assert bar.quality is None
    assert "by hand" in bar.toolTip()
    assert page.slice_list.item(2).data(QUALITY_ROLE) is None
    session.undo_stack.undo()
    assert bar.quality == 0.625


def test_a_quality_is_not_rounded_up():
    assert quality_text(0.7999) == "Quality 0.79: worth a look"
    assert quality_text(0.8) == "Quality 0.80: fair"
    assert quality_text(1.0) == "Quality 1.00: good"


def painted(quality: float) -> QImage:
    image = QImage(120, 20, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_quality(painter, QRect(0, 0, 120, 20), quality)
    painter.end()
    return image


def test_a_bar_is_as_long_as_the_quality_is_high_in_a_colour_of_its_own():
    colours = []
    for quality in (0.95, 0.85, 0.6, 0.2):
        image = painted(quality)
        row = [image.pixelColor(x, 11).name() for x in range(86)]
        colours.append(row[3])
        assert row.count(row[3]) == pytest.approx(86 * quality, abs=3)
    assert colours == list(QUALITY_COLOURS.values())


def test_every_verdict_has_a_colour_and_they_differ_in_lightness():
    assert [words for _, words in VERDICTS] == list(QUALITY_COLOURS)


def test_a_narrow_row_keeps_the_number_beside_its_text(qtbot):
    slices = SliceList()
    qtbot.addWidget(slices)
    slices.set_slices([0.0, 10.0])
    slices.set_state(0, ContourState.PREDICTED)
    slices.set_state(1, ContourState.PREDICTED, quality=0.5)

    def shown(row, width_px):
        option = QStyleOptionViewItem()
        option.rect, option.fontMetrics = QRect(0, 0, width_px, 22), slices.fontMetrics()
        slices.itemDelegate().initStyleOption(option, slices.model().index(row, 0))
        return option.text

    whole_px = slices.fontMetrics().horizontalAdvance(slices.item(1).text())
    assert shown(1, whole_px + 100) == slices.item(1).text()
    assert slices.fontMetrics().horizontalAdvance(shown(1, whole_px)) <= whole_px - NUMBER_WIDTH_PX
    assert shown(0, whole_px) == slices.item(0).text()


def test_a_bar_alone_can_be_seen(qtbot):
    bar = QualityBar("Endocardium")
    qtbot.addWidget(bar)
    bar.resize(300, 20)
    empty = bar.grab().toImage()
    bar.show_quality(0.5, is_drawn=True)
    assert bar.grab().toImage() != empty


def test_qualities_are_there_again_after_the_next_start(qtbot, open_window, make_study, make_contour, workspace):
    window = open_window()
    study = make_study(10, 5)
    window.session.open_study(study)
    window.session.complete_study(study)
    qtbot.waitUntil(lambda: window.session.is_restored, timeout=20_000)
    first = drawn(window.session, 0, 2, make_contour(), 0.875)
    window.session.place([first], "Segment")
    again = replace(first, contours=(first.contours[0].with_quality(0.25),))
    window.segmentation.rated.emit((again,))
    window.shut_down()
    store = AnnotationStore.open(workspace)
    (found,) = store.annotations(study.short_axis.series_uid).values()
    store.close()
    assert found.contours[0].quality == 0.25
    assert found.revision == 1
    assert np.array_equal(found.contours[0].points_px, first.contours[0].points_px)
