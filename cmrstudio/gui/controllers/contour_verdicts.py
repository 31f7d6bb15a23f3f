"""Which of the contours of the open reading are verified, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal, Slot

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.readers import reading_key
from cmrstudio.domain.verification import ContourState, ContourVerification, state_of_contour
from cmrstudio.gui.controllers.keeping import KeepingController
from cmrstudio.gui.controllers.reading_session import Key, ReadingSession


class ContourVerdicts(QObject):
    """Knows the state of every contour of the session; it recalls what was kept when the session is restored."""

    changed = Signal(object)
    """set[Key] of images with a contour whose state may be another one."""

    def __init__(self, session: ReadingSession, keeping: KeepingController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._keeping = session, keeping
        self._found: dict[tuple[int, int, Structure], ContourVerification] = {}
        session.study_opened.connect(self._forget)
        session.study_closed.connect(self._forget)
        session.annotations_changed.connect(self._take_images)
        keeping.restored.connect(self._recall)

    def state(self, key: Key, structure: Structure) -> ContourState:
        """The state of one contour by (phase index, slice index) and structure."""
        contour = self._session.annotation(key).contour(structure)
        return state_of_contour(contour, self._session.state(key), self._found.get((*key, structure)))

    def states(self, key: Key) -> dict[Structure, ContourState]:
        """The states of the contours of an image."""
        return {
            contour.structure: self.state(key, contour.structure) for contour in self._session.annotation(key).contours
        }

    def verification(self, key: Key, structure: Structure) -> ContourVerification | None:
        """The latest verification of one contour."""
        return self._found.get((*key, structure))

    def verify(self, structures: Iterable[Structure], key: Key, reviewer: str) -> None:
        """Have some contours of an image kept as verified; ``changed`` follows once they are."""
        from datetime import UTC, datetime

        from cmrstudio.store.reading_records import ReadingRecords

        annotation = self._keeping.outward(self._session.annotation(key))
        chosen, now = tuple(structures), datetime.now(UTC)
        self._keeping.write(
            lambda store: ReadingRecords(store).verify_contours(annotation, chosen, reviewer, now), self._take_kept
        )

    def _take_kept(self, kept: tuple) -> None:
        verified, whole = kept
        for one in verified:
            if self._session.series is None or one.key.series_uid != self._key():
                return  # another study or reader is open by now
            self._found[one.key.phase_index, one.key.slice_index, one.structure] = one
            self._session.verified_contours.add((one.key.phase_index, one.key.slice_index, one.structure))
        if verified:
            self.changed.emit({(one.key.phase_index, one.key.slice_index) for one in verified})
        if whole is not None and (own := self._keeping.inward(whole)) is not None:
            self._session.take_verification(own)

    def _key(self) -> str:
        series = self._session.series
        return reading_key(series.series_uid, self._keeping.reader) if series else ""

    @Slot()
    def _forget(self) -> None:
        self._found = {}

    @Slot(object)
    def _take_images(self, keys: set[Key]) -> None:
        for key in keys:
            self._take_image(key)
        self.changed.emit(keys)

    def _take_image(self, key: Key) -> None:
        """A whole image that is verified says so of each of its contours, also when one of them changes later."""
        word = self._session.verification(key)
        if word is not None and self._session.state(key) is ContourState.VERIFIED:
            for contour in self._session.annotation(key).contours:
                known = self._found.get((*key, contour.structure))
                if known is None or known.contour_sha256 != contour.content_sha256:
                    self._found[*key, contour.structure] = ContourVerification(
                        word.key, contour.structure, contour.content_sha256, word.reviewer, word.verified_at_utc
                    )

    @Slot(str)
    def _recall(self, _series_uid: str) -> None:
        from cmrstudio.store.reading_records import ReadingRecords

        key = self._key()

        def take(found: Mapping) -> None:
            if key == self._key():
                self._found = dict(found) | self._found
                self._session.verified_contours.update(found)
                if found:
                    self.changed.emit({(phase_index, slice_index) for phase_index, slice_index, _ in found})

        self._keeping.read(lambda store: ReadingRecords(store).contour_verifications(key), take)
