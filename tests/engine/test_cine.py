"""A cine is run on the heart's region where that gives what full frames give, and in full frames where it would not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest

from cmrstudio.domain.errors import CancelledError
from cmrstudio.domain.geometry import centroid_px, closed_spline
from cmrstudio.engine import cine
from cmrstudio.engine.cine import Cine, PhaseResult
from cmrstudio.engine.protocol import PhaseImages
from cmrstudio.inference.postprocess import contours_from_probabilities
from tests import brightness_model

SHAPE, SPACING_MM = (256, 256), (1.5, 1.5)
CENTRE_PX = (131.0, 122.0)
REGION_PX = 144
"""What the heart of these tests is wide, its margin on both sides, and what aligning adds."""


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
    with Cine(brightness_model.card(), used, SPACING_MM, count.append, results.append) as work:  # type: ignore[arg-type]
        for images in phases:
            work.add(images)
        work.finish()
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
    assert set(sides[1:]) == {REGION_PX}
    assert [result.phase_index for result in results] == [0, 1, 2, 3]
    for images, result in zip(phases, results, strict=True):
        assert_same(result, whole(images))


def test_a_heart_that_leaves_the_region_is_sought_in_full_frames_and_the_region_follows() -> None:
    far = (60.0, 190.0)
    phases = [phase(0, CENTRE_PX), *(phase(index, far) for index in (1, 2, 3, 4))]
    results, sides = run(phases)
    assert 2 <= sides.count(256) <= 3  # the next phase may be under way when the miss is known
    assert REGION_PX < sides[-1] < 256
    for images, result in zip(phases, results, strict=True):
        assert_same(result, whole(images))


def test_a_heart_at_the_regions_edge_is_drawn_in_full_frames() -> None:
    at_the_edge = (CENTRE_PX[0] + 46, CENTRE_PX[1])
    phases = [phase(0, CENTRE_PX), phase(1, at_the_edge)]
    results, sides = run(phases)
    assert sides == [256, REGION_PX, 256]
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
    assert sides == [256, 256, REGION_PX]
    assert results[0].contours[1] == ()
    assert np.isnan(results[0].quality[1]).all()


def test_a_slice_that_is_lost_amid_the_heart_is_looked_for_once() -> None:
    found, lost = (CENTRE_PX,) * 3, (CENTRE_PX, None, CENTRE_PX)
    _, sides = run([phase(0, *found), phase(1, *lost), phase(2, *lost), phase(3, *lost)])
    assert sides.count(256) in {2, 3}
    assert sides[-1] == REGION_PX


def test_networks_are_asked_one_after_the_other_and_averaged() -> None:
    images = [phase(0, CENTRE_PX), phase(1, CENTRE_PX)]
    networks = ByBrightness(), ByBrightness(doubt=0.3)
    results, _ = run(images, *networks)
    assert networks[0].sides == networks[1].sides == [256, REGION_PX]
    alone = whole(images[1]).contours[0]
    for together, expected in zip(results[1].contours[0], alone, strict=True):
        assert np.abs(together.points_px - expected.points_px).max() < 0.3


def test_every_image_is_counted_once_whatever_it_took() -> None:
    counts: list[int] = []
    far = (60.0, 190.0)
    phases = [phase(0, *(CENTRE_PX,) * 3), phase(1, *(far,) * 3), phase(2, *(far,) * 3)]
    run(phases, ByBrightness(), ByBrightness(), counts=counts)
    assert sum(counts) == 9


def test_the_count_goes_on_by_what_every_network_does_and_never_back() -> None:
    counts: list[int] = []
    phases = [phase(index, *(CENTRE_PX,) * 4) for index in range(3)]
    run(phases, *(ByBrightness() for _ in range(4)), counts=counts)
    # a batch is two images: of four networks one does half an image's worth with it
    assert counts == [0, 1] * 12


def test_parts_of_an_image_add_up_to_whole_ones() -> None:
    counts: list[int] = []
    phases = [phase(index, *(CENTRE_PX,) * 4) for index in range(2)]
    run(phases, *(ByBrightness() for _ in range(3)), counts=counts)
    assert counts == [0, 1, 1] * 4


def test_a_phase_that_is_run_again_in_full_frames_is_not_counted_again() -> None:
    counts: list[int] = []
    networks = ByBrightness(), ByBrightness()
    _, sides = run([phase(0, CENTRE_PX), phase(1, (60.0, 190.0))], *networks, counts=counts)
    assert sides == [256, REGION_PX, 256]
    assert counts == [0, 1, 0, 1, 0, 0]


def test_no_slices_are_no_work() -> None:
    results, sides = run([phase(0, CENTRE_PX, present=(False,)), phase(1, CENTRE_PX), phase(2, None, present=(False,))])
    assert [len(result.contours[0]) for result in results] == [0, 2, 0]
    assert len(sides) == 4  # what is empty is asked for as well, and answered at once


def test_one_network_that_sees_no_heart_makes_no_miss_of_what_the_others_see() -> None:
    class Blind(ByBrightness):
        def batches(self, images: npt.NDArray[np.float32]) -> Iterator[npt.NDArray[np.float32]]:
            yield from super().batches(np.zeros_like(images))

    results, sides = run([phase(index, CENTRE_PX) for index in range(3)], ByBrightness(), ByBrightness(), Blind())
    assert set(sides[1:]) == {REGION_PX}
    assert [len(result.contours[0]) for result in results] == [2, 2, 2]
    assert max(result.quality.max() for result in results) < whole(phase(0, CENTRE_PX)).quality.min()


def test_a_failure_of_the_thread_that_draws_ends_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter((contours_from_probabilities,))

    def draw(*arguments: object) -> object:
        work = next(drawn, None)
        if work is None:
            raise MemoryError("no room for contours")
        return work(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(cine, "contours_from_probabilities", draw)
    results: list[PhaseResult] = []
    with Cine(brightness_model.card(), [ByBrightness()], SPACING_MM, lambda count: None, results.append) as work:  # type: ignore[list-item]
        work.add(phase(0, CENTRE_PX))
        work.add(phase(1, CENTRE_PX))
        with pytest.raises(MemoryError, match="no room"):
            work.add(phase(2, CENTRE_PX))
    assert [result.phase_index for result in results] == [0]


def test_a_cancel_while_contours_are_drawn_waits_for_the_thread_and_delivers_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    is_cancelled, is_drawn = threading.Event(), threading.Event()

    def slowly(*arguments: object) -> object:
        is_cancelled.wait(10)
        time.sleep(0.1)
        is_drawn.set()
        return contours_from_probabilities(*arguments)  # type: ignore[arg-type]

    def after_batch(_count: int) -> None:
        if len(asked.sides) == 3:
            is_cancelled.set()
            raise CancelledError

    asked, results = ByBrightness(), list[PhaseResult]()
    with Cine(brightness_model.card(), [asked], SPACING_MM, after_batch, results.append) as work:  # type: ignore[list-item]
        work.add(phase(0, CENTRE_PX))
        monkeypatch.setattr(cine, "contours_from_probabilities", slowly)
        work.add(phase(1, CENTRE_PX))
        with pytest.raises(CancelledError):
            work.add(phase(2, CENTRE_PX))
    assert is_drawn.is_set()
    assert [result.phase_index for result in results] == [0]


def test_what_is_raised_after_a_batch_ends_the_work() -> None:
    class EnoughError(Exception):
        pass

    def enough(count: int) -> None:
        raise EnoughError

    card = brightness_model.card()
    with pytest.raises(EnoughError), Cine(card, [ByBrightness()], SPACING_MM, enough, lambda result: None) as work:  # type: ignore[list-item]
        work.add(phase(0, CENTRE_PX))
