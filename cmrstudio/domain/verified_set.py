"""What readers have verified in a workspace, as truth to learn from: how much there is, and of how many patients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.readers import SHARED
from cmrstudio.domain.verification import READER_SOURCE

Place = tuple[str, int, int]
"""(series UID, phase index, slice index): one image of a workspace."""


class Origin(StrEnum):
    """Where the contours of a verified image came from."""

    CORRECTED = "corrected"
    """A reader drew or changed at least one of them."""
    AS_DRAWN = "as_drawn"
    """They are as a model drew them."""
    OTHER = "other"
    """They come from a file, or from contours beside them."""
    NO_VENTRICLE = "no_ventricle"
    """There are none: a reader verified that no left ventricle is there."""


@dataclass(frozen=True)
class VerifiedImage:
    """One image whose contours, or whose having none, a reader verified and nobody changed since.

    Indices are zero-based, the time is UTC. ``phase_name`` is "ED", "ES" or "phase003", counted from one. ``reviewer``
    is who verified, ``reader`` whose reading it is (empty is the shared one). ``drawn_by`` are the sources of the
    contours, each once and sorted: a model with its version, "reader" or "file". ``region`` is "base", "middle" or
    "apex", or "above_base" or "below_apex" where nothing is drawn; None where it cannot be told. ``patient_key`` and
    ``study_uid`` are empty where the workspace does not say to which study a series belongs; the study itself does.
    ``phase_is_whole`` tells that no contour of its phase waits to be verified, so that areas add up to a volume.
    """

    patient_key: str
    study_uid: str
    series_uid: str
    phase_index: int
    slice_index: int
    phase_name: str
    contours: tuple[Contour, ...]
    reviewer: str
    verified_at_utc: datetime
    revision: int
    content_sha256: str
    drawn_by: tuple[str, ...]
    region: str | None = None
    reader: str = SHARED
    phase_is_whole: bool = False

    @property
    def place(self) -> Place:
        """Which image this is."""
        return self.series_uid, self.phase_index, self.slice_index

    @property
    def annotation(self) -> SliceAnnotation:
        """The contours as an annotation of this image."""
        return SliceAnnotation(self.series_uid, self.phase_index, self.slice_index, self.contours, self.revision)

    @property
    def origin(self) -> Origin:
        """Where the contours came from."""
        if not self.contours:
            return Origin.NO_VENTRICLE
        if READER_SOURCE in self.drawn_by:
            return Origin.CORRECTED
        return Origin.AS_DRAWN if all("@" in source for source in self.drawn_by) else Origin.OTHER

    def contour(self, structure: Structure) -> Contour | None:
        """The contour of ``structure``, or None."""
        return self.annotation.contour(structure)


@dataclass(frozen=True)
class VerifiedSet:
    """All verified images of a workspace, and the paths at which its studies were opened, the most likely first.

    ``hidden_count`` images more are of readings that whoever asked may not see yet.
    """

    images: tuple[VerifiedImage, ...]
    sources: tuple[str, ...] = ()
    workspace: str = field(default="", compare=False)
    hidden_count: int = field(default=0, compare=False)

    @property
    def contour_count(self) -> int:
        """How many contours there are; an image verified as having none adds nothing."""
        return sum(len(image.contours) for image in self.images)

    @property
    def patients(self) -> tuple[str, ...]:
        """The patients that are known, sorted."""
        return tuple(sorted({image.patient_key for image in self.images} - {""}))

    @property
    def readers(self) -> tuple[str, ...]:
        """Whose readings there are, sorted; the empty name is the shared reading and comes first."""
        return tuple(sorted({image.reader for image in self.images}))

    @property
    def series_without_patient(self) -> tuple[str, ...]:
        """The series of which the workspace does not say whose they are."""
        return tuple(sorted({image.series_uid for image in self.images if not image.patient_key}))

    @property
    def contents(self) -> frozenset[tuple[Place, str]]:
        """(place, content hash) of every image: what a version has learned from, to be given to ``without``."""
        return frozenset((image.place, image.content_sha256) for image in self.images)

    def by_patient(self) -> dict[str, int]:
        """How many images of every patient."""
        return _counted(image.patient_key for image in self.images)

    def by_phase(self) -> dict[str, int]:
        """How many images at "ED", at "ES" and at "other" phases."""
        names = (image.phase_name if image.phase_name in ("ED", "ES") else "other" for image in self.images)
        return {"ED": 0, "ES": 0, "other": 0} | _counted(names)

    def by_region(self) -> dict[str, int]:
        """How many images of every region that has any; "unknown" where it cannot be told."""
        return _counted(image.region or "unknown" for image in self.images)

    def by_origin(self) -> dict[Origin, int]:
        """How many images with corrected contours, as a model drew them, of other origin, and without a ventricle."""
        found = Counter(image.origin for image in self.images)
        return {origin: found[origin] for origin in Origin}

    def since(self, moment: datetime) -> VerifiedSet:
        """What was verified later than ``moment`` (UTC), for instance since a version of a model was made."""
        return replace(self, images=tuple(image for image in self.images if image.verified_at_utc > moment))

    def without(self, learned: Collection[tuple[Place, str]]) -> VerifiedSet:
        """What is not among the ``contents`` of another set, for instance of that which a version has learned from."""
        known = frozenset(learned)
        return replace(self, images=tuple(i for i in self.images if (i.place, i.content_sha256) not in known))

    def drawn_by(self, source: str) -> VerifiedSet:
        """Images with a contour that ``source`` drew, for instance "unet@1.1.0", and that was verified as it is."""
        return replace(self, images=tuple(image for image in self.images if source in image.drawn_by))

    def with_patients(self, studies: Mapping[str, tuple[str, str]]) -> VerifiedSet:
        """The same with (study UID, patient key) by series UID where the workspace did not know them."""
        return replace(
            self,
            images=tuple(
                replace(image, study_uid=studies[image.series_uid][0], patient_key=studies[image.series_uid][1])
                if not image.patient_key and image.series_uid in studies
                else image
                for image in self.images
            ),
        )


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
