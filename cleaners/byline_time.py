"""Author and time crumbs outside the head of the article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.document import Document, Finding, whole
from cleaners.phrase_cleaner import PhraseCleaner
from cleaners.shapes import STAMP

_AT_MOST = 40  # code points


@dataclass(frozen=True, slots=True)
class BylineTime(PhraseCleaner):
    """Proposes what the packs name, and lines that are nothing but a date or a time in figures.

    What stays: the head of the article, where author and date belong to it, and rows of tables.
    """

    stamp: float = 0.6

    def find(self, document: Document) -> Iterator[Finding]:
        yield from PhraseCleaner.find(self, document)
        for number, block in enumerate(document.blocks):
            if len(block.text) <= _AT_MOST and block.tag not in {"tr", "li"} and STAMP.match(block.text):
                yield whole(number, block, "time", "figures", self.stamp, "a date or a time in figures")


BYLINE_TIME = BylineTime("byline_time", frozenset({"author", "time", "reading_time", "updated", "views"}))
