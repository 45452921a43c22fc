"""The author of a page, guessed from the elements that templates name so."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from cleaners.names import AND, is_lead
from cleaners.signatures import begins_byline, byline_of, signed_names

# One pass in Python over class and id; XPath with contains() or re:test for the same takes five times as long. Each
# class is looked at once: pages repeat them.
_NAMED = (
    *("uthor", "yline", "writer", "username", "screenname", "posted-by", "submitted-by", "journalist-name"),
    *("channel-name", "zuozhe", "bianji", "xiaobian"),
)
_TELLING = frozenset(("id", "itemprop", "rel"))
_NAMED_ALONE = frozenset(("byl", "BBL"))
MAX_ELEMENTS = 4_000  # what stands behind them is no head of an article
_MAX_CANDIDATES = 300  # of one rank
_EXACT_TAGS = frozenset(("a", "address", "div", "link", "p", "span", "strong"))
_USUAL_TAGS = frozenset(("a", "div", "h3", "h4", "p", "span"))
_EXACT_CLASS = re.compile(r"author-?name|AuthorName|authorName")
_USUAL_CLASS = re.compile(r"author|channel-name|zuozhe|bianji|xiaobian|submitted-by|posted-by|journalist-name")
_ANY_CLASS = re.compile(r"[Aa]uthor|screenname|writer|[Bb]yline")
_BYLINE_CLASSES = frozenset(("byline", "username", "byl", "BBL"))
_AROUND = frozenset(("a", "div", "section", "span"))
_FOREIGN_EXACT = frozenset(("comments", "title", "date"))
_FOREIGN_CLASS = re.compile(
    r"^[Cc]omments|comment-?list|comments-list|sidebar|is-hidden|quote|embedly-instagram|article-(?:share|support)"
    r"|print|category|meta-date|meta-reviewer"
)
_FOREIGN_ID = re.compile(r"^comments|comment-?list|ProductReviews")
_SKIPPED = frozenset(("time", "figure", "script", "style"))
_LINES = frozenset(("address", "div", "h2", "h3", "h4", "h5", "h6", "p"))
_LONGEST = 120
_NEAR = 60  # elements below the heading in which a byline stands


def guess_author(tree: HtmlElement) -> str:
    """The names of the authors, "; " between several, that a byline or an element named for them shows, or "".

    The first 4,000 elements are looked at. The tree stays untouched.
    """
    bylines = Bylines()
    for element in islice(tree.iter(), MAX_ELEMENTS):
        bylines.see(element, element.tag, element.text)
    return bylines.author()


class Bylines:
    """What may name the author among the elements that were seen, in document order.

    By rank: what is nothing but an author's name; text below the heading that begins as bylines do, and what is named
    so; what has a word of it in its class.
    """

    def __init__(self) -> None:
        self._ranked: list[list[HtmlElement]] = [[], [], [], []]
        self._named: dict[str, bool] = {}
        self._below = 0  # elements below the heading that may still hold the byline

    def see(self, element: HtmlElement, tag: str, text: str | None) -> None:
        """Look at the next element, of this tag and with this text at its beginning."""
        told = tag == "author"
        for name, value in element.items():  # each `get` would look through all of them
            if name == "class":
                known = self._named.get(value)
                if known is None:
                    known = self._named[value] = _is_named(value)
                told = told or known
            elif name in _TELLING and _tells(name, value, tag):
                told = True
        if told:
            rank = _rank(element)
            if rank < len(self._ranked) and len(self._ranked[rank]) < _MAX_CANDIDATES:
                self._ranked[rank].append(element)
        if tag == "h1" and (len(element) or text):
            self._below = _NEAR
        elif self._below:
            self._below -= 1
            if text and tag not in _SKIPPED and _begins_byline(element, text):
                self._ranked[1].append(element)

    def author(self) -> str:
        """The names that the first element of the best rank gives, or ""."""
        for elements in self._ranked:
            for element in elements:
                if not _is_foreign(element):
                    found = _names(element)
                    if found:
                        return "; ".join(found)
        return ""


def _tells(name: str, value: str, tag: str) -> bool:
    """Whether an attribute speaks of an author."""
    if name == "id":
        return _is_named(value)
    return "author" in value and (name == "itemprop" or tag == "a")


def _is_named(value: str) -> bool:
    for part in _NAMED:  # a fifth of the time of one pattern
        if part in value:
            return True
    return value in _NAMED_ALONE


def _begins_byline(element: HtmlElement, text: str) -> bool:
    text = text.strip()
    return 0 < len(text) <= _LONGEST and begins_byline(text, alone=_is_alone(element))


def _is_alone(element: HtmlElement) -> bool:
    """Whether an element begins a line, as far as its tag and the text before it tell."""
    if element.tag in _LINES:
        return True
    parent = element.getparent()
    return element.getprevious() is None and parent is not None and not (parent.text or "").strip()


def _names(element: HtmlElement) -> list[str]:
    """The names that stand first in an element: further ones only where "and" or a comma joins them."""
    found: list[str] = []
    open_ended = True  # whether a name may follow
    free = True  # whether it may be anything that reads as a name
    for piece in _texts(element):
        text = piece if found else byline_of(piece)
        bare = text.strip(" |·•:;-–—")
        if bare.casefold() in AND or bare in (",", "&", "|", ""):
            free = free or bare.casefold() in AND or "&" in text
            open_ended = open_ended or free or "," in text
            continue
        if not open_ended:
            break
        if is_lead(bare):
            continue
        found += signed_names(text, first=free) if len(text) < _LONGEST else []
        free = not found or text.rstrip().endswith(("&", *(f" {word}" for word in AND)))
        open_ended = free or text.rstrip().endswith(",")
    return list(dict.fromkeys(found))


def _rank(element: HtmlElement) -> int:
    """0 for what is nothing but an author's name, 3 for what has a word of it in its class, 4 for anything else."""
    get = element.get
    tag, classes, own_id, itemprop = element.tag, get("class") or "", get("id") or "", get("itemprop") or ""
    if tag == "author":
        return 0
    if tag in _EXACT_TAGS and (
        "author" in (get("rel") or "").split()
        or "author" in (own_id, classes)
        or itemprop == "author name"
        or _EXACT_CLASS.search(classes)
    ):
        return 0
    if tag in _USUAL_TAGS and (
        classes in _BYLINE_CLASSES
        or "author" in itemprop
        or _USUAL_CLASS.search(classes)
        or re.search("author|zuozhe|bianji|xiaobian", own_id)
    ):
        return 2
    return 3 if "author" in itemprop or _ANY_CLASS.search(classes) or "uthor" in own_id else 4


def _is_foreign(element: HtmlElement) -> bool:
    """Whether it stands among comments, in a sidebar, a figure: the author of something else."""
    for step in (element, *element.iterancestors()):
        if step.tag in ("time", "figure"):
            return True
        if step.tag in _AROUND:
            classes, own_id = step.get("class") or "", step.get("id") or ""
            if classes in _FOREIGN_EXACT or _FOREIGN_CLASS.search(classes) or _FOREIGN_ID.search(own_id):
                return True
    return False


def _texts(element: HtmlElement) -> list[str]:
    """The pieces of text of an element in order, without those of times, figures and what is foreign."""
    parts: list[str] = []

    def walk(step: HtmlElement, depth: int) -> None:
        parts.append(step.text or "")
        for child in step:
            if (
                child.tag not in _SKIPPED
                and depth < 20
                and len(parts) < 60
                and not (child.tag in _AROUND and _is_foreign_itself(child))
            ):
                walk(child, depth + 1)
            parts.append(child.tail or "")

    walk(element, 0)
    return [" ".join(part.split()) for part in parts if part.strip()]


def _is_foreign_itself(step: HtmlElement) -> bool:
    classes = step.get("class") or ""
    return classes in _FOREIGN_EXACT or bool(_FOREIGN_CLASS.search(classes))
