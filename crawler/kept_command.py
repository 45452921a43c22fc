"""The command line of a run as the job store may keep it: without secrets, and as text that can be written."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

_MASK = "…"
_SECRET = frozenset({"--header", "--proxy"})
_SETTINGS = frozenset({"-s", "--s", "--se", "--set"})  # of `scrapy crawl`, which takes short forms of its options


def kept_command(words: Sequence[str]) -> str:
    """A command line, words quoted for a shell. Values of headers, proxies and Scrapy's settings may be passwords: a
    mark stands in their place. Bytes that are no text become `\\xff`."""
    kept: list[str] = []
    before = ""
    for word in words:
        kept.append(_masked(word, before))
        before = word
    return shlex.join(kept).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _masked(word: str, before: str) -> str:
    if before in _SECRET:
        return _MASK
    if before in _SETTINGS:
        return _named(word)
    name, equals, value = word.partition("=")
    if equals and name in _SECRET:
        return f"{name}={_MASK}"
    if equals and name in _SETTINGS:
        return f"{name}={_named(value)}"
    if word.startswith("-s") and word != "-s":
        return f"-s{_named(word[2:])}"
    return word


def _named(setting: str) -> str:
    """`NAME=VALUE` without the value."""
    name, equals, _ = setting.partition("=")
    return f"{name}={_MASK}" if equals else _MASK
