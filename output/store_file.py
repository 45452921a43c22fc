"""The file of a job store: opened for its one writer, checked before anything is built on it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from output.migrations import NewerStoreError, migrate
from output.publishing import sync_folder

# Larger ones are not read whole before every run (about 5 s for so many bytes, a million URLs); `dehusk job status
# --check` does that.
QUICK_CHECK_BYTES = 256 << 20
_NOT_DAMAGE = tuple(f"SQLITE_{word}" for word in ("IOERR", "FULL", "READONLY", "CANTOPEN", "BUSY", "LOCKED", "PERM"))


class StoreError(Exception):
    """The store cannot be used as it is; `str()` of it is one line that says why."""


def damaged(path: Path, what: object) -> StoreError:
    """The error to raise for a store that is not as it was written."""
    return StoreError(f"{path} is damaged or no job store ({what}): restore it, or move it away to begin anew")


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open or create a store, in its newest shape and without a transaction.

    Raises StoreError if the file is damaged or no store of this dehusk, sqlite3.OperationalError or OSError if it
    cannot be opened for writing.
    """
    if not path.exists():
        _create(path)
    elif not path.stat().st_size:  # SQLite would take it for a new store, and every page for one never seen
        raise damaged(path, "the file is empty")
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
        small = path.stat().st_size <= QUICK_CHECK_BYTES
        if small and (wrong := quick_check(db)):
            raise damaged(path, wrong)
        migrate(db)
        if small and (wrong := mistyped(db)):
            raise damaged(path, wrong)
    except NewerStoreError as error:
        db.close()
        raise StoreError(f"{path} was written by a newer dehusk ({error}): use that one") from error
    except UnicodeDecodeError as error:  # SQLite quotes a schema that is no text any more
        db.close()
        raise damaged(path, "its tables have no names") from error
    except sqlite3.DatabaseError as error:
        db.close()
        if is_damage(error):
            raise damaged(path, error) from error
        raise
    except BaseException:
        db.close()
        raise
    return db


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A store as it is at this moment, read beside its writer. Raises StoreError if it cannot be read."""
    db = None
    try:
        db = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None)
        db.execute("BEGIN")
        db.execute("SELECT count(*) FROM job").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter as above
        if db is not None:
            db.close()
        raise StoreError(f"{path} cannot be read ({error}): restore it, or move it away to begin anew") from error
    return db


def _create(path: Path) -> None:
    """A new store appears under its name when it has its tables: so one that is there is never empty."""
    new = path.with_name(f"{path.name}.new")
    for leftover in (new, new.with_name(f"{new.name}-journal")):
        leftover.unlink(missing_ok=True)
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        migrate(db)
    new.replace(path)
    sync_folder(path.parent)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether it is the file that is wrong, and not the disk it lies on or another process.

    Where a bit flipped in the schema, SQLite speaks of SQL that it cannot read, or of tables that are not there.
    """
    return not getattr(error, "sqlite_errorname", "").startswith(_NOT_DAMAGE)


def quick_check(db: sqlite3.Connection) -> str:
    """What is wrong with the structure of the file, in one line; "" if nothing is. Reads it whole once."""
    return _said(db, "quick_check")


def integrity_check(db: sqlite3.Connection) -> str:
    """As `quick_check`, and whether every index says what its table says."""
    return _said(db, "integrity_check")


def mistyped(db: sqlite3.Connection) -> str:
    """The first table in which a value is of another type than its column, in one line; "" if there is none.

    SQLite takes any value for any column, and a bit of a row's head says which it is.
    """
    for table in ("job", "runs", "frontier", "aliases", "pages"):
        columns = db.execute('SELECT name, lower(type), "notnull" FROM pragma_table_info(?)', (table,)).fetchall()
        wrong = [
            f"typeof({name}) NOT IN ('{kind}'{'' if required or name == 'id' else ', ' + repr('null')})"
            for name, kind, required in columns
            if kind
        ]
        (number,) = db.execute(f"SELECT count(*) FROM {table} WHERE {' OR '.join(wrong)}").fetchone()  # noqa: S608
        if number:
            return f"{number} rows of {table} hold what they cannot"
    return ""


def _said(db: sqlite3.Connection, check: str) -> str:
    lines = [str(line) for (line,) in db.execute(f"PRAGMA {check}(3)")]
    return "" if lines == ["ok"] else " ".join("; ".join(lines).split())
