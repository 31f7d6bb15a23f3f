"""The phases of one request, one after the other: the heart is sought once, the other phases are run on its region."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.contour import Contour
from cmrstudio.engine.protocol import PhaseImages
from cmrstudio.inference.ensemble import combine, contour_quality
from cmrstudio.inference.model_card import ModelCard
from cmrstudio.inference.postprocess import contours_from_probabilities
from cmrstudio.inference.predictor import Predictor
from cmrstudio.inference.preprocess import GridTransform, prepare
from cmrstudio.inference.region import Region, heart_box, misses, region_around

SliceContours = tuple[tuple[Contour, ...], ...]
Quality = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class PhaseResult:
    """Contours and ``quality`` [slice, 2] of one phase by slice; none and NaN without an image or a heart."""

    phase_index: int
    contours: SliceContours
    quality: Quality


@dataclass(frozen=True, eq=False)
class _Stack:
    """The ``frames`` [n, row, column] on the model's grid of the slices of a phase that are ``present`` (indices)."""

    images: PhaseImages
    present: tuple[int, ...]
    frames: npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class _Drawn:
    """What was found in the present slices of a phase, in ``region`` alone or (None) in full frames."""

    stack: _Stack
    region: Region | None
    contours: Sequence[tuple[Contour, ...]]
    quality: Quality


class Cine:
    """Segments phases of one study with one model, or with several whose probabilities are averaged.

    The first phase is run in full frames. The heart found there makes the region on which the others are run; a phase
    for which it does not do (``region.misses``, or slices that were never seen whole) is run in full frames too, and
    moves the region. While networks run, a thread of its own draws the contours of the phase before. ``deliver`` gets
    results in the order of ``add``; ``after_batch`` hears after every batch how many more images are done, and what it
    raises ends the work. Each of n networks does an nth of an image, so that all bring the count on alike; what is run
    again in full frames is not counted again. To be used in a ``with`` statement, which waits for that thread.
    """

    def __init__(
        self,
        card: ModelCard,
        predictors: Sequence[Predictor],
        pixel_spacing_mm: tuple[float, float],
        after_batch: Callable[[int], None],
        deliver: Callable[[PhaseResult], None],
    ) -> None:
        self._card = card
        self._predictors = tuple(predictors)
        self._spacing_mm = pixel_spacing_mm
        self._after_batch = after_batch
        self._deliver = deliver
        self._drawer = ThreadPoolExecutor(1, "contours")
        self._waiting: Future[_Drawn] | None = None
        self._region: Region | None = None
        self._box: npt.NDArray[np.float64] | None = None
        self._seen_whole: set[int] = set()
        self._expected: set[int] = set()
        self._run_by_networks = 0
        """Images, each counted once for every network that was run on it."""

    def __enter__(self) -> Cine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drawer.shutdown(cancel_futures=True)

    def add(self, images: PhaseImages) -> None:
        """Run the next phase; it is delivered at once or during a later call."""
        stack = self._prepared(images)
        region = self._region if self._seen_whole.issuperset(stack.present) else None
        members = self._run(stack, region)
        self._take_drawn(wait=True)
        self._waiting = self._drawer.submit(self._draw, stack, region, members)
        if region is None:  # the next phase needs to know where the heart is
            self._take_drawn(wait=True)

    def finish(self) -> None:
        """Deliver what is not delivered yet."""
        self._take_drawn(wait=True)

    def _prepared(self, images: PhaseImages) -> _Stack:
        grid = (self._card.spacing_mm, self._card.input_size_px)
        present = tuple(int(index) for index in np.flatnonzero(images.present))
        frames = np.zeros((len(present), grid[1], grid[1]), np.float32)
        for frame, index in zip(frames, present, strict=True):
            frame[:] = prepare(images.pixels[index], self._spacing_mm, *grid)[0]
        return _Stack(images, present, frames)

    def _run(self, stack: _Stack, region: Region | None, *, counted: bool = True) -> npt.NDArray[np.float32]:
        """The probabilities [member, slice, row, column, 3] of all networks in the region or in full frames."""
        frames = stack.frames if region is None else region.cut(stack.frames)
        members = np.zeros((len(self._predictors), *frames.shape, 3), np.float32)
        for number, predictor in enumerate(self._predictors):
            done = 0
            for part in predictor.batches(frames):
                members[number, done : done + len(part)] = part
                done += len(part)
                self._after_batch(self._done_by(len(part)) if counted else 0)
                self._take_drawn(wait=False)
        return members

    def _done_by(self, images: int) -> int:
        """How many images more are done now that one network was run on ``images``; parts of one wait for the rest."""
        before = self._run_by_networks // len(self._predictors)
        self._run_by_networks += images
        return self._run_by_networks // len(self._predictors) - before

    def _transform(self, images: PhaseImages) -> GridTransform:
        _, rows, columns = images.pixels.shape
        return GridTransform((rows, columns), self._spacing_mm, self._card.spacing_mm, self._card.input_size_px)

    def _draw(self, stack: _Stack, region: Region | None, members: npt.NDArray[np.float32]) -> _Drawn:
        origin_px = (0, 0) if region is None else region.origin_px
        transform = self._transform(stack.images)
        contours = contours_from_probabilities(combine(members), transform, self._card.source, origin_px)
        return _Drawn(stack, region, contours, contour_quality(members, self._card.spacing_mm))

    def _take_drawn(self, *, wait: bool) -> None:
        """Deliver the phase whose contours are drawn, if there is one; where its region missed, after a run of all."""
        if self._waiting is None or not (wait or self._waiting.done()):
            return
        drawn, self._waiting = self._waiting.result(), None
        stack = drawn.stack
        transform = self._transform(stack.images)
        expected = [index in self._expected for index in stack.present]
        if drawn.region is not None and misses(drawn.region, drawn.contours, expected, transform):
            drawn = self._draw(stack, None, self._run(stack, None, counted=False))
        if drawn.region is None:
            self._learn(drawn, transform)
        contours: list[tuple[Contour, ...]] = [()] * len(stack.images.pixels)
        quality = np.full((len(contours), 2), np.nan, np.float32)
        for place, index in enumerate(stack.present):
            contours[index], quality[index] = drawn.contours[place], drawn.quality[place]
        self._deliver(PhaseResult(stack.images.phase_index, tuple(contours), quality))

    def _learn(self, drawn: _Drawn, transform: GridTransform) -> None:
        """Note where full frames showed the heart."""
        present = drawn.stack.present
        found = {index for index, contours in zip(present, drawn.contours, strict=True) if contours}
        self._seen_whole.update(present)
        self._expected = (self._expected - set(present)) | found
        box = heart_box(drawn.contours, transform)
        if box is not None:
            known = box if self._box is None else np.vstack([box, self._box])
            self._box = np.stack([known.min(axis=0), known.max(axis=0)])
            self._region = region_around(self._box, self._card.input_size_px, self._card.spacing_mm)
