"""Author and time crumbs outside the head of the article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.chronicle import chronicle
from cleaners.document import Document, Finding, whole
from cleaners.lines import shaped
from cleaners.phrase_cleaner import PhraseCleaner
from cleaners.shapes import rising, runs

_AT_MOST = 40  # columns


@dataclass(frozen=True, slots=True)
class BylineTime(PhraseCleaner):
    """Proposes what the packs name, and lines that are nothing but a date or a time in figures.

    What stays: the head of the article, where author and date belong to it, rows of tables, timetables (`column` times
    below each other, each later than the one before), and the times of live blogs, diaries and the like
    (`cleaners.chronicle`).
    """

    stamp: float = 0.6
    column: int = 3

    def in_blocks(self, document: Document) -> dict[int, list[Finding]]:
        found = PhraseCleaner.in_blocks(self, document)
        others = {number: [finding for finding in own if finding.reason != "time"] for number, own in found.items()}
        return {number: own for number, own in others.items() if own}

    def times(self, document: Document) -> dict[int, list[Finding]]:
        """The times that the packs name, by the numbers of their blocks; ask for it by `document.derived_by_block`."""
        found = PhraseCleaner.in_blocks(self, document)
        times = {number: [finding for finding in own if finding.reason == "time"] for number, own in found.items()}
        return {number: own for number, own in times.items() if own}

    def between_blocks(self, document: Document) -> Iterator[Finding]:
        told = document.derived(chronicle)
        for number, times in document.derived_by_block(self.times).items():
            if number not in told:
                yield from [time._replace(block=number) for time in times]
        looks = document.derived_by_block(shaped)
        stamps = [number for number, look in looks.items() if look.shape == "stamp" and look.width <= _AT_MOST]
        for run in runs([number for number in stamps if number not in told]):
            if len(run) >= self.column and rising(document.blocks[number].text for number in run):
                continue
            for number in run:
                block = document.blocks[number]
                if block.tag not in {"tr", "li"}:
                    yield whole(number, block, "time", "figures", self.stamp, "a date or a time in figures")


BYLINE_TIME = BylineTime("byline_time", frozenset({"author", "time", "reading_time", "updated", "views"}), version=2)
