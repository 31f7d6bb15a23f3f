"""Calipers and areas in the workspace: as they were drawn, moved and deleted last."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from cmrstudio.domain.errors import StoreError
from cmrstudio.domain.image_measurements import ImageMeasurement, MeasurementKind
from cmrstudio.store.annotation_store import AnnotationStore

SERIES = "1.2.840.1"


def caliper(name: str = "a", end: float = 1 / 3) -> ImageMeasurement:
    return ImageMeasurement(name, MeasurementKind.DISTANCE, 3, 7, np.array([[0.1, 2.0], [end, 4.0]]))


def test_measurements_come_back_as_they_were_last(workspace: Path) -> None:
    store = AnnotationStore.open(workspace)
    store.save_measurements(SERIES, [caliper("a"), caliper("b"), caliper("c")])
    store.save_measurements(SERIES, [caliper("a", 9.0)])
    store.save_measurements(SERIES, [caliper("b")], is_deleted=True)
    store.save_measurements("another series", [caliper("d")])
    store.close()
    store = AnnotationStore.open(workspace)
    assert store.measurements(SERIES) == (caliper("c"), caliper("a", 9.0))
    store.save_measurements(SERIES, [caliper("b")])
    assert caliper("b") in store.measurements(SERIES)
    assert store.measurements("never seen") == ()
    store.save_measurements(SERIES, [])
    store.close()


def test_a_damaged_measurement_is_named(workspace: Path) -> None:
    store = AnnotationStore.open(workspace)
    store.save_measurements(SERIES, [caliper()])
    store.close()
    connection = sqlite3.connect(workspace)
    connection.execute(
        "INSERT INTO image_measurements (series_uid, measurement_id, kind, slice_index, phase_index, points_json, "
        "is_deleted, recorded_at_utc) VALUES (?, 'x', 'distance', 0, 0, '[[0, 0]]', 0, '')",
        [SERIES],
    )
    connection.commit()
    connection.close()
    store = AnnotationStore.open(workspace)
    with pytest.raises(StoreError, match="measurement 2 cannot be read"):
        store.measurements(SERIES)
    store.close()
