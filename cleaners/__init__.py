"""Pure functions on pages and text. The public Python API is `clean` and `restore`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cleaners.apply import restore_text
from cleaners.cleaning import Cleaned, clean
from cleaners.document import Block, Document, Finding, Removal, document_from_blocks, document_from_text

__all__ = [
    "Block",
    "Cleaned",
    "Document",
    "Finding",
    "Removal",
    "clean",
    "document_from_blocks",
    "document_from_text",
    "restore",
]


def restore(record: Mapping[str, Any], removals: Iterable[Mapping[str, Any]]) -> str:
    """The extracted text of a record, byte for byte: its `text` with every removal put back.

    `record` is one line of the records, `removals` are lines of the removals file; those of other ids are passed over.
    Raises ValueError where they do not belong together.
    """
    own = [
        Removal(
            start=row["start"],
            end=row["end"],
            reason=row["reason"],
            cleaner=row["cleaner"],
            rule=row["rule"],
            version=row["version"],
            score=row["score"],
            text=row["text"],
        )
        for row in removals
        if row.get("id", record.get("id")) == record.get("id")
    ]
    return restore_text(str(record["text"]), own)
