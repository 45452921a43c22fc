"""The author of a page, guessed from the elements that templates name so."""

from __future__ import annotations

import re

from lxml.etree import XPath
from lxml.html import HtmlElement

# One pass in Python over class and id; XPath with contains() or re:test for the same takes five times as long.
_NAMED = re.compile(
    r"uthor|yline|writer|username|screenname|^byl$|^BBL$|posted-by|submitted-by|journalist-name|channel-name"
    r"|zuozhe|bianji|xiaobian"
)
_OTHERWISE = XPath("//*[@itemprop or @rel or @data-component or @data-testid or self::author]")
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
_LONGEST = 120


def guess_author(tree: HtmlElement) -> str:
    """The text of the element that most likely names the author, "" where none does. The tree stays untouched."""
    ranked: list[list[HtmlElement]] = [[], [], []]
    otherwise = set(_OTHERWISE(tree))  # type: ignore[arg-type]
    for element in tree.iter():
        classes, own_id = element.get("class"), element.get("id")
        if (classes and _NAMED.search(classes)) or (own_id and _NAMED.search(own_id)) or element in otherwise:
            rank = _rank(element)
            if rank < len(ranked):
                ranked[rank].append(element)
    for elements in ranked:
        for element in elements:
            text = _text(element)
            if 2 < len(text) < _LONGEST and not _is_foreign(element):
                return text
    return ""


def _rank(element: HtmlElement) -> int:
    """0 for what is nothing but an author's name, 2 for what has a word of it in its class, 3 for anything else."""
    get = element.get
    tag, classes, own_id, itemprop = element.tag, get("class") or "", get("id") or "", get("itemprop") or ""
    if tag == "author":
        return 0
    if tag in _EXACT_TAGS and (
        get("rel") in ("author", "me")
        or "author" in (own_id, classes)
        or itemprop == "author name"
        or get("data-testid") in ("AuthorCard", "AuthorURL")
        or _EXACT_CLASS.search(classes)
    ):
        return 0
    if tag in _USUAL_TAGS and (
        classes in _BYLINE_CLASSES
        or "author" in itemprop
        or _USUAL_CLASS.search(classes)
        or re.search("author|zuozhe|bianji|xiaobian", own_id)
    ):
        return 1
    named = "author" in itemprop or "Byline" in (get("data-component") or "")
    return 2 if named or _ANY_CLASS.search(classes) or "uthor" in own_id else 3


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


def _text(element: HtmlElement) -> str:
    parts: list[str] = []

    def walk(step: HtmlElement, depth: int) -> None:
        parts.append(step.text or "")
        for child in step:
            if (
                child.tag not in _SKIPPED
                and depth < 20
                and len(parts) < 200
                and not (child.tag in _AROUND and _is_foreign_itself(child))
            ):
                walk(child, depth + 1)
            parts.append(child.tail or "")

    walk(element, 0)
    return " ".join(" ".join(parts).split())


def _is_foreign_itself(step: HtmlElement) -> bool:
    classes = step.get("class") or ""
    return classes in _FOREIGN_EXACT or bool(_FOREIGN_CLASS.search(classes))
