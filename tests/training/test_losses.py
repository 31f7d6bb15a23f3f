"""What is not known neither trains nor counts."""

import numpy as np

from training.losses import binary_cross_entropy, cross_entropy_and_dice, encode_truth

LABELS = np.array([[0, 1], [2, 0]], np.uint8)


def predict(cavity: float, myocardium: float, background: float) -> np.ndarray:
    return np.broadcast_to(np.array([cavity, myocardium, background], np.float32), (1, 2, 2, 3)).copy()


def test_unknown_myocardium_outside_the_cavity_has_no_weight() -> None:
    weights = encode_truth(LABELS, myocardium_known=False)[..., 3:]
    assert weights[..., 0].all()
    assert np.array_equal(weights[..., 1], LABELS == 1)
    assert np.array_equal(weights[..., 2], LABELS == 1)


def test_loss_ignores_myocardium_where_it_is_unknown() -> None:
    labels = np.zeros((2, 2), np.uint8)
    encoded = encode_truth(labels, myocardium_known=False)[None]
    losses = [float(cross_entropy_and_dice(encoded, predict(0.1, myocardium, 0.5))) for myocardium in (0.1, 0.9)]
    assert losses[0] == losses[1]


def test_a_right_prediction_costs_less_than_a_wrong_one() -> None:
    encoded = encode_truth(LABELS, myocardium_known=True)[None]
    right = np.clip(encoded[..., :3], 0.01, 0.99)
    assert float(binary_cross_entropy(encoded, right)) < float(binary_cross_entropy(encoded, 1 - right))
