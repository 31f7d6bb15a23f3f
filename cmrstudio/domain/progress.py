"""How long work reports and how it is asked to stop, without knowing who listens."""

from __future__ import annotations

from typing import Protocol

from cmrstudio.domain.errors import CancelledError


class Progress(Protocol):
    """Told how far a piece of work has come."""

    def report(self, done: int, total: int, message: str) -> None:
        """Take note that ``done`` of ``total`` units are finished; ``message`` says what is going on."""


class Cancellation(Protocol):
    """Asked between units of work whether to stop."""

    def is_cancelled(self) -> bool:
        """Whether the work should stop at the next safe point."""


class SilentProgress:
    """A ``Progress`` that nobody watches."""

    def report(self, done: int, total: int, message: str) -> None:
        """Do nothing."""


class NeverCancelled:
    """A ``Cancellation`` that never asks to stop."""

    def is_cancelled(self) -> bool:
        """Always false."""
        return False


def raise_if_cancelled(cancellation: Cancellation) -> None:
    """Raise ``CancelledError`` if the work was asked to stop."""
    if cancellation.is_cancelled():
        raise CancelledError()
