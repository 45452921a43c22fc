"""A fetched response, and what a worker hands back for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched response: raw bytes as they came, after the transfer encoding and compression were undone.

    `headers` have lower-case names. `url` is where the bytes came from, `requested_url` where the way there began
    (after redirects they differ; empty if they are the same). `fetched` is the time in UTC, `2026-11-21T20:00:00Z`.
    `unverified` says that it came over an encrypted connection whose certificate nobody looked at.
    """

    url: str
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    requested_url: str = ""
    fetched: str = ""
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: absolute URL without fragment, its text, and whether rel=nofollow was on it."""

    url: str
    text: str = ""
    nofollow: bool = False
