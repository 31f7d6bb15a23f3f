from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmrstudio.domain.phases import PhaseSelection, PhaseSource, phase_names, phases_from_images, phases_from_volumes

SOURCES = st.sampled_from(list(PhaseSource))
SELECTIONS = st.builds(PhaseSelection, st.integers(0, 30), st.integers(0, 30), SOURCES, SOURCES)


@settings(max_examples=100, deadline=None)
@given(SELECTIONS, st.lists(SELECTIONS, max_size=4), st.integers(0, 30))
def test_a_phase_set_by_hand_is_never_overwritten(
    start: PhaseSelection, found: list[PhaseSelection], chosen: int
) -> None:
    selection = start.with_end_systole(chosen)
    for guess in found:
        selection = selection.improved_by(guess)
    assert selection.end_systole == chosen
    assert selection.end_systole_source is PhaseSource.READER


def test_setting_one_phase_by_hand_leaves_the_other_open_to_improvement() -> None:
    by_hand = PhaseSelection(0, 7).with_end_diastole(24)
    improved = by_hand.improved_by(PhaseSelection(2, 9, PhaseSource.VOLUMES, PhaseSource.VOLUMES))
    assert (improved.end_diastole, improved.end_systole) == (24, 9)


def test_volumes_are_trusted_over_images_and_not_the_other_way_round() -> None:
    from_volumes = PhaseSelection(1, 9, PhaseSource.VOLUMES, PhaseSource.VOLUMES)
    from_images = PhaseSelection(0, 7)
    assert from_images.improved_by(from_volumes) == from_volumes
    assert from_volumes.improved_by(from_images) == from_volumes


def test_newer_volumes_replace_older_ones() -> None:
    older = PhaseSelection(1, 9, PhaseSource.VOLUMES, PhaseSource.VOLUMES)
    newer = PhaseSelection(2, 8, PhaseSource.VOLUMES, PhaseSource.VOLUMES)
    assert older.improved_by(newer) == newer


def test_largest_and_smallest_volume_are_end_diastole_and_end_systole() -> None:
    found = phases_from_volumes([120, 110, 60, 50, 70])
    assert found == PhaseSelection(0, 3, PhaseSource.VOLUMES, PhaseSource.VOLUMES)


def test_a_single_noisy_phase_does_not_win() -> None:
    volumes = 90 + 40 * np.cos(np.arange(20) * 2 * np.pi / 20)
    volumes[4] = 48.0
    found = phases_from_volumes(volumes)
    assert found is not None
    assert found.end_systole == 10


def test_unknown_volumes_are_passed_over() -> None:
    found = phases_from_volumes([np.nan, 100, np.nan, 60, 80])
    assert found is not None
    assert (found.end_diastole, found.end_systole) == (1, 3)


@pytest.mark.parametrize("volumes", [[], [np.nan, np.nan], [100.0, np.nan]])
def test_fewer_than_two_volumes_say_nothing(volumes: list[float]) -> None:
    assert phases_from_volumes(volumes) is None


def beating(phases: int, end_systole: int) -> np.ndarray:
    """Images [phase, slice, row, column] of a bright disc that is smallest at ``end_systole``."""
    row, column = np.mgrid[:96, :96]
    distance = np.hypot(row - 48, column - 48)
    ahead = np.interp(np.arange(phases), [0, end_systole, phases], [0, 1, 0])
    discs = [(distance < 18 - 8 * share) * 800 for share in ahead]
    return np.repeat(np.stack(discs)[:, None], 3, axis=1).astype(np.int16)


@pytest.mark.parametrize("end_systole", [6, 8, 11])
def test_the_images_tell_end_systole_before_anything_is_drawn(end_systole: int) -> None:
    pixels = beating(25, end_systole)
    found = phases_from_images(pixels, np.ones(pixels.shape[:2], bool))
    assert (found.end_diastole, found.end_systole) == (0, end_systole)
    assert found.end_systole_source is PhaseSource.IMAGES


def test_slices_with_a_hole_are_not_looked_at() -> None:
    pixels = beating(20, 8)
    present = np.ones(pixels.shape[:2], bool)
    pixels[5, 1], present[5, 1] = 0, False
    assert phases_from_images(pixels, present).end_systole == 8


@pytest.mark.parametrize("phases", [1, 2, 3])
def test_short_cines_give_phases_that_exist(phases: int) -> None:
    pixels = np.zeros((phases, 2, 16, 16), np.int16)
    found = phases_from_images(pixels, np.ones((phases, 2), bool))
    assert 0 <= found.end_diastole < phases
    assert 0 <= found.end_systole < phases


def test_a_cine_without_one_complete_slice_still_gets_a_guess() -> None:
    pixels = beating(20, 8)
    present = np.ones(pixels.shape[:2], bool)
    present[3] = False
    assert phases_from_images(pixels, present).end_systole < 20


def test_phases_are_named_by_the_cavity_on_the_slices_that_all_have() -> None:
    areas = {0: {0: 9.0, 1: 8.0}, 4: {1: 3.0}, 7: {0: 1.0, 1: 5.0, 2: 99.0}}
    assert phase_names(areas) == {0: "ED", 4: "ES", 7: "phase008"}
    assert phase_names({0: {0: 2.0}, 1: {1: 1.0}}) == {0: "phase001", 1: "phase002"}
    assert phase_names({}) == {}


def test_a_phase_on_which_nothing_is_drawn_is_not_end_systole() -> None:
    assert phase_names({0: {0: 9.0}, 1: {0: 5.0}, 2: {0: 0.0}}) == {0: "ED", 1: "ES", 2: "phase003"}


def test_chosen_phases_are_called_what_they_were_chosen_to_be() -> None:
    areas = {0: {0: 9.0}, 1: {0: 5.0}, 2: {0: 7.0}}
    assert phase_names(areas, PhaseSelection(2, 1)) == {0: "phase001", 1: "ES", 2: "ED"}
