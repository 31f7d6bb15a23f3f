"""What a model is good at, in words and rows for people to choose by."""

from __future__ import annotations

from dataclasses import dataclass

from cmrstudio.inference.model_card import ModelCard

TEST_SET_NAMES = {"acdc_test": "ACDC", "sunnybrook_test": "Sunnybrook"}
FAST_ARCHITECTURES = frozenset({"fcn", "residual_unet"})
"""They take about six tenths of a U-Net's time per slice."""
NUMBER_WORDS = {2: "two", 3: "three", 4: "four", 5: "five"}


@dataclass(frozen=True)
class HeldOutScores:
    """How a model scores on subjects kept out of its training; Dice in 0..1, None where it is not known."""

    test_set: str
    subjects: int | None
    cavity_dice: float | None
    myocardium_dice: float | None
    epicardium_dice: float | None
    pooled_dice: float | None
    ef_error_percent: float | None


def held_out_scores(card: ModelCard) -> tuple[HeldOutScores, ...]:
    """The scores of a model, one for every test set of its card."""
    return tuple(
        HeldOutScores(
            TEST_SET_NAMES.get(name, name.replace("_", " ")),
            None if scores.get("subjects") is None else round(scores["subjects"]),
            scores.get("cavity_dice"),
            scores.get("myocardium_dice"),
            scores.get("epicardium_dice"),
            scores.get("pooled_dice"),
            scores.get("ef_mean_absolute_error_percent"),
        )
        for name, scores in card.metrics.items()
    )


def scores_on(card: ModelCard, test_set: str) -> HeldOutScores | None:
    """The scores on one test set of ``TEST_SET_NAMES``'s values, None where the card has none."""
    return next((scores for scores in held_out_scores(card) if scores.test_set == test_set), None)


def speed_class(card: ModelCard) -> str:
    """How fast a model is beside the others: "fast", "normal", or "slow" with the reason."""
    if card.is_ensemble:
        count = len(card.members)
        return f"slow ({NUMBER_WORDS.get(count, count)} networks)"
    return "fast" if card.architecture in FAST_ARCHITECTURES else "normal"


def dice_text(dice: float | None) -> str:
    """The Dice of a structure in lists: three decimals, cut off, so that 0.9499 is not shown as 0.950."""
    return _cut_off(dice, 3)


def pooled_dice_text(dice: float | None) -> str:
    """The pooled Dice in lists: four decimals, cut off, since models differ in the fourth only."""
    return _cut_off(dice, 4)


def _cut_off(dice: float | None, decimals: int) -> str:
    """A Dice without the decimals that follow; what is within 1e-9 of the next step stands for it."""
    scale = 10**decimals
    return "–" if dice is None else f"{int(dice * scale + scale * 1e-9) / scale:.{decimals}f}"


def details(card: ModelCard) -> str:
    """All that one should know before choosing a model, in some lines of text."""
    lines = [f"{card.name} {card.version}", card.description]
    if card.is_ensemble:
        lines.append(
            f"Averages {', '.join(card.members)}; slower than one network, better at telling where it may be wrong."
        )
    for scores in held_out_scores(card):
        known = (
            ("LV cavity", scores.cavity_dice),
            ("myocardium", scores.myocardium_dice),
            ("epicardium", scores.epicardium_dice),
        )
        parts = [f"{name} {dice_text(dice)}" for name, dice in known if dice is not None]
        if scores.pooled_dice is not None:
            parts.append(f"pooled {pooled_dice_text(scores.pooled_dice)}")
        if scores.ef_error_percent is not None:
            parts.append(f"EF off by {scores.ef_error_percent:.1f} points")
        if not parts:
            continue
        subjects = "" if scores.subjects is None else f", {scores.subjects} subjects kept out of training"
        lines.append(f"Dice on {scores.test_set}{subjects}: {', '.join(parts)}")
    if card.trained_on:
        lines.append(f"Trained on {'; '.join(card.trained_on)}")
    lines.append(f"Licence: {card.licence}. Speed: {speed_class(card)}.")
    return "\n".join(lines)
