"""Signing the open study off: whether it can be, who signed what, and whether that still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cmrstudio.domain.conventions import AS_TRAINED, Conventions
from cmrstudio.domain.readers import reading_key
from cmrstudio.domain.sign_off import (
    Remark,
    SignOff,
    SignOffContent,
    changes_since,
    content_of,
    drawn_by,
    missing_for_sign_off,
)
from cmrstudio.gui.controllers.keeping import KeepingController
from cmrstudio.gui.controllers.reading_session import ReadingSession
from cmrstudio.gui.controllers.verifying import VerifyingController

SETTLE_MS = 120


@dataclass(frozen=True)
class SignOffStatus:
    """How the study stands: ``content`` is what would be signed now, ``changes`` are those since the last signature.

    ``conventions`` are those by which the numbers shown were counted, which are the signed ones where they hold.
    """

    content: SignOffContent | None = None
    missing: tuple[Remark, ...] = ()
    doubts: tuple[str, ...] = ()
    signed: SignOff | None = None
    changes: tuple[Remark, ...] = ()
    history: tuple[SignOff, ...] = ()
    conventions: Conventions = AS_TRAINED

    @property
    def holds(self) -> bool:
        """Whether the last signature is for what is there now."""
        return self.signed is not None and not self.changes

    @property
    def is_void(self) -> bool:
        """Whether the study was signed and has changed since."""
        return self.signed is not None and bool(self.changes)

    @property
    def can_be_signed(self) -> bool:
        """Whether nothing is missing and there is something new to sign."""
        return self.content is not None and not self.missing and not self.holds


class SignOffController(QObject):
    """Follows the session; what a drag changes is taken up when the hand rests."""

    changed = Signal(object)
    """A ``SignOffStatus``."""
    voided = Signal(object)
    """The ``SignOff`` that an edit has just made void."""
    signed = Signal(object)
    refused = Signal(str)

    def __init__(
        self,
        session: ReadingSession,
        keeping: KeepingController,
        verifying: VerifyingController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._keeping, self._verifying = session, keeping, verifying
        self._history: tuple[SignOff, ...] = ()
        self._status = SignOffStatus()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.refresh)
        for signal in (session.study_completed, session.phases_changed, session.measures_changed):
            signal.connect(self._begin)
        verifying.verdicts.changed.connect(self._begin)
        session.study_opened.connect(self._forget)
        session.study_closed.connect(self._forget)
        keeping.restored.connect(self._recall)

    @property
    def status(self) -> SignOffStatus:
        """How the study stood when it was last looked at."""
        return self._status

    @Slot()
    def _begin(self) -> None:
        self._timer.start()  # once more: nothing is looked at while a drag goes on

    @Slot()
    def _forget(self) -> None:
        self._history, self._status = (), SignOffStatus()
        self._begin()

    def _key(self) -> str:
        series = self._session.series
        return reading_key(series.series_uid, self._keeping.reader) if series else ""

    @Slot(str)
    def _recall(self, _series_uid: str) -> None:
        from cmrstudio.store.reading_records import ReadingRecords

        key = self._key()

        def take(found: tuple[SignOff, ...]) -> None:
            if key == self._key():
                self._history = found
                self.refresh()

        self._keeping.read(lambda store: ReadingRecords(store).sign_offs(key), take)

    @Slot()
    def refresh(self) -> SignOffStatus:
        """Look at the study as it is now."""
        self._timer.stop()
        before = self._status
        self._status = self._look()
        if self._status.is_void and before.holds and before.signed == self._status.signed:
            self.voided.emit(self._status.signed)
        self.changed.emit(self._status)
        return self._status

    def _look(self) -> SignOffStatus:
        series, measures, annotations = self._session.series, self._session.measures, self._session.annotations
        if series is None or measures is None or not self._session.is_restored:
            return SignOffStatus()
        content = content_of(series.series_uid, annotations, measures)
        signed = self._history[-1] if self._history else None
        doubts = [flag.message for flag in measures.flags]
        if not self._session.is_complete:
            doubts.append("Images are still being read.")
        changes = changes_since(signed, content) if signed else ()
        return SignOffStatus(
            content,
            missing_for_sign_off(annotations, measures, self._verifying.verdicts.state, self._session.state),
            tuple(doubts),
            signed,
            changes,
            self._history,
            signed.conventions if signed and not changes else measures.conventions,
        )

    def sign(self) -> None:
        """Sign what is there now, in the reviewer's name; ``signed`` or ``refused`` follows."""
        from cmrstudio.store.reading_records import ReadingRecords

        status, study = self.refresh(), self._session.study
        if study is None or status.content is None:
            self.refused.emit("There is nothing to sign yet: segment the study and verify its contours first.")
        elif not self._session.is_complete or self._session.is_in_gesture(self._session.position):
            self.refused.emit("Finish the edit and wait until all images are there, then sign.")
        elif status.missing:
            count = len(status.missing)
            self.refused.emit(f"The study cannot be signed off yet: {count} things are missing; see the Sign-off tab.")
        elif status.holds:
            self.refused.emit("The study is signed off as it is.")
        elif self._verifying.reviewer or self._verifying.ask_reviewer():
            label = ", ".join(text for text in (study.patient_label or study.source.name, study.acquired_on) if text)
            sign_off = SignOff(
                status.content,
                self._verifying.reviewer,
                datetime.now(UTC),
                drawn_by(self._session.annotations, self._session.phases),
                study_uid=study.study_uid,
                study_label=label,
                reader=self._keeping.reader,
            )
            self._keeping.write(
                lambda store: ReadingRecords(store).sign(sign_off), self._take_signed, self.refused.emit
            )

    def _take_signed(self, sign_off: SignOff) -> None:
        if reading_key(sign_off.content.series_uid, sign_off.reader) == self._key():
            self._history = (*self._history, sign_off)
            self.refresh()
        self.signed.emit(sign_off)
