"""Measures that follow every step of a drag: only the phase that changed is summed anew."""

from __future__ import annotations

from dataclasses import replace

from cmrstudio.domain.conventions import AS_TRAINED, BasalRule, Conventions
from cmrstudio.domain.measures import Annotations, Counting, Measures, Volume, cavity_volume, combine, myocardial_volume
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.domain.study import CineStack


class LiveMeasures:
    """The measures of one stack, kept up to date phase by phase.

    ``annotations`` is the caller's own mapping by (phase index, slice index); whoever changes it calls ``touch``.
    """

    def __init__(self, stack: CineStack, annotations: Annotations, conventions: Conventions = AS_TRAINED) -> None:
        self._stack = stack
        self._annotations = annotations
        self._cavity: dict[int, Volume | None] = {}
        self._myocardium: dict[int, Volume | None] = {}
        self.count_by(conventions)

    def count_by(self, conventions: Conventions) -> None:
        """Measure by other conventions from now on."""
        self._conventions = conventions
        self._counting: Counting | None = None
        self.touch_all()

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
        counting = self._counting_at(phases)
        for index in range(self._stack.phase_count):
            if index not in self._cavity:
                self._cavity[index] = cavity_volume(self._stack, self._annotations, index, counting)
        at = phases.end_diastole
        if at not in self._myocardium:
            self._myocardium[at] = myocardial_volume(self._stack, self._annotations, at, counting)
        volumes = [self._cavity[index] for index in range(self._stack.phase_count)]
        return combine(phases, volumes, self._myocardium[at], self._conventions)

    def _counting_at(self, phases: PhaseSelection) -> Counting:
        """How contours count; the mitral plane moves with the phases, and then all must be counted anew."""
        known = self._counting
        if known is None:
            known = Counting.of(self._stack, self._annotations, self._conventions, phases)
        elif known.phases != phases:
            if self._conventions.basal_rule is BasalRule.MITRAL_PLANE:
                self.touch_all()
            known = replace(known, phases=phases)
        self._counting = known
        return known
