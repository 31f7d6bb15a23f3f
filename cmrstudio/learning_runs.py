"""The runs in which models learn, as they lie on disk: which wait to go on. Read at every start, so it loads little."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cmrstudio.domain.errors import OutputError
from training.run_folder import RunRecord, begun_runs, held, read_record

if TYPE_CHECKING:
    from cmrstudio.inference.model_versions import ModelVersions

LEARNED_FILE = "learned.json"
"""In the folder of a run that is done with: which version came of it."""


@dataclass(frozen=True)
class WaitingRun:
    """A fine-tuning that was begun and whose outcome was not judged yet."""

    folder: Path
    record: RunRecord


def runs_folder(versions: ModelVersions) -> Path:
    """Where the runs lie whose candidates ``versions`` keeps."""
    return versions.user_folder.parent / "runs"


def waiting_runs(versions: ModelVersions) -> tuple[WaitingRun, ...]:
    """The runs that can go on, the one that was at work last first. Raises ``TrainingError`` for a damaged one."""
    waiting = [folder for folder in begun_runs(runs_folder(versions)) if not (folder / LEARNED_FILE).exists()]
    return tuple(WaitingRun(folder, record) for folder in waiting if (record := read_record(folder)) is not None)


def discard_run(run: WaitingRun) -> None:
    """Remove a run that waits, with all that it came to so far. Raises ``TrainingError``, ``OutputError``."""
    with held(run.folder):  # not while it goes on, in this window or in another program
        try:
            shutil.rmtree(run.folder)
        except OSError as error:
            raise OutputError(
                run.folder,
                f"the fine-tuning cannot be removed ({error.strerror}). "
                "Close other programs that use the folder, then try again.",
            ) from error
