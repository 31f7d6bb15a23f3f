"""Errors that cmrstudio raises on purpose: each names the file or field and says what to do."""

from __future__ import annotations

from pathlib import Path


class CmrstudioError(Exception):
    """Base of every error whose message is fit to be shown to the user as it stands."""


class UnknownArchitectureError(CmrstudioError):
    """A network was asked for by a name that no architecture has."""

    def __init__(self, architecture: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no architecture {architecture!r}; choose one of {', '.join(known)}.")


class TrainingDataError(CmrstudioError):
    """A file or folder of training data cannot be used."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        super().__init__(f"{path}: {problem}.")


class EvaluationError(CmrstudioError):
    """A model cannot be scored; names the volume (source, subject, phase) or the model, and what is wrong with it."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}.")


class MissingPackageError(CmrstudioError):
    """Something needs a package of an optional extra that is not installed."""

    def __init__(self, package: str, purpose: str, extra: str) -> None:
        super().__init__(
            f"{purpose} needs {package}, which is not installed: pip install 'cmrstudio[{extra}]' brings it."
        )


class TrainingError(CmrstudioError):
    """A training run cannot begin or go on; names the run's folder, file or setting."""

    def __init__(self, subject: Path | str, problem: str) -> None:
        self.subject = subject
        super().__init__(f"{subject}: {problem}.")


class DeviceLostError(TrainingError):
    """The accelerator failed in the middle of a run; the process that used it has to be started anew."""


class CheckpointError(TrainingError):
    """A file of weights or the checkpoint of a run is damaged or belongs to something else."""


class SnapshotError(TrainingError):
    """A snapshot of verified contours cannot be taken, or is damaged or was changed; names its folder or file."""


class ShippedDataError(TrainingError):
    """A data set that ships with cmrstudio is absent, damaged or was changed; names the file."""


class UnknownLayoutError(CmrstudioError):
    """Training data were to be read in a layout that nobody knows."""

    def __init__(self, layout: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no data layout {layout!r}; choose one of {', '.join(known)}.")


class SplitError(CmrstudioError):
    """Subjects or images are too few, or named twice, for what is to be chosen among them."""


class CancelledError(CmrstudioError):
    """The user asked for the work to stop."""

    def __init__(self) -> None:
        super().__init__("Cancelled.")


class InvalidContourError(CmrstudioError):
    """Points that make no contour."""


class InvalidMeasurementError(CmrstudioError):
    """Points that make no measurement on an image."""


class PatientFactError(CmrstudioError):
    """A fact about the patient that cannot be true; names the field and the span that is taken."""

    def __init__(self, field: str, value: float, least: float, greatest: float, unit: str) -> None:
        self.field = field
        super().__init__(f"{field}: {value:g} {unit} cannot be. Enter {least:g} to {greatest:g} {unit}.")


class RatesUnknownError(CmrstudioError):
    """No rate can be had from a volume curve: its times or too many of its volumes are unknown."""


class SegmentsUnknownError(CmrstudioError):
    """The wall cannot be divided into segments: a mark or contours are missing; the message says which to add."""


class StudyReadError(CmrstudioError):
    """A path that holds nothing to read; names the path and says what was expected there."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        super().__init__(f"{path}: {problem}")


class NoShortAxisCineError(StudyReadError):
    """A path with images in it, none of which make a short-axis cine."""


class OutputError(CmrstudioError):
    """A result cannot be written; names the path and the system's reason."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        super().__init__(f"{path}: {problem}")


class NothingToReportError(CmrstudioError):
    """Of several studies none has numbers; says why of the first."""

    def __init__(self, count: int, reason: str) -> None:
        super().__init__(f"None of {count} studies has numbers to export. {reason}" if count > 1 else reason)


class ModelError(CmrstudioError):
    """A model cannot be used: unknown id, missing or damaged files, hash or shapes that differ from its card."""


class UnknownModelError(ModelError):
    """No model has this id."""

    def __init__(self, model_id: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no model {model_id!r}; choose one of {', '.join(known) or '(none installed)'}.")


class EngineError(CmrstudioError):
    """The engine process failed or died; the message says what the user can do."""


class StoreError(CmrstudioError):
    """The annotation store cannot be read or written."""


class StoreWriteError(StoreError):
    """The disk or the database refused: nothing of that write was kept, and it may be tried again."""


class VerifiedSetError(CmrstudioError):
    """What readers verified cannot be learned from; the message says what to do first."""


class HiddenReadingError(StoreError):
    """A reading may not be shown to this reader yet; the message says what must happen first."""


class WorkspaceInUseError(StoreError):
    """Another window holds the workspace."""


class EditRefusedError(CmrstudioError):
    """An edit of a contour that would leave no usable contour; the message tells the reader what to do instead."""


class OpenStrokeError(EditRefusedError):
    """A freehand line neither closes nor begins and ends on the contour; it may be gone on with."""


class DecodePoolError(CmrstudioError):
    """The processes that decode images cannot be started or used; the message says why."""


class ConventionsError(CmrstudioError):
    """Conventions of measuring that make no sense; the message says which and what to choose."""


class WordsError(CmrstudioError):
    """The words of a language cannot be read; names their file."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        super().__init__(f"{path}: the words of this language cannot be read: {problem}. Install cmrstudio again.")
