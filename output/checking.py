"""Whether a job store adds up: its rows against its counts, its indexes, and what each row says twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping

from output.outcomes import STATES, state_of
from output.rows import fingerprint, page_digest

ERASED = "purged:"  # stands before the fingerprint of a URL that was forgotten
_NAMED = 3  # rows that are named one by one


def problems(db: sqlite3.Connection, expected: Mapping[str, int] | None = None) -> list[str]:
    """What does not add up, each in one line; empty if all does. Reads every row of the frontier, and no page.

    `expected`: URLs by state as the writer counted them along the way, and `seen`, their sum.
    """
    counted = dict(db.execute("SELECT state, count(*) FROM frontier GROUP BY state"))
    # Rows are numbered without gaps and never taken away: the greatest number is how many URLs were ever seen.
    (seen,) = db.execute("SELECT coalesce(max(id), 0) FROM frontier").fetchone()
    return [
        *_sums(counted, seen, expected),
        *_earlier(db, seen),
        *_indexes(db, seen, counted.get("pending", 0)),
        *_pages(db),
        *_rows(db),
    ]


def _sums(counted: Mapping[str, int], seen: int, expected: Mapping[str, int] | None) -> Iterator[str]:
    total = sum(counted.values())
    if total != seen:
        words = " + ".join(f"{counted.get(state, 0)} {state}" for state in STATES)
        yield f"{words} = {total} URLs, but {seen} were seen"
    if expected is not None:
        counts = _all_states(counted)
        if counts != dict(expected):
            yield f"the file counts {counts}, this run {dict(expected)}"


def _earlier(db: sqlite3.Connection, seen: int) -> Iterator[str]:
    (generation,) = db.execute("SELECT max(generation) FROM runs").fetchone()
    kept = db.execute("SELECT value FROM job WHERE key = 'generation'").fetchone()
    if generation is not None and kept != (str(generation),):
        yield f"the last run was of crawl {generation} of the job, which is now in {kept[0] if kept else 'none'}"
    row = db.execute("SELECT counts FROM runs WHERE counts <> '' ORDER BY id DESC LIMIT 1").fetchone()
    before = int(json.loads(row[0]).get("seen", 0)) if row else 0
    if before > seen:
        yield f"an earlier run had seen {before} URLs, but there are {seen}"


def _indexes(db: sqlite3.Connection, seen: int, pending: int) -> Iterator[str]:
    for index, where, expected in (
        ("sqlite_autoindex_frontier_1", "", seen),
        ("frontier_pending", " WHERE state = 'pending'", pending),
    ):
        query = f"SELECT count(*) FROM frontier INDEXED BY {index}{where}"  # noqa: S608 - no input in it
        (found,) = db.execute(query).fetchone()
        if found != expected:
            yield f"the index {index} knows {found} URLs instead of {expected}"


def _pages(db: sqlite3.Connection) -> Iterator[str]:
    for words, query in (
        (
            "done but have no page",
            "SELECT count(*) FROM frontier WHERE state = 'done' AND id NOT IN (SELECT row FROM pages)",
        ),
        ("in no row but have a page", "SELECT count(*) FROM pages WHERE row NOT IN (SELECT id FROM frontier)"),
    ):
        (number,) = db.execute(query).fetchone()
        if number:
            yield f"{number} URLs are {words}"


def _rows(db: sqlite3.Connection) -> Iterator[str]:
    """Rows whose parts contradict each other: each says twice what it is, so that a flipped bit shows."""
    wrong: list[str] = []
    number = 0
    for row, key, url, state, reason, status in db.execute(
        "SELECT id, fingerprint, url, state, reason, http_status FROM frontier"
    ):
        why = _contradiction(key, url, state, reason, status)
        if why:
            number += 1
            if len(wrong) < _NAMED:
                wrong.append(f"row {row} {why}")
    yield from wrong
    if number > len(wrong):
        yield f"and {number - len(wrong)} more rows"


def _contradiction(key: object, url: object, state: object, reason: object, status: object) -> str:
    if not (isinstance(url, str) and isinstance(state, str) and isinstance(reason, str)):
        return "holds no text where text belongs"
    if not url.startswith(ERASED) and fingerprint(url) != key:
        return f"holds a URL that is not the one it was made for ({url!r})"
    try:
        expected: str = state_of(reason) if reason else "pending"
    except ValueError:
        expected = f"nothing, as there is no outcome {reason!r}"
    if expected != state:
        return f"with the outcome {reason!r} should be {expected}, and is {state}"
    if reason.startswith("http_") and status not in {0, int(reason[5:])}:
        return f"has the outcome {reason} with the status {status}"
    return ""


def damaged_pages(db: sqlite3.Connection) -> Iterator[str]:
    """The ids of pages that are not as they were written. Reads every page."""
    for row, identity, record, removals, layout, digest in db.execute(
        "SELECT row, id, record, removals, layout, digest FROM pages"
    ):
        parts = (record, removals, layout)
        whole = isinstance(identity, str) and all(isinstance(part, bytes) for part in parts)
        if not whole or page_digest(identity, *parts) != digest:
            yield f"{identity} (row {row})"


def state_counts(db: sqlite3.Connection) -> dict[str, int]:
    """URLs by state, all states named, and `seen`, their sum."""
    return _all_states(dict(db.execute("SELECT state, count(*) FROM frontier GROUP BY state")))


def _all_states(counted: Mapping[str, int]) -> dict[str, int]:
    by_state: dict[str, int] = {state: counted.get(state, 0) for state in STATES}
    return {**by_state, "seen": sum(counted.values())}
