"""Where an extracted block stood in the page: its links, its own tag, the classes around it.

An extractor hands back text without links and without most of the markup. Text that stood in or beside a link is
found again here by its characters, so that link shares do not depend on what the extractor does with links.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody"),
        *("td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "select", "textarea", "head"))
_SPECIAL = ("figcaption", "button", "caption")
_MIN_LOOSE = 12  # characters without white space: a shorter link text is found by chance in prose
_MAX_SEARCHED = 40  # characters of a link: a card's link holds several blocks, its beginning one
_MAX_CONTAINER = 400  # elements: a larger container is the page, and its own text lies in smaller ones
_MAX_LINKS = 3_000  # a page with more is a list of links, and searching its text for each takes minutes
_MAX_DEPTH = 50
_ANCESTORS = 4


@dataclass(frozen=True, slots=True)
class Origin:
    """`links`: spans of the text without white space that stood in links, with their targets as written."""

    element: HtmlElement
    links: tuple[tuple[int, int, str], ...]

    @property
    def tag(self) -> str:
        return str(self.element.tag)

    def signature(self) -> str:
        """Tag and classes of the element and its nearest ancestors, lower case, innermost first."""
        steps = [self.element, *self.element.iterancestors()][:_ANCESTORS]
        return " > ".join(f"{step.tag}.{step.get('class') or ''} {step.get('role') or ''}".lower() for step in steps)


class Origins:
    """The linked and the special places of one page, found by their text."""

    def __init__(self, tree: HtmlElement, extracted: str) -> None:
        """Only what bears on `extracted`, the extracted text of the page, is kept; most links of a page do not."""
        self._exact: dict[str, Origin] = {}
        self._loose: dict[str, str] = {}
        seen: set[HtmlElement] = set()
        extracted = "".join(extracted.split())
        for anchor in islice(tree.iter("a"), _MAX_LINKS):
            raw = "".join(anchor.itertext()) if len(anchor) else anchor.text or ""
            text = "".join(raw.split())[:_MAX_SEARCHED]
            if not text or text not in extracted:
                continue
            container = _container(anchor)
            if container is None or container in seen:
                continue
            seen.add(container)
            self._add(container)
        for element in tree.iter(*_SPECIAL):
            if element not in seen:
                self._add(element)

    def find(self, text: str) -> Origin | None:
        """The place whose text, apart from white space, is this one."""
        return self._exact.get("".join(text.split()))

    def loose_links(self, texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        """For texts that no place has as a whole: where in each the text of a longer link stands."""
        bare = ["".join(text.split()) for text in texts]
        joined = "\n".join(bare)
        starts: list[int] = []
        place = 0
        for text in bare:
            starts.append(place)
            place += len(text) + 1
        found: list[list[tuple[int, int, str]]] = [[] for _ in texts]
        taken = bytearray(len(joined))
        for link, target in self._loose.items():
            at = joined.find(link)
            if at >= 0:
                end = at + len(link)
                if not any(taken[at:end]):
                    taken[at:end] = b"\1" * len(link)
                    number = bisect_right(starts, at) - 1
                    found[number].append((at - starts[number], end - starts[number], target))
        return [sorted(spans) for spans in found]

    def _add(self, container: HtmlElement) -> None:
        for text, links in _Segments(container).found:
            if text and text not in self._exact:
                self._exact[text] = Origin(container, links)
            for start, end, target in links:
                if end - start >= _MIN_LOOSE:
                    self._loose.setdefault(text[start:end], target)


def spans_in(text: str, bare: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Spans of a text without its white space as spans of the text."""
    bare = list(bare)
    if not bare:
        return []
    places = [number for number, char in enumerate(text) if not char.isspace()]
    return [(places[start], places[end - 1] + 1, target) for start, end, target in bare if start < end <= len(places)]


def _container(anchor: HtmlElement) -> HtmlElement | None:
    for ancestor in anchor.iterancestors():
        if ancestor.tag in _BLOCKS:
            return ancestor
    return None


class _Segments:
    """The texts of a container between line breaks and inner blocks, without white space, with their links."""

    def __init__(self, container: HtmlElement) -> None:
        self.found: list[tuple[str, tuple[tuple[int, int, str], ...]]] = []
        self._text: list[str] = []
        self._links: list[tuple[int, int, str]] = []
        self._length = 0
        self._left = _MAX_CONTAINER
        self._walk(container, None, 0)
        self._finish()

    def _finish(self) -> None:
        if self._text:
            self.found.append(("".join(self._text), tuple(self._links)))
        self._text, self._links, self._length = [], [], 0

    def _add(self, raw: str | None, target: str | None) -> None:
        bare = "".join(raw.split()) if raw else ""
        if not bare:
            return
        start, end = self._length, self._length + len(bare)
        self._text.append(bare)
        self._length = end
        if target is None:
            return
        if self._links and self._links[-1][1:] == (start, target):
            self._links[-1] = (self._links[-1][0], end, target)
        else:
            self._links.append((start, end, target))

    def _walk(self, element: HtmlElement, target: str | None, depth: int) -> None:
        self._left -= 1
        if self._left < 0 or depth > _MAX_DEPTH:
            return
        self._add(element.text, target)
        for child in element:
            tag = child.tag
            if tag == "br":
                self._finish()
            elif tag in _BLOCKS:
                self._finish()
                if target is not None:  # a card: the link is around the blocks
                    self._walk(child, target, depth + 1)
                    self._finish()
            elif tag not in _SILENT:
                self._walk(child, child.get("href") or target if tag == "a" else target, depth + 1)
            self._add(child.tail, target)
