"""URLs that led to the page of another row: they end as that one did, and their own page goes only if there is one."""

from __future__ import annotations

import sqlite3

from output.outcomes import GONE, PURGED, state_of
from output.twins import owner

_DUPLICATE = "duplicate_redirect"
# What such a URL leads to is there, or will not be asked for again: it stays what it is, and its own page is gone.
_THERE = frozenset({"duplicate_page", "listing", PURGED})


def settle(db: sqlite3.Connection) -> int:
    """End the rows that led to another's page as that page ended; how many ended otherwise than as duplicates.

    Many pages may lead to one that fails for a while: maintenance, a login. Theirs are not gone then, so their records
    of an earlier crawl stay, and they are tried again when that one is. Where it is still pending nothing is decided.
    Belongs into a transaction that changes states, at the end of a run, when all is known.
    """
    query = "SELECT id, final_url FROM frontier WHERE reason = ? AND final_url <> ''"
    leads = {row: owner(db, url) for row, url in db.execute(query, (_DUPLICATE,)).fetchall()}
    return sum(_settle(db, row, _end(row, leads)) for row in leads)


def _end(row: int, leads: dict[int, int | None]) -> int | None:
    """The row that another leads to, over all that lead on; itself if they lead in a circle, None if nobody knows."""
    met = set()
    at: int | None = row
    while at is not None and at in leads and at not in met:
        met.add(at)
        at = leads[at]
    return row if at in met else at


def _settle(db: sqlite3.Connection, row: int, end: int | None) -> bool:
    if end is None:
        return False
    query = "SELECT state, reason, http_status, url FROM frontier WHERE id = ?"
    state, reason, status, url = db.execute(query, (end,)).fetchone()
    if state == "pending":
        return False
    stays = state == "done" or reason in _THERE
    if end == row:
        reason, status = "redirect_loop", 0
    if stays or reason in GONE:
        db.execute("DELETE FROM pages WHERE row = ?", (row,))
    if stays:
        return False
    db.execute(
        "UPDATE frontier SET state = ?, reason = ?, http_status = ?, detail = ? WHERE id = ?",
        (state_of(reason), reason, status, f"leads to the page of {url}", row),
    )
    return True
