"""What a reader does to several images at once: copy contours to them, clear them, verify them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.verification import ContourState
from cmrstudio.gui.controllers.keeping import KeepingController
from cmrstudio.gui.controllers.reading_session import Key, ReadingSession, copy_would_cost
from cmrstudio.gui.controllers.verifying import VerifyingController
from cmrstudio.gui.translation import tr


class ChosenImages(QObject):
    """Acts on a set of images; contours change in one undo step. What cannot be done is told through ``refused``."""

    refused = Signal(str)
    done = Signal(str)
    """A sentence on what was done."""

    def __init__(
        self,
        session: ReadingSession,
        keeping: KeepingController,
        verifying: VerifyingController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._keeping, self._verifying = session, keeping, verifying

    def would_replace(self, keys: Iterable[Key]) -> list[Key]:
        """Those of some images to which a copy would cost what a reader drew or verified."""
        return [key for key in self._targets(keys) if copy_would_cost(self._session, key)]

    def copy_to(self, keys: Iterable[Key], *, may_replace: bool) -> None:
        """Copy the contours of the image on the screen to others; readers' contours stay unless ``may_replace``."""
        source = self._session.annotation()
        if not source.contours:
            self.refused.emit("The image on the screen has no contours to copy: draw or segment it first.")
            return
        kept = set() if may_replace else set(self.would_replace(keys))
        targets = [key for key in self._targets(keys) if key not in kept]
        if not targets and kept:
            self.done.emit(tr("Nothing was copied.") + _kept(len(kept)))
            return
        if not targets:
            self.refused.emit("Select the images to copy to: Shift+click, Ctrl+click or drag in the matrix.")
            return
        contours = tuple(contour.with_points(contour.points_px) for contour in source.contours)
        self._session.finish_gesture(
            [SliceAnnotation(source.series_uid, *key, contours=contours) for key in targets], "Copy contours"
        )
        self.done.emit(tr("Contours copied to {images}.").format(images=_images(len(targets))) + _kept(len(kept)))

    def clear(self, keys: Iterable[Key]) -> None:
        """Remove all contours of some images."""
        drawn = [key for key in self._free(keys) if self._session.annotation(key).contours]
        if not drawn:
            self.refused.emit("There are no contours to clear there: select images with contours.")
            return
        self._session.finish_gesture(
            [replace(self._session.annotation(key), contours=()) for key in drawn], "Clear contours"
        )
        self.done.emit(tr("Contours cleared on {images}.").format(images=_images(len(drawn))))

    def verify(self, keys: Iterable[Key]) -> None:
        """Verify the contours of some images that are not verified yet; images without any are left alone."""
        waiting = [
            self._session.annotation(key)
            for key in self._free(keys)
            if self._session.annotation(key).contours and self._session.state(key) is not ContourState.VERIFIED
        ]
        if not waiting:
            self.refused.emit("There are no contours there that wait for verification: select other images.")
        elif self._verifying.reviewer or self._verifying.ask_reviewer():
            self._keeping.verify(waiting, self._verifying.reviewer)
            self.done.emit(tr("Contours verified on {images}.").format(images=_images(len(waiting))))

    def _free(self, keys: Iterable[Key]) -> list[Key]:
        """Those on which the reader's hand is not at the moment, in order."""
        return [key for key in sorted(keys) if not self._session.is_in_gesture(key)]

    def _targets(self, keys: Iterable[Key]) -> list[Key]:
        stack = self._session.stack
        if stack is None:
            return []
        return [key for key in self._free(keys) if key != self._session.position and stack.present[key]]


def _images(count: int) -> str:
    return tr("1 image" if count == 1 else "{count} images").format(count=count)


def _kept(count: int) -> str:
    kept = tr("{images} with edited or verified contours kept as they were.").format(images=_images(count))
    return f" {kept}" if count else ""
