"""Overlap counted by hand, and what must hold of any two masks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from training.scores import (
    PooledScore,
    dice,
    iou,
    known_structures,
    mean_pooled,
    one_hot,
    pooled,
    structure_mask,
)

SHAPE = (2, 5, 6)
masks = arrays.arrays(np.bool_, SHAPE)
labels = arrays.arrays(np.uint8, SHAPE, elements=st.integers(0, 2))


def square(first: int, side: int = 10) -> np.ndarray:
    mask = np.zeros((40, 40), bool)
    mask[5 : 5 + side, first : first + side] = True
    return mask


def test_a_square_shifted_by_a_fifth_of_its_side() -> None:
    assert dice(square(7), square(5)) == pytest.approx(0.8)
    assert iou(square(7), square(5)) == pytest.approx(80 / 120)


def test_a_square_within_a_larger_one() -> None:
    assert dice(square(5, 5), square(5)) == pytest.approx(50 / 125)
    assert iou(square(5, 5), square(5)) == pytest.approx(0.25)


def test_both_empty_is_undefined_and_one_empty_is_zero() -> None:
    empty = np.zeros((40, 40), bool)
    assert dice(empty, empty) is None
    assert iou(empty, empty) is None
    for pair in ((empty, square(5)), (square(5), empty)):
        assert dice(*pair) == 0
        assert iou(*pair) == 0


@given(masks, masks)
def test_overlap_is_symmetric_bounded_and_dice_follows_from_iou(first: np.ndarray, second: np.ndarray) -> None:
    assert dice(first, second) == dice(second, first)
    overlap, union_share = dice(first, second), iou(first, second)
    if overlap is None or union_share is None:
        assert overlap is union_share is None
        assert not first.any()
        assert not second.any()
    else:
        assert 0 <= union_share <= overlap <= 1
        assert overlap == pytest.approx(2 * union_share / (1 + union_share))


@given(masks)
def test_a_mask_agrees_wholly_with_itself(mask: np.ndarray) -> None:
    assert dice(mask, mask) == iou(mask, mask) == (1 if mask.any() else None)


def test_structures_of_a_label_image() -> None:
    image = np.array([0, 1, 2], np.uint8)
    assert structure_mask(image, "cavity").tolist() == [False, True, False]
    assert structure_mask(image, "myocardium").tolist() == [False, False, True]
    assert structure_mask(image, "epicardium").tolist() == [False, True, True]
    assert known_structures(myocardium_known=False) == ("cavity",)


def test_pooled_figures_of_channels_counted_by_hand() -> None:
    # Two pixels, three channels each: truth is cavity, background; said is cavity and myocardium, then nothing.
    truth = np.array([[True, False, False], [False, False, True]])
    said = np.array([[True, True, False], [False, False, False]])
    assert pooled(said, truth) == PooledScore(
        dice=pytest.approx(2 / 4),
        iou=pytest.approx(1 / 3),
        accuracy=pytest.approx(4 / 6),
        precision=pytest.approx(1 / 2),
        recall=pytest.approx(1 / 2),
    )


def test_saying_nothing_at_all_scores_zero() -> None:
    score = pooled(np.zeros((4, 3), bool), one_hot(np.zeros(4, np.uint8)))
    assert (score.dice, score.iou, score.precision, score.recall) == (0, 0, 0, 0)
    assert score.accuracy == pytest.approx(2 / 3)


def test_background_everywhere_scores_high_where_the_heart_is_small() -> None:
    truth = np.zeros((100, 100), np.uint8)
    truth[:10, :30] = 1
    assert pooled(one_hot(np.zeros_like(truth)), one_hot(truth)).dice == pytest.approx(0.97)


@given(labels, labels)
def test_exclusive_channels_make_dice_precision_and_recall_one_number(first: np.ndarray, second: np.ndarray) -> None:
    score = pooled(one_hot(first), one_hot(second))
    share = float((first == second).mean())
    assert score.dice == pytest.approx(share)
    assert score.precision == pytest.approx(share)
    assert score.recall == pytest.approx(share)
    assert score.accuracy == pytest.approx(1 - 2 / 3 * (1 - share))


def test_means_of_pooled_figures() -> None:
    low, high = PooledScore(0.5, 0.4, 0.6, 0.5, 0.5), PooledScore(1.0, 1.0, 1.0, 1.0, 1.0)
    assert mean_pooled([low, high]) == PooledScore(0.75, 0.7, 0.8, 0.75, 0.75)
    assert mean_pooled([]) is None
