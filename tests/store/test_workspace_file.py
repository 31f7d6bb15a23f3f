from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert

from cmrstudio.domain.errors import StoreError
from cmrstudio.store import sqlite
from cmrstudio.store.annotation_store import AnnotationStore
from cmrstudio.store.schema import SCHEMA_VERSION, workspace_versions


def fill(workspace: Path, drawn, count: int = 60) -> None:
    store = AnnotationStore.open(workspace)
    store.append([drawn(number, phase=number) for number in range(count)], "Segment")
    store.close()


def test_a_file_that_is_no_database_is_named_and_left_untouched(workspace: Path) -> None:
    content = b"Dear reader, this is a letter." * 500
    workspace.write_bytes(content)
    with pytest.raises(StoreError, match=r"workspace\.sqlite: the file is damaged or no workspace.*Move it away"):
        AnnotationStore.open(workspace)
    assert workspace.read_bytes() == content


def test_a_damaged_file_is_named_and_left_untouched(workspace: Path, drawn) -> None:
    fill(workspace, drawn)
    damaged = bytearray(workspace.read_bytes())
    # Zeroed pages in the middle, as a failing disk leaves them.
    damaged[len(damaged) // 3 : 2 * len(damaged) // 3] = bytes(2 * len(damaged) // 3 - len(damaged) // 3)
    workspace.write_bytes(damaged)
    with pytest.raises(StoreError, match=r"workspace\.sqlite: the file is damaged\. Move it away"):
        AnnotationStore.open(workspace)
    assert workspace.read_bytes() == damaged


def test_a_cut_off_file_is_named(workspace: Path, drawn) -> None:
    fill(workspace, drawn)
    workspace.write_bytes(workspace.read_bytes()[:-9000])
    with pytest.raises(StoreError, match=r"workspace\.sqlite: the file is damaged"):
        AnnotationStore.open(workspace)


def test_changed_points_are_noticed_where_the_database_is_sound(workspace: Path, drawn) -> None:
    fill(workspace, drawn, count=1)
    text = workspace.read_bytes()
    assert text.count(b'"reader"') == 1
    place = text.index(b"points_px") + 15
    workspace.write_bytes(text[:place] + b"9" + text[place + 1 :])
    store = AnnotationStore.open(workspace)
    with pytest.raises(StoreError, match=r"workspace\.sqlite: edit 1 is not what was written"):
        store.annotations("1.2.840.1")
    store.close()


def test_a_workspace_of_a_newer_cmrstudio_is_refused_and_left_untouched(workspace: Path, drawn) -> None:
    fill(workspace, drawn, count=1)
    engine = sqlite.open_engine(workspace)
    newer = {
        "schema_version": SCHEMA_VERSION + 1,
        "written_by": "9.9.0",
        "recorded_at_utc": "2030-01-01T00:00:00+00:00",
    }
    with sqlite.writing(engine, workspace) as connection:
        connection.execute(insert(workspace_versions), newer)
    engine.dispose()
    content = workspace.read_bytes()
    with pytest.raises(StoreError, match=rf"newer cmrstudio \(9\.9\.0, format {SCHEMA_VERSION + 1}.*Update cmrstudio"):
        AnnotationStore.open(workspace)
    assert workspace.read_bytes() == content


def test_a_newer_workspace_is_no_damaged_one_where_it_lacks_a_table(workspace: Path, drawn) -> None:
    fill(workspace, drawn, count=1)
    connection = sqlite3.connect(workspace)
    connection.execute("DROP TABLE phase_selections")
    connection.execute("INSERT INTO workspace_versions VALUES (NULL, 99, '9.9.0', '2030-01-01T00:00:00+00:00')")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match=r"newer cmrstudio \(9\.9\.0, format 99"):
        AnnotationStore.open(workspace)


def test_a_database_of_another_program_is_refused_and_left_untouched(workspace: Path) -> None:
    other = sqlite3.connect(workspace)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.commit()
    other.close()
    content = workspace.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        AnnotationStore.open(workspace)
    assert workspace.read_bytes() == content


def test_an_empty_file_becomes_a_workspace(workspace: Path) -> None:
    workspace.touch()
    AnnotationStore.open(workspace).close()
    assert workspace.stat().st_size > 0


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match=r"w\.sqlite: the folder of the workspace cannot be made"):
        AnnotationStore.open(tmp_path / "file" / "w.sqlite")


def test_a_folder_that_cannot_be_written_is_named() -> None:
    # The kernel's own file system refuses root too.
    folder = Path("/proc/self")
    if not folder.is_dir():
        pytest.skip("needs the proc file system")
    with pytest.raises(StoreError, match=r"/proc/.*w\.sqlite: the workspace cannot be used"):
        AnnotationStore.open(folder / "w.sqlite")


def test_a_folder_in_place_of_the_file_is_named(workspace: Path) -> None:
    workspace.mkdir()
    with pytest.raises(StoreError, match=r"workspace\.sqlite: the file cannot be opened"):
        AnnotationStore.open(workspace)
