"""Chronicles: times or dates, each with sentences below it. Live blogs, diaries, logs of a chat, guest books."""

from __future__ import annotations

from itertools import pairwise

from cleaners.document import Document
from cleaners.lines import lines, shaped
from cleaners.phrases import Hit, phrase_hits

_STAMP_AT_MOST = 40  # columns
_ENTRIES = 3  # so many make a chronicle
_ENTRY = 6  # blocks; a longer entry begins another chronicle


def stamps(document: Document) -> frozenset[int]:
    """The blocks that are nothing but a time or a date, in figures or in words; ask for it by `document.derived`."""
    looks = document.derived_by_block(lines)
    in_figures = {number for number, look in document.derived_by_block(shaped).items() if look.shape == "stamp"}
    in_words = {
        number
        for number, hits in document.derived_by_block(phrase_hits).items()
        if looks[number].width <= _STAMP_AT_MOST and any(_is_time(document, number, hit) for hit in hits)
    }
    return frozenset(number for number in in_figures | in_words if looks[number].width <= _STAMP_AT_MOST)


def _is_time(document: Document, number: int, hit: Hit) -> bool:
    block = document.blocks[number]
    kind = hit.entry.cleaner, hit.entry.reason
    return kind == ("byline_time", "time") and (hit.start, hit.end) == (block.start, block.end)


def chronicle(document: Document) -> frozenset[int]:
    """The stamps that belong to the text: ask for it by `document.derived`.

    In a row of them there are only sentences between one and the next; behind the last a sentence is enough. Lists of
    teasers have titles there, which end like none.
    """
    looks = document.derived_by_block(lines)
    known = document.derived(stamps)
    if len(known) < _ENTRIES:
        return frozenset()
    rows: list[list[int]] = [[]]
    for number, following in pairwise([*sorted(known), len(looks)]):
        entry = looks[number + 1 : following]
        if entry and entry[0].final:
            rows[-1].append(number)
        if not 0 < len(entry) < _ENTRY or not all(look.final for look in entry):
            rows.append([])
    return frozenset(number for row in rows if len(row) >= _ENTRIES for number in row)
