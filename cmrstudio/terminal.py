"""What the commands share: where they print, how they show progress, and the engine that they run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar

if TYPE_CHECKING:
    from cmrstudio.engine.client import EngineClient

output = Console(markup=False)
errors = Console(stderr=True, markup=False)


class TerminalProgress:
    """A progress bar on standard error; none where that is no terminal."""

    def __init__(self, bar: ProgressBar) -> None:
        self._bar = bar
        self._task = bar.add_task("Starting", total=None)

    def report(self, done: int, total: int, message: str) -> None:
        """Show how far the work has come."""
        self._bar.update(self._task, completed=done, total=total, description=message)


@contextmanager
def progress_shown() -> Iterator[TerminalProgress]:
    """A progress bar that goes away when the work is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with ProgressBar(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        yield TerminalProgress(bar)


@contextmanager
def running_engine(workspace: Path | None = None) -> Iterator[EngineClient]:
    """The engine with the models of a workspace, ended afterwards."""
    from cmrstudio.engine.client import EngineClient
    from cmrstudio.workflow import models_user_folder

    client = EngineClient(user_models=models_user_folder(workspace))
    client.start()
    try:
        yield client
    finally:
        client.stop()
