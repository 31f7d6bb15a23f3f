"""A run that somebody watches: what is told, what may be done between batches, and what becomes of it when it ends."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.errors import CancelledError, DeviceLostError, TrainingDataError, TrainingError
from tests.training.test_resume import assert_same
from tests.training.toy import TINY, TOY, toy_images
from training.augment import AugmentSettings
from training.batches import AugmentedBatches
from training.checkpoints import read_weights
from training.distribution import Distribution
from training.finetune_settings import EpochReport, GalleryImage
from training.fit import FitResult, compile_model, fit
from training.watching import gallery_choice, gallery_image

SETTINGS = replace(TINY, epochs=4, patience=3, replay_share=0.5, shortest_epoch=12, wide_every=4, freeze_norms=True)
STEPS, VALIDATION_BATCHES = 8, 2
"""Eight images and as many to rehearse in batches of two; three images to validate."""
WRITES = 2
"""The result of an epoch, and what is needed to go on from it."""
CALLS = VALIDATION_BATCHES + SETTINGS.epochs * (STEPS + VALIDATION_BATCHES + WRITES)


class Diary:
    """Hooks that write everything down, and do something at one of the calls between batches."""

    def __init__(self, at_call: int = 0, action: Callable[[], None] = lambda: None) -> None:
        self.calls = 0
        self.reports: list[EpochReport] = []
        self.galleries: list[tuple[int, tuple[GalleryImage, ...]]] = []
        self.notes: list[str] = []
        self._at_call, self._action = at_call, action

    def between_batches(self) -> None:
        self.calls += 1
        if self.calls == self._at_call:
            self._action()

    def on_epoch(self, report: EpochReport) -> None:
        self.reports.append(report)

    def on_gallery(self, epoch: int, images: tuple[GalleryImage, ...]) -> None:
        self.galleries.append((epoch, images))

    def on_note(self, text: str) -> None:
        self.notes.append(text)


def watched(run: Path, diary: Diary | None = None, **more: Any) -> FitResult:
    settings = more.pop("settings", SETTINGS)
    images, replay = toy_images(), toy_images(seed=1)
    old = replay if settings.replay_share else ()
    return fit(images, settings, run, validation=images[:3], replay=old, hooks=diary, **more)


def kill_at_call(run: Path, call: int) -> None:
    """A run of a program that is killed at this call between batches; to be run in a process of its own."""
    watched(run, Diary(call, lambda: os.kill(os.getpid(), signal.SIGKILL)))


@pytest.fixture(scope="module")
def uncut(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Diary]:
    run, diary = tmp_path_factory.mktemp("uncut"), Diary()
    watched(run, diary)
    return run, diary


def test_between_all_batches_of_training_and_validation_and_after_each_file_the_hooks_may_act(
    uncut: tuple[Path, Diary],
) -> None:
    assert uncut[1].calls == CALLS


def test_every_epoch_is_told_of_with_the_model_that_it_began_with_as_epoch_0(uncut: tuple[Path, Diary]) -> None:
    run, diary = uncut
    first, *others = diary.reports
    assert [report.epoch for report in diary.reports] == [0, 1, 2, 3, 4]
    assert {report.epochs for report in diary.reports} == {4}
    assert math.isnan(first.loss)
    assert first.best_epoch == 0
    assert first.seconds_left is None
    losses = [report.val_loss for report in others]
    assert [report.best_epoch for report in others] == [int(np.argmin(losses[:n])) + 1 for n in range(1, 5)]
    assert others[-1].seconds_left == 0
    assert others[0].seconds_left > 0
    for report in diary.reports:
        assert set(report.dice) == {"cavity", "myocardium"}
        assert report.device
        assert report.peak_memory_mb > 50
    rows = (run / "epochs.csv").read_text().splitlines()
    assert [f"{report.val_loss}" in row for report, row in zip(others, rows[1:], strict=True)] == [True] * 4


def test_a_gallery_shows_what_is_drawn_after_every_epoch(uncut: tuple[Path, Diary]) -> None:
    galleries = uncut[1].galleries
    assert [epoch for epoch, _ in galleries] == [0, 1, 2, 3, 4]
    for _, images in galleries:
        assert [image.subject for image in images] == ["subject0", "subject1", "subject2"]
        assert [contour.structure for contour in images[0].truth] == list(Structure)


def test_a_gallery_image_has_the_contours_in_its_own_pixels() -> None:
    truth = toy_images(1, side_px=128)[0]
    probabilities = np.stack([truth.labels == 1, truth.labels == 2, truth.labels == 0], axis=-1).astype(np.float32)
    shown = gallery_image(truth, probabilities)
    assert [contour.structure for contour in shown.drawn] == list(Structure)
    for contours in (shown.truth, shown.drawn):
        for contour, radius_px in zip(contours, (128 / 6, 128 / 4), strict=True):
            distances = np.hypot(*(contour.points_px - 64).T)
            assert distances == pytest.approx(np.full(len(distances), radius_px), abs=1)
    assert len(gallery_image(replace(truth, myocardium_known=False), probabilities).truth) == 1


def test_a_gallery_is_chosen_among_all_images_that_show_a_heart() -> None:
    images = toy_images(20)
    images[0] = replace(images[0], labels=np.zeros_like(images[0].labels))
    assert gallery_choice(images, 3) == [1, 10, 19]
    assert gallery_choice(images[:1]) == []


def test_watching_changes_no_digit(uncut: tuple[Path, Diary], tmp_path: Path) -> None:
    watched(tmp_path)
    assert (uncut[0] / "epochs.csv").read_text() == (tmp_path / "epochs.csv").read_text()


@pytest.mark.parametrize("seed", range(3))
def test_stopped_between_any_two_batches_a_run_goes_on_to_the_same_numbers(
    uncut: tuple[Path, Diary], tmp_path: Path, seed: int
) -> None:
    def stop() -> None:
        raise CancelledError

    call = int(np.random.default_rng(seed).integers(1, CALLS))
    with pytest.raises(CancelledError):
        watched(tmp_path, Diary(call, stop))
    again = Diary()
    watched(tmp_path, again)
    assert_same(uncut[0], tmp_path)
    # Whoever watches only now hears of all epochs.
    assert [(one.epoch, one.val_loss) for one in again.reports] == [(r.epoch, r.val_loss) for r in uncut[1].reports]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3, 6))
def test_killed_at_any_point_a_run_goes_on_to_the_same_numbers(
    uncut: tuple[Path, Diary], tmp_path: Path, project_root: Path, seed: int
) -> None:
    call = int(np.random.default_rng(seed).integers(1, CALLS))
    program = (
        "from pathlib import Path; from tests.training import test_watched_fit, toy; toy.register_toy(); "
        f"test_watched_fit.kill_at_call(Path({str(tmp_path)!r}), {call})"
    )
    environment = {**os.environ, "PYTHONPATH": str(project_root), "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    watched(tmp_path)
    assert_same(uncut[0], tmp_path)


class Scarce(Distribution):
    """A device whose memory suffices for so many images at a time, from an epoch on."""

    def __init__(self, images: int, from_epoch: int = 0) -> None:
        self._images, self._from_epoch = images, from_epoch

    def train(self, model, loss, batches, epochs, callbacks) -> None:
        images, from_epoch = self._images, self._from_epoch

        class Full(keras.callbacks.Callback):
            def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
                if batches.epoch >= from_epoch and batches._settings.batch_size > images:
                    raise tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor")

        super().train(model, loss, batches, epochs, [*callbacks, Full()])


def test_out_of_memory_batches_are_halved_and_it_says_so(uncut: tuple[Path, Diary], tmp_path: Path) -> None:
    diary = Diary()
    result = watched(tmp_path, diary, distribution=Scarce(1, from_epoch=3))
    assert diary.notes == ["Memory ran out: from epoch 3 on, the batch size is 1 instead of 2."]
    assert result.batch_divisor == 2
    assert len(result.epochs) == 4
    # Nothing of the epochs before is lost.
    assert result.epochs[:2] == watched(uncut[0]).epochs[:2]
    assert watched(tmp_path).batch_divisor == 2


def test_out_of_memory_for_one_image_is_an_error_and_the_run_is_kept(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="memory does not suffice for one image at a time; close other programs"):
        watched(tmp_path, Diary(), distribution=Scarce(0, from_epoch=2))
    assert len((tmp_path / "epochs.csv").read_text().splitlines()) == 2


def test_a_lost_accelerator_is_named_and_the_run_goes_on_later(uncut: tuple[Path, Diary], tmp_path: Path) -> None:
    def lose() -> None:
        raise tf.errors.InternalError(None, None, "CUDA_ERROR_ECC_UNCORRECTABLE: uncorrectable ECC error encountered")

    with pytest.raises(DeviceLostError, match=r"the accelerator failed .*ECC.*what the last epoch left is kept"):
        watched(tmp_path, Diary(CALLS // 2, lose))
    watched(tmp_path)
    assert_same(uncut[0], tmp_path)


def test_the_norms_stay_as_they_are_where_they_are_frozen(tmp_path: Path) -> None:
    start = [np.asarray(array) for array in compile_model(SETTINGS, 1).get_weights()]
    for freeze in (True, False):
        settings = replace(SETTINGS, freeze_norms=freeze, epochs=1, replay_share=0.0)
        run = tmp_path / f"{freeze}"
        watched(run, settings=settings, initial_weights=start)
        norms = slice(2, 6)  # between the weights of the two convolutions
        trained = read_weights(run / "trained.npz", TOY)
        assert freeze == all(np.array_equal(a, b) for a, b in zip(start[norms], trained[norms], strict=True))
        assert not np.array_equal(start[0], trained[0])


def test_every_epoch_rehearses_its_share_of_other_old_images() -> None:
    own, old = toy_images(10), [replace(image, subject="old") for image in toy_images(40, seed=1)]
    for index, image in enumerate(old):
        image.image[:] = index
    settings = replace(TINY, replay_share=0.25, shortest_epoch=24, batch_size=4)
    batches = AugmentedBatches(own, settings, replay=old)
    assert len(batches) == 6
    seen = []
    for epoch in (1, 2):
        batches.epoch = epoch
        order = batches._order()
        assert len(order) == 24
        assert (order >= 10).sum() == 6
        counts = np.bincount(order[order < 10], minlength=10)
        assert set(counts) == {1, 2}  # none is left out
        seen.append(set(order[order >= 10]))
        assert len(seen[-1]) == 6
    assert seen[0] != seen[1]


def test_whole_frames_come_in_batches_that_cost_as_much_as_crops() -> None:
    settings = replace(TINY, batch_size=8, wide_every=3, augment=AugmentSettings(side_px=32))
    batches = AugmentedBatches(toy_images(48, side_px=64), settings)
    shapes = [batches[index][0].shape for index in range(len(batches))]
    wide, crops = (2, 64, 64, 1), (8, 32, 32, 1)
    assert shapes == [wide, crops, crops, wide, crops, crops]


def test_rehearsing_needs_images_and_a_share(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"replay_share is 0\.5, and there is no image to rehearse"):
        fit(toy_images(), SETTINGS, tmp_path, validation=toy_images(1))
    with pytest.raises(TrainingDataError, match="no share for the images to rehearse"):
        fit(toy_images(), TINY, tmp_path, replay=toy_images(1))
