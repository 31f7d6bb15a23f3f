"""Images that share one SOPInstanceUID: copies of each other, or different images that claim to be the same."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cmrstudio.domain.progress import Cancellation
from cmrstudio.io.dicom.decode_pool import DecodeSession
from cmrstudio.io.dicom.header import ImageHeader
from cmrstudio.io.dicom.planes import Excluded
from cmrstudio.io.dicom.worker import DecodeTask, ImageDecoded

COMPARED_AS = "float64"


@dataclass
class WithoutCopies:
    """The images that remain, those left out, and what the reader should know."""

    images: list[ImageHeader]
    excluded: list[Excluded] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def settle_copies(
    images: Sequence[ImageHeader],
    path_of: Callable[[int], Path],
    name_of: Callable[[int], Path],
    session: DecodeSession,
    cancellation: Cancellation,
) -> WithoutCopies:
    """Keep one of several images with the same UID, place, time and pixels.

    Images with the same UID but another place or time are both kept. Where only the pixels differ there is a conflict:
    the first file is kept, the others are left out, and a note says so. ``path_of`` is where a file lies, ``name_of``
    how the user knows it.
    """
    by_uid: defaultdict[tuple[str, int], list[ImageHeader]] = defaultdict(list)
    for image in images:
        by_uid[image.sop_uid, image.frame_index].append(image)
    clashing = [group for (uid, _), group in by_uid.items() if uid and len(group) > 1]
    settled = WithoutCopies(list(images))
    if not clashing:
        return settled
    digests = _pixel_digests([image for group in clashing for image in group], path_of, session, cancellation)
    dropped: set[tuple[int, int]] = set()
    for group in clashing:
        settled.notes += _settle(group, digests, name_of, dropped, settled.excluded)
    settled.images = [image for image in images if (image.file_index, image.frame_index) not in dropped]
    return settled


def _settle(
    group: Sequence[ImageHeader],
    digests: dict[tuple[int, int], str],
    name_of: Callable[[int], Path],
    dropped: set[tuple[int, int]],
    excluded: list[Excluded],
) -> list[str]:
    """Settle one group of images with the same UID; returns notes on conflicts."""
    notes = []
    by_place: defaultdict[object, list[ImageHeader]] = defaultdict(list)
    for image in group:
        by_place[image.position_mm, image.orientation, image.timing].append(image)
    if len(by_place) > 1:
        notes.append(f"{len(group)} images of different place or time share one SOPInstanceUID; all are kept.")
    for alike in by_place.values():
        first = min(alike, key=lambda image: (digests.get(_key(image), "") == "", image.file_index))
        for image in alike:
            if image is first:
                continue
            name = name_of(first.file_index).name
            if digests.get(_key(image)) == digests.get(_key(first)):
                excluded.append(Excluded(image, f"copy of {name} (same SOPInstanceUID, same pixels)"))
            else:
                excluded.append(Excluded(image, f"conflict: same SOPInstanceUID as {name}, but other pixels"))
                notes.append(
                    f"Conflict: {name_of(image.file_index).name} and {name} claim to be the same image but have other "
                    f"pixels; {name} is shown. Ask for the study to be exported again."
                )
            dropped.add(_key(image))
    return notes


def _pixel_digests(
    images: Sequence[ImageHeader], path_of: Callable[[int], Path], session: DecodeSession, cancellation: Cancellation
) -> dict[tuple[int, int], str]:
    """SHA-256 of the values of every image that can be decoded."""
    tasks: dict[int, ImageHeader] = {}
    for image in images:
        if image.pixels is None or image.problem:
            continue
        task_id = session.next_task_id()
        tasks[task_id] = image
        path = str(path_of(image.file_index))
        session.submit(DecodeTask(task_id, path, image.frame_index, image.pixels, COMPARED_AS))
    return {
        _key(tasks[reply.task_id]): hashlib.sha256(reply.pixels.tobytes()).hexdigest()
        for reply in session.replies(cancellation)
        if isinstance(reply, ImageDecoded)
    }


def _key(image: ImageHeader) -> tuple[int, int]:
    return image.file_index, image.frame_index
