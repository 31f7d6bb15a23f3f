"""How fast the ventricle empties and fills: a smooth periodic curve through the volumes, and its steepest places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cmrstudio.domain.errors import RatesUnknownError
from cmrstudio.domain.measures import Volume
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import CineStack

Curve = npt.NDArray[np.float64]
MOST_HARMONICS = 5
LEAST_VOLUMES = 8
LEAST_SHARE_OF_CYCLE = 0.7
LARGEST_GAP_SHARE = 0.25
_SAMPLES = 400


@dataclass(frozen=True, eq=False)
class PhaseTimes:
    """When phases lie in the cardiac cycle: ``times_ms`` [phase], growing, within ``cycle_ms``; ``source`` in words."""

    times_ms: Curve
    cycle_ms: float
    source: str


@dataclass(frozen=True, eq=False)
class FillingRates:
    """Rates of a volume curve, which are positive for filling and for ejection alike.

    ``times_ms`` [n], ``volumes_ml`` [n] and ``rates_ml_per_s`` [n] (dV/dt, negative in ejection) are the smooth curve
    over one cycle from the first phase on. Times to peaks count from end-diastole and from end-systole.
    ``phase_numbers`` [n] is where each sample lies on an axis of phases counted from one.
    """

    times_ms: Curve
    phase_numbers: Curve
    volumes_ml: Curve
    rates_ml_per_s: Curve
    peak_ejection_ml_per_s: float
    peak_filling_ml_per_s: float
    time_to_peak_ejection_ms: float
    time_to_peak_filling_ms: float
    peak_ejection_index: int
    peak_filling_index: int
    edv_ml: float
    times: PhaseTimes

    @property
    def peak_ejection_edv_per_s(self) -> float:
        """Peak ejection rate over the end-diastolic volume."""
        return self.peak_ejection_ml_per_s / self.edv_ml

    @property
    def peak_filling_edv_per_s(self) -> float:
        """Peak filling rate over the end-diastolic volume."""
        return self.peak_filling_ml_per_s / self.edv_ml


def phase_times(stack: CineStack, heart_rate_bpm: float | None = None) -> PhaseTimes:
    """When each phase of a stack lies in the cardiac cycle, from trigger times or from the heart rate.

    Trigger times are the mean over slices. The cycle is as long as the trigger times say, or as the heart rate says
    where that is longer (a prospectively gated cine stops early). ``heart_rate_bpm`` goes before the stack's own.
    Raises ``RatesUnknownError`` where neither is known, or where the images miss too much of the cycle.
    """
    rate = heart_rate_bpm or stack.heart_rate_bpm
    interval_ms = 60_000 / rate if rate else None
    triggers = _mean_triggers_ms(stack)
    if triggers is None and interval_ms is None:
        raise RatesUnknownError(
            "The headers give neither trigger times nor a heart rate: enter the heart rate to see rates."
        )
    if triggers is None:
        assert interval_ms is not None
        times_ms = np.arange(stack.phase_count) * interval_ms / stack.phase_count
        return PhaseTimes(times_ms, interval_ms, "heart rate and count of phases")
    covered = _covered_ms(triggers)
    cycle_ms = max(covered, interval_ms or 0.0)
    if covered < LEAST_SHARE_OF_CYCLE * cycle_ms:
        raise RatesUnknownError(
            f"The images cover {100 * covered / cycle_ms:.0f} % of the cardiac cycle at this heart rate: too little "
            "for rates. Check the heart rate."
        )
    return PhaseTimes(triggers - triggers[0], cycle_ms, "trigger times")


def covered_ms(stack: CineStack) -> float | None:
    """How much of the cardiac cycle the images cover by their trigger times, None where these do not tell.

    The cycle may be longer: a prospectively gated cine stops early. So this is no heart rate, but it limits it.
    """
    triggers = _mean_triggers_ms(stack)
    return None if triggers is None else _covered_ms(triggers)


def filling_rates(times: PhaseTimes, volumes_ml: npt.ArrayLike, phases: PhaseSelection) -> FillingRates:
    """Peak ejection and filling rates from volumes [phase] in ml, NaN where unknown.

    The curve is a least-squares Fourier series of at most five harmonics, periodic over the cycle, as is usual for
    ventricular time-activity and time-volume curves (Bacharach SL et al., J Nucl Med 1983;24:1176). Ejection is looked
    for from end-diastole to end-systole, filling from end-systole to the next end-diastole. Raises
    ``RatesUnknownError`` where too few volumes are known or where end-diastole and end-systole are one phase.
    """
    volumes = np.asarray(volumes_ml, np.float64)
    known = np.isfinite(volumes)
    _check(times, known, phases)
    harmonics = min(MOST_HARMONICS, (int(known.sum()) - 1) // 3)
    omega = 2 * np.pi / times.cycle_ms
    weights, *_ = np.linalg.lstsq(_series(omega * times.times_ms[known], harmonics)[0], volumes[known], rcond=None)
    sample_ms = np.arange(_SAMPLES) * times.cycle_ms / _SAMPLES
    values, slopes = _series(omega * sample_ms, harmonics)
    rates = slopes @ weights * omega * 1000
    diastole_ms, systole_ms = (float(times.times_ms[index]) for index in (phases.end_diastole, phases.end_systole))
    ejection, to_ejection_ms = _steepest(-rates, sample_ms, diastole_ms, systole_ms, times.cycle_ms)
    filling, to_filling_ms = _steepest(rates, sample_ms, systole_ms, diastole_ms, times.cycle_ms)
    edv_ml = float(volumes[phases.end_diastole])
    return FillingRates(
        times_ms=sample_ms,
        phase_numbers=_phase_numbers(times, sample_ms),
        volumes_ml=values @ weights,
        rates_ml_per_s=rates,
        peak_ejection_ml_per_s=float(-rates[ejection]),
        peak_filling_ml_per_s=float(rates[filling]),
        time_to_peak_ejection_ms=to_ejection_ms,
        time_to_peak_filling_ms=to_filling_ms,
        peak_ejection_index=ejection,
        peak_filling_index=filling,
        edv_ml=edv_ml,
        times=times,
    )


def _covered_ms(triggers_ms: Curve) -> float:
    return float(triggers_ms[-1] - triggers_ms[0] + np.median(np.diff(triggers_ms)))


def _mean_triggers_ms(stack: CineStack) -> Curve | None:
    """Mean trigger time [phase] over slices, or None where any phase has none or they do not grow."""
    known = np.isfinite(stack.trigger_times_ms)
    if stack.phase_count < 2 or not known.any(axis=1).all():
        return None
    complete = known.all(axis=0)
    triggers = stack.trigger_times_ms[:, complete] if complete.any() else stack.trigger_times_ms
    means = np.nanmean(triggers, axis=1)
    return means if (np.diff(means) > 0).all() else None


def _check(times: PhaseTimes, known: npt.NDArray[np.bool_], phases: PhaseSelection) -> None:
    if known.sum() < LEAST_VOLUMES:
        raise RatesUnknownError(
            f"Rates need complete volumes of at least {LEAST_VOLUMES} phases; {known.sum()} are known. Segment the "
            "study, and mend what its warnings name."
        )
    known_ms = times.times_ms[known]
    gaps = np.diff(np.concatenate([known_ms, [known_ms[0] + times.cycle_ms]]))
    if gaps.max() > LARGEST_GAP_SHARE * times.cycle_ms + 1e-9 and not known.all():
        raise RatesUnknownError("Too many neighbouring phases have no volume for rates. Segment the study.")
    if phases.end_diastole == phases.end_systole or not known[phases.end_diastole] or not known[phases.end_systole]:
        raise RatesUnknownError(
            "Rates need complete contours at end-diastole and at end-systole, two phases. Segment both."
        )


def unverified_phases_text(cavities: Sequence[Volume | None], is_verified: Callable[[int, int], bool]) -> str:
    """A sentence on how many phases rest on images (phase, slice) that are not verified; empty where none does."""
    count = sum(
        volume is not None and not all(is_verified(phase, index) for index in volume.slice_indices)
        for phase, volume in enumerate(cavities)
    )
    return f"Rests on contours that are not verified at {count} of {len(cavities)} phases." if count else ""


def _series(angle: Curve, harmonics: int) -> tuple[Curve, Curve]:
    """Terms of a Fourier series [n, 2 * harmonics + 1] at angles [n], and their derivatives by the angle."""
    order = np.arange(1, harmonics + 1)
    turns = angle[:, None] * order
    zero, one = np.zeros((len(angle), 1)), np.ones((len(angle), 1))
    values = np.hstack([one, np.cos(turns), np.sin(turns)])
    return values, np.hstack([zero, -order * np.sin(turns), order * np.cos(turns)])


def _steepest(rates: Curve, sample_ms: Curve, begin_ms: float, end_ms: float, cycle_ms: float) -> tuple[int, float]:
    """The sample with the greatest rate from one time to another, going round, and how long after the first it is."""
    since_ms = (sample_ms - begin_ms) % cycle_ms
    inside = since_ms <= (end_ms - begin_ms) % cycle_ms
    best = int(np.where(inside, rates, -np.inf).argmax())
    return best, float(since_ms[best])


def _phase_numbers(times: PhaseTimes, sample_ms: Curve) -> Curve:
    count = len(times.times_ms)
    known_ms = np.concatenate([times.times_ms, [times.cycle_ms]])
    return np.asarray(np.interp(sample_ms, known_ms, np.arange(1, count + 2)))
