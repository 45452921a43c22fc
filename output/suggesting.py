"""Where the pages come from that rules for a host are suggested from: a job store, or records with their removals."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import zstandard

from cleaners.document import Document, document_from_text
from cleaners.hosts import host_of
from cleaners.memory import MOST_PAGES, HostMemory, Memory
from cleaners.site_rules.suggesting import Seen
from output.jsonl import loads
from output.processing import Processed
from output.recleaning import memory_of
from output.remembering import document_of
from output.restoring import text_of
from output.store import StoreError, page_digest


def hosts_of_job(store: Path) -> dict[str, int]:
    """How many pages of each host a job store holds, the most first. Raises sqlite3.Error."""
    with closing(_read_only(store)) as db:
        query = "SELECT host, count(*) FROM pages WHERE length(layout) > 0 GROUP BY host ORDER BY 2 DESC, 1"
        return dict(db.execute(query))


def pages_of_job(store: Path, host: str) -> tuple[list[Seen], HostMemory | None]:
    """The pages of a host in a job store, at most so many as template memory looks at, and what they have taught.

    Nothing is written. Raises StoreError if a page is damaged, sqlite3.Error if the file cannot be read.
    """
    unpack = zstandard.ZstdDecompressor().decompress
    pages = []
    with closing(_read_only(store)) as db:
        data = memory_of(db, host)
        query = (
            "SELECT id, record, removals, layout, digest, added FROM pages"
            " WHERE host = ? AND length(layout) > 0 ORDER BY id LIMIT ?"
        )
        for identity, record, removals, layout, digest, added in db.execute(query, (host, MOST_PAGES)):
            if page_digest(identity, record, removals, layout) != digest:
                raise StoreError(f"the page {identity} is damaged; crawl it again or restore the file")
            rows = [loads(line) for line in unpack(removals).splitlines()]
            facts = loads(unpack(record))
            pages.append(Seen(document_of(facts, text_of(facts, rows), unpack(layout)), added[:10]))
    return pages, Memory.from_bytes(data).hosts[host] if data else None


def page_of(done: Processed) -> Seen:
    """The page that a result was made from, its text as it was extracted."""
    record = loads(done.record)
    text = text_of(record, [loads(line) for line in done.removals.splitlines()])
    if done.layout:
        return Seen(document_of(record, text, done.layout), _day(record))
    return text_page(record, text)


def text_page(record: Mapping[str, Any], text: str) -> Seen:
    """The page of a record whose blocks are not known any more: one block a line."""
    known = {key: record[key] for key in ("title", "language", "language_score", "url") if record.get(key)}
    return Seen(document_from_text(text, metadata=dict(record["metadata"]), **known), _day(record))


def of_host(page: Seen, host: str) -> Seen | None:
    """The page if it is one of the host, or of none that is known: then it is taken for one. Else None."""
    own = host_of(page.document)
    if own:
        return page if own == host else None
    document: Document = replace(page.document, metadata={**page.document.metadata, "hostname": host})
    return replace(page, document=document)


def _day(record: Mapping[str, Any]) -> str:
    return str(record.get("added") or "")[:10]


def _read_only(store: Path) -> sqlite3.Connection:
    # No `mode=ro`: a store in WAL mode that nobody has open needs its side files made to be read.
    db = sqlite3.connect(store, isolation_level=None, timeout=30)
    db.execute("PRAGMA query_only = ON")
    return db
