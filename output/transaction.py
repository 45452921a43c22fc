"""All or nothing: what several statements change in a SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Commits what happens inside when it ends, and takes it all back if anything is raised, which is raised on.

    The connection must be one that opens no transactions by itself (`isolation_level=None`). Raises sqlite3.Error if
    the file cannot be locked or written; nothing is changed then.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
