"""Augmentation moves image and truth together and repeats with its seed."""

import numpy as np
import pytest

from training.augment import AugmentSettings, WholeFrameSettings, augment

PLAIN = AugmentSettings(side_px=128, clahe_share=0.0, bias_amplitude=0.0, noise_sigma=0.0, gamma_range=(1.0, 1.0))


def disk() -> np.ndarray:
    row, column = np.mgrid[:256, :256]
    labels = np.zeros((256, 256), np.uint8)
    labels[(row - 120) ** 2 + (column - 140) ** 2 < 30**2] = 2
    labels[(row - 120) ** 2 + (column - 140) ** 2 < 20**2] = 1
    return labels


@pytest.mark.parametrize("seed", range(8))
def test_image_and_labels_stay_aligned(seed: int) -> None:
    labels = disk()
    image, moved = augment((labels > 0).astype(np.uint8) * 255, labels, PLAIN, np.random.default_rng(seed))
    middle = (image.min() + image.max()) / 2
    if (moved > 0).any() and image.max() > image.min():
        assert ((image > middle) == (moved > 0)).mean() > 0.97


def test_same_seed_gives_same_result() -> None:
    labels = disk()
    first, second = (augment(labels * 100, labels, AugmentSettings(), np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(first[0], second[0])
    assert np.array_equal(first[1], second[1])


def test_an_image_without_heart_can_be_augmented() -> None:
    empty = np.zeros((256, 256), np.uint8)
    image, labels = augment(empty, empty, AugmentSettings(), np.random.default_rng(0))
    assert image.shape == labels.shape == (128, 128)
    assert not labels.any()


def test_the_papers_clahe_changes_grey_values_of_its_share_of_images_and_no_truth() -> None:
    labels = disk()
    image = (40 + 20 * labels).astype(np.uint8)
    settings, random = WholeFrameSettings(rotation_degrees=0.0, clahe_share=0.5), np.random.default_rng(0)
    changed = 0
    for _ in range(40):
        shown, truth = augment(image, labels, settings, random)
        assert np.array_equal(truth, labels)
        changed += not np.array_equal(shown, image / np.float32(255))
    assert 10 <= changed <= 30


def test_the_papers_turns_stay_within_a_right_angle() -> None:
    """A spot right of the middle stays in the right half, and reaches almost up and down."""
    labels = np.zeros((256, 256), np.uint8)
    labels[124:133, 200:209] = 1
    settings, random = WholeFrameSettings(clahe_share=0.0), np.random.default_rng(0)
    spots = [np.argwhere(augment(labels, labels, settings, random)[1]).mean(axis=0) - 127.5 for _ in range(60)]
    angles = np.degrees([np.arctan2(-row, column) for row, column in spots])
    assert np.abs(angles).max() < 91
    assert angles.min() < -75
    assert angles.max() > 75
