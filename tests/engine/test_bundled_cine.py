"""On the bundled study: what makes the shipped network fast changes next to nothing of what it draws."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from cmrstudio.domain.contour import Structure
from cmrstudio.domain.geometry import rasterise_contour
from cmrstudio.domain.resource_paths import sample_study_folder
from cmrstudio.domain.study import CineStack
from cmrstudio.engine.cine import Cine, PhaseResult
from cmrstudio.engine.protocol import PhaseImages
from cmrstudio.inference.postprocess import labels_from_probabilities
from cmrstudio.inference.predictor import Predictor
from cmrstudio.inference.preprocess import prepare
from cmrstudio.inference.registry import ModelRegistry
from cmrstudio.workflow import first_guess, open_study

MODEL_ID = "unet"
SLICES = slice(3, 9)
Mask = npt.NDArray[np.bool_]


@pytest.fixture(scope="module")
def stack() -> CineStack:
    return open_study(sample_study_folder()).short_axis.stack


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    return Predictor("unet", ModelRegistry().weights(MODEL_ID), "bfloat16")


def dice(first: Mask, second: Mask) -> float:
    return 2 * float((first & second).sum()) / float(first.sum() + second.sum())


def test_bfloat16_changes_masks_by_less_than_2_per_mille(stack: CineStack, predictor: Predictor) -> None:
    phase = first_guess(stack).end_diastole
    frames = np.stack([prepare(image, stack.pixel_spacing_mm)[0] for image in stack.pixels[phase, SLICES]])
    exact = Predictor("unet", ModelRegistry().weights(MODEL_ID), "float32")
    rounded, full = (labels_from_probabilities(network.predict(frames)) for network in (predictor, exact))
    assert dice(rounded == 1, full == 1) > 0.998
    assert dice(rounded > 0, full > 0) > 0.998


def segment(predictor: Predictor, stack: CineStack, *phases: int) -> list[PhaseResult]:
    results: list[PhaseResult] = []
    card = ModelRegistry().card(MODEL_ID)
    with Cine(card, [predictor], stack.pixel_spacing_mm, lambda count: None, results.append) as cine:
        for phase in phases:
            cine.add(PhaseImages(phase, stack.pixels[phase], stack.present[phase]))
        cine.finish()
    return results


def masks(stack: CineStack, result: PhaseResult, structure: Structure) -> Mask:
    """[slice, row, column]"""
    found = np.zeros((len(result.contours), *stack.image_shape), bool)
    for index, drawn in enumerate(result.contours):
        for contour in drawn:
            if contour.structure == structure:
                found[index] = rasterise_contour(contour.points_px, stack.image_shape)
    return found


def test_the_region_around_the_heart_gives_what_full_frames_give(stack: CineStack, predictor: Predictor) -> None:
    phases = first_guess(stack)
    others = (phases.end_systole, (phases.end_systole + stack.phase_count) // 2)
    on_region = segment(predictor, stack, phases.end_diastole, *others)[1:]
    whole = [segment(predictor, stack, phase)[0] for phase in others]
    for structure in (Structure.LV_ENDOCARDIUM, Structure.LV_EPICARDIUM):
        drawn, expected = (np.stack([masks(stack, r, structure) for r in results]) for results in (on_region, whole))
        assert dice(drawn, expected) > 0.997
