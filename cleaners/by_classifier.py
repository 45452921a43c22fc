"""The text of a page by dehusk's own classifier: the segments that together make the best text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaners import hints, markup
from cleaners.classifier.candidates import add_candidates
from cleaners.classifier.model import Classifier, shipped
from cleaners.classifier.segments import segment

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from cleaners.classifier.segments import Segmented
    from cleaners.document import Block
    from cleaners.structured import Structured

_MOST_SEGMENTS = 20_000  # of a page: one with more is a dump of data, and its fall-back is quick
_SIGNATURE = 4  # elements whose classes tell what a block is
_TAGS = {"button": "p", "label": "p"}


@dataclass(frozen=True)
class Chosen:
    """The blocks of a page; `kind`, `quality` and `has_text` as in `cleaners.classifier.model.Judgement`."""

    blocks: list[Block]
    kind: str = ""
    quality: float = 0.0
    has_text: bool = True


def choose(tree: HtmlElement, said: Structured, url: str, host: str, model: Classifier | None = None) -> Chosen:
    """The blocks of a page; none if it has no text, or more than 20,000 segments.

    `said` is what `structured.read` gave for the tree, `host` the page's, `model` another than the shipped one. The
    tree stays untouched. Raises nothing because of a page.
    """
    known = hints.read(tree, said)
    page = segment(tree, _MOST_SEGMENTS)
    if len(page.segments) > _MOST_SEGMENTS:
        return Chosen([])
    add_candidates(page, said, known)
    if not page.segments:
        return Chosen([])
    judged = (model or shipped()).judge(page, known, url)
    places = _Places(page)
    pieces = [
        markup.Piece(
            one.text, _TAGS.get(one.tag, one.tag), places.path(one.node), one.links, places.signature(one.node)
        )
        for one, taken in zip(page.segments, judged.chosen.tolist(), strict=True)
        if taken
    ]
    return Chosen(markup.blocks_of_pieces(pieces, host), judged.kind, round(judged.quality, 3), judged.has_text)


class _Places:
    """Where nodes stand in the tree."""

    def __init__(self, page: Segmented) -> None:
        self._nodes = page.nodes
        self._orders: list[int] = []
        self._paths = {0: ""}
        self._signatures: dict[int, str] = {}
        counts: dict[tuple[int, str], int] = {}
        for node in page.nodes:
            key = node.parent, node.tag
            counts[key] = order = counts.get(key, 0) + 1
            self._orders.append(order)

    def signature(self, number: int) -> str:
        """Tag and classes of an element and its nearest ancestors, innermost first."""
        found = self._signatures.get(number)
        if found is None:
            steps = []
            at = number
            for _ in range(_SIGNATURE):
                node = self._nodes[at]
                steps.append(f"{node.tag}.{node.words}")
                if not at:
                    break
                at = node.parent
            found = self._signatures[number] = " > ".join(steps)
        return found

    def path(self, number: int) -> str:
        """As `div[2]/p[3]` below the body."""
        found = self._paths.get(number)
        if found is None:
            node = self._nodes[number]
            above = self.path(node.parent)
            own = f"{node.tag}[{self._orders[number]}]"
            found = self._paths[number] = f"{above}/{own}" if above else own
        return found
