"""Short links that an embedded post leaves at the end of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.document import Document, Finding

_TAIL = re.compile(r"(?:\s*(?:https?://(?:t\.co|pic\.(?:twitter|x)\.com)/\w+|pic\.(?:twitter|x)\.com/\w+)[…]?)+\s*$")
_HINTS = ("t.co/", "pic.twitter.com/", "pic.x.com/")


@dataclass(frozen=True, slots=True)
class Tracking:
    """Proposes the link tail of a quoted post as a span; the post itself stays.

    What stays: links inside a sentence, and every link to a page that a reader could name.
    """

    name: str = "tracking"
    reasons: frozenset[str] = frozenset({"short_link"})
    version: int = 1

    def find(self, document: Document) -> Iterator[Finding]:
        if not any(hint in document.text for hint in _HINTS):
            return
        for number, block in enumerate(document.blocks):
            if not any(hint in block.text[-120:] for hint in _HINTS):
                continue
            tail = _TAIL.search(block.text)
            if tail:
                start = block.start + tail.start()
                yield Finding(
                    number, start, block.end, "short_link", "tail of a post", 0.95, "links of an embedded post"
                )
