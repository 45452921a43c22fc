"""What feeds, sitemaps and robots.txt list: addresses of pages, dates, and sometimes the texts themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import name2codepoint

from cleaners.decode import decode
from cleaners.page import Page

# The five that XML knows stay; the others are names of HTML, which feeds use as if XML knew them.
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,9});")
# libxml2, told to recover, makes bytes of the number of a surrogate that are no UTF-8, and the whole feed unreadable.
_NUMBER = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(rss|rdf|feed|urlset|sitemapindex)(?=[\s/>])", re.IGNORECASE)
_PROLOG_CHARS = 65_536


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that a listing names. `url` is absolute, without fragment; "" where an entry of a feed has none.

    `date` is ISO 8601, the newest that is said of the page, "" if none is. The rest is of feeds: `html` is the text of
    the entry as HTML, `full` says that the feed calls it the content and not a summary.
    """

    url: str
    date: str = ""
    title: str = ""
    author: str = ""
    published: str = ""
    html: str = ""
    full: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing holds: pages (`entries`), and further listings (`feeds`, `sitemaps`) that it leads to.

    `kind` is what it turned out to be: rss, rdf, atom, json, sitemap, index, text, robots, html, or "" for nothing of
    that kind. `notes` are what a person should know, each a few words: entries without address, limits that were met.
    """

    kind: str
    entries: tuple[Entry, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def text_of_xml(page: Page) -> str:
    """The text of an XML response from its root element on, or "" if no feed and no sitemap begins in it.

    What stands before the root goes: the declaration, whose label is often wrong (`cleaners.decode` looks at the bytes
    too), and the document type, so that no entity can be declared and none is ever expanded. Names of HTML entities
    become their characters; numbers of what is no character of XML go.
    """
    text = decode(page.body, page.headers.get("content-type", "")).text
    root = _ROOT.search(text, 0, _PROLOG_CHARS)
    if root is None:
        return ""
    return _NUMBER.sub(_allowed, _ENTITY.sub(_character, text[root.start() :]))


def root_name(text: str) -> str:
    """The local name of the root element of what `text_of_xml` gave, in lower case."""
    root = _ROOT.match(text)
    return root[1].lower() if root else ""


def _character(match: re.Match[str]) -> str:
    name = match[1]
    return match[0] if name in _OF_XML or name not in name2codepoint else chr(name2codepoint[name])


def _allowed(match: re.Match[str]) -> str:
    """The reference to a character, or "" where XML knows none of that number."""
    digits = (match[1] or match[2]).lstrip("0")
    if len(digits) > 7:
        return ""
    number = int(digits or "0", 16 if match[1] else 10)
    allowed = number in (0x9, 0xA, 0xD) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD
    return match[0] if allowed or 0x10000 <= number <= 0x10FFFF else ""
