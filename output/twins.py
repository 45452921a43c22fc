"""One page under several addresses: one record, which lists the others.

A page may declare another address as its own (`rel=canonical`). It is believed only where the texts agree: many sites
point every page at their home page. Who gives way is worked out anew at the end of each run, from all pages of the
job, so that it does not depend on the order in which they came.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from cleaners.sketch import items
from output.canonical import canonical, is_other_spelling
from output.rows import fingerprint

NEAR = 0.9  # share of lines that two texts have in common, at least
_MOST_CHARS = 2000
MOST_OTHERS = 100  # addresses that a record lists
_FOUND = (
    "SELECT pages.row, pages.url, pages.text_sha256, pages.sketch FROM pages JOIN frontier ON frontier.id = pages.row"
    " WHERE pages.row = ? AND frontier.state = 'done'"
)


@dataclass(frozen=True, slots=True)
class _Twin:
    row: int
    url: str
    text_sha256: str
    sketch: bytes


def declare(db: sqlite3.Connection, row: int, url: str, canonical_url: str) -> None:
    """Note that the page of a row calls another address its own; the caller says that it lies in the crawl."""
    if not canonical_url or canonical(canonical_url) == canonical(url):
        db.execute("DELETE FROM twins WHERE row = ?", (row,))
    else:
        db.execute("INSERT OR REPLACE INTO twins (row, canonical) VALUES (?, ?)", (row, fingerprint(canonical_url)))


def spelled(db: sqlite3.Connection, urls: Iterable[str]) -> None:
    """Note spellings of addresses that differ from the one that ids are made of (tracking, sessions)."""
    rows = [(fingerprint(url), url) for url in urls if len(url) <= _MOST_CHARS and is_other_spelling(url)]
    if rows:
        db.executemany("INSERT OR IGNORE INTO spellings (fingerprint, url) VALUES (?, ?)", rows)


def spelled_starts(db: sqlite3.Connection, urls: Iterable[str]) -> None:
    """Note the given URLs that another given one stands for in the frontier, as they differ in a visit only."""
    for url in urls:
        key = fingerprint(url)
        found = db.execute("SELECT url FROM frontier WHERE fingerprint = ?", (key,)).fetchone()
        if found and _place(found[0]) != _place(url):
            db.execute("INSERT OR IGNORE INTO spellings (fingerprint, url) VALUES (?, ?)", (key, url))


def resolve(db: sqlite3.Connection) -> int:
    """Decide anew which pages are another's twins; how many are. Their rows are skipped as "duplicate_page" and their
    stored pages stay, as they are asked for again with the next crawl. Changes rows only of pages that declared
    something. Belongs into a transaction."""
    db.execute(
        "UPDATE frontier SET state = 'done', reason = 'ok', final_url ="
        " coalesce((SELECT pages.url FROM pages WHERE pages.row = frontier.id AND pages.url <> frontier.url), '')"
        " WHERE reason = 'duplicate_page' AND id IN (SELECT row FROM pages)"
    )
    groups: dict[bytes, list[int]] = defaultdict(list)
    for row, key in db.execute("SELECT row, canonical FROM twins ORDER BY row"):
        groups[key].append(row)
    merged = 0
    for key, rows in sorted(groups.items()):
        found = [twin for row in rows for twin in _read(db, row)]
        main = _page_of(db, key) or min(found, key=lambda twin: (len(twin.url), twin.url), default=None)
        for twin in found:
            if main is not None and twin.row != main.row and _same_text(twin, main):
                db.execute(
                    "UPDATE frontier SET state = 'skipped', reason = 'duplicate_page', final_url = ? WHERE id = ?",
                    (main.url, twin.row),
                )
                merged += 1
    return merged


def others(db: sqlite3.Connection) -> dict[int, list[str]]:
    """The further addresses of each page's row: what redirects there, its twins, and other spellings. Sorted."""
    found: dict[int, set[str]] = defaultdict(set)
    leads: dict[int, list[str]] = defaultdict(list)  # to rows that are themselves no record
    query = (
        "SELECT id, url, final_url FROM frontier WHERE reason IN ('duplicate_page', 'duplicate_redirect')"
        " AND final_url <> ''"
    )
    target: dict[int, int] = {}
    for row, url, final_url in db.execute(query):
        end = owner(db, final_url)
        if end is not None and end != row:
            target[row] = end
            leads[row].append(url)
    for row, urls in leads.items():
        end, steps = target[row], 0
        while end in target and steps < 8:
            end, steps = target[end], steps + 1
        found[end].update(urls)
    for row, url in db.execute(
        "SELECT pages.row, frontier.url FROM pages JOIN frontier ON frontier.id = pages.row"
        " WHERE frontier.url <> pages.url"
    ):
        found[target.get(row, row)].add(url)
    for key, url in db.execute("SELECT fingerprint, url FROM spellings"):
        end = _owner_of_key(db, key)
        if end is not None:
            found[target.get(end, end)].add(url)
    return {row: sorted(urls)[: MOST_OTHERS + 1] for row, urls in found.items()}


def _read(db: sqlite3.Connection, row: int) -> Iterator[_Twin]:
    for values in db.execute(_FOUND, (row,)):
        yield _Twin(*values)


def _page_of(db: sqlite3.Connection, key: bytes) -> _Twin | None:
    row = _owner_of_key(db, key)
    return next(_read(db, row), None) if row is not None else None


def owner(db: sqlite3.Connection, url: str) -> int | None:
    """The row whose page an address is, or None if nobody knows it."""
    return _owner_of_key(db, fingerprint(url))


def _owner_of_key(db: sqlite3.Connection, key: bytes) -> int | None:
    found = db.execute(
        "SELECT id FROM frontier WHERE fingerprint = ?1 UNION ALL SELECT row FROM aliases WHERE fingerprint = ?1",
        (key,),
    ).fetchone()
    return int(found[0]) if found else None


def _same_text(one: _Twin, other: _Twin) -> bool:
    if one.text_sha256 == other.text_sha256:
        return True
    lines, of_other = line_keys(one.sketch), line_keys(other.sketch)
    return bool(lines) and len(lines & of_other) >= NEAR * len(lines | of_other)


def line_keys(sketch: bytes) -> set[tuple[int, int]]:
    """The lines of a sketch (`cleaners.sketch`) with their numbers; parts of lines are left out."""
    return {(item.key, item.numbers) for item in items(sketch) if not item.part}


def without_own(urls: Sequence[str], url: str) -> list[str]:
    """The addresses but the record's own, and what is the same but for its fragment, port or letter case."""
    own, place = canonical(url), _place(url)
    return [one for one in urls if canonical(one) != own or _place(one) != place][:MOST_OTHERS]


def _place(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, ""
    return parts.path or "/", parts.query
