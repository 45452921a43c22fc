"""What feeds, sitemaps and robots.txt listed when they were last read: a crawl of the job that hears that they have not
changed goes on with that, and need not fetch them again."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import zstandard

from cleaners.listings import Entry, Listing
from output.revisits import Visit

_KINDS_KEPT = frozenset({"rss", "rdf", "atom", "json", "sitemap", "index", "text", "robots"})


def keep_listing(db: sqlite3.Connection, row: int, listing: Listing, visit: Visit) -> None:
    """Keep what the listing of a row says, if it can be asked for conditionally. Full texts are not kept: those of
    a feed lie in a table of their own. Part of the transaction that ends the row."""
    if listing.kind not in _KINDS_KEPT or not (visit.etag or visit.last_modified):
        db.execute("DELETE FROM listings WHERE row = ?", (row,))
        return
    entries = [[entry.url, entry.date] for entry in listing.entries]
    said = json.dumps([listing.kind, entries, listing.feeds, listing.sitemaps, listing.notes])
    packed = zstandard.ZstdCompressor(level=3).compress(said.encode("utf-8", "surrogatepass"))
    db.execute(
        "INSERT OR REPLACE INTO listings (row, url, etag, last_modified, listing) VALUES (?, ?, ?, ?, ?)",
        (row, visit.url, visit.etag, visit.last_modified, packed),
    )


def kept_listing(db: sqlite3.Connection, row: int) -> Listing | None:
    """What the listing of a row said when it was last read, its entries with address and date only; None if that was
    not kept."""
    found = db.execute("SELECT listing FROM listings WHERE row = ?", (row,)).fetchone()
    if found is None:
        return None
    said = zstandard.ZstdDecompressor().decompress(found[0]).decode("utf-8", "surrogatepass")
    kind, entries, feeds, sitemaps, notes = json.loads(said)
    listing = Listing(kind, tuple(Entry(url, date) for url, date in entries))
    return replace(listing, feeds=tuple(feeds), sitemaps=tuple(sitemaps), notes=tuple(notes))


def listing_validators(db: sqlite3.Connection, row: int) -> Visit | None:
    """What a conditional request for the listing of a row may say, or None."""
    found = db.execute("SELECT url, etag, last_modified FROM listings WHERE row = ?", (row,)).fetchone()
    return Visit(*found) if found else None


def forget_listings(db: sqlite3.Connection) -> None:
    """Erase them all: any of them may name an address that is to be forgotten. They are read anew then."""
    db.execute("DELETE FROM listings")
