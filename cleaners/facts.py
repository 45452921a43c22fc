"""What repeats on the pages of a site and is no furniture: the facts of products, recipes, functions, places.

Such pages have the same sections, the same names of properties and often the same values, and hardly a sentence of
their own. Their markup says what they are: an item of a list, a row of a table or a heading belongs to the page if
what stands beside or below it does. Text without markup has only its numbers: a line that says another one on each
page tells something of that page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaners.document import Document
from cleaners.memory import Repeated

_LISTS = re.compile(r"^(.*?/)?(?:ul|ol|dl|table)\[\d+\]")
_BESIDE = re.compile(r"(?:^|/)(?:aside|footer|nav)\[")
_LAID_OUT = frozenset({"li", "tr", "pre"})
_LINKED = 0.5  # of its text in links: a row of a menu or a list of teasers
_SHEET = 2  # values that others have with other numbers make a page a sheet of facts
_CHANGES = 0.2  # different numbers for each page that has the line
# A value: behind the name of a property, or with its unit at the end of the line.
_VALUE = re.compile(r"[:=|]\s*\W?\d|\d\s?(?:[^\W\d_]{1,3}|[%°€$£¥])$")
_TELEPHONE = re.compile(r"(?:\(0?\d{1,4}\)|\+\d{1,3})[\s/-]*\d{3}")


def says_something(line: Repeated | None) -> bool:
    """Whether a line is the page's own: no other page has it, or the others have it with other numbers."""
    return line is None or line.numbers >= max(2, _CHANGES * line.pages)


def is_value(text: str) -> bool:
    """Whether a line of text gives a value: `Weight: 900 g`, `Yarn | 4`, `Serves 4 kg`."""
    return bool(_VALUE.search(text))


def is_sheet(document: Document, found: Sequence[Repeated | None]) -> bool:
    """Whether a page holds several values that its like have too, with other numbers: what tells of text without
    markup that its short lines are facts."""
    lines = zip(document.blocks, found, strict=True)
    return sum(line is not None and says_something(line) and is_value(block.text) for block, line in lines) >= _SHEET


def is_telephone(text: str) -> bool:
    """Whether a line holds a telephone number with its area: the desk of a site may have several."""
    return bool(_TELEPHONE.search(text))


def facts(
    document: Document, found: Sequence[Repeated | None], own: Sequence[bool], first: int, last: int
) -> frozenset[int]:
    """The blocks that belong to the page by its markup, whether others have them too; none of text without markup.

    `found` is what memory knows of each block, `own` whether it reads like the text of an article, which stands from
    `first` to `last`. These belong: lists and tables of which an item or a row is the page's own, headings above what
    belongs, and what stands in one section between two that do.
    """
    told = _told(document, found)
    if not told:
        return frozenset()
    lists = {_list(document, number) for number in told} - {""}
    prose = {_section(document, number) for number in told if own[number] and first <= number <= last}
    laid = {
        number
        for number, block in enumerate(document.blocks)
        if block.tag in _LAID_OUT
        and (number in told or _list(document, number) in lists)
        and _is_text(document, number)
    }
    plain = {number for number in told if _section(document, number) in prose}
    return frozenset(_between(document, laid | _headings(document, laid | plain)))


def _told(document: Document, found: Sequence[Repeated | None]) -> set[int]:
    """The blocks with markup that are the page's own and no links."""
    return {
        number
        for number, line in enumerate(found)
        if says_something(line) and document.blocks[number].tag != "line" and _is_text(document, number)
    }


def _is_text(document: Document, number: int) -> bool:
    block = document.blocks[number]
    return block.link_chars < _LINKED * len(block.text) and not block.marks and not _BESIDE.search(block.path)


def _list(document: Document, number: int) -> str:
    """The place of the list or table in which a block stands, or ""."""
    found = _LISTS.match(document.blocks[number].path)
    return found[0] if found else ""


def _section(document: Document, number: int) -> str:
    """The place of what holds a block, or the list in which it is."""
    path = _list(document, number) or document.blocks[number].path
    return path.rpartition("/")[0]


def _headings(document: Document, belongs: set[int]) -> set[int]:
    """The headings below which, before the next one of their rank, something of their section belongs."""
    found = set()
    below: list[tuple[str, set[str]]] = []
    for number in range(len(document.blocks) - 1, -1, -1):
        block = document.blocks[number]
        section = _section(document, number)
        if number in belongs and not block.is_heading:
            below.append(("", {section}))
            continue
        if not block.is_heading:
            continue
        own: set[str] = set()
        while below and (not below[-1][0] or below[-1][0] > block.tag):
            own |= below.pop()[1]
        if _is_text(document, number) and any(place == section or place.startswith(f"{section}/") for place in own):
            found.add(number)
        below.append((block.tag, own))
    return found


def _between(document: Document, belongs: set[int]) -> set[int]:
    """What belongs, and what is no link and stands between two that do in their section."""
    ends: dict[str, tuple[int, int]] = {}
    for number in sorted(belongs):
        section = _section(document, number)
        ends[section] = ends.get(section, (number, number))[0], number
    found = set(belongs)
    for number in range(len(document.blocks)):
        first, last = ends.get(_section(document, number), (0, -1))
        if first < number < last and _is_text(document, number):
            found.add(number)
    return found
