"""Runs of the training window: begun, rested, cut off by whatever, gone on with; with the real engine."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from cmrstudio.engine.protocol import FineTuningNote
from cmrstudio.gui.controllers.learning import ONE_AT_A_TIME, Stage
from tests.gui.training_hand import (
    MODEL,
    PATIENCE_MS,
    SOON_MS,
    add_candidate,
    begin_learning,
    begin_run,
    segmented,
    shown_version,
)
from tests.verified_hearts import verify
from training.run_folder import held

resource = pytest.importorskip("resource")

# Runs


def test_after_a_restart_what_was_cut_off_is_offered_and_can_be_discarded(qtbot, open_training, versions):
    folder = begin_run(versions)
    view = open_training().learning_window
    controls = view.controls
    qtbot.waitUntil(controls.offer.isVisible, timeout=SOON_MS)
    assert f"{MODEL}@1.0.0 (up to 3 epochs) was cut off" in controls.offer_text.text()
    controls.go_on.click()
    qtbot.waitUntil(lambda: "snapshot.json: it cannot be read" in controls.message.text(), timeout=SOON_MS)
    qtbot.waitUntil(controls.offer.isVisible, timeout=SOON_MS)
    with held(folder.with_name("other")):  # another program is learning
        controls.discard.click()
        qtbot.waitUntil(lambda: "another fine-tuning is going on" in controls.message.text(), timeout=SOON_MS)
    controls.discard.click()
    qtbot.waitUntil(lambda: not folder.exists(), timeout=SOON_MS)
    qtbot.waitUntil(lambda: not controls.offer.isVisible(), timeout=SOON_MS)


def test_after_a_restart_the_reader_is_told_of_what_was_cut_off(qtbot, open_window, workspace, versions):
    verify(workspace.parent, 1)
    begin_run(versions)
    window = open_window()
    said = "A training was cut off: Segment > Training goes on with it."
    qtbot.waitUntil(lambda: window.status.currentMessage() == said, timeout=SOON_MS)


@pytest.mark.slow
def test_the_next_segmentation_is_drawn_by_the_promoted_version_and_says_so(qtbot, open_training, versions, workspace):
    better = add_candidate(versions, "1.1.0", is_better=True)
    window = open_training()
    result = shown_version(qtbot, window, better.source)
    assert segmented(qtbot, window, workspace) == f"{MODEL}@1.0.0"
    result.promote.click()
    qtbot.waitUntil(lambda: result.verdict.text() == "This version is in use.", timeout=SOON_MS)
    assert segmented(qtbot, window, workspace) == better.source
    window.learning_window.versions.rollback.click()
    qtbot.waitUntil(lambda: versions.in_use(MODEL).version == "1.0.0", timeout=SOON_MS)
    assert segmented(qtbot, window, workspace) == f"{MODEL}@1.0.0"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_a_model_learns_rests_survives_the_death_of_the_engine_and_is_judged(qtbot, open_training, versions, workspace):
    window = open_training()
    view, controller = window.learning_window, window.learning
    controls, stages = view.controls, []
    controller.stage_changed.connect(stages.append)
    view.settings.epochs.setValue(2)
    view.settings.replay.setValue(0)
    view.settings.learning_rate.setValue(20.0)
    controls.start.click()
    assert controller.stage is Stage.PREPARING
    assert not controls.start.isEnabled()
    controller.start(view.settings.settings(MODEL))
    assert controls.message.text() == ONE_AT_A_TIME
    qtbot.waitUntil(lambda: bool(view.curves.loss.values("val_loss")), timeout=PATIENCE_MS)
    assert len(view.gallery.tiles) == 6
    assert all(tile.before == tile.drawn for tile in view.gallery.tiles), "this is what the parent draws"

    controls.pause.click()
    qtbot.waitUntil(lambda: controller.stage is Stage.PAUSED, timeout=PATIENCE_MS)
    assert controls.pause.text() == "Continue"
    assert window.training_button.text() == "Training: Paused: epoch 0 of 2"
    assert segmented(qtbot, window, workspace) == f"{MODEL}@1.0.0", "reading goes on"
    assert controller.stage is Stage.PAUSED
    controls.pause.click()
    qtbot.waitUntil(lambda: controller.stage is Stage.TRAINING, timeout=PATIENCE_MS)

    os.kill(window.gpu_worker.engine_pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: controller.stage is Stage.IDLE, timeout=PATIENCE_MS)
    assert "killed by SIGKILL in the middle of the fine-tuning" in controls.message.text()
    qtbot.waitUntil(controls.offer.isVisible, timeout=SOON_MS)
    assert versions.in_use(MODEL).version == "1.0.0"

    controls.go_on.click()
    qtbot.waitUntil(lambda: len(view.curves.loss.values("loss")) == 1, timeout=PATIENCE_MS)
    controls.cancel.click()
    assert controller.stage is Stage.STOPPING
    qtbot.waitUntil(lambda: controller.stage is Stage.IDLE, timeout=PATIENCE_MS)
    qtbot.waitUntil(controls.offer.isVisible, timeout=SOON_MS)

    controls.go_on.click()
    qtbot.waitUntil(lambda: bool(view.result.source), timeout=PATIENCE_MS)
    assert len(view.curves.dice.values("cavity")) == 3
    assert view.curves.loss.best_epoch in (1, 2)
    assert stages[-2:] == [Stage.COMPARING, Stage.IDLE]
    assert view.result.source.startswith(f"{MODEL}@1.0.0+learned.1.")
    assert view.result.dice.rowCount() == 8
    assert view.result.verdict.text()
    assert versions.in_use(MODEL).version == "1.0.0", "what is learned is not in use by itself"
    qtbot.waitUntil(lambda: not controls.offer.isVisible(), timeout=SOON_MS)


@pytest.mark.slow
def test_a_window_that_is_closed_while_a_model_learns_ends_it_and_the_next_one_goes_on(
    qtbot, open_training, versions, workspace
):
    window = open_training()
    begin_learning(qtbot, window)
    pid = window.gpu_worker.engine_pid
    window.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not any(thread.name.startswith("learning") for thread in threading.enumerate()), "no thread of it is left"
    assert versions.in_use(MODEL).version == "1.0.0"

    again = open_training()
    controls = again.learning_window.controls
    qtbot.waitUntil(controls.offer.isVisible, timeout=SOON_MS)
    controls.go_on.click()
    qtbot.waitUntil(lambda: bool(again.learning_window.result.source), timeout=PATIENCE_MS)
    assert len(again.learning_window.curves.dice.values("cavity")) == 3
    assert versions.in_use(MODEL).version == "1.0.0"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs limits of other processes")
def test_a_disk_that_fills_up_while_a_model_learns_is_told_and_nothing_is_lost(qtbot, open_training, versions):
    window = open_training()
    view = window.learning_window
    begin_learning(qtbot, window)
    pid, size = window.gpu_worker.engine_pid, resource.RLIMIT_FSIZE
    before = resource.prlimit(pid, size)
    resource.prlimit(pid, size, (1, before[1]))  # no file of it may grow: as on a full disk
    qtbot.waitUntil(lambda: window.learning.stage is Stage.IDLE, timeout=PATIENCE_MS)
    text = view.controls.message.text()
    assert "ree some space" in text, text
    assert window.message_bar.text == "", "one place is enough: its own window is open"
    assert versions.in_use(MODEL).version == "1.0.0"
    resource.prlimit(pid, size, before)
    qtbot.waitUntil(view.controls.offer.isVisible, timeout=SOON_MS)
    view.controls.go_on.click()
    qtbot.waitUntil(lambda: bool(view.result.source), timeout=PATIENCE_MS)


def test_smaller_batches_for_want_of_memory_are_told_where_the_model_learns(open_training):
    """What the engine notes is shown; that it does so is tested where models learn."""
    window = open_training()
    window.learning_worker.replied.emit(
        FineTuningNote(1, "Memory ran out: from epoch 3 on, the batch size is 4 instead of 8.")
    )
    message = window.learning_window.controls.message
    assert message.isVisible()
    assert message.text() == "Memory ran out: from epoch 3 on, the batch size is 4 instead of 8."
