"""The job store: frontier, pages and runs of one job in one SQLite file. Every other file is made from it."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import zstandard

from output.checking import problems
from output.frontier import Frontier
from output.outcomes import GONE, NEVER_AGAIN, PURGED, Outcome
from output.revisits import begin_generation, hand_over
from output.rows import Found, Row, StoredPage, fingerprint, now, page_digest
from output.store_file import StoreError, damaged, open_for_writing

__all__ = ["Found", "JobStore", "Row", "StoreError", "StoredPage", "fingerprint", "now", "page_digest"]

_NEVER_AGAIN = ", ".join(f"'{reason}'" for reason in sorted(NEVER_AGAIN))
_SAVE = (
    "INSERT OR REPLACE INTO pages (row, id, url, record, removals, digest, raw_sha256, text_sha256, added, mode,"
    " chars_in, chars_out, removed, host, rules, layout, sketch) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
# An archived response is one of the row for as long as the page that was made of it stays.
_FORGET_PLACE = (
    "UPDATE frontier SET archive_file = '', archive_offset = 0, archive_length = 0, archive_digest = X''"
    " WHERE id = ? AND archive_file <> '' AND (? OR NOT EXISTS (SELECT 1 FROM pages WHERE pages.row = frontier.id))"
)


class JobStore(Frontier):
    """One writer's view of the store of a job. Use it from one thread; hold a `JobLock` meanwhile.

    Every method that changes something is one transaction, committed when it returns. They raise sqlite3.Error if the
    file cannot be written; nothing is changed then.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the store. Raises StoreError if the file is damaged or no store of this dehusk, sqlite3.Error
        or OSError if it cannot be opened for writing."""
        self.path = path
        db = open_for_writing(path)
        try:
            kept = db.execute("SELECT value FROM job WHERE key = 'generation'").fetchone()
            if kept and not str(kept[0]).isdecimal():
                raise damaged(path, f"the generation of the job is {kept[0]!r}")
            super().__init__(db, int(kept[0]) if kept else 1)
        except BaseException:
            db.close()
            raise
        self._follows = False  # whether the run follows links
        self._compressor = zstandard.ZstdCompressor(level=3)

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

    def begin_run(self, command: str, *, follows: bool, same_starts: bool = False, go_on: bool = False) -> int:
        """A new run: goes on with what is pending, or, if nothing is, crawls again.

        Crawling again makes every URL that was found by following links pending (with `follows`), and those that were
        given last (with `same_starts`); else they become pending when they are given again. With `go_on` the job is not
        crawled again even so. Returns the number of the run.
        """
        self._follows = follows
        again = self.seen > 0 and self.pending == 0 and not go_on
        with self.transaction():
            if again:
                self.generation += 1
                erased = "SELECT id FROM frontier WHERE reason = :purged"
                self._db.execute(f"DELETE FROM aliases WHERE row NOT IN ({erased})", {"purged": PURGED})  # noqa: S608
                again_sql = (
                    "UPDATE frontier SET state = 'pending', reason = '', generation = :now"  # noqa: S608 - words of ours
                    f" WHERE reason NOT IN ({_NEVER_AGAIN}) AND "
                )
                begin_generation(self._db)
                if follows:
                    self._db.execute(again_sql + "start IS NULL", {"now": self.generation})
            else:
                self._forget_redirects()
            if same_starts:
                self._give_again()
            kept = [("generation", str(self.generation)), ("unpublished", "1")]
            self._db.executemany("INSERT OR REPLACE INTO job VALUES (?, ?)", kept)
            run = self._db.execute(
                "INSERT INTO runs (started, command, generation) VALUES (?, ?, ?)", (now(), command, self.generation)
            ).lastrowid
        self._states = self._counted()
        assert run is not None
        return run

    def _give_again(self) -> None:
        """The URLs that were given last are those of this crawl of the job too; part of its first transaction.

        One that was erased stays so, and still says which hosts the crawl is of. Where a run was killed after its crawl
        began and before its URLs were written, theirs are those of the crawl before.
        """
        (last,) = self._db.execute("SELECT max(generation) FROM frontier WHERE start IS NOT NULL").fetchone()
        never = f"reason IN ({_NEVER_AGAIN})"
        query = (
            f"UPDATE frontier SET state = CASE WHEN {never} THEN state ELSE 'pending' END,"  # noqa: S608 - words of ours
            f" reason = CASE WHEN {never} THEN reason ELSE '' END, generation = :now"
            " WHERE start IS NOT NULL AND generation = :last AND generation < :now"
        )
        self._db.execute(query, {"now": self.generation, "last": last})

    @property
    def unpublished(self) -> bool:
        """Whether the last run was cut off, or could not publish what it had: the next one goes on there, even if
        nothing is left to fetch."""
        return bool(self.value("unpublished"))

    def published(self) -> None:
        """Note that a run has come to its end."""
        self.keep("unpublished", "")

    def end_run(self, run: int, reason: str) -> None:
        """Note how a run ended, and with which counts."""
        self._db.execute(
            "UPDATE runs SET ended = ?, reason = ?, counts = ? WHERE id = ?",
            (now(), reason, json.dumps(self.counts()), run),
        )

    # ------------------------------------------------------------------ outcomes

    def finish(
        self,
        row: int,
        outcome: Outcome,
        page: StoredPage | None = None,
        links: Iterable[Found] = (),
        also: Callable[[sqlite3.Connection], None] | None = None,
    ) -> bool:
        """The one outcome of a URL, its page and the URLs that it leads to, in one transaction.

        Returns False, and changes nothing, if the row has an outcome already. A page of another row with the same id
        gives way: one record a URL, the newest. Without a page, the record of an earlier crawl stays unless the
        reason says that the page is gone (`output.outcomes.GONE`); where its archived response lies is forgotten
        unless it stays. `also` writes what else belongs to it, the place of the new response among it.
        """
        end = (outcome.final_url, now())
        with self.transaction():
            if self._follows:
                self._note_hosts(row, outcome.final_url)
            changed = self._db.execute(
                "UPDATE frontier SET state = ?, reason = ?, detail = ?, tries = ?, http_status = ?, final_url = ?,"
                " ended = ? WHERE id = ? AND state = 'pending'",
                (outcome.state, outcome.reason, outcome.detail, outcome.tries, outcome.http_status, *end, row),
            ).rowcount
            if not changed:
                return False
            replaced = self.save_page(row, page) if page is not None else 0
            if outcome.reason in GONE:
                self._db.execute("DELETE FROM pages WHERE row = ?", (row,))
            self._db.execute(_FORGET_PLACE, (row, page is not None))
            new = self._insert(links)
            if also is not None:
                also(self._db)
        self._states["pending"] += new - 1
        self._states[outcome.state] += 1
        if replaced:
            self._states = self._counted()
        return True

    def save_page(self, row: int, page: StoredPage) -> int:
        """Write a page; how many rows lost theirs to it, as an earlier crawl came to the same address through them.
        What their page said before is what this one said before."""
        hand_over(self._db, row, page.id)
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

    def record_of(self, row: int) -> bytes:
        """The line of a row's record, or nothing."""
        found = self._db.execute("SELECT record FROM pages WHERE row = ?", (row,)).fetchone()
        return zstandard.ZstdDecompressor().decompress(found[0]) if found else b""

    # ------------------------------------------------------------------ erasing

    def erase_for_good(self) -> None:
        """From now on, what is deleted is overwritten."""
        self._db.execute("PRAGMA secure_delete = ON")

    def compact(self) -> None:
        """Write the file anew without what was deleted from it, its log too, and count its rows again.

        Raises sqlite3.Error: the file needs its own size of free space beside it. Raises StoreError where another
        process reads the store meanwhile.
        """
        self._db.execute("VACUUM")
        (busy, _, _) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._states = self._counted()
        if busy:
            raise StoreError(f"{self.path} is being read by another process: wait for it, then run this again")

    # ------------------------------------------------------------------ sums

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
        """What does not add up, each in one line; empty if the store is sound. Reads every row of the frontier."""
        return problems(self._db, self.counts())
