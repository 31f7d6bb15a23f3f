"""A model beside the one it was trained from, on a reader's own patients and on the reference set: is it better?"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import stdtrit

from cmrstudio.domain.errors import EvaluationError
from cmrstudio.domain.progress import Cancellation, NeverCancelled, Progress, SilentProgress, raise_if_cancelled
from cmrstudio.domain.sentence import Sentence
from cmrstudio.io.atomic_file import write_atomically
from training.evaluation import MEASURES, SubjectMeasures, subject_measures
from training.scores import STRUCTURES, Labels
from training.specimens import Specimen, compared_picture
from training.truth import TruthVolume
from training.volume_score import Predict, VolumeScore, score_and_labels, score_labels

USER, REFERENCE = "user", "reference"
"""The reader's own validation patients, and the locked reference set."""
DATA = (USER, REFERENCE)
MEAN = "mean"
"""Stands beside the structures for the mean of cavity and myocardium, as far as the myocardium is known."""
AVERAGED = STRUCTURES[:2]
LARGEST_REFERENCE_LOSS = 0.01
"""A candidate that loses more Dice than this on the reference, of any structure, has forgotten too much."""
FEW_PATIENTS = 5
SMALLEST_GAIN = 1e-6
WORST_SHOWN = 4
CONFIDENCE = 0.95
COMPARISON_FILE = "comparison.json"
COMPARISON_PAGE = "comparison.html"
LARGEST_COMPARISON_BYTES = 1 << 24

Draw = Callable[[TruthVolume], Labels]
"""What a model makes of a volume: labels [slice, row, column] on its own pixels."""

NO_PATIENT = "None of your patients is kept for validation: verify images of at least two patients."
NOT_BETTER = "On your {patients} validation patients it is not better: mean Dice {candidate:.3f}, before {parent:.3f}."
NOT_BETTER_OF_ONE = "On your only validation patient it is not better: mean Dice {candidate:.3f}, before {parent:.3f}."
FORGOT = "On the reference set it loses {loss:.3f} Dice of the {structure}: more than {limit:g}, so it forgot too much."
NO_REFERENCE = "It was not scored on the reference set, so nobody knows what it forgot."
BETTER = "On your {patients} validation patients it is better: mean Dice {candidate:.3f}, before {parent:.3f}."
BETTER_OF_ONE = "On your only validation patient it is better: mean Dice {candidate:.3f}, before {parent:.3f}."
REMEMBERS = "On the reference set no structure loses more than {limit:g} Dice."
ONE_PATIENT = "There is one validation patient only: the gain may be chance. Verify more patients."
MAY_BE_CHANCE = (
    "With {patients} patients the gain may be chance: the 95 % confidence interval goes "
    "from {lower:+.3f} to {upper:+.3f}."
)
FEW = "There are {patients} validation patients only: the confidence interval is a rough guide."
TEMPLATES = (
    *(NO_PATIENT, NOT_BETTER, NOT_BETTER_OF_ONE, FORGOT, NO_REFERENCE, BETTER, BETTER_OF_ONE, REMEMBERS),
    *(ONE_PATIENT, MAY_BE_CHANCE, FEW),
)
"""The English words of verdicts, which are the keys of their translations."""


@dataclass(frozen=True)
class Contestant:
    """One of the two models: its source ("unet@1.1.0"), the hash of its weights, and how it draws."""

    source: str
    weights_sha256: str
    draw: Draw


@dataclass(frozen=True)
class Pair:
    """One figure of both models; ``truth`` where there is one."""

    parent: float
    candidate: float
    truth: float | None = None

    @property
    def difference(self) -> float:
        """Candidate minus parent."""
        return self.candidate - self.parent


@dataclass(frozen=True)
class PatientScores:
    """Both models on one patient: mean Dice over the volumes by structure, and EDV, ESV, EF and mass where known.

    ``data`` is ``USER`` or ``REFERENCE``; ``measures`` is by name of ``evaluation.MEASURES``.
    """

    data: str
    patient: str
    volumes: int
    dice: Mapping[str, Pair]
    measures: Mapping[str, Pair] = field(default_factory=dict)


@dataclass(frozen=True)
class WorstCase:
    """A slice on which the candidate does badly, with the mean Dice of both, and its picture's file name.

    The picture has four tiles: bare, with the reader's outlines, with the parent's, with the candidate's.
    """

    data: str
    patient: str
    phase: str
    slice_index: int
    dice: Pair
    picture: str


@dataclass(frozen=True)
class PairedDifference:
    """What the differences of one structure over patients come to, candidate minus parent.

    ``parent`` and ``candidate`` are mean Dice over patients. ``lower`` and ``upper`` are the 95 % confidence interval
    of the mean difference after Student's t; None for a single patient.
    """

    structure: str
    patients: int
    parent: float
    candidate: float
    difference: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Verdict:
    """Whether a candidate is offered to be put to use, why or why not, and what to bear in mind."""

    is_offered: bool
    reasons: tuple[Sentence, ...]
    cautions: tuple[Sentence, ...] = ()

    @property
    def text(self) -> str:
        """All in English, one sentence a line."""
        head = "Offered for promotion." if self.is_offered else "Not offered for promotion."
        return "\n".join([head, *(sentence.text for sentence in (*self.reasons, *self.cautions))])


@dataclass(frozen=True)
class Comparison:
    """All scores of both models, and the candidate's worst cases; ``pictures`` are PNGs by name, kept in files."""

    parent: str
    parent_sha256: str
    candidate: str
    candidate_sha256: str
    made_at_utc: datetime
    patients: tuple[PatientScores, ...]
    worst: tuple[WorstCase, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    def of(self, data: str) -> tuple[PatientScores, ...]:
        """The patients of ``USER`` or ``REFERENCE``."""
        return tuple(one for one in self.patients if one.data == data)

    def differences(self, data: str) -> tuple[PairedDifference, ...]:
        """One for the mean and every structure that any patient has, in the order of ``STRUCTURES``."""
        patients = self.of(data)
        by_structure = {MEAN: [mean for one in patients if (mean := _mean_of(one)) is not None]}
        for structure in STRUCTURES:
            by_structure[structure] = [one.dice[structure] for one in patients if structure in one.dice]
        return tuple(paired_difference(name, pairs) for name, pairs in by_structure.items() if pairs)

    @property
    def verdict(self) -> Verdict:
        """Offered where it is better on the reader's patients and loses little on the reference."""
        return _verdict(self.differences(USER), self.differences(REFERENCE))


def draw_with(predict: Predict) -> Draw:
    """How a network draws whose probabilities ``predict`` gives."""
    return lambda volume: score_and_labels(volume, predict)[1]


def compare(
    parent: Contestant,
    candidate: Contestant,
    user_volumes: Sequence[TruthVolume],
    reference_volumes: Sequence[TruthVolume],
    *,
    progress: Progress | None = None,
    cancellation: Cancellation | None = None,
) -> Comparison:
    """Let both models draw all volumes and score them. Raises ``EvaluationError``, ``CancelledError``."""
    progress, cancellation = progress or SilentProgress(), cancellation or NeverCancelled()
    total = len(user_volumes) + len(reference_volumes)
    patients: list[PatientScores] = []
    cases: list[tuple[WorstCase, bytes]] = []
    done = 0
    for data, volumes in ((USER, user_volumes), (REFERENCE, reference_volumes)):
        scored: list[tuple[VolumeScore, VolumeScore]] = []
        drawn: list[tuple[Specimen, Specimen]] = []
        for volume in volumes:
            raise_if_cancelled(cancellation)
            progress.report(done, total, "Comparing")
            both = parent.draw(volume), candidate.draw(volume)
            scored.append((score_labels(volume, both[0]), score_labels(volume, both[1])))
            drawn.append((Specimen(volume, both[0], math.nan), Specimen(volume, both[1], math.nan)))
            done += 1
        patients += _by_patient(data, scored)
        cases += _worst_cases(data, drawn, first=len(cases) + 1)
    progress.report(total, total, "Comparing")
    return Comparison(
        parent.source,
        parent.weights_sha256,
        candidate.source,
        candidate.weights_sha256,
        datetime.now(UTC),
        tuple(patients),
        tuple(case for case, _ in cases),
        {case.picture: picture for case, picture in cases},
    )


def _by_patient(data: str, scored: Sequence[tuple[VolumeScore, VolumeScore]]) -> Iterable[PatientScores]:
    measured = zip(
        subject_measures(parent for parent, _ in scored), subject_measures(other for _, other in scored), strict=True
    )
    for parent, candidate in measured:
        whose = (parent.source, parent.subject)
        volumes = [both for both in scored if (both[0].source, both[0].subject) == whose]
        yield PatientScores(data, parent.subject, len(volumes), _dice(volumes), _measures(parent, candidate))


def _dice(volumes: Sequence[tuple[VolumeScore, VolumeScore]]) -> dict[str, Pair]:
    """Means over volumes; where one model rightly draws nothing and the other wrongly something, the first has 1."""
    found = {}
    for structure in STRUCTURES:
        pairs = [(one.dice(structure), other.dice(structure)) for one, other in volumes if structure in one.structures]
        known = [(1.0 if a is None else a, 1.0 if b is None else b) for a, b in pairs if (a, b) != (None, None)]
        if known:
            found[structure] = Pair(*(float(mean) for mean in np.mean(known, axis=0)))
    return found


def _measures(parent: SubjectMeasures, candidate: SubjectMeasures) -> dict[str, Pair]:
    found = {}
    for name in MEASURES:
        before, after = parent.predicted[name], candidate.predicted[name]
        if before is not None and after is not None:
            found[name] = Pair(before, after, parent.truth[name])
    return found


def _worst_cases(
    data: str, drawn: Sequence[tuple[Specimen, Specimen]], first: int
) -> Iterable[tuple[WorstCase, bytes]]:
    """The candidate's worst slice of every volume, of which the worst few."""
    places = [(one, other, index) for one, other in drawn for index in other.worst_slices(1)]
    ranked = sorted(places, key=lambda place: _slice_mean(place[1], place[2]))
    for number, (parent, candidate, index) in enumerate(ranked[:WORST_SHOWN], start=first):
        volume = candidate.volume
        dice = Pair(_slice_mean(parent, index), _slice_mean(candidate, index))
        case = WorstCase(data, volume.subject, volume.phase, index, dice, f"worst_{number}.png")
        yield case, compared_picture(volume, [parent.labels, candidate.labels], index)


def _slice_mean(specimen: Specimen, index: int) -> float:
    """Mean Dice of a slice; what neither side has counts as drawn rightly."""
    found = (specimen.slice_dice(index, structure) for structure in specimen.compared)
    return float(np.mean([1.0 if value is None else value for value in found]))


def _mean_of(patient: PatientScores) -> Pair | None:
    pairs = [patient.dice[structure] for structure in AVERAGED if structure in patient.dice]
    if not pairs:
        return None
    return Pair(float(np.mean([p.parent for p in pairs])), float(np.mean([p.candidate for p in pairs])))


def paired_difference(structure: str, pairs: Sequence[Pair]) -> PairedDifference:
    """The mean difference of at least one pair with its confidence interval, which two pairs are needed for."""
    differences = np.array([pair.difference for pair in pairs])
    count, mean = len(pairs), float(differences.mean())
    lower = upper = None
    if count > 1:
        # Student's t; that of scipy.stats is the same, and would cost the window's process 45 MB.
        quantile = float(stdtrit(count - 1, (1 + CONFIDENCE) / 2))
        half = quantile * float(differences.std(ddof=1)) / math.sqrt(count)
        lower, upper = mean - half, mean + half
    parent, candidate = (float(np.mean([getattr(p, name) for p in pairs])) for name in ("parent", "candidate"))
    return PairedDifference(structure, count, parent, candidate, mean, lower, upper)


def _verdict(user: Sequence[PairedDifference], reference: Sequence[PairedDifference]) -> Verdict:
    against: list[Sentence] = []
    speaking_for: list[Sentence] = []
    cautions: list[Sentence] = []
    mean = next((one for one in user if one.structure == MEAN), None)
    if mean is None:
        against.append(Sentence(NO_PATIENT))
    else:
        is_better = mean.difference > SMALLEST_GAIN
        (speaking_for if is_better else against).append(_gain(mean, is_better=is_better))
        cautions = _cautions(mean)
    limit = {"limit": LARGEST_REFERENCE_LOSS}
    if not reference:
        against.append(Sentence(NO_REFERENCE))
    for one in reference:
        if one.structure != MEAN and one.difference < -LARGEST_REFERENCE_LOSS - SMALLEST_GAIN:
            loss = {"loss": -one.difference, "structure": one.structure}
            against.append(Sentence(FORGOT, loss | limit))
    if against:
        return Verdict(is_offered=False, reasons=tuple(against))
    return Verdict(True, (*speaking_for, Sentence(REMEMBERS, limit)), tuple(cautions))


def _gain(mean: PairedDifference, *, is_better: bool) -> Sentence:
    values = {"candidate": mean.candidate, "parent": mean.parent}
    if mean.patients == 1:
        return Sentence(BETTER_OF_ONE if is_better else NOT_BETTER_OF_ONE, values)
    return Sentence(BETTER if is_better else NOT_BETTER, values | {"patients": mean.patients})


def _cautions(mean: PairedDifference) -> list[Sentence]:
    if mean.lower is None or mean.upper is None:
        return [Sentence(ONE_PATIENT)]
    found = []
    if mean.lower <= 0:
        interval = {"patients": mean.patients, "lower": mean.lower, "upper": mean.upper}
        found.append(Sentence(MAY_BE_CHANCE, interval))
    if mean.patients < FEW_PATIENTS:
        found.append(Sentence(FEW, {"patients": mean.patients}))
    return found


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison as plain values; with the verdict, which is read off the scores again and not believed."""
    plain = asdict(comparison)
    del plain["pictures"]
    plain["made_at_utc"] = comparison.made_at_utc.isoformat()
    plain["differences"] = {data: [asdict(one) for one in comparison.differences(data)] for data in DATA}
    verdict = comparison.verdict
    return plain | {"verdict": {"is_offered": verdict.is_offered, "text": verdict.text.splitlines()}}


def comparison_from_json(content: Any) -> Comparison:
    """The comparison that ``comparison_to_json`` gave. Raises ``ValueError``, ``TypeError``, ``KeyError``."""
    patients = tuple(
        PatientScores(one["data"], one["patient"], one["volumes"], _pairs(one["dice"]), _pairs(one["measures"]))
        for one in content["patients"]
    )
    worst = tuple(WorstCase(**{**one, "dice": _pair(one["dice"])}) for one in content["worst"])
    return Comparison(
        parent=content["parent"],
        parent_sha256=content["parent_sha256"],
        candidate=content["candidate"],
        candidate_sha256=content["candidate_sha256"],
        made_at_utc=datetime.fromisoformat(content["made_at_utc"]),
        patients=patients,
        worst=worst,
    )


def _pairs(content: Mapping[str, Any]) -> dict[str, Pair]:
    return {name: _pair(pair) for name, pair in content.items()}


def _pair(content: Mapping[str, Any]) -> Pair:
    truth = content["truth"]
    return Pair(float(content["parent"]), float(content["candidate"]), None if truth is None else float(truth))


def write_comparison(folder: Path, comparison: Comparison) -> Path:
    """Write comparison.json, its page and its pictures into a folder; returns the first. Raises ``OutputError``."""
    from training.comparison_page import comparison_page

    for name, picture in comparison.pictures.items():
        write_atomically(folder / name, picture)
    write_atomically(folder / COMPARISON_PAGE, comparison_page(comparison).encode())
    path = folder / COMPARISON_FILE
    write_atomically(path, (json.dumps(comparison_to_json(comparison), indent=2) + "\n").encode())
    return path


def read_comparison(folder: Path) -> Comparison | None:
    """The comparison in a folder, without its pictures; None where there is none. Raises ``EvaluationError``."""
    path = folder / COMPARISON_FILE
    try:
        if path.stat().st_size > LARGEST_COMPARISON_BYTES:
            raise EvaluationError(
                str(path),
                f"a comparison of more than {LARGEST_COMPARISON_BYTES} bytes is not believed: compare the models again",
            )
        return comparison_from_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EvaluationError(
            str(path), f"the comparison cannot be read ({error.strerror}): see to the file, or compare the models again"
        ) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise EvaluationError(str(path), f"it is no comparison of two models ({error}): compare them again") from error
