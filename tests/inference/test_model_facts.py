"""What people are told of a model before they choose it."""

from __future__ import annotations

from dataclasses import replace

from cmrstudio.inference.model_card import ENSEMBLE, ModelCard
from cmrstudio.inference.model_facts import (
    details,
    dice_text,
    held_out_scores,
    pooled_dice_text,
    scores_on,
    speed_class,
)
from cmrstudio.inference.registry import ModelRegistry

CARD = ModelCard(
    "unet",
    "1.0.0",
    "U-Net",
    "Draws the left ventricle.",
    "unet",
    "CC0 1.0",
    trained_on=("Sunnybrook: 19 subjects",),
    metrics={
        "acdc_test": {
            "cavity_dice": 0.9499,
            "myocardium_dice": 0.88,
            "pooled_dice": 0.99529,
            "ef_mean_absolute_error_percent": 2.86,
            "subjects": 18,
        },
        "my_hospital": {"cavity_dice": 0.9},
    },
)
TOGETHER = replace(
    CARD, model_id="all", architecture=ENSEMBLE, members=("unet", "fcn", "residual_unet", "unet_dropout")
)


def test_scores_are_told_for_each_test_set_by_its_name() -> None:
    scores = held_out_scores(CARD)
    assert [one.test_set for one in scores] == ["ACDC", "my hospital"]
    assert (scores[0].subjects, scores[0].cavity_dice, scores[0].ef_error_percent) == (18, 0.9499, 2.86)
    assert scores_on(CARD, "Sunnybrook") is None


def test_a_dice_is_not_rounded_up() -> None:
    assert [dice_text(dice) for dice in (0.9499, 0.95, 0.9496, 1.0, None)] == ["0.949", "0.950", "0.949", "1.000", "–"]


def test_a_pooled_dice_has_a_fourth_decimal_and_is_not_rounded_up_either() -> None:
    shown = [pooled_dice_text(dice) for dice in (0.9952, 0.99529, 0.99999, 0.995, 1.0, None)]
    assert shown == ["0.9952", "0.9952", "0.9999", "0.9950", "1.0000", "–"]


def test_every_pooled_dice_of_a_shipped_card_is_shown_as_it_stands_there() -> None:
    pooled = [scores.pooled_dice for card in ModelRegistry().cards() for scores in held_out_scores(card)]
    assert [pooled_dice_text(dice) for dice in pooled if dice] == [f"{dice:.4f}" for dice in pooled if dice]


def test_an_ensemble_is_said_to_be_slow_and_why() -> None:
    assert speed_class(TOGETHER) == "slow (four networks)"
    assert speed_class(CARD) == "normal"
    assert speed_class(replace(CARD, architecture="fcn")) == "fast"


def test_the_details_say_what_it_is_good_at_trained_on_and_licensed_under() -> None:
    text = details(CARD)
    for part in (
        "Draws the left ventricle.",
        "LV cavity 0.949,",
        "myocardium 0.880,",
        "pooled 0.9952,",
        "EF off by 2.9 points",
        "18 subjects",
        "Sunnybrook: 19",
    ):
        assert part in text
    assert "Licence: CC0 1.0" in text
    assert "Averages unet, fcn, residual_unet, unet_dropout" in details(TOGETHER)


def test_a_test_set_without_any_score_that_people_know_is_not_told_of() -> None:
    assert "Dice on" not in details(replace(CARD, metrics={"my_hospital": {"iou": 0.9}}))


def test_every_shipped_model_has_scores_to_choose_by() -> None:
    for card in ModelRegistry().cards():
        assert scores_on(card, "ACDC") or scores_on(card, "Sunnybrook")
        assert card.licence in details(card)
