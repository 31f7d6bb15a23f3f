"""All studies of a workspace in memory: searched, filtered and sorted fast enough to follow every key stroke."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from cmrstudio.domain.study_summary import ReadingState, StudySummary


class SortKey(StrEnum):
    """What the list can be sorted by."""

    PATIENT = "patient"
    DATE = "date"
    STATE = "state"
    QUALITY = "quality"
    EF = "ef"
    EDV = "edv"
    ESV = "esv"
    REVIEWER = "reviewer"
    CHANGED = "changed"
    SOURCE = "source"


STATE_ORDER = {state: rank for rank, state in enumerate(ReadingState)}

_VALUES: dict[SortKey, Callable[[StudySummary], Any]] = {
    SortKey.PATIENT: lambda summary: folded(summary.patient_label or PurePath(summary.source).name),
    SortKey.DATE: lambda summary: summary.acquired_on or None,
    SortKey.STATE: lambda summary: (STATE_ORDER[summary.state], -_verified_share(summary)),
    SortKey.QUALITY: lambda summary: summary.lowest_quality,
    SortKey.EF: lambda summary: summary.ef_percent,
    SortKey.EDV: lambda summary: summary.edv_ml,
    SortKey.ESV: lambda summary: summary.esv_ml,
    SortKey.REVIEWER: lambda summary: folded(summary.reviewer) or None,
    SortKey.CHANGED: lambda summary: summary.changed_at_utc,
    SortKey.SOURCE: lambda summary: folded(summary.source),
}


@dataclass(frozen=True)
class Selection:
    """Which studies to show and in which order. Every word of ``text`` must occur; no ``states`` means all."""

    text: str = ""
    states: frozenset[ReadingState] = frozenset()
    sort_key: SortKey = SortKey.CHANGED
    is_descending: bool = True


class WorkList:
    """The summaries by their ``entry_id``; what is searched is kept folded, what is sorted is kept sorted."""

    def __init__(self, summaries: Iterable[StudySummary] = ()) -> None:
        self._summaries: dict[str, StudySummary] = {}
        self._texts: dict[str, str] = {}
        self._order: list[str] = []
        self._ordered_by: tuple[SortKey, bool] | None = None
        self.put(summaries)

    def __len__(self) -> int:
        return len(self._summaries)

    def get(self, entry_id: str) -> StudySummary | None:
        """The summary known by this id, or None."""
        return self._summaries.get(entry_id)

    @property
    def entries(self) -> tuple[StudySummary, ...]:
        """All summaries, in no order."""
        return tuple(self._summaries.values())

    @property
    def readable_sources(self) -> frozenset[str]:
        """The paths that the studies came from, without those at which none could be read."""
        return frozenset(summary.source for summary in self._summaries.values() if summary.study_uid)

    def put(self, summaries: Iterable[StudySummary]) -> None:
        """Add studies, or replace those that are there; a study read at a path replaces the failure to read it."""
        for summary in summaries:
            self._summaries[summary.entry_id] = summary
            self._texts[summary.entry_id] = searched_text(summary)
            if summary.study_uid:
                self.remove([summary.source])
        self._ordered_by = None

    def remove(self, entry_ids: Collection[str]) -> None:
        """Take entries off the list; ids that are not there are passed over."""
        for entry_id in entry_ids:
            if self._summaries.pop(entry_id, None) is not None:
                del self._texts[entry_id]
                self._ordered_by = None

    def counts(self) -> dict[ReadingState, int]:
        """How many studies there are in each state."""
        found = Counter(summary.state for summary in self._summaries.values())
        return {state: found[state] for state in ReadingState}

    def select(self, selection: Selection) -> list[StudySummary]:
        """The studies to show, in order; what has no value to sort by comes last in either direction."""
        self._sort(selection.sort_key, selection.is_descending)
        words = folded(selection.text).split()
        chosen: Iterable[str] = self._order
        for word in sorted(words, key=len, reverse=True):
            chosen = [entry_id for entry_id in chosen if word in self._texts[entry_id]]
        found = [self._summaries[entry_id] for entry_id in chosen]
        return [summary for summary in found if summary.state in selection.states] if selection.states else found

    def _sort(self, sort_key: SortKey, is_descending: bool) -> None:
        if self._ordered_by == (sort_key, is_descending):
            return
        value = _VALUES[sort_key]
        keyed = [(value(summary), entry_id) for entry_id, summary in self._summaries.items()]
        known = sorted((item for item in keyed if item[0] is not None), reverse=is_descending)
        unknown = sorted(entry_id for key, entry_id in keyed if key is None)
        self._order = [entry_id for _, entry_id in known] + unknown
        self._ordered_by = (sort_key, is_descending)


def searched_text(summary: StudySummary) -> str:
    """Everything of a study that is searched, folded, one field a line."""
    changed = f"{summary.changed_at_utc.astimezone():%Y-%m-%d}" if summary.changed_at_utc else ""
    fields = (
        summary.patient_label,
        summary.description,
        summary.source,
        summary.reviewer,
        summary.acquired_on or "",
        changed,
        summary.problem,
    )
    return folded("\n".join(fields))


def folded(text: str) -> str:
    """Text as it is compared: without case and without accents."""
    if text.isascii():
        return text.lower()
    # Twice: some compatibility characters stand for capitals, and some letters fold into several.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _verified_share(summary: StudySummary) -> float:
    return summary.verified_count / summary.drawn_count if summary.drawn_count else 0.0
