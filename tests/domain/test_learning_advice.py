"""Whether enough is verified to learn from, who checks what was learned, and what to read next."""

from __future__ import annotations

import string
from collections import Counter
from dataclasses import replace
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from cmrstudio.domain import learning_advice
from cmrstudio.domain.learning_advice import advice, rank_unread
from cmrstudio.domain.learning_parts import REFERENCE_PATIENTS, deal_parts
from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.domain.verified_set import VerifiedSet
from tests.domain.verified_images import verified_image


def both_phases(*patients: str, **image) -> VerifiedSet:
    return VerifiedSet(
        tuple(verified_image(0, name, patient=patient, **image) for patient in patients for name in ("ED", "ES"))
    )


def summary(name: str, mean: float | None = None, lowest: float | None = None, **values) -> StudySummary:
    facts = StudySummary(name, f"{name}.1", f"patient {name}", "", "", "", None, ReadingState.PREDICTED)
    return replace(facts, mean_quality=mean, lowest_quality=lowest, **values)


def said(sentences) -> str:
    return " ".join(sentence.text for sentence in sentences)


def test_two_patients_with_both_phases_are_enough() -> None:
    found = advice(both_phases("a", "b"), {})
    assert found.is_enough
    assert sorted([*found.training, *found.validating]) == ["a", "b"]
    assert (len(found.training), len(found.validating)) == (1, 1)
    assert "With 5 patients or more" in said(found.hints)


def test_too_few_patients_are_told_with_what_to_do() -> None:
    nothing, one = advice(VerifiedSet(()), {}), advice(both_phases("a"), {})
    half = advice(VerifiedSet((*both_phases("a").images, verified_image(patient="b"))), {})
    assert [found.is_enough for found in (nothing, one, half)] == [False] * 3
    assert "of at least 2 patients; so far they are of 0. Verify both phases" in said(nothing.lacking)
    assert "so far they are of 1" in said(one.lacking)
    assert "so far they are of 1" in said(half.lacking)


def test_a_slice_without_a_ventricle_alone_makes_no_phase() -> None:
    empty = verified_image(0, "ES", patient="b", radius=0)
    found = advice(VerifiedSet((*both_phases("a").images, verified_image(patient="b"), empty)), {})
    assert "so far they are of 1" in said(found.lacking)


def test_parts_that_leave_nobody_to_train_or_to_check_are_told() -> None:
    both = both_phases("a", "b")
    assert "Verify the contours of another patient" in said(advice(both, {"a": "train", "b": "train"}).lacking)
    kept = advice(both, {"a": "validation", "b": "validation"})
    assert "All patients with verified contours are kept to check" in said(kept.lacking)
    assert kept.validating == ("a", "b")


def test_patients_of_the_shipped_reference_set_are_never_trained_on() -> None:
    reference = sorted(REFERENCE_PATIENTS)
    dealt = deal_parts({}, [*reference, "a", "b"])
    assert {dealt[patient] for patient in reference} == {"validation"}
    assert [dealt["a"], dealt["b"]] == ["train", "train"]
    assert deal_parts({}, [reference[0], "a"]) == {reference[0]: "validation", "a": "train"}
    assert "All patients with verified contours are kept to check" in said(advice(both_phases(*reference), {}).lacking)


def test_what_would_help_is_told() -> None:
    many = "abcde"
    assert advice(both_phases(*many), {}).hints == ()
    assert "No epicardium" in said(advice(both_phases(*many, wall=0), {}).hints)
    assert "learns most from contours that you corrected" in said(
        advice(both_phases(*many, source="unet@1.1.0"), {}).hints
    )
    assert said(advice(both_phases(*many, region="middle"), {}).hints).count("since models err most there") == 2
    assert "Of 1 cines with verified contours it is not known whose" in said(
        advice(both_phases("a", "b", ""), {}).hints
    )


def test_every_sentence_can_be_said_in_another_language() -> None:
    words = {value for value in vars(learning_advice).values() if isinstance(value, str) and value.endswith(".")}
    assert words - {learning_advice.__doc__} == set(learning_advice.TEMPLATES)
    for template in learning_advice.TEMPLATES:
        assert all(field is None or field.isidentifier() for _, field, _, _ in string.Formatter().parse(template))


def test_unread_studies_are_ranked_by_what_they_are_expected_to_teach() -> None:
    ranked = rank_unread(
        [
            summary("good", 0.95, 0.9),
            summary("bad", 0.7, 0.3),
            summary("of a known patient", 0.7, 0.3),
            summary("new"),
            summary("done", 0.2, 0.1, state=ReadingState.VERIFIED),
            summary("broken", state=ReadingState.UNREADABLE),
        ],
        {"patient of a known patient"},
    )
    assert [one.summary.study_uid for one in ranked] == ["bad", "of a known patient", "good", "new"]
    assert [one.expected_gain for one in ranked[:2]] == [0.5, 0.25]
    assert ranked[0].reason.text == "Expected Dice 0.70 on average and 0.30 at worst; a patient not learned from yet."
    assert "learned from already" in ranked[1].reason.text
    assert (ranked[3].expected_gain, ranked[3].reason.text[:17]) == (None, "Not segmented yet")


names = st.text("abcdefgh", min_size=1, max_size=2)


@given(st.lists(st.sets(names, max_size=6), max_size=8), st.integers(0, 9))
def test_patients_that_come_one_after_another_keep_their_parts_and_one_of_five_validates(arrivals, seed) -> None:
    def come(known: dict[str, str], patients: set[str]) -> dict[str, str]:
        dealt = deal_parts(known, known.keys() | patients, seed)
        assert not dealt.keys() & known.keys()
        counts = Counter((known | dealt).values())
        assert abs(counts["validation"] - counts.total() / 5) <= 1
        assert counts.total() < 2 or min(counts["train"], counts["validation"]) >= 1
        return known | dealt

    assert reduce(come, arrivals, {}).keys() == set().union(*arrivals)


@given(st.dictionaries(names, st.sampled_from(["train", "validation"]), max_size=6), st.sets(names, min_size=2), names)
def test_among_patients_of_whom_one_is_new_each_part_has_one(known, patients, new) -> None:
    known.pop(new, None)
    named = patients | {new}
    parts = known | deal_parts(known, named)
    assert {parts[patient] for patient in named} == {"train", "validation"}
