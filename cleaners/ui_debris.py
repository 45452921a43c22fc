"""Remains of widgets and templates: words of buttons, and lines of symbols only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.document import Document, Finding, whole
from cleaners.lines import lines
from cleaners.phrase_cleaner import PhraseCleaner
from cleaners.phrase_kinds import UI_REASONS

_SEPARATORS = frozenset("*-–—_=~#•·⁂…. \u2042\u2766")  # authors part their chapters with these


@dataclass(frozen=True, slots=True)
class UiDebris(PhraseCleaner):
    """Proposes bare tokens of widgets and templates, and lines in which there is no letter.

    What stays: headings, dialogue, list items and table cells that are the same word (weak phrases count only among
    other boilerplate), lines of numbers in tables, and the rows of stars or dashes with which authors part chapters.
    """

    def find(self, document: Document) -> Iterator[Finding]:
        yield from PhraseCleaner.find(self, document)
        for number, look in enumerate(document.derived_by_block(lines)):
            block = document.blocks[number]
            if not look.symbols or block.tag in {"tr", "li", "pre"} or set(block.text) <= _SEPARATORS:
                continue
            if look.words:
                yield whole(number, block, "numbers", "no letters", 0.45, "numbers without a word")
            else:
                yield whole(number, block, "symbols", "no letters", 0.9, "symbols without a word")


UI_DEBRIS = UiDebris("ui_debris", UI_REASONS)
