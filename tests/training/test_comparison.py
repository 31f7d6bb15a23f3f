"""A candidate is offered only where it is better on the reader's patients and has forgotten next to nothing."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from cmrstudio.domain.errors import CancelledError, EvaluationError, OutputError
from tests.training.toy_volumes import read_brightness, toy_volume
from training.comparison import (
    COMPARISON_FILE,
    COMPARISON_PAGE,
    LARGEST_REFERENCE_LOSS,
    MEAN,
    REFERENCE,
    USER,
    Comparison,
    Contestant,
    Pair,
    PatientScores,
    compare,
    comparison_from_json,
    comparison_to_json,
    draw_with,
    paired_difference,
    read_comparison,
    write_comparison,
)
from training.scores import Labels
from training.truth import TruthVolume
from training.volume_score import score_volume

PATIENTS = ("one", "two", "three")
MADE = datetime(2026, 3, 4, 9, 5, tzinfo=UTC)


def volumes(names: Sequence[str] = PATIENTS) -> list[TruthVolume]:
    """ED and ES of every patient, each heart a little larger than the one before."""
    return [
        toy_volume(name, phase, scale=scale * (1 + number / 20))
        for number, name in enumerate(names)
        for phase, scale in (("ED", 1.0), ("ES", 0.7))
    ]


def truth(volume: TruthVolume) -> Labels:
    return volume.labels


def moved(by_px: int) -> Callable[[TruthVolume], Labels]:
    """Draws the truth some pixels aside."""
    return lambda volume: np.roll(volume.labels, by_px, axis=2)


def contestant(draw: Callable[[TruthVolume], Labels], name: str = "unet@1.0.0") -> Contestant:
    return Contestant(name, "0" * 64, draw)


def compared(
    before: Callable[[TruthVolume], Labels],
    after: Callable[[TruthVolume], Labels],
    user: Sequence[TruthVolume] | None = None,
    reference: Sequence[TruthVolume] | None = None,
) -> Comparison:
    user = volumes() if user is None else user
    reference = volumes(("four", "five")) if reference is None else reference
    return compare(contestant(before), contestant(after, "unet@2.0.0"), user, reference)


def scores(data: str, *pairs: tuple[float, float], structure: str = "cavity") -> tuple[PatientScores, ...]:
    return tuple(PatientScores(data, f"{data} {n}", 2, {structure: Pair(*pair)}) for n, pair in enumerate(pairs))


def judged(*patients: PatientScores) -> Comparison:
    return Comparison("unet@1.0.0", "0" * 64, "unet@2.0.0", "1" * 64, MADE, patients)


SAME = scores(REFERENCE, (0.9, 0.9), (0.8, 0.8))
GAIN = scores(USER, (0.6, 0.7), (0.6, 0.8), (0.6, 0.9))


def test_a_better_one_is_offered_with_figures_by_structure_and_patient() -> None:
    comparison = compared(moved(3), truth)
    verdict, before = comparison.verdict, comparison.differences(USER)[0].parent
    assert verdict.is_offered
    assert verdict.text.splitlines()[:3] == [
        "Offered for promotion.",
        f"On your 3 validation patients it is better: mean Dice 1.000, before {before:.3f}.",
        "On the reference set no structure loses more than 0.01 Dice.",
    ]
    assert [(one.data, one.patient, one.volumes) for one in comparison.patients] == [
        *((USER, name, 2) for name in PATIENTS),
        *((REFERENCE, name, 2) for name in ("four", "five")),
    ]
    assert [one.structure for one in comparison.differences(USER)] == [MEAN, "cavity", "myocardium", "epicardium"]
    assert all(one.candidate == 1 and one.difference > 0 for one in comparison.differences(USER))


def test_dice_and_measures_of_a_patient_are_those_of_an_evaluation() -> None:
    patient = compared(draw_with(read_brightness), truth).of(USER)[0]
    expected = [score_volume(volume, read_brightness) for volume in volumes()[:2]]
    for structure, pair in patient.dice.items():
        assert pair.parent == pytest.approx(np.mean([score.dice(structure) for score in expected]))
    edv, ef = patient.measures["edv_ml"], patient.measures["ef_percent"]
    assert edv.parent == expected[0].structures["cavity"].predicted_ml
    assert edv.candidate == edv.truth == expected[0].structures["cavity"].truth_ml
    assert ef.candidate == ef.truth
    assert set(patient.measures) == {"edv_ml", "esv_ml", "ef_percent", "lv_mass_g"}


def test_the_interval_of_the_mean_difference_is_student_s() -> None:
    one = paired_difference("cavity", [Pair(0.5, 0.6), Pair(0.5, 0.7), Pair(0.5, 0.8)])
    half = 4.302652730 * 0.1 / math.sqrt(3)  # the 97.5 % quantile for two degrees of freedom, by table
    assert (one.patients, one.parent) == (3, 0.5)
    assert (one.difference, one.candidate) == (pytest.approx(0.2), pytest.approx(0.7))
    assert (one.lower, one.upper) == (pytest.approx(0.2 - half), pytest.approx(0.2 + half))


def test_one_that_is_not_better_on_the_reader_s_patients_is_not_offered_and_says_so() -> None:
    for before, after in ((truth, truth), (truth, moved(2))):
        verdict = compared(before, after, reference=()).verdict
        assert not verdict.is_offered
        assert "On your 3 validation patients it is not better" in verdict.reasons[0].text


def test_one_that_forgot_is_not_offered_and_says_what() -> None:
    def forgetful(volume: TruthVolume) -> Labels:
        return moved(3)(volume) if volume.subject in ("four", "five") else volume.labels

    comparison = compared(moved(1), forgetful)
    assert not comparison.verdict.is_offered
    told = comparison.verdict.text
    assert all(f"of the {name}: more than 0.01" in told for name in ("cavity", "myocardium", "epicardium"))
    assert "it is better" not in told


@pytest.mark.parametrize(("loss", "is_offered"), [(0.0, True), (LARGEST_REFERENCE_LOSS, True), (0.0101, False)])
def test_at_most_a_hundredth_may_be_lost_on_the_reference(loss: float, is_offered: bool) -> None:
    reference = scores(REFERENCE, (0.9, 0.9 - loss), (0.8, 0.8 - loss))
    assert judged(*GAIN, *reference).verdict.is_offered is is_offered


def test_no_structure_may_be_lost_behind_the_mean_of_others() -> None:
    patient = PatientScores(REFERENCE, "four", 2, {"cavity": Pair(0.9, 0.95), "epicardium": Pair(0.9, 0.88)})
    assert not judged(*GAIN, patient).verdict.is_offered


def test_without_a_validation_patient_or_a_reference_nothing_is_offered() -> None:
    assert "None of your patients is kept for validation" in judged(*SAME).verdict.text
    assert "nobody knows what it forgot" in judged(*GAIN).verdict.text
    assert not judged(*SAME).verdict.is_offered
    assert not judged(*GAIN).verdict.is_offered


def test_a_single_patient_is_spoken_of_in_the_singular() -> None:
    assert "On your only validation patient it is better: mean Dice 0.700" in judged(*GAIN[:1], *SAME).verdict.text
    same = judged(*scores(USER, (0.6, 0.6)), *SAME).verdict
    assert same.reasons[0].text == "On your only validation patient it is not better: mean Dice 0.600, before 0.600."


def test_few_patients_and_chance_are_told_also_of_one_that_is_offered() -> None:
    single = judged(*GAIN[:1], *SAME)
    assert single.verdict.is_offered
    assert single.differences(USER)[0].lower is None
    assert "one validation patient only: the gain may be chance" in single.verdict.text
    wide = judged(*scores(USER, (0.6, 0.9), (0.6, 0.5)), *SAME).verdict
    assert wide.is_offered
    assert "the 95 % confidence interval goes from -2.4" in wide.text
    assert "There are 2 validation patients only" in wide.text
    sure = judged(*scores(USER, *[(0.6, 0.7 + n / 100) for n in range(5)]), *SAME).verdict
    assert sure.cautions == ()


def test_partial_truth_is_compared_by_the_cavity_alone() -> None:
    partial = [replace(volume, myocardium_known=False) for volume in volumes()]
    comparison = compared(moved(2), truth, partial)
    assert [one.structure for one in comparison.differences(USER)] == [MEAN, "cavity"]
    mean, cavity = comparison.differences(USER)
    assert mean.difference == cavity.difference


def test_drawing_a_ventricle_where_there_is_none_counts_against_who_does() -> None:
    empty = [replace(volume, labels=np.zeros_like(volume.labels)) for volume in volumes()]
    wrong = compared(lambda volume: np.roll(volumes()[0].labels, 1), truth, empty)
    assert all(pair == Pair(0.0, 1.0) for one in wrong.of(USER) for pair in one.dice.values())
    assert wrong.verdict.is_offered
    assert compared(truth, truth, empty).differences(USER) == ()


def test_the_worst_slices_are_shown_side_by_side() -> None:
    def one_bad_slice(volume: TruthVolume) -> Labels:
        labels = volume.labels.copy()
        if volume.subject == "two":
            labels[1] = np.roll(labels[1], 6, axis=1)
        return labels

    comparison = compared(moved(1), one_bad_slice)
    worst = comparison.worst[0]
    assert (worst.data, worst.patient, worst.slice_index) == (USER, "two", 1)
    assert worst.dice.candidate < worst.dice.parent
    assert {case.data for case in comparison.worst} == {USER, REFERENCE}
    assert {case.picture for case in comparison.worst} == comparison.pictures.keys()
    picture = cv2.imdecode(np.frombuffer(comparison.pictures[worst.picture], np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape == (220, 4 * 220 + 3 * 4, 3)
    tiles = [picture[:, start : start + 220] for start in range(0, picture.shape[1], 224)]
    assert all((tiles[0] != tile).any() for tile in tiles[1:])


def test_a_comparison_comes_back_from_its_file_and_judges_by_its_scores(tmp_path: Path) -> None:
    comparison = compared(moved(2), truth)
    path = write_comparison(tmp_path / "new", comparison)
    assert path.name == COMPARISON_FILE
    assert read_comparison(path.parent) == comparison
    content = json.loads(path.read_text())
    assert content["verdict"]["is_offered"] is True
    content["verdict"]["is_offered"] = False
    assert comparison_from_json(content).verdict.is_offered
    assert comparison_from_json(json.loads(json.dumps(comparison_to_json(comparison)))) == comparison
    assert read_comparison(tmp_path) is None


def test_the_page_tells_it_all_and_loads_nothing(tmp_path: Path) -> None:
    hostile = [replace(volume, subject=f"<b>{volume.subject}") for volume in volumes()]
    write_comparison(tmp_path, compared(moved(2), truth, hostile))
    page = (tmp_path / COMPARISON_PAGE).read_text()
    for words in ("unet@2.0.0", "unet@1.0.0", "Offered for promotion.", "The reference set", "EF (%)", "&lt;b&gt;two"):
        assert words in page
    assert page.count("data:image/png;base64,") == len(list(tmp_path.glob("worst_*.png"))) > 0
    assert "<b>two" not in page
    assert "http" not in page


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"patients": 5}', "null", "[" * 100_000, '{"patients": [], "worst": [{"dice": 1}]}']
)
def test_a_damaged_comparison_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / COMPARISON_FILE
    path.write_text(content)
    with pytest.raises(EvaluationError, match=rf"{COMPARISON_FILE}: it is no comparison of two models .* compare them"):
        read_comparison(tmp_path)


def test_a_comparison_that_cannot_be_written_names_the_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="file"):
        write_comparison(tmp_path / "file", compared(moved(2), truth))


def test_what_is_drawn_in_another_size_is_named() -> None:
    with pytest.raises(EvaluationError, match=r"toy one ED: what was drawn is \[2, 64, 72\]"):
        compared(truth, lambda volume: volume.labels[:2])


def test_a_comparison_can_be_cancelled_and_tells_how_far_it_is() -> None:
    told: list[tuple[int, int, str]] = []

    class Watching:
        def report(self, done: int, total: int, message: str) -> None:
            told.append((done, total, message))

        def is_cancelled(self) -> bool:
            return len(told) == 3

    watching = Watching()
    with pytest.raises(CancelledError):
        compare(contestant(truth), contestant(truth), volumes(), volumes(), progress=watching, cancellation=watching)
    assert told == [(0, 12, "Comparing"), (1, 12, "Comparing"), (2, 12, "Comparing")]
