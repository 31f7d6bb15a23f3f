"""Fine-tuning in the engine: reading goes on meanwhile, and whatever ends it, it goes on later."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.errors import CancelledError, EngineError, ModelError
from cmrstudio.domain.reader_consensus import resolve_readers
from cmrstudio.engine.client import EngineClient
from cmrstudio.engine.protocol import (
    FineTuningFinished,
    FineTuningGallery,
    FineTuningPaused,
    FineTuningProgress,
    FineTuningStarted,
    PhaseSegmented,
    Reply,
)
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.verified_set import read_verified_set
from tests import brightness_model
from tests.engine.conftest import TOGETHER
from tests.engine.test_engine import Switch, after, request, segment
from tests.training.workspaces import verify_both_phases, write_study
from training.checkpoints import read_weights
from training.finetune_settings import FineTuneRequest, FineTuneResult, FineTuneSettings
from training.run_folder import held, read_record, read_result, unfinished_runs
from training.snapshot import make_snapshot

pytestmark = pytest.mark.slow
SETTINGS = FineTuneSettings(brightness_model.MODEL_ID, epochs=2, learning_rate=1e-3, replay_share=0.0)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> FineTuneRequest:
    """To learn from one patient and validate with another, of whom two slices were verified at ED and ES."""
    folder = tmp_path_factory.mktemp("workspace")
    studies = [write_study(folder / f"study{number}.nii.gz", 100 * number) for number in range(2)]
    store = AnnotationStore.open(folder / "workspace.sqlite")
    for study in studies:
        verify_both_phases(store, study)
    verified = resolve_readers(read_verified_set(store)).verified
    store.close()
    parts = dict(zip((study.patient_key for study in studies), ("train", "validation"), strict=True))
    return FineTuneRequest(SETTINGS, make_snapshot(verified, parts, folder / "snapshots").path)


def wait_for(event: threading.Event, future: Future[FineTuneResult]) -> None:
    """Wait for something that happens before a fine-tuning ends, or fail as that failed."""
    while not event.wait(0.1):
        if future.done():
            future.result()
            assert event.is_set()


@dataclass
class Story:
    """A fine-tuning that was watched from beginning to end, with what else happened meanwhile."""

    run: Path
    replies: list[Reply] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    result: FineTuneResult | None = None
    second: Exception | None = None

    def told(self, kind: type) -> list[Reply]:
        return [reply for reply in self.replies if isinstance(reply, kind)]


@pytest.fixture(scope="module")
def story(client: EngineClient, asked: FineTuneRequest, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Images are segmented while a model learns and while that rests; a second fine-tuning is asked for as well."""
    told = Story(tmp_path_factory.mktemp("learning") / "runs" / "uncut")
    begun, rests = threading.Event(), threading.Event()

    def listen(reply: Reply) -> None:
        told.replies.append(reply)
        told.events.append(type(reply).__name__)
        if isinstance(reply, FineTuningProgress):
            begun.set()
            if reply.report.epoch == 1:
                client.pause_fine_tuning()
        if isinstance(reply, FineTuningPaused) and reply.is_paused:
            rests.set()

    def segmented(name: str) -> None:
        assert any(isinstance(reply, PhaseSegmented) for reply in segment(client, request(client)))
        told.events.append(name)

    with ThreadPoolExecutor(1) as pool:
        future: Future[FineTuneResult] = pool.submit(client.fine_tune, asked, told.run, listen)
        wait_for(begun, future)
        segmented("segmented while it learns")
        try:
            client.fine_tune(asked, told.run.with_name("second"), lambda reply: None)
        except EngineError as error:
            told.second = error
        wait_for(rests, future)
        segmented("segmented while it rests")
        client.resume_fine_tuning()
        told.result = future.result()
    return told


def test_images_are_segmented_while_a_model_learns_and_while_that_rests(story: Story) -> None:
    events = story.events
    assert events.index("segmented while it learns") < events.index("FineTuningFinished")
    first_pause = events.index("FineTuningPaused")
    goes_on = events.index("FineTuningPaused", first_pause + 1)
    assert first_pause < events.index("segmented while it rests") < goes_on
    assert "FineTuningProgress" not in events[first_pause:goes_on]
    assert [reply.is_paused for reply in story.told(FineTuningPaused)] == [True, False]


def test_it_tells_of_every_epoch_with_pictures_and_of_its_end(story: Story, asked: FineTuneRequest) -> None:
    assert story.events[0] == "FineTuningStarted"
    assert story.events[-1] == "FineTuningFinished"
    assert isinstance(story.told(FineTuningStarted)[0], FineTuningStarted)
    assert [reply.report.epoch for reply in story.told(FineTuningProgress)] == [0, 1, 2]
    assert [reply.epoch for reply in story.told(FineTuningGallery)] == [0, 1, 2]
    assert [len(reply.images) for reply in story.told(FineTuningGallery)] == [4, 4, 4]
    (end,) = story.told(FineTuningFinished)
    assert end.result == story.result == read_result(story.run)
    assert story.result.parent == "brightness@1.0.0"
    assert story.result.settings == asked.settings.complete("unet")
    assert len(story.result.epochs) == 2
    assert story.result.minutes > 0


def test_it_comes_to_weights_of_its_own_and_leaves_those_of_the_model(story: Story, client: EngineClient) -> None:
    before = client.registry.weights(brightness_model.MODEL_ID)
    after = read_weights(story.result.weights, "unet")
    assert any(not np.allclose(one, other) for one, other in zip(before, after, strict=True))
    assert all(np.isfinite(array).all() for array in after)


def test_a_second_fine_tuning_is_refused_while_one_is_going_on(story: Story) -> None:
    assert "A fine-tuning is going on already; wait for its end or cancel it first." in str(story.second)
    assert not story.run.with_name("second").exists()


def at_epoch(epoch: int, action: Callable[[], None]) -> Callable[[Reply], None]:
    """A listener that does something once, when this epoch is told of."""
    done: list[int] = []

    def listen(reply: Reply) -> None:
        if isinstance(reply, FineTuningProgress) and reply.report.epoch == epoch and not done:
            done.append(epoch)
            action()

    return listen


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_killed_and_cancelled_a_fine_tuning_goes_on_to_the_same_numbers(
    story: Story, client: EngineClient, asked: FineTuneRequest
) -> None:
    run, switch = story.run.with_name("cut"), Switch()

    def kill() -> None:
        assert client.pid is not None
        os.kill(client.pid, signal.SIGKILL)

    def press() -> None:
        switch.is_on = True

    with pytest.raises(EngineError, match=r"killed by SIGKILL in the middle .* it goes on from its last epoch"):
        client.fine_tune(asked, run, at_epoch(0, kill))
    assert unfinished_runs(run.parent) == [run]
    with pytest.raises(EngineError, match="killed by SIGKILL"):
        client.fine_tune(asked, run, at_epoch(1, kill))
    client.wait_until_ready()
    pid = client.pid
    with pytest.raises(CancelledError):
        client.fine_tune(asked, run, at_epoch(1, press), switch)
    assert client.pid == pid
    assert any(isinstance(reply, PhaseSegmented) for reply in segment(client, request(client)))
    result = client.fine_tune(asked, run, lambda reply: None)
    assert result.epochs == story.result.epochs
    assert (run / "epochs.csv").read_text() == (story.run / "epochs.csv").read_text()
    for one, other in zip(*(read_weights(each / "trained.npz", "unet") for each in (story.run, run)), strict=True):
        assert np.array_equal(one, other)
    assert unfinished_runs(run.parent) == []


def test_a_segmentation_that_is_cancelled_leaves_the_fine_tuning_alone(
    client: EngineClient, asked: FineTuneRequest, tmp_path: Path
) -> None:
    begun, switch = threading.Event(), Switch()

    def press() -> None:
        switch.is_on = True

    once = replace(asked, settings=replace(asked.settings, epochs=1))
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(client.fine_tune, once, tmp_path / "runs" / "one", at_epoch(0, begun.set))
        wait_for(begun, future)
        with pytest.raises(CancelledError):
            client.segment(request(client, phases=200), after(2, press), switch)
        assert len(future.result().epochs) == 1


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return tmp_path / "runs" / "refused"


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        (replace(SETTINGS, base_model_id="absent"), ModelError, "no model 'absent'"),
        (replace(SETTINGS, base_model_id=TOGETHER), EngineError, "several models together; fine-tune one of them"),
        (replace(SETTINGS, epochs=0), EngineError, "epochs: it is 0"),
    ],
)
def test_what_cannot_be_fine_tuned_is_refused_and_leaves_nothing(
    client: EngineClient,
    asked: FineTuneRequest,
    run: Path,
    settings: FineTuneSettings,
    error: type[Exception],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        client.fine_tune(replace(asked, settings=settings), run, lambda reply: None)
    assert list(run.glob("*")) == []


def test_a_snapshot_that_is_not_there_is_named(client: EngineClient, asked: FineTuneRequest, run: Path) -> None:
    absent = replace(asked, snapshot=asked.snapshot.with_name("f" * 64))
    with pytest.raises(EngineError, match=r"f{64}/snapshot\.json: it cannot be read"):
        client.fine_tune(absent, run, lambda reply: None)


def test_while_another_program_fine_tunes_in_the_same_workspace_it_is_refused(
    client: EngineClient, asked: FineTuneRequest, run: Path
) -> None:
    with (
        held(run.with_name("other")),
        pytest.raises(EngineError, match=rf"another fine-tuning is going on .*\(process {os.getpid()} on .*\)"),
    ):
        client.fine_tune(asked, run, lambda reply: None)
    assert read_record(run) is None
