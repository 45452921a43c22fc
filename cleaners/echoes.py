"""Titles glued to leads that stand again near by: what a grid of teasers leaves when its markup is gone."""

from __future__ import annotations

from cleaners.document import Document
from cleaners.lines import ends

DISTANCE = 6  # blocks between the two
TAIL = 32  # characters of a key that must be the same at the end
PREFIX = (8, 220)  # characters that the title may add


def echoes(document: Document) -> tuple[tuple[int, int], ...]:
    """Pairs of blocks (title with lead, lead alone); ask for it by `document.derived(echoes)`."""
    keys = document.keys
    tails = [key[-TAIL:] for key in keys if len(key) >= TAIL]
    if len(set(tails)) == len(tails):  # as in most documents
        return ()
    ends: dict[str, list[int]] = {}
    for number, key in enumerate(keys):
        if len(key) >= TAIL:
            ends.setdefault(key[-TAIL:], []).append(number)
    pairs = []
    for numbers in ends.values():
        if len(numbers) == 1:
            continue
        for place, longer in enumerate(numbers):
            for lead in numbers[max(0, place - DISTANCE) : place + DISTANCE + 1]:
                more = len(keys[longer]) - len(keys[lead])
                if (
                    abs(longer - lead) <= DISTANCE
                    and PREFIX[0] <= more <= PREFIX[1]
                    and keys[longer].endswith(keys[lead])
                    and not _is_set_apart(document.blocks[longer].text, document.blocks[lead].text)
                ):
                    pairs.append((longer, lead))
                    break
    return tuple(sorted(pairs))


def _is_set_apart(longer: str, lead: str) -> bool:
    """Whether the shorter text is a sentence of the longer one: what stands before it is a sentence too."""
    before = longer[: max(0, len(longer) - len(lead))]
    return before.rstrip() != before and bool(before.strip()) and ends(before.rstrip())
