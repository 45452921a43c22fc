"""One page under several addresses: one record, which lists the others.

A page may declare another address as its own (`rel=canonical`). It is believed only where the texts agree: many sites
point every page at their home page. Who gives way is worked out anew at the end of each run, from all pages of the
job, so that it does not depend on the order in which they came.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from urllib.parse import urlsplit

from cleaners.sketch import items
from output.canonical import canonical, is_other_spelling
from output.rows import fingerprint, record_id

NEAR = 0.9  # share of lines that two texts have in common, at least
_MOST_CHARS = 2000
MOST_OTHERS = 100  # addresses that a record lists
# What was another's twin at the end of the last run, and where that lies: a row that is to be fetched again, or need
# not be, keeps it.
_DECIDED = (
    "SELECT pages.row, final_url FROM frontier JOIN pages ON pages.row = frontier.id WHERE reason = 'duplicate_page'"
    " OR ((state = 'pending' OR reason = 'fresh') AND final_url NOT IN ('', pages.url))"
)
_FAILED = (
    "SELECT twins.row FROM twins JOIN pages ON pages.row = twins.row JOIN frontier ON frontier.id = twins.row"
    " WHERE state IN ('failed', 'skipped') AND reason <> 'duplicate_page'"
)


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
    twins = declared(db)
    merged = 0
    for row, main in sorted(twins.items()):
        merged += db.execute(
            "UPDATE frontier SET state = 'skipped', reason = 'duplicate_page',"
            " final_url = (SELECT url FROM pages WHERE row = ?) WHERE id = ? AND state = 'done'",
            (main, row),
        ).rowcount
    return merged


def declared(db: sqlite3.Connection) -> dict[int, int]:
    """The rows of pages that are twins by what they declare and say now, each with the row of the page that stands for
    it. A page that could not be had today counts by the record that it keeps."""
    groups: dict[bytes, list[int]] = defaultdict(list)
    for row, key in db.execute("SELECT row, canonical FROM twins WHERE row IN (SELECT row FROM pages) ORDER BY row"):
        groups[key].append(row)
    leads: dict[int, int] = {}
    for key, rows in groups.items():
        owner = _owner_of_key(db, key)
        main = owner if owner is not None and _has_page(db, owner) else min(rows, key=partial(_rank, db))
        leads |= {row: main for row in rows if row != main and _same_text(db, row, main)}
    return _ends(db, leads, partial(_same_text, db))


def left_out(db: sqlite3.Connection) -> dict[int, int]:
    """The rows of pages that are no record, as another page is theirs, each with that one's row.

    What the end of the last run decided holds until the next one decides anew, for rows that are to be fetched again
    too, as long as the other page is there. Rows that have failed since are twins by what their pages declare.
    """
    leads: dict[int, int] = {}
    for row, url in db.execute(_DECIDED).fetchall():
        main = page_at(db, url)
        if main is not None and main != row:
            leads[row] = main
    failed = {row for (row,) in db.execute(_FAILED)}
    if failed:
        leads |= {row: main for row, main in declared(db).items() if row in failed}
    return _ends(db, leads, lambda *_: True)


def page_at(db: sqlite3.Connection, url: str) -> int | None:
    """The row that has the page of an address, or None; also while no alias tells of a redirect to it."""
    owner = _owner_of_key(db, fingerprint(url))
    if owner is not None and _has_page(db, owner):
        return owner
    found = db.execute("SELECT row FROM pages WHERE id = ?", (record_id(url),)).fetchone()
    return int(found[0]) if found else None


def _ends(db: sqlite3.Connection, leads: Mapping[int, int], agree: Callable[[int, int], bool]) -> dict[int, int]:
    """Each row with the last one that it leads to, so that nothing stands for others that has another stand for it.
    Of rows that lead to each other one stays. So does a row that does not agree with the last one."""
    ends: dict[int, int] = {}
    for start in sorted(leads):
        path: list[int] = []
        known: set[int] = set()
        at = start
        while at in leads and at not in ends:
            if at in known:  # a loop: it ends at the first of its rows, and the way there is walked anew
                first = min(path[path.index(at) :], key=partial(_rank, db))
                ends[first] = first
                path, known, at = [], set(), start
                continue
            path.append(at)
            known.add(at)
            at = leads[at]
        for row in reversed(path):
            end = ends.get(leads[row], leads[row])
            ends[row] = end if agree(row, end) else row
    return {row: end for row, end in ends.items() if row != end}


def others(db: sqlite3.Connection) -> dict[int, list[str]]:
    """The further addresses of each page's row: what redirects there, its twins, and other spellings. Sorted."""
    found: dict[int, set[str]] = defaultdict(set)
    leads: dict[int, list[str]] = defaultdict(list)  # to rows that are themselves no record
    query = (
        "SELECT id, url, final_url FROM frontier WHERE reason IN ('duplicate_page', 'duplicate_redirect')"
        " AND final_url <> ''"
    )
    target: dict[int, int] = {}
    for row, main in left_out(db).items():
        target[row] = main
        found[main].update(url for (url,) in db.execute("SELECT url FROM frontier WHERE id = ?", (row,)))
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


def _has_page(db: sqlite3.Connection, row: int) -> bool:
    return db.execute("SELECT 1 FROM pages WHERE row = ?", (row,)).fetchone() is not None


def _rank(db: sqlite3.Connection, row: int) -> tuple[bool, int, str]:
    """The page with the lowest stands for others: the shortest address, unless it gave way before."""
    query = "SELECT reason = 'duplicate_page', pages.url FROM pages JOIN frontier ON frontier.id = row WHERE row = ?"
    gave_way, url = db.execute(query, (row,)).fetchone()
    return bool(gave_way), len(url), url


def owner(db: sqlite3.Connection, url: str) -> int | None:
    """The row whose page an address is, or None if nobody knows it."""
    return _owner_of_key(db, fingerprint(url))


def _owner_of_key(db: sqlite3.Connection, key: bytes) -> int | None:
    found = db.execute(
        "SELECT id FROM frontier WHERE fingerprint = ?1 UNION ALL SELECT row FROM aliases WHERE fingerprint = ?1",
        (key,),
    ).fetchone()
    return int(found[0]) if found else None


def _same_text(db: sqlite3.Connection, row: int, other: int) -> bool:
    query = "SELECT text_sha256 FROM pages WHERE row IN (?, ?)"
    if len(set(db.execute(query, (row, other)).fetchall())) == 1:
        return True
    query = "SELECT sketch FROM pages WHERE row IN (?, ?)"
    lines, of_other = (line_keys(sketch) for (sketch,) in db.execute(query, (row, other)))
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
