"""What a block looks like, whatever its language: width, final mark, prose or fragment, crumbs and symbols."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from cleaners.document import Document
from cleaners.shapes import CLOCK_LED, shape_of

# Widths count a CJK character as two: it says about twice as much as a letter.
PROSE_WIDTH = 80  # a line this wide that ends like a sentence is prose
LONG_WIDTH = 160  # ... and this wide it is prose however it ends
TITLE_WIDTH = (18, 170)
# A mark that ends a sentence, or quotes and brackets that close behind one, or behind the number of a footnote.
# The escapes are the Greek question mark and the full stops of Armenian, Burmese, Ethiopic and Khmer.
FINALS = frozenset(".!?…:;。！？：；．｡।॥؟؛۔\u037e\u0589\u104b\u1362\u17d4\"”’»')]」』）")
# These close as well, but they also open, point to a page or hold a title: they count right behind a mark, and not
# around the whole line, as notes of a page have them.
_CLOSERS = "“«‹›】》〉"
_NOTES = ("【", "《", "〈")
_BEHIND = _CLOSERS + "\"”’»')]」』）"
# With these a statement ends; after a colon, a question or several points something else follows.
_STOPS = frozenset(".!。！．｡।॥۔\u0589\u104b\u1362\u17d4")
_ITEM = re.compile(r"[-*•·‣▪●○◦–—|+>✓✔✅☑►▶→»]\s*\S|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s|\[\d{1,3}\]\s")
# A word that goes on in upper case with no space, where a title was glued to its lead: "quantumSolana has".
_LOW_HIGH = re.compile("[a-zß-öø-ÿа-яα-ω?!][A-ZÀ-ÞА-ЯΑ-Ω]")
_CODE = re.compile(r"[{}\[\]<>=_/@#&]|\":")
_JOINT = re.compile(r"(?=([^\W\d_]{3})[?!%)\"”»]?([^\W\d_]{2}))")


class Line(NamedTuple):
    """The look of one block. `width` in half-width columns; `words` of its key."""

    width: int
    words: int
    final: bool  # ends like a sentence
    prose: bool
    title: bool  # could be a headline: some words, no final mark, not too long
    digits: float  # share of digits among letters and digits
    capital: float  # share of words that begin in upper case
    symbols: bool  # no letter in it
    item: bool  # begins with a bullet, a number or a bar: an item of a list or a row of a table
    links: float  # share of the text that stands in links
    shape: str  # of a crumb, a counter, a menu … (`cleaners.shapes`), or ""
    clock_led: bool  # begins with a time, as a list of the latest news does


def _look(text: str, link_chars: int, key: str, letters: int, digits: int, wide: int) -> Line:
    """The look of one block, from its text and what was read in it (`alphabets.Reading`)."""
    size = len(text)
    width = size + wide
    short = width < LONG_WIDTH
    starts = text.split() if short else ()
    if not short:  # of prose nobody asks what its letters are
        letters, digits = width, 0
    final = ends(text)
    first = text[0]
    return Line(
        width,
        key.count(" ") + 1 if letters or digits else 0,
        final,
        not short or (final and width >= PROSE_WIDTH),
        not final and letters >= 10 and TITLE_WIDTH[0] <= width <= TITLE_WIDTH[1],
        digits / (digits + letters) if digits else 0.0,
        sum([word[0].isupper() for word in starts]) / len(starts) if starts else 0.0,
        letters == 0,
        (not first.isalpha() or not text[1:2].isalpha()) and _ITEM.match(text) is not None,
        min(1.0, link_chars / size) if link_chars else 0.0,
        shape_of(text) if width <= 2 * LONG_WIDTH else "",
        first.isdigit() and CLOCK_LED.match(text) is not None,
    )


def ends(text: str) -> bool:
    """Whether a text, which is not empty, ends like a sentence."""
    if text[-1] in _CLOSERS and not text.startswith(_NOTES):
        return text.rstrip(_CLOSERS)[-1:] in FINALS
    return text[-1] in FINALS


def states(text: str) -> bool:
    """Whether a text ends like a statement: a heading, a label and a link do not."""
    told = text.rstrip(_BEHIND)
    return told[-1:] in _STOPS and not told.endswith("..")


def lines(document: Document) -> tuple[Line, ...]:
    """The look of every block; ask for it by `document.derived_by_block(lines)`."""
    return tuple(
        [_look(block.text, block.link_chars, *read) for block, read in zip(document.blocks, document.read, strict=True)]
    )


def shaped(document: Document) -> dict[int, Line]:
    """Those that have a shape or no letter, by block number; ask for it by `document.derived_by_block(shaped)`."""
    looks = document.derived_by_block(lines)
    return {number: look for number, look in enumerate(looks) if look.shape or look.symbols}


@lru_cache(maxsize=1024)  # each round of cleaning asks for the same ones again
def glued_words(text: str) -> tuple[str, ...]:
    """The words of a text in which lower case runs into a second word in upper case: `quantumSolana`."""
    if not _LOW_HIGH.search(text):
        return ()
    return tuple(
        [
            word
            for word in text.split()
            if _LOW_HIGH.search(word)
            and not _CODE.search(word)
            and any(
                before.islower() and after[0].isupper() and after[1].islower() for before, after in _JOINT.findall(word)
            )
        ]
    )
