"""What was acknowledged survives a killed process, and a power cut that loses every write not synced to the disk."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from cmrstudio.domain.annotation import AnnotationKey, SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.errors import StoreError
from cmrstudio.domain.phases import PhaseSelection
from cmrstudio.store.annotation_store import AnnotationStore

SCRIPT = Path(__file__).with_name("edit_on_and_on.py")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
SERIES = "1.2.840.1"
EDITS_PAST_A_CHECKPOINT = 170

Acknowledged = tuple[int, int, int]
"""Phase, revision and number of an edit."""


def command(workspace: Path, way: str, count: int, *more: str) -> list[str]:
    return [sys.executable, str(SCRIPT), str(workspace), way, str(count), *more]


def parsed(text: bytes) -> list[Acknowledged]:
    """The complete lines of what the process said."""
    lines = text[: text.rfind(b"\n") + 1].split(b"\n")[:-1]
    return [(int(phase), int(revision), int(number)) for phase, revision, number in map(bytes.split, lines)]


def missing(workspace: Path, acknowledged: list[Acknowledged]) -> list[Acknowledged]:
    """Which of the acknowledged edits the reopened workspace does not hold as they were."""
    store = AnnotationStore.open(workspace)
    try:
        kept = {
            (phase, edit.annotation.revision, int(edit.annotation.contours[0].points_px[0, 0]))
            for phase in {phase for phase, _, _ in acknowledged}
            for edit in store.history(AnnotationKey(SERIES, phase, 0))
        }
    finally:
        store.close()
    return [edit for edit in acknowledged if edit not in kept]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a matter of Unix")
def test_kill_9_at_any_moment_loses_no_acknowledged_edit(workspace: Path) -> None:
    acknowledged: list[Acknowledged] = []
    moments = random.Random(20260304)
    for round_number in range(5):
        process = subprocess.Popen(command(workspace, "writer", 0), stdout=subprocess.PIPE, env=ENVIRONMENT)
        assert process.stdout is not None
        heard = b""
        # The second process dies while it opens what the first left behind, the others at a random edit.
        if round_number != 1:
            wanted = moments.randint(1, 60)
            while heard.count(b"\n") < wanted:
                heard += os.read(process.stdout.fileno(), 65536)
        else:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(moments.uniform(0.1, 0.6))
        process.kill()
        heard += process.stdout.read()
        process.stdout.close()
        process.wait()
        acknowledged += parsed(heard)
        assert missing(workspace, acknowledged) == []
    assert len(acknowledged) >= 4


@dataclass
class File:
    """What a file holds, what of it a power cut leaves, and whether its name is in its folder for good."""

    content: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    is_named: bool = False


_HEX = r"((?:\\x[0-9a-f]{2})*)"
_WRITE = re.compile(rf'^p?write(?:64)?\((\d+)<{_HEX}>, "{_HEX}", (\d+)(?:, (\d+))?\) = (-?\d+)')
_TRUNCATE = re.compile(rf"^ftruncate\(\d+<{_HEX}>, (\d+)\) = 0")
_SYNC = re.compile(rf"^f(?:data)?sync\(\d+<{_HEX}>\) = 0")
_UNLINK = re.compile(rf'^unlink\("{_HEX}"\) = 0')


def plain(text: str) -> bytes:
    return bytes.fromhex(text.replace(r"\x", ""))


class Disk:
    """Replays the system calls of a process on the files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder).encode()
        self._files: dict[bytes, File] = {}
        self.acknowledged: list[Acknowledged] = []

    def replay(self, line: str) -> bool:
        """Take one system call; true where it acknowledged an edit."""
        if found := _WRITE.match(line):
            descriptor, name, data, _, offset, _ = found.groups()
            if descriptor == "1":
                self.acknowledged += parsed(plain(data))
                return True
            if (file := self._file(plain(name))) is not None:
                start, content = int(offset or 0), plain(data)
                file.content.extend(bytes(max(0, start + len(content) - len(file.content))))
                file.content[start : start + len(content)] = content
        elif found := _TRUNCATE.match(line):
            if (file := self._file(plain(found[1]))) is not None:
                size = int(found[2])
                file.content[size:] = bytes(max(0, size - len(file.content)))
        elif found := _SYNC.match(line):
            self._sync(plain(found[1]))
        elif found := _UNLINK.match(line):
            # Taken at once for a removal that the cut may undo: an old log would then be replayed, which must not hurt.
            self._files.pop(plain(found[1]), None)
        return False

    def _file(self, name: bytes) -> File | None:
        is_ours = os.path.dirname(name) == self._folder and not name.endswith((b"-shm", b".lock"))  # noqa: PTH120
        return self._files.setdefault(name, File()) if is_ours else None

    def _sync(self, name: bytes) -> None:
        if name == self._folder:
            for file in self._files.values():
                file.is_named = True
        elif (file := self._files.get(name)) is not None:
            file.synced = bytes(file.content)

    def cut(self, folder: Path) -> None:
        """Write what a power cut at this moment leaves: nothing that was not synced."""
        for name, file in self._files.items():
            if file.is_named:
                (folder / Path(os.fsdecode(name)).name).write_bytes(file.synced)


def power_cuts(folder: Path, *synchronous: str) -> list[list[Acknowledged]]:
    """Acknowledged edits that are lost, for a cut after every so many acknowledgements of one run."""
    trace, workspace = folder / "trace", folder / "w" / "workspace.sqlite"
    workspace.parent.mkdir()
    calls = "trace=pwrite64,write,ftruncate,fsync,fdatasync,unlink"
    strace = ["strace", "-y", "-xx", "-s", "100000", "-e", calls, "-o", str(trace)]
    done = subprocess.run(
        [*strace, *command(workspace, "store", EDITS_PAST_A_CHECKPOINT, *synchronous)],
        capture_output=True,
        env=ENVIRONMENT,
        check=False,
    )
    if b"ptrace" in done.stderr.lower():
        pytest.skip(f"strace may not trace here: {done.stderr.decode().strip()}")
    assert len(parsed(done.stdout)) == EDITS_PAST_A_CHECKPOINT, done.stderr.decode()
    disk, lost = Disk(workspace.parent), []
    for line in trace.read_text().splitlines():
        if disk.replay(line) and len(disk.acknowledged) % 6 == 1:
            with tempfile.TemporaryDirectory(dir=folder) as after:
                disk.cut(Path(after))
                lost.append(missing(Path(after) / workspace.name, disk.acknowledged))
    return lost


needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace to see what was synced")


@needs_strace
def test_a_power_cut_loses_no_acknowledged_edit(tmp_path: Path) -> None:
    lost = power_cuts(tmp_path)
    assert len(lost) >= EDITS_PAST_A_CHECKPOINT // 6
    assert all(edits == [] for edits in lost)


@needs_strace
def test_the_replay_would_notice_a_store_that_does_not_sync(tmp_path: Path) -> None:
    try:
        lost = power_cuts(tmp_path, "NORMAL")
    except StoreError:
        return
    assert any(edits for edits in lost)


class StoreMachine(RuleBasedStateMachine):
    """Any sequence of edits, verifications and reopenings gives the state that a dictionary gives."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "w.sqlite"
        self.store = AnnotationStore.open(self.path)
        self.latest: dict[AnnotationKey, SliceAnnotation] = {}
        self.verified: dict[AnnotationKey, tuple[int, str]] = {}
        self.selection: PhaseSelection | None = None

    @rule(
        images=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=4),
        number=st.floats(0, 200),
        structures=st.sets(st.sampled_from(list(Structure))),
    )
    def append(self, images: list[tuple[int, int]], number: float, structures: set[Structure]) -> None:
        points = [[number, 0.0], [number + 9, 1.0], [4.0, number]]
        contours = tuple(Contour(structure, points, "reader") for structure in sorted(structures))
        given = [SliceAnnotation(SERIES, phase, slice_, contours) for phase, slice_ in images]
        for annotation in self.store.append(given, "Push"):
            before = self.latest.get(annotation.key)
            assert annotation.revision == (before.revision if before else 0) + 1
            self.latest[annotation.key] = annotation

    @rule(image=st.tuples(st.integers(0, 2), st.integers(0, 1)), reviewer=st.sampled_from(["A", "B"]))
    def verify(self, image: tuple[int, int], reviewer: str) -> None:
        key = AnnotationKey(SERIES, *image)
        annotation = self.latest.get(key, SliceAnnotation(SERIES, *image))
        verification = self.store.verify(annotation, reviewer, datetime(2026, 1, 1, tzinfo=UTC))
        self.latest.setdefault(key, SliceAnnotation(SERIES, *image, (), 1))
        self.verified[key] = (self.latest[key].revision, reviewer)
        assert verification.content_sha256 == self.latest[key].content_sha256

    @rule(end_diastole=st.integers(0, 30), end_systole=st.integers(0, 30))
    def choose_phases(self, end_diastole: int, end_systole: int) -> None:
        self.selection = PhaseSelection(end_diastole, end_systole)
        self.store.save_phases(SERIES, self.selection)

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = AnnotationStore.open(self.path)

    @invariant()
    def the_store_holds_what_was_put_in(self) -> None:
        assert self.store.annotations(SERIES) == self.latest
        found = self.store.verifications(SERIES)
        assert {key: (each.revision, each.reviewer) for key, each in found.items()} == self.verified
        assert self.store.phases(SERIES) == self.selection

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestAnySequence = StoreMachine.TestCase
TestAnySequence.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
