"""The check of contour quality: ranks by hand, toy volumes, and the shipped model on real hearts."""

from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.errors import EvaluationError
from tests.training.toy_volumes import read_brightness, ring, see_nothing, toy_volume
from training.quality_check import CheckedContour, QualityCheck, auroc, members_of, quality_auroc, summary
from training.split import read_part


def test_the_area_is_the_share_of_pairs_in_the_right_order() -> None:
    scores, positive = np.array([0.9, 0.8, 0.3, 0.5, 0.1]), np.array([True, False, True, False, False])
    pairs = [p > n for p in scores[positive] for n in scores[~positive]]
    assert auroc(scores, positive) == pytest.approx(np.mean(pairs))


def test_equal_scores_count_half() -> None:
    assert auroc([1, 1, 1, 1], [True, False, True, False]) == 0.5


@pytest.mark.parametrize("positive", [[True, True], [False, False]])
def test_without_both_kinds_there_is_no_area(positive: list[bool]) -> None:
    assert auroc([0.1, 0.2], positive) is None


def contour(quality: float, dice: float, source: str = "acdc", structure: str = "cavity") -> CheckedContour:
    return CheckedContour(source, "one", "ED", 0, structure, quality, dice)


def test_a_low_quality_that_stands_for_a_low_dice_has_a_high_area() -> None:
    check = QualityCheck((contour(0.2, 0.1), contour(0.6, 0.7), contour(0.9, 0.95), contour(0.95, 0.9)))
    assert check.auroc == 1.0
    assert check.bad == 2
    assert check.mean_error == pytest.approx((0.1 + 0.1 + 0.05 + 0.05) / 4)
    assert check.rank_correlation == pytest.approx(0.8)


def test_contours_are_counted_by_source_structure_and_band() -> None:
    check = QualityCheck((contour(0.2, 0.0), contour(0.99, 0.9, "mine"), contour(1.0, 0.95, "mine", "epicardium")))
    assert len(check.of("mine").contours) == 2
    assert len(check.of("mine", "epicardium").contours) == 1
    assert [(band.contours, band.bad) for band in check.bands()] == [(1, 1), (2, 0)]
    text = summary(check)
    assert "3 contours, 1 of them bad" in text
    assert "AUROC all           1.000" in text


def test_every_predicted_contour_counts_and_one_without_truth_is_bad() -> None:
    volume = toy_volume()
    volume.labels[2] = 0
    check = quality_auroc([volume], [read_brightness])
    assert [(c.slice_index, c.structure) for c in check.contours] == [
        (index, structure) for index in range(3) for structure in ("cavity", "epicardium")
    ]
    assert [c.dice == 0 for c in check.contours] == [False] * 4 + [True] * 2
    assert check.unrated == 0
    assert check.bad == 2


def test_where_the_myocardium_is_unknown_the_cavity_alone_counts() -> None:
    check = quality_auroc([toy_volume(myocardium_known=False)], [read_brightness])
    assert {c.structure for c in check.contours} == {"cavity"}


def test_a_slice_that_the_members_see_differently_ranks_last() -> None:
    def shrunken(images: np.ndarray) -> np.ndarray:
        probabilities = read_brightness(images)
        probabilities[1, ..., 1] += probabilities[1, ..., 0]
        probabilities[1, ..., 0] = 0
        return probabilities

    check = quality_auroc([toy_volume()], [read_brightness, read_brightness, shrunken])
    cavities = [c for c in check.contours if c.structure == "cavity"]
    assert min(cavities, key=lambda c: c.quality).slice_index == 1
    assert cavities[1].quality < 0.8


def test_where_nothing_is_predicted_nothing_can_be_checked() -> None:
    with pytest.raises(EvaluationError, match="no contour was predicted"):
        quality_auroc([toy_volume()], [see_nothing])


def test_a_model_without_networks_is_refused() -> None:
    with pytest.raises(EvaluationError, match="at least one network"):
        quality_auroc([toy_volume()], [])


def test_a_truth_of_one_slice_elsewhere_makes_its_contour_bad() -> None:
    volume = toy_volume()
    volume.labels[0] = ring(14.0, (12.0, 14.0))
    check = quality_auroc([volume], [read_brightness])
    assert check.contours[0].dice < 0.5


def test_the_quality_that_the_shipped_model_gives_finds_bad_contours(project_root: Path) -> None:
    data = project_root.parent / "shared" / "data"
    if not (data / "acdc").is_dir():
        pytest.skip(f"no ACDC data in {data}")
    volumes = [v for v in read_part(data, "validation", "acdc") if v.subject in ("patient024", "patient066")]
    check = quality_auroc(volumes, members_of("unet"))
    assert check.bad >= 3
    assert check.auroc is not None
    assert check.auroc >= 0.9
