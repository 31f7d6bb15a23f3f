"""Works the real window on a real study and takes a picture of each main view."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.patient_facts import Sex
from cmrstudio.domain.reading_comparison import compare_readings
from cmrstudio.domain.reading_report import ReportFormat
from cmrstudio.gui.controllers.reporting import ReportRequest
from cmrstudio.gui.demonstration_camera import Camera, DemonstrationError, Look
from cmrstudio.gui.demonstration_layouts import open_menus, pin_and_select
from cmrstudio.gui.demonstration_lists import show_lists
from cmrstudio.gui.demonstration_questions import ask_all
from cmrstudio.gui.demonstration_readings import READERS, insertion, signed_studies, two_readings
from cmrstudio.gui.demonstration_training import learn
from cmrstudio.gui.editing_tools import EditTool
from cmrstudio.gui.features.keyboard import make_editor
from cmrstudio.gui.main_window import MainWindow
from cmrstudio.gui.translation import current_language
from cmrstudio.gui.views.agreement_window import AgreementWindow
from cmrstudio.gui.views.comparison_window import ComparisonWindow
from cmrstudio.gui.views.dialogs import ReviewerDialog
from cmrstudio.gui.views.movie_dialog import MovieDialog
from cmrstudio.gui.views.propagation_dialog import PropagationDialog
from cmrstudio.gui.views.readers_dialog import ReadersDialog, RevealDialog
from cmrstudio.gui.views.sign_off_dialog import SignOffDialog

WINDOW_SIZE_PX = (1440, 900)
SMALL_WINDOW_SIZE_PX = (1100, 700)
SCREEN_SIZE_PX = (1920, 1080)
"""Dialogs are pictured as on a desk; the screen that there is without one has 800 x 800."""
REVIEWER = READERS[0]
SIGNED_READ = (31, 240)
"""How many of how many signatures are looked at while that is pictured."""
PANELS = ("reading", "numbers", "walls", "sign_off", "surfaces")


def take_pictures(study: Path, folder: Path, looks: Sequence[Look] = (Look(),)) -> list[Path]:
    """Open ``study`` in a window on a workspace of its own, read it, and draw each main view into ``folder`` as PNG.

    Where there are several ``looks``, each has a folder of its own in it: the window goes through them at every view.
    Returns the pictures. Raises ``DemonstrationError``, ``OutputError``.
    """
    from cmrstudio.app import make_application

    make_application()
    looks[0].put_on()
    with tempfile.TemporaryDirectory(prefix="cmrstudio-demo-") as place:
        window = MainWindow(Path(place) / "workspace.sqlite")
        window.verifying.set_reviewer(REVIEWER)
        window.dialog_finisher.screen_room = lambda _: QRect(0, 0, *SCREEN_SIZE_PX)
        window.resize(*WINDOW_SIZE_PX)
        window.show()
        tour = _Tour(window, study, folder, looks)
        try:
            tour.walk()
        finally:
            window.shut_down()
            window.deleteLater()
            Look().put_on()
    return tour.pictures


class _Tour(Camera):
    """The story of a reading, one picture a station."""

    def __init__(self, window: MainWindow, study: Path, folder: Path, looks: Sequence[Look]) -> None:
        super().__init__(window, folder, looks)
        self._study = study

    def walk(self) -> None:
        """Go through all stations in order."""
        self._open()
        self._segment()
        self._panels()
        self._edit()
        self._review()
        self._dialogs()
        self._windows()
        self._report()
        self._sign()
        self._lists()
        self._learn()
        self._menus()
        self._lose_engine()

    def _open(self) -> None:
        window = self._window
        window.start()
        self.wait("the models", lambda: window.models.model_id is not None)
        self.shoot("first_run")
        window.first_run.dismiss()
        self.shoot("start_page")
        window.open_path(self._study)
        self.wait("a first image", lambda: window.page.cine.canvas.image is not None)
        self.shoot("study_loading")
        self.wait("the study", lambda: window.session.is_complete and window.session.is_restored)
        self.shoot("study_open")
        window.first_run.show()
        self.shoot("ten_gestures")
        window.first_run.dismiss()

    def _segment(self) -> None:
        window = self._window
        self._trigger("segment_study")
        self.wait("first contours", lambda: bool(window.session.annotations) or not window.segmentation.is_busy)
        self.shoot("segmenting")
        self.wait("the segmentation", lambda: not window.segmentation.is_busy)
        self._trigger("go_to_ed")
        self.shoot("end_diastole")
        self._trigger("go_to_es")
        self.shoot("end_systole")
        self._trigger("go_to_ed")
        for layout in ("phases", "montage", "matrix", "cine"):
            self._trigger(f"layout_{layout}")
            self.shoot(f"layout_{layout}")
        pin_and_select(window, self)

    def _panels(self) -> None:
        window = self._window
        marked = insertion(window.session)
        if marked is not None:
            window.study_facts.mark_insertion(marked)
        for name, value in (("sex", Sex.FEMALE), ("age_years", 61.0), ("height_cm", 168.0), ("weight_kg", 64.0)):
            window.study_facts.enter(name, value)
        panels = window.page.panels
        for index, name in enumerate(PANELS):
            panels.setCurrentIndex(index)
            self.shoot(f"panel_{name}")
        panels.setCurrentIndex(0)

    def _edit(self) -> None:
        window = self._window
        cine = window.page.cine
        cine.zoom_in(1.6)
        contour = window.session.annotation().contour(Structure.LV_ENDOCARDIUM)
        if contour is None:
            raise DemonstrationError(
                "The middle slice at end-diastole has no endocardium to edit: choose another model."
            )
        centre = contour.points_px.mean(axis=0)
        for tool in EditTool:
            self._trigger(tool.value)
            start, end = contour.points_px[0], contour.points_px[0] * 1.06 - centre * 0.06
            if tool is EditTool.NAVIGATE:
                self.shoot(f"tool_{tool.value}")
                continue
            if tool in (EditTool.CALIPER, EditTool.ELLIPSE):
                start, end = 0.4 * centre + 0.6 * start, 1.6 * centre - 0.6 * start
            elif tool is EditTool.POLYGON:
                corners = 0.4 * centre + 0.6 * contour.points_px[::4]
                for corner in corners[:-1]:
                    self._press(corner)
                    self._release(corner)
                start = end = corners[-1]
            self._press(start)
            for share in (0.3, 0.6, 1.0):
                self._move(start * (1 - share) + end * share)
            self.shoot(f"tool_{tool.value}")
            cine.cancel_gesture()
            self._release(end)
        self._trigger(EditTool.CONTROL_POINTS.value)
        self._press(contour.points_px[0])
        self._move(contour.points_px[0] * 1.06 - centre * 0.06)
        self._release(contour.points_px[0] * 1.06 - centre * 0.06)
        cine.reset_view()
        self.shoot("edited")
        open_menus(window, self)

    def _review(self) -> None:
        window = self._window
        self._trigger("verify_image")
        self.wait("the verification", lambda: window.session.verification() is not None)
        self.shoot("verified")
        self._trigger("smooth")
        self.shoot("stale")
        self._trigger("remove_contour")
        self.shoot("flagged")
        window.session.undo_stack.undo()
        self._trigger("overlays")
        self.shoot("overlays_hidden")
        self._trigger("overlays")
        ask_all(window, self)
        self._trigger("work_list")
        self.shoot("work_list")
        self._trigger("work_list")
        window.resize(*SMALL_WINDOW_SIZE_PX)
        self.shoot("small_window")
        window.resize(*WINDOW_SIZE_PX)

    def _dialogs(self) -> None:
        window = self._window
        for name, make in (
            ("shortcuts", window.make_shortcuts_dialog),
            ("change_shortcuts", lambda: make_editor(window)),
            ("left_out", window.make_left_out_dialog),
            ("models", window.make_models_dialog),
            ("reviewer", lambda: ReviewerDialog(REVIEWER, window)),
            ("readers", lambda: ReadersDialog(READERS, READERS[0], window)),
            ("reveal", lambda: RevealDialog(window)),
            ("movie", lambda: MovieDialog(4, window.session.stack.slice_count, window)),
            ("propagate", lambda: PropagationDialog(window.session.stack.phase_count, 0, 8, window)),
        ):
            self.shoot(name, make)

    def _windows(self) -> None:
        """The windows that stay open beside the images."""
        window = self._window
        self._trigger("conventions")
        self.shoot("conventions", lambda: window.conventions_dialog, keep=True)
        found = compare_readings(window.session.stack, two_readings(window.session))
        compared = ComparisonWindow(window.session.stack, READERS, window)
        compared.set_window_level(window.page.cine.canvas.window_level)
        compared.readers_chosen.connect(lambda *_: compared.show_comparison(found))
        compared.begin(READERS[0])
        self.shoot("comparison", lambda: compared, keep=True)
        compared.show_hidden(
            f"{READERS[1]}: not signed off yet, or changed since. The readings are shown to each other once all have "
            "signed the study off, or a supervisor reveals them (Verify > Readers)."
        )
        self.shoot("comparison_hidden", lambda: compared, keep=True)
        self.shoot("comparison_busy", self._begin_comparison)
        agreed = AgreementWindow(signed_studies(window.session), READERS[0], window)
        agreed.show()
        self.wait("the plots", lambda: agreed.is_drawn)
        self.shoot("agreement", lambda: agreed, keep=True)
        alone = AgreementWindow((), READERS[0], window)
        self.shoot("agreement_empty", lambda: alone, keep=True)
        self.shoot("agreement_busy", self._begin_agreement)
        for made in (window.conventions_dialog, compared, agreed, alone):
            made.close()

    def _begin_comparison(self) -> ComparisonWindow:
        made = ComparisonWindow(self._window.session.stack, READERS, self._window)
        made.begin(READERS[0])
        return made

    def _begin_agreement(self) -> AgreementWindow:
        made = AgreementWindow(None, READERS[0], self._window)
        made.busy.show_progress(*SIGNED_READ)
        return made

    def _report(self) -> None:
        window = self._window
        dialog, reporting = window.report_dialog, window.reporting
        self._trigger("report")
        files, language = tuple(ReportFormat), current_language()
        dialog.show_request(ReportRequest(self._folder / "report", files, True, REVIEWER, "", language=language))
        self.shoot("report", lambda: dialog, keep=True)
        reporting.make(dialog.request)
        self.wait("the report", lambda: not reporting.is_busy)
        self.shoot("report_written", lambda: dialog, keep=True)
        dialog.close()

    def _sign(self) -> None:
        window = self._window
        window.page.panels.setCurrentIndex(PANELS.index("sign_off"))
        self.shoot("sign_off_missing")
        window.verifying.verify(window.verifying.waiting())
        self.wait("the verifications", lambda: not window.verifying.waiting())
        status = window.sign_off.refresh()
        self.shoot("sign_off", lambda: SignOffDialog(status, REVIEWER, window))
        window.sign_off.sign()
        self.wait("the sign-off", lambda: window.sign_off.status.holds)
        self.shoot("signed_off")
        self._trigger("go_to_ed")
        self._trigger("expand")
        self.wait("word of the void sign-off", lambda: window.sign_off.status.is_void)
        self.shoot("sign_off_void")
        window.session.undo_stack.undo()
        window.message_bar.dismiss()
        self.wait("the sign-off to hold again", lambda: window.sign_off.status.holds)
        window.page.panels.setCurrentIndex(0)

    def _lists(self) -> None:
        with tempfile.TemporaryDirectory(prefix="cmrstudio-demo-") as folder:
            show_lists(self._window, self._study, Path(folder), self)

    def _learn(self) -> None:
        with tempfile.TemporaryDirectory(prefix="cmrstudio-demo-") as folder:
            learn(self._window, Path(folder), self.wait, lambda name, make: self.shoot(name, make, keep=True))

    def _menus(self) -> None:
        for name, menu in self._window.actions_by_name.menus.items():
            self.shoot(f"menu_{name}", lambda menu=menu: menu, keep=True)
            menu.close()

    def _lose_engine(self) -> None:
        """End the engine in the middle of a run, as a crash would."""
        window = self._window
        pid = window.gpu_worker.engine_pid
        self._trigger("segment_study")
        self.settle(0.2)
        if pid is not None:
            os.kill(pid, signal.SIGTERM)
        self.wait("word of the engine's end", lambda: bool(window.message_bar.text) or not window.segmentation.is_busy)
        self.shoot("error_bar")

    # Hands and eyes

    def _trigger(self, name: str) -> None:
        self._window.actions_by_name[name].trigger()

    def _press(self, point_px) -> None:
        self._send(QEvent.Type.MouseMove, point_px, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton)
        self._send(QEvent.Type.MouseButtonPress, point_px, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton)

    def _move(self, point_px) -> None:
        self._send(QEvent.Type.MouseMove, point_px, Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton)

    def _release(self, point_px) -> None:
        self._send(QEvent.Type.MouseButtonRelease, point_px, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton)

    def _send(self, kind: QEvent.Type, point_px, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        canvas = self._window.page.cine.canvas
        place: QPointF = canvas.to_screen(point_px)
        viewport = canvas.viewport()
        everywhere = QPointF(viewport.mapToGlobal(QPoint(0, 0))) + place
        event = QMouseEvent(kind, place, everywhere, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, event)
