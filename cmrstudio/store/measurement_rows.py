"""Calipers and areas in the workspace: written and read within a connection of the store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from cmrstudio.domain.errors import CmrstudioError, StoreError
from cmrstudio.domain.image_measurements import ImageMeasurement, MeasurementKind
from cmrstudio.store import rows
from cmrstudio.store.schema import image_measurements
from cmrstudio.store.sqlite import DAMAGED


def append(
    connection: Connection, series_uid: str, measurements: Sequence[ImageMeasurement], *, is_deleted: bool
) -> None:
    """Keep measurements as they are now, or that they are gone."""
    now = rows.time_to_text(datetime.now(UTC))
    values = [
        {
            "series_uid": series_uid,
            "measurement_id": measurement.measurement_id,
            "kind": measurement.kind,
            "slice_index": measurement.slice_index,
            "phase_index": measurement.phase_index,
            "points_json": json.dumps(measurement.points_px.tolist()),
            "is_deleted": is_deleted,
            "recorded_at_utc": now,
        }
        for measurement in measurements
    ]
    if values:
        connection.execute(insert(image_measurements), values)


def latest(connection: Connection, series_uid: str, path: Path) -> tuple[ImageMeasurement, ...]:
    """The measurements of a series that are there now, in the order in which they were last drawn.

    Raises ``StoreError`` naming ``path`` where a row is not what was written.
    """
    table = image_measurements
    last = select(func.max(table.c.id)).where(table.c.series_uid == series_uid).group_by(table.c.measurement_id)
    query = select(table).where(table.c.id.in_(last), table.c.is_deleted.is_(False)).order_by(table.c.id)
    return tuple(_measurement(row, path) for row in connection.execute(query))


def _measurement(row: rows.AnyRow, path: Path) -> ImageMeasurement:
    try:
        return ImageMeasurement(
            row.measurement_id,
            MeasurementKind(row.kind),
            row.slice_index,
            row.phase_index,
            json.loads(row.points_json),
        )
    except (ValueError, TypeError, CmrstudioError) as error:
        raise StoreError(f"{path}: measurement {row.id} cannot be read; {DAMAGED}.") from error
