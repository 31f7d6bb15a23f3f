"""From a DICOM dataset to the headers of its images: one of a classic file, one per frame of a multi-frame file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydicom.dataset import Dataset
from pydicom.uid import UID, UID_dictionary

from cmrstudio.io.dicom import tags
from cmrstudio.io.dicom.fields import HeaderFields
from cmrstudio.io.dicom.header import MAXIMUM_EDGE_PX, ImageHeader, PixelFormat, Timing, Vector
from cmrstudio.io.dicom.open import MR_CLASSES, MULTI_FRAME_CLASSES, FileRefusedError
from cmrstudio.io.dicom.patient import iso_date, patient_facts, patient_name

MAXIMUM_FRAMES = 20_000
PHASE_IMAGE_TYPES = frozenset(
    {"P", "PHASE", "PHASE MAP", "PHASE_MAP", "VELOCITY", "VELOCITY MAP", "VELOCITY_MAP", "PHASE CONTRAST", "PCA",
     "PHASE_CONTRAST", "PHASE CONTRAST M", "FLOW_ENCODED"}
)  # fmt: skip
FLOW_SEQUENCE = re.compile(r"_v\d+(in|rl|ap|fh)?\b", re.IGNORECASE)


def parse_headers(dataset: Dataset, file_index: int) -> tuple[ImageHeader, ...]:
    """Headers of all images in a file.

    Whether there are pixel data is not looked at: an image that lacks them still has its place in the stack. Raises
    ``FileRefusedError`` where the file holds no MR image or claims a size beyond reason.
    """
    fields = HeaderFields([dataset])
    sop_class = fields.string(tags.SOP_CLASS_UID)
    modality = fields.string(tags.MODALITY)
    if sop_class not in MR_CLASSES and (sop_class in UID_dictionary or modality not in ("MR", "")):
        raise FileRefusedError(f"not an MR image ({_class_name(sop_class, modality)})")
    frame_count = fields.integer(tags.NUMBER_OF_FRAMES) or 1
    if not 1 <= frame_count <= MAXIMUM_FRAMES:
        raise FileRefusedError(f"refused: it claims {frame_count} frames")
    is_multi_frame = sop_class in MULTI_FRAME_CLASSES or frame_count > 1
    frames = _frame_fields(dataset, frame_count) if is_multi_frame else iter([fields])
    return tuple(_image_header(frame, file_index, index, frame_count, sop_class) for index, frame in enumerate(frames))


def _frame_fields(dataset: Dataset, frame_count: int) -> Iterator[HeaderFields]:
    """Where to look for each frame's elements: its own functional groups, the shared ones, the file's own."""
    shared = [group for item in dataset.get("SharedFunctionalGroupsSequence") or () for group in _groups(item)]
    per_frame = dataset.get("PerFrameFunctionalGroupsSequence") or ()
    if per_frame and len(per_frame) != frame_count:
        raise FileRefusedError(f"damaged DICOM file: {frame_count} frames, but descriptions of {len(per_frame)}")
    for index in range(frame_count):
        own = _groups(per_frame[index]) if per_frame else []
        yield HeaderFields([*own, *shared, dataset])


def _groups(item: Dataset) -> list[Dataset]:
    return [part for element in item if element.VR == "SQ" for part in element.value]


def _image_header(
    fields: HeaderFields, file_index: int, frame_index: int, frame_count: int, sop_class: str
) -> ImageHeader:
    rows, columns = fields.integer(tags.ROWS) or 0, fields.integer(tags.COLUMNS) or 0
    if max(rows, columns) > MAXIMUM_EDGE_PX:
        raise FileRefusedError(f"refused: it claims {rows} x {columns} pixels, more than any cardiac image has")
    image_type = tuple(part.upper() for part in fields.strings(tags.IMAGE_TYPE))
    pixels = _pixel_format(fields)
    spacing = fields.numbers(tags.PIXEL_SPACING)
    return ImageHeader(
        file_index=file_index,
        frame_index=frame_index,
        frame_count=frame_count,
        sop_class=sop_class,
        modality=fields.string(tags.MODALITY),
        sop_uid=fields.string(tags.SOP_INSTANCE_UID),
        study_uid=fields.string(tags.STUDY_INSTANCE_UID),
        series_uid=fields.string(tags.SERIES_INSTANCE_UID),
        frame_of_reference_uid=fields.string(tags.FRAME_OF_REFERENCE_UID),
        patient_id=fields.text(tags.PATIENT_ID),
        study_date=fields.string(tags.STUDY_DATE) or fields.string(tags.ACQUISITION_DATE),
        description=fields.text(tags.SERIES_DESCRIPTION) or fields.text(tags.PROTOCOL_NAME),
        acquired_at=_acquired_at(fields),
        series_number=fields.integer(tags.SERIES_NUMBER),
        acquisition_number=_first_integer(fields, tags.ACQUISITION_NUMBER, tags.FRAME_ACQUISITION_NUMBER),
        instance_number=fields.integer(tags.INSTANCE_NUMBER) if frame_count == 1 else frame_index + 1,
        image_type=image_type,
        sequence=(*sorted(fields.strings(tags.SCANNING_SEQUENCE)), *sorted(fields.strings(tags.SEQUENCE_VARIANT))),
        is_phase_contrast=_is_phase_contrast(fields, image_type),
        has_burned_in_text=fields.string(tags.BURNED_IN_ANNOTATION).upper() == "YES",
        rows=rows,
        columns=columns,
        position_mm=_vector(fields.numbers(tags.IMAGE_POSITION)),
        orientation=_orientation(fields.numbers(tags.IMAGE_ORIENTATION)),
        pixel_spacing_mm=(spacing[0], spacing[1]) if len(spacing) == 2 and min(spacing) > 0 else None,
        slice_thickness_mm=fields.positive(tags.SLICE_THICKNESS),
        spacing_between_slices_mm=fields.number(tags.SPACING_BETWEEN_SLICES),
        timing=_timing(fields),
        pixels=pixels,
        problem=_problem(fields, rows, columns, pixels),
        patient=patient_facts(fields),
        patient_name=patient_name(fields),
        born_on=iso_date(fields.string(tags.PATIENT_BIRTH_DATE)),
    )


def _timing(fields: HeaderFields) -> Timing:
    trigger = fields.number(tags.TRIGGER_TIME)
    if trigger is None:
        trigger = fields.number(tags.NOMINAL_TRIGGER_DELAY)
    if trigger is None:
        trigger = fields.number(tags.ACTUAL_TRIGGER_DELAY)
    percent = fields.number(tags.NOMINAL_PERCENTAGE_OF_CARDIAC_PHASE)
    heart_rate = fields.positive(tags.HEART_RATE)
    interval = fields.positive(tags.NOMINAL_INTERVAL) or fields.positive(tags.NOMINAL_INTERVAL_OF_FRAME)
    expected = fields.integer(tags.CARDIAC_NUMBER_OF_IMAGES) or fields.integer(tags.NUMBER_OF_TEMPORAL_POSITIONS)
    return Timing(
        trigger_time_ms=trigger,
        phase_percent=percent,
        temporal_index=_first_integer(fields, tags.TEMPORAL_POSITION_INDEX, tags.TEMPORAL_POSITION_IDENTIFIER),
        nominal_interval_ms=interval,
        heart_rate_bpm=heart_rate,
        expected_phases=expected if expected and expected > 1 else None,
        frame_time_ms=fields.positive(tags.FRAME_TIME),
    )


def _pixel_format(fields: HeaderFields) -> PixelFormat | None:
    allocated = fields.integer(tags.BITS_ALLOCATED)
    if allocated is None:
        return None
    slope, intercept = fields.number(tags.RESCALE_SLOPE), fields.number(tags.RESCALE_INTERCEPT)
    return PixelFormat(
        bits_allocated=allocated,
        bits_stored=fields.integer(tags.BITS_STORED) or allocated,
        is_signed=fields.integer(tags.PIXEL_REPRESENTATION) == 1,
        is_float=allocated in (32, 64) and fields.integer(tags.PIXEL_REPRESENTATION) is None,
        is_inverted=fields.string(tags.PHOTOMETRIC_INTERPRETATION) == "MONOCHROME1",
        slope=slope or 1.0,  # a slope of zero would wipe the image out: it means "none"
        intercept=intercept or 0.0,
    )


def _problem(fields: HeaderFields, rows: int, columns: int, pixels: PixelFormat | None) -> str:
    photometric = fields.string(tags.PHOTOMETRIC_INTERPRETATION)
    if (fields.integer(tags.SAMPLES_PER_PIXEL) or 1) != 1 or photometric not in ("", "MONOCHROME1", "MONOCHROME2"):
        return f"is a colour picture ({photometric}), not a measured image"
    if (
        pixels is None
        or pixels.bits_allocated not in (8, 16, 32, 64)
        or not 1 <= pixels.bits_stored <= pixels.bits_allocated
    ):
        return "does not say how its pixels are stored (BitsAllocated, BitsStored)"
    if min(rows, columns) < 2:
        return f"claims {rows} x {columns} pixels"
    return ""


def _is_phase_contrast(fields: HeaderFields, image_type: tuple[str, ...]) -> bool:
    component = fields.string(tags.COMPLEX_IMAGE_COMPONENT).upper()
    name = fields.string(tags.SEQUENCE_NAME) or fields.string(tags.PULSE_SEQUENCE_NAME)
    return (
        bool(PHASE_IMAGE_TYPES.intersection(image_type[2:]))
        or component in ("PHASE", "VELOCITY")
        or fields.string(tags.PHASE_CONTRAST).upper() == "YES"
        or FLOW_SEQUENCE.search(name) is not None
    )


def _acquired_at(fields: HeaderFields) -> str:
    whole = fields.string(tags.FRAME_ACQUISITION_DATE_TIME) or fields.string(tags.ACQUISITION_DATE_TIME)
    if whole:
        return whole
    for date, time in (
        (tags.ACQUISITION_DATE, tags.ACQUISITION_TIME),
        (tags.SERIES_DATE, tags.SERIES_TIME),
        (tags.CONTENT_DATE, tags.CONTENT_TIME),
    ):
        if fields.string(time):
            return f"{fields.string(date) or fields.string(tags.STUDY_DATE):8.8}{fields.string(time)}"
    return ""


def _vector(values: tuple[float, ...]) -> Vector | None:
    return (values[0], values[1], values[2]) if len(values) == 3 else None


def _orientation(values: tuple[float, ...]) -> tuple[Vector, Vector] | None:
    """Row and column direction, if they are unit vectors at a right angle (to a hundredth)."""
    if len(values) != 6:
        return None
    row, column = values[:3], values[3:]
    lengths = [sum(part * part for part in vector) for vector in (row, column)]
    product = sum(a * b for a, b in zip(row, column, strict=True))
    if any(abs(length - 1) > 0.01 for length in lengths) or abs(product) > 0.01:
        return None
    return (row[0], row[1], row[2]), (column[0], column[1], column[2])


def _first_integer(fields: HeaderFields, *candidates: int) -> int | None:
    return next((value for value in map(fields.integer, candidates) if value is not None), None)


def _class_name(sop_class: str, modality: str) -> str:
    return (UID(sop_class).name if sop_class else "") or modality or "no SOP class"
