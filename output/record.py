"""The record: one JSON object a line, with the same keys and types whoever reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cleaners.cleaning import Cleaned
from cleaners.document import Removal
from cleaners.hosts import without_credentials
from cleaners.registry import RULES
from output.canonical import canonical, hostname
from output.rows import record_id

__all__ = ["METADATA_TYPES", "RECORD_SCHEMA", "RECORD_TYPES", "Facts", "build", "canonical", "record_id", "timestamp"]

RECORD_SCHEMA = "dehusk.record/1"

# Every key a record may have, in the order they are written, with its one type. A key of another name or type is a
# mistake in dehusk and raises: a reader that merges files (Arrow, DuckDB, datatrove) breaks on the first exception.
RECORD_TYPES: dict[str, type] = {
    "id": str,
    "text": str,
    "source": str,
    "created": str,
    "added": str,
    "url": str,
    "title": str,
    "language": str,
    "language_score": float,
    "metadata": dict,
}
METADATA_TYPES: dict[str, type] = {
    "schema": str,
    "hostname": str,
    "sitename": str,
    "author": str,
    "description": str,
    "tags": list,
    "page_type": str,
    "canonical_url": str,
    "published": str,
    "http_status": int,
    "content_type": str,
    "charset_doubtful": bool,
    "redirected_from": str,
    "tls": str,
    "other_urls": list,
    "text_from": str,
    "raw_sha256": str,
    "text_sha256": str,
    "change": str,
    "extractor": str,
    "rules": str,
    "n_chars_in": int,
    "n_chars_out": int,
    "n_removed": int,
    "guard": str,
    "quality": float,
    "policy": str,
    "input": str,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a document from outside of it. Empty values are left out of the record.

    `id`: an id that came with the input, else "" and `record_id` makes one. `source`: `<project>/<job>`. `added`: when
    it was fetched, UTC, ISO 8601; never the time of cleaning. `created`: publication time, where the input says it;
    else the page's own. `ordinal`: the place among the inputs, part of the id of a document without URL. `input`:
    foreign keys as a JSON string. `http_status`: 0 if there was no response. `metadata`: further values of
    `METADATA_TYPES`; they win over the page's own.
    """

    source: str
    id: str = ""
    added: str = ""
    created: str = ""
    url: str = ""
    ordinal: int = 0
    http_status: int = 0
    content_type: str = ""
    redirected_from: str = ""
    raw_sha256: str = ""
    input: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)


def timestamp(value: str) -> str:
    """An ISO 8601 date or time as UTC, `2026-11-19T08:00:00Z`; "" if it is none.

    One without a zone is taken as UTC, a date as its midnight, so that a column holds one format throughout. Fractions
    of a second are dropped.
    """
    try:
        moment = datetime.fromisoformat(value.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def build(cleaned: Cleaned, facts: Facts, rules: str = RULES) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The record of a cleaned document and its removal rows, as DESIGN.md lays them down.

    No nulls, no empty lists or strings (but `text`), one type a key. Without `facts.id` the id is made of the URL, or
    of the extracted text and the ordinal. `rules` are those that cleaned the document. Raises TypeError for a value
    whose type or name the record does not know.
    Neither argument is changed.
    """
    document = cleaned.document
    known = dict(document.metadata)
    url = without_credentials(facts.url or document.url)
    published = _text(known.pop("published", ""))
    if published:  # as the page says it, with its zone: in UTC the day may be another one
        known["published"] = published
    identity = facts.id or record_id(url, document.text.encode("utf-8", "replace"), facts.ordinal)
    metadata = {
        **known,
        **_valued(
            {
                "hostname": hostname(url),
                "http_status": facts.http_status,
                "content_type": facts.content_type,
                "redirected_from": without_credentials(facts.redirected_from),
                "raw_sha256": facts.raw_sha256,
                "input": facts.input,
                "guard": cleaned.guard,
                **facts.metadata,
            }
        ),
        "text_sha256": hashlib.sha256(cleaned.text.encode("utf-8", "replace")).hexdigest(),
    }
    counts = {"n_chars_in": len(document.text), "n_chars_out": len(cleaned.text), "n_removed": len(cleaned.removals)}
    record = {
        "id": identity,
        "text": cleaned.text,
        "source": facts.source,
        "created": facts.created or timestamp(published),
        "added": facts.added,
        "url": url,
        "title": document.title,
        "language": document.language,
        "language_score": float(document.language_score) or None,
        "metadata": _typed({**metadata, **counts, "schema": RECORD_SCHEMA, "rules": rules}, METADATA_TYPES),
    }
    return _typed(record, RECORD_TYPES), [removal_row(identity, removal) for removal in cleaned.removals]


def ordered(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a record's metadata in the order of `METADATA_TYPES`. Raises TypeError for a strange key or type."""
    return _typed(metadata, METADATA_TYPES)


def removal_row(identity: str, removal: Removal) -> dict[str, Any]:
    """The line of a removal, beside the record of that id."""
    row: dict[str, Any] = {
        "id": identity,
        "start": removal.start,
        "end": removal.end,
        "reason": removal.reason,
        "cleaner": removal.cleaner,
        "rule": removal.rule,
        "version": removal.version,
        "score": float(removal.score),
        "text": removal.text,
    }
    if removal.evidence:
        row["evidence"] = removal.evidence
    return row


def _typed(values: Mapping[str, Any], types: Mapping[str, type]) -> dict[str, Any]:
    """The values in the order of the table, those without a value left out."""
    strangers = values.keys() - types.keys()
    if strangers:
        raise TypeError(f"a record knows no {', '.join(sorted(strangers))}: add it to output/record.py with its type")
    row: dict[str, Any] = {}
    for key, kind in types.items():
        value = values.get(key)
        if isinstance(value, list | tuple):
            value = [str(item) for item in value if item]
        if key != "text" and not _has_value(value):
            continue
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind:
            raise TypeError(f"{key} of a record is {kind.__name__}, not {type(value).__name__}")
        row[key] = value
    return row


def _valued(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _has_value(value: object) -> bool:
    return value is not None and value not in ("", [], ())


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
