"""Everything that is said to SQLite alone: how a workspace is opened, kept durable, guarded and checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, UniqueConstraint, create_engine, event
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, ProgrammingError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from cmrstudio.domain.errors import StoreError, StoreWriteError

BUSY_TIMEOUT_S = 5.0
WRITES = "cmrstudio_writes"
# FULL is durable at every commit (NORMAL may lose acknowledged commits in a power cut). The two fullfsync are for
# macOS, whose fsync leaves data in the drive's cache. Without recursive_triggers INSERT OR REPLACE runs no trigger.
PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA fullfsync=ON",
    "PRAGMA checkpoint_fullfsync=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA foreign_keys=ON",
)
ADVICE = {
    "SQLITE_FULL": "the disk is full. Free some space and save again",
    "SQLITE_READONLY": "the file cannot be written. Check its permissions or choose another workspace",
    "SQLITE_CANTOPEN": "the file cannot be opened. Check the folder and its permissions or choose another workspace",
    "SQLITE_NOTADB": "the file is damaged or no workspace at all. Move it away, or choose another workspace",
    "SQLITE_CORRUPT": "the file is damaged. Move it away and put back a copy, or choose another workspace",
    "SQLITE_IOERR": "the disk failed or is full. Check the disk and save again",
    "SQLITE_BUSY": "another program holds the file. Close that program and save again",
}
DAMAGED = ADVICE["SQLITE_CORRUPT"]

# Trying these again cannot help: it is what was to be written that is wrong.
_NEVER_ACCEPTED = (IntegrityError, ProgrammingError, DataError, InterfaceError)


def open_engine(path: Path) -> Engine:
    """Make the engine of a workspace file; nothing is opened yet. Connections may wander between threads."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=QueuePool,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_S, "isolation_level": None},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    # The driver begins no transaction by itself (isolation_level None); a writer takes the write lock at once.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")


def use_write_ahead_log(engine: Engine, path: Path) -> None:
    """Turn the write-ahead log on, which the file then remembers. Raises ``StoreError`` where that fails."""
    with _translated(path), engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        (mode,) = driver.execute("PRAGMA journal_mode=WAL").fetchone()
    if mode != "wal":
        raise StoreError(
            f"{path}: this disk cannot keep edits safely ({mode} journal). Keep the workspace on a local disk."
        )


@contextmanager
def reading(engine: Engine, path: Path) -> Iterator[Connection]:
    """One consistent view of the workspace. Database errors become ``StoreError``."""
    with _translated(path), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine, path: Path) -> Iterator[Connection]:
    """One transaction, durable once the block is left. Database errors become ``StoreWriteError``."""
    with _translated(path, StoreWriteError), engine.connect() as connection:
        writer = connection.execution_options(**{WRITES: True})
        with writer.begin():
            yield writer


@contextmanager
def _translated(path: Path, error_type: type[StoreError] = StoreError) -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        chosen = StoreError if isinstance(error, _NEVER_ACCEPTED) else error_type
        raise chosen(f"{path}: {_reason(error)}.") from error


def _reason(error: Exception) -> str:
    original = getattr(error, "orig", None) or error
    name = getattr(original, "sqlite_errorname", "")
    for code, advice in ADVICE.items():
        if name.startswith(code):
            return advice
    return f"the workspace refused: {original}"


def append_only(connection: Connection, tables: Sequence[Table]) -> None:
    """Make the database refuse to change, delete or replace a row of ``tables``."""
    for table in tables:
        for operation in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table.name}_no_{operation.lower()} BEFORE {operation} ON {table.name} "
                f"BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
            )
        taken = " OR ".join(f"({same})" for same in _same_row(table))
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table.name}_no_replace BEFORE INSERT ON {table.name} "  # noqa: S608 - our own tables' names
            f"WHEN EXISTS (SELECT 1 FROM {table.name} WHERE {taken}) "
            f"BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
        )


def _same_row(table: Table) -> list[str]:
    unique = [list(table.primary_key.columns)]
    unique += [list(c.columns) for c in table.constraints if isinstance(c, UniqueConstraint)]
    return [" AND ".join(f"{column.name} = NEW.{column.name}" for column in columns) for columns in unique]


def check_sound(connection: Connection) -> str | None:
    """The first damage that SQLite finds in the file's structure, or None."""
    found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
    return None if found == "ok" else found


def durability(connection: Connection) -> dict[str, str | int]:
    """The settings in force on a live connection: journal_mode, synchronous (2 is FULL), and the guards."""
    names = ("journal_mode", "synchronous", "recursive_triggers", "foreign_keys")
    return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names}
