"""Works the real window on a real study and takes a picture of each main view."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.errors import CmrstudioError, OutputError
from cmrstudio.domain.patient_facts import Sex
from cmrstudio.domain.reading_comparison import compare_readings
from cmrstudio.domain.reading_report import ReportFormat
from cmrstudio.gui.controllers.reporting import ReportRequest
from cmrstudio.gui.demonstration_readings import READERS, insertion, signed_studies, two_readings
from cmrstudio.gui.demonstration_training import learn
from cmrstudio.gui.editing_tools import EditTool
from cmrstudio.gui.features.keyboard import make_editor
from cmrstudio.gui.main_window import MainWindow
from cmrstudio.gui.theme import Theme, apply_theme, current_theme
from cmrstudio.gui.translation import Language, current_language, use_language
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
PATIENCE_S = 300.0
REVIEWER = READERS[0]
PANELS = ("reading", "numbers", "walls", "sign_off", "surfaces")


class DemonstrationError(CmrstudioError):
    """The window did not do in time what the demonstration asked of it."""


@dataclass(frozen=True)
class Look:
    """How the window looks on a picture."""

    theme: Theme = Theme.DARK
    language: Language = Language.ENGLISH

    @property
    def name(self) -> str:
        """Such as "light-de"."""
        return f"{self.theme.value}-{self.language.value}"

    def put_on(self) -> None:
        """Give the running application this look."""
        application = QApplication.instance()
        if isinstance(application, QApplication) and current_theme() is not self.theme:
            apply_theme(application, self.theme)
        if current_language() is not self.language:
            use_language(self.language)


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


class _Tour:
    """The story of a reading, one picture a station."""

    def __init__(self, window: MainWindow, study: Path, folder: Path, looks: Sequence[Look]) -> None:
        self._window, self._study, self._folder, self._looks = window, study, folder, looks
        self._stations = 0
        self.pictures: list[Path] = []

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
        self._learn()
        self._menus()
        self._lose_engine()

    def _open(self) -> None:
        window = self._window
        window.start()
        self._wait("the models", lambda: window.models.model_id is not None)
        self._shoot("first_run")
        window.first_run.dismiss()
        self._shoot("start_page")
        window.open_path(self._study)
        self._wait("a first image", lambda: window.page.cine.canvas.image is not None)
        self._shoot("study_loading")
        self._wait("the study", lambda: window.session.is_complete and window.session.is_restored)
        self._shoot("study_open")
        window.first_run.show()
        self._shoot("ten_gestures")
        window.first_run.dismiss()

    def _segment(self) -> None:
        window = self._window
        self._trigger("segment_study")
        self._wait("first contours", lambda: bool(window.session.annotations) or not window.segmentation.is_busy)
        self._shoot("segmenting")
        self._wait("the segmentation", lambda: not window.segmentation.is_busy)
        self._trigger("go_to_ed")
        self._shoot("end_diastole")
        self._trigger("go_to_es")
        self._shoot("end_systole")
        self._trigger("go_to_ed")
        for layout in ("phases", "montage", "matrix", "cine"):
            self._trigger(f"layout_{layout}")
            self._shoot(f"layout_{layout}")

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
            self._shoot(f"panel_{name}")
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
                self._shoot(f"tool_{tool.value}")
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
            self._shoot(f"tool_{tool.value}")
            cine.cancel_gesture()
            self._release(end)
        self._trigger(EditTool.CONTROL_POINTS.value)
        self._press(contour.points_px[0])
        self._move(contour.points_px[0] * 1.06 - centre * 0.06)
        self._release(contour.points_px[0] * 1.06 - centre * 0.06)
        cine.reset_view()
        self._shoot("edited")

    def _review(self) -> None:
        window = self._window
        self._trigger("verify_image")
        self._wait("the verification", lambda: window.session.verification() is not None)
        self._shoot("verified")
        self._trigger("smooth")
        self._shoot("stale")
        self._trigger("remove_contour")
        self._shoot("flagged")
        window.session.undo_stack.undo()
        self._trigger("overlays")
        self._shoot("overlays_hidden")
        self._trigger("overlays")
        self._trigger("work_list")
        self._shoot("work_list")
        self._trigger("work_list")
        window.resize(*SMALL_WINDOW_SIZE_PX)
        self._shoot("small_window")
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
            self._shoot(name, make)

    def _windows(self) -> None:
        """The windows that stay open beside the images."""
        window = self._window
        self._trigger("conventions")
        self._shoot("conventions", lambda: window.conventions_dialog, keep=True)
        found = compare_readings(window.session.stack, two_readings(window.session))
        compared = ComparisonWindow(window.session.stack, READERS, window)
        compared.set_window_level(window.page.cine.canvas.window_level)
        compared.readers_chosen.connect(lambda *_: compared.show_comparison(found))
        compared.begin(READERS[0])
        self._shoot("comparison", lambda: compared, keep=True)
        compared.show_hidden(
            f"{READERS[1]}: not signed off yet, or changed since. The readings are shown to each other once all have "
            "signed the study off, or a supervisor reveals them (Verify > Readers)."
        )
        self._shoot("comparison_hidden", lambda: compared, keep=True)
        agreed = AgreementWindow(signed_studies(window.session), READERS[0], window)
        agreed.show()
        self._wait("the plots", lambda: agreed.is_drawn)
        self._shoot("agreement", lambda: agreed, keep=True)
        alone = AgreementWindow((), READERS[0], window)
        self._shoot("agreement_empty", lambda: alone, keep=True)
        for made in (window.conventions_dialog, compared, agreed, alone):
            made.close()

    def _report(self) -> None:
        window = self._window
        dialog, reporting = window.report_dialog, window.reporting
        self._trigger("report")
        dialog.show_request(ReportRequest(self._folder / "report", tuple(ReportFormat), True, REVIEWER, ""))
        self._shoot("report", lambda: dialog, keep=True)
        reporting.make(dialog.request)
        self._wait("the report", lambda: not reporting.is_busy)
        self._shoot("report_written", lambda: dialog, keep=True)
        dialog.close()

    def _sign(self) -> None:
        window = self._window
        window.page.panels.setCurrentIndex(PANELS.index("sign_off"))
        self._shoot("sign_off_missing")
        window.verifying.verify(window.verifying.waiting())
        self._wait("the verifications", lambda: not window.verifying.waiting())
        status = window.sign_off.refresh()
        self._shoot("sign_off", lambda: SignOffDialog(status, REVIEWER, window))
        window.sign_off.sign()
        self._wait("the sign-off", lambda: window.sign_off.status.holds)
        self._shoot("signed_off")
        window.page.panels.setCurrentIndex(0)

    def _learn(self) -> None:
        with tempfile.TemporaryDirectory(prefix="cmrstudio-demo-") as folder:
            learn(self._window, Path(folder), self._wait, lambda name, make: self._shoot(name, make, keep=True))

    def _menus(self) -> None:
        for name, menu in self._window.actions_by_name.menus.items():
            self._shoot(f"menu_{name}", lambda menu=menu: menu, keep=True)
            menu.close()

    def _lose_engine(self) -> None:
        """End the engine in the middle of a run, as a crash would."""
        window = self._window
        pid = window.gpu_worker.engine_pid
        self._trigger("segment_study")
        self._settle(0.2)
        if pid is not None:
            os.kill(pid, signal.SIGTERM)
        self._wait("word of the engine's end", lambda: bool(window.message_bar.text) or not window.segmentation.is_busy)
        self._shoot("error_bar")

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

    def _wait(self, what: str, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            if self._window.message_bar.text:
                raise DemonstrationError(f"While waiting for {what}: {self._window.message_bar.text}")
            if time.monotonic() > deadline:
                raise DemonstrationError(f"The window waited for {what} for more than {PATIENCE_S:.0f} s: try again.")
            QApplication.processEvents()
            time.sleep(0.002)

    @staticmethod
    def _settle(seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            QApplication.processEvents()
            time.sleep(0.002)

    def _shoot(self, name: str, make_dialog: Callable[[], QWidget | None] | None = None, *, keep: bool = False) -> None:
        """A picture of the window in every look, or of a dialog made for each; one to ``keep`` is the same in all."""
        self._stations += 1
        matrix = self._window.layouts_feature.matrix
        for look in self._looks:
            look.put_on()
            QApplication.processEvents()  # a change of language reaches all widgets before the next one is made
            widget: QWidget | None = make_dialog() if make_dialog else self._window
            if widget is None:
                continue
            widget.show()
            self._settle(0.1 if name in {"study_loading", "segmenting"} else 0.4)
            self._wait("the thumbnails", lambda: not matrix.isVisible() or matrix.mosaic.is_current)
            self._save(widget, look, name)
            if make_dialog and not keep:
                widget.close()
                widget.deleteLater()
        self._looks[0].put_on()

    def _save(self, widget: QWidget, look: Look, name: str) -> None:
        folder = self._folder / look.name if len(self._looks) > 1 else self._folder
        path = folder / f"{self._stations:02d}_{name}.png"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                folder, f"pictures cannot be written there: {error.strerror}. Choose another folder."
            ) from error
        if not widget.grab().save(str(path)):
            raise OutputError(path, "the picture cannot be written there. Choose another folder.")
        self.pictures.append(path)
