"""The folder of one fine-tuning: what was asked, how far it is, what it came to. Loads no network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cmrstudio.domain.errors import OutputError, TrainingError
from cmrstudio.io.atomic_file import write_atomically
from cmrstudio.store.file_lock import FileHeldError, FileLock
from training.checkpoints import CHECKPOINT_FILE, WEIGHTS_FILE
from training.finetune_settings import FineTuneRequest, FineTuneResult, FineTuneSettings

REQUEST_FILE, RESULT_FILE, LOCK_FILE = "request.json", "result.json", "running.lock"
_UNREADABLE = (OSError, ValueError, KeyError, TypeError)


@dataclass(frozen=True)
class RunRecord:
    """What a run is, for as long as it lives.

    ``parent`` is the source ("unet@1.0.0") of the model that it began with and ``weights_sha256`` that model's hash;
    ``dtype_policy`` is what the machine that began it was fast at.
    """

    request: FineTuneRequest
    parent: str
    weights_sha256: str
    architecture: str
    dtype_policy: str


def write_record(folder: Path, record: RunRecord) -> None:
    """Keep what a run is. Raises ``OutputError``."""
    facts = {
        "settings": record.request.settings.facts(),
        "snapshot": str(record.request.snapshot),
        "parent": record.parent,
        "weights_sha256": record.weights_sha256,
        "architecture": record.architecture,
        "dtype_policy": record.dtype_policy,
    }
    write_atomically(folder / REQUEST_FILE, _json(facts))


def read_record(folder: Path) -> RunRecord | None:
    """What the run in a folder is; None where none was begun. Raises ``TrainingError`` where that is damaged."""
    path = folder / REQUEST_FILE
    if not path.exists():
        return None
    facts = _read(path)
    try:
        request = FineTuneRequest(FineTuneSettings(**facts["settings"]), Path(facts["snapshot"]))
        words = [str(facts[name]) for name in ("parent", "weights_sha256", "architecture", "dtype_policy")]
    except _UNREADABLE as error:
        raise _damaged(path, error) from error
    return RunRecord(request, *words)


def write_result(folder: Path, result: FineTuneResult) -> None:
    """Keep what a run came to. Raises ``OutputError``."""
    facts = {**asdict(result), "settings": result.settings.facts()}
    del facts["run"], facts["weights"]  # the folder may be moved
    write_atomically(folder / RESULT_FILE, _json(facts))


def read_result(folder: Path) -> FineTuneResult | None:
    """What a run came to; None where it is not done. Raises ``TrainingError`` where that is damaged."""
    path = folder / RESULT_FILE
    if not path.exists():
        return None
    facts = _read(path)
    try:
        facts["settings"] = FineTuneSettings(**facts["settings"])
        facts["epochs"], facts["notes"] = tuple(facts["epochs"]), tuple(facts["notes"])
        return FineTuneResult(run=folder, weights=folder / WEIGHTS_FILE, **facts)
    except _UNREADABLE as error:
        raise _damaged(path, error) from error


def begun_runs(runs: Path) -> list[Path]:
    """The folders in ``runs`` whose run was begun, the one that was at work last first."""
    return sorted((path.parent for path in runs.glob(f"*/{REQUEST_FILE}")), key=_last_written, reverse=True)


def unfinished_runs(runs: Path) -> list[Path]:
    """Those of ``begun_runs`` that are not done."""
    return [folder for folder in begun_runs(runs) if not (folder / RESULT_FILE).exists()]


def _last_written(folder: Path) -> float:
    checkpoint = folder / CHECKPOINT_FILE
    return (checkpoint if checkpoint.exists() else folder / REQUEST_FILE).stat().st_mtime


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Within this no other run beside ``folder`` can go on: two would only take the processor from each other.

    The lock goes with its process, however that ends. Raises ``TrainingError`` where one is going on, ``OutputError``.
    """
    lock = FileLock(folder.parent / LOCK_FILE)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        lock.write_holder()
    except FileHeldError as error:
        problem = f"another fine-tuning is going on beside it{error.holder}; wait for its end or cancel it first"
        raise TrainingError(folder, problem) from error
    except OSError as error:
        reason = error.strerror or str(error)
        problem = f"the fine-tuning cannot be kept: {reason}. Choose another place or free some space."
        raise OutputError(folder, problem) from error
    try:
        yield
    finally:
        lock.release()


def _json(facts: Mapping[str, Any]) -> bytes:
    return json.dumps(facts, indent=1).encode()


def _read(path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except _UNREADABLE as error:
        raise _damaged(path, error) from error
    if not isinstance(facts, dict):
        raise _damaged(path, TypeError("no object"))
    return facts


def _damaged(path: Path, error: Exception) -> TrainingError:
    return TrainingError(path, f"it is damaged ({error}); begin another fine-tuning")
