"""Subheadings of a text: short lines between its sentences, several of them. Some say what buttons say too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from cleaners.document import Document, Finding
from cleaners.lines import Line, lines, states

_HEADING_WORDS, _HEADING_AT_MOST = 6, 40  # columns
_SECTION = 25  # columns of a sentence that begins a section
_HEADINGS = 3  # so many show that the text has subheadings
_WEAK = 0.2
# What a subheading may say. Labels of advertisements stand between sentences as well, and are none.
_SAID = {
    "ui_debris": frozenset({"navigation", "account", "player", "site_pages", "numbers"}),
    "teaser_words": frozenset({"heading", "previous_next"}),
    "comments": frozenset({"heading"}),
    "cookie_notice": frozenset({"settings"}),
    "credit": frozenset({"image"}),
}


def subheadings(document: Document) -> frozenset[int]:
    """The blocks that are subheadings: ask for it by `document.derived`.

    Statements stand before and behind: leads that are cut off and entries that end in a bracket are of lists. What
    stands several times heads the entries of a list too, or the copies of a form.
    """
    blocks, looks = document.blocks, document.derived_by_block(lines)
    found = [
        number
        for number in range(1, len(looks) - 1)
        if _is_short(looks[number])
        and looks[number - 1].final
        and looks[number + 1].final
        and looks[number + 1].width >= _SECTION
        and states(blocks[number - 1].text)
        and states(blocks[number + 1].text)
    ]
    if len(found) < _HEADINGS:
        return frozenset()
    times = Counter(document.keys)
    once = [number for number in found if times[document.keys[number]] == times[document.keys[number + 1]] == 1]
    return frozenset(once if len(once) >= _HEADINGS else ())


def _is_short(look: Line) -> bool:
    return not look.final and look.words <= _HEADING_WORDS and look.width <= _HEADING_AT_MOST


def doubted(document: Document, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, with those weakened that a subheading of the text explains as well."""
    headings = document.derived(subheadings)
    for finding in findings:
        if finding.block in headings and finding.score > _WEAK and finding.reason in _SAID.get(finding.cleaner, ()):
            yield finding._replace(score=_WEAK)
        else:
            yield finding
