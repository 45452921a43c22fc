"""What goes into a job store and comes out of it, as plain values: URLs of the frontier and pages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

from output.canonical import canonical


@dataclass(frozen=True, slots=True)
class Found:
    """A URL for the frontier. `request` is JSON of what makes it more than a plain GET ("" if nothing does)."""

    url: str
    depth: int = 0
    priority: int = 0
    request: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A URL that is to be fetched. `start` is its place among the URLs that were given, None for one that was found."""

    id: int
    host: str
    url: str
    depth: int
    priority: int
    request: str
    start: int | None


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page that gave a record: one JSON line, its removals (none or more lines), and what is counted about it.

    `mode` says what decided the text that was extracted (`output.tools.Tools.extraction`), or is one word that an older
    dehusk wrote. `host`, `rules`, `layout` and `sketch` are for template memory (see `output.processing.Processed`).
    """

    id: str
    url: str
    record: bytes
    removals: bytes = b""
    raw_sha256: str = ""
    text_sha256: str = ""
    added: str = ""
    mode: str = ""
    chars_in: int = 0
    chars_out: int = 0
    removed: dict[str, int] = field(default_factory=dict)
    host: str = ""
    rules: str = ""
    layout: bytes = b""
    sketch: bytes = b""


def record_id(url: str | None, content: bytes = b"", ordinal: int = 0) -> str:
    """`d-` and 16 hex digits of sha256 of the canonical URL, or, without one, of the content and its ordinal."""
    key = canonical(url).encode("utf-8", "replace") if url else content + b"\n#%d" % ordinal
    return f"d-{hashlib.sha256(key).hexdigest()[:16]}"


@lru_cache(maxsize=1 << 12)
def fingerprint(url: str) -> bytes:
    """16 bytes that are the same for every spelling of an address (see `output.canonical`)."""
    return hashlib.blake2b(canonical(url).encode("utf-8", "replace"), digest_size=16).digest()


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def page_digest(identity: str, record: bytes, removals: bytes, layout: bytes = b"") -> bytes:
    """What a page row carries so that a flipped bit is seen: of its id and of the blobs as they lie in the file."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (identity.encode(), record, removals, *([layout] if layout else [])):  # older rows have no layout
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()
