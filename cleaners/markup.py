"""BeautifulSoup on an extracted fragment: blocks with their tags, places, links, and what their markup says of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from lxml.html import HtmlElement

from cleaners.document import Block
from cleaners.marks import marked
from cleaners.normalise import composed, normalise_text
from cleaners.origin import Origin, Origins, spans_in

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SILENT = frozenset(
    ("script", "style", "template", "head", "noscript", "iframe", "svg", "select", "textarea", "object")
)
# What begins and ends a block, and the tag a block has inside of it ("" = that of the block around it).
_BLOCKS = {
    **{tag: tag for tag in (*_HEADINGS, "p", "li", "blockquote", "tr", "pre", "figcaption")},
    "dd": "li",
    "dt": "li",
    "summary": "p",
    "caption": "figcaption",
    **dict.fromkeys(("div", "section", "article", "main", "aside", "header", "footer", "figure", "ul", "ol", "dl"), ""),
    **dict.fromkeys(
        ("table", "tbody", "thead", "tfoot", "address", "center", "details", "form", "hr", "nav", "body"), ""
    ),
}
# A paragraph inside one of these is a part of it and has its tag.
_NAMING = frozenset(("li", "blockquote", "tr", "pre", "figcaption", *_HEADINGS))
_CELLS = frozenset(("td", "th"))
CELL_SEPARATOR = " | "
_EMPTY_CELLS = re.compile(r"(?:\s*\|)+$")
_MAX_DEPTH = 200  # deeper markup is read as flat text


@dataclass(slots=True)
class Piece:
    """A block in the making. `links` are spans of its text with their targets, `hints` its classes and roles."""

    text: str
    tag: str
    path: str
    links: list[tuple[int, int, str]] = field(default_factory=list)
    hints: str = ""
    origin: Origin | None = None


def blocks_from_fragment(html: str) -> list[Block]:
    """The blocks of an HTML fragment (a feed entry, a JSON-LD body, an extractor's output), in reading order.

    No text is lost but that of scripts, styles, forms' choices and comments. Line breaks split blocks, the cells of a
    row are joined by " | ", white space is collapsed except in `pre`. `start` and `end` are not set
    (`document_from_blocks` sets them). Markup of any kind is read; nothing is raised.
    """
    return blocks_of_pieces(pieces_of(html), "")


def blocks_of_extraction(html: str, tree: HtmlElement, host: str = "") -> list[Block]:
    """As `blocks_from_fragment`, with the links and places that the extractor left out, found in the page's tree.

    `host` is the host of the page: marks tell links inside the site from those that lead out.
    """
    pieces = pieces_of(html)
    origins = Origins(tree, "\n".join(piece.text for piece in pieces))
    unknown = []
    for piece in pieces:
        piece.origin = origins.find(piece.text)
        if piece.origin is not None:
            piece.links = spans_in(piece.text, piece.origin.links)
            piece.hints = f"{piece.hints} {piece.origin.signature()}"
        else:
            unknown.append(piece)
    for piece, links in zip(unknown, origins.loose_links([piece.text for piece in unknown]), strict=True):
        if links:
            piece.links = spans_in(piece.text, links)
    return blocks_of_pieces(pieces, host)


def pieces_of(html: str) -> list[Piece]:
    """The pieces of a fragment before they are marked."""
    walk = _Walk()
    soup = BeautifulSoup(html, "lxml")
    walk.children(soup.body or soup, "p", "", 0)
    walk.finish()
    return walk.pieces


def blocks_of_pieces(pieces: list[Piece], host: str) -> list[Block]:
    """The blocks that pieces make, with their marks. `host` as in `blocks_of_extraction`."""
    marks = marked(pieces, host)
    return [
        Block(piece.text, 0, 0, piece.tag, piece.path, _length(piece.links), own)
        for piece, own in zip(pieces, marks, strict=True)
    ]


def _length(links: Iterable[tuple[int, int, str]]) -> int:
    return sum(end - start for start, end, _ in links)


class _Walk:
    """One pass over a soup that gathers runs of text and closes a piece at every block boundary."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.runs: list[tuple[str, str | None]] = []
        self.tag = "p"
        self.path = ""
        self.hints = ""
        self.link: str | None = None
        self.cell = False
        self.cells = 0

    def children(self, parent: Tag, tag: str, path: str, depth: int) -> None:
        counts: dict[str, int] = {}
        for child in parent.children:
            if isinstance(child, NavigableString):
                if not isinstance(child, PreformattedString):  # comments, doctypes
                    self.text(str(child), tag, path)
                continue
            if not isinstance(child, Tag) or child.name in _SILENT:
                continue
            counts[child.name] = number = counts.get(child.name, 0) + 1
            self.element(child, tag, path, number, depth)

    def element(self, element: Tag, tag: str, path: str, number: int, depth: int) -> None:
        name = element.name
        if depth > _MAX_DEPTH:
            self.text(element.get_text(" "), tag, path)
        elif name == "br":
            if self.cell or tag == "pre":
                self.text("\n", tag, path)
            else:
                self.finish()
        elif name == "a":
            outer, self.link = self.link, str(element.get("href") or "") if self.link is None else self.link
            self.children(element, tag, path, depth + 1)
            self.link = outer
        elif name in _CELLS:
            self.table_cell(element, tag, path, depth)
        elif name in _BLOCKS and not self.cell:
            self.block(element, tag, f"{path}/{name}[{number}]" if path else f"{name}[{number}]", depth)
        else:
            if name in _BLOCKS:
                self.text(" ", tag, path)
            self.children(element, tag, path, depth + 1)
            if name in _BLOCKS:
                self.text(" ", tag, path)

    def block(self, element: Tag, tag: str, path: str, depth: int) -> None:
        self.finish()
        own = _BLOCKS[element.name]
        inner = tag if not own or (own == "p" and tag in _NAMING) else own
        self.children(element, inner, path, depth + 1)
        hints = _hints(element)
        if hints:
            self.hints = f"{self.hints} {hints}" if self.hints else hints
        self.finish()

    def table_cell(self, element: Tag, tag: str, path: str, depth: int) -> None:
        if self.cell:  # a table inside a cell
            self.text(" ", tag, path)
            self.children(element, tag, path, depth + 1)
            return
        if self.cells:
            self.runs.append((CELL_SEPARATOR, None))
        self.cells += 1
        self.cell = True
        self.children(element, "tr", path, depth + 1)
        self.cell = False

    def text(self, text: str, tag: str, path: str) -> None:
        if not self.runs:
            self.tag, self.path = tag, path
        self.runs.append((text, self.link))

    def finish(self) -> None:
        if self.runs:
            text, links = joined(self.runs, keep=self.tag == "pre")
            if self.tag == "tr":
                text = _EMPTY_CELLS.sub("", text)
            if text:
                self.pieces.append(Piece(text, self.tag, self.path, links, self.hints))
        self.runs = []
        self.hints = ""
        self.cells = 0


def _hints(element: Tag) -> str:
    classes = element.get("class")
    words = classes if isinstance(classes, list) else [str(classes or "")]
    return " ".join((*words, str(element.get("role") or ""))).strip().lower()


def joined(runs: list[tuple[str, str | None]], *, keep: bool) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of runs with white space collapsed (`keep`: as it is), and the spans of it that are links."""
    if keep:
        text = normalise_text("".join(run for run, _ in runs)).rstrip()
        return ("" if text.isspace() else text), []
    if len(runs) == 1:  # most of them
        raw, link = runs[0]
        text = _clean(raw)
        return text, ([(0, len(text), link)] if text and link is not None else [])
    if all(link is None for _, link in runs):
        return _clean("".join([run for run, _ in runs])), []
    parts: list[str] = []
    links: list[tuple[int, int, str]] = []
    length = 0
    space = False  # a space is due before the next word
    for raw, link in runs:
        core, before, behind = _spaced(raw)
        if not core:
            space = space or before
            continue
        end = length
        if length and (space or before):
            parts.append(" ")
            length += 1
        if link is not None and links and links[-1][1:] == (end, link):  # the same link with markup inside
            links[-1] = (links[-1][0], length + len(core), link)
        elif link is not None:
            links.append((length, length + len(core), link))
        parts.append(core)
        length += len(core)
        space = behind
    return "".join(parts), links


# Where a browser may break a word: no part of it, and in the way of everyone who looks for it. Joiners stay, they are
# letters to Persian and to emoji; so does the zero-width space of scripts that write no other one.
_HINTS = re.compile("[\u00ad\u2060\ufeff]|\u200b(?=[\x00-\u058f])|(?<=[\x00-\u058f])\u200b")
_WHITE = re.compile(r"\s+")


def _clean(text: str) -> str:
    return _spaced(text)[0]


def _spaced(text: str) -> tuple[str, bool, bool]:
    """The cleaned text, and whether white space stands before and behind it."""
    core = " ".join(text.split())  # a third of what a pattern takes
    if core.isprintable():  # so there is nothing to take out
        return (core if core.isascii() else composed(core)), text[:1].isspace(), text[-1:].isspace()
    run = _WHITE.sub(" ", text)
    if not run.isascii():
        run = composed(_HINTS.sub("", run))
    if not run.isprintable():
        run = normalise_text(run)
    return run.strip(" "), run[:1] == " ", run[-1:] == " "
