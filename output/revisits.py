"""What a job remembers of a page so that a later crawl asks for it cheaply and can say what has changed.

A crawl of the job has a generation. When one begins, the hash of each record's clean text is put aside (`before`); what
has changed since is that hash beside the record's own. So the marks are a matter of the texts that were published, not
of when a page came or how often the crawl was stopped.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from output.outcomes import NEVER_AGAIN
from output.rows import fingerprint, now

Change = Literal["new", "changed", "unchanged", "gone"]

DAY = 86_400
FIRST_INTERVAL = DAY
_VALIDATOR_CHARS = 500
_PRINTABLE = re.compile(r"[\x20-\x7e\x80-\xff]+")
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw]?)", re.IGNORECASE)
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": DAY, "w": 7 * DAY}
MOST_SPAN = 3650 * DAY

# Of a page with a record: none in a job's first crawl, which has nothing to compare with. `revisits` may have no row.
CHANGE_SQL = (
    "CASE WHEN coalesce((SELECT value FROM job WHERE key = 'generation'), '1') = '1' THEN ''"
    " WHEN coalesce(revisits.before, '') = '' THEN CASE WHEN pages.row IS NULL THEN '' ELSE 'new' END"
    " WHEN pages.row IS NULL THEN 'gone'"
    " WHEN revisits.before = pages.text_sha256 THEN 'unchanged' ELSE 'changed' END"
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds between two visits of a page: the least and the most that they adapt to."""

    least: int = 3600
    most: int = 30 * DAY

    def next(self, interval: int, *, changed: bool) -> int:
        """The interval after one of `interval` seconds: half of it if the text changed, half as much again if not."""
        wanted = interval // 2 if changed else interval * 3 // 2
        return max(self.least, min(self.most, wanted))


@dataclass(frozen=True, slots=True)
class Revisits:
    """How a job is crawled again. Pages that were checked less than `max_age` seconds ago are not asked for (0: all
    are), nor, with `due`, those whose own interval is not over; `whole` publishes records that have not changed too."""

    max_age: int = 0
    due: bool = False
    whole: bool = False
    bounds: Bounds = Bounds()


def revisits_of(max_age: str = "", interval: str = "", *, due: bool = False, whole: bool = False) -> Revisits:
    """From texts: spans of time (`12h`), the interval as two of them (`1h-30d`). Raises ValueError with one line."""
    bounds = Bounds()
    if interval:
        least, dash, most = interval.partition("-")
        if not dash:
            raise ValueError(f"{interval!r}: write the least and the most as 1h-30d")
        bounds = Bounds(max(1, span(least)), span(most))
        if bounds.least > bounds.most:
            raise ValueError(f"{interval!r}: the least is more than the most")
    return Revisits(span(max_age) if max_age else 0, due, whole, bounds)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a response said of itself. `text_sha256` is of its clean text before template memory, which other pages
    have a part in; "" where nothing came but the word that nothing has changed. `links` names the choice by which its
    links were followed, "" if none were."""

    url: str
    etag: str = ""
    last_modified: str = ""
    text_sha256: str = ""
    links: str = ""


def visit_of(url: str, headers: Mapping[str, str], text_sha256: str = "", links: str = "") -> Visit:
    """The visit of a page, by the headers of its response (lower-case names). Validators that no header can hold, or
    that nobody would send, are left out."""
    kept = [headers.get(name, "") for name in ("etag", "last-modified")]
    etag, modified = (v if len(v) <= _VALIDATOR_CHARS and _PRINTABLE.fullmatch(v) else "" for v in kept)
    return Visit(url, etag, modified, text_sha256, links)


def begin_generation(db: sqlite3.Connection) -> None:
    """Put aside what the records say now. Part of the transaction in which a new crawl of the job begins."""
    db.execute("UPDATE revisits SET before = '' WHERE row NOT IN (SELECT row FROM pages)")
    db.execute(
        "INSERT INTO revisits (row, url, before) SELECT row, url, text_sha256 FROM pages WHERE true"
        " ON CONFLICT (row) DO UPDATE SET before = excluded.before"
    )


def hand_over(db: sqlite3.Connection, row: int, page: str) -> None:
    """A page, by its id, is from now on that of `row`: so is what it said before this crawl of the job, and the row
    that had it is not gone. Part of the transaction that stores the page."""
    had = "SELECT row FROM pages WHERE id = ? AND row <> ?"
    db.execute(
        f"INSERT INTO revisits (row, url, before) SELECT ?, url, before FROM revisits WHERE row IN ({had})"  # noqa: S608
        " ON CONFLICT (row) DO UPDATE SET before = excluded.before WHERE revisits.before = ''",
        (row, page, row),
    )
    db.execute(f"UPDATE revisits SET before = '' WHERE row IN ({had})", (page, row))  # noqa: S608 - no input in it


def note(db: sqlite3.Connection, row: int, visit: Visit, bounds: Bounds) -> None:
    """Remember a visit that ended well. Part of the transaction that ends the row."""
    query = "SELECT first_sha256, interval, checked, links FROM revisits WHERE row = ?"
    first, interval, checked, links = db.execute(query, (row,)).fetchone() or ("", 0, "", "")
    if not checked:
        interval = max(bounds.least, min(bounds.most, FIRST_INTERVAL))
    else:
        changed = bool(visit.text_sha256) and visit.text_sha256 != first
        interval = bounds.next(interval or FIRST_INTERVAL, changed=changed)
    if visit.text_sha256:  # else nothing came that has links, and those of the visit before count
        first, links = visit.text_sha256, visit.links
    values = (visit.url, visit.etag, visit.last_modified, first, now(), interval, later(interval), links)
    db.execute(
        "INSERT INTO revisits (row, url, etag, last_modified, first_sha256, checked, interval, due, links)"
        " VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (row) DO UPDATE SET url = excluded.url, etag = excluded.etag,"
        " last_modified = excluded.last_modified, first_sha256 = excluded.first_sha256, checked = excluded.checked,"
        " interval = excluded.interval, due = excluded.due, links = excluded.links",
        (row, *values),
    )


def validators(db: sqlite3.Connection, row: int, links: str = "", extraction: str = "") -> Visit | None:
    """What a conditional request for a row's page may say; None if there is no record that could stay (the text of a
    feed is none), nothing was remembered, or links of the page may be missing: with `links`, only a visit whose links
    were followed by that choice counts. With `extraction`, only one whose text was extracted so
    (`output.tools.Tools.extraction`)."""
    found = db.execute(
        "SELECT revisits.url, etag, last_modified FROM revisits JOIN pages USING (row)"
        " WHERE row = :row AND mode <> 'feed' AND (etag <> '' OR last_modified <> '') AND :links IN ('', links)"
        " AND :mode IN ('', mode)",
        {"row": row, "links": links, "mode": extraction},
    ).fetchone()
    return Visit(*found) if found else None


def change_so_far(db: sqlite3.Connection, row: int, text_sha256: str) -> Change | Literal[""]:
    """For a reader who cannot wait until all pages are there: by the text before template memory."""
    generation = db.execute("SELECT value FROM job WHERE key = 'generation'").fetchone()
    if generation is None or generation[0] == "1":
        return ""
    known = db.execute("SELECT before, first_sha256 FROM revisits WHERE row = ?", (row,)).fetchone()
    if not known or not known[0]:
        return "new"
    return "unchanged" if text_sha256 in known else "changed"


def skip_fresh(db: sqlite3.Connection, *, max_age: int = 0, due: bool = False) -> int:
    """End pending rows that need no visit, outcome "fresh": pages that were checked less than `max_age` seconds ago,
    or, with `due`, whose own interval is not over. They keep their records. How many there were."""
    limit = later(-max_age) if max_age else "~"
    return db.execute(
        "UPDATE frontier SET state = 'done', reason = 'fresh', detail = '', tries = 0, ended = ?1"
        " WHERE state = 'pending' AND id IN (SELECT row FROM revisits JOIN pages USING (row)"
        " WHERE checked <> '' AND (checked > ?2 OR (?3 AND due > ?1)))",
        (now(), limit, due),
    ).rowcount


def ask_again(db: sqlite3.Connection, urls: Iterable[str], generation: int) -> int:
    """Make known URLs pending that this crawl of the job has not seen yet, as something lists them again."""
    marks = ",".join("?" * len(NEVER_AGAIN))
    query = (
        "UPDATE frontier SET state = 'pending', reason = '', detail = '', generation = ? WHERE fingerprint = ?"  # noqa: S608
        f" AND generation < ? AND state <> 'pending' AND reason NOT IN ({marks})"
    )
    never = sorted(NEVER_AGAIN)
    return sum(db.execute(query, (generation, fingerprint(url), generation, *never)).rowcount for url in urls)


def forget(db: sqlite3.Connection, row: int) -> None:
    """Erase all that is remembered of a row's page beside its record: validators, hashes, spellings, a feed's text."""
    key = "(SELECT fingerprint FROM frontier WHERE id = ?)"
    for table in ("revisits", "twins"):
        db.execute(f"DELETE FROM {table} WHERE row = ?", (row,))  # noqa: S608 - names of ours
    for table in ("entries", "spellings"):
        db.execute(f"DELETE FROM {table} WHERE fingerprint = {key}", (row,))  # noqa: S608


def later(seconds: float) -> str:
    """The time in so many seconds, as the store writes times."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def span(text: str) -> int:
    """Seconds of a span of time such as `90s`, `30m`, `12h`, `7d`, `2w`; a bare number is seconds.

    Raises ValueError with one line for what is none, or is longer than ten years.
    """
    match = _SPAN.fullmatch(text.strip())
    seconds = float(match[1]) * _SECONDS[match[2].lower()] if match else -1.0
    if not 0 <= seconds <= MOST_SPAN:
        raise ValueError("write it as a number and a unit: 90s, 30m, 12h, 7d, 2w, ten years at most")
    return int(seconds)


def moment(text: str) -> str:
    """A date, a time or a span before now as the store writes times.

    Raises ValueError with one line for what is none of them.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        try:
            return later(-span(text))
        except ValueError:
            raise ValueError("write a date (2026-11-19), a time (2026-11-19T08:00Z) or a span (7d)") from None
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")


def is_older(date: str, since: str) -> bool:
    """Whether a date of a feed or sitemap lies before `since`; a mere day counts to its end, no date at all never."""
    if not date or not since:
        return False
    try:
        found = datetime.fromisoformat(date)
    except ValueError:
        return False
    if len(date) == len("2026-11-19"):
        found += timedelta(days=1, seconds=-1)
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return found < datetime.fromisoformat(since)
