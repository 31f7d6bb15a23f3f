"""Whether enough is verified to learn from, what is lacking, and which studies would help most if read next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.learning_parts import TRAIN, VALIDATION, deal_parts
from cmrstudio.domain.sentence import Sentence
from cmrstudio.domain.slice_regions import APEX, BASE, VENTRICLE
from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.domain.verified_set import Origin, VerifiedSet

FEWEST_PATIENTS = 2
GOOD_PATIENTS = 5
KNOWN_PATIENT_SHARE = 0.5
"""A further study of a patient who is learned from already is expected to teach half as much as one of another."""

TOO_FEW_PATIENTS = (
    "Contours at end-diastole and at end-systole must be verified of at least {needed} patients; so far they are of "
    "{count}. Verify both phases of another patient."
)
NOBODY_TRAINS = (
    "All patients with verified contours are kept to check what was learned. Verify the contours of another patient."
)
NOBODY_VALIDATES = (
    "No patient with verified contours is left to check what was learned. Verify the contours of another patient."
)
UNKNOWN_PATIENTS = "Of {count} cines with verified contours it is not known whose they are. Open their studies once."
FEW_PATIENTS = "With {good} patients or more a model learns more, and it can be told more surely whether it is better."
HIDDEN = (
    "Verified images of other readers that are left out: {count}. You may not see their contours before they and you "
    "have signed off."
)
NO_BASE = "No slice at the base is verified: verify some, since models err most there."
NO_APEX = "No slice at the apex is verified: verify some, since models err most there."
NO_EPICARDIUM = "No epicardium is verified: a model learns nothing about the myocardium."
NOTHING_CORRECTED = "All contours are as a model drew them: it learns most from contours that you corrected."

NEW_PATIENT = "Expected Dice {mean:.2f} on average and {lowest:.2f} at worst; a patient not learned from yet."
SAME_PATIENT = "Expected Dice {mean:.2f} on average and {lowest:.2f} at worst; this patient is learned from already."
NOT_SEGMENTED = "Not segmented yet: segment it to see how well the model draws it."

TEMPLATES = (
    *(TOO_FEW_PATIENTS, NOBODY_TRAINS, NOBODY_VALIDATES, UNKNOWN_PATIENTS, FEW_PATIENTS, HIDDEN, NO_BASE, NO_APEX),
    *(NO_EPICARDIUM, NOTHING_CORRECTED, NEW_PATIENT, SAME_PATIENT, NOT_SEGMENTED),
)
"""The English words, which are the keys of their translations."""


@dataclass(frozen=True)
class Advice:
    """What to say before a model learns from a verified set.

    ``training`` and ``validating`` are the patients of each part, dealt as they would be now. ``lacking`` is what has
    to be there first, ``hints`` what would help.
    """

    training: tuple[str, ...]
    validating: tuple[str, ...]
    lacking: tuple[Sentence, ...]
    hints: tuple[Sentence, ...]

    @property
    def is_enough(self) -> bool:
        """Whether a model can learn from it."""
        return not self.lacking


@dataclass(frozen=True)
class UnreadStudy:
    """A study that waits to be read; ``expected_gain`` in 0..1 is None where nothing is known of its contours."""

    summary: StudySummary
    expected_gain: float | None
    reason: Sentence


def advice(verified: VerifiedSet, parts: Mapping[str, str], seed: int = 0) -> Advice:
    """What to say of a verified set with one truth for every image; ``parts`` are those decided so far, by patient."""
    patients = verified.patients
    every = {**parts, **deal_parts(parts, patients, seed)}
    training, validating = (tuple(p for p in patients if every[p] == part) for part in (TRAIN, VALIDATION))
    complete = _with_both_phases(verified)
    lacking = []
    if len(complete) < FEWEST_PATIENTS:
        lacking.append(Sentence(TOO_FEW_PATIENTS, {"needed": FEWEST_PATIENTS, "count": len(complete)}))
    elif not training:
        lacking.append(Sentence(NOBODY_TRAINS))
    elif not validating:
        lacking.append(Sentence(NOBODY_VALIDATES))
    return Advice(training, validating, tuple(lacking), tuple(_hints(verified, len(complete))))


def _with_both_phases(verified: VerifiedSet) -> set[str]:
    """Patients with verified cavities at end-diastole and at end-systole."""
    diastole, systole = (
        {image.patient_key for image in verified.images if image.phase_name == name and image.contours}
        for name in ("ED", "ES")
    )
    return (diastole & systole) - {""}


def _hints(verified: VerifiedSet, patient_count: int) -> Iterable[Sentence]:
    if verified.series_without_patient:
        yield Sentence(UNKNOWN_PATIENTS, {"count": len(verified.series_without_patient)})
    if verified.hidden_count:
        yield Sentence(HIDDEN, {"count": verified.hidden_count})
    if FEWEST_PATIENTS <= patient_count < GOOD_PATIENTS:
        yield Sentence(FEW_PATIENTS, {"good": GOOD_PATIENTS})
    regions = verified.by_region()
    if any(region in regions for region in VENTRICLE):
        yield from (Sentence(words) for region, words in ((BASE, NO_BASE), (APEX, NO_APEX)) if region not in regions)
    if verified.contour_count:
        if not any(image.contour(Structure.LV_EPICARDIUM) for image in verified.images):
            yield Sentence(NO_EPICARDIUM)
        if not verified.by_origin()[Origin.CORRECTED] and not verified.by_origin()[Origin.OTHER]:
            yield Sentence(NOTHING_CORRECTED)


def rank_unread(summaries: Iterable[StudySummary], learned_patients: Collection[str] = ()) -> list[UnreadStudy]:
    """The studies of a work list that are not verified yet, those first that are expected to teach a model most.

    The gain is what contours are expected to lose against an expert's: one minus the mean of the average and the lowest
    quality of the study's contours; half of that for a patient among ``learned_patients``. Studies of whose contours
    nothing is known come last, those of other patients first among them.
    """
    found = [
        _unread(summary, summary.patient_key in learned_patients)
        for summary in summaries
        if summary.state not in (ReadingState.VERIFIED, ReadingState.UNREADABLE)
    ]
    return sorted(
        found,
        key=lambda one: (
            one.expected_gain is None,
            -(one.expected_gain or 0.0),
            one.summary.patient_key in learned_patients,
            one.summary.entry_id,
        ),
    )


def _unread(summary: StudySummary, is_known_patient: bool) -> UnreadStudy:
    mean, lowest = summary.mean_quality, summary.lowest_quality
    if mean is None or lowest is None:
        return UnreadStudy(summary, None, Sentence(NOT_SEGMENTED))
    gain = (1 - (mean + lowest) / 2) * (KNOWN_PATIENT_SHARE if is_known_patient else 1.0)
    return UnreadStudy(
        summary, gain, Sentence(SAME_PATIENT if is_known_patient else NEW_PATIENT, {"mean": mean, "lowest": lowest})
    )
