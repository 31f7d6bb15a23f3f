"""The contours of one image, and how one revision of them is told from another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.errors import InvalidContourError

Kept = TypeVar("Kept")


@dataclass(frozen=True, order=True)
class AnnotationKey:
    """Which image of a workspace: series, phase and slice, both zero-based."""

    series_uid: str
    phase_index: int
    slice_index: int


def by_image(kept: Mapping[AnnotationKey, Kept]) -> dict[tuple[int, int], Kept]:
    """What is kept of the images of one series, by (phase index, slice index)."""
    return {(key.phase_index, key.slice_index): one for key, one in kept.items()}


@dataclass(frozen=True)
class SliceAnnotation:
    """The contours of one image at one revision; revision 0 has never been stored.

    At most one contour a structure: more raise ``InvalidContourError``.
    """

    series_uid: str
    phase_index: int
    slice_index: int
    contours: tuple[Contour, ...] = ()
    revision: int = 0

    def __post_init__(self) -> None:
        structures = [contour.structure for contour in self.contours]
        if len(set(structures)) < len(structures):
            raise InvalidContourError(
                f"Slice {self.slice_index + 1} at phase {self.phase_index + 1} has two contours of one structure: "
                f"keep one of {', '.join(structures)}."
            )

    @property
    def key(self) -> AnnotationKey:
        """Which image this is."""
        return AnnotationKey(self.series_uid, self.phase_index, self.slice_index)

    def contour(self, structure: Structure) -> Contour | None:
        """The contour of ``structure``, or None."""
        return next((contour for contour in self.contours if contour.structure is structure), None)

    def with_contour(self, contour: Contour) -> SliceAnnotation:
        """The same annotation with ``contour`` in place of the one of its structure; the revision stays."""
        others = tuple(c for c in self.contours if c.structure is not contour.structure)
        return replace(self, contours=tuple(sorted((*others, contour), key=lambda c: c.structure)))

    def without(self, structure: Structure) -> SliceAnnotation:
        """The same annotation without the contour of ``structure``."""
        return replace(self, contours=tuple(c for c in self.contours if c.structure is not structure))

    @cached_property
    def content_sha256(self) -> str:
        """Hash of what is drawn: structures and points to a thousandth of a pixel, not who drew it nor the revision."""
        content = [contour.content for contour in sorted(self.contours, key=lambda c: c.structure)]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()
