"""Changed volumes keep image and truth together, repeat exactly, and say what a model loses on them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmrstudio.domain.errors import EvaluationError
from tests.training.toy_volumes import GREYS, read_brightness, ring, see_nothing, toy_volume
from training.perturb import (
    LARGEST_LOSS,
    PERTURBATIONS,
    perturbation_scores,
    perturbation_table,
    turned,
    with_gamma,
    with_matrix,
    with_pixels,
    with_smaller_view,
    write_perturbations,
)
from training.truth import TruthVolume

RECOLOURED = ("gamma_0.7", "gamma_1.4", "bias_field", "blur", "noise", "intensities")
MOVED = tuple(name for name in PERTURBATIONS if name not in RECOLOURED)


def off_centre() -> TruthVolume:
    """A heart away from the middle, on pixels that are no squares."""
    labels = np.stack([ring(9, (24.0, 44.0)), ring(8, (25.0, 43.0))])
    return toy_volume(images=GREYS[labels], labels=labels, pixel_spacing_mm=(1.4, 1.7))


def centre_mm(mask: np.ndarray, volume: TruthVolume) -> np.ndarray:
    """The middle of a mask in mm from the middle of the image, as (row, column)."""
    points = np.argwhere(mask.any(axis=0)).mean(axis=0)
    return (points - (np.array(mask.shape[1:]) - 1) / 2) * volume.pixel_spacing_mm


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_image_and_truth_stay_aligned(name: str) -> None:
    changed = PERTURBATIONS[name](off_centre())
    assert changed.images.shape == changed.labels.shape
    assert np.isfinite(changed.images).all()
    assert set(np.unique(changed.labels)) == {0, 1, 2}
    for image, labels in zip(changed.images, changed.labels, strict=True):
        means = [float(image[labels == value].mean()) for value in (0, 2, 1)]
        assert means == sorted(means)
    if name in MOVED:
        bright = changed.images > 150
        overlap = 2 * (bright & (changed.labels == 1)).sum() / (bright.sum() + (changed.labels == 1).sum())
        assert overlap > 0.93


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_a_perturbation_is_pure_and_repeats_exactly(name: str) -> None:
    volume = off_centre()
    images, labels = volume.images.copy(), volume.labels.copy()
    first, second = (PERTURBATIONS[name](volume) for _ in range(2))
    assert np.array_equal(first.images, second.images)
    assert np.array_equal(first.labels, second.labels)
    assert np.array_equal(volume.images, images)
    assert np.array_equal(volume.labels, labels)
    same = ("source", "subject", "group", "phase", "slice_spacing_mm", "calibrated", "myocardium_known")
    assert all(getattr(first, field) == getattr(volume, field) for field in same)


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_the_heart_keeps_its_size_in_mm(name: str) -> None:
    volume = off_centre()
    changed = PERTURBATIONS[name](volume)
    for value in (1, 2):
        before, after = ((v.labels == value).sum() * np.prod(v.pixel_spacing_mm) for v in (volume, changed))
        assert after == pytest.approx(before, rel=0.05)


@pytest.mark.parametrize("name", RECOLOURED)
def test_other_grey_values_leave_truth_and_geometry_alone(name: str) -> None:
    volume = off_centre()
    changed = PERTURBATIONS[name](volume)
    assert np.array_equal(changed.labels, volume.labels)
    assert changed.pixel_spacing_mm == volume.pixel_spacing_mm
    assert not np.array_equal(changed.images, volume.images)


@pytest.mark.parametrize("name", ["pixels_2.0_mm", "pixels_0.7_mm", "matrix_192", "matrix_512", "larger_view"])
def test_the_heart_stays_where_it_is_in_mm(name: str) -> None:
    volume = off_centre()
    changed = PERTURBATIONS[name](volume)
    assert centre_mm(changed.labels > 0, changed) == pytest.approx(centre_mm(volume.labels > 0, volume), abs=0.5)


def test_pixels_and_matrix_are_as_asked_for() -> None:
    volume = off_centre()
    assert with_pixels(volume, 2.0).pixel_spacing_mm == (2.0, 2.0)
    for side in (192, 512):
        changed = with_matrix(volume, side)
        assert changed.images.shape == (2, side, side)
        assert changed.pixel_spacing_mm[0] * side == pytest.approx(72 * 1.7)


def test_turning_moves_the_spacing_along_and_four_turns_are_none() -> None:
    volume = off_centre()
    once = turned(volume)
    assert once.images.shape == (2, 72, 64)
    assert once.pixel_spacing_mm == (1.7, 1.4)
    assert np.array_equal(once.labels, np.rot90(volume.labels, axes=(1, 2)))
    back = turned(turned(turned(once)))
    assert np.array_equal(back.labels, volume.labels)
    assert np.array_equal(back.images, volume.images)
    assert back.pixel_spacing_mm == volume.pixel_spacing_mm


@given(st.floats(20, 44), st.floats(20, 52), st.floats(4, 12), st.floats(0.2, 0.9))
def test_a_smaller_view_never_cuts_the_heart(row: float, column: float, radius: float, share: float) -> None:
    labels = ring(radius, (row, column))[None]
    volume = toy_volume(images=GREYS[labels], labels=labels)
    changed = with_smaller_view(volume, share)
    assert (changed.labels > 0).sum() == (labels > 0).sum()
    assert all(small <= large for small, large in zip(changed.images.shape, labels.shape, strict=True))


def test_an_image_without_a_heart_is_cut_around_its_middle() -> None:
    empty = np.zeros((1, 200, 160), np.uint8)
    images = np.arange(empty.size, dtype=np.float32).reshape(empty.shape)
    changed = with_smaller_view(toy_volume(images=images, labels=empty), 0.5)
    assert changed.images.shape == (1, 100, 80)
    assert changed.images[0, 0, 0] == images[0, 50, 40]


def test_gamma_keeps_darkest_and_brightest() -> None:
    volume = off_centre()
    changed = with_gamma(volume, 0.7)
    assert (changed.images.min(), changed.images.max()) == (0, pytest.approx(200))
    assert changed.images[volume.labels == 2].mean() == pytest.approx(200 * 0.5**0.7)


def test_a_constant_image_survives_every_perturbation() -> None:
    volume = replace(off_centre(), images=np.full((2, 64, 72), 7, np.uint8))
    for change in PERTURBATIONS.values():
        assert np.isfinite(change(volume).images).all()


def test_losses_are_against_the_same_volumes_unchanged() -> None:
    def only_upright(images: np.ndarray) -> np.ndarray:
        """Reads images whose heart is right of the middle, as it is unless they are turned."""
        is_right = images[..., 128:].sum(axis=(1, 2)) > images[..., :128].sum(axis=(1, 2))
        return np.where(is_right[:, None, None, None], read_brightness(images), see_nothing(images))

    labels = np.stack([ring(12, (31.0, 50.0))] * 2)
    partial = toy_volume("two", images=GREYS[labels], labels=(labels == 1).astype(np.uint8), myocardium_known=False)
    volumes = [toy_volume("one", images=GREYS[labels], labels=labels), partial]
    chosen = {name: PERTURBATIONS[name] for name in ("intensities", "turned_90")}
    heard: list[str] = []
    rows = {(r.perturbation, r.structure): r for r in perturbation_scores(volumes, only_upright, chosen, heard.append)}
    assert {name for name, _ in rows} == {"unchanged", "intensities", "turned_90"}
    assert len(heard) == 6
    assert rows["unchanged", "cavity"].loss == 0
    assert rows["unchanged", "cavity"].volumes == 2
    assert rows["unchanged", "myocardium"].volumes == 1
    assert rows["intensities", "cavity"].loss == pytest.approx(0, abs=1e-3)
    turned_row = rows["turned_90", "cavity"]
    assert turned_row.mean_dice == 0
    assert turned_row.loss == pytest.approx(rows["unchanged", "cavity"].mean_dice)
    assert rows["intensities", "cavity"].is_small
    assert not turned_row.is_small


def test_the_table_says_what_is_within_the_limit(tmp_path: Path) -> None:
    scores = perturbation_scores([off_centre()], read_brightness, {"turned_90": turned})
    path = write_perturbations(scores, tmp_path)
    lines = path.read_text().splitlines()
    assert lines[0] == "source,perturbation,structure,volumes,dice_mean,loss,within_limit"
    assert len(lines) == 1 + 2 * 3
    assert {row[-1] for row in perturbation_table(scores).rows} == {"yes"}
    assert all(abs(score.loss) < LARGEST_LOSS for score in scores)


def test_without_volumes_there_is_nothing_to_perturb() -> None:
    with pytest.raises(EvaluationError, match="no volume"):
        perturbation_scores([], read_brightness)
