"""Measures that follow every step of a drag: only the phase that changed is summed anew."""

from __future__ import annotations

from cmrstudio.domain.measures import Annotations, Measures, Volume, cavity_volume, combine, myocardial_volume
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import CineStack


class LiveMeasures:
    """The measures of one stack, kept up to date phase by phase.

    ``annotations`` is the caller's own mapping by (phase index, slice index); whoever changes it calls ``touch``.
    """

    def __init__(self, stack: CineStack, annotations: Annotations) -> None:
        self._stack = stack
        self._annotations = annotations
        self._cavity: dict[int, Volume | None] = {}
        self._myocardium: dict[int, Volume | None] = {}

    def touch(self, phase_index: int) -> None:
        """Contours or images of this phase have changed."""
        self._cavity.pop(phase_index, None)
        self._myocardium.pop(phase_index, None)

    def touch_all(self) -> None:
        """Anything may have changed."""
        self._cavity.clear()
        self._myocardium.clear()

    def measure(self, phases: PhaseSelection) -> Measures:
        """The same as ``measures.measure`` on the annotations as they are now."""
        for index in range(self._stack.phase_count):
            if index not in self._cavity:
                self._cavity[index] = cavity_volume(self._stack, self._annotations, index)
        at = phases.end_diastole
        if at not in self._myocardium:
            self._myocardium[at] = myocardial_volume(self._stack, self._annotations, at)
        return combine(phases, [self._cavity[i] for i in range(self._stack.phase_count)], self._myocardium[at])
