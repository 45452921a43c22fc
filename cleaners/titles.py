"""The title of a page as its readers see it: without the name of the site that heads and titles of windows add."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from cleaners.tree import one_line, text_of

_SPLIT = re.compile(r"\s+[–•·—|⁄*⋆~‹«›»>:-]\s+|\s*[|»｜]\s*")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_LONGEST = 300
_MOST = 20  # headings that are looked at
_FEWEST = 3  # characters of a heading that is a title


def headings_in(elements: Sequence[HtmlElement]) -> list[str]:
    """The texts of the first 20 `h1` elements, one line each, those left out that are too short or long for a title."""
    texts = [_text(element) for element in elements[:_MOST]]
    return [text for text in texts if _FEWEST <= len(text) <= _LONGEST]


def title_of(headings: Iterable[str], declared: str, window: str, site: str = "") -> str:
    """The title, "" where nothing gives one.

    `declared` is what the head or JSON-LD says, `window` the `title` element, `site` the name of the site. A heading
    that one of the two holds, set off by more than white space, is the title as the page shows it; else an only heading
    is, else what is declared, else the part of the window's title that stands
    before the name of the site. A heading that is the site's name, or a mere part of what is declared, is none.
    """
    own = _bare(site)
    known = [(heading, _bare(heading)) for heading in headings]
    known = [(heading, bare) for heading, bare in known if bare and bare != own]
    said = _bare(declared)
    known = [(heading, bare) for heading, bare in known if bare not in said or _is_set_off(heading, declared)]
    for full in filter(None, (declared, window)):
        for heading, _ in known:
            if _is_set_off(heading, full):
                return heading
    if len(known) == 1:
        return known[0][0]
    return declared or _before_the_site(window[:_LONGEST], [bare for _, bare in known], own)


def _is_set_off(heading: str, full: str) -> bool:
    """Whether a text is the heading with something before or behind that is no part of its sentence."""
    heading, full = _spaced(heading), _spaced(full)
    start = full.find(heading)
    if start < 0:
        return False
    before, after = full[:start].rstrip(), full[start + len(heading) :].lstrip()
    return not before[-1:].isalnum() and not after[:1].isalnum()


def _spaced(text: str) -> str:
    return " ".join(text.casefold().translate(_QUOTES).split())


def _before_the_site(window: str, headings: Sequence[str], site: str) -> str:
    parts = [part.strip() for part in _SPLIT.split(window) if part.strip()]
    for part in parts:
        bare = _bare(part)
        if bare and any(bare in heading for heading in headings):
            return part
    return next((part for part in parts if _bare(part) != site), "") or window


def _text(heading: HtmlElement) -> str:
    if heading.find(".//br") is not None:
        return one_line(" ".join(heading.itertext()))
    return text_of(heading)


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
