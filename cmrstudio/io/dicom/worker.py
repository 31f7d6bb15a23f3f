"""The child process that reads DICOM files: whatever a hostile file does to a parser or codec, it does it here.

The parent sends tuples of tasks; the child answers each task with one reply, in order.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections import OrderedDict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from cmrstudio.io.dicom.header import ImageHeader, PixelFormat

if TYPE_CHECKING:
    from pydicom.dataset import FileDataset

KEPT_BYTES = 192 << 20
"""A worker keeps files of up to this size together between reading their headers and decoding their pixels."""


class HeaderTask(NamedTuple):
    """Read the headers of one file; ``keep`` reads the file whole and keeps it for the decoding that will follow."""

    task_id: int
    path: str
    file_index: int
    keep: bool


class DecodeTask(NamedTuple):
    """Decode one image of a file into ``data_type``."""

    task_id: int
    path: str
    frame_index: int
    pixel_format: PixelFormat
    data_type: str


Task = HeaderTask | DecodeTask


class ForgetFiles(NamedTuple):
    """Drop the files kept so far: another study comes."""


class WorkerReady(NamedTuple):
    """The child has loaded its decoders."""


class HeadersRead(NamedTuple):
    """Answer to a ``HeaderTask``."""

    task_id: int
    headers: tuple[ImageHeader, ...]


class ImageDecoded(NamedTuple):
    """Answer to a ``DecodeTask``: the image [row, column]."""

    task_id: int
    pixels: npt.NDArray[np.generic]


class TaskFailed(NamedTuple):
    """A file or image that cannot be read; ``reason`` is fit to follow the file's name."""

    task_id: int
    reason: str


Reply = HeadersRead | ImageDecoded | TaskFailed


def run_worker(connection: Connection, memory_limit_bytes: int, alarm_s: int) -> None:
    """Serve tasks until the parent closes the connection or dies."""
    _load_decoders()
    _confine(memory_limit_bytes)
    files = _FileCache(KEPT_BYTES)
    with contextlib.suppress(EOFError, OSError):
        connection.send(WorkerReady())
        while True:
            message = connection.recv()
            if isinstance(message, ForgetFiles):
                files.clear()
                continue
            for task in message:
                _set_alarm(alarm_s)
                connection.send(_answer(task, files))
                _set_alarm(0)


def _answer(task: Task, files: _FileCache) -> Reply:
    from cmrstudio.io.dicom.open import FileRefusedError
    from cmrstudio.io.dicom.parse import parse_headers
    from cmrstudio.io.dicom.pixels import decode_image

    try:
        dataset = files.get(task.path, whole=isinstance(task, DecodeTask) or task.keep)
        if isinstance(task, HeaderTask):
            return HeadersRead(task.task_id, parse_headers(dataset, task.file_index))
        return ImageDecoded(task.task_id, decode_image(dataset, task.frame_index, task.pixel_format, task.data_type))
    except FileRefusedError as error:
        return TaskFailed(task.task_id, str(error))
    except MemoryError:
        return TaskFailed(task.task_id, "refused: reading it takes more memory than any genuine file needs")
    except RecursionError:
        return TaskFailed(task.task_id, "refused: its sequences are nested too deep to be genuine")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  a Rust codec panics with a BaseException of its own
        gist = " ".join(str(error).split())[:200]
        return TaskFailed(task.task_id, f"damaged: its decoder fails ({type(error).__name__}: {gist})")


class _FileCache:
    """The files read last, up to a total size; a file is read again when it was dropped or not read whole."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._total_bytes = 0
        self._files: OrderedDict[str, tuple[FileDataset, int]] = OrderedDict()

    def get(self, path: str, *, whole: bool) -> FileDataset:
        from cmrstudio.io.dicom.open import open_dicom

        if path in self._files:
            self._files.move_to_end(path)
            return self._files[path][0]
        dataset = open_dicom(Path(path), with_pixels=whole)
        if whole:
            size_bytes = os.path.getsize(path)  # noqa: PTH202  the hot path
            self._files[path] = (dataset, size_bytes)
            self._total_bytes += size_bytes
            while self._total_bytes > self._limit_bytes and len(self._files) > 1:
                _, (_, dropped_bytes) = self._files.popitem(last=False)
                self._total_bytes -= dropped_bytes
        return dataset

    def clear(self) -> None:
        self._files.clear()
        self._total_bytes = 0


def _load_decoders() -> None:
    """Import every codec now, so that no file waits for it, and stop pydicom from checking every value."""
    import warnings

    # pydicom would load this to download its test files: a quarter of its start-up, and nothing here may use a network.
    sys.modules.setdefault("requests", None)  # type: ignore[arg-type]
    from pydicom import config

    from cmrstudio.io.dicom import parse, pixels  # noqa: F401

    config.settings.reading_validation_mode = config.IGNORE
    warnings.simplefilter("ignore")


def _confine(memory_limit_bytes: int) -> None:
    """Cap memory, leave no core dumps, keep the noise of dying codecs out of the user's terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    null = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(null, descriptor)
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS refuses this limit; sizes are checked before decoding anyway
        limit = _address_space_bytes() + memory_limit_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _address_space_bytes() -> int:
    """Address space in use now (Linux; elsewhere what a loaded interpreter takes at most)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 4 << 30
    return pages * os.sysconf("SC_PAGE_SIZE")


def _set_alarm(seconds: int) -> None:
    """End this process by a signal if a codec hangs and the parent is no longer there to do it."""
    if sys.platform != "win32":
        signal.alarm(seconds)
