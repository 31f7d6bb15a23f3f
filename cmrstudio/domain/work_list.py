"""All studies of a workspace in memory: searched, filtered and sorted fast enough to follow every key stroke."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
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
    SortKey.PATIENT: lambda summary: folded(summary.name),
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


_Entry = tuple[str, StudySummary]
"""What is searched of a study, and its summary."""


class WorkList:
    """The summaries by their ``entry_id``; what is searched is kept folded, what is sorted is kept sorted."""

    def __init__(self, summaries: Iterable[StudySummary] = ()) -> None:
        self._entries: dict[str, _Entry] = {}
        self._order: list[_Entry] = []
        self._ordered_by: tuple[SortKey, bool] | None = None
        self._counts: dict[ReadingState, int] | None = None
        self.put(summaries)

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, entry_id: str) -> StudySummary | None:
        """The summary known by this id, or None."""
        found = self._entries.get(entry_id)
        return found[1] if found else None

    @property
    def entries(self) -> tuple[StudySummary, ...]:
        """All summaries, in no order."""
        return tuple(summary for _, summary in self._entries.values())

    @property
    def readable_sources(self) -> frozenset[str]:
        """The paths that the studies came from, without those at which none could be read."""
        return frozenset(summary.source for _, summary in self._entries.values() if summary.study_uid)

    def put(self, summaries: Iterable[StudySummary]) -> None:
        """Add studies, or replace those that are there; a study read at a path replaces the failure to read it."""
        for summary in summaries:
            self._entries[summary.entry_id] = (searched_text(summary), summary)
            if summary.study_uid:
                self._entries.pop(summary.source, None)
        self._ordered_by = self._counts = None

    def remove(self, entry_ids: Collection[str]) -> None:
        """Take entries off the list; ids that are not there are passed over."""
        for entry_id in entry_ids:
            self._entries.pop(entry_id, None)
        self._ordered_by = self._counts = None

    def counts(self) -> dict[ReadingState, int]:
        """How many studies there are in each state."""
        if self._counts is None:
            found = Counter(summary.state for _, summary in self._entries.values())
            self._counts = {state: found[state] for state in ReadingState}
        return self._counts

    def select(self, selection: Selection) -> list[StudySummary]:
        """The studies to show, in order; what has no value to sort by comes last in either direction."""
        self._sort(selection.sort_key, selection.is_descending)
        chosen = self._order
        for word in sorted(folded(selection.text).split(), key=len, reverse=True):
            chosen = [entry for entry in chosen if word in entry[0]]
        found = [summary for _, summary in chosen]
        return [summary for summary in found if summary.state in selection.states] if selection.states else found

    def _sort(self, sort_key: SortKey, is_descending: bool) -> None:
        if self._ordered_by == (sort_key, is_descending):
            return
        value = _VALUES[sort_key]
        keyed = [(value(entry[1]), entry_id, entry) for entry_id, entry in self._entries.items()]
        known = sorted((item for item in keyed if item[0] is not None), key=_place, reverse=is_descending)
        unknown = sorted((item for item in keyed if item[0] is None), key=_place_of_unknown)
        self._order = [entry for _, _, entry in (*known, *unknown)]
        self._ordered_by = (sort_key, is_descending)


_place = itemgetter(0, 1)
_place_of_unknown = itemgetter(1)


def searched_text(summary: StudySummary) -> str:
    """Everything of a study that is searched, folded, one field a line."""
    changed = summary.changed_at_utc.astimezone().date().isoformat() if summary.changed_at_utc else ""
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
