"""Signing a study off: what must be verified first, what exactly is signed, and what makes a signature void."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.conventions import AS_TRAINED, BasalRule, Conventions, MitralPlane, PapillaryMuscles
from cmrstudio.domain.measures import Measures
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.review_order import counted_contours
from cmrstudio.domain.verification import ContourState

NUMBERS = ("edv_ml", "esv_ml", "sv_ml", "ef_percent", "lv_mass_g")
DECIMALS = 3
NAMES = {Structure.LV_ENDOCARDIUM: "endocardium", Structure.LV_EPICARDIUM: "epicardium"}

Key = tuple[int, int]
Annotations = Mapping[Key, SliceAnnotation]
StateOf = Callable[[Key, Structure], ContourState]


@dataclass(frozen=True, order=True)
class CountedContour:
    """A contour that a number counts, by its place (zero-based), structure and content hash."""

    phase_index: int
    slice_index: int
    structure: Structure
    contour_sha256: str


@dataclass(frozen=True)
class Remark:
    """A sentence about a place in the study, to be gone to where phase and slice (zero-based) are known."""

    text: str
    phase_index: int | None = None
    slice_index: int | None = None
    structure: Structure | None = None


@dataclass(frozen=True)
class SignOffContent:
    """What a signature is for: the counted contours, the phases (zero-based) and the numbers that follow from them.

    ``numbers`` are the fields of ``Measures`` named in ``NUMBERS``, rounded to a thousandth, None where unknown.
    ``conventions`` are None in what was signed before they were part of it.
    """

    series_uid: str
    end_diastole: int
    end_systole: int
    contours: tuple[CountedContour, ...]
    numbers: Mapping[str, float | None]
    conventions: Conventions | None = None

    @property
    def canonical(self) -> str:
        """The one way to write this content: JSON without spaces, keys and contours sorted."""
        content: dict[str, Any] = {
            "contours": [
                [one.phase_index, one.slice_index, one.structure, one.contour_sha256] for one in sorted(self.contours)
            ],
            "end_diastole": self.end_diastole,
            "end_systole": self.end_systole,
            "numbers": {name: self.numbers.get(name) for name in NUMBERS},
            "series_uid": self.series_uid,
        }
        if self.conventions is not None:
            content["conventions"] = asdict(self.conventions)
        return json.dumps(content, sort_keys=True, separators=(",", ":"))

    @property
    def content_sha256(self) -> str:
        """SHA-256 of the canonical form."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    @staticmethod
    def from_canonical(text: str) -> SignOffContent:
        """Read the canonical form.

        Raises ``ValueError``, ``KeyError``, ``TypeError`` or ``ConventionsError`` where it is none.
        """
        content: dict[str, Any] = json.loads(text)
        contours = tuple(
            CountedContour(phase, slice_, Structure(name), sha) for phase, slice_, name, sha in content["contours"]
        )
        numbers = {name: content["numbers"][name] for name in NUMBERS}
        chosen = content.get("conventions")
        return SignOffContent(
            content["series_uid"],
            content["end_diastole"],
            content["end_systole"],
            contours,
            numbers,
            None if chosen is None else _conventions(chosen),
        )


def _conventions(written: Mapping[str, Any]) -> Conventions:
    """Conventions from their fields by name."""
    plane = written["mitral_plane"]
    return Conventions(
        BasalRule(written["basal_rule"]),
        written["least_circumference_percent"],
        None if plane is None else MitralPlane(**plane),
        PapillaryMuscles(written["papillary_muscles"]),
        written["papillary_grey_percent"],
    )


@dataclass(frozen=True)
class SignOff:
    """A reader's signature under a study's numbers, kept for ever; time is UTC.

    ``drawn_by`` counts the signed contours by what drew them: a model with its version, "reader" or "file".
    ``was_blind`` tells that no other reader's reading of the study had been shown until then. ``chosen_then`` are the
    conventions that were chosen when it was signed, for what was signed before they were part of the content.
    """

    content: SignOffContent
    signed_by: str
    signed_at_utc: datetime
    drawn_by: Mapping[str, int]
    was_blind: bool = True
    study_uid: str = ""
    study_label: str = ""
    reader: str = ""
    chosen_then: Conventions = AS_TRAINED

    @property
    def content_sha256(self) -> str:
        """The hash of what was signed."""
        return self.content.content_sha256

    @property
    def conventions(self) -> Conventions:
        """By what rules the signed numbers were counted."""
        return self.chosen_then if self.content.conventions is None else self.content.conventions


def counted(annotations: Annotations, phases: PhaseSelection) -> tuple[CountedContour, ...]:
    """The contours that count, with their hashes, sorted."""
    found = []
    for key, structure in counted_contours(annotations, phases):
        contour = annotations[key].contour(structure)
        if contour is not None:
            found.append(CountedContour(*key, structure, contour.content_sha256))
    return tuple(sorted(found))


def content_of(series_uid: str, annotations: Annotations, measures: Measures) -> SignOffContent:
    """What would be signed now; ``measures`` must be those of ``annotations``."""
    numbers: dict[str, float | None] = {}
    for name in NUMBERS:
        value = getattr(measures, name)
        numbers[name] = None if value is None else round(float(value), DECIMALS) + 0.0
    phases = measures.phases
    contours = counted(annotations, phases)
    return SignOffContent(series_uid, phases.end_diastole, phases.end_systole, contours, numbers, measures.conventions)


def drawn_by(annotations: Annotations, phases: PhaseSelection) -> dict[str, int]:
    """How many of the counted contours each source drew: models with their versions, "reader", "file"."""
    sources: Counter[str] = Counter()
    for key, structure in counted_contours(annotations, phases):
        contour = annotations[key].contour(structure)
        if contour is not None:
            sources[contour.source] += 1
    return dict(sorted(sources.items()))


def missing_for_sign_off(
    annotations: Annotations, measures: Measures, state_of: StateOf, image_state_of: Callable[[Key], ContourState]
) -> tuple[Remark, ...]:
    """All that keeps a study from being signed off; empty where it can be. The states are those of ``unverified``."""
    phases = measures.phases
    found: list[Remark] = []
    for name, phase_index, value in (
        ("end-diastole", phases.end_diastole, measures.edv_ml),
        ("end-systole", phases.end_systole, measures.esv_ml),
    ):
        if value is None:
            found.append(Remark(f"No endocardium at {name}: draw it or segment the study.", phase_index))
    if phases.end_diastole == phases.end_systole:
        text = "End-diastole and end-systole are the same phase: set them in the menu Cine."
        found.append(Remark(text, phases.end_diastole))
    return (*found, *unverified(annotations, phases, state_of, image_state_of))


def unverified(
    annotations: Annotations, phases: PhaseSelection, state_of: StateOf, image_state_of: Callable[[Key], ContourState]
) -> tuple[Remark, ...]:
    """What a number counts, or counted until it was removed, and nobody has verified as it is now.

    ``state_of`` tells the state of a contour that is there, ``image_state_of`` that of an image: where a contour was
    removed since the image was verified, nobody has verified the removal.
    """
    found: list[Remark] = []
    for key, structure in counted_contours(annotations, phases):
        state = state_of(key, structure)
        if state is not ContourState.VERIFIED:
            why = "changed since verified" if state is ContourState.STALE else "not verified"
            found.append(Remark(f"{place(key, structure, phases)}: {why}", *key, structure))
    named = {(remark.phase_index, remark.slice_index) for remark in found}
    for key in sorted(annotations):
        is_counted = key[0] in {phases.end_diastole, phases.end_systole} and key not in named
        if is_counted and image_state_of(key) is ContourState.STALE:
            for structure in Structure:
                if annotations[key].contour(structure) is None:
                    text = f"{place(key, structure, phases)}: removed since verified, verify the image"
                    found.append(Remark(text, *key, structure))
    return tuple(found)


def changes_since(sign_off: SignOff, now: SignOffContent) -> tuple[Remark, ...]:
    """What differs from what was signed; empty where the signature holds."""
    found, signed = [], sign_off.content
    for name, before, after in (
        ("End-diastole", signed.end_diastole, now.end_diastole),
        ("End-systole", signed.end_systole, now.end_systole),
    ):
        if before != after:
            found.append(Remark(f"{name} was phase {before + 1} and is phase {after + 1}", after))
    phases = PhaseSelection(now.end_diastole, now.end_systole)
    then, here = (
        {(one.phase_index, one.slice_index, one.structure): one.contour_sha256 for one in content.contours}
        for content in (signed, now)
    )
    moved_phases = {signed.end_diastole, signed.end_systole} ^ {now.end_diastole, now.end_systole}
    for key in sorted(then.keys() | here.keys()):
        if then.get(key) == here.get(key) or key[0] in moved_phases:
            continue
        word = "is new" if key not in then else "was removed" if key not in here else "changed"
        found.append(Remark(f"{place(key[:2], key[2], phases)}: {word}", *key))
    if not found and (dict(now.numbers) != dict(signed.numbers) or now.conventions != sign_off.conventions):
        found.append(Remark("The numbers are computed otherwise than when they were signed"))
    return tuple(found)


def place(key: Key, structure: Structure, phases: PhaseSelection) -> str:
    """A contour in words, counted from one: "Slice 4 at end-diastole, epicardium"."""
    phase_index, slice_index = key
    names = {phases.end_systole: "end-systole", phases.end_diastole: "end-diastole"}
    return f"Slice {slice_index + 1} at {names.get(phase_index, f'phase {phase_index + 1}')}, {NAMES[structure]}"
