"""What the work list shows of every study of a workspace, kept so that no study has to be read for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select

from cmrstudio.domain.errors import StoreError
from cmrstudio.domain.readers import SHARED, reading_key
from cmrstudio.domain.study_summary import ReadingState, StudySummary
from cmrstudio.store import rows, sqlite
from cmrstudio.store.schema import audit_entries, edits, study_openings, study_summaries, study_thumbnails

_FIELDS = tuple(field.name for field in fields(StudySummary))
_columns = attrgetter(*_FIELDS)
_UID, _STATE, _CHANGED = (_FIELDS.index(name) for name in ("study_uid", "state", "changed_at_utc"))
ASKED_AT_ONCE = 500


class StudySummaries:
    """The entries of the work list; a later one takes the place of an earlier one of the same study.

    Every reader has entries of their own, kept under the key of the reader's reading, and is shown nothing of others'.
    All methods raise ``StoreError`` naming the file; those that write return when the disk has it.
    """

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path

    def put(self, summary: StudySummary, thumbnail_png: bytes | None = None, reader: str = SHARED) -> StudySummary:
        """Keep a reader's summary, and a picture where one is given; returns it with the time of the last change.

        That is when contours, verifications or phases of its series changed last, or else when the study came into the
        list. A study that is read takes away the failure to read it at the same path.
        """
        with sqlite.writing(self._engine, self._path) as connection:
            kept = replace(summary, changed_at_utc=_last_change(connection, summary, reader))
            key = _entry(kept, reader)
            connection.execute(delete(study_summaries).where(study_summaries.c.entry_id.in_({key, kept.source})))
            connection.execute(insert(study_summaries), _values(kept) | {"entry_id": key})
            if thumbnail_png is not None:
                connection.execute(delete(study_thumbnails).where(study_thumbnails.c.entry_id == kept.entry_id))
                connection.execute(insert(study_thumbnails), {"entry_id": kept.entry_id, "png": thumbnail_png})
        return kept

    def all(self, reader: str = SHARED) -> tuple[StudySummary, ...]:
        """Every study of the workspace as a reader may see it, in no order; also those opened before there was a list.

        Of a study that only others have read, who and what was examined is told, and nothing of what they made of it.
        """
        latest = select(func.max(study_openings.c.id)).group_by(study_openings.c.study_uid)
        unknown = study_openings.c.study_uid.not_in(select(study_summaries.c.study_uid))
        opened = select(study_openings).where(study_openings.c.id.in_(latest), unknown)
        with sqlite.reading(self._engine, self._path) as connection:
            columns = _columns(study_summaries.c)
            kept = [(row[0], row[1:]) for row in connection.execute(select(study_summaries.c.entry_id, *columns))]
            others = connection.execute(opened).all()
            suffix = reading_key("", reader)
            own = [row for entry, row in kept if not row[_UID] or entry == row[_UID] + suffix]
            seen = {row[_UID] for row in own}
            unread = {row[_UID]: row for _, row in kept if row[_UID] not in seen}
            query = select(edits.c.series_uid).distinct()
            drawn = set(connection.execute(query).scalars()) if unread else set()
        bare = (_without_reading(self._summary(row), reader, drawn) for row in unread.values())
        return (*map(self._summary, own), *bare, *map(_opened, others))

    def thumbnails(self, entry_ids: Collection[str]) -> dict[str, bytes]:
        """The pictures of some entries as PNG; those that have none are left out."""
        wanted, found = list(entry_ids), {}
        with sqlite.reading(self._engine, self._path) as connection:
            for start in range(0, len(wanted), ASKED_AT_ONCE):
                some = wanted[start : start + ASKED_AT_ONCE]
                query = select(study_thumbnails).where(study_thumbnails.c.entry_id.in_(some))
                found.update({row.entry_id: bytes(row.png) for row in connection.execute(query)})
        return found

    def remove_unreadable(self, entry_ids: Collection[str]) -> None:
        """Take failures to read off the list; studies that were read stay, whatever is asked."""
        chosen = study_summaries.c.entry_id.in_(list(entry_ids))
        with sqlite.writing(self._engine, self._path) as connection:
            connection.execute(
                delete(study_summaries).where(chosen, study_summaries.c.state == ReadingState.UNREADABLE.value)
            )

    def _summary(self, row: Sequence[Any]) -> StudySummary:
        values = list(row)
        try:
            values[_STATE] = ReadingState(values[_STATE])
            values[_CHANGED] = rows.time_from_text(values[_CHANGED])
        except (ValueError, TypeError) as error:
            problem = "an entry of the work list is not what was written"
            raise StoreError(f"{self._path}: {problem}; {sqlite.DAMAGED}.") from error
        return StudySummary(*values)


def _values(summary: StudySummary) -> rows.Values:
    assert summary.changed_at_utc is not None
    return {
        **vars(summary),
        "entry_id": summary.entry_id,
        "state": summary.state.value,
        "changed_at_utc": rows.time_to_text(summary.changed_at_utc),
    }


def _entry(summary: StudySummary, reader: str) -> str:
    """The key of an entry; that a path cannot be read is nobody's secret."""
    return reading_key(summary.study_uid, reader) if summary.study_uid else summary.source


def _without_reading(summary: StudySummary, reader: str, drawn: Collection[str]) -> StudySummary:
    """A study that others have read, as one that waits for this reader, or waits to be summarised for them."""
    is_begun = reading_key(summary.series_uid, reader) in drawn
    return summary.without_reading(ReadingState.OPENED if is_begun else ReadingState.NEW)


def _last_change(connection: Connection, summary: StudySummary, reader: str) -> datetime:
    key, entry = reading_key(summary.series_uid, reader), _entry(summary, reader)
    last = select(func.max(audit_entries.c.recorded_at_utc)).where(audit_entries.c.series_uid == key)
    before = select(study_summaries.c.changed_at_utc).where(study_summaries.c.entry_id == entry)
    found = connection.execute(last).scalar_one() or connection.execute(before).scalar_one_or_none()
    return rows.time_from_text(found) if found else datetime.now(UTC)


def _opened(row: rows.AnyRow) -> StudySummary:
    return StudySummary(
        row.study_uid,
        "",
        row.patient_key,
        row.patient_label,
        "",
        row.source,
        row.acquired_on,
        ReadingState.OPENED,
        changed_at_utc=rows.time_from_text(row.opened_at_utc),
    )
