"""Movies of a cine: MP4 by OpenCV, animated GIF by Pillow, from RGB frames that arrive one after another."""

from __future__ import annotations

import io
import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import OutputError
from cmrstudio.domain.progress import Cancellation, NeverCancelled, Progress, SilentProgress, raise_if_cancelled
from cmrstudio.domain.study import CineStack
from cmrstudio.io.atomic_file import write_atomically

Frame = npt.NDArray[np.uint8]

MP4, GIF = ".mp4", ".gif"
ENDINGS = (MP4, GIF)
FALLBACK_FRAME_MS = 40.0
_TICK_MS = 10
_LEAST_GIF_TICKS = 2  # browsers slow anything shorter down to 100 ms
_EVEN_SHARE = 0.02
_CODEC = "mp4v"


def phase_durations_ms(stack: CineStack, slice_index: int) -> list[float]:
    """How long each phase of a slice lasts: by trigger times where these grow, else the series' frame time."""
    frame_ms = (
        stack.frame_time_ms if np.isfinite(stack.frame_time_ms) and stack.frame_time_ms > 0 else FALLBACK_FRAME_MS
    )
    steps = np.diff(stack.trigger_times_ms[:, slice_index])
    if not len(steps) or not np.isfinite(steps).all() or (steps <= 0).any():
        return [float(frame_ms)] * stack.phase_count
    return [*steps.tolist(), float(np.median(steps))]


def write_movie(
    path: Path,
    frames: Iterable[Frame],
    durations_ms: Sequence[float],
    *,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
) -> None:
    """Write frames, RGB [row, column, 3] of one size, as the movie that the ending of ``path`` names (.mp4, .gif).

    Each frame is shown as long as ``durations_ms`` says, to 10 ms. An MP4 has one rate: that of their mean where all
    are within 2 % of it, else 100 frames a second with each repeated. The file is wholly there or as it was before.
    Raises ``OutputError``, ``CancelledError``, and ``ValueError`` where frames are of different sizes or not as many as
    durations.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise OutputError(path, f"a movie is written as one of {', '.join(ENDINGS)}. Give the file such an ending.")
    if not durations_ms or min(durations_ms) <= 0:
        raise ValueError("A movie needs at least one frame, and every frame a positive duration.")
    counted = _counted(frames, len(durations_ms), progress or SilentProgress(), cancellation or NeverCancelled())
    content = _gif(counted, durations_ms) if ending == GIF else _mp4(path, counted, durations_ms)
    write_atomically(path, content)


def _counted(frames: Iterable[Frame], total: int, progress: Progress, cancellation: Cancellation) -> Iterator[Frame]:
    size: tuple[int, ...] | None = None
    done = 0
    for frame in frames:
        raise_if_cancelled(cancellation)
        size = size or frame.shape
        if done == total:
            raise ValueError(f"More frames came than the {total} that have a duration.")
        if frame.shape != size or frame.shape[2:] != (3,) or frame.dtype != np.uint8:
            raise ValueError(f"Frame {done + 1} is {frame.dtype} {frame.shape}, the first was {size}, 8-bit RGB.")
        yield frame
        done += 1
        progress.report(done, total, "Writing the movie")
    raise_if_cancelled(cancellation)
    if done != total:
        raise ValueError(f"{done} frames came, and durations for {total}.")


def _gif(frames: Iterator[Frame], durations_ms: Sequence[float]) -> bytes:
    from PIL import Image

    ticks = _ticks(durations_ms, _LEAST_GIF_TICKS)
    pictures = (Image.fromarray(frame).quantize(256, dither=Image.Dither.NONE) for frame in frames)
    first = next(pictures, None)
    if first is None:
        raise ValueError(f"0 frames came, and durations for {len(durations_ms)}.")
    content = io.BytesIO()
    first.save(
        content,
        format="GIF",
        save_all=True,
        append_images=pictures,
        duration=(ticks * _TICK_MS).tolist(),
        loop=0,
    )
    return content.getvalue()


def _ticks(durations_ms: Sequence[float], least: int) -> npt.NDArray[np.int64]:
    """Durations [frame] in whole ticks of 10 ms, rounded at their ends, so that no error adds up."""
    ends = np.rint(np.cumsum(durations_ms) / _TICK_MS)
    return np.maximum(np.diff(ends, prepend=0.0), least).astype(np.int64)


def _mp4(path: Path, frames: Iterator[Frame], durations_ms: Sequence[float]) -> bytes:
    import cv2

    mean_ms = float(np.mean(durations_ms))
    is_even = bool(np.abs(np.asarray(durations_ms) - mean_ms).max() <= _EVEN_SHARE * mean_ms)
    rate_hz = 1000.0 / (mean_ms if is_even else _TICK_MS)
    repeats = [1] * len(durations_ms) if is_even else _ticks(durations_ms, 1).tolist()
    first = next(frames, None)
    if first is None:
        raise ValueError(f"0 frames came, and durations for {len(durations_ms)}.")
    rows, columns = (side + side % 2 for side in first.shape[:2])  # the codec halves both sides
    with tempfile.TemporaryDirectory(prefix="cmrstudio-movie-") as folder:
        file = Path(folder) / "movie.mp4"
        writer = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*_CODEC), rate_hz, (columns, rows))
        try:
            if not writer.isOpened():
                raise OutputError(path, "this computer cannot encode MP4. Export the movie as a GIF.")
            for frame, times in zip(itertools.chain([first], frames), repeats, strict=True):
                padding = ((0, rows - frame.shape[0]), (0, columns - frame.shape[1]), (0, 0))
                picture = np.ascontiguousarray(np.pad(frame, padding, mode="edge")[:, :, ::-1])
                for _ in range(times):
                    writer.write(picture)
        finally:
            writer.release()
        if _frame_count(file) != sum(repeats):  # OpenCV says nothing where the disk is full
            raise OutputError(path, "the movie was not encoded completely. Free some space, or export it as a GIF.")
        return file.read_bytes()


def _frame_count(file: Path) -> int:
    import cv2

    reader = cv2.VideoCapture(str(file))
    try:
        return int(reader.get(cv2.CAP_PROP_FRAME_COUNT)) if reader.isOpened() else 0
    finally:
        reader.release()
