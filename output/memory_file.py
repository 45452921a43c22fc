"""Template memory in a file, or in a temporary one: pages come in, what repeats on their hosts comes out.

A row for each page with its sketch and the day it was last seen, and, made from these, a row for each host and for each
line that repeats there. Pages that were not seen for `KEPT_DAYS` are forgotten, and of a host with very many pages only
a fixed sample is kept, so that the file stays small.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from cleaners.memory import MOST_PAGES, VERSION, HostMemory, Memory, host_memory
from cleaners.site_rules.suggesting import Learnt
from cleaners.sketch import VERSION as SKETCH_VERSION
from cleaners.sketch import items, masked_key
from output.migrations import statements
from output.taken import Taken
from output.transaction import transaction

KEPT_DAYS = 180
_TEXT = 400  # characters of a line whose words are kept
_APPLICATION = 0x64686D31  # "dhm1": a file of another program is not written over
_SHAPE = """
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- what one address said at different times are different rows: some dumps give all their pages one address
CREATE TABLE pages (
    host TEXT NOT NULL, rank BLOB NOT NULL, page TEXT NOT NULL, last_seen TEXT NOT NULL, sketch BLOB NOT NULL,
    PRIMARY KEY (host, rank)
) WITHOUT ROWID;
CREATE INDEX pages_seen ON pages (last_seen);
CREATE TABLE hosts (
    host TEXT PRIMARY KEY, pages INTEGER NOT NULL, last_seen TEXT NOT NULL, digest TEXT NOT NULL, memory BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE lines (
    host TEXT NOT NULL, line TEXT NOT NULL, pages INTEGER NOT NULL, outside INTEGER NOT NULL, last_seen TEXT NOT NULL,
    PRIMARY KEY (host, line)
) WITHOUT ROWID;
"""
# The only text that is kept: lines that were taken, for a person who reads what was learnt (`dehusk rules suggest`).
# `beside` is a line of the same page that stayed.
_WORDS = """
CREATE TABLE IF NOT EXISTS words (
    host TEXT NOT NULL, line TEXT NOT NULL, text TEXT NOT NULL, whole INTEGER NOT NULL, beside TEXT NOT NULL,
    PRIMARY KEY (host, line, text)
) WITHOUT ROWID
"""
_SPELLINGS = 4  # of a line whose words are kept
_VERSIONS = f"{VERSION}.{SKETCH_VERSION}"
_NEW = (
    "CREATE TEMP TABLE fresh (host TEXT NOT NULL, page TEXT NOT NULL, sketch BLOB NOT NULL)",
    "CREATE TEMP TABLE waiting (host TEXT NOT NULL, page TEXT NOT NULL, text TEXT NOT NULL)",
    "CREATE INDEX temp.waiting_host ON waiting (host)",
    """CREATE TEMP TABLE noted (
        host TEXT NOT NULL, line TEXT NOT NULL, text TEXT NOT NULL, whole INTEGER NOT NULL, beside TEXT NOT NULL,
        PRIMARY KEY (host, line, text)
    ) WITHOUT ROWID""",
)
_KEEP_WORDS = (
    "INSERT OR REPLACE INTO words SELECT n.* FROM noted AS n JOIN lines USING (host, line)",
    """DELETE FROM words WHERE NOT EXISTS
        (SELECT 1 FROM lines WHERE lines.host = words.host AND lines.line = words.line)""",
    f"""DELETE FROM words AS w WHERE (SELECT count(*) FROM words AS o
        WHERE o.host = w.host AND o.line = w.line AND o.text < w.text) >= {_SPELLINGS}""",  # noqa: S608 - a number of ours
    "DELETE FROM noted",
)
_MERGE = (
    "INSERT INTO pages VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (host, rank) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen)"
)


class MemoryFileError(Exception):
    """The file is no template memory of this dehusk, or cannot be used; `str()` is one line that says why."""


class MemoryFile:
    """Takes pages and gives the memory of their hosts. Use it from one thread at a time."""

    def __init__(self, path: Path | None = None) -> None:
        """Open or create the file; None for a temporary one. Raises MemoryFileError."""
        self._name = str(path) if path else "a temporary file"
        with self._explained():
            self._db = sqlite3.connect(path or "", isolation_level=None, timeout=60, check_same_thread=False)
            self._db.execute("PRAGMA temp_store = FILE")
            self._db.execute("PRAGMA secure_delete = OFF")
            self._prepare()
            for statement in _NEW:
                self._db.execute(statement)

    def _prepare(self) -> None:
        with transaction(self._db):
            (application,) = self._db.execute("PRAGMA application_id").fetchone()
            (tables,) = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if not tables:
                for statement in statements(_SHAPE):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA application_id = {_APPLICATION}")
                self._db.execute("INSERT INTO facts VALUES ('versions', ?)", (_VERSIONS,))
            elif application != _APPLICATION:
                raise MemoryFileError(f"{self._name} is no template memory of dehusk: name another file")
            else:
                _check_versions(self._db, self._name)
            self._db.execute(_WORDS)  # files of an older dehusk have none

    def add(self, host: str, page: str, sketch: bytes) -> None:
        """A page that was seen, by its URL or id. It counts from the next `settle` on. Raises MemoryFileError."""
        if host and sketch:
            with self._explained():
                self._db.execute("INSERT INTO fresh VALUES (?, ?, ?)", (host, page, sketch))

    def hold(self, host: str, page: str, text: str) -> None:
        """A text that is sketched only if its host turns out to have more of them. Raises MemoryFileError."""
        with self._explained():
            self._db.execute("INSERT INTO waiting VALUES (?, ?, ?)", (host, page, text))

    def held(self, host: str) -> list[tuple[str, str]]:
        """Page and text of what was held for a host, and is no longer. Raises MemoryFileError."""
        with self._explained():
            found = self._db.execute("SELECT page, text FROM waiting WHERE host = ?", (host,)).fetchall()
            self._db.execute("DELETE FROM waiting WHERE host = ?", (host,))
        return found

    def settle(self, today: date) -> None:
        """Take the new pages in, forget the old ones, work out what repeats: one transaction.

        Raises MemoryFileError.
        """
        with self._explained(), transaction(self._db):
            oldest = (today - timedelta(days=KEPT_DAYS)).isoformat()
            hosts = {host for (host,) in self._db.execute("SELECT DISTINCT host FROM fresh")}
            hosts |= {host for (host,) in self._db.execute("SELECT host FROM pages WHERE last_seen < ?", (oldest,))}
            reading = self._db.cursor()
            for host, page, sketch in reading.execute("SELECT host, page, sketch FROM fresh"):
                self._db.execute(_MERGE, (host, _rank(page, sketch), page, today.isoformat(), sketch))
            self._db.execute("DELETE FROM fresh")
            self._db.execute("DELETE FROM pages WHERE last_seen < ?", (oldest,))
            for host in sorted(hosts):
                self._work_out(host)

    def _work_out(self, host: str) -> None:
        self._db.execute(
            "DELETE FROM pages WHERE host = ? AND rank NOT IN"
            " (SELECT rank FROM pages WHERE host = ? ORDER BY rank LIMIT ?)",
            (host, host, MOST_PAGES),
        )
        pages = self._db.execute("SELECT page, sketch, last_seen FROM pages WHERE host = ?", (host,)).fetchall()
        self._db.execute("DELETE FROM hosts WHERE host = ?", (host,))
        self._db.execute("DELETE FROM lines WHERE host = ?", (host,))
        found = host_memory((page, sketch) for page, sketch, _ in pages)
        if not pages:
            return
        memory = Memory({host: found} if found.lines else {})
        last = max(seen for *_, seen in pages)
        data = memory.to_bytes() if found.lines else b""
        self._db.execute("INSERT INTO hosts VALUES (?, ?, ?, ?, ?)", (host, found.pages, last, memory.digest, data))
        self._db.executemany("INSERT INTO lines VALUES (?, ?, ?, ?, ?)", _line_rows(host, found, pages))

    def of(self, host: str) -> bytes:
        """The memory of a host as `Memory.to_bytes` writes it, empty if nothing repeats. Raises MemoryFileError."""
        with self._explained():
            return _of(self._db, host)

    def note(self, host: str, taken: Iterable[Taken]) -> None:
        """Lines that were taken from a page, for `keep_words`. Raises MemoryFileError."""
        rows = [(host, f"{masked_key(one.text):016x}", one.text[:_TEXT], one.whole, one.beside) for one in taken]
        with self._explained():
            self._db.executemany("INSERT OR IGNORE INTO noted VALUES (?, ?, ?, ?, ?)", rows)

    def keep_words(self) -> None:
        """Keep the words of the lines that were noted and repeat, a few spellings of each; forget those of lines that
        do not any more: one transaction. Raises MemoryFileError."""
        with self._explained(), transaction(self._db):
            for statement in _KEEP_WORDS:
                self._db.execute(statement)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        with _explained(self._name):
            yield


def learnt(path: Path, host: str) -> tuple[HostMemory | None, list[Learnt]]:
    """What a memory file knows of a host: what repeats there, None if nothing does, and the lines whose words it has.

    The file is only read. Raises MemoryFileError.
    """
    data = Snapshot(path).of(host)
    memory = Memory.from_bytes(data).hosts[host] if data else None
    with _explained(str(path)), closing(_read_only(path)) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'words'").fetchone():
            return memory, []
        query = (
            "SELECT line, text, pages, outside, last_seen, whole, beside FROM words JOIN lines USING (host, line)"
            " WHERE host = ? ORDER BY pages DESC, line, text"
        )
        rows = db.execute(query, (host,)).fetchall()
    found: dict[str, Learnt] = {}
    for line, text, pages, outside, day, whole, beside in rows:
        texts = (*found[line].texts, text) if line in found else (text,)
        found[line] = Learnt(texts, pages, outside, day, bool(whole), beside)
    return memory, list(found.values())


def hosts_in(path: Path) -> list[str]:
    """The hosts of which a memory file knows that something repeats there. Raises MemoryFileError."""
    with _explained(str(path)), closing(_read_only(path)) as db:
        return [host for (host,) in db.execute("SELECT host FROM hosts WHERE length(memory) > 0 ORDER BY host")]


def _read_only(path: Path) -> sqlite3.Connection:
    uri = f"file:{quote(str(path))}?mode=ro"
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)


class Snapshot:
    """A memory file as it was when it was opened, for streams; it is never written."""

    def __init__(self, path: Path) -> None:
        """Raises MemoryFileError if there is no such file or it is no template memory."""
        if not path.exists():
            raise MemoryFileError(f"there is no file {path}: a run over files makes it")
        self._name = str(path)
        # Copied, not held open: a reader that stays for days must not keep a writer waiting.
        with _explained(self._name), closing(_read_only(path)) as db:
            _check_versions(db, self._name)
            rows = db.execute("SELECT host, memory FROM hosts WHERE length(memory) > 0").fetchall()
        self._hosts: dict[str, bytes] = dict(rows)

    def of(self, host: str) -> bytes:
        """As `MemoryFile.of`."""
        return self._hosts.get(host, b"")

    def close(self) -> None:
        """Nothing is open."""


def check_memory_file(path: Path, *, made: bool) -> None:
    """Raises MemoryFileError for a file that is no template memory, or where none is and none can be `made`."""
    if path.is_dir() or (path.exists() and path.stat().st_size):
        with _explained(str(path)), closing(_read_only(path)) as db:
            _check_versions(db, str(path))
    elif not made:
        Snapshot(path)
    elif not path.absolute().parent.is_dir():
        raise MemoryFileError(f"{path} cannot be made: there is no folder {path.parent}")


def _check_versions(db: sqlite3.Connection, name: str) -> None:
    (application,) = db.execute("PRAGMA application_id").fetchone()
    if application != _APPLICATION:
        raise MemoryFileError(f"{name} is no template memory of dehusk: name another file")
    (versions,) = db.execute("SELECT value FROM facts WHERE key = 'versions'").fetchone()
    if versions != _VERSIONS:
        raise MemoryFileError(f"{name} was written by another dehusk (memory {versions}, not {_VERSIONS}): begin anew")


def _of(db: sqlite3.Connection, host: str) -> bytes:
    row = db.execute("SELECT memory FROM hosts WHERE host = ?", (host,)).fetchone()
    return bytes(row[0]) if row else b""


def _rank(page: str, sketch: bytes) -> bytes:
    """Which page this is, as a hash: the sample of a host's pages is drawn by it."""
    return hashlib.blake2b(page.encode("utf-8", "replace") + b"\0" + sketch, digest_size=16).digest()


def _line_rows(host: str, found: HostMemory, pages: Iterable[tuple[str, bytes, str]]) -> list[tuple[object, ...]]:
    seen: dict[int, str] = {}
    for _, sketch, day in pages:
        for item in items(sketch):
            if item.key in found.lines:
                seen[item.key] = max(day, seen.get(item.key, ""))
    return [(host, f"{key:016x}", line.pages, line.outside, seen[key]) for key, line in found.lines.items()]


@contextmanager
def _explained(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise MemoryFileError(f"{name} cannot be used ({error})") from error
    except sqlite3.DatabaseError as error:
        raise MemoryFileError(f"{name} is damaged or no template memory ({error}): name another file") from error
