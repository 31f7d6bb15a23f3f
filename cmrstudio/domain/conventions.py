"""What is counted into volumes and mass: basal slices and papillary muscles. Chosen per study, told with numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from cmrstudio.domain.errors import ConventionsError

USUAL_CIRCUMFERENCE_PERCENT = 50.0
USUAL_GREY_PERCENT = 50.0


class BasalRule(StrEnum):
    """Which slices at the base count."""

    ALL_CONTOURS = "all_contours"
    CIRCUMFERENCE = "circumference"
    MITRAL_PLANE = "mitral_plane"


class PapillaryMuscles(StrEnum):
    """Where papillary muscles and trabeculations inside the endocardium belong."""

    BLOOD_POOL = "blood_pool"
    MASS = "mass"


@dataclass(frozen=True)
class MitralPlane:
    """Where the mitral valve's plane crosses the long axis, as a slice position in mm, at the two phases measured."""

    end_diastole_mm: float
    end_systole_mm: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.end_diastole_mm) and math.isfinite(self.end_systole_mm)):
            raise ConventionsError(
                "The mitral plane needs a position in mm at end-diastole and at end-systole: set both."
            )


@dataclass(frozen=True)
class Conventions:
    """How a study is measured; the defaults are how the models' training contours were drawn.

    With ``CIRCUMFERENCE`` a slice in the basal half counts from where muscle surrounds at least
    ``least_circumference_percent`` of the blood pool. With ``MITRAL_PLANE`` each slice counts by its share apical of
    the plane. With ``MASS`` what is inside the endocardium and darker than ``papillary_grey_percent`` of the way from
    muscle (0) to blood (100) counts to the mass and not to the volumes. Raises ``ConventionsError``.
    """

    basal_rule: BasalRule = BasalRule.ALL_CONTOURS
    least_circumference_percent: float = USUAL_CIRCUMFERENCE_PERCENT
    mitral_plane: MitralPlane | None = None
    papillary_muscles: PapillaryMuscles = PapillaryMuscles.BLOOD_POOL
    papillary_grey_percent: float = USUAL_GREY_PERCENT

    def __post_init__(self) -> None:
        for name, percent in (
            ("least share of the circumference", self.least_circumference_percent),
            ("grey threshold of papillary muscles", self.papillary_grey_percent),
        ):
            if not 0 < percent <= 100:
                raise ConventionsError(
                    f"The {name} must be above 0 and at most 100 %, not {percent!r}. Enter such a value."
                )
        if self.basal_rule is BasalRule.MITRAL_PLANE and self.mitral_plane is None:
            raise ConventionsError("To count slices by the mitral plane, set its place first.")

    @property
    def rules_text(self) -> str:
        """What of them is to be the same in studies that are compared: all but the place of a study's mitral plane."""
        is_plane = self.basal_rule is BasalRule.MITRAL_PLANE
        basal = "Basal slices count apical of the mitral plane" if is_plane else self.basal_text
        return f"{basal}. {self.papillary_text}."

    @property
    def basal_text(self) -> str:
        """The basal rule in words, without a full stop."""
        if self.basal_rule is BasalRule.CIRCUMFERENCE:
            least = self.least_circumference_percent
            return f"Basal slices count where muscle surrounds at least {least:g} % of the blood"
        if self.basal_rule is BasalRule.MITRAL_PLANE and self.mitral_plane is not None:
            plane = self.mitral_plane
            return (
                f"Basal slices count apical of the mitral plane, at {plane.end_diastole_mm:.1f} mm (end-diastole) and "
                f"{plane.end_systole_mm:.1f} mm (end-systole)"
            )
        return "All slices with contours count"

    @property
    def papillary_text(self) -> str:
        """The papillary choice in words, without a full stop."""
        if self.papillary_muscles is PapillaryMuscles.MASS:
            return f"Papillary muscles count to the mass (below {self.papillary_grey_percent:g} % from muscle to blood)"
        return "Papillary muscles belong to the blood pool"

    @property
    def text(self) -> str:
        """Both in words, as they stand beside numbers and in exports."""
        return f"{self.basal_text}. {self.papillary_text}."


AS_TRAINED = Conventions()
