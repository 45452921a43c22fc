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
from cleaners.registry import CLEANERS, RULES
from cleaners.site_furniture import SiteFurniture


def cleaners_for(document: Document, memory: bytes) -> tuple[tuple[Cleaner, ...], str]:
    """The cleaners of a document, and what `metadata.rules` says of them.

    `memory` is a frozen `cleaners.memory.Memory` as bytes, or empty. The rules name it only where it knows the host of
    the document, by what it knows of that host: another site's pages change no record.
    """
    if memory:
        own = _memory(memory).of(host_of(document))
        if own.hosts:
            return (*CLEANERS, SiteFurniture(own)), rules_with(own)
    return CLEANERS, RULES


def rules_with(memory: Memory) -> str:
    """`metadata.rules` of a document that was cleaned with the memory of its host; `RULES` if that is empty."""
    return f"{RULES}+m{memory.digest}" if memory.hosts else RULES


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
