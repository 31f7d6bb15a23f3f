"""The engine process: what it answers, how it is stopped, and what becomes of its client when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.errors import CancelledError, EngineError, ModelError
from cmrstudio.domain.geometry import centroid_px, closed_spline, contour_area_px
from cmrstudio.engine.client import EngineClient
from cmrstudio.engine.protocol import (
    PhaseImages,
    PhaseSegmented,
    Reply,
    RequestFailed,
    SegmentFinished,
    SegmentProgress,
    SegmentRequest,
)
from tests import brightness_model
from tests.engine.conftest import TOGETHER

SPACING_MM = (1.25, 1.25)
SHAPE = (160, 180)
CENTRE_PX = (84.0, 75.5)
CAVITY_MM, WALL_MM = 24.0, 9.0
on_linux = pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs /proc")


class Switch:
    """A cancellation that a test turns on."""

    def __init__(self) -> None:
        self.is_on = False

    def is_cancelled(self) -> bool:
        return self.is_on


def request(client: EngineClient, model_id: str = brightness_model.MODEL_ID, phases: int = 1) -> SegmentRequest:
    """Phases of three slices: a heart, an image that is missing, and nothing but noise."""
    heart = brightness_model.heart(SHAPE, CENTRE_PX, CAVITY_MM, WALL_MM, SPACING_MM)
    pixels = np.zeros((3, *SHAPE), np.int16)
    pixels[0] = heart * 800
    present = np.array([True, False, True])
    images = tuple(PhaseImages(index, pixels, present) for index in range(phases))
    return SegmentRequest(client.next_generation(), model_id, SPACING_MM, images)


def segment(client: EngineClient, asked: SegmentRequest, cancellation: Switch | None = None) -> list[Reply]:
    replies: list[Reply] = []
    client.segment(asked, replies.append, cancellation)
    return replies


def works(client: EngineClient) -> bool:
    return any(isinstance(reply, PhaseSegmented) for reply in segment(client, request(client)))


def after(replies: int, action: Callable[[], None]) -> Callable[[Reply], None]:
    """A listener that does something once, when so many replies have come."""
    seen: list[Reply] = []

    def listen(reply: Reply) -> None:
        seen.append(reply)
        if len(seen) == replies:
            action()

    return listen


def test_it_says_what_it_runs_on(client: EngineClient) -> None:
    info = client.wait_until_ready()
    assert info == client.info
    assert info.device.startswith(("CPU", "GPU"))
    assert info.precision in {"float32", "bfloat16", "float16"}
    assert info.keras_version.startswith("3.")


def test_contours_come_back_where_the_heart_lies_in_the_source(client: EngineClient) -> None:
    (phase,) = [r for r in segment(client, request(client)) if isinstance(r, PhaseSegmented)]
    by_structure = {contour.structure: contour for contour in phase.contours[0]}
    radii_mm = {Structure.LV_ENDOCARDIUM: CAVITY_MM, Structure.LV_EPICARDIUM: CAVITY_MM + WALL_MM}
    for structure, radius_mm in radii_mm.items():
        points = by_structure[structure].points_px
        assert np.abs(centroid_px(closed_spline(points)) - CENTRE_PX).max() < 0.1
        area_mm2 = contour_area_px(points) * SPACING_MM[0] * SPACING_MM[1]
        assert np.sqrt(area_mm2 / np.pi) == pytest.approx(radius_mm, abs=0.3)
        assert by_structure[structure].source == "brightness@1.0.0"


def test_slices_without_image_or_heart_have_no_contours(client: EngineClient) -> None:
    (phase,) = [r for r in segment(client, request(client)) if isinstance(r, PhaseSegmented)]
    assert phase.contours[1:] == ((), ())


def test_phases_come_in_the_order_asked_for_with_progress_and_an_end(client: EngineClient) -> None:
    asked = request(client, phases=4)
    replies = segment(client, asked)
    assert [r.phase_index for r in replies if isinstance(r, PhaseSegmented)] == [0, 1, 2, 3]
    assert [(r.done, r.total) for r in replies if isinstance(r, SegmentProgress)] == [(2, 8), (4, 8), (6, 8), (8, 8)]
    assert isinstance(replies[-1], SegmentFinished)
    assert replies[-1].seconds > 0
    assert {getattr(reply, "generation", None) for reply in replies} == {asked.generation}


def test_every_network_of_an_ensemble_brings_the_progress_on_by_as_much(client: EngineClient) -> None:
    pixels = np.stack([brightness_model.heart(SHAPE, CENTRE_PX, CAVITY_MM, WALL_MM, SPACING_MM) * 800] * 3)
    phases = tuple(PhaseImages(index, pixels.astype(np.int16), np.ones(3, bool)) for index in range(4))
    replies = segment(client, SegmentRequest(client.next_generation(), TOGETHER, SPACING_MM, phases))
    progress = [(r.done, r.total) for r in replies if isinstance(r, SegmentProgress)]
    # three networks: what one does of the three images of a phase is an image's worth
    assert progress == [(done, 12) for done in range(1, 13)]
    assert sum(isinstance(reply, PhaseSegmented) for reply in replies) == 4


def test_no_phases_are_done_at_once(client: EngineClient) -> None:
    replies = segment(client, SegmentRequest(client.next_generation(), brightness_model.MODEL_ID, SPACING_MM, ()))
    assert [type(reply) for reply in replies] == [SegmentFinished]


def test_an_unknown_model_is_refused_by_name_and_the_engine_lives_on(client: EngineClient) -> None:
    client.wait_until_ready()
    pid, replies = client.pid, []
    with pytest.raises(ModelError, match="no model 'absent'; choose one of brightness"):
        client.segment(request(client, "absent"), replies.append)
    assert [type(reply) for reply in replies] == [RequestFailed]
    assert works(client)
    assert client.pid == pid


def test_a_damaged_model_is_refused_with_the_reason(client: EngineClient) -> None:
    with pytest.raises(ModelError, match="SHA-256"):
        client.warm("damaged")


def test_images_that_make_no_sense_fail_and_the_engine_lives_on(client: EngineClient) -> None:
    flat = PhaseImages(0, np.zeros((4, 4), np.int16), np.ones(4, bool))
    asked = SegmentRequest(client.next_generation(), brightness_model.MODEL_ID, SPACING_MM, (flat,))
    with pytest.raises(EngineError, match="failed inside the engine"):
        client.segment(asked, lambda reply: None)
    assert works(client)


def test_a_cancelled_segmentation_stops_soon_and_the_next_one_works(client: EngineClient) -> None:
    client.warm(brightness_model.MODEL_ID)
    pid, switch = client.pid, Switch()

    def press() -> None:
        switch.is_on = True

    with pytest.raises(CancelledError):
        client.segment(request(client, phases=200), after(2, press), switch)
    assert works(client)
    assert client.pid == pid


def test_a_segmentation_cancelled_before_it_began_does_nothing(client: EngineClient) -> None:
    client.warm(brightness_model.MODEL_ID)
    switch, replies = Switch(), []
    switch.is_on = True
    with pytest.raises(CancelledError):
        client.segment(request(client, phases=200), replies.append, switch)
    assert replies == []


def test_a_warm_up_can_be_cancelled_and_the_next_run_works(client: EngineClient) -> None:
    client.wait_until_ready()
    pid, switch = client.pid, Switch()
    switch.is_on = True
    with pytest.raises(CancelledError):
        client.warm(brightness_model.MODEL_ID, switch)
    assert works(client)
    assert client.pid == pid


def test_answers_to_a_request_that_its_asker_gave_up_are_dropped(client: EngineClient) -> None:
    def give_up() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        client.segment(request(client, phases=50), after(1, give_up))
    asked = request(client)
    assert {getattr(reply, "generation", None) for reply in segment(client, asked)} == {asked.generation}


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="needs priorities")
def test_it_leaves_the_processor_to_the_window_first(client: EngineClient) -> None:
    client.wait_until_ready()
    assert client.pid is not None
    assert os.getpriority(os.PRIO_PROCESS, client.pid) >= os.getpriority(os.PRIO_PROCESS, 0) + 5


@on_linux
def test_it_has_loaded_tensorflow_and_not_qt(client: EngineClient) -> None:
    client.wait_until_ready()
    maps = Path(f"/proc/{client.pid}/maps").read_text()
    assert "tensorflow" in maps
    assert "Qt6" not in maps


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
class TestDeath:
    """Tests that kill the engine, in an order that starts it anew as seldom as can be."""

    def test_killed_in_the_middle_of_a_run_it_is_started_again_and_the_next_run_works(
        self, client: EngineClient
    ) -> None:
        client.wait_until_ready()
        pid = client.pid
        assert pid is not None
        with pytest.raises(EngineError, match=r"killed by SIGKILL in the middle .* repeat the segmentation"):
            client.segment(request(client, phases=200), after(2, lambda: os.kill(pid, signal.SIGKILL)))
        assert client.pid not in {None, pid}
        assert works(client)

    def test_killed_while_it_rests_it_is_started_again_without_a_word(self, client: EngineClient) -> None:
        client.wait_until_ready()
        pid = client.pid
        client.kill()
        assert works(client)
        assert client.pid not in {None, pid}

    def test_frozen_it_is_killed_some_time_after_the_cancel(self, client: EngineClient) -> None:
        client.warm(brightness_model.MODEL_ID)
        pid, switch = client.pid, Switch()
        assert pid is not None

        def freeze_and_cancel() -> None:
            os.kill(pid, signal.SIGSTOP)
            switch.is_on = True

        began = time.monotonic()
        with pytest.raises(CancelledError):
            client.segment(request(client, phases=200), after(2, freeze_and_cancel), switch)
        assert time.monotonic() - began < 10
        assert client.pid not in {None, pid}

    def test_killed_while_it_starts_it_says_so(self, client: EngineClient) -> None:
        class KillOnceWaitedFor:
            """Killed any sooner it would be found dead and started again without a word."""

            def is_cancelled(self) -> bool:
                assert client.pid is not None
                os.kill(client.pid, signal.SIGKILL)
                return False

        client.stop()
        client.start()
        with pytest.raises(EngineError, match="killed by SIGKILL while it started; try again"):
            client.wait_until_ready(cancellation=KillOnceWaitedFor())

    def test_stopped_from_another_thread_in_the_middle_of_a_run_it_says_so(self, client: EngineClient) -> None:
        stopping = threading.Thread(target=client.stop)
        with pytest.raises(EngineError, match="has been stopped"):
            client.segment(request(client, phases=200), after(2, stopping.start))
        stopping.join()
        assert client.pid is None

    def test_once_stopped_it_stays_so_until_it_is_started(self, client: EngineClient) -> None:
        client.stop()
        with pytest.raises(EngineError, match="has been stopped"):
            client.warm(brightness_model.MODEL_ID)
        client.start()
        assert client.pid is not None

    def test_not_ready_in_time_it_says_so(self, client: EngineClient) -> None:
        client.stop()
        client.start()
        with pytest.raises(EngineError, match="did not become ready in time"):
            client.wait_until_ready(timeout_s=0)


def test_without_tensorflow_it_says_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("tensorflow", "keras"):
        (tmp_path / f"{name}.py").write_text("raise ImportError('libgone.so is missing')")
    monkeypatch.syspath_prepend(tmp_path)
    client = EngineClient([tmp_path])
    try:
        with pytest.raises(EngineError, match=r"cannot start: .* libgone\.so is missing"):
            client.wait_until_ready()
    finally:
        client.stop()


PARENT = """
import sys
from pathlib import Path

import numpy as np

from cmrstudio.engine.client import EngineClient
from cmrstudio.engine.protocol import PhaseImages, SegmentRequest

if __name__ == "__main__":
    client = EngineClient([Path(sys.argv[1])])
    images = (PhaseImages(0, np.zeros((1, 64, 64), np.int16), np.ones(1, bool)),)
    client.segment(SegmentRequest(client.next_generation(), "brightness", (1.5, 1.5), images), lambda reply: None)
    heavy = [name for name in ("tensorflow", "keras", "scipy", "PySide6") if name in sys.modules]
    print(client.pid, ",".join(heavy) or "none", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_the_client_never_loads_tensorflow_and_the_engine_dies_with_it(
    tmp_path: Path, model_folder: Path, project_root: Path
) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, str(script), str(model_folder)],
        env={**os.environ, "PYTHONPATH": str(project_root)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    engine_pid, heavy = parent.stdout.readline().split()
    parent.kill()
    _, complaints = parent.communicate(timeout=20)
    assert heavy == "none"
    assert complaints == ""
    assert ends_within(5, int(engine_pid))


def ends_within(seconds: float, pid: int) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return True
        time.sleep(0.05)
    return False
