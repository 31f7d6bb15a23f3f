"""The quality of contours is kept with what is drawn, and an older workspace learns to keep it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cmrstudio.domain.annotation import AnnotationKey, SliceAnnotation
from cmrstudio.domain.contour import Contour, Structure
from cmrstudio.domain.errors import InvalidContourError, StoreError
from cmrstudio.domain.phases import PhaseSelection, PhaseSource
from cmrstudio.domain.verification import ContourState, state_of
from cmrstudio.store import sqlite
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.records import NewEdit
from cmrstudio.store.schema import SCHEMA_VERSION
from cmrstudio.store.writer import StoreWriter

OLD_WORKSPACE = Path(__file__).with_name("workspace_format_1.sql")
SERIES = "1.2.840.1"


def rated(annotation: SliceAnnotation, *qualities: float | None) -> SliceAnnotation:
    contours = zip(annotation.contours, qualities, strict=True)
    return replace(annotation, contours=tuple(contour.with_quality(quality) for contour, quality in contours))


def qualities(store: AnnotationStore, annotation: SliceAnnotation) -> list[float | None]:
    return [contour.quality for contour in store.annotations(SERIES)[annotation.key].contours]


@pytest.fixture
def both(drawn: Callable[..., SliceAnnotation]) -> SliceAnnotation:
    """An endocardium and an epicardium."""
    endocardium = drawn(source="unet@1.0.0")
    points = endocardium.contours[0].points_px
    return endocardium.with_contour(
        Contour(Structure.LV_EPICARDIUM, points * 1.2 - points.mean(axis=0) / 5, "unet@1.0.0")
    )


@pytest.fixture
def old_workspace(workspace: Path) -> Path:
    """A workspace as the first format had it: contours, an edit, a verification and a choice of phases."""
    connection = sqlite3.connect(workspace)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.executescript(OLD_WORKSPACE.read_text())
    connection.close()
    return workspace


def test_a_quality_makes_no_contour_another_one(both: SliceAnnotation) -> None:
    other = rated(both, 0.25, None)
    assert other == both
    assert hash(other) == hash(both)
    assert other.content_sha256 == both.content_sha256


@pytest.mark.parametrize("quality", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_quality_is_between_0_and_1(both: SliceAnnotation, quality: float) -> None:
    with pytest.raises(InvalidContourError, match="quality"):
        rated(both, quality, None)


def test_an_edit_drops_the_quality_of_what_it_changes(both: SliceAnnotation) -> None:
    endocardium = rated(both, 0.5, 0.75).contours[0]
    assert endocardium.with_points(endocardium.points_px + 1).quality is None


def test_qualities_are_kept_with_the_contours(workspace: Path, both: SliceAnnotation) -> None:
    store = AnnotationStore.open(workspace)
    store.append([rated(both, 0.1234567890123, None)], "Segment")
    store.close()
    store = AnnotationStore.open(workspace)
    assert qualities(store, both) == [0.1234567890123, None]
    store.close()


def test_rating_again_makes_no_revision_and_no_verification_stale(
    store: AnnotationStore, both: SliceAnnotation
) -> None:
    (stored,) = store.append([rated(both, 0.5, 0.75)], "Segment")
    verification = store.verify(stored, "Dr. Example", datetime.now(UTC))
    store.rate([rated(both, 0.25, 0.625)])
    (found,) = store.annotations(SERIES).values()
    assert found.revision == 1
    assert [contour.quality for contour in found.contours] == [0.25, 0.625]
    assert state_of(found, verification) is ContourState.VERIFIED
    assert len(store.audit_trail(SERIES)) == 2


def test_an_edited_contour_has_no_quality_and_the_other_keeps_its_own(
    store: AnnotationStore, both: SliceAnnotation
) -> None:
    before = rated(both, 0.5, 0.75)
    after = before.with_contour(before.contours[0].with_points(before.contours[0].points_px + 1))
    store.append([before], "Segment")
    store.append_edits([NewEdit(after, "Move", is_draft=True)])
    store.append([after], "Move")
    assert qualities(store, both) == [None, 0.75]
    store.append([both], "Undo: Move")
    assert qualities(store, both) == [0.5, 0.75]


def test_the_writer_keeps_qualities_after_the_edits_before(workspace: Path, both: SliceAnnotation) -> None:
    store = AnnotationStore.open(workspace)
    writer = StoreWriter(store)
    writer.edit_all([both], "Segment")
    writer.rate([rated(both, 0.5, 0.75)]).result(10)
    assert qualities(store, both) == [0.5, 0.75]
    writer.close()
    store.close()


def test_a_quality_that_cannot_be_is_damage(workspace: Path, both: SliceAnnotation) -> None:
    store = AnnotationStore.open(workspace)
    store.append([rated(both, 0.5, 0.75)], "Segment")
    store.close()
    connection = sqlite3.connect(workspace)
    connection.execute("DROP TRIGGER contour_qualities_no_update")
    connection.execute("UPDATE contour_qualities SET quality = 'good'")
    connection.commit()
    connection.close()
    store = AnnotationStore.open(workspace)
    with pytest.raises(StoreError, match=r"workspace\.sqlite: the quality of a contour is not what was written"):
        store.annotations(SERIES)
    store.close()


def test_an_older_workspace_opens_and_keeps_everything(old_workspace: Path) -> None:
    store = AnnotationStore.open(old_workspace)
    found = store.annotations(SERIES)
    assert [(key.slice_index, a.revision) for key, a in found.items()] == [(4, 1), (5, 3)]
    assert [[c.source for c in a.contours] for a in found.values()] == [["unet@1.0.0"] * 2, ["reader"]]
    assert all(contour.quality is None for annotation in found.values() for contour in annotation.contours)
    verified = AnnotationKey(SERIES, 0, 4)
    assert state_of(found[verified], store.verifications(SERIES)[verified]) is ContourState.VERIFIED
    edits = store.history(AnnotationKey(SERIES, 0, 5))
    assert [edit.gesture for edit in edits] == ["Segment with unet@1.0.0", "Move a point", "Move a point"]
    assert store.phases(SERIES) == PhaseSelection(0, 8, PhaseSource.READER, PhaseSource.VOLUMES)
    assert [record.patient_label for record in store.recent_studies()] == ["Patient A"]
    assert len(store.audit_trail(SERIES)) == 6
    store.close()


def test_an_older_workspace_can_then_keep_qualities(old_workspace: Path) -> None:
    for _ in range(2):  # the second time it is no older one any more
        store = AnnotationStore.open(old_workspace)
        annotation = store.annotations(SERIES)[AnnotationKey(SERIES, 0, 4)]
        store.rate([rated(annotation, 0.5, 0.75)])
        assert qualities(store, annotation) == [0.5, 0.75]
        store.close()
    connection = sqlite3.connect(old_workspace)
    assert [version for (version,) in connection.execute("SELECT schema_version FROM workspace_versions")] == [
        1,
        SCHEMA_VERSION,
    ]
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("DELETE FROM contour_qualities")
    connection.close()


def test_a_made_workspace_and_an_older_one_end_up_with_the_same_tables(old_workspace: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.sqlite"
    names = []
    for path in (old_workspace, made):
        AnnotationStore.open(path).close()
        connection = sqlite3.connect(path)
        rows = connection.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
        names.append([name for (name,) in rows])
        connection.close()
    assert names[0] == names[1]


def test_an_older_workspace_whose_disk_fails_half_way_is_still_the_older_one(
    old_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: object, tables: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(sqlite, "append_only", fail)
        with pytest.raises(StoreError, match=r"workspace\.sqlite: .*disk"):
            AnnotationStore.open(old_workspace)
    connection = sqlite3.connect(old_workspace)
    assert not list(connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'contour_qualities%'"))
    assert list(connection.execute("SELECT schema_version FROM workspace_versions")) == [(1,)]
    connection.close()
    store = AnnotationStore.open(old_workspace)
    assert len(store.annotations(SERIES)) == 2
    store.close()


KILLED_HALF_WAY = """
import os
import sys
from pathlib import Path

from cmrstudio.store import sqlite
from cmrstudio.store.annotation_store import AnnotationStore

sqlite.append_only = lambda connection, tables: os._exit(9)
AnnotationStore.open(Path(sys.argv[1]))
"""


def test_an_older_workspace_whose_program_dies_half_way_opens_and_keeps_everything(old_workspace: Path) -> None:
    assert subprocess.run([sys.executable, "-c", KILLED_HALF_WAY, str(old_workspace)], check=False).returncode == 9
    store = AnnotationStore.open(old_workspace)
    assert len(store.annotations(SERIES)) == 2
    store.close()
    connection = sqlite3.connect(old_workspace)
    assert [version for (version,) in connection.execute("SELECT schema_version FROM workspace_versions")] == [
        1,
        SCHEMA_VERSION,
    ]
    connection.close()


def test_an_older_workspace_that_lacks_one_of_its_own_tables_is_damaged(old_workspace: Path) -> None:
    connection = sqlite3.connect(old_workspace)
    connection.execute("DROP TABLE verifications")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="the file is damaged"):
        AnnotationStore.open(old_workspace)
