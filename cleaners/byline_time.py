"""Author and time crumbs outside the head of the article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from cleaners.cleaning import by_block
from cleaners.document import Document, Finding, whole
from cleaners.lines import shaped
from cleaners.phrase_cleaner import PhraseCleaner

_AT_MOST = 40  # columns


@dataclass(frozen=True, slots=True)
class BylineTime(PhraseCleaner):
    """Proposes what the packs name, and lines that are nothing but a date or a time in figures.

    What stays: the head of the article, where author and date belong to it, and rows of tables.
    """

    stamp: float = 0.6

    def in_blocks(self, document: Document) -> dict[int, list[Finding]]:
        return by_block(
            [*chain.from_iterable(PhraseCleaner.in_blocks(self, document).values()), *self._stamps(document)]
        )

    def _stamps(self, document: Document) -> Iterator[Finding]:
        for number, look in document.derived_by_block(shaped).items():
            if look.shape != "stamp" or look.width > _AT_MOST:
                continue
            block = document.blocks[number]
            if block.tag not in {"tr", "li"}:
                yield whole(number, block, "time", "figures", self.stamp, "a date or a time in figures")


BYLINE_TIME = BylineTime("byline_time", frozenset({"author", "time", "reading_time", "updated", "views"}))
