from __future__ import annotations

import numpy as np

from cmrstudio.domain.annotation import SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.live_measures import LiveMeasures
from cmrstudio.domain.measures import measure
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import CineStack


def _stack(phases: int, slices: int) -> CineStack:
    return CineStack(
        np.zeros((phases, slices, 64, 64), np.int16),
        np.ones((phases, slices), bool),
        (1.5, 1.5),
        np.arange(slices) * 10.0,
        np.repeat(np.eye(4)[None], slices, axis=0),
        np.zeros((phases, slices)),
        np.full((phases, slices), "1"),
        8.0,
        40.0,
    )


def _annotation(phase_index: int, slice_index: int, radius_px: float) -> SliceAnnotation:
    angle = np.arange(12) * np.pi / 6
    points = 32 + radius_px * np.column_stack([np.cos(angle), np.sin(angle)])
    return SliceAnnotation("1", phase_index, slice_index, (Contour(Structure.LV_ENDOCARDIUM, points, "reader"),))


def test_what_is_touched_is_measured_anew_and_equals_measuring_all():
    stack, phases = _stack(6, 4), PhaseSelection(0, 3)
    annotations = {(p, s): _annotation(p, s, 10.0) for p in range(6) for s in range(4)}
    live = LiveMeasures(stack, annotations)
    live.measure(phases)
    rng = np.random.default_rng(1)
    for _ in range(20):
        key = (int(rng.integers(6)), int(rng.integers(4)))
        annotations[key] = _annotation(*key, float(rng.uniform(5, 20)))
        live.touch(key[0])
        np.testing.assert_allclose(live.measure(phases).volumes_ml, measure(stack, annotations, phases).volumes_ml)


def test_what_is_not_touched_is_not_measured_anew():
    stack, annotations = _stack(2, 2), {(0, 0): _annotation(0, 0, 10.0)}
    live = LiveMeasures(stack, annotations)
    before = live.measure(PhaseSelection(0, 1)).edv_ml
    annotations[0, 0] = _annotation(0, 0, 20.0)
    assert live.measure(PhaseSelection(0, 1)).edv_ml == before
    live.touch_all()
    assert live.measure(PhaseSelection(0, 1)).edv_ml != before
