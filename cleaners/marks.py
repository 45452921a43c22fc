"""What the structure of a block and of its neighbours says: closed names, no words of any language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlsplit

# link_only: every letter stands in a link        icon: signs of an icon font, arrows, bullets, no word
# embed: the tail of an embedded post             card: one of three or more alike: a linked title, or title and lead
# read_also: short lead-in, then a link           outside: its links lead to other hosts
# caption: of a picture or a table                button: was a button
MARKS = frozenset(("link_only", "icon", "embed", "card", "read_also", "outside", "caption", "button"))

_WORD = re.compile(r"\w")  # the private signs of icon fonts are none
_RULE = re.compile(r"^[*·•.–—_=~#+ -]{3,}$")  # "***", "– – –": a break that the author set
_EMBED = re.compile(r"\bpic\.(?:twitter|x)\.com/\w+|https?://t\.co/\w+|^\W{1,3}\s?[^()]{1,60} \(@\w{1,20}\)")
_LEAD_IN_END = re.compile("[:：›»>→➜➔➡▶►▸|–—-]\ufe0f?\\s*$")
_ARROW_START = re.compile("^[›»>→➜➔➡▶►▸👉📌🔗]\ufe0f?\\s*")
_CAPTION = re.compile(r"\bfigcaption\b|\bcaption\b|wp-caption-text|image-caption|photo-caption")
_BUTTON = re.compile(r"^\s*(?:button\b|\S*\s*\bbutton\b)|\bwp-block-button|\bbtn\b")
_TWEETS = ("twitter-tweet", "instagram-media", "tiktok-embed", "fb-post", "bluesky-embed")
_LEAD_IN_CHARS = 60
_READ_ALSO_CHARS = 250
_TITLE_CHARS = 200
_CARDS = 3
Links = Sequence[tuple[int, int, str]]


class Marked(Protocol):
    """What a mark is read from (`cleaners.markup.Piece`)."""

    text: str
    tag: str
    path: str
    hints: str

    @property
    def links(self) -> Links: ...


def marked(pieces: Sequence[Marked], host: str) -> list[tuple[str, ...]]:
    """The marks of each piece, sorted by name. `host` is that of the page ("" if unknown)."""
    site = _site(host)
    found = [_own(piece, site) for piece in pieces]
    for number in _cards(pieces, found):
        found[number].add("card")
    return [tuple(sorted(marks)) for marks in found]


def _own(piece: Marked, site: str) -> set[str]:
    marks: set[str] = set()
    text = piece.text
    if piece.tag == "pre":
        return marks
    if not _WORD.search(text) and not _RULE.match(text):
        marks.add("icon")
    if piece.links:
        if not _WORD.search(_without(text, piece.links)):
            marks.add("link_only")
        if site and all(_leads_out(target, site) for _, _, target in piece.links):
            marks.add("outside")
        if piece.tag in ("p", "li", "blockquote") and _is_read_also(text, piece.links):
            marks.add("read_also")
    if _is_embedded(text) or _in_tweet(piece.hints):
        marks.add("embed")
    if piece.tag == "figcaption" or _in_caption(piece.hints):
        marks.add("caption")
    if len(text) <= _LEAD_IN_CHARS and ("link_only" in marks or not piece.links) and _in_button(piece.hints):
        marks.add("button")
    return marks


# Plain searches come before the patterns, which take ten times as long: nearly all texts and classes end there, and
# pages with a hundred classes on each element are many.
def _is_embedded(text: str) -> bool:
    return ("pic." in text or "://t.co/" in text or " (@" in text) and _EMBED.search(text) is not None


@lru_cache(1 << 10)
def _in_tweet(hints: str) -> bool:
    return any(name in hints for name in _TWEETS)


@lru_cache(1 << 10)
def _in_caption(hints: str) -> bool:
    return "caption" in hints and _CAPTION.search(hints) is not None


@lru_cache(1 << 10)
def _in_button(hints: str) -> bool:
    return ("button" in hints or "btn" in hints) and _BUTTON.search(hints) is not None


def _without(text: str, links: Links) -> str:
    kept, place = [], 0
    for start, end, _ in links:
        kept.append(text[place:start])
        place = end
    return "".join((*kept, text[place:]))


def _is_read_also(text: str, links: Links) -> bool:
    """A short lead-in that ends in a colon or an arrow (or an arrow alone), then one link to the end."""
    start, end = links[0][0], links[-1][1]
    if len(text) > _READ_ALSO_CHARS or _WORD.search(text[end:]):
        return False
    if len(links) > 1 and _WORD.search(_without(text[start:end], [(a - start, b - start, t) for a, b, t in links])):
        return False
    lead = text[:start].strip()
    if not lead:
        return bool(_ARROW_START.match(text))
    if len(lead) > _LEAD_IN_CHARS or (end - start) * 2 < len(text):
        return False
    return bool(_LEAD_IN_END.search(lead)) or bool(_ARROW_START.fullmatch(lead))


def _leads_out(target: str, site: str) -> bool:
    if target[:1] == "/" and target[1:2].isalnum():  # most links
        return False
    try:
        other = urlsplit(target).hostname or ""
    except ValueError:
        return True
    return bool(other) and _site(other) != site


def _site(host: str) -> str:
    return host.lower().removeprefix("www.").removeprefix("m.")


def _cards(pieces: Sequence[Marked], marks: Sequence[set[str]]) -> set[int]:
    """Numbers of the pieces in a run of three or more linked titles, each with the same number of texts after it."""
    titles = [
        number
        for number, piece in enumerate(pieces)
        if "link_only" in marks[number] and len(piece.links) == 1 and 15 <= len(piece.text) <= _TITLE_CHARS
    ]
    found: set[int] = set()
    run: list[int] = []
    for number in titles:
        if run and not _same_rhythm(pieces, run, number):
            found |= _whole_run(pieces, run)
            run = []
        run.append(number)
    return found | _whole_run(pieces, run)


def _same_rhythm(pieces: Sequence[Marked], run: list[int], number: int) -> bool:
    step = number - run[-1]
    if len(run) > 1 and step != run[-1] - run[-2]:
        return False
    return step <= 4 and pieces[number].tag == pieces[run[-1]].tag


def _whole_run(pieces: Sequence[Marked], run: list[int]) -> set[int]:
    if len(run) < _CARDS:
        return set()
    step = run[1] - run[0]
    return set(range(run[0], min(run[-1] + step, len(pieces))))
