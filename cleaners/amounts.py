"""Lines of lists that belong to an article: names with values, amounts. Ingredients, results, channels, addresses."""

from __future__ import annotations

import re

from cleaners.document import Document

# Name: value
_PAIR = re.compile(r"[^\s:：].{0,60}?[:：]\s*\S")
_PAIR_AT_MOST = 160  # code points
# 400 g, 1½ cups, 3 pieces
_AMOUNT = re.compile(r"\W?\d[\d.,/½¼¾]*\s?[^\W\d]")
_AMOUNT_AT_MOST = 60


def pairs(document: Document) -> tuple[bool, ...]:
    """Whether each block is a name with its value; ask for it by `document.derived_by_block`."""
    return tuple([len(block.text) < _PAIR_AT_MOST and _PAIR.match(block.text) is not None for block in document.blocks])


def amounts(document: Document) -> tuple[bool, ...]:
    """Whether each block begins with an amount; ask for it by `document.derived_by_block`."""
    return tuple(
        [len(block.text) < _AMOUNT_AT_MOST and _AMOUNT.match(block.text) is not None for block in document.blocks]
    )
