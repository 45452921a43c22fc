"""Pages cleaned again with what their hosts' other pages have taught: the second, ordered pass.

It works on what was extracted the first time: the text of a record with its removals put back, and its layout. So it
neither fetches nor extracts anything, and its result depends on the pages alone: not on when they came, not on a memory
that cleaned them before, not on how often the pass was killed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import zstandard

from cleaners import restore
from cleaners.memory import MOST_PAGES, Memory, host_memory
from output.jsonl import dumps
from output.processing import Processed, by_cleaner
from output.record import ordered, removal_row
from output.remembering import document_of
from output.setup import NO_TOOLS, Tools
from output.store import StoreError, page_digest

_BATCH = 100  # pages in one transaction
_UPDATE = (
    "UPDATE pages SET record = ?, removals = ?, digest = ?, text_sha256 = ?, chars_out = ?, removed = ?, rules = ?"
    " WHERE row = ?"
)


def clean_again(
    record_line: bytes, removal_lines: bytes, layout: bytes, memory: bytes, tools: Tools = NO_TOOLS
) -> Processed:
    """The lines of a page's record as if `memory` had been known when it was first cleaned; everything else stays.

    Raises ValueError if record, removals and layout do not belong together.
    """
    record: dict[str, Any] = orjson.loads(record_line)
    removals = [orjson.loads(line) for line in removal_lines.splitlines()]
    text = restore(record, removals)
    document = document_of(record, text, layout)
    cleaned, rules = tools.clean(document, memory)
    digest = hashlib.sha256(cleaned.text.encode("utf-8", "replace")).hexdigest()
    metadata = record["metadata"]
    metadata |= {"rules": rules, "text_sha256": digest, "n_chars_out": len(cleaned.text)}
    metadata["n_removed"] = len(cleaned.removals)
    metadata.pop("guard", None)
    if cleaned.guard:
        metadata["guard"] = cleaned.guard
    record["text"] = cleaned.text
    record["metadata"] = ordered(metadata)
    return Processed(
        id=record["id"],
        outcome="ok",
        record=dumps(record),
        removals=b"".join(dumps(removal_row(record["id"], removal)) for removal in cleaned.removals),
        n_chars_in=len(text),
        n_chars_out=len(cleaned.text),
        removed=by_cleaner(cleaned),
        text_sha256=digest,
        rules=rules,
    )


def clean_store_again(store: Path, tools: Tools = NO_TOOLS, stops: Callable[[], bool] = lambda: False) -> int:
    """Clean every page of a job store again whose rules are not those that the pages of its host now ask for.

    Returns how many were. A second call does nothing; one that was killed goes on where it was. Pages that an older
    dehusk stored without their layout stay as they are. Raises StoreError if a page is damaged, sqlite3.Error if the
    file cannot be written. `stops` is asked before each page.
    """
    with closing(sqlite3.connect(store, isolation_level=None, timeout=30)) as db:
        changed = 0
        for host in _hosts(db):
            memory = _memory_of(db, host)
            wanted = tools.named(host, memory)
            query = "SELECT row FROM pages WHERE host = ? AND rules <> ? AND length(layout) > 0 ORDER BY row"
            rows = [row for (row,) in db.execute(query, (host, wanted))]
            for place in range(0, len(rows), _BATCH):
                changed += _clean_rows(db, rows[place : place + _BATCH], memory, tools, stops)
                if stops():
                    return changed
        return changed


def _hosts(db: sqlite3.Connection) -> Iterator[str]:
    last = ""
    while True:  # a seek a host, as writing goes on between them
        (found,) = db.execute("SELECT min(host) FROM pages WHERE host > ?", (last,)).fetchone()
        if found is None:
            return
        last = found
        yield last


def _memory_of(db: sqlite3.Connection, host: str) -> bytes:
    # Ids are hashes of addresses: the first of them are a fair sample, and always the same one.
    # One page under several addresses is one page: else its own text would look like furniture.
    query = (
        "SELECT id, sketch FROM pages WHERE host = ? AND length(sketch) > 0 AND NOT EXISTS (SELECT 1 FROM frontier"
        " WHERE frontier.id = pages.row AND reason = 'duplicate_page') ORDER BY id LIMIT ?"
    )
    found = host_memory(db.execute(query, (host, MOST_PAGES)))
    return Memory({host: found}).to_bytes() if found.lines else b""


@dataclass(frozen=True, slots=True)
class _Stored:
    row: int
    id: str
    record: bytes
    removals: bytes
    layout: bytes
    digest: bytes


def _clean_rows(
    db: sqlite3.Connection, rows: Sequence[int], memory: bytes, tools: Tools, stops: Callable[[], bool]
) -> int:
    """Some pages in one transaction. Reading and cleaning stand before it: nothing waits for them."""
    unpack, pack = zstandard.ZstdDecompressor().decompress, zstandard.ZstdCompressor(level=3).compress
    updates = []
    for row in rows:
        if stops():
            break
        query = "SELECT row, id, record, removals, layout, digest FROM pages WHERE row = ?"
        page = _Stored(*db.execute(query, (row,)).fetchone())
        if page_digest(page.id, page.record, page.removals, page.layout) != page.digest:
            raise StoreError(f"the page {page.id} is damaged; crawl it again or restore the file")
        done = clean_again(unpack(page.record), unpack(page.removals), unpack(page.layout), memory, tools)
        if not done.n_chars_out:
            continue
        record, removals = pack(done.record), pack(done.removals)
        digest = page_digest(page.id, record, removals, page.layout)
        counted = json.dumps(done.removed, sort_keys=True)
        updates.append((record, removals, digest, done.text_sha256, done.n_chars_out, counted, done.rules, row))
    db.execute("BEGIN IMMEDIATE")
    db.executemany(_UPDATE, updates)
    db.execute("COMMIT")
    return len(updates)
