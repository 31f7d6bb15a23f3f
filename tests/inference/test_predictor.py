"""The predictor gives every image its probabilities, whatever the batch and the precision."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from cmrstudio.domain.errors import ModelError, UnknownArchitectureError
from cmrstudio.inference.predictor import Predictor, cpu_has_bfloat16, default_precision
from tests import brightness_model
from tests.inference.random_network import random_network

Weights = list[npt.NDArray[np.float32]]
SIDE = 64


@pytest.fixture(scope="module")
def predictor(brightness_weights: Weights) -> Predictor:
    made = Predictor("unet", brightness_weights, "float32", side_px=SIDE)
    made._batch_px = 2 * SIDE**2
    return made


@pytest.fixture(scope="module")
def images() -> npt.NDArray[np.float32]:
    """More than two batches, the last one short, every image different."""
    return np.stack(
        [brightness_model.heart((SIDE, SIDE), (31.5 + shift, 30.0), 12.0, 6.0, (1.0, 1.0)) for shift in range(5)]
    )


def test_bright_is_cavity_half_bright_is_myocardium_and_dark_is_background(
    predictor: Predictor, images: npt.NDArray[np.float32]
) -> None:
    channel = predictor.predict(images[:1])[0].argmax(axis=-1)
    assert [channel[30, 31], channel[30, 31 + 15], channel[30, 2]] == [0, 1, 2]


def test_an_image_has_the_same_probabilities_in_any_batch(
    predictor: Predictor, images: npt.NDArray[np.float32]
) -> None:
    together = predictor.predict(images)
    assert together.shape == (len(images), SIDE, SIDE, 3)
    for index in range(len(images)):
        assert np.allclose(together[index], predictor.predict(images[index : index + 1])[0], atol=1e-6)


def test_no_images_have_no_probabilities(predictor: Predictor) -> None:
    assert predictor.predict(np.zeros((0, SIDE, SIDE), np.float32)).shape == (0, SIDE, SIDE, 3)


def test_bfloat16_agrees_with_float32_on_nearly_every_pixel(
    predictor: Predictor, brightness_weights: Weights, images: npt.NDArray[np.float32]
) -> None:
    rounded = Predictor("unet", brightness_weights, "bfloat16", side_px=SIDE).predict(images[:2])
    assert rounded.dtype == np.float32
    agree = rounded.argmax(axis=-1) == predictor.predict(images[:2]).argmax(axis=-1)
    assert agree.mean() > 0.99


def test_images_of_any_side_that_16_divides_are_run_by_one_predictor(
    predictor: Predictor, images: npt.NDArray[np.float32]
) -> None:
    inner = images[:, 8:56, 8:56]
    cropped, whole = predictor.predict(inner), predictor.predict(images)
    assert cropped.shape == (len(images), 48, 48, 3)
    assert np.allclose(cropped, whole[:, 8:56, 8:56], atol=1e-5)  # the hand-made network looks at single pixels


def test_smaller_images_run_in_larger_batches(predictor: Predictor, images: npt.NDArray[np.float32]) -> None:
    assert [len(part) for part in predictor.batches(images)] == [2, 2, 1]
    assert [len(part) for part in predictor.batches(images[:, :32, :32])] == [5]


@pytest.mark.parametrize("shape", [(1, SIDE, SIDE + 16), (1, SIDE + 8, SIDE + 8), (SIDE, SIDE)])
def test_images_that_are_no_such_squares_are_refused(predictor: Predictor, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"images must be \[n, side, side\]"):
        predictor.predict(np.zeros(shape, np.float32))


@pytest.mark.parametrize("architecture", ["unet_dropout", "unet", "residual_unet", "fcn"])
def test_float32_says_what_the_network_in_keras_says(architecture: str) -> None:
    model, weights = random_network(architecture)
    image = np.random.default_rng(1).random((1, 48, 48)).astype(np.float32)
    expected = np.asarray(model(image[..., None], training=False))
    assert expected.std() > 0.02
    assert np.abs(Predictor(architecture, weights, "float32").predict(image) - expected).max() < 1e-5


def test_auto_is_the_precision_that_the_machine_is_fast_at(brightness_weights: Weights) -> None:
    made = Predictor("unet", brightness_weights)
    assert made.precision == default_precision()
    assert made.device == "GPU" or made.precision == ("bfloat16" if cpu_has_bfloat16() else "float32")


def test_weights_of_another_architecture_are_refused(brightness_weights: Weights) -> None:
    with pytest.raises(ModelError, match="do not fit architecture 'fcn'"):
        Predictor("fcn", brightness_weights, "float32")


def test_an_unknown_architecture_is_refused() -> None:
    with pytest.raises(UnknownArchitectureError):
        Predictor("transformer", [], "float32")


def test_an_unknown_precision_is_refused(brightness_weights: Weights) -> None:
    with pytest.raises(ModelError, match="no precision 'int4'; choose auto or one of float32"):
        Predictor("unet", brightness_weights, "int4")


@pytest.mark.parametrize(
    ("flags", "expected"),
    [("fpu avx512_bf16 sse", True), ("fpu amx_bf16", True), ("fpu avx512f avx2", False), ("", False)],
)
def test_bfloat16_is_found_in_the_processors_flags(tmp_path: Path, flags: str, expected: bool) -> None:
    cpu_info = tmp_path / "cpuinfo"
    cpu_info.write_text(f"processor\t: 0\nmodel name\t: avx512_bf16 is no flag here\nflags\t\t: {flags}\n")
    assert cpu_has_bfloat16(cpu_info) is expected


def test_a_machine_that_does_not_tell_its_flags_is_taken_to_have_no_bfloat16(tmp_path: Path) -> None:
    assert not cpu_has_bfloat16(tmp_path / "absent")
