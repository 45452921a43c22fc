"""What the lines of a page are about: how much of each is said elsewhere in the article, or in its title."""

from __future__ import annotations

import re
from itertools import pairwise

from cleaners.document import Document
from cleaners.lines import lines
from cleaners.normalise import line_key
from cleaners.zones import body

_STEM = 6  # letters; inflections differ behind them
_SHORTEST = 3  # letters of a word that says something
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_NUMBER = re.compile(r"\d{3}|[^\x00-\u06ff]")  # what may be a word of digits only, in whatever script
UNKNOWN = -1.0  # for a line without such a word, a page without a title


def words_of(key: str) -> frozenset[str]:
    """The stems of a key's words (`line_key`); pairs of characters where words are not spaced."""
    if not key.isascii() and _UNSPACED.search(key):
        letters = [char for char in key if char.isalpha()]
        return frozenset([a + b for a, b in pairwise(letters)])
    if _NUMBER.search(key):
        return frozenset([word[:_STEM] for word in key.split() if len(word) >= _SHORTEST and not word.isdigit()])
    return frozenset([word[:_STEM] for word in key.split() if len(word) >= _SHORTEST])


def block_words(document: Document) -> tuple[frozenset[str], ...]:
    """The stems of every block; ask for it by `document.derived_by_block`."""
    return tuple([words_of(key) for key in document.keys])


def topics(document: Document) -> tuple[float, ...]:
    """The share of each block's stems that the prose of the body has in another block; `UNKNOWN` without a stem."""
    words = document.derived_by_block(block_words)
    where = document.derived(body)
    told = [look.prose and where.zone(number) == "body" for number, look in enumerate(document.derived_by_block(lines))]
    once: set[str] = set()
    twice: set[str] = set()
    for own, tells in zip(words, told, strict=True):
        if tells:
            twice |= own & once
            once |= own
    return tuple(
        [
            len(own & (twice if tells else once)) / len(own) if own else UNKNOWN
            for own, tells in zip(words, told, strict=True)
        ]
    )


def title_shared(document: Document) -> tuple[float, ...]:
    """The share of each block's stems that the title has; `UNKNOWN` for all if there is none.

    Ask for it by `document.derived_by_block`.
    """
    title = words_of(line_key(document.title))
    if not title:
        return (UNKNOWN,) * len(document.blocks)
    return tuple([len(own & title) / max(1, len(own)) for own in document.derived_by_block(block_words)])
