"""Text as a record may hold it: no control characters, one kind of line break, no lone surrogates."""

from __future__ import annotations

import re
from functools import lru_cache

from cleaners.alphabets import slow_key

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls but tab and line feed, lone surrogates, and the non-characters that some JSON readers refuse.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BYTE_ORDER_MARK = "\ufeff"


def normalise_text(text: str) -> str:
    """Text with `\\n` as its only line break, without control characters, and without outer blank lines.

    All offsets of removals and labels count code points of this form. Nothing else changes: no Unicode
    normalisation, no trimming inside, so that a text comes back as its author wrote it.
    """
    text = _LINE_BREAKS.sub("\n", text.removeprefix(_BYTE_ORDER_MARK))
    return _FORBIDDEN.sub("", text).strip("\n")


_CACHED_AT_MOST = 1000  # code points; longer lines are not worth their place in memory


def line_key(text: str) -> str:
    """The words and numbers of a text, NFKC and case-folded, joined by single spaces; empty if it has none.

    Two lines that differ in white space, quotes, dashes, bullets or case only have the same key.
    """
    return _cached_key(text) if len(text) <= _CACHED_AT_MOST else slow_key(text)


# The keys of a document are read in one pass (`alphabets.read`); this is for titles, sentences, names.
_cached_key = lru_cache(maxsize=8192)(slow_key)
