"""The text of a page by trafilatura: the one module that knows it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Literal

from lxml.etree import LxmlError, _Element, tostring
from trafilatura.core import bare_extraction
from trafilatura.settings import Extractor

from cleaners import markup

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from cleaners.document import Block

# It warns of every page without text; here that is an outcome of the page.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

Way = Literal["full", "fast"]
_OPTIONS: dict[Way, Extractor] = {
    "full": Extractor(output_format="xml", comments=False, tables=True),
    "fast": Extractor(output_format="xml", comments=False, tables=True, fast=True),
}
# What lxml and trafilatura raise on pages they cannot take; a page is never the reason for a traceback.
_BAD_PAGE = (LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError)
_HTML_NAMES = {
    "list": "ul",
    "item": "li",
    "quote": "blockquote",
    "row": "tr",
    "lb": "br",
    "ref": "a",
    "hi": "b",
    "del": "s",
}
_KEPT_ATTRIBUTES = ("class", "role", "href")
_POOR_SIZE, _RICH_SIZE = 500, 10_000  # code points of an extraction
_POOR_SHARE = 0.5  # of the text that stands in paragraphs of more than so many code points
_PARAGRAPH_SIZE = 80


def blocks(tree: HtmlElement, host: str, way: Way) -> list[Block]:
    """The blocks of a page, none where trafilatura finds nothing or cannot take the page.

    "full" compares its extractors where its own rules found little of what stands in the page's paragraphs. `host` is
    that of the page. The tree stays untouched (trafilatura copies it); it should be lightened (`cleaners.tree`).
    """
    body = _body(tree, way)
    return [] if body is None else markup.blocks_of_extraction(_fragment(body), tree, host)


def _body(tree: HtmlElement, way: Way) -> _Element | None:
    """trafilatura's body tree, None where it finds nothing. The tree stays untouched: trafilatura copies it."""
    found = None
    for options in (_OPTIONS["fast"], _OPTIONS["full"]) if way == "full" else (_OPTIONS[way],):
        try:
            result = bare_extraction(tree, options=options)
        except _BAD_PAGE:
            continue
        found = getattr(result, "body", None)
        if found is not None and not _is_poor(found, tree):
            break
    return found


def _is_poor(body: _Element, tree: HtmlElement) -> bool:
    """Whether an extraction is so short, alone or beside the page's paragraphs, that a second opinion is worth it.

    On 400 pages of 7 types 12 % are. Word F1 is .831 so, .801 without a second opinion, .832 with one for every page.
    """
    size = sum(map(len, body.itertext()))
    if size < _POOR_SIZE:
        return True
    if size > _RICH_SIZE:
        return False
    mass = sum(size for size in (sum(map(len, p.itertext())) for p in tree.iter("p")) if size > _PARAGRAPH_SIZE)
    return size < _POOR_SHARE * mass


def _fragment(body: _Element) -> str:
    """trafilatura's TEI-like body as HTML. The body is used up."""
    for element in body.iter():
        name = str(element.tag)
        if name == "head":
            level = element.get("rend") or "h2"
            element.tag = level if level in ("h1", "h2", "h3", "h4", "h5", "h6") else "h2"
        elif name == "code":
            element.tag = "pre" if _is_block_of_code(element) else "code"
        elif name == "cell":
            element.tag = "td"
        elif name in _HTML_NAMES:  # other names stay: lxml refuses to set some that its own parser gave
            element.tag = _HTML_NAMES[name]
        for attribute in element.attrib:
            if attribute not in _KEPT_ATTRIBUTES:
                del element.attrib[attribute]
    return tostring(body, encoding="unicode", method="html")


def _is_block_of_code(element: _Element) -> bool:
    parent = element.getparent()
    return parent is None or parent.tag not in ("pre", "code", "p", "li", "td")
