"""Find the studies in a folder of many: which folder or file to open for each, by what the headers say.

Only a few headers of every folder are read, by the same guarded processes that read studies.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cmrstudio.domain.errors import StudyReadError
from cmrstudio.domain.progress import Cancellation, raise_if_cancelled
from cmrstudio.io.dicom.decode_pool import DecodePool
from cmrstudio.io.dicom.scan import DICOMDIR_NAME
from cmrstudio.io.dicom.worker import HeadersRead, HeaderTask

STUDY_FILE_ENDINGS = (".zip", ".nii", ".nii.gz")
SAMPLES = 8
"""So many files of a folder, evenly spread over its names, tell which studies are in it."""


@dataclass
class _Folder:
    """A folder with files in it, and by study UID a file of each study found in it."""

    files: list[Path]
    samples: dict[str, Path] = field(default_factory=dict)


def find_studies(
    folder: Path, *, pool: DecodePool, cancellation: Cancellation, children: Collection[Path] | None = None
) -> list[Path]:
    """What to open for every study below ``folder``, or below some of its ``children`` alone, in the order of names.

    That is the highest folder (below ``folder`` itself, unless its own files are one study) that holds no other study,
    a file where a folder holds several studies, and every zip and NIfTI file. A folder in which nothing can be
    recognised is among them, so that reading it says why. Links and hidden files are passed over. Raises
    ``StudyReadError`` where ``folder`` cannot be listed, ``CancelledError``, ``DecodePoolError``.
    """
    folders: dict[Path, _Folder] = {}
    found: set[Path] = set()
    for place in [folder] if children is None else sorted(children):
        for path, files in _walk(place, cancellation):
            singles = [file for file in files if file.name.lower().endswith(STUDY_FILE_ENDINGS)]
            found.update(_wanted(singles))
            others = [file for file in files if file not in set(singles) and file.name.upper() != DICOMDIR_NAME]
            if others:
                folders[path] = _Folder(others)
    _read_samples(folders, pool, cancellation)
    found.update(_study_places(folder, folders, found))
    return sorted(found)


def _walk(place: Path, cancellation: Cancellation) -> Iterator[tuple[Path, list[Path]]]:
    """Every folder at and below ``place`` with the files in it; a file alone comes with its own folder."""
    if place.is_file():
        yield place.parent, [place]
        return
    waiting = [place]
    while waiting:
        raise_if_cancelled(cancellation)
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                shown = sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda e: e.name)
        except OSError as error:
            if folder == place:
                raise StudyReadError(
                    folder, f"cannot be listed: {error.strerror}; check that you may read it."
                ) from error
            yield folder, [folder]  # reading it will say the same, and be listed with it
            continue
        yield folder, [Path(entry.path) for entry in shown if entry.is_file(follow_symlinks=False)]
        waiting.extend(Path(entry.path) for entry in reversed(shown) if entry.is_dir(follow_symlinks=False))


def _wanted(files: list[Path]) -> list[Path]:
    """Files that are studies by themselves; beside a cine in NIfTI, single volumes and masks are not wanted."""
    volumes = [path for path in files if not path.name.lower().endswith(".zip")]
    cines = [path for path in volumes if _may_be_cine(path)]
    return [path for path in files if path not in volumes or path in cines or not cines]


def _may_be_cine(path: Path) -> bool:
    import nibabel
    from nibabel.filebasedimages import ImageFileError

    try:
        return len(nibabel.load(path).shape) == 4  # type: ignore[attr-defined]
    except (ImageFileError, OSError, EOFError, ValueError):
        return True  # reading it will say what is wrong


def _read_samples(folders: dict[Path, _Folder], pool: DecodePool, cancellation: Cancellation) -> None:
    asked: dict[int, tuple[Path, Path]] = {}
    with pool.session() as session:
        for path, folder in folders.items():
            for file in _spread(folder.files):
                task = HeaderTask(session.next_task_id(), str(file), 0, keep=False)
                asked[task.task_id] = (path, file)
                session.submit(task)
        answers = {
            reply.task_id: reply.headers[0].study_uid or f"in {asked[reply.task_id][0]}"
            for reply in session.replies(cancellation)
            if isinstance(reply, HeadersRead) and reply.headers
        }
    for task_id in sorted(answers):
        path, file = asked[task_id]
        folders[path].samples.setdefault(answers[task_id], file)


def _spread(files: list[Path]) -> list[Path]:
    step = max(1, len(files) / SAMPLES)
    return [files[int(index * step)] for index in range(min(len(files), SAMPLES))]


def _study_places(top: Path, folders: dict[Path, _Folder], files: Iterable[Path]) -> Iterator[Path]:
    """What to open for the studies in ``folders``; ``files`` are studies of their own."""
    below: defaultdict[Path, set[str]] = defaultdict(set)  # the studies in and below every folder
    homes: defaultdict[str, list[Path]] = defaultdict(list)
    for path, folder in folders.items():
        for uid in folder.samples:
            homes[uid].append(path)
            for ancestor in _up_to(top, path):
                below[ancestor].add(uid)
    for file in files:
        for ancestor in _up_to(top, file.parent):
            below[ancestor].add(str(file))
    taken: set[Path] = set()
    for uid, paths in homes.items():
        common = Path(os.path.commonpath(paths))
        for home in [common] if below[common] == {uid} else paths:
            if below[home] != {uid}:
                yield folders[home].samples[uid]
                continue
            place = _highest(top, home, {uid}, below)
            taken.add(place)
            yield place
    for path, folder in folders.items():
        if not folder.samples and not below[path] and not taken.intersection(_up_to(top, path)):
            yield _highest(top, path, set(), below)


def _up_to(top: Path, path: Path) -> list[Path]:
    """``path`` and its parents up to and with ``top``."""
    chain = [path, *path.parents]
    return chain[: chain.index(top) + 1] if top in chain else [path]


def _highest(top: Path, path: Path, studies: set[str], below: dict[Path, set[str]]) -> Path:
    """The highest folder from ``path`` up, below ``top``, that holds no other than ``studies``."""
    place = path
    for ancestor in _up_to(top, path):
        if ancestor == top or below.get(ancestor, set()) != studies:
            break
        place = ancestor
    return place
