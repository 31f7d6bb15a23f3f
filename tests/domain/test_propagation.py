"""Contours carried through the phases of a cine, each time fitted to the image; on real hearts against experts."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmrstudio import workflow
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.curves import fit_control_points
from cmrstudio.domain.errors import CancelledError
from cmrstudio.domain.geometry import contour_area_px
from cmrstudio.domain.propagation import PROPAGATED, propagate, ways_round
from cmrstudio.io.contour_text import read_contour
from tests.domain.test_refinement import SUBJECTS, SUNNYBROOK, dice, heart, radius_mm, ring

ENDO = Structure.LV_ENDOCARDIUM
SPACING_MM = (1.5, 1.25)
RADII_MM = (22, 20, 18, 17, 17, 18, 20, 21)


@pytest.fixture
def beating() -> np.ndarray:
    """A heart of eight phases, [phase, row, column]."""
    return np.stack([heart(radius, radius + 10) for radius in RADII_MM])


class Cancelled:
    def is_cancelled(self) -> bool:
        return True


def test_a_contour_follows_the_beat_through_all_phases(beating):
    found = propagate((ring(22.0),), 0, range(8), beating, np.ones(8, bool), SPACING_MM)
    assert sorted(found) == [1, 2, 3, 4, 5, 6, 7]
    assert [radius_mm(found[phase][0]) for phase in sorted(found)] == pytest.approx(RADII_MM[1:], abs=1.2)
    assert {contour.source for contours in found.values() for contour in contours} == {PROPAGATED}


def test_only_the_phases_asked_for_get_contours(beating):
    assert sorted(propagate((ring(22.0),), 0, [2, 3], beating, np.ones(8, bool), SPACING_MM)) == [2, 3]


def test_it_goes_on_from_contours_that_stay(beating):
    kept = {2: (ring(10.0),)}
    found = propagate((ring(22.0),), 0, [1, 2, 3], beating, np.ones(8, bool), SPACING_MM, kept)
    assert sorted(found) == [1, 3]
    alone = propagate((ring(22.0),), 0, [1, 2, 3], beating, np.ones(8, bool), SPACING_MM)
    assert contour_area_px(found[3][0].points_px) < contour_area_px(alone[3][0].points_px)


def test_a_missing_image_is_stepped_over(beating):
    present = np.ones(8, bool)
    present[1] = False
    beating[1] = 0
    found = propagate((ring(22.0),), 0, [1, 2], beating, present, SPACING_MM)
    assert list(found) == [2]
    assert radius_mm(found[2][0]) == pytest.approx(18, abs=1.2)


def test_it_stops_when_asked(beating):
    with pytest.raises(CancelledError):
        propagate((ring(22.0),), 0, range(8), beating, np.ones(8, bool), SPACING_MM, cancellation=Cancelled())


@given(st.integers(1, 40), st.data())
def test_every_target_is_met_by_the_shorter_way_round_the_cycle(count, data):
    here = data.draw(st.integers(0, count - 1))
    targets = data.draw(st.sets(st.integers(0, count - 1)))
    forward, backward = ways_round(here, sorted(targets), count)
    assert targets - {here} <= {*forward, *backward}
    assert here not in {*forward, *backward}
    assert len(forward) <= count / 2
    assert len(backward) <= count / 2
    assert not set(forward) & set(backward)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_propagated_contours_are_nearer_to_the_expert_than_copies_on_real_hearts(subject):
    """Between the two phases that experts drew; for the figures see ``test_refinement``."""
    folder = SUNNYBROOK / subject
    if not folder.is_dir():
        pytest.skip(f"{folder} with the experts' contours is not here")
    stack = workflow.open_study(folder / "dicom").short_axis.stack
    truth: dict[int, dict[int, Contour]] = defaultdict(dict)
    for path in sorted((folder / "contours").glob("*icontour-manual.txt")):
        slice_index, phase_index = divmod(int(path.name.split("-")[2]) - 1, stack.phase_count)
        drawn = read_contour(path)
        truth[slice_index][phase_index] = drawn.with_points(fit_control_points(drawn.points_px))
    plain, propagated = [], []
    for slice_index, by_phase in truth.items():
        images, present = stack.pixels[:, slice_index], stack.present[:, slice_index]
        for here, there in ((a, b) for a in by_phase for b in by_phase if a != b):
            found = propagate((by_phase[here],), here, [there], images, present, stack.pixel_spacing_mm)
            plain.append(dice(by_phase[here], by_phase[there], stack.image_shape))
            propagated.append(dice(found[there][0], by_phase[there], stack.image_shape))
    assert np.mean(propagated) > np.mean(plain) + 0.04
