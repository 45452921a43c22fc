"""Pages cleaned again with what their hosts' other pages have taught: the second, ordered pass.

It works on what was extracted the first time: the text of a record with its removals put back, and its layout. So it
neither fetches nor extracts anything, and its result depends on the pages alone: not on when they came, not on a memory
that cleaned them before, not on how often the pass was killed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import zstandard

from cleaners import restore
from cleaners.hosts import host_of, hostname
from cleaners.memory import MOST_PAGES, Memory, host_memory
from cleaners.site_furniture import SiteFurniture
from cleaners.sketch import WHOLE as WHOLE_SKETCH
from cleaners.sketch import items
from output.jsonl import dumps
from output.processing import Processed, by_cleaner
from output.record import ordered, removal_row
from output.remembering import document_of
from output.store import StoreError, page_digest
from output.tools import NO_TOOLS, Tools
from output.transaction import transaction

_BATCH = 100  # pages in one transaction
_UPDATE = (
    "UPDATE pages SET record = ?, removals = ?, digest = ?, text_sha256 = ?, chars_out = ?, removed = ?, rules = ?"
    " WHERE row = ?"
)


def clean_again(
    record_line: bytes,
    removal_lines: bytes,
    layout: bytes,
    memory: bytes,
    tools: Tools = NO_TOOLS,
    extraction: str = "",
) -> Processed:
    """The lines of a page's record as if `memory` had been known when it was first cleaned; everything else stays.

    `extraction` names what decided its text, which stays as it is too (`output.tools.Tools.named`). Raises ValueError
    if record, removals and layout do not belong together.
    """
    record: dict[str, Any] = orjson.loads(record_line)
    removals = [orjson.loads(line) for line in removal_lines.splitlines()]
    text = restore(record, removals)
    document = document_of(record, text, layout)
    cleaned, rules = tools.clean(document, memory, extraction)
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
        host=host_of(document),
    )


# `clean_again` begun on record, removals, layout, memory and extraction: what waits for it
Again = Callable[[bytes, bytes, bytes, bytes, str], Callable[[], Processed]]


@dataclass(frozen=True, slots=True)
class Passing:
    """How a store is cleaned again.

    `begin` starts `clean_again` on a page, in a process of its own perhaps, and hands back what waits for it (None:
    here and now). `memory` is what is known of a host (None: what the pages in the store have
    taught). `before` is the memory of a host with which its pages may have been cleaned the first time. Each result is
    handed to `seen`; `stops` is asked before each page.
    """

    begin: Again | None = None
    memory: Callable[[str], bytes] | None = None
    before: Callable[[str], bytes] = lambda _: b""
    seen: Callable[[Processed], object] = lambda _: None
    stops: Callable[[], bool] = lambda: False


def clean_store_again(store: Path, tools: Tools = NO_TOOLS, how: Passing = Passing()) -> int:
    """Clean every page of a job store again whose rules are not those that the pages of its host now ask for.

    Returns how many were. A second call does nothing; one that was killed goes on where it was. Pages that an older
    dehusk stored without their layout stay as they are. Raises StoreError if a page is damaged, sqlite3.Error if the
    file cannot be written.
    """
    with closing(sqlite3.connect(store, isolation_level=None, timeout=30)) as db:
        changed = 0
        for host in hosts_of(db):
            host_pass = _HostPass(db, host, tools, how)
            query = "SELECT row, mode, rules FROM pages WHERE host = ? AND length(layout) > 0 ORDER BY row"
            rows = [row for row, mode, rules in db.execute(query, (host,)) if rules != host_pass.wanted(mode)]
            for place in range(0, len(rows), _BATCH):
                changed += host_pass.clean(rows[place : place + _BATCH])
                if how.stops():
                    return changed
        return changed


def hosts_of(db: sqlite3.Connection) -> Iterator[str]:
    """The hosts of the pages in a job store, by name. Writing may go on between them."""
    last = ""
    while True:  # a seek a host, as writing goes on between them
        (found,) = db.execute("SELECT min(host) FROM pages WHERE host > ?", (last,)).fetchone()
        if found is None:
            return
        last = found
        yield last


def memory_of(db: sqlite3.Connection, host: str) -> bytes:
    """What the pages of a host in a job store have taught, as `Memory.to_bytes` writes it; empty if nothing repeats."""
    # Ids are hashes of addresses: the first of them are a fair sample, and always the same one.
    # One page under several addresses is one page: else its own text would look like furniture.
    query = (
        "SELECT id, sketch FROM pages WHERE host = ? AND length(sketch) > 0 AND NOT EXISTS (SELECT 1 FROM frontier"
        " WHERE frontier.id = pages.row AND (reason = 'duplicate_page'"
        " OR state = 'pending' AND final_url NOT IN ('', pages.url))) ORDER BY id LIMIT ?"
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
    rules: str
    sketch: bytes
    mode: str


class _HostPass:
    """The second pass over the pages of one host."""

    def __init__(self, db: sqlite3.Connection, host: str, tools: Tools, how: Passing) -> None:
        self._db, self._tools, self._how = db, tools, how
        self._memory = how.memory(host) if how.memory else memory_of(db, host)
        self._host = host
        self._names: dict[tuple[str, bytes], str] = {}
        # What the pages of a host that was not known well, or not at all, were cleaned with.
        own = proposable(host, self._memory)
        self._earlier = {memory: own | proposable(host, memory) for memory in (b"", how.before(host))}
        self._unpack = zstandard.ZstdDecompressor().decompress
        self._pack = zstandard.ZstdCompressor(level=3).compress

    def wanted(self, mode: str) -> str:
        """The rules that a page is to have; `mode` says how its text was extracted."""
        return self._named(mode, self._memory)

    def _named(self, mode: str, memory: bytes) -> str:
        """`Tools.named`, once for all pages of the pass: a file of rules may change meanwhile."""
        if (mode, memory) not in self._names:
            self._names[mode, memory] = self._tools.named(self._host, memory, mode)
        return self._names[mode, memory]

    def clean(self, rows: Sequence[int]) -> int:
        """Some pages in one transaction. Reading and cleaning stand before it: nothing waits for them."""
        waiting = []
        for row in rows:
            if self._how.stops():
                break
            page = self._read(row)
            waiting.append((page, self._begun(page)))
        updates = []
        for page, result in waiting:
            if self._how.stops():
                break
            done = result()
            self._how.seen(done)
            if done.n_chars_out:
                updates.append(self._row(page, done))
        with transaction(self._db):
            self._db.executemany(_UPDATE, updates)
        return len(updates)

    def _read(self, row: int) -> _Stored:
        query = "SELECT row, id, record, removals, layout, digest, rules, sketch, mode FROM pages WHERE row = ?"
        page = _Stored(*self._db.execute(query, (row,)).fetchone())
        if page_digest(page.id, page.record, page.removals, page.layout) != page.digest:
            raise StoreError(f"the page {page.id} is damaged; crawl it again or restore the file")
        return page

    def _begun(self, page: _Stored) -> Callable[[], Processed]:
        lines = self._unpack(page.record), self._unpack(page.removals), self._unpack(page.layout)
        alike = (keys for memory, keys in self._earlier.items() if page.rules == self._named(page.mode, memory))
        if any(untouched(lines[1], lines[2], page.sketch, keys) for keys in alike):
            return lambda: restamped(*lines[:2], self.wanted(page.mode))
        if self._how.begin:
            return self._how.begin(*lines, self._memory, page.mode)
        return lambda: clean_again(*lines, self._memory, self._tools, page.mode)

    def _row(self, page: _Stored, done: Processed) -> tuple[object, ...]:
        record, removals = self._pack(done.record), self._pack(done.removals)
        digest = page_digest(page.id, record, removals, page.layout)
        counted = json.dumps(done.removed, sort_keys=True)
        return record, removals, digest, done.text_sha256, done.n_chars_out, counted, done.rules, page.row


def proposable(host: str, memory: bytes) -> frozenset[int]:
    """The keys of the lines that a memory could propose on some page of the host."""
    return SiteFurniture(Memory.from_bytes(memory)).may_propose(host) if memory else frozenset()


def untouched(removal_lines: bytes, layout: bytes, sketch: bytes, keys: frozenset[int]) -> bool:
    """Whether a memory that proposes lines of these keys only changes nothing on a page, however it is cleaned.

    It does not if no line of the page has one of the keys, and none can come to have one: no block was trimmed. A page
    so long that its sketch does not tell of all its lines counts as touched.
    """
    blocks = orjson.loads(layout)
    if len(blocks) > WHOLE_SKETCH or any(item.key in keys for item in items(sketch)):
        return False
    ends = {start: end for start, end, *_ in blocks}
    starts = sorted(ends)
    for line in removal_lines.splitlines():
        row = orjson.loads(line)
        first, last = bisect_left(starts, row["start"]), bisect_left(starts, row["end"]) - 1
        if first > 0 and ends[starts[first - 1]] > row["start"]:
            return False  # it begins inside a block
        if last < first or ends[starts[last]] > row["end"]:
            return False
    return True


def restamped(record_line: bytes, removal_lines: bytes, rules: str) -> Processed:
    """What `clean_again` gives for a page on which nothing changes: its own lines, with the rules that hold now."""
    record: dict[str, Any] = orjson.loads(record_line)
    metadata = record["metadata"]
    metadata["rules"] = rules
    record["metadata"] = ordered(metadata)
    removed = Counter(orjson.loads(line)["cleaner"] for line in removal_lines.splitlines())
    return Processed(
        id=record["id"],
        outcome="ok",
        record=dumps(record),
        removals=removal_lines,
        n_chars_in=metadata["n_chars_in"],
        n_chars_out=metadata["n_chars_out"],
        removed=dict(removed),
        text_sha256=metadata["text_sha256"],
        rules=rules,
        host=hostname(record.get("url", "")) or str(metadata.get("hostname", "")),
    )
