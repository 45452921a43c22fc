"""The job store: frontier, pages and runs of one job in one SQLite file. Every other file is made from it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import zstandard

from output.canonical import canonical, hostname
from output.migrations import NewerStoreError, migrate
from output.outcomes import GONE, STATES, Outcome
from output.transaction import transaction

_BATCH = 2000  # rows in one transaction when many URLs are given at once
_SAVE = (
    "INSERT OR REPLACE INTO pages (row, id, url, record, removals, digest, raw_sha256, text_sha256, added, mode,"
    " chars_in, chars_out, removed, host, rules, layout, sketch) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
# A URL that was redirected to before is the page of another row.
_ADD = (
    "INSERT OR IGNORE INTO frontier (fingerprint, host, url, depth, priority, request, generation)"
    " SELECT * FROM (SELECT ? AS new,?,?,?,?,?,?) WHERE NOT EXISTS (SELECT 1 FROM aliases WHERE fingerprint = new)"
)
_ADD_START = (
    "INSERT INTO frontier (fingerprint, host, url, depth, priority, request, generation, start)"
    " VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (fingerprint) DO UPDATE SET start = excluded.start,"
    " state = CASE WHEN generation < excluded.generation THEN 'pending' ELSE state END,"
    " reason = CASE WHEN generation < excluded.generation THEN '' ELSE reason END,"
    " generation = excluded.generation"
)


class StoreError(Exception):
    """The store cannot be used as it is; `str()` of it is one line that says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """A URL for the frontier. `request` is JSON of what makes it more than a plain GET ("" if nothing does);
    `fingerprint` is made from the URL unless it is given."""

    url: str
    depth: int = 0
    priority: int = 0
    request: str = ""
    fingerprint: bytes = b""


@dataclass(frozen=True, slots=True)
class Row:
    """A URL that is to be fetched. `start` is its place among the URLs that were given, None for one that was found."""

    id: int
    host: str
    url: str
    depth: int
    priority: int
    request: str
    start: int | None


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page that gave a record: one JSON line, its removals (none or more lines), and what is counted about it.

    `host`, `rules`, `layout` and `sketch` are for template memory (see `output.processing.Processed`).
    """

    id: str
    url: str
    record: bytes
    removals: bytes = b""
    raw_sha256: str = ""
    text_sha256: str = ""
    added: str = ""
    mode: str = ""
    chars_in: int = 0
    chars_out: int = 0
    removed: dict[str, int] = field(default_factory=dict)
    host: str = ""
    rules: str = ""
    layout: bytes = b""
    sketch: bytes = b""


@lru_cache(maxsize=1 << 15)
def fingerprint(url: str) -> bytes:
    """16 bytes that are the same for every spelling of an address (see `output.canonical`)."""
    return hashlib.blake2b(canonical(url).encode("utf-8", "replace"), digest_size=16).digest()


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def page_digest(identity: str, record: bytes, removals: bytes, layout: bytes = b"") -> bytes:
    """What a page row carries so that a flipped bit is seen: of its id and of the blobs as they lie in the file."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (identity.encode(), record, removals, *([layout] if layout else [])):  # older rows have no layout
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


class JobStore:
    """One writer's view of the store of a job. Use it from one thread; hold a `JobLock` meanwhile.

    Every method that changes something is one transaction, committed when it returns. They raise sqlite3.Error if the
    file cannot be written; nothing is changed then.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the store. Raises StoreError if the file is no store of this dehusk, sqlite3.Error or OSError
        if it cannot be opened for writing."""
        self.path = path
        self._db = sqlite3.connect(path, isolation_level=None)
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA foreign_keys = ON")
            migrate(self._db)
        except NewerStoreError as error:
            self._db.close()
            raise StoreError(f"{path} was written by a newer dehusk ({error}): use that one") from error
        except sqlite3.OperationalError:
            self._db.close()
            raise
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise StoreError(f"{path} is damaged or no job store ({error}): move it away or restore it") from error
        self._compressor = zstandard.ZstdCompressor(level=3)
        self.generation = int(self.value("generation") or 1)
        self._states = self._counted()

    def close(self) -> None:
        self._db.close()

    # ------------------------------------------------------------------ what the job knows about itself

    def value(self, key: str) -> str:
        """What was kept under a key, or ""."""
        row = self._db.execute("SELECT value FROM job WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def keep(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO job VALUES (?, ?)", (key, value))

    # ------------------------------------------------------------------ runs

    def begin_run(self, command: str, *, follows: bool, same_starts: bool = False) -> int:
        """A new run: goes on with what is pending, or, if nothing is, crawls again.

        Crawling again makes every URL that was found by following links pending (with `follows`), and those that were
        given last (with `same_starts`); else they become pending when they are given again. Returns the number of the
        run.
        """
        again = self.seen > 0 and self.pending == 0
        with transaction(self._db):
            if again:
                self.generation += 1
                self._db.execute("DELETE FROM aliases")
                again_sql = "UPDATE frontier SET state = 'pending', reason = '', generation = :now WHERE "
                if follows:
                    self._db.execute(again_sql + "start IS NULL", {"now": self.generation})
                if same_starts:
                    given_last = "start IS NOT NULL AND generation = :now - 1"
                    self._db.execute(again_sql + given_last, {"now": self.generation})
            self._db.execute("INSERT OR REPLACE INTO job VALUES ('generation', ?)", (str(self.generation),))
            run = self._db.execute(
                "INSERT INTO runs (started, command, generation) VALUES (?, ?, ?)", (now(), command, self.generation)
            ).lastrowid
        self._states = self._counted()
        assert run is not None
        return run

    def end_run(self, run: int, reason: str) -> None:
        """Note how a run ended, and with which counts."""
        self._db.execute(
            "UPDATE runs SET ended = ?, reason = ?, counts = ? WHERE id = ?",
            (now(), reason, json.dumps(self.counts()), run),
        )

    # ------------------------------------------------------------------ frontier

    def add_starts(self, urls: Iterable[Found]) -> int:
        """The URLs that were given, in their order; known ones become pending unless this crawl has seen them.
        Returns how many URLs are now known."""
        batch: list[tuple[object, ...]] = []
        for place, found in enumerate(urls):
            batch.append((*self._row_of(found), place))
            if len(batch) >= _BATCH:
                self._add_start_batch(batch)
                batch = []
        self._add_start_batch(batch)
        self._states = self._counted()
        return self.seen

    def _add_start_batch(self, batch: list[tuple[object, ...]]) -> None:
        if batch:
            with transaction(self._db):
                self._db.executemany(_ADD_START, batch)

    def add(self, urls: Iterable[Found]) -> int:
        """Insert or ignore; returns how many were new."""
        with transaction(self._db):
            new = self._insert(urls)
        self._states["pending"] += new
        return new

    def _insert(self, urls: Iterable[Found]) -> int:
        before = self._db.total_changes
        self._db.executemany(_ADD, map(self._row_of, urls))
        return self._db.total_changes - before

    def _row_of(self, found: Found) -> tuple[object, ...]:
        key = found.fingerprint or fingerprint(found.url)
        request = found.request or None
        return key, hostname(found.url), found.url, found.depth, found.priority, request, self.generation

    def unknown(self, urls: Iterable[str]) -> list[str]:
        """The URLs that no row and no alias stands for, in their order, each spelling of an address once."""
        wanted: dict[bytes, str] = {}
        for url in urls:
            wanted.setdefault(fingerprint(url), url)
        keys = list(wanted)
        for place in range(0, len(keys), 400):
            part = keys[place : place + 400]
            marks = ",".join("?" * len(part))
            for table in ("frontier", "aliases"):
                query = f"SELECT fingerprint FROM {table} WHERE fingerprint IN ({marks})"  # noqa: S608 - names of ours
                for (known,) in self._db.execute(query, part):
                    wanted.pop(known, None)
        return list(wanted.values())

    def owner(self, url: str, row: int) -> int:
        """The row whose page an address is; an address that nobody knows becomes an alias of `row`."""
        key = fingerprint(url)
        known = self._db.execute(
            "SELECT id FROM frontier WHERE fingerprint = ? UNION ALL SELECT row FROM aliases WHERE fingerprint = ?",
            (key, key),
        ).fetchone()
        if known:
            return int(known[0])
        self._db.execute("INSERT INTO aliases VALUES (?, ?)", (key, row))
        return row

    def pending_hosts(self) -> list[str]:
        """The hosts that have pending URLs, in order of their names."""
        hosts: list[str] = []
        last = None
        while True:  # a seek a host: DISTINCT would read every pending row
            after = "" if last is None else " AND host > ?"
            query = f"SELECT min(host) FROM frontier WHERE state = 'pending'{after}"  # noqa: S608 - no input in it
            (last,) = self._db.execute(query, () if last is None else (last,)).fetchone()
            if last is None:
                return hosts
            hosts.append(last)

    def next_rows(self, host: str, limit: int) -> list[Row]:
        """Up to `limit` pending URLs of a host: high priority first, then low depth, then the oldest."""
        query = (
            "SELECT id, host, url, depth, priority, coalesce(request, ''), start FROM frontier"
            " WHERE state = 'pending' AND host = ? ORDER BY priority DESC, depth, id LIMIT ?"
        )
        return [Row(*values) for values in self._db.execute(query, (host, limit))]

    def urls(self) -> Iterator[str]:
        """Every URL that is known."""
        for (url,) in self._db.execute("SELECT url FROM frontier"):
            yield url

    def start_rows(self) -> Iterator[tuple[str, str, str, str]]:
        """URL, final URL, state and reason of the start URLs of this crawl of the job, in their order."""
        query = (
            "SELECT url, final_url, state, reason FROM frontier"
            " WHERE start IS NOT NULL AND generation = ? ORDER BY start"
        )
        yield from self._db.execute(query, (self.generation,))

    def finish(self, row: int, outcome: Outcome, page: StoredPage | None = None, links: Iterable[Found] = ()) -> bool:
        """The one outcome of a URL, its page and the URLs that it leads to, in one transaction.

        Returns False, and changes nothing, if the row has an outcome already. A page of another row with the same id
        gives way: one record a URL, the newest. Without a page, the record of an earlier crawl stays unless the
        reason says that the page is gone (`output.outcomes.GONE`).
        """
        end = (outcome.final_url, now())
        with transaction(self._db):
            changed = self._db.execute(
                "UPDATE frontier SET state = ?, reason = ?, detail = ?, tries = ?, http_status = ?, final_url = ?,"
                " ended = ? WHERE id = ? AND state = 'pending'",
                (outcome.state, outcome.reason, outcome.detail, outcome.tries, outcome.http_status, *end, row),
            ).rowcount
            if not changed:
                return False
            replaced = self._save(row, page) if page is not None else 0
            if outcome.reason in GONE:
                self._db.execute("DELETE FROM pages WHERE row = ?", (row,))
            new = self._insert(links)
        self._states["pending"] += new - 1
        self._states[outcome.state] += 1
        if replaced:
            self._states = self._counted()
        return True

    def _save(self, row: int, page: StoredPage) -> int:
        """Write a page; how many rows lost theirs to it, as an earlier crawl came to the same address through them."""
        replaced = self._db.execute(
            "UPDATE frontier SET state = 'skipped', reason = 'duplicate_redirect'"
            " WHERE id IN (SELECT row FROM pages WHERE id = ? AND row <> ?) AND state = 'done'",
            (page.id, row),
        ).rowcount
        record, removals = self._compressor.compress(page.record), self._compressor.compress(page.removals)
        layout = self._compressor.compress(page.layout) if page.layout else b""
        digest = page_digest(page.id, record, removals, layout)
        facts = (page.raw_sha256, page.text_sha256, page.added, page.mode, page.chars_in, page.chars_out)
        removed = json.dumps(page.removed, sort_keys=True)
        memory = (page.host, page.rules, layout, page.sketch)
        self._db.execute(_SAVE, (row, page.id, page.url, record, removals, digest, *facts, removed, *memory))
        return replaced

    # ------------------------------------------------------------------ counts

    @property
    def pending(self) -> int:
        return self._states["pending"]

    @property
    def seen(self) -> int:
        return sum(self._states.values())

    def counts(self) -> dict[str, int]:
        """URLs by state, and `seen`, their sum. Costs nothing."""
        return {**{state: self._states[state] for state in STATES}, "seen": self.seen}

    def _counted(self) -> Counter[str]:
        return Counter(dict(self._db.execute("SELECT state, count(*) FROM frontier GROUP BY state")))

    def reasons(self) -> dict[str, int]:
        """How many URLs ended for each reason; pending ones are not among them."""
        query = "SELECT reason, count(*) FROM frontier WHERE state <> 'pending' GROUP BY reason ORDER BY 2 DESC, 1"
        return dict(self._db.execute(query))

    def cleaned(self) -> tuple[int, int, dict[str, int]]:
        """Over all pages: code points before and after cleaning, and removals by cleaner."""
        before, after = self._db.execute(
            "SELECT coalesce(sum(chars_in), 0), coalesce(sum(chars_out), 0) FROM pages"
        ).fetchone()
        removed: Counter[str] = Counter()
        for one, times in self._db.execute("SELECT removed, count(*) FROM pages GROUP BY removed"):
            for cleaner, number in json.loads(one).items():
                removed[cleaner] += number * times
        return before, after, dict(removed.most_common())

    def problems(self) -> list[str]:
        """What does not add up, each in one line; empty if the store is sound."""
        found = []
        counted = self._counted()
        if counted != self._states:
            found.append(f"the file counts {dict(counted)}, this run {dict(self._states)}")
        (missing,) = self._db.execute(
            "SELECT count(*) FROM frontier WHERE state = 'done' AND id NOT IN (SELECT row FROM pages)"
        ).fetchone()
        if missing:
            found.append(f"{missing} URLs are done but have no page")
        return found
