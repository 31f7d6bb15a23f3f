"""The decoding processes: what hangs, crashes or is stopped costs one file and no more."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.errors import CancelledError
from cmrstudio.domain.progress import NeverCancelled
from cmrstudio.io.dicom.decode_pool import DecodePool
from cmrstudio.io.dicom.worker import DecodeTask, HeadersRead, HeaderTask, ImageDecoded, TaskFailed

posix_only = pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs POSIX signals")


class StopWorker:
    """A listener that sends a signal to a decoding process as soon as the stack is planned."""

    def __init__(self, pool: DecodePool, number: int) -> None:
        self.pool, self.number = pool, number
        self.arrived = 0

    def preview(self, image, pixel_spacing_mm) -> None:
        pass

    def planned(self, study) -> None:
        pass

    def frame(self, phase_index, slice_index) -> None:
        self.arrived += 1
        if self.arrived == 1:
            os.kill(self.pool.worker_pids[0], self.number)


def _header_tasks(session, paths) -> dict[int, Path]:
    tasks = {}
    for index, path in enumerate(paths):
        task = HeaderTask(session.next_task_id(), str(path), index, keep=True)
        tasks[task.task_id] = path
        session.submit(task)
    return tasks


@posix_only
def test_d05_a_decoder_that_hangs_is_killed_and_the_other_images_arrive(tmp_path, synthetic_cine, read, reasons):
    cine = synthetic_cine(slices=4, phases=10)
    cine.write(tmp_path)
    with DecodePool(1, timeout_s=1.0) as pool:
        pool.wait_until_ready()
        before = pool.worker_pids
        study = read(tmp_path, StopWorker(pool, signal.SIGSTOP), pool=pool)
        assert pool.worker_pids != before
    stack = study.short_axis.stack
    assert stack.present.sum() == 39
    np.testing.assert_array_equal(stack.pixels[stack.present], cine.expected[stack.present])
    assert list(reasons(study).values()) == ["refused: reading it takes longer than 1 s"]


@posix_only
@pytest.mark.parametrize("number", ["SIGABRT", "SIGSEGV", "SIGKILL"])
def test_d05_a_decoder_that_dies_costs_one_image(tmp_path, synthetic_cine, read, reasons, number):
    cine = synthetic_cine(slices=4, phases=10)
    cine.write(tmp_path)
    with DecodePool(2) as pool:
        pool.wait_until_ready()
        study = read(tmp_path, StopWorker(pool, getattr(signal, number)), pool=pool)
        missing = 40 - study.short_axis.stack.present.sum()
        assert missing <= 1  # none, where the process had nothing in hand when it died
        assert set(reasons(study).values()) <= {"refused: it crashes the decoder"}
        assert len(reasons(study)) == missing
        assert read(tmp_path, pool=pool).short_axis.stack.present.all()


def test_every_task_is_answered_once(tmp_path, synthetic_cine, decode_pool):
    cine = synthetic_cine(slices=5, phases=8)
    paths = cine.write(tmp_path)
    (tmp_path / "junk").write_bytes(b"junk")
    with decode_pool.session() as session:
        tasks = _header_tasks(session, [*paths, tmp_path / "junk"])
        replies = list(session.replies(NeverCancelled()))
    assert sorted(reply.task_id for reply in replies) == sorted(tasks)
    assert sum(isinstance(reply, HeadersRead) for reply in replies) == 40
    (failed,) = [reply for reply in replies if isinstance(reply, TaskFailed)]
    assert tasks[failed.task_id].name == "junk"


def test_an_urgent_task_overtakes_those_that_wait(tmp_path, synthetic_cine, decode_pool):
    cine = synthetic_cine(slices=10, phases=12)
    paths = cine.write(tmp_path)
    decode_pool.wait_until_ready()
    with decode_pool.session() as session:
        _header_tasks(session, paths)
        order = []
        urgent = None
        for reply in session.replies(NeverCancelled()):
            order.append(reply)
            if urgent is None and isinstance(reply, HeadersRead):
                header = reply.headers[0]
                urgent = session.next_task_id()
                task = DecodeTask(urgent, str(paths[header.file_index]), 0, header.pixels, "uint16")
                session.submit(task, urgent=True)
    place = next(index for index, reply in enumerate(order) if isinstance(reply, ImageDecoded))
    assert place < 90
    assert len(order) == 121


def test_a_cancelled_session_leaves_the_pool_ready_for_the_next(tmp_path, synthetic_cine, read, decode_pool):
    class CancelAfter:
        def __init__(self, questions: int) -> None:
            self.questions = questions

        def is_cancelled(self) -> bool:
            self.questions -= 1
            return self.questions < 0

    cine = synthetic_cine(slices=5, phases=10)
    cine.write(tmp_path)
    for questions in range(1, 8):
        with pytest.raises(CancelledError):
            read(tmp_path, cancellation=CancelAfter(questions))
    np.testing.assert_array_equal(read(tmp_path).short_axis.stack.pixels, cine.expected)


def test_files_kept_from_one_study_are_not_mistaken_for_the_next(tmp_path, synthetic_cine, read):
    for _ in range(2):
        cine = synthetic_cine(interval_ms=700.0)
        for key, dataset in cine.datasets.items():
            dataset.PixelData = (cine.pixels(*key) + int(dataset.SOPInstanceUID[-1])).astype("<u2").tobytes()
        cine.write(tmp_path)
        shown = read(tmp_path).short_axis.stack.pixels
        for key, dataset in cine.datasets.items():
            np.testing.assert_array_equal(shown[key].ravel(), np.frombuffer(dataset.PixelData, "<u2"))


@posix_only
def test_decoders_end_when_the_pool_closes(tmp_path):
    with DecodePool(2) as pool:
        pids = pool.worker_pids
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and any(Path(f"/proc/{pid}").exists() for pid in pids):
        time.sleep(0.05)
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_reading_without_a_pool_starts_one_of_its_own(tmp_path, synthetic_cine, read):
    cine = synthetic_cine()
    cine.write(tmp_path)
    np.testing.assert_array_equal(read(tmp_path, pool=None).short_axis.stack.pixels, cine.expected)
