"""What a page must leave behind so that it can be cleaned again, and which cleaners a memory adds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

from cleaners.cleaning import Cleaner
from cleaners.document import Block, Document
from cleaners.hosts import host_of
from cleaners.memory import Memory
from cleaners.registry import cleaners_of
from cleaners.site_furniture import SiteFurniture


def cleaners_for(document: Document, memory: bytes) -> tuple[Cleaner, ...]:
    """The cleaners of a document. `memory` is a frozen `cleaners.memory.Memory` as bytes, or empty."""
    own = _memory(memory).of(host_of(document)) if memory else None
    usual = cleaners_of(document)
    return (*usual, SiteFurniture(own)) if own and own.hosts else usual


def memory_name(host: str, memory: bytes) -> str:
    """What `metadata.rules` adds for a memory; "" where it does not know the host.

    It names what the memory knows of this host alone: another site's pages change no record.
    """
    own = _memory(memory).of(host) if memory else None
    return f"+m{own.digest}" if own and own.hosts else ""


@lru_cache(maxsize=64)  # the pages of a host come one after the other
def _memory(data: bytes) -> Memory:
    return Memory.from_bytes(data)


def layout_of(document: Document) -> bytes:
    """The blocks of a document without their text, for `document_of`."""
    rows = [[b.start, b.end, b.tag, b.path, b.link_chars, b.marks] for b in document.blocks]
    return orjson.dumps(rows)


def document_of(record: Mapping[str, Any], text: str, layout: bytes) -> Document:
    """The document that a record was made from: its extracted text (`cleaners.restore`) and its layout."""
    blocks = [
        Block(text[start:end], start, end, tag, path, links, tuple(marks))
        for start, end, tag, path, links, marks in orjson.loads(layout)
    ]
    return Document(
        text=text,
        blocks=tuple(blocks),
        title=record.get("title", ""),
        language=record.get("language", ""),
        language_score=record.get("language_score", 0.0),
        url=record.get("url", ""),
        metadata=dict(record["metadata"]),
    )
