"""A hand that works the training window, a model that learns fast, and versions of it that were compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from cmrstudio.inference.model_card import ModelCard
from cmrstudio.inference.model_versions import ModelVersions
from cmrstudio.learning_runs import runs_folder
from tests import brightness_model
from tests.verified_hearts import SPACING_MM, hearts
from training.comparison import Contestant, compare, write_comparison
from training.finetune_settings import FineTuneRequest, FineTuneSettings
from training.run_folder import RunRecord, write_record
from training.truth import TruthVolume

MODEL = brightness_model.MODEL_ID
PATIENCE_MS = 300_000
SOON_MS = 20_000
GREY_IS_CAVITY = np.array([0.4, -0.9, -0.3], np.float32) * brightness_model.STEEPNESS
"""Another bias of the last layer: the model then takes the wall for cavity too."""

brightness_weights = cache(brightness_model.weights)


def weights(*, right: bool):
    found = list(brightness_weights())
    if not right:
        found[-1] = GREY_IS_CAVITY
    return found


def reference() -> list[TruthVolume]:
    images = hearts(5)
    labels = np.where(images == 800, 1, np.where(images > 300, 2, 0)).astype(np.uint8)
    return [
        TruthVolume("toy", "reference", "", name, images[phase], labels[phase], SPACING_MM, 8.0, True)
        for phase, name in enumerate(("ED", "ES"))
    ]


def shrunk(volume: TruthVolume):
    """A model that sees less of the cavity than there is."""
    labels = volume.labels.copy()
    labels[:, : labels.shape[1] // 2] = 0
    return labels


def add_candidate(
    versions: ModelVersions, version: str, *, is_better: bool, user_volumes: Sequence[TruthVolume] = ()
) -> ModelCard:
    """Keep a version that was compared with the one in use, on volumes of known truth."""
    parent = versions.in_use(MODEL)
    card = replace(parent, version=version, parent=parent.source, weights_sha256="")
    card = versions.add_candidate(card, weights(right=is_better))
    before = Contestant(parent.source, parent.weights_sha256, shrunk if is_better else lambda volume: volume.labels)
    after = Contestant(card.source, card.weights_sha256, shrunk if not is_better else lambda volume: volume.labels)
    write_comparison(versions.folder(MODEL, version), compare(before, after, user_volumes or reference(), reference()))
    return card


def is_shown(window) -> bool:
    shown = window.learning_window.data.overview
    listed = [source for source, _ in window.learning_window.versions.texts()]
    return shown is not None and shown.model_id == MODEL and f"{MODEL}@1.0.0" in listed


def shown_version(qtbot, window, source: str):
    """Choose a version in the tree and have its comparison shown."""
    view = window.learning_window
    qtbot.waitUntil(lambda: any(text == source for text, _ in view.versions.texts()), timeout=SOON_MS)
    view.versions.choose(source)
    view.versions.show_button.click()
    qtbot.waitUntil(lambda: view.result.source == source, timeout=SOON_MS)
    return view.result


def begin_run(versions: ModelVersions, name: str = "cut") -> Path:
    """A run that was begun, as it lies on disk after a crash before its first epoch."""
    folder = runs_folder(versions) / name
    folder.mkdir(parents=True)
    settings = replace(FineTuneSettings(f"{MODEL}@1.0.0", epochs=3)).complete("unet")
    request = FineTuneRequest(settings, versions.user_folder.parent / "snapshots" / ("0" * 64))
    write_record(folder, RunRecord(request, f"{MODEL}@1.0.0", "0" * 64, "unet", "float32"))
    return folder


def segmented(qtbot, window, workspace) -> str:
    """Have the chosen model draw the first image of a study; what drew it."""
    window.models.choose(MODEL)
    if window.session.study is None:
        window.open_path(workspace.parent / "patient0.nii.gz")
        qtbot.waitUntil(lambda: window.session.is_complete and window.session.is_restored, timeout=SOON_MS)
        window.session.go_to(0, 1)
    window.segmentation.segment_slice(MODEL, may_replace=True)
    qtbot.waitUntil(lambda: not window.segmentation.is_busy, timeout=PATIENCE_MS)
    return window.session.annotation().contours[0].source


def begin_learning(qtbot, window) -> None:
    """Start a short run, and wait until it learns."""
    view = window.learning_window
    view.settings.epochs.setValue(2)
    view.settings.replay.setValue(0)
    view.settings.learning_rate.setValue(20.0)
    view.controls.start.click()
    qtbot.waitUntil(lambda: bool(view.curves.loss.values("val_loss")), timeout=PATIENCE_MS)
