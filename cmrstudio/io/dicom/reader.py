"""Read a DICOM study: find the short-axis cine in a folder, a zip or beside a file, and load it image by image.

Headers come first, so that the stack is sorted before its pixels are decoded; every file is read once, by a child.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from cmrstudio.domain.errors import NoShortAxisCineError, StudyReadError
from cmrstudio.domain.progress import Cancellation, Progress
from cmrstudio.domain.study import CineStack, LeftOut, Series, Study, StudyListener, View
from cmrstudio.io.dicom import archive, identity
from cmrstudio.io.dicom.copies import settle_copies
from cmrstudio.io.dicom.decode_pool import DecodePool, DecodeSession
from cmrstudio.io.dicom.header import ImageHeader, PixelFormat, common_data_type
from cmrstudio.io.dicom.patient import iso_date
from cmrstudio.io.dicom.phases import counted
from cmrstudio.io.dicom.plan import NoStackError, StackPlan, plan_stack
from cmrstudio.io.dicom.planes import Excluded
from cmrstudio.io.dicom.scan import DICOMDIR_NAME, scan_folder
from cmrstudio.io.dicom.worker import KEPT_BYTES, DecodeTask, HeadersRead, HeaderTask, ImageDecoded, TaskFailed

EXPECTED = "choose a short-axis cine: several parallel slices, each with several phases"


def read_study(
    path: Path,
    *,
    progress: Progress,
    cancellation: Cancellation,
    listener: StudyListener | None = None,
    pool: DecodePool | None = None,
) -> Study:
    """Read the short-axis cine below a folder, in a zip file, or beside a single file.

    ``listener`` is told of the first image, of the sorted study and of every image as it arrives. Without ``pool``
    child processes are started for this study alone. Raises ``StudyReadError`` (nothing to read),
    ``NoShortAxisCineError`` (images, but no short-axis cine), ``CancelledError``, ``DecodePoolError``.
    """
    with ExitStack() as stack:
        source = _Source(path, cancellation, stack)
        own_pool = pool or stack.enter_context(DecodePool())
        session = stack.enter_context(own_pool.session())
        reading = _Reading(source, session, progress, cancellation, listener)
        images = reading.read_headers()
        return reading.load(images)


class _Source:
    """The files to read, and the names by which the user knows them."""

    def __init__(self, path: Path, cancellation: Cancellation, stack: ExitStack) -> None:
        self.path = path
        self.preferred_file: int | None = None
        self.left_out: list[LeftOut] = []
        self._shown: dict[Path, Path] = {}
        if not path.exists():
            raise StudyReadError(path, "there is no such file or folder; choose a folder of DICOM images.")
        if path.is_dir():
            self.files, self.left_out = scan_folder(path, nested=True, cancellation=cancellation)
        elif archive.is_archive(path):
            extracted = stack.enter_context(archive.extracted(path, cancellation))
            self._shown, self.left_out = extracted.names, extracted.left_out
            self.files = list(extracted.names)
        else:
            self.files, self.left_out = scan_folder(path.parent, nested=False, cancellation=cancellation)
            if path in self.files:
                self.preferred_file = self.files.index(path)
            elif path.name.upper() == DICOMDIR_NAME:
                self.files, self.left_out = scan_folder(path.parent, nested=True, cancellation=cancellation)
        if not self.files:
            raise StudyReadError(path, f"there are no files in it; {EXPECTED}.")

    def shown(self, file_index: int) -> Path:
        """The path of a file as the user knows it."""
        path = self.files[file_index]
        return self._shown.get(path, path)


class _Reading:
    """One study on its way from files to a ``Study``."""

    def __init__(
        self,
        source: _Source,
        session: DecodeSession,
        progress: Progress,
        cancellation: Cancellation,
        listener: StudyListener | None,
    ) -> None:
        self._source = source
        self._session = session
        self._progress = progress
        self._cancellation = cancellation
        self._listener = listener
        self._left_out = list(source.left_out)
        self._notes: list[str] = []
        self._preview_task: tuple[int, ImageHeader] | None = None

    def read_headers(self) -> list[ImageHeader]:
        """Headers of every image in every file; files that hold none are put on the list of what is left out."""
        files = self._source.files
        keep = sum(_size_bytes(path) for path in files) <= KEPT_BYTES
        task_files: dict[int, int] = {}
        for file_index, path in enumerate(files):
            task = HeaderTask(self._session.next_task_id(), str(path), file_index, keep)
            task_files[task.task_id] = file_index
            self._session.submit(task)
        images: list[ImageHeader] = []
        done = 0
        for reply in self._session.replies(self._cancellation):
            if self._preview_task is not None and reply.task_id == self._preview_task[0]:
                self._show_preview(reply, self._preview_task[1])
                continue
            done += 1
            self._progress.report(done, 2 * len(files), "Reading headers")
            if isinstance(reply, HeadersRead):
                images.extend(reply.headers)
                self._ask_for_preview(reply.headers)
            elif isinstance(reply, TaskFailed):
                file_index = task_files[reply.task_id]
                if file_index == self._source.preferred_file:
                    raise StudyReadError(self._source.path, f"{reply.reason}; {EXPECTED}.")
                self._leave_out(file_index, reply.reason)
        images.sort(key=lambda image: (image.file_index, image.frame_index))
        settled = settle_copies(
            images, self._source.files.__getitem__, self._source.shown, self._session, self._cancellation
        )
        self._leave_out_images(settled.excluded)
        self._notes += settled.notes
        return settled.images

    def load(self, images: list[ImageHeader]) -> Study:
        """Plan the stack and decode its images into it."""
        try:
            plan = plan_stack(images, self._source.preferred_file)
        except NoStackError as error:
            if not images:
                found = f"there are no MR images among its {len(self._source.files)} files"
                raise StudyReadError(self._source.path, f"{found}; {EXPECTED}.") from error
            raise NoShortAxisCineError(self._source.path, f"no short-axis cine: {error}; {EXPECTED}.") from error
        self._leave_out_images(plan.excluded)
        formats = [image.pixels for image in plan.images.values() if image.pixels is not None]
        stack = _empty_stack(plan, formats)
        study = self._study(plan, stack)
        if self._listener is not None:
            self._listener.planned(study)
        unreadable = self._decode_into(stack, plan)
        if not stack.present.any():
            reason = unreadable[0][1] if unreadable else "no pixel data"
            raise NoShortAxisCineError(
                self._source.path, f"no image of its short-axis cine can be decoded ({reason}); export them again."
            )
        return self._study(plan, stack, unreadable)

    def _ask_for_preview(self, headers: Iterable[ImageHeader]) -> None:
        if self._listener is None or self._preview_task is not None:
            return
        for image in headers:
            is_cine = image.timing.speaks_of_the_cycle and "LOCALIZER" not in image.image_type
            if is_cine and not image.problem and image.pixel_spacing_mm is not None and image.pixels is not None:
                task = self._decode_task(image, common_data_type([image.pixels]))
                self._preview_task = (task.task_id, image)
                self._session.submit(task, urgent=True)
                return

    def _show_preview(self, reply: object, image: ImageHeader) -> None:
        if isinstance(reply, ImageDecoded) and self._listener is not None and image.pixel_spacing_mm is not None:
            self._listener.preview(reply.pixels, image.pixel_spacing_mm)

    def _decode_task(self, image: ImageHeader, data_type: str) -> DecodeTask:
        assert image.pixels is not None
        path = str(self._source.files[image.file_index])
        return DecodeTask(self._session.next_task_id(), path, image.frame_index, image.pixels, data_type)

    def _decode_into(self, stack: CineStack, plan: StackPlan) -> list[tuple[tuple[int, int], str]]:
        """Fill the stack, middle slices first; returns the places whose image cannot be decoded, with the reason."""
        middle = (plan.slice_count - 1) / 2
        places: dict[int, tuple[int, int]] = {}
        for place in sorted(plan.images, key=lambda place: (abs(place[1] - middle), place[1], place[0])):
            task = self._decode_task(plan.images[place], str(stack.pixels.dtype))
            places[task.task_id] = place
            self._session.submit(task)
        unreadable: list[tuple[tuple[int, int], str]] = []
        total = len(places)
        for done, reply in enumerate(self._session.replies(self._cancellation), start=1):
            phase_index, slice_index = place = places[reply.task_id]
            if isinstance(reply, ImageDecoded):
                stack.pixels[phase_index, slice_index] = reply.pixels
                stack.sop_uids[phase_index, slice_index] = identity.sop_uid_of(plan.images[place])
                stack.present[phase_index, slice_index] = True
                if self._listener is not None:
                    self._listener.frame(phase_index, slice_index)
            elif isinstance(reply, TaskFailed):
                unreadable.append((place, reply.reason))
            self._progress.report(total + done, 2 * total, "Loading images")
        self._leave_out_images(Excluded(plan.images[place], reason) for place, reason in unreadable)
        return unreadable

    def _study(
        self, plan: StackPlan, stack: CineStack, unreadable: Sequence[tuple[tuple[int, int], str]] = ()
    ) -> Study:
        images = list(plan.images.values())
        study_uid = identity.study_uid_of(images)
        notes = [*self._notes, *plan.notes, *_notes_on_unreadable(unreadable)]
        if not identity.trusted_uid(plan.first.study_uid) or not identity.trusted_uid(plan.first.series_uid):
            notes.append("The study's identifiers are missing or broken: new ones were made for it.")
        series = Series(
            series_uid=identity.series_uid_of(images, plan.distinction),
            view=View.SHORT_AXIS,
            description=plan.first.description,
            stack=stack,
            notes=tuple(notes),
        )
        return Study(
            study_uid=study_uid,
            patient_key=identity.patient_key_of(plan.first, study_uid),
            acquired_on=iso_date(plan.first.study_date) or iso_date(plan.first.acquired_at[:8]),
            series=(series,),
            source=self._source.path,
            left_out=tuple(sorted(self._left_out, key=lambda item: str(item.path))),
            patient_label=identity.patient_label_of(plan.first),
            patient=plan.first.patient,
            patient_name=plan.first.patient_name,
            born_on=plan.first.born_on,
        )

    def _leave_out(self, file_index: int, reason: str) -> None:
        self._left_out.append(LeftOut(self._source.shown(file_index), reason))

    def _leave_out_images(self, excluded: Iterable[Excluded]) -> None:
        by_reason: defaultdict[tuple[int, str], list[ImageHeader]] = defaultdict(list)
        for item in excluded:
            by_reason[item.image.file_index, item.reason].append(item.image)
        for (file_index, reason), images in by_reason.items():
            partly = images[0].frame_count > len(images)
            frames = counted("frame", sorted(image.frame_index + 1 for image in images))
            self._leave_out(file_index, f"{frames}: {reason}" if partly else reason)


def _empty_stack(plan: StackPlan, formats: Sequence[PixelFormat]) -> CineStack:
    """The stack with nothing in it yet."""
    first = plan.first
    assert first.pixel_spacing_mm is not None
    shape = (plan.phase_count, plan.slice_count)
    return CineStack(
        pixels=np.zeros((*shape, first.rows, first.columns), common_data_type(formats)),
        present=np.zeros(shape, bool),
        pixel_spacing_mm=first.pixel_spacing_mm,
        slice_positions_mm=plan.slice_positions_mm,
        affine_mm=plan.affine_mm,
        trigger_times_ms=plan.trigger_times_ms,
        sop_uids=np.full(shape, "", "<U64"),
        slice_thickness_mm=plan.slice_thickness_mm,
        frame_time_ms=plan.frame_time_ms,
        heart_rate_bpm=plan.heart_rate_bpm,
    )


def _notes_on_unreadable(unreadable: Sequence[tuple[tuple[int, int], str]]) -> list[str]:
    """One sentence for every slice with images that cannot be decoded, and every reason."""
    phases: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for (phase_index, slice_index), reason in sorted(unreadable):
        phases[slice_index, reason].append(phase_index + 1)
    return [
        f"Slice {slice_index + 1}, {counted('phase', numbers)}: missing, {reason}."
        for (slice_index, reason), numbers in sorted(phases.items())
    ]


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
