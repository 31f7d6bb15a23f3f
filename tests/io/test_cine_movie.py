"""Movies on the disk: read back frame by frame, at the times of the heart, wholly there or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageSequence

from cmrstudio.domain.errors import CancelledError, OutputError
from cmrstudio.domain.study import CineStack
from cmrstudio.io.cine_movie import phase_durations_ms, write_movie


def frames(count: int = 6, rows: int = 64, columns: int = 80) -> list[np.ndarray]:
    """A red bar on grey that walks to the right."""
    made = np.full((count, rows, columns, 3), 90, np.uint8)
    for index in range(count):
        made[index, :, 8 * index : 8 * index + 8] = (220, 30, 30)
    return list(made)


class Told:
    """A ``Progress`` that remembers, and asks to stop after some frames."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.seen: list[tuple[int, int]] = []
        self._stop_after = stop_after

    def report(self, done: int, total: int, message: str) -> None:
        self.seen.append((done, total))

    def is_cancelled(self) -> bool:
        return self._stop_after is not None and len(self.seen) >= self._stop_after


def read_mp4(path: Path) -> tuple[list[np.ndarray], float]:
    reader = cv2.VideoCapture(str(path))
    rate, found = reader.get(cv2.CAP_PROP_FPS), []
    while (read := reader.read())[0]:
        found.append(read[1][:, :, ::-1])
    reader.release()
    return found, rate


@pytest.mark.parametrize("size", [(64, 80), (65, 81)])
def test_an_mp4_has_every_frame_at_the_rate_of_the_heart(tmp_path, size) -> None:
    path = tmp_path / "cine.mp4"
    write_movie(path, frames(6, *size), [37.0] * 6)
    found, rate = read_mp4(path)
    assert rate == pytest.approx(1000 / 37, rel=1e-3)
    assert len(found) == 6
    assert found[0].shape[:2] == (size[0] + size[0] % 2, size[1] + size[1] % 2)
    for index, frame in enumerate(found):
        red, green, _ = frame[32, 8 * index + 4].astype(int)
        assert red > 150, "the bar is where it was drawn, and red, not blue"
        assert green < 100
        assert abs(int(frame[32, 70, 0]) - 90) < 12


def test_an_mp4_of_uneven_phases_shows_each_for_its_time(tmp_path) -> None:
    path = tmp_path / "cine.mp4"
    durations = [35.0, 35.0, 35.0, 35.0, 80.0, 5.0]
    write_movie(path, frames(), durations)
    found, rate = read_mp4(path)
    assert rate == pytest.approx(100)
    assert len(found) == 23, "225 ms; what is rounded does not add up, and no frame is lost"
    shown = [int(np.argmax([frame[32, 8 * index + 4, 0] for index in range(6)])) for frame in found]
    times_ms = [10 * shown.count(index) for index in range(6)]
    assert times_ms[4:] == [80, 10]
    assert sum(times_ms[:4]) == 140
    assert shown == sorted(shown)


def test_phases_that_are_even_but_for_rounding_are_not_repeated(tmp_path) -> None:
    path = tmp_path / "cine.mp4"
    write_movie(path, frames(), [37.5, 37.0, 37.5, 37.0, 37.5, 37.0])
    found, rate = read_mp4(path)
    assert len(found) == 6
    assert rate == pytest.approx(1000 / 37.25, rel=1e-3)


def test_a_gif_shows_each_frame_for_its_time_and_goes_round(tmp_path) -> None:
    path = tmp_path / "cine.gif"
    durations = [35.0, 35.0, 35.0, 35.0, 80.0, 5.0]
    write_movie(path, frames(), durations)
    with Image.open(path) as movie:
        assert movie.info["loop"] == 0
        shown = [(frame.info["duration"], np.asarray(frame.convert("RGB"))) for frame in ImageSequence.Iterator(movie)]
    assert len(shown) == 6
    assert [duration for duration, _ in shown][4:] == [80, 20]
    assert sum(duration for duration, _ in shown[:4]) == 140, "rounding to 10 ms does not add up"
    for index, (_, frame) in enumerate(shown):
        assert frame[32, 8 * index + 4].tolist() == pytest.approx([220, 30, 30], abs=8)


@pytest.mark.parametrize("ending", ["mp4", "gif"])
def test_progress_is_told_and_frames_are_taken_as_they_come(tmp_path, ending) -> None:
    told = Told()
    taken: list[int] = []

    def arriving() -> Iterator[np.ndarray]:
        for index, frame in enumerate(frames()):
            taken.append(index)
            yield frame

    write_movie(tmp_path / f"cine.{ending}", arriving(), [40.0] * 6, progress=told)
    assert told.seen == [(done, 6) for done in range(1, 7)]
    assert taken == list(range(6))


@pytest.mark.parametrize("ending", ["mp4", "gif"])
def test_a_cancelled_movie_leaves_what_was_there(tmp_path, ending) -> None:
    path = tmp_path / f"cine.{ending}"
    path.write_bytes(b"before")
    told = Told(stop_after=2)
    with pytest.raises(CancelledError):
        write_movie(path, frames(), [40.0] * 6, progress=told, cancellation=told)
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", ["mp4", "gif"])
def test_a_place_that_cannot_be_written_is_named(tmp_path, ending) -> None:
    (tmp_path / "file").write_text("in the way")
    path = tmp_path / "file" / f"cine.{ending}"
    with pytest.raises(OutputError, match="cannot be written") as refused:
        write_movie(path, frames(), [40.0] * 6)
    assert refused.value.path == path


def test_another_ending_is_refused_with_those_that_are_not(tmp_path) -> None:
    with pytest.raises(OutputError, match=r"\.mp4, \.gif"):
        write_movie(tmp_path / "cine.avi", frames(), [40.0] * 6)


@pytest.mark.parametrize("ending", ["mp4", "gif"])
@pytest.mark.parametrize(
    ("pictures", "durations"),
    [
        (frames(2), [40.0] * 3),
        (frames(3), [40.0] * 2),
        ([], [40.0]),
        ([], []),
        (frames(2), [40.0, 0.0]),
        ([*frames(1), np.zeros((10, 10, 3), np.uint8)], [40.0] * 2),
        ([np.zeros((64, 80), np.uint8)], [40.0]),
        ([np.zeros((64, 80, 3), np.float32)], [40.0]),
    ],
)
def test_frames_that_do_not_fit_make_no_file(tmp_path, ending, pictures, durations) -> None:
    with pytest.raises(ValueError, match=r"frame|Frame"):
        write_movie(tmp_path / f"cine.{ending}", pictures, durations)
    assert list(tmp_path.iterdir()) == []


# How long phases last


def make_stack(phases: int) -> CineStack:
    return CineStack(
        pixels=np.zeros((phases, 2, 8, 8), np.int16),
        present=np.ones((phases, 2), bool),
        pixel_spacing_mm=(1.0, 1.0),
        slice_positions_mm=np.array([0.0, 10.0]),
        affine_mm=np.repeat(np.eye(4)[None], 2, axis=0),
        trigger_times_ms=np.full((phases, 2), np.nan),
        sop_uids=np.full((phases, 2), ""),
        slice_thickness_mm=8.0,
        frame_time_ms=40.0,
    )


def test_phases_last_as_their_trigger_times_say() -> None:
    stack = make_stack(phases=4)
    stack.trigger_times_ms[:, 1] = [0, 30, 70, 100]
    assert phase_durations_ms(stack, 1) == [30, 40, 30, 30]
    assert phase_durations_ms(stack, 0) == [40.0] * 4, "without trigger times the frame time"


@pytest.mark.parametrize("times", [[0, 30, 30, 90], [90, 60, 30, 0], [0, np.nan, 60, 90]])
def test_trigger_times_that_do_not_grow_are_not_used(times) -> None:
    stack = make_stack(phases=4)
    stack.trigger_times_ms[:, 0] = times
    assert phase_durations_ms(stack, 0) == [40.0] * 4


@pytest.mark.parametrize("frame_time_ms", [0.0, float("nan"), -3.0])
def test_without_any_times_a_phase_lasts_40_ms(frame_time_ms) -> None:
    stack = replace(make_stack(phases=2), frame_time_ms=frame_time_ms)
    assert phase_durations_ms(stack, 0) == [40.0, 40.0]
    assert len(phase_durations_ms(make_stack(phases=1), 0)) == 1
