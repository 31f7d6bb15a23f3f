"""Making a workspace file, and refusing one that this cmrstudio cannot or must not use."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, inspect, select

from cmrstudio import __version__
from cmrstudio.domain.errors import StoreError
from cmrstudio.store import sqlite
from cmrstudio.store.rows import time_to_text
from cmrstudio.store.schema import REPLACEABLE, SCHEMA_VERSION, metadata, tables_of_version, workspace_versions

CHECKED_BELOW_BYTES = 64_000_000


def make_folder(workspace: Path) -> None:
    """Make the folder of a workspace, durably. Raises ``StoreError``."""
    folder = workspace.parent
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for made in missing:
            _sync_folder(made.parent)
    except OSError as error:
        raise StoreError(
            f"{workspace}: the folder of the workspace cannot be made: {error.strerror}. Choose another workspace."
        ) from error


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no such call for folders and needs none
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_workspace(path: Path) -> Engine:
    """Open or make the file, whose lock is held already.

    A file of an older cmrstudio gets the tables that it lacks, in one transaction; all that it holds stays. A file that
    is no workspace, damaged, or of a newer cmrstudio is left untouched. Raises ``StoreError``.
    """
    engine = sqlite.open_engine(path)
    try:
        with sqlite.reading(engine, path) as connection:
            version = _check(connection, path)
        sqlite.use_write_ahead_log(engine, path)
        if version < SCHEMA_VERSION:
            with sqlite.writing(engine, path) as connection:
                _make_tables(connection, version)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _is_worth_checking(path: Path) -> bool:
    # A check reads the whole file, about a second for every 500 MB. What a skipped check leaves unseen shows when its
    # page is read.
    left_open = path.with_name(path.name + "-wal").exists()
    return left_open or path.stat().st_size < CHECKED_BELOW_BYTES


def _check(connection: Connection, path: Path) -> int:
    """The file's schema version, 0 where it is new and empty. Raises ``StoreError`` for one that cannot be used."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return 0
    damage = sqlite.check_sound(connection) if _is_worth_checking(path) else None
    if damage is not None:
        raise StoreError(f"{path}: {sqlite.DAMAGED} ({damage}).")
    if workspace_versions.name not in tables:
        raise StoreError(f"{path}: this is a database of another program. Choose another file for the workspace.")
    query = select(workspace_versions).order_by(workspace_versions.c.id.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    if row is not None and row.schema_version > SCHEMA_VERSION:  # which tables that one has is not known here
        raise StoreError(
            f"{path}: this workspace was written by a newer cmrstudio ({row.written_by}, format {row.schema_version}; "
            f"this one reads up to format {SCHEMA_VERSION}). Update cmrstudio, or choose another workspace."
        )
    if row is None or not {table.name for table in tables_of_version(row.schema_version)} <= tables:
        raise StoreError(f"{path}: {sqlite.DAMAGED}.")
    return int(row.schema_version)


def _make_tables(connection: Connection, version: int) -> None:
    """Make the tables that a file of ``version`` lacks."""
    there = tables_of_version(version) if version else []
    made = [table for table in metadata.sorted_tables if table not in there]
    metadata.create_all(connection, made)
    sqlite.append_only(connection, [table for table in made if table.name not in REPLACEABLE])
    now = time_to_text(datetime.now(UTC))
    values = {"schema_version": SCHEMA_VERSION, "written_by": __version__, "recorded_at_utc": now}
    connection.execute(insert(workspace_versions), values)
