"""Text as a record may hold it: no control characters, one kind of line break, no lone surrogates, no endless marks."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, normalize

from cleaners.alphabets import slow_key

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls but tab and line feed, lone surrogates, and the non-characters that some JSON readers refuse.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BYTE_ORDER_MARK = "\ufeff"
# What Unicode (UAX 15, stream-safe text) grants a letter. Putting more of them in order takes the square of their
# number: a minute for 200,000 of them, on one letter.
_MAX_MARKS = 30
_MANY_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MAX_MARKS + 1},}}")


def normalise_text(text: str) -> str:
    """Text with `\\n` as its only line break, without control characters, and without outer blank lines.

    All offsets of removals and labels count code points of this form. Of more than 30 accents on one letter the first
    30 stay. Nothing else changes: no Unicode normalisation, no trimming inside, so that a text comes back as its author
    wrote it.
    """
    text = _LINE_BREAKS.sub("\n", text.removeprefix(_BYTE_ORDER_MARK))
    return _few_marks(_FORBIDDEN.sub("", text)).strip("\n")


def composed(text: str) -> str:
    """A text in Unicode's form NFC, in time that is linear in its length: with no more than 30 accents on a letter."""
    return normalize("NFC", _few_marks(text))


def _few_marks(text: str) -> str:
    return text if text.isascii() else _MANY_MARKS.sub(_first_marks, text)


def _first_marks(match: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in match[0]:
        marks = marks + 1 if combining(char) else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)


_CACHED_AT_MOST = 1000  # code points; longer lines are not worth their place in memory


def line_key(text: str) -> str:
    """The words and numbers of a text, NFKC and case-folded, joined by single spaces; empty if it has none.

    Two lines that differ in white space, quotes, dashes, bullets or case only have the same key.
    """
    return _cached_key(text) if len(text) <= _CACHED_AT_MOST else slow_key(text)


# The keys of a document are read in one pass (`alphabets.read`); this is for titles, sentences, names.
_cached_key = lru_cache(maxsize=8192)(slow_key)
