"""Reading a job store beside its writer: pages, their digests checked, and outcomes, always in one order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import zstandard

from output.jsonl import dumps, loads
from output.record import ordered, record_id
from output.revisits import CHANGE_SQL
from output.rows import page_digest
from output.store_file import StoreError, open_for_reading
from output.twins import left_out, others, without_own

# Given URLs in the order they were given, then found ones by their address: not by when they arrived.
_ORDER = "frontier.start IS NULL, frontier.start, coalesce(nullif(frontier.final_url, ''), frontier.url), frontier.id"


def with_job_facts(line: bytes, change: str, others: list[str]) -> bytes:
    """A record's line with what the job knows of its page: `change` ("" for nothing to say) and other addresses."""
    record = loads(line)
    known = {**record["metadata"], "change": change, "other_urls": others}
    record["metadata"] = ordered({key: value for key, value in known.items() if value not in ("", [])})
    return dumps(record)


class StoreReader:
    """A read-only view of a store as it was when reading began; the writer may go on meanwhile. It shows the URLs that
    crawls of the job from number `since` on have asked for.

    Raises StoreError if the store cannot be read or a page does not have the digest it was written with.
    """

    def __init__(self, path: Path, since: int = 0) -> None:
        self._db = open_for_reading(path)
        self._since = since
        self._decompressor = zstandard.ZstdDecompressor()
        self._path = path

    def close(self) -> None:
        self._db.close()

    @cached_property
    def _twins(self) -> dict[int, int]:
        return left_out(self._db)

    def _identity(self, row: int) -> str:
        return str(self._db.execute("SELECT id FROM pages WHERE row = ?", (row,)).fetchone()[0])

    def pages(self, *, whole: bool = True) -> Iterator[tuple[bytes, bytes]]:
        """Record line and removal lines of every page; without `whole`, of those that are new or have changed since the
        crawl of the job before this one.

        What the job knows of a page beside its record is added to it: whether it changed, and its other addresses.
        """
        addresses = others(self._db)
        order = self._db.execute(
            f"SELECT pages.row, pages.url, {CHANGE_SQL} AS change FROM pages"  # noqa: S608 - no input in it
            " JOIN frontier ON frontier.id = pages.row LEFT JOIN revisits ON revisits.row = pages.row"
            f" WHERE generation >= ? ORDER BY {_ORDER}",
            (self._since,),
        )
        for row, url, change in order:
            if row in self._twins or (change == "unchanged" and not whole):
                continue
            query = "SELECT id, record, removals, layout, digest FROM pages WHERE row = ?"
            identity, record, removals, layout, digest = self._db.execute(query, (row,)).fetchone()
            if page_digest(identity, record, removals, layout) != digest:
                raise StoreError(f"{self._path}: the page {identity} is damaged; crawl it again or restore the file")
            line = self._decompressor.decompress(record)
            others_of = without_own(addresses.get(row, ()), url)
            if change or others_of:
                line = with_job_facts(line, change, others_of)
            yield line, self._decompressor.decompress(removals)

    def unchanged(self) -> int:
        """How many records say what they said when the crawl of the job before this one ended."""
        query = (
            f"SELECT row FROM (SELECT pages.row AS row, {CHANGE_SQL} AS change FROM pages"  # noqa: S608 - as above
            " JOIN frontier ON frontier.id = pages.row LEFT JOIN revisits ON revisits.row = pages.row"
            " WHERE generation >= ?) WHERE change = 'unchanged'"
        )
        return sum(row not in self._twins for (row,) in self._db.execute(query, (self._since,)))

    def outcomes(self) -> Iterator[dict[str, Any]]:
        """A row for every URL that has ended, keys without a value left out."""
        query = (
            "SELECT frontier.id, frontier.url, state, reason, http_status, final_url, depth, tries, ended, detail,"  # noqa: S608
            f" pages.id, {CHANGE_SQL}"
            " FROM frontier LEFT JOIN pages ON pages.row = frontier.id LEFT JOIN revisits ON revisits.row = frontier.id"
            f" WHERE state <> 'pending' AND generation >= ? ORDER BY {_ORDER}"
        )
        rows = self._db.execute(query, (self._since,))
        for number, url, state, reason, status, final_url, depth, tries, ended, detail, identity, change in rows:
            main = self._twins.get(number)
            record = identity if main is None else self._identity(main)
            row = {"id": record or record_id(final_url or url), "url": url, "outcome": reason, "state": state}
            row |= {"change": change} if change and main is None and (identity or change == "gone") else {}
            row |= {"http_status": status} if status else {}
            row |= {"final_url": final_url} if final_url else {}
            row |= {"detail": detail} if detail else {}
            yield {**row, "depth": depth, "tries": tries, "fetched": ended}
