"""What a block looks like, whatever its language: width, final mark, prose or fragment, crumbs and symbols."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cleaners.document import Document
from cleaners.normalise import line_key
from cleaners.shapes import CLOCK_LED, shape_of

# Widths count a CJK character as two: it says about twice as much as a letter.
PROSE_WIDTH = 80  # a line this wide that ends like a sentence is prose
LONG_WIDTH = 160  # ... and this wide it is prose however it ends
TITLE_WIDTH = (18, 170)
_CACHED_AT_MOST = 1000  # code points
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]")
_FINAL = re.compile(r"(?:[.!?…:;。！？：；]|[.!?…,。！？]?[\"”’»')\]」』”]+)(?:\s*[\[(]\d+[\])])*$")
_ITEM = re.compile(r"[-*•·‣▪●○◦–—|+>✓✔✅☑►▶→»]\s*\S|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s|\[\d{1,3}\]\s")
_DIGITS = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]")
# A word that goes on in upper case with no space, where a title was glued to its lead: "quantumSolana has".
_LOW_HIGH = re.compile("[a-zß-öø-ÿа-яα-ω?!][A-ZÀ-ÞА-ЯΑ-Ω]")
_CODE = re.compile(r"[{}\[\]<>=_/@#&]|\":")
_JOINT = re.compile(r"(?=([^\W\d_]{3})[?!%)\"”»]?([^\W\d_]{2}))")


@dataclass(frozen=True, slots=True)
class Line:
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


def look_at(text: str, link_chars: int = 0) -> Line:
    """The look of one block's text, of which `link_chars` stand inside links."""
    return _cached_look(text, link_chars) if len(text) <= _CACHED_AT_MOST else _look(text, link_chars)


def _look(text: str, link_chars: int) -> Line:
    width = len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))
    final = bool(_FINAL.search(text, max(0, len(text) - 24)))
    short = width < LONG_WIDTH
    starts = text.split() if short else []
    digits = len(_DIGITS.findall(text)) if short else 0
    letters = len(_LETTERS.findall(text)) if short else width
    return Line(
        width=width,
        words=line_key(text).count(" ") + 1 if letters or digits else 0,
        final=final,
        prose=not short or (final and width >= PROSE_WIDTH),
        title=not final and TITLE_WIDTH[0] <= width <= TITLE_WIDTH[1] and letters >= 10,
        digits=digits / max(1, digits + letters),
        capital=sum([word[0].isupper() for word in starts]) / len(starts) if starts else 0.0,
        symbols=letters == 0,
        item=bool(_ITEM.match(text)),
        links=min(1.0, link_chars / max(1, len(text))),
        shape=shape_of(text) if width <= 2 * LONG_WIDTH else "",
        clock_led=text[0].isdigit() and CLOCK_LED.match(text) is not None,
    )


# The rounds of one document look at the same lines again.
_cached_look = lru_cache(maxsize=8192)(_look)


def lines(document: Document) -> tuple[Line, ...]:
    """The look of every block; ask for it by `document.derived_by_block(lines)`."""
    return tuple([look_at(block.text, block.link_chars) for block in document.blocks])


def glued_words(text: str) -> list[str]:
    """The words of a text in which lower case runs into a second word in upper case: `quantumSolana`."""
    if not _LOW_HIGH.search(text):
        return []
    return [
        word
        for word in text.split()
        if not _CODE.search(word)
        and any(
            before.islower() and after[0].isupper() and after[1].islower() for before, after in _JOINT.findall(word)
        )
    ]
