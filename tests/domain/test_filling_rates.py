from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmrstudio.domain.errors import RatesUnknownError
from cmrstudio.domain.filling_rates import PhaseTimes, covered_ms, filling_rates, phase_times
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import CineStack


def stack(triggers_ms: np.ndarray | None, phases: int = 20, heart_rate_bpm: float | None = None) -> CineStack:
    times = np.full((phases, 3), np.nan) if triggers_ms is None else np.repeat(triggers_ms[:, None], 3, axis=1)
    return CineStack(
        pixels=np.zeros((phases, 3, 4, 4), np.int16),
        present=np.ones((phases, 3), bool),
        pixel_spacing_mm=(1.0, 1.0),
        slice_positions_mm=np.arange(3) * 10.0,
        affine_mm=np.repeat(np.eye(4)[None], 3, axis=0),
        trigger_times_ms=times,
        sop_uids=np.full((phases, 3), ""),
        slice_thickness_mm=8.0,
        frame_time_ms=40.0,
        heart_rate_bpm=heart_rate_bpm,
    )


def cosine(phases: int, shift: float = 0.0) -> np.ndarray:
    """100 + 40 cos: a stroke volume of 80 ml from 140 to 60."""
    return 100 + 40 * np.cos(2 * np.pi * (np.arange(phases) / phases - shift))


TIMES = PhaseTimes(np.arange(20) * 40.0, 800.0, "trigger times")


def test_a_cosine_has_its_peaks_a_quarter_of_the_cycle_after_its_ends() -> None:
    rates = filling_rates(TIMES, cosine(20), PhaseSelection(0, 10))
    expected = 40 * 2 * np.pi / 0.8  # ml/s, the steepest slope of 40 cos(2 pi t / 0.8 s)
    assert rates.peak_ejection_ml_per_s == pytest.approx(expected, rel=0.001)
    assert rates.peak_filling_ml_per_s == pytest.approx(expected, rel=0.001)
    assert rates.time_to_peak_ejection_ms == pytest.approx(200, abs=3)
    assert rates.time_to_peak_filling_ms == pytest.approx(200, abs=3)
    assert rates.peak_ejection_edv_per_s == pytest.approx(expected / 140, rel=0.001)
    assert rates.peak_filling_edv_per_s == pytest.approx(expected / 140, rel=0.001)


def test_two_harmonics_give_the_slope_worked_by_hand() -> None:
    turn = 2 * np.pi * np.arange(25) / 25
    volumes = 100 + 30 * np.cos(turn) + 10 * np.sin(2 * turn)
    rates = filling_rates(PhaseTimes(np.arange(25) * 40.0, 1000.0, ""), volumes, PhaseSelection(1, 14))
    fine = np.linspace(0, 2 * np.pi, 100_000)
    slope = (-30 * np.sin(fine) + 20 * np.cos(2 * fine)) * 2 * np.pi  # ml/s at one cycle a second
    assert rates.peak_filling_ml_per_s == pytest.approx(slope[(fine > 2 * np.pi * 14 / 25)].max(), rel=0.01)


@given(shift=st.floats(0, 1, exclude_max=True), turn=st.integers(0, 19))
def test_it_does_not_matter_at_which_phase_the_cine_begins(shift: float, turn: int) -> None:
    volumes = cosine(20, shift)
    phases = PhaseSelection(int(volumes.argmax()), int(volumes.argmin()))
    turned = PhaseSelection((phases.end_diastole - turn) % 20, (phases.end_systole - turn) % 20)
    one, other = filling_rates(TIMES, volumes, phases), filling_rates(TIMES, np.roll(volumes, -turn), turned)
    assert other.peak_ejection_ml_per_s == pytest.approx(one.peak_ejection_ml_per_s, rel=0.001)
    assert other.time_to_peak_filling_ms == pytest.approx(one.time_to_peak_filling_ms, abs=4.1)


def test_noise_of_one_phase_is_smoothed() -> None:
    volumes = cosine(20)
    volumes[4] += 4
    rates = filling_rates(TIMES, volumes, PhaseSelection(0, 10))
    jump = np.abs(np.diff(volumes)).max() / 0.04
    assert rates.peak_ejection_ml_per_s < jump


def test_a_missing_phase_in_between_does_little() -> None:
    volumes = cosine(20)
    volumes[[3, 15]] = np.nan
    rates = filling_rates(TIMES, volumes, PhaseSelection(0, 10))
    assert rates.peak_ejection_ml_per_s == pytest.approx(40 * 2 * np.pi / 0.8, rel=0.001)


@pytest.mark.parametrize(
    ("unknown", "phases", "message"),
    [
        (range(1, 14), PhaseSelection(0, 14), "at least 8 phases; 7 are known.*warnings"),
        (range(2, 8), PhaseSelection(0, 10), "neighbouring phases"),
        ([10], PhaseSelection(0, 10), "end-diastole and at end-systole"),
        ([], PhaseSelection(4, 4), "two phases"),
    ],
)
def test_too_few_volumes_are_refused_with_what_to_do(unknown, phases: PhaseSelection, message: str) -> None:
    volumes = cosine(20)
    volumes[list(unknown)] = np.nan
    with pytest.raises(RatesUnknownError, match=message):
        filling_rates(TIMES, volumes, phases)


class TestPhaseTimes:
    def test_trigger_times_count_from_the_first_phase(self) -> None:
        times = phase_times(stack(18.75 + np.arange(20) * 37.5))
        assert times.times_ms == pytest.approx(np.arange(20) * 37.5)
        assert times.cycle_ms == pytest.approx(750)
        assert times.source == "trigger times"

    def test_the_part_of_the_cycle_that_is_covered_is_known_without_a_heart_rate(self) -> None:
        assert covered_ms(stack(18.75 + np.arange(20) * 37.5)) == pytest.approx(750)
        assert covered_ms(stack(None)) is None

    def test_a_cine_that_stops_early_gets_the_rest_of_the_cycle(self) -> None:
        assert phase_times(stack(np.arange(20) * 40.0), heart_rate_bpm=60).cycle_ms == pytest.approx(1000)

    def test_uneven_times_of_slices_are_averaged(self) -> None:
        made = stack(np.arange(20) * 40.0)
        times = made.trigger_times_ms.copy()
        times[:, 1] *= 1.1
        assert phase_times(replace(made, trigger_times_ms=times)).times_ms[-1] == pytest.approx(760 * 3.1 / 3)

    def test_without_trigger_times_the_heart_rate_divides_the_cycle(self) -> None:
        times = phase_times(stack(None, heart_rate_bpm=75))
        assert times.times_ms == pytest.approx(np.arange(20) * 40.0)
        assert times.source == "heart rate and count of phases"

    def test_the_readers_heart_rate_goes_before_the_headers(self) -> None:
        assert phase_times(stack(None, heart_rate_bpm=75), heart_rate_bpm=60).cycle_ms == pytest.approx(1000)

    def test_without_any_times_there_are_no_rates(self) -> None:
        with pytest.raises(RatesUnknownError, match="enter the heart rate"):
            phase_times(stack(None))

    def test_trigger_times_that_do_not_grow_are_not_used(self) -> None:
        with pytest.raises(RatesUnknownError, match="neither trigger times"):
            phase_times(stack(np.zeros(20)))

    def test_images_that_miss_much_of_the_cycle_are_refused(self) -> None:
        with pytest.raises(RatesUnknownError, match="cover 53 % of the cardiac cycle"):
            phase_times(stack(np.arange(20) * 40.0), heart_rate_bpm=40)
