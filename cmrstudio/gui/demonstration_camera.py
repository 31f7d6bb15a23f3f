"""What takes the pictures of a tour: waits for the window, puts every look on it, and saves what is then to be seen."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QWidget

from cmrstudio.domain.errors import CmrstudioError, OutputError
from cmrstudio.gui.theme import Theme, apply_theme, current_theme
from cmrstudio.gui.translation import Language, current_language, use_language

if TYPE_CHECKING:
    from cmrstudio.gui.main_window import MainWindow

PATIENCE_S = 900.0
QUESTION_S = 20.0
"""A box comes at once, or not at all."""
SETTLE_S, FLEETING_S = 0.4, 0.1
POLL_MS = 20
FLEETING = frozenset({"study_loading", "segmenting"})
"""Stations that the window soon leaves by itself."""


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


class Camera:
    """Pictures of a window, numbered by station; where there are several looks, each has a folder of its own."""

    def __init__(self, window: MainWindow, folder: Path, looks: Sequence[Look]) -> None:
        self._window, self._folder, self._looks = window, folder, looks
        self._stations = 0
        self.pictures: list[Path] = []

    def wait(self, what: str, condition: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        """Have the window work until a condition holds. Raises ``DemonstrationError`` where it fails or takes long."""
        deadline = time.monotonic() + patience_s
        while not condition():
            if self._window.message_bar.text:
                raise DemonstrationError(f"While waiting for {what}: {self._window.message_bar.text}")
            if time.monotonic() > deadline:
                raise DemonstrationError(f"The window waited for {what} for more than {patience_s:.0f} s: try again.")
            QApplication.processEvents()
            time.sleep(0.002)

    @staticmethod
    def settle(seconds: float) -> None:
        """Have the window work for so long."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            QApplication.processEvents()
            time.sleep(0.002)

    def shoot(self, name: str, make_dialog: Callable[[], QWidget | None] | None = None, *, keep: bool = False) -> None:
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
            self.settle(FLEETING_S if name in FLEETING else SETTLE_S)
            self.wait("the thumbnails", lambda: not matrix.isVisible() or matrix.mosaic.is_current)
            if keep:  # plots are drawn one after the other
                self.wait("the plots", lambda widget=widget: getattr(widget, "is_drawn", True))
            self._save(widget, look, name)
            if make_dialog and not keep:
                widget.close()
                widget.deleteLater()
        self._looks[0].put_on()

    def shoot_question(self, name: str, ask: Callable[[], object]) -> None:
        """A picture in every look of the box that ``ask`` puts before the window; it is closed unanswered."""
        self._stations += 1
        for look in self._looks:
            look.put_on()
            QApplication.processEvents()
            witness = _Witness(lambda box, look=look: self._look_at(box, look, name))
            ask()
            self.wait(f"the question “{name}”", lambda witness=witness: witness.is_done, QUESTION_S)
            if witness.problem is not None:
                raise witness.problem
        self._looks[0].put_on()

    def _look_at(self, widget: QWidget, look: Look, name: str) -> None:
        self.settle(SETTLE_S)
        self._save(widget, look, name)

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


class _Witness:
    """Looks at the modal box that comes next, and closes it; what goes wrong meanwhile is kept for the caller."""

    def __init__(self, look_at: Callable[[QWidget], None]) -> None:
        self._look_at = look_at
        self.is_done = False
        self.problem: CmrstudioError | None = None
        self._timer = QTimer()
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._watch)
        self._timer.start()

    def _watch(self) -> None:
        box = QApplication.activeModalWidget()
        if box is None:
            return
        self._timer.stop()
        try:
            self._look_at(box)
        except CmrstudioError as problem:  # who asked is told: a slot cannot raise to the tour
            self.problem = problem
        finally:
            box.close()
            self.is_done = True


def context_menu(widget: QWidget, place: QPoint) -> QWidget | None:
    """The menu that a click with the right button at ``place`` of ``widget`` opens; None where there is none."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)
    return QApplication.activePopupWidget()
