"""A page's tree as segments: runs of text between block boundaries, each with its place. One walk, nothing judged."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from cleaners.markup import CELL_SEPARATOR, joined

_NAMING = {
    **{tag: tag for tag in ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "blockquote", "pre", "tr", "figcaption")},
    "dd": "li",
    "dt": "li",
    "summary": "p",
    "caption": "figcaption",
    "button": "button",
    "label": "label",
}
_PASSING = frozenset(
    (
        *("address", "article", "aside", "body", "center", "details", "dialog", "div", "dl", "fieldset", "figure"),
        *("footer", "form", "frameset", "header", "hgroup", "hr", "html", "legend", "main", "menu", "nav", "noscript"),
        *("ol", "search", "section", "table", "tbody", "tfoot", "thead", "ul"),
    )
)
# A paragraph inside one of these is a part of it and has its tag.
_HOLDING = frozenset(("li", "blockquote", "tr", "pre", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "button"))
_SILENT = frozenset(
    (
        *("script", "style", "template", "head", "iframe", "svg", "math", "select", "textarea", "object"),
        *("canvas", "audio", "video", "datalist", "map", "noframes"),
    )
)
_EMPTY = frozenset(("img", "input"))  # nothing can stand inside: they need not be opened
# What an element does to the text around it; all others are marks inside of a text.
_BLOCK, _LINK, _BREAK, _CELL, _NOTHING = range(1, 6)
_ACTIONS = {
    **dict.fromkeys((*_PASSING, *_NAMING), _BLOCK),
    **dict.fromkeys((*_SILENT, *_EMPTY), _NOTHING),
    **dict.fromkeys(("td", "th"), _CELL),
    "a": _LINK,
    "br": _BREAK,
}
_CELL_CHARS = 300  # code points: a longer cell is a column of a layout, not a value of a table
_EMPTY_CELLS = re.compile(r"(?:\s*\|)+$")
JSON = "json"  # the tag of the node that holds text of the structured data
_MAX_DEPTH = 200  # deeper markup is read as flat text
_WORDS = ("id", "role", "itemprop")
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden")


@dataclass(slots=True)
class Segment:
    """A run of text. `tag` is the HTML name of the block it makes, `node` the number of the innermost node around it,
    `links` are spans of the text with their targets as written."""

    text: str
    tag: str
    node: int
    links: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Node:
    """A block-level element and what is inside of it.

    `parent` is the number of the node around it (of the root: its own), `words` its classes, id and role in lower
    case, `classes` its classes as written, `first` and `end` the range of the segments inside of it.
    """

    tag: str
    parent: int
    depth: int
    classes: str
    words: str
    first: int
    end: int = 0


@dataclass(slots=True)
class Segmented:
    """The nodes of a page in document order (parents before children) and its segments in reading order."""

    nodes: list[Node]
    segments: list[Segment]

    @property
    def shown(self) -> int:
        """How many of the segments stand in the page itself; those behind them were added."""
        return next((node.first for node in self.nodes if node.tag == JSON), len(self.segments))

    def add(self, texts: list[str]) -> None:
        """Put text of the page's structured data behind the segments, in a node of its own."""
        number, first = len(self.nodes), len(self.segments)
        self.nodes.append(Node(JSON, 0, 1, "", "", first, first + len(texts)))
        self.segments.extend(Segment(text, "p", number) for text in texts)
        self.nodes[0].end = len(self.segments)


def segment(tree: HtmlElement, most: int = sys.maxsize) -> Segmented:
    """Cut a page into segments. The tree stays untouched; raises nothing.

    Blocks behind the first `most` segments are not looked into: then there are more than `most`, not all.

    No visible text is lost: line breaks and block-level elements part segments, the cells of a row are joined by
    " | ", white space is collapsed except in `pre`. Scripts, styles and the choices of forms are no text; `noscript`
    is, since some forums put their whole threads there.
    """
    walk = _Walk(most)
    body = tree.find("body")
    walk.block(tree if body is None else body, "p", 0, 0)
    return Segmented(walk.nodes, walk.segments)


class _Walk:
    def __init__(self, most: int) -> None:
        self.most = most
        self.nodes: list[Node] = []
        self.segments: list[Segment] = []
        self.runs: list[tuple[str, str | None]] = []
        self.tag = "p"
        self.node = 0
        self.link: str | None = None
        self.cell = False
        self.cells = 0

    def block(self, element: HtmlElement, tag: str, parent: int, depth: int) -> None:
        if self.runs:
            self.finish()
        number, first = len(self.nodes), len(self.segments)
        if first > self.most:
            return
        classes, words = _named(element)
        name = element.tag
        node = Node(name, parent, depth, classes, words, first)
        self.nodes.append(node)
        own = _NAMING.get(name, "")
        inner = tag if not own or (own == "p" and tag in _HOLDING) else own
        cells, self.cells = self.cells, 0
        self.children(element, inner, number, depth + 1)
        if self.runs:
            self.finish()
        self.cells = cells
        node.end = len(self.segments)

    def children(self, parent: HtmlElement, tag: str, node: int, depth: int) -> None:
        text = parent.text
        if text:
            self.text(text, tag, node)
        if not len(parent):  # half of all elements, and to find out so costs a tenth of a loop over nothing
            return
        for child in parent:
            action = _ACTIONS.get(child.tag)
            if depth > _MAX_DEPTH:
                self.text(" ".join(child.itertext()), tag, node)
            elif action is None:
                self.children(child, tag, node, depth + 1)
            elif action == _BLOCK:
                if self.cell:
                    self.inline(child, tag, node, depth)
                else:
                    self.block(child, tag, node, depth)
            elif action == _LINK:
                self.anchor(child, tag, node, depth)
            elif action == _BREAK:
                self.line_break(tag, node)
            elif action == _CELL:
                self.table_cell(child, tag, node, depth)
            text = child.tail
            if text:
                self.text(text, tag, node)

    def anchor(self, element: HtmlElement, tag: str, node: int, depth: int) -> None:
        if self.link is not None:  # a link inside a link
            self.children(element, tag, node, depth + 1)
        else:
            self.link = element.get("href") or ""
            self.children(element, tag, node, depth + 1)
            self.link = None

    def inline(self, element: HtmlElement, tag: str, node: int, depth: int) -> None:
        self.text(" ", tag, node)
        self.children(element, tag, node, depth + 1)
        self.text(" ", tag, node)

    def line_break(self, tag: str, node: int) -> None:
        if self.cell or tag == "pre":
            self.text("\n", tag, node)
        else:
            self.finish()

    def table_cell(self, cell: HtmlElement, tag: str, node: int, depth: int) -> None:
        if self.cell:  # a table inside a cell
            self.inline(cell, tag, node, depth)
        elif _is_layout(cell):
            self.block(cell, "p", node, depth)
        else:
            if self.cells:
                self.runs.append((CELL_SEPARATOR, None))
            self.cells += 1
            self.cell = True
            self.children(cell, "tr", node, depth + 1)
            self.cell = False

    def text(self, text: str, tag: str, node: int) -> None:
        if not self.runs:
            if text.isspace():
                return
            self.tag, self.node = tag, node
        self.runs.append((text, self.link))

    def finish(self) -> None:
        if self.runs:
            text, links = joined(self.runs, keep=self.tag == "pre")
            if self.tag == "tr":
                text = _EMPTY_CELLS.sub("", text)
            if text:
                self.segments.append(Segment(text, self.tag, self.node, links))
            self.runs = []
        self.cells = 0


def _named(element: HtmlElement) -> tuple[str, str]:
    """The classes of an element; these with its id and role in lower case, "hidden" where it says that it is not
    shown."""
    attributes = element.items()  # at once: each `get` looks through all of them
    if not attributes:
        return "", ""
    if len(attributes) == 1 and attributes[0][0] == "class":
        classes = attributes[0][1]
        return classes, classes.lower()
    given = dict(attributes)
    words = classes = given.get("class", "")
    for name in _WORDS:
        value = given.get(name)
        if value:
            words = f"{words} {value}"
    style = given.get("style")
    if (style and _HIDDEN.search(style)) or "hidden" in given or given.get("aria-hidden") == "true":
        words = f"{words} hidden"
    return classes, words.lower()


def _is_layout(cell: HtmlElement) -> bool:
    """Whether a cell holds blocks of its own: a column of the page, or a whole post, instead of a value."""
    size = 0
    for text in cell.itertext():
        size += len(text)
        if size > _CELL_CHARS:
            return True
    return cell.find(".//table") is not None
