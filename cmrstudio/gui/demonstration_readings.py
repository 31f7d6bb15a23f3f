"""What a tour through the window needs of other readers and other studies: made up from the reading that is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from cmrstudio.domain.aha_segments import RvInsertion
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.readers import Reading
from cmrstudio.domain.sign_off import SignOff, content_of
from cmrstudio.gui.controllers.reading_session import ReadingSession

READERS = ("Dr. Example", "Dr. Second")
STUDIES = 12
SIGNED_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def two_readings(session: ReadingSession) -> tuple[Reading, ...]:
    """The open reading, and one of somebody who draws endocardia by 4 % larger and leaves the apex out."""
    second = {}
    for (phase, slice_index), annotation in session.annotations.items():
        contour = annotation.contour(Structure.LV_ENDOCARDIUM)
        if contour is None or slice_index == session.stack.slice_count - 1:
            continue
        middle = contour.points_px.mean(axis=0)
        larger = replace(contour, points_px=middle + 1.04 * (contour.points_px - middle))
        second[phase, slice_index] = annotation.with_contour(larger)
    return tuple(
        Reading(reader, drawn, session.phases)
        for reader, drawn in zip(READERS, (session.annotations, second), strict=True)
    )


def signed_studies(session: ReadingSession) -> tuple[tuple[SignOff, bool], ...]:
    """Sign-offs of a dozen studies by two readers who differ by a little, as if all were like the open one."""
    content = content_of(session.series.series_uid, session.annotations, session.measures)
    chance = np.random.default_rng(7)
    signed = []
    for study, size in enumerate(np.linspace(0.6, 1.5, STUDIES)):
        for reader in READERS:
            numbers = {
                name: None
                if value is None
                else round(value * (1 if "percent" in name else size) + chance.normal(0, 3), 1)
                for name, value in content.numbers.items()
            }
            signed.append(
                SignOff(
                    replace(content, series_uid=f"1.2.{study}", numbers=numbers),
                    reader,
                    SIGNED_AT + timedelta(days=study),
                    {"unet@1.1.0": len(content.contours)},
                    study_uid=f"1.1.{study}",
                    study_label=f"Patient {study + 1}",
                    reader=reader,
                )
            )
    return tuple((one, True) for one in signed)


def insertion(session: ReadingSession) -> RvInsertion | None:
    """About where the right ventricle meets the septum in front: up and to the left of the epicardium on the screen."""
    contour = session.annotation().contour(Structure.LV_EPICARDIUM)
    if contour is None:
        return None
    column_px, row_px = contour.points_px[contour.points_px.sum(axis=1).argmin()]
    return RvInsertion(*session.position, float(column_px), float(row_px))
