"""A cine is run on the heart's region where that gives what full frames give, and in full frames where it would not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest

from cmrstudio.domain.geometry import centroid_px, closed_spline
from cmrstudio.engine.cine import Cine, PhaseResult
from cmrstudio.engine.protocol import PhaseImages
from tests import brightness_model

SHAPE, SPACING_MM = (256, 256), (1.5, 1.5)
CENTRE_PX = (131.0, 122.0)


class ByBrightness:
    """Stands in for a predictor: it says what the brightness model says, pixel by pixel, and notes what it is asked."""

    def __init__(self, doubt: float = 0.0) -> None:
        self.sides: list[int] = []
        self._doubt = doubt

    def batches(self, images: npt.NDArray[np.float32]) -> Iterator[npt.NDArray[np.float32]]:
        self.sides.append(images.shape[1])
        for start in range(0, len(images), 2):
            grey = images[start : start + 2]
            channels = np.stack([grey > 0.8, (grey > 0.3) & (grey <= 0.8), grey <= 0.3], axis=-1)
            yield np.where(channels, 0.95 - self._doubt, 0.05 + self._doubt).astype(np.float32)


def phase(index: int, *centres: tuple[float, float] | None, present: tuple[bool, ...] = ()) -> PhaseImages:
    """A slice for every centre (column, row) of a heart; none where that is None. Its cavity shrinks with the phase."""
    pixels = np.zeros((len(centres), *SHAPE), np.int16)
    for image, centre in zip(pixels, centres, strict=True):
        if centre is not None:
            image[:] = 1000 * brightness_model.heart(SHAPE, centre, 26 - index, 9, SPACING_MM)
    return PhaseImages(index, pixels, np.array(present or [True] * len(centres)))


def run(
    phases: list[PhaseImages], *networks: ByBrightness, counts: list[int] | None = None
) -> tuple[list[PhaseResult], list[int]]:
    """The results, and the sides of the images that the first network was given."""
    used = networks or (ByBrightness(),)
    results: list[PhaseResult] = []
    count = [] if counts is None else counts
    with Cine(brightness_model.card(), used, SPACING_MM, count.append, results.append) as cine:  # type: ignore[arg-type]
        for images in phases:
            cine.add(images)
        cine.finish()
    return results, used[0].sides


def whole(images: PhaseImages) -> PhaseResult:
    """The phase by itself, which is always run in full frames."""
    ((result,), sides) = run([images])
    assert sides == [256]
    return result


def assert_same(first: PhaseResult, second: PhaseResult) -> None:
    assert [len(drawn) for drawn in first.contours] == [len(drawn) for drawn in second.contours]
    for one, other in zip(first.contours, second.contours, strict=True):
        for a, b in zip(one, other, strict=True):
            assert np.allclose(a.points_px, b.points_px, atol=1e-6)
    assert np.allclose(first.quality, second.quality, equal_nan=True, atol=1e-5)


def test_phases_after_the_first_are_run_on_the_region_and_come_out_as_in_full_frames() -> None:
    phases = [phase(index, CENTRE_PX, CENTRE_PX) for index in range(4)]
    results, sides = run(phases)
    assert sides[0] == 256
    assert set(sides[1:]) == {128}
    assert [result.phase_index for result in results] == [0, 1, 2, 3]
    for images, result in zip(phases, results, strict=True):
        assert_same(result, whole(images))


def test_a_heart_that_leaves_the_region_is_sought_in_full_frames_and_the_region_follows() -> None:
    far = (60.0, 190.0)
    phases = [phase(0, CENTRE_PX), *(phase(index, far) for index in (1, 2, 3, 4))]
    results, sides = run(phases)
    assert 2 <= sides.count(256) <= 3  # the next phase may be under way when the miss is known
    assert 128 < sides[-1] < 256
    for images, result in zip(phases, results, strict=True):
        assert_same(result, whole(images))


def test_a_heart_at_the_regions_edge_is_drawn_in_full_frames() -> None:
    at_the_edge = (CENTRE_PX[0] + 30, CENTRE_PX[1])
    phases = [phase(0, CENTRE_PX), phase(1, at_the_edge)]
    results, sides = run(phases)
    assert sides == [256, 128, 256]
    (drawn,) = results[1].contours
    assert np.abs(centroid_px(closed_spline(drawn[0].points_px)) - at_the_edge).max() < 0.1


def test_without_a_heart_every_phase_is_run_in_full_frames() -> None:
    results, sides = run([phase(index, None) for index in range(3)])
    assert sides == [256] * 3
    assert [result.contours for result in results] == [((),)] * 3


def test_a_slice_that_was_never_seen_whole_is_seen_whole() -> None:
    phases = [
        phase(0, CENTRE_PX, CENTRE_PX, present=(True, False)),
        phase(1, CENTRE_PX, CENTRE_PX),
        phase(2, CENTRE_PX, CENTRE_PX),
    ]
    results, sides = run(phases)
    assert sides == [256, 256, 128]
    assert results[0].contours[1] == ()
    assert np.isnan(results[0].quality[1]).all()


def test_a_slice_that_is_lost_amid_the_heart_is_looked_for_once() -> None:
    found, lost = (CENTRE_PX,) * 3, (CENTRE_PX, None, CENTRE_PX)
    _, sides = run([phase(0, *found), phase(1, *lost), phase(2, *lost), phase(3, *lost)])
    assert sides.count(256) in {2, 3}
    assert sides[-1] == 128


def test_networks_are_asked_one_after_the_other_and_averaged() -> None:
    images = [phase(0, CENTRE_PX), phase(1, CENTRE_PX)]
    networks = ByBrightness(), ByBrightness(doubt=0.3)
    results, _ = run(images, *networks)
    assert networks[0].sides == networks[1].sides == [256, 128]
    alone = whole(images[1]).contours[0]
    for together, expected in zip(results[1].contours[0], alone, strict=True):
        assert np.abs(together.points_px - expected.points_px).max() < 0.3


def test_every_image_is_counted_once_whatever_it_took() -> None:
    counts: list[int] = []
    far = (60.0, 190.0)
    phases = [phase(0, *(CENTRE_PX,) * 3), phase(1, *(far,) * 3), phase(2, *(far,) * 3)]
    run(phases, ByBrightness(), ByBrightness(), counts=counts)
    assert sum(counts) == 9


def test_no_slices_are_no_work() -> None:
    results, _ = run([phase(0, CENTRE_PX, present=(False,))])
    assert results[0].contours == ((),)


def test_what_is_raised_after_a_batch_ends_the_work() -> None:
    class EnoughError(Exception):
        pass

    def enough(count: int) -> None:
        raise EnoughError

    card = brightness_model.card()
    with pytest.raises(EnoughError), Cine(card, [ByBrightness()], SPACING_MM, enough, lambda result: None) as cine:  # type: ignore[list-item]
        cine.add(phase(0, CENTRE_PX))
