"""Volumes are scored through contours on source pixels; what is not known is not scored; bad input names its volume."""

from dataclasses import replace

import numpy as np
import pytest

from cmrstudio.domain.errors import EvaluationError
from tests.training.toy_volumes import GREYS, RADII_PX, read_brightness, ring, see_nothing, toy_volume
from training.evaluate import ModelFacts, evaluate
from training.evaluation import mean_scores, measure_pairs, subject_measures
from training.truth import TruthVolume
from training.volume_score import VolumeScore, score_volume


def partial_volume() -> TruthVolume:
    """Truth of the cavity alone, as at Sunnybrook's end-systole."""
    whole = toy_volume(phase="ES")
    return replace(whole, labels=(whole.labels == 1).astype(np.uint8), myocardium_known=False)


def test_a_right_reading_scores_high_in_everything() -> None:
    score = score_volume(toy_volume(), read_brightness)
    assert set(score.structures) == {"cavity", "myocardium", "epicardium"}
    for found in score.structures.values():
        assert found.dice is not None
        assert found.dice > 0.95
        assert found.surface.hd95_mm is not None
        assert found.surface.hd95_mm <= 1.5
        assert found.surface.slices == 3
        assert found.predicted_ml == pytest.approx(found.truth_ml, rel=0.05)
    assert score.pooled_masks is not None
    assert score.pooled_network is not None
    assert score.pooled_masks.dice > 0.98
    assert score.pooled_network.dice > 0.98
    assert score.images == 3


def test_volume_in_ml_is_pixels_times_spacings() -> None:
    score = score_volume(toy_volume(), see_nothing)
    pixels = sum(int((ring(radius) == 1).sum()) for radius in RADII_PX)
    assert score.structures["cavity"].truth_ml == pytest.approx(pixels * 1.5 * 1.5 * 10 / 1000)
    assert score.structures["cavity"].predicted_ml == 0


def test_a_prediction_of_nothing_scores_zero_and_has_no_distance() -> None:
    score = score_volume(toy_volume(), see_nothing)
    for found in score.structures.values():
        assert (found.dice, found.iou) == (0, 0)
        assert (found.surface.hd95_mm, found.surface.asd_mm, found.surface.missed) == (None, None, 3)


def test_nothing_on_either_side_is_undefined() -> None:
    empty = toy_volume(labels=np.zeros((3, 64, 72), np.uint8))
    score = score_volume(empty, see_nothing)
    assert all(found.dice is None and found.iou is None for found in score.structures.values())
    assert score.pooled_masks is not None
    assert score.pooled_masks.dice == 1
    assert mean_scores([score]).keys() == {"pooled_dice", "subjects", "volumes"}


def test_of_partial_truth_the_cavity_alone_is_scored() -> None:
    score = score_volume(partial_volume(), read_brightness)
    assert set(score.structures) == {"cavity"}
    assert {found.structure for found in score.slices} == {"cavity"}
    assert score.pooled_masks is None
    assert score.pooled_network is None
    assert score.dice("myocardium") is None
    assert mean_scores([score]).keys() == {"cavity_dice", "subjects", "volumes"}


def test_uncalibrated_images_have_no_distances_and_volumes() -> None:
    score = score_volume(toy_volume(calibrated=False), read_brightness)
    cavity = score.structures["cavity"]
    assert (cavity.surface.hd95_mm, cavity.surface.asd_mm, cavity.predicted_ml, cavity.truth_ml) == (None,) * 4
    assert cavity.surface.slices == 3
    assert cavity.dice is not None


def test_an_unknown_slice_spacing_leaves_distances_and_takes_volumes() -> None:
    cavity = score_volume(toy_volume(slice_spacing_mm=None), read_brightness).structures["cavity"]
    assert cavity.surface.hd95_mm is not None
    assert cavity.predicted_ml is None


def test_slices_carry_their_regions() -> None:
    volume = toy_volume()
    labels = np.concatenate([np.zeros_like(volume.labels[:1]), volume.labels])
    score = score_volume(replace(volume, images=GREYS[labels], labels=labels), read_brightness)
    cavity = [found for found in score.slices if found.structure == "cavity"]
    assert [found.region for found in cavity] == ["above_base", "base", "middle", "apex"]
    assert cavity[0].dice is None
    assert cavity[1].truth_px == int((labels[1] == 1).sum())


def both_phases(subject: str = "one", **changes: object) -> list[VolumeScore]:
    volumes = [toy_volume(subject, "ED", **changes), toy_volume(subject, "ES", scale=0.7, **changes)]
    return [score_volume(volume, read_brightness) for volume in volumes]


def test_measures_of_a_subject() -> None:
    (measured,) = subject_measures(both_phases())
    edv_ml, esv_ml = measured.truth["edv_ml"], measured.truth["esv_ml"]
    assert edv_ml is not None
    assert esv_ml is not None
    assert measured.truth["ef_percent"] == pytest.approx(100 * (edv_ml - esv_ml) / edv_ml)
    wall_px = sum(int((ring(radius) == 2).sum()) for radius in RADII_PX)
    assert measured.truth["lv_mass_g"] == pytest.approx(wall_px * 1.5 * 1.5 * 10 / 1000 * 1.05)
    assert measured.predicted["ef_percent"] == pytest.approx(measured.truth["ef_percent"], abs=3)


def test_ejection_fraction_needs_no_calibration_but_cards_count_calibrated_subjects() -> None:
    scores = [*both_phases("one"), *both_phases("two", calibrated=False, slice_spacing_mm=None)]
    subjects = subject_measures(scores)
    assert [subject.calibrated for subject in subjects] == [True, False]
    assert len(measure_pairs(subjects, "ef_percent")) == 2
    assert len(measure_pairs(subjects, "ef_percent", calibrated_only=True)) == 1
    assert len(measure_pairs(subjects, "edv_ml")) == 1
    means = mean_scores(scores)
    predicted, truth = measure_pairs(subjects, "ef_percent", calibrated_only=True)[0]
    assert means["ef_bias_percent"] == pytest.approx(predicted - truth)
    assert means["ef_mean_absolute_error_percent"] == pytest.approx(abs(predicted - truth))
    assert (means["subjects"], means["volumes"]) == (2, 4)


def test_a_subject_whose_cavity_is_not_found_counts_with_an_ejection_fraction_of_zero() -> None:
    scores = [score_volume(toy_volume(phase=phase), see_nothing) for phase in ("ED", "ES")]
    (measured,) = subject_measures(scores)
    assert measured.predicted["ef_percent"] == 0
    assert measured.truth["ef_percent"] == 0


def test_one_phase_alone_has_no_ejection_fraction() -> None:
    (measured,) = subject_measures([score_volume(toy_volume(), read_brightness)])
    assert measured.truth["ef_percent"] is None
    assert measured.truth["esv_ml"] is None
    assert measured.truth["edv_ml"] is not None


def test_a_phase_in_pieces_has_no_volume_and_no_ejection_fraction() -> None:
    whole, systole = both_phases()
    piece = toy_volume(phase="ED", images=GREYS[ring(5)][None], labels=ring(5)[None], slice_spacing_mm=None)
    (measured,) = subject_measures([whole, score_volume(piece, read_brightness), systole])
    for side in (measured.predicted, measured.truth):
        assert (side["edv_ml"], side["ef_percent"], side["lv_mass_g"]) == (None, None, None)
        assert side["esv_ml"] is not None


def test_the_worst_volumes_are_kept_in_order() -> None:
    def miss_the_small(images: np.ndarray) -> np.ndarray:
        is_small = (images > 0.75).sum(axis=(1, 2)) < 450
        return np.where(is_small[:, None, None, None], see_nothing(images), read_brightness(images))

    volumes = [toy_volume(str(n), scale=scale) for n, scale in enumerate((1.0, 0.8, 1.2, 0.9))]
    evaluation = evaluate(volumes, miss_the_small, ModelFacts("a model"), worst=2)
    assert [specimen.volume.subject for specimen in evaluation.worst] == ["1", "3"]
    assert len(evaluation.scores) == 4
    assert evaluation.sources == ("toy",)
    assert evaluation.means().keys() == {"toy"}


def test_progress_hears_of_every_volume() -> None:
    heard: list[str] = []
    evaluate([toy_volume("a"), toy_volume("b")], see_nothing, progress=lambda score: heard.append(score.subject))
    assert heard == ["a", "b"]


NOT_FINITE = np.where(np.arange(64 * 72).reshape(64, 72) == 7, np.nan, 1.0)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"images": np.stack([NOT_FINITE] * 3)}, "NaN"),
        ({"images": np.full((3, 64, 72), np.inf)}, "not finite"),
        ({"images": np.zeros((2, 64, 72))}, "one size"),
        ({"images": np.zeros((64, 72))}, "slice, row, column"),
        ({"images": np.zeros((0, 64, 72)), "labels": np.zeros((0, 64, 72), np.uint8)}, "slice, row, column"),
        ({"labels": np.full((3, 64, 72), 3, np.uint8)}, "there is a label 3"),
        ({"pixel_spacing_mm": (0.0, 1.5)}, "cannot be"),
    ],
)
def test_a_volume_that_cannot_be_scored_is_named(changes: dict[str, object], said: str) -> None:
    with pytest.raises(EvaluationError, match=said) as caught:
        score_volume(toy_volume("patient7", **changes), see_nothing)
    assert "toy patient7 ED" in str(caught.value)


def test_a_constant_image_is_an_image_without_a_heart() -> None:
    score = score_volume(toy_volume(images=np.full((3, 64, 72), 9, np.uint16)), read_brightness)
    assert score.dice("cavity") == 0


@pytest.mark.parametrize(
    "predict",
    [
        lambda images: see_nothing(images)[:1],
        lambda images: see_nothing(images)[..., :2],
        lambda images: see_nothing(images) * np.nan,
    ],
)
def test_a_model_that_gives_no_probabilities_is_told_of(predict) -> None:
    with pytest.raises(EvaluationError, match="toy one ED"):
        score_volume(toy_volume(), predict)


def test_no_volume_at_all_is_an_error() -> None:
    with pytest.raises(EvaluationError, match="a model: there is no volume"):
        evaluate([], see_nothing, ModelFacts("a model"))
