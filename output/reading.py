"""Reading a job store beside its writer: pages, their digests checked, and outcomes, always in one order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import zstandard

from output.record import record_id
from output.store import StoreError, page_digest

# Given URLs in the order they were given, then found ones by their address: not by when they arrived.
_ORDER = "frontier.start IS NULL, frontier.start, coalesce(nullif(frontier.final_url, ''), frontier.url), frontier.id"


class StoreReader:
    """A read-only view of a store as it was when reading began; the writer may go on meanwhile.

    Raises StoreError if the store cannot be read or a page does not have the digest it was written with.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._db = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None)
            self._db.execute("BEGIN")
            self._db.execute("SELECT count(*) FROM job").fetchone()
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{path} cannot be read ({error})") from error
        self._decompressor = zstandard.ZstdDecompressor()
        self._path = path

    def close(self) -> None:
        self._db.close()

    def pages(self) -> Iterator[tuple[bytes, bytes]]:
        """Record line and removal lines of every page."""
        order = self._db.execute(f"SELECT row FROM pages JOIN frontier ON frontier.id = row ORDER BY {_ORDER}")  # noqa: S608
        for (row,) in order:
            query = "SELECT id, record, removals, layout, digest FROM pages WHERE row = ?"
            identity, record, removals, layout, digest = self._db.execute(query, (row,)).fetchone()
            if page_digest(identity, record, removals, layout) != digest:
                raise StoreError(f"{self._path}: the page {identity} is damaged; crawl it again or restore the file")
            yield self._decompressor.decompress(record), self._decompressor.decompress(removals)

    def outcomes(self) -> Iterator[dict[str, Any]]:
        """A row for every URL that has ended, keys without a value left out."""
        query = (
            "SELECT frontier.url, state, reason, http_status, final_url, depth, tries, ended, detail, pages.id"  # noqa: S608
            f" FROM frontier LEFT JOIN pages ON row = frontier.id WHERE state <> 'pending' ORDER BY {_ORDER}"
        )
        for url, state, reason, status, final_url, depth, tries, ended, detail, identity in self._db.execute(query):
            row = {"id": identity or record_id(final_url or url), "url": url, "outcome": reason, "state": state}
            row |= {"http_status": status} if status else {}
            row |= {"final_url": final_url} if final_url else {}
            row |= {"detail": detail} if detail else {}
            yield {**row, "depth": depth, "tries": tries, "fetched": ended}
