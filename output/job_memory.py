"""A memory file of a crawl: read while the job runs, and taught by its pages at the end."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from output.canonical import canonical
from output.memory_file import MemoryFile, Snapshot
from output.processing import Processed
from output.taken import taken


class JobMemory:
    """What a memory file knew when the run began (`before`), and what it knows with the pages of the job (`after`).

    Without a file both know nothing. A stream only reads the file: nothing comes after its records.
    """

    def __init__(self, path: Path | None, *, stream: bool) -> None:
        """Raises MemoryFileError if the file is no template memory, or, for a stream, if there is none; else it is made
        now: a folder that cannot be written should not be found out at the end."""
        self._path = path
        self.learns = path is not None and not stream
        if path is not None and self.learns:
            MemoryFile(path).close()
        self._snapshot = Snapshot(path) if path else None
        self._file: MemoryFile | None = None

    def before(self, host: str) -> bytes:
        """What was known of a host when the run began, as `Memory.to_bytes` writes it, or nothing."""
        return self._snapshot.of(host) if self._snapshot else b""

    def learn(self, store: Path, today: date) -> None:
        """Take the pages of a job store into the file. Raises MemoryFileError and sqlite3.Error."""
        assert self._path
        self._file = MemoryFile(self._path)
        with closing(sqlite3.connect(store, isolation_level=None, timeout=30)) as db:
            for host, url, sketch in db.execute("SELECT host, url, sketch FROM pages WHERE length(sketch) > 0"):
                self._file.add(host, canonical(url), sketch)
        self._file.settle(today)

    def after(self, host: str) -> bytes:
        """What is known of a host since `learn`. Raises MemoryFileError."""
        assert self._file
        return self._file.of(host)

    def saw(self, done: Processed) -> None:
        """A page that was cleaned with it: the words of what was taken are kept. Raises MemoryFileError."""
        if self._file:
            self._file.note(done.host, taken(done))

    def keep(self) -> None:
        """The second pass is done. Raises MemoryFileError."""
        if self._file:
            self._file.keep_words()
            self._file.close()
            self._file = None
