"""Pages whose subject is what other pages carry as a notice: terms, privacy policies, imprints, help."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import combining, normalize
from urllib.parse import unquote, urlsplit

from cleaners.document import Document
from cleaners.hosts import host_of
from cleaners.normalise import line_key
from cleaners.page_names import PAGE_NAMES

VERSION = 1
_TITLE_AT_MOST = 100  # characters; a longer one is a sentence or a list of words
_HEADINGS = 3  # blocks from the first one on, among which the heading of the page is
_PARTS = re.compile(r"\s+[–—|·•»:-]\s+|\s*[|»｜]\s*")
_ENDING = re.compile(r"\.[a-z]{3,5}$")
_WORDS = re.compile(r"[-_+.\s]+")
_SHORT_TITLE = 6  # words: of a page that only its address names
# What may join the name of the page and the name of the site.
_JOINTS = frozenset(
    (
        *("of", "for", "the", "our", "on", "at", "der", "des", "von", "zu", "bei", "de", "del", "della", "delle"),
        *("di", "da", "do", "du", "la", "le", "les", "van", "het", "av"),
    )
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe"})


def tells_of_itself(document: Document) -> bool:
    """Whether the subject of a page is the site: its terms, privacy policy, imprint, rules, contacts, questions.

    Its title, one of its first headings or the end of its address must be the name of such a page, alone or with the
    name of the site; a sentence about one is none. Ask for it by `document.derived_of_text`.
    """
    site = _site(document)
    headings = [block.text for block in document.blocks[:_HEADINGS] if block.tag in {"h1", "h2"}]
    if not headings and not document.title and document.blocks:
        headings = [document.blocks[0].text]
    if any(_is_name(text, site) for text in (document.title, *headings)):
        return True
    return _address_name(document.url) in _slugs() and len(line_key(document.title).split()) <= _SHORT_TITLE


def is_page_name(key: str) -> bool:
    """Whether a line, as its key (`line_key`), is the name of such a page."""
    return key in _names()


def _is_name(text: str, site: str) -> bool:
    if not 0 < len(text) <= _TITLE_AT_MOST or text.endswith(("?", "!")):
        return False
    parts = [key for key in map(line_key, _PARTS.split(text)) if key]
    named = [key for key in parts if _with_site(key, site)]
    return bool(named) and all(key in named or _is_site(key, site) for key in parts)


def _with_site(key: str, site: str) -> bool:
    """Whether a key is the name of such a page, with nothing beside it but words of the site's name."""
    if is_page_name(key):
        return True
    words = key.split()
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            if end - start < len(words) and " ".join(words[start:end]) in _names():
                return all(word in _JOINTS or _is_site(word, site) for word in words[:start] + words[end:])
    return False


def _is_site(key: str, site: str) -> bool:
    return any(plain and plain in site for plain in (_plain(key), _plain(key.translate(_UMLAUTS))))


def _site(document: Document) -> str:
    """The letters of the names of the site: what the page says it is, and its host."""
    said = document.metadata.get("sitename")
    return f"{_plain(said if isinstance(said, str) else '')} {_plain(host_of(document))}"


def _plain(text: str) -> str:
    return "".join(char for char in normalize("NFKD", text.casefold()) if char.isalnum() and not combining(char))


def _address_name(url: str) -> str:
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    return _plain(_WORDS.sub(" ", _ENDING.sub("", last.casefold())))


@cache
def _names() -> frozenset[str]:
    return frozenset(line_key(name) for names in PAGE_NAMES.values() for name in names)


@cache
def _slugs() -> frozenset[str]:
    return frozenset(map(_plain, _names()))
