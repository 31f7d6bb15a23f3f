"""What the client and the engine process say to each other: frozen dataclasses over a pipe.

Every request has a generation number, and every reply names the generation it answers; a reply to an older one is
stale. The images of a request travel phase by phase, so that neither side ever holds a second copy of a whole cine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.contour import Contour
from training.finetune_settings import EpochReport, FineTuneRequest, FineTuneResult, GalleryImage


@dataclass(frozen=True, eq=False)
class PhaseImages:
    """All slices of one phase: ``pixels`` [slice, row, column], of which those of ``present`` [slice] are segmented."""

    phase_index: int
    pixels: npt.NDArray[np.generic]
    present: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class SegmentRequest:
    """Segment phases, in their order, with one model. ``pixel_spacing_mm`` is (row, column)."""

    generation: int
    model_id: str
    pixel_spacing_mm: tuple[float, float]
    phases: tuple[PhaseImages, ...]

    @property
    def image_count(self) -> int:
        """How many images there are to segment."""
        return sum(int(phase.present.sum()) for phase in self.phases)


@dataclass(frozen=True)
class WarmRequest:
    """Load a model and run it once."""

    generation: int
    model_id: str


@dataclass(frozen=True)
class BeginSegment:
    """Announces ``phase_count`` messages ``SegmentPhase`` with ``image_count`` images in all."""

    generation: int
    model_id: str
    pixel_spacing_mm: tuple[float, float]
    phase_count: int
    image_count: int


@dataclass(frozen=True, eq=False)
class SegmentPhase:
    """The next phase of the request that was begun."""

    generation: int
    images: PhaseImages


@dataclass(frozen=True)
class BeginFineTuning:
    """Fine-tune as ``request`` says and keep all of it in ``folder``; a run that was cut off there goes on.

    Between its batches the engine answers other requests; a second fine-tuning is refused.
    """

    generation: int
    folder: Path
    request: FineTuneRequest


@dataclass(frozen=True)
class PauseFineTuning:
    """Rest after the batch under way, until told to resume or cancelled; other requests are answered meanwhile."""

    generation: int


@dataclass(frozen=True)
class ResumeFineTuning:
    """Go on with a fine-tuning that rests."""

    generation: int


@dataclass(frozen=True)
class CancelRequest:
    """Stop working on a generation."""

    generation: int


@dataclass(frozen=True)
class ShutDown:
    """End the engine process."""


Request = WarmRequest | BeginSegment | BeginFineTuning
"""What the engine has an answer to."""
Message = Request | SegmentPhase | PauseFineTuning | ResumeFineTuning | CancelRequest | ShutDown


@dataclass(frozen=True)
class EngineStarted:
    """The process runs; TensorFlow is not loaded yet."""

    pid: int


@dataclass(frozen=True)
class EngineReady:
    """TensorFlow is loaded. ``precision`` is "float32", "bfloat16" or "float16"."""

    device: str
    precision: str
    tensorflow_version: str
    keras_version: str


@dataclass(frozen=True)
class EngineUnusable:
    """TensorFlow cannot be loaded; the process ends after this."""

    message: str


@dataclass(frozen=True)
class ModelWarm:
    """The model of a ``WarmRequest`` is loaded."""

    generation: int


@dataclass(frozen=True)
class SegmentProgress:
    """How many of the request's images are done; each of an ensemble's n networks does an nth of an image."""

    generation: int
    done: int
    total: int


@dataclass(frozen=True, eq=False)
class PhaseSegmented:
    """The contours of one phase by slice, in source pixels; none for a slice without a heart or without an image.

    ``quality`` [slice, 2] of endocardium and epicardium is what one phase alone tells of how good they are, in 0..1;
    NaN where nothing is drawn or nothing is known, which is everywhere where it is not given.
    """

    generation: int
    phase_index: int
    contours: tuple[tuple[Contour, ...], ...]
    quality: npt.NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 2), np.float32))

    def __post_init__(self) -> None:
        if not len(self.quality):
            object.__setattr__(self, "quality", np.full((len(self.contours), 2), np.nan, np.float32))


@dataclass(frozen=True)
class SegmentFinished:
    """All phases are done; ``seconds`` is the engine's time from the first message to the last contour."""

    generation: int
    seconds: float


@dataclass(frozen=True)
class SegmentCancelled:
    """The engine stopped working on this generation."""

    generation: int


@dataclass(frozen=True)
class FineTuningStarted:
    """The fine-tuning has its data and begins, or goes on."""

    generation: int


@dataclass(frozen=True)
class FineTuningProgress:
    """An epoch is done, and kept."""

    generation: int
    report: EpochReport


@dataclass(frozen=True)
class FineTuningGallery:
    """What the model draws on a few validation images after ``epoch``; 0 is the model that the run began with."""

    generation: int
    epoch: int
    images: tuple[GalleryImage, ...]


@dataclass(frozen=True)
class FineTuningNote:
    """Something is done otherwise than asked, in words."""

    generation: int
    text: str


@dataclass(frozen=True)
class FineTuningPaused:
    """The fine-tuning rests, or (``is_paused`` false) goes on."""

    generation: int
    is_paused: bool = True


@dataclass(frozen=True)
class FineTuningFinished:
    """The fine-tuning is done."""

    generation: int
    result: FineTuneResult


@dataclass(frozen=True)
class FineTuningCancelled:
    """The fine-tuning was stopped; its folder is kept, and the same request goes on from its last epoch."""

    generation: int


@dataclass(frozen=True)
class RequestFailed:
    """The request cannot be done, and why; ``is_model_error`` where the model is to blame. The engine lives on."""

    generation: int
    message: str
    is_model_error: bool = False


Reply = (
    EngineStarted
    | EngineReady
    | EngineUnusable
    | ModelWarm
    | SegmentProgress
    | PhaseSegmented
    | SegmentFinished
    | SegmentCancelled
    | FineTuningStarted
    | FineTuningProgress
    | FineTuningGallery
    | FineTuningNote
    | FineTuningPaused
    | FineTuningFinished
    | FineTuningCancelled
    | RequestFailed
)
