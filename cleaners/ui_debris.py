"""Remains of widgets and templates: words of buttons, breadcrumbs, counters, lines of symbols only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby

from cleaners.cleaning import by_block
from cleaners.document import Block, Document, Finding, whole
from cleaners.lines import Line, lines, shaped
from cleaners.phrase_cleaner import PhraseCleaner
from cleaners.phrase_kinds import UI_REASONS
from cleaners.zones import body

_AT_MOST = 240  # columns
_ENTRY_AT_MOST = 34
_ENTRY_DIGITS = 0.3  # share; lists of figures and ingredients have more
_SEPARATORS = frozenset("*-–—_=~#•·⁂…. \u2042\u2766")  # authors part their chapters with these
_CODE = frozenset("{}()[];,:<>/*\"' \t")  # lines of code that hold no name are made of these
_SHAPES = {"counter": 0.8, "player": 0.6, "breadcrumbs": 0.7, "menu": 0.6, "brackets": 0.5}


@dataclass(frozen=True, slots=True)
class UiDebris(PhraseCleaner):
    """Proposes bare tokens of widgets and templates, and lines in which there is no letter.

    What stays: headings, dialogue, list items and table cells that are the same word (weak phrases count only among
    other boilerplate), lines of numbers in tables, lines of code that are braces, and the rows of stars or dashes with
    which authors part chapters.
    """

    menu: int = 8  # so many short lines in a row are a menu

    def in_blocks(self, document: Document) -> dict[int, list[Finding]]:
        return by_block(
            [*chain.from_iterable(PhraseCleaner.in_blocks(self, document).values()), *self._shapes(document)]
        )

    def _shapes(self, document: Document) -> Iterator[Finding]:
        for number, look in document.derived_by_block(shaped).items():
            if look.width > _AT_MOST or look.final:
                continue
            block = document.blocks[number]
            if block.tag in {"tr", "li", "pre"}:
                continue
            shape = _shape(block.text, look)
            if shape:
                reason, score = shape
                yield whole(number, block, reason, "shape", score, f"the line has the shape of {reason}")

    def between_blocks(self, document: Document) -> Iterator[Finding]:
        """Long runs of very short lines before or behind the article: the names of sections and of other sites."""
        entries = document.derived_by_block(_entries)
        where = document.derived(body)
        if not where:
            return
        for zone in (range(where.first), range(where.last + 1, len(entries))):
            if sum(entries[zone.start : zone.stop]) < self.menu:
                continue
            for short, run in groupby(zone, entries.__getitem__):
                numbers = list(run)
                if not short or len(numbers) < self.menu:
                    continue
                # below what counts as evidence for the neighbours: a run of short lines would prove itself
                score = 0.4 if len(numbers) < 2 * self.menu else 0.48
                for number in numbers:
                    evidence = f"one of {len(numbers)} short lines in a row"
                    yield whole(number, document.blocks[number], "menu", "run of short lines", score, evidence)


def _entries(document: Document) -> tuple[bool, ...]:
    """Whether each block could be an entry of a menu; ask for it by `document.derived_by_block`."""
    return tuple(map(_is_entry, document.derived_by_block(lines), document.blocks))


def _is_entry(look: Line, block: Block) -> bool:
    """Whether a line could be an entry of a menu."""
    short = look.width <= _ENTRY_AT_MOST and not look.final and not look.item and look.digits < _ENTRY_DIGITS
    return short and block.tag not in {"tr", "li", "pre"} and not block.is_heading


def _shape(text: str, look: Line) -> tuple[str, float] | None:
    """The reason and the score of a line that is debris by its shape."""
    if look.symbols and (set(text) <= _SEPARATORS or _is_code(text)):
        return None
    if look.shape in _SHAPES:
        return look.shape, _SHAPES[look.shape]
    if look.symbols:
        return ("numbers", 0.45) if look.words else ("symbols", 0.9)
    return None


def _is_code(text: str) -> bool:
    """Whether a line of marks opens or closes a part of a program; a pair of empty braces is of a template."""
    marks = set(text)
    return marks <= _CODE and ("{" in marks) != ("}" in marks)


UI_DEBRIS = UiDebris("ui_debris", UI_REASONS, version=2)
