"""All archived pages of a job cleaned again, beside its store, until everything can be replaced in one go.

The work is done on a copy of the store, which says which rows are done: a run that was killed goes on where it was, and
whoever only compares can have it applied afterwards without waiting again.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaners.registry import RULES
from output.archive import FOLDER, Place
from output.archive_files import STAGED
from output.archive_reading import UnreadableError, capture_at, task_of
from output.jobs import STORE
from output.jsonl import loads
from output.migrations import statements
from output.outcomes import NO_DOCUMENT, REASONS, state_of
from output.processing import Processed, Task
from output.reading import StoreReader
from output.recleaning import Passing, clean_store_again
from output.setup import Setup
from output.store import JobStore, StoredPage
from output.tools import Tools
from output.transaction import transaction

# How a URL ended that was fetched and handed to a worker: with other rules it may end in another of these ways.
_OF_A_WORKER = (
    *("ok", "empty", "broken_encoding", "extract_failed", "extract_memory", "extract_timeout", "wrong_type"),
    *NO_DOCUMENT,
)
_REST = ("not_modified", "fresh", "duplicate_page")  # have a page that came from their response of an earlier day
_NEVER_A_PAGE = ("broken_encoding", "too_large")
_KEY = "reclean 2"  # with another number no copy that an older dehusk has begun is gone on with
_ALONE = Passing()


@dataclass(frozen=True, slots=True)
class Archived:
    """A row of the job with the task of its archived response, or why that cannot be had (one line)."""

    row: int
    url: str
    task: Task | None = None
    problem: str = ""


class Staging:
    """The copy of a job's store in which its pages are cleaned again. Hold the job's lock meanwhile."""

    def __init__(self, job: Path, rules: bytes) -> None:
        """Go on with the copy that is there, if it was made of this store and for the same rules (`rules_key`), or
        begin another. Raises sqlite3.Error, StoreError and OSError."""
        self.job = job
        self.path = job / STAGED
        key = _key(job / STORE, rules)
        if not self.path.exists() or not _is_for(self.path, key):
            discard(job)
            _begin(job, key)
        self._store = JobStore(self.path)

    def close(self) -> None:
        self._store.close()

    def counts(self) -> tuple[int, int]:
        """How many archived pages are done, and how many pages of the job have no archived response."""
        (done,) = self._store.db.execute("SELECT count(*) FROM recleaned").fetchone()
        query = "SELECT count(*) FROM pages JOIN frontier ON frontier.id = pages.row WHERE archive_file = ''"
        (without,) = self._store.db.execute(query).fetchone()
        return int(done), int(without)

    def left(self) -> Iterator[Archived]:
        """The archived pages that are still to do; another thread may write what became of them meanwhile."""
        reasons = ",".join(f"'{reason}'" for reason in (*_OF_A_WORKER, *_REST))
        query = (
            "SELECT frontier.id, frontier.url, coalesce(raw_sha256, ''), archive_file, archive_offset, archive_length,"  # noqa: S608
            " archive_digest FROM frontier LEFT JOIN pages ON pages.row = frontier.id"
            f" WHERE archive_file <> '' AND (pages.row IS NOT NULL OR reason IN ({reasons})) AND frontier.id > ?"
            " AND frontier.id NOT IN (SELECT row FROM recleaned) ORDER BY frontier.id LIMIT 500"
        )
        last = 0
        with closing(sqlite3.connect(self.path, timeout=30, check_same_thread=False)) as db:
            while rows := db.execute(query, (last,)).fetchall():
                for row, url, raw_sha256, *place in rows:
                    found = self._archived(row, url, Place(*place))
                    if found is not None and _is_of(found, raw_sha256):
                        yield found
                last = rows[-1][0]

    def _archived(self, row: int, url: str, place: Place) -> Archived | None:
        try:
            capture = capture_at(self.job / FOLDER, place)
            return None if capture.passed_over else Archived(row, url, task_of(capture, f"dehusk/{self.job.name}"))
        except UnreadableError as error:
            if error.reason in _NEVER_A_PAGE:
                return None  # as it was when it came, whatever the rules
            return Archived(row, url, problem=str(error))
        except OSError as error:
            return Archived(row, url, problem=f"{place.file} cannot be read: {error.strerror or error}")

    def put(self, done: Iterable[tuple[int, Processed, StoredPage | None]]) -> None:
        """Write what became of some rows, in one transaction. Raises sqlite3.Error."""
        with self._store.transaction() as db:
            for row, processed, page in done:
                self._put(db, row, processed, page)
                db.execute("INSERT OR REPLACE INTO recleaned VALUES (?)", (row,))

    def _put(self, db: sqlite3.Connection, row: int, processed: Processed, page: StoredPage | None) -> None:
        """A row ends as its archived response does now. If it was asked for in vain since, that is how it ended, and
        what it holds gives way to a record only."""
        if page is not None and db.execute("SELECT 1 FROM pages WHERE id = ? AND row <> ?", (page.id, row)).fetchone():
            return  # another row has come to this page since
        query = "SELECT state, reason, EXISTS (SELECT 1 FROM pages WHERE pages.row = frontier.id) FROM frontier"
        state, reason, has_page = db.execute(f"{query} WHERE id = ?", (row,)).fetchone()
        in_vain = has_page and reason not in {"ok", *_REST}
        if page is not None:
            self._store.save_page(row, page)
            db.execute("UPDATE revisits SET first_sha256 = ? WHERE row = ?", (page.text_sha256, row))
        new = "wrong_type" if processed.outcome == "not_html" else processed.outcome
        new = new if new in REASONS else "extract_failed"
        # A worker that failed says nothing of the page: its record stays, as it does when a page is crawled again.
        if page is None and not in_vain and not new.startswith("extract_"):
            db.execute("DELETE FROM pages WHERE row = ?", (row,))
        if not in_vain and (reason in _OF_A_WORKER or (page is None and state == "done")):
            ended = (state_of(new), new, processed.detail, row)
            db.execute("UPDATE frontier SET state = ?, reason = ?, detail = ? WHERE id = ?", ended)

    def settle(self, tools: Tools, how: Passing = _ALONE) -> None:
        """The second pass, over the pages of hosts that are known well: also those that have no archived response.
        `how` says what is known of them; by default what the pages of the job have taught."""
        clean_store_again(self.path, tools, how)

    def apply(self) -> None:
        """Put all of it into the store of the job in one transaction, and take the copy away. Raises sqlite3.Error."""
        self._store.close()
        with closing(sqlite3.connect(self.job / STORE, isolation_level=None, timeout=30)) as db:
            db.execute("ATTACH ? AS staged", (str(self.path),))
            with transaction(db):
                for step in statements(_APPLY):
                    db.execute(step)
        discard(self.job)


_APPLY = """
    -- a page that only other rules have changed has not changed since the crawl before
    UPDATE main.revisits SET before = (SELECT text_sha256 FROM staged.pages WHERE row = revisits.row)
    WHERE before <> '' AND before = (SELECT text_sha256 FROM main.pages WHERE row = revisits.row)
        AND row IN (SELECT row FROM staged.pages);
    UPDATE main.revisits SET first_sha256 =
        (SELECT first_sha256 FROM staged.revisits AS new WHERE new.row = revisits.row)
    WHERE row IN (SELECT row FROM staged.recleaned);
    DELETE FROM main.pages;
    INSERT INTO main.pages SELECT * FROM staged.pages;
    -- what is to be tried again, perhaps since the copy was made, stays so
    UPDATE main.frontier SET (state, reason, detail) =
        (SELECT state, reason, detail FROM staged.frontier AS new WHERE new.id = frontier.id)
    WHERE id IN (SELECT row FROM staged.recleaned) AND state <> 'pending';
"""


def _is_of(archived: Archived, raw_sha256: str) -> bool:
    """Whether the page of a row was made of this response; `raw_sha256` is the page's, "" without a page.

    Older stores may name the response of a page that another one has replaced since.
    """
    page = archived.task.page if archived.task else None
    return page is None or not raw_sha256 or hashlib.sha256(page.body).hexdigest() == raw_sha256


def discard(job: Path) -> None:
    """Take the copy of a job's store away, if there is one, or part of one."""
    for path in job.glob(f"{STAGED}*"):
        path.unlink(missing_ok=True)


def _begin(job: Path, key: str) -> None:
    """Copy the store; the copy has its name when it is whole."""
    unfinished = job / f"{STAGED}.tmp"
    with closing(sqlite3.connect(job / STORE)) as old, closing(sqlite3.connect(unfinished)) as new:
        old.backup(new)
        new.execute("CREATE TABLE recleaned (row INTEGER PRIMARY KEY)")
        new.execute("INSERT OR REPLACE INTO job VALUES (?, ?)", (_KEY, key))
        new.commit()
        new.execute("PRAGMA journal_mode = DELETE")  # all of it in the one file that is renamed
    unfinished.rename(job / STAGED)


def _is_for(path: Path, key: str) -> bool:
    try:
        with closing(sqlite3.connect(path, timeout=30)) as db:
            found = db.execute("SELECT value FROM job WHERE key = ?", (_KEY,)).fetchone()
    except sqlite3.DatabaseError:
        return False
    return bool(found) and found[0] == key


def rules_key(setup: Setup) -> bytes:
    """What tells two setups apart: dehusk's own rules, the extractor, every file of the folders of site rules."""
    digest = hashlib.blake2b(f"{RULES} {setup.extractor}".encode(), digest_size=16)
    for folder in setup.site_rules:
        for path in sorted(Path(folder).iterdir()):
            if path.is_file():
                digest.update(path.name.encode("utf-8", "surrogateescape") + b"\0" + path.read_bytes() + b"\0")
    return digest.digest()


def _key(store: Path, rules: bytes) -> str:
    query = (
        "SELECT (SELECT value FROM job WHERE key = 'generation'), (SELECT max(ended) FROM frontier),"
        " (SELECT count(*) FROM pages), (SELECT coalesce(sum(length(record)), 0) FROM pages),"
        " (SELECT max(id) FROM runs)"
    )
    with closing(sqlite3.connect(store, timeout=30)) as db:
        return f"{rules.hex()} {db.execute(query).fetchone()}"


class StoreOutput:
    """The records of a store and their removals side by side, as `output.comparing.compare` reads them."""

    def __init__(self, reader: StoreReader) -> None:
        self._reader = reader
        self._removals: deque[dict[str, Any]] = deque()

    def pair(self) -> tuple[Iterator[dict[str, Any]], Iterator[dict[str, Any]]]:
        """Records, and removals as far as their record has come."""
        return self._records(), self._rows()

    def _records(self) -> Iterator[dict[str, Any]]:
        for record, removals in self._reader.pages():
            self._removals.extend(map(loads, removals.splitlines()))
            yield loads(record)

    def _rows(self) -> Iterator[dict[str, Any]]:
        while self._removals:
            yield self._removals.popleft()
