"""What readers verified in a workspace, to learn from, and which patients models are trained on or validated with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from cmrstudio.domain.annotation import AnnotationKey, SliceAnnotation
from cmrstudio.domain.contour import Structure
from cmrstudio.domain.learning_parts import deal_parts
from cmrstudio.domain.measures import enclosed_area_px
from cmrstudio.domain.phases import phase_names
from cmrstudio.domain.readers import SHARED, split_reading_key
from cmrstudio.domain.slice_regions import slice_regions
from cmrstudio.domain.verification import ContourState, ContourVerification, Verification, state_of, state_of_contour
from cmrstudio.domain.verified_set import VerifiedImage, VerifiedSet
from cmrstudio.store import rows
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.reading_records import ContourKey, ReadingRecords
from cmrstudio.store.schema import (
    contour_verifications,
    learning_parts,
    sign_offs,
    study_openings,
    study_summaries,
    verifications,
)

FEWEST_FOR_REGIONS = 3
"""So many slices of a phase must be drawn before base, middle and apex can be told from one another."""

Annotations = Mapping[AnnotationKey, SliceAnnotation]


def read_verified_set(store: AnnotationStore, viewer: str | None = None) -> VerifiedSet:
    """Every image with a verified endocardium that was not changed since, or verified as having no left ventricle.

    The readings of readers who are blind to each other are among them, each under its ``reader``; where a ``viewer`` is
    given (empty is the shared reading), only those that this one may see. A contour that is verified counts also where
    the other contour of its image is not; an epicardium alone does not, since nobody said where the cavity is. Raises
    ``StoreError``.
    """
    studies = _studies_by_series(store)
    images: list[VerifiedImage] = []
    hidden: list[VerifiedImage] = []
    for reading in _verified_readings(store):
        (images if _may_see(store, reading, viewer) else hidden).extend(_images(store, reading, studies))
    wanted = {image.study_uid for image in images}
    openings = sorted(store.openings(), key=lambda record: record.study_uid not in wanted)  # the others only if need be
    sources = tuple(dict.fromkeys(record.source for record in openings))
    images.sort(key=lambda image: (image.place, image.reader))
    return VerifiedSet(tuple(images), sources, str(store.path), len(hidden))


def _may_see(store: AnnotationStore, reading: str, viewer: str | None) -> bool:
    series_uid, reader = split_reading_key(reading)
    if viewer is None or reader in (SHARED, viewer):
        return True
    return not ReadingRecords(store).waited_for(series_uid, (reader,), viewer)


def _verified_readings(store: AnnotationStore) -> list[str]:
    """The keys of the readings in which anything was ever verified, sorted."""
    with store.reading() as connection:
        return sorted(
            {
                key
                for table in (verifications, contour_verifications)
                for key in connection.execute(select(table.c.series_uid).distinct()).scalars()
            }
        )


def _studies_by_series(store: AnnotationStore) -> dict[str, tuple[str, str]]:
    """(study UID, patient key) by series UID, as far as the work list and the signatures tell."""
    listed = select(study_summaries.c.series_uid, study_summaries.c.study_uid, study_summaries.c.patient_key)
    signed = select(sign_offs.c.series_uid, sign_offs.c.study_uid)
    opened = select(study_openings.c.study_uid, study_openings.c.patient_key).order_by(study_openings.c.id)
    with store.reading() as connection:
        patients = {row.study_uid: row.patient_key for row in connection.execute(opened)}
        found = {
            split_reading_key(row.series_uid)[0]: (row.study_uid, patients[row.study_uid])
            for row in connection.execute(signed)
            if row.study_uid in patients
        }
        return found | {
            row.series_uid: (row.study_uid, row.patient_key) for row in connection.execute(listed) if row.series_uid
        }


def _images(store: AnnotationStore, reading: str, studies: Mapping[str, tuple[str, str]]) -> list[VerifiedImage]:
    """The verified images of one reading of a series."""
    series_uid, reader = split_reading_key(reading)
    annotations = store.annotations(reading)
    of_images = store.verifications(reading)
    of_contours = ReadingRecords(store).contour_verifications(reading)
    words = {
        key: word
        for key, annotation in annotations.items()
        if (word := _word(annotation, of_images.get(key), of_contours)) is not None
    }
    areas: dict[int, dict[int, float]] = {}
    for key, (truth, _) in words.items():
        areas.setdefault(key.phase_index, {})[key.slice_index] = _cavity_area_px(truth)
    names = phase_names(areas, store.phases(reading))
    regions = {phase_index: _regions(annotations, phase_index) for phase_index in areas}
    waiting = {key.phase_index for key, annotation in annotations.items() if annotation.contours and key not in words}
    study_uid, patient_key = studies.get(series_uid, ("", ""))
    return [
        VerifiedImage(
            patient_key,
            study_uid,
            series_uid,
            key.phase_index,
            key.slice_index,
            names[key.phase_index],
            truth.contours,
            word.reviewer,
            word.verified_at_utc,
            truth.revision,
            truth.content_sha256,
            tuple(sorted({contour.source for contour in truth.contours})),
            regions[key.phase_index].get(key.slice_index),
            reader,
            key.phase_index not in waiting,
        )
        for key, (truth, word) in words.items()
    ]


def _word(
    annotation: SliceAnnotation, of_image: Verification | None, of_contours: Mapping[ContourKey, ContourVerification]
) -> tuple[SliceAnnotation, Verification | ContourVerification] | None:
    """The verified contours of an image and the word for them, None where they do not tell where the cavity is."""
    cavity = annotation.contour(Structure.LV_ENDOCARDIUM)
    image_state = state_of(annotation, of_image)
    if image_state is ContourState.VERIFIED and of_image is not None:
        return (annotation, of_image) if cavity is not None or not annotation.contours else None
    for contour in annotation.contours:
        known = of_contours.get((annotation.phase_index, annotation.slice_index, contour.structure))
        if state_of_contour(contour, image_state, known) is not ContourState.VERIFIED:
            annotation = annotation.without(contour.structure)
    word = of_contours.get((annotation.phase_index, annotation.slice_index, Structure.LV_ENDOCARDIUM))
    return None if word is None or annotation.contour(Structure.LV_ENDOCARDIUM) is None else (annotation, word)


def _cavity_area_px(annotation: SliceAnnotation) -> float:
    cavity = annotation.contour(Structure.LV_ENDOCARDIUM)
    return 0.0 if cavity is None else enclosed_area_px(cavity)


def _regions(annotations: Annotations, phase_index: int) -> dict[int, str]:
    """The region by slice index of a phase, of all slices that are drawn or said to be empty; none of too few."""
    drawn = {
        key.slice_index: annotation.contour(Structure.LV_ENDOCARDIUM) is not None
        for key, annotation in sorted(annotations.items())
        if key.phase_index == phase_index
    }
    if sum(drawn.values()) < FEWEST_FOR_REGIONS:
        return {}
    return dict(zip(drawn, slice_regions(drawn.values()), strict=True))


class LearningParts:
    """Which patients of a workspace models are trained on and which they are validated with.

    A patient's part is decided once and kept for ever: the database itself refuses to change it. All methods raise
    ``StoreError``.
    """

    def __init__(self, store: AnnotationStore) -> None:
        self._store = store

    def parts(self) -> dict[str, str]:
        """The part, "train" or "validation", by patient key, in the order in which they were decided."""
        with self._store.reading() as connection:
            return _parts(connection)

    def assign(self, patients: Collection[str], seed: int = 0) -> dict[str, str]:
        """Give every patient a part that has none yet, and return the parts of all ``patients``.

        See ``domain.learning_parts.deal_parts``.
        """
        with self._store.writing() as connection:
            known = _parts(connection)
            now = rows.time_to_text(datetime.now(UTC))
            dealt = deal_parts(known, patients, seed)
            values = [{"patient_key": patient, "part": part, "decided_at_utc": now} for patient, part in dealt.items()]
            if values:
                connection.execute(insert(learning_parts), values)
        every = known | dealt
        return {patient: every[patient] for patient in sorted(set(patients) - {""})}


def _parts(connection: Connection) -> dict[str, str]:
    query = select(learning_parts).order_by(learning_parts.c.id)
    return {row.patient_key: row.part for row in connection.execute(query)}
