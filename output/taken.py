"""What template memory took from a page, in words: read off the lines of its record."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from cleaners.phrases import sentences
from output.jsonl import loads
from output.processing import Processed

_CLEANER = "site_furniture"
_BESIDE = 160  # characters


@dataclass(frozen=True, slots=True)
class Taken:
    """A line that was taken, or (`whole` is false) a sentence of one; `beside` is a line of the page that stayed."""

    text: str
    whole: bool
    beside: str


def taken(done: Processed) -> list[Taken]:
    """The lines and sentences that template memory took from a page, in their order."""
    if f'"{_CLEANER}"'.encode() not in done.removals:
        return []
    beside = textwrap.shorten(loads(done.record)["text"].rpartition("\n")[2], _BESIDE, placeholder=" …")
    found = []
    for row in map(loads, done.removals.splitlines()):
        text = row["text"].strip()
        if row["cleaner"] == _CLEANER and text:
            whole = row["reason"] != "repeated_sentence"
            spans = [(0, len(text))] if whole else sentences(text)
            found += [Taken(text[start:end], whole, beside) for start, end in spans]
    return found
