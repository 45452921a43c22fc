"""What is kept from one round of cleaning to the next is what would be found again."""

from __future__ import annotations

import numpy as np

from cleaners import Document, clean, document_from_text
from cleaners.cleaning import _proposed
from cleaners.registry import CLEANERS

LINES = [
    "Home | News | Sport",
    "The bridge was closed in March after an engineer heard a noise that she had not heard before, she said.",
    "Subscribe to our newsletter. Nobody on the council could say how long the work would last, or who would pay.",
    "12.03.2026 14:05",
    "Read also: The council and the bridge that it forgot to close",
    "© 2026 The Harbour Post. All rights reserved.",
    "* * *",
    "Leave a comment",
]
TEXT = "\n".join(LINES)


def test_what_is_known_of_the_blocks_that_stay_is_what_is_read_in_them_alone() -> None:
    document = document_from_text(TEXT)
    clean_once = [list(_proposed(cleaner, document)) for cleaner in CLEANERS]
    assert any(clean_once)
    block = document.blocks[2]
    start = block.start + len("Subscribe to our newsletter. ")
    changed = {2: block._replace(text=document.text[start : block.end], start=start)}
    part = document.part([1, 2, 4, 5, 7], changed)
    alone = Document(text=document.text, blocks=part.blocks)
    assert part._by_block
    for compute in part._by_block:
        kept, read = part.derived_by_block(compute), alone.derived_by_block(compute)
        if isinstance(read, np.ndarray):
            assert (kept == read).all(), compute
        elif not hasattr(compute, "__self__"):  # findings of a cleaner bear earlier numbers, see below
            assert kept == read, compute
    for cleaner in CLEANERS:
        assert list(_proposed(cleaner, part)) == list(_proposed(cleaner, alone)), cleaner.name


def test_numbers_on_removals_are_those_of_the_whole_document() -> None:
    cleaned = clean(document_from_text(TEXT))
    assert cleaned.removals
    assert all(cleaned.document.text[r.start : r.end] == r.text for r in cleaned.removals)
