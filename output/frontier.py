"""The frontier of a job store: every URL the job has seen, once, with its state."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from cleaners.hosts import without_credentials
from cleaners.sketch import ITEM_BYTES
from output.canonical import hostname
from output.outcomes import PURGED, STATES
from output.rows import Found, Row, fingerprint, now, record_id
from output.transaction import transaction

_MOST_REFUSED = 10_000  # rows for links that were refused for one reason
_LED_TO = "led to "  # stands before the number of a row in the keys of the table `job`
_BATCH = 2000  # rows in one transaction when many URLs are given at once
# A URL that was redirected to before is the page of another row.
_ADD = (
    "INSERT OR IGNORE INTO frontier (fingerprint, host, url, depth, priority, request, generation)"
    " SELECT * FROM (SELECT ? AS new,?,?,?,?,?,?) WHERE NOT EXISTS (SELECT 1 FROM aliases WHERE fingerprint = new)"
)
# One that was erased stays so, whoever names it again; also one that led to the row whose page was erased.
_AGAIN = f"generation < excluded.generation AND reason <> '{PURGED}'"
_ADD_START = (
    "INSERT INTO frontier (fingerprint, host, url, depth, priority, request, generation, start)"  # noqa: S608 - no input
    " SELECT * FROM (SELECT ? AS new,?,?,?,?,?,?,?) WHERE NOT EXISTS (SELECT 1 FROM aliases JOIN frontier AS owner"
    f" ON owner.id = aliases.row WHERE aliases.fingerprint = new AND owner.reason = '{PURGED}')"
    " ON CONFLICT (fingerprint) DO UPDATE SET start = excluded.start,"
    f" state = CASE WHEN {_AGAIN} THEN 'pending' ELSE state END,"
    f" reason = CASE WHEN {_AGAIN} THEN '' ELSE reason END,"
    " generation = excluded.generation"
)


class Frontier:
    """The URLs of a store. Every method that changes something is one transaction, committed when it returns.

    They raise sqlite3.Error if the file cannot be written; nothing is changed then.
    """

    def __init__(self, db: sqlite3.Connection, generation: int) -> None:
        """`db` is open, in the newest shape and without a transaction; `generation` numbers the job's crawls."""
        self._db = db
        self.generation = generation
        self._states = self._counted()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing of what is done with the connection inside."""
        with transaction(self._db):
            yield self._db

    # ------------------------------------------------------------------ in

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

    def find_former_starts(self) -> None:
        """URLs that were given to an earlier crawl of the job, and not to this one, are asked for again like all that
        were found by following links. Call it when the URLs of this crawl are in.

        One that lies on another host than those, or led to one, stays as it is: its redirects would lead out of the
        crawl, and cost its record.
        """
        hosts = self.start_hosts() | self.led_to()
        query = (
            "SELECT frontier.id, host, final_url, coalesce(job.value, '') FROM frontier"
            " LEFT JOIN job ON job.key = ? || frontier.id WHERE start IS NOT NULL AND generation < ? AND reason <> ?"
        )
        former = self._db.execute(query, (_LED_TO, self.generation, PURGED)).fetchall()
        inside = [
            (self.generation, row)
            for row, host, final_url, led_to in former
            if {host, hostname(final_url) or host, *led_to.split()} <= hosts
        ]
        if inside:
            with self.changing() as db:
                db.executemany(
                    "UPDATE frontier SET state = 'pending', reason = '', start = NULL, generation = ? WHERE id = ?",
                    inside,
                )

    def _add_start_batch(self, batch: list[tuple[object, ...]]) -> None:
        if batch:
            with self.transaction():
                self._db.executemany(_ADD_START, batch)

    def add(self, urls: Iterable[Found]) -> int:
        """Insert or ignore; returns how many were new."""
        with self.transaction():
            new = self._insert(urls)
        self._states["pending"] += new
        return new

    def _insert(self, urls: Iterable[Found]) -> int:
        before = self._db.total_changes
        self._db.executemany(_ADD, map(self._row_of, urls))
        return self._db.total_changes - before

    def _row_of(self, found: Found) -> tuple[object, ...]:
        place = found.depth, found.priority, found.request or None, self.generation
        url = without_credentials(found.url)  # whoever wrote them into a link, they are no business of ours
        return fingerprint(url), hostname(url), url, *place

    def refuse(self, urls: Iterable[tuple[Found, str]]) -> int:
        """Unknown URLs that are not to be fetched, each skipped for its reason; returns how many were new.

        Of each reason 10,000 are written down: a trap has more of them than a disk has room.
        """
        room: Counter[str] = Counter()
        batch = []
        for found, reason in urls:
            if reason not in room:
                counted = self._db.execute("SELECT count(*) FROM frontier WHERE reason = ?", (reason,)).fetchone()
                room[reason] = _MOST_REFUSED - counted[0]
            room[reason] -= 1
            if room[reason] >= 0:
                batch.append((*self._row_of(found), reason, now()))
        query = (
            "INSERT OR IGNORE INTO frontier (fingerprint, host, url, depth, priority, request, generation, state,"
            " reason, ended) VALUES (?,?,?,?,?,?,?,'skipped',?,?)"
        )
        with self.transaction():
            before = self._db.total_changes
            self._db.executemany(query, batch)
            new = self._db.total_changes - before
        self._states["skipped"] += new
        return new

    @property
    def db(self) -> sqlite3.Connection:
        """For the modules of output that keep tables of their own here: to read; `changing` is there to write."""
        return self._db

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that may change states of rows; they are counted again after it."""
        with self.transaction() as db:
            yield db
        self._states = self._counted()

    # ------------------------------------------------------------------ what is known

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

    def row_of(self, url: str) -> int | None:
        """The row whose page an address is, or None if nobody knows it."""
        key = fingerprint(url)
        known = self._db.execute(
            "SELECT id FROM frontier WHERE fingerprint = ? UNION ALL SELECT row FROM aliases WHERE fingerprint = ?",
            (key, key),
        ).fetchone()
        return int(known[0]) if known else None

    def owner(self, url: str, row: int) -> int:
        """The row whose page an address is; an address that nobody knows becomes an alias of `row`."""
        known = self.row_of(url)
        if known is None:
            self._db.execute("INSERT INTO aliases VALUES (?, ?)", (fingerprint(url), row))
            return row
        return known

    def rows_of(self, url: str) -> list[int]:
        """All rows that hold something of an address: its own, the one that a redirect led to it from, and the one
        whose page it is. While a crawl of the job is not through, they may be different ones."""
        key = fingerprint(url)
        query = (
            "SELECT id FROM frontier WHERE fingerprint = ? UNION SELECT row FROM aliases WHERE fingerprint = ?"
            " UNION SELECT row FROM pages WHERE id = ? ORDER BY 1"
        )
        return [row for (row,) in self._db.execute(query, (key, key, record_id(url)))]

    def same_page(self, row: int) -> list[int]:
        """The rows that stand for the same page: what this one redirects to or calls its own, and pages that call
        this one their own. Without the row itself. Rows that are to be fetched again are what they were before."""
        found: set[int] = set()
        query = (
            "SELECT final_url FROM frontier WHERE id = :row"
            " AND (state = 'pending' OR reason IN ('duplicate_redirect', 'duplicate_page'))"
            " UNION SELECT url FROM pages WHERE row = :row"
        )
        for (url,) in self._db.execute(query, {"row": row}).fetchall():
            found.update(self.rows_of(url) if url else ())
        twins = (
            "SELECT id FROM frontier WHERE (reason = 'duplicate_page'"
            " OR ((state = 'pending' OR reason = 'fresh') AND id IN (SELECT row FROM pages))) AND final_url IN"
            " (SELECT url FROM frontier WHERE id = :row UNION SELECT url FROM pages WHERE row = :row)"
        )
        found.update(twin for (twin,) in self._db.execute(twins, {"row": row}))
        return sorted(found - {row})

    def known(self) -> Iterator[tuple[str, int]]:
        """Every URL that is known, with the number of lines of its page, their sentences counted too; 0 without one."""
        query = "SELECT frontier.url, length(pages.sketch) FROM frontier LEFT JOIN pages ON pages.row = frontier.id"
        for url, size in self._db.execute(query):
            yield url, (size or 0) // ITEM_BYTES

    def start_rows(self) -> Iterator[tuple[str, str, str, str]]:
        """URL, final URL, state and reason of the start URLs of this crawl of the job, in their order."""
        query = (
            "SELECT url, final_url, state, reason FROM frontier"
            " WHERE start IS NOT NULL AND generation = ? ORDER BY start"
        )
        yield from self._db.execute(query, (self.generation,))

    def start_hosts(self) -> frozenset[str]:
        """The hosts of the start URLs of this crawl of the job, of those too that were erased and forgotten."""
        query = "SELECT DISTINCT host FROM frontier WHERE start IS NOT NULL AND generation = ?"
        return frozenset(host for (host,) in self._db.execute(query, (self.generation,)) if host)

    def led_to(self) -> frozenset[str]:
        """The hosts that the start URLs of this crawl of the job were redirected to, now or in any crawl before."""
        query = (
            "SELECT final_url, coalesce(job.value, '') FROM frontier LEFT JOIN job ON job.key = ? || frontier.id"
            " WHERE start IS NOT NULL AND generation = ?"
        )
        found: set[str] = set()
        for final_url, hosts in self._db.execute(query, (_LED_TO, self.generation)):
            found.update(hosts.split(), [hostname(final_url)])
        return frozenset(found - {""})

    def _note_hosts(self, row: int, final_url: str) -> None:
        """Keep the hosts that a start URL was and is redirected to: its row says so only until it fails or is erased.
        Part of the transaction that ends the row, before that is written."""
        query = (
            "SELECT host, frontier.final_url, coalesce(job.value, '') FROM frontier"
            " LEFT JOIN job ON job.key = ? || frontier.id WHERE frontier.id = ? AND start IS NOT NULL"
        )
        for own, before, hosts in self._db.execute(query, (_LED_TO, row)).fetchall():
            known = hosts.split()
            new = {hostname(before), hostname(final_url)}.difference(known, [own, ""])
            if new:
                values = f"{_LED_TO}{row}", " ".join([*known, *sorted(new)])
                self._db.execute("INSERT OR REPLACE INTO job VALUES (?, ?)", values)

    def listing_hosts(self) -> list[frozenset[str]]:
        """Of each feed, sitemap or robots.txt of the job: the hosts that it lies on and may speak for."""
        query = "SELECT host, final_url, request FROM frontier WHERE request IS NOT NULL"
        return [
            frozenset({host, hostname(final_url), *json.loads(request).get("meta", {}).get("dehusk_sites", ())} - {""})
            for host, final_url, request in self._db.execute(query)
        ]

    # ------------------------------------------------------------------ out

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

    def make_pending(self, reason: str, limit: int) -> int:
        """Up to `limit` URLs that failed, or that ended for this reason, are to be fetched again; how many there were.

        They belong to this crawl of the job then. The oldest come first. Where they led before is forgotten.
        """
        which = "reason = ?" if reason else "state = 'failed' AND ? = ''"
        query = (
            "UPDATE frontier SET state = 'pending', reason = '', detail = '', generation = ? WHERE id IN"  # noqa: S608
            f" (SELECT id FROM frontier WHERE {which} AND state IN ('failed', 'skipped') AND reason <> ?"
            " ORDER BY id LIMIT ?)"
        )
        with self.transaction():
            changed = self._db.execute(query, (self.generation, reason, PURGED, limit)).rowcount
            self._forget_redirects()
        self._states = self._counted()
        return changed

    def _forget_redirects(self) -> None:
        """Where a row led that is to be fetched (again) is its page no more: it may lead elsewhere now. What ended in
        this crawl as a duplicate of that is to be fetched, too. Part of a transaction; states are counted after it."""
        query = "SELECT fingerprint FROM aliases WHERE row IN (SELECT id FROM frontier WHERE state = 'pending')"
        led = {key for (key,) in self._db.execute(query)}
        if not led:
            return
        query = "SELECT id, final_url FROM frontier WHERE reason = 'duplicate_redirect' AND generation = ?"
        same = [(row,) for row, url in self._db.execute(query, (self.generation,)) if fingerprint(url) in led]
        self._db.executemany("UPDATE frontier SET state = 'pending', reason = '', detail = '' WHERE id = ?", same)
        self._db.executemany("DELETE FROM aliases WHERE fingerprint = ?", [(key,) for key in led])

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
