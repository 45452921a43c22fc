"""Remains of widgets and templates: words of buttons, breadcrumbs, counters, lines of symbols only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.document import Document, Finding, whole
from cleaners.lines import Line, lines
from cleaners.phrase_cleaner import PhraseCleaner
from cleaners.phrase_kinds import UI_REASONS
from cleaners.shapes import BRACKETED, COUNTER, CRUMBS, MENU, PLAYER

_AT_MOST = 240  # columns
_SEPARATORS = frozenset("*-–—_=~#•·⁂…. \u2042\u2766")  # authors part their chapters with these
_SHAPES = (
    (COUNTER, "counter", 0.8),
    (PLAYER, "player", 0.6),
    (CRUMBS, "breadcrumbs", 0.7),
    (MENU, "menu", 0.6),
    (BRACKETED, "brackets", 0.5),
)


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
            if look.width > _AT_MOST or look.final or block.tag in {"tr", "li", "pre"}:
                continue
            shape = _shape(block.text, look)
            if shape:
                reason, score = shape
                yield whole(number, block, reason, "shape", score, f"the line has the shape of {reason}")


def _shape(text: str, look: Line) -> tuple[str, float] | None:
    """The reason and the score of a line that is debris by its shape."""
    if look.symbols and set(text) <= _SEPARATORS:
        return None
    for pattern, reason, score in _SHAPES:
        if pattern.match(text):
            return reason, score
    if look.symbols:
        return ("numbers", 0.45) if look.words else ("symbols", 0.9)
    return None


UI_DEBRIS = UiDebris("ui_debris", UI_REASONS)
