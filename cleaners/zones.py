"""Where the article begins and ends: found once, used by all.

The body is the run of blocks with the greatest sum of worths: prose is worth its length, short lines cost a little,
boilerplate costs much, and a line that opens the tail of a page ("Related articles", a comment form) costs most. So a
box in the middle of an article is spanned by the paragraphs around it, while a list of teasers at the end is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.document import Document
from cleaners.echoes import echoes
from cleaners.lines import Line, lines, states
from cleaners.phrases import Hit, phrase_hits
from cleaners.subheadings import subheadings

# What a block is worth. Widths in columns; the figures were set by hand and hold over a wide range.
_PROSE_AT_MOST = 500
_PROSE_UNIT = 100.0
_SENTENCE = 0.5  # a statement at least, however short: a text of short sentences is an article too
_ITEM = 0.1  # of a list, a row of a table
_FRAGMENT = -0.45  # a short line without a final mark ...
_SUBHEADING = 0.0  # ... between two lines of prose
_ECHO = -1.6  # a teaser's title with its lead, and that lead again
_COPY = -0.5  # of an earlier paragraph
_STRONG_HIT, _MEDIUM_HIT, _WEAK_HIT = -1.6, -0.8, -0.5
_STRONG_OPENER, _MEDIUM_OPENER = -5.0, -1.2
STRONG, SURE = 0.85, 0.6  # a phrase of at least so much is strong, or counts as seen

# Whole lines of these kinds open the tail of a page.
OPENERS = frozenset(
    {("teaser_words", "heading"), ("comments", "form"), ("comments", "heading"), ("comments", "counter")}
)
_HEADINGS = frozenset({("teaser_words", "heading"), ("comments", "heading")})  # and these are no sentences


@dataclass(frozen=True, slots=True)
class Body:
    """The article: blocks `first` to `last`, both within it; `first > last` if there is none, and it is false then."""

    first: int
    last: int

    def __bool__(self) -> bool:
        return self.first <= self.last

    def zone(self, number: int) -> str:
        """`head`, `body` or `tail`."""
        if self.first > self.last or self.first <= number <= self.last:
            return "body"
        return "head" if number < self.first else "tail"


def line_score(hits: Sequence[Hit], start: int, end: int) -> float:
    """How surely phrases take a block: the best for the whole of it, or all its sentences by their share of it."""
    if not hits:
        return 0.0
    parts: dict[tuple[int, int], float] = {}
    for hit in hits:
        if not hit.quoted:
            place = hit.start, hit.end
            parts[place] = max(parts.get(place, 0.0), hit.strength)
    whole_line = parts.pop((start, end), 0.0)
    return max(whole_line, sum(score * (e - s) for (s, e), score in parts.items()) / max(1, end - start))


def openings(document: Document) -> dict[int, float]:
    """How surely a block is a line that opens a tail or a list of teasers, 0 to 1; blocks that are none are absent.

    Ask for it by `document.derived_by_block(openings)`.
    """
    found: dict[int, float] = {}
    for number, hits in document.derived_by_block(phrase_hits).items():
        for hit in hits:
            entry = hit.entry
            kind = entry.cleaner, entry.reason
            if kind in _HEADINGS and states(document.blocks[number].text):
                continue
            if entry.fit == "line" and kind in OPENERS and not hit.quoted:
                found[number] = max(found.get(number, 0.0), hit.strength)
    return found


def openers(document: Document) -> dict[int, float]:
    """The same without the subheadings of the text; ask for it by `document.derived(openers)`."""
    headings = document.derived(subheadings)
    opened = document.derived_by_block(openings)
    return {number: score for number, score in opened.items() if number not in headings}


def worth(look: Line, score: float, opener: float) -> float | None:
    """What a block is worth to the article: its own look, unless a phrase (`score`) or an opener speaks against it.

    None for a short line, of which only its neighbours tell whether it is a subheading.
    """
    if opener >= SURE:
        return _STRONG_OPENER if opener >= STRONG else _MEDIUM_OPENER
    if score >= SURE:
        return _STRONG_HIT if score >= STRONG else _MEDIUM_HIT
    if look.prose or (look.final and score <= 0.3):
        return min(look.width, _PROSE_AT_MOST) / _PROSE_UNIT * (1 - min(1.0, 1.2 * look.links))
    if score > 0.3:
        return _WEAK_HIT
    return _ITEM if look.item else None


def _worths(document: Document) -> tuple[float | None, ...]:
    """The worth of each block by itself; ask for it by `document.derived_by_block`."""
    hits = document.derived_by_block(phrase_hits)
    opened = document.derived_by_block(openings)
    worths = []
    for number, look in enumerate(document.derived_by_block(lines)):
        own = hits.get(number)
        block = document.blocks[number]
        score = line_score(own, block.start, block.end) if own else 0.0
        value = worth(look, score, opened.get(number, 0.0))
        if value is not None and _ITEM < value < _SENTENCE and not look.links and states(block.text):
            value = _SENTENCE
        worths.append(value)
    return tuple(worths)


def body(document: Document) -> Body:
    """The article of a document; ask for it by `document.derived(body)`."""
    looks = document.derived_by_block(lines)
    keys = document.keys
    last = len(looks) - 1
    worths = [
        value
        if value is not None
        else _SUBHEADING
        if 0 < number < last and looks[number - 1].prose and looks[number + 1].prose
        else _FRAGMENT
        for number, value in enumerate(document.derived_by_block(_worths))
    ]
    for number in document.derived_by_block(openings).keys() & document.derived(subheadings):
        worths[number] = _SUBHEADING
    if len(set(keys)) < len(keys):
        seen: set[str] = set()
        for number, key in enumerate(keys):
            if worths[number] > 0 and key in seen:
                worths[number] = _COPY
            seen.add(key)
    pairs = document.derived(echoes)
    if len(pairs) > 1:
        for number in {number for pair in pairs for number in pair}:
            worths[number] = _ECHO
    return _best_run(worths)


def _best_run(worths: Sequence[float]) -> Body:
    """The run with the greatest sum; the first of equal ones; empty if nothing is worth more than zero."""
    best, best_first, best_last = 0.0, 0, -1
    total, first = 0.0, 0
    for number, value in enumerate(worths):
        if total <= 0:
            total, first = 0.0, number
        total += value
        if total > best:
            best, best_first, best_last = total, first, number
    return Body(best_first, best_last)
