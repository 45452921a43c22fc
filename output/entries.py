"""Texts that a feed gave in full: used where their page cannot be had."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable

import zstandard

from cleaners.listings import Entry
from output.outcomes import GONE
from output.rows import fingerprint

_TAG = re.compile(r"<[^>]{0,2000}>")
_LEAST_TEXT = 200  # characters of text that a feed calls the content
_LEAST_SUMMARY = 1000  # and of what it calls a summary: many feeds hand out all of a page there


def holds_full_text(entry: Entry) -> bool:
    """Whether the text of an entry may stand for its page."""
    if len(entry.html) < _LEAST_TEXT:
        return False
    size = len(" ".join(_TAG.sub(" ", entry.html).split()))
    return size >= (_LEAST_TEXT if entry.full else _LEAST_SUMMARY)


def keep(db: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    """Keep the full texts among the entries, each under its address, the newest wins; how many there were.

    Safe to repeat: it stands before the transaction that ends the feed's own row.
    """
    pack = zstandard.ZstdCompressor(level=3).compress
    rows = [
        (fingerprint(entry.url), pack(json.dumps([entry.html, entry.title, entry.author, entry.published]).encode()))
        for entry in entries
        if entry.url and holds_full_text(entry)
    ]
    if rows:
        db.executemany("INSERT OR REPLACE INTO entries (fingerprint, entry) VALUES (?, ?)", rows)
    return len(rows)


def entry_of(db: sqlite3.Connection, row: int, reason: str) -> Entry | None:
    """The entry whose text may stand for the page of a row that could not be had for this reason, or None.

    A page of its own that stays after such an outcome is worth more than what its feed holds.
    """
    found = db.execute(
        "SELECT frontier.url, entry FROM entries JOIN frontier USING (fingerprint) WHERE frontier.id = ?"
        " AND (? OR NOT EXISTS (SELECT 1 FROM pages WHERE pages.row = frontier.id AND mode <> 'feed'))",
        (row, reason in GONE),
    ).fetchone()
    if not found:
        return None
    html, title, author, published = json.loads(zstandard.ZstdDecompressor().decompress(found[1]))
    return Entry(found[0], title=title, author=author, published=published, html=html, full=True)
