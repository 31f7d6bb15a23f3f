"""A learning curve trains every network on every size once, and writes table and plot."""

import csv
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from cmrstudio.domain.errors import SplitError, TrainingDataError
from tests.training.toy import PLAIN_TOY, TINY, toy_images
from training import learning_curve as curve
from training.presets import Stage

RECIPES = {PLAIN_TOY: (Stage(replace(TINY, architecture=PLAIN_TOY)),)}


def data() -> curve.Data:
    images = toy_images(8)
    return curve.Data(images[:6], images[6:7], [images[7], replace(images[6], myocardium_known=False)])


def test_every_size_is_trained_with_and_without_augmentation_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = curve.learning_curve(data(), [4, 2], RECIPES, tmp_path)
    assert [(p.augmented, p.images) for p in points] == [(False, 2), (False, 4), (True, 2), (True, 4)]
    assert all(0 < point.score.dice <= 1 for point in points)
    rows = list(csv.DictReader((tmp_path / "learning_curve.csv").read_text().splitlines()))
    assert [float(row["dice"]) for row in rows] == [point.score.dice for point in points]
    assert set(rows[0]) >= {"architecture", "augmented", "images", "iou", "accuracy", "precision", "recall"}

    monkeypatch.setattr("training.fit.compile_model", None)
    assert curve.learning_curve(data(), [4, 2], RECIPES, tmp_path) == points
    if find_spec("matplotlib"):
        curve.plot_points(tmp_path / "plot.svg", points)
        assert (tmp_path / "plot.svg").read_text().count("augmented") >= 2


def test_sizes_that_are_not_there_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(SplitError, match="7 of 6 images"):
        curve.learning_curve(data(), [2, 7], RECIPES, tmp_path)


def test_test_images_of_partial_truth_alone_are_an_error(tmp_path: Path) -> None:
    parts = replace(data(), test=data().test[1:])
    with pytest.raises(TrainingDataError, match="truth of all structures"):
        curve.learning_curve(parts, [2], RECIPES, tmp_path)
