"""What the markup says is no text of the article: icons, buttons, teaser cards, links to read elsewhere, embeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.document import Block, Document, Finding, whole

_ADDRESSES = re.compile(r"https?://\S+|\bpic\.(?:twitter|x)\.com/\w+|[@#]\w+")


@dataclass(frozen=True, slots=True)
class MarkupRemains:
    """Proposes blocks by the marks that `cleaners.markup` set on them.

    Stays: captions, links inside a sentence, lists of sources (they lead to other hosts), headings, a paragraph that
    ends in a link but says more than a lead-in, quoted posts (only their tail of addresses goes). Scores of 0.8 and
    above are safe anywhere in an article. A card or a link that leads out is only a hint, for position to decide:
    a list of links with a sentence each is more often content than teasers (measured: 59 blocks against 13).
    """

    icon_score: float = 0.97
    button_score: float = 0.85
    read_also_score: float = 0.85
    read_also_outside_score: float = 0.4
    card_score: float = 0.5
    card_text_score: float = 0.3
    card_outside_score: float = 0.2
    embed_score: float = 0.9
    min_headline_words: int = 4

    @property
    def name(self) -> str:
        return "markup_remains"

    @property
    def version(self) -> int:
        return 1

    @property
    def reasons(self) -> frozenset[str]:
        return frozenset(("icon", "button", "read_also", "card", "embed"))

    def find(self, document: Document) -> Iterator[Finding]:
        """At most one finding a block, each for the whole block."""
        for number, block in enumerate(document.blocks):
            if block.marks:
                proposal = self._proposal(block)
                if proposal:
                    reason, score, evidence = proposal
                    yield whole(number, block, reason, f"mark:{reason}", score, evidence)

    def _proposal(self, block: Block) -> tuple[str, float, str] | None:
        marks = block.marks
        outside = "outside" in marks
        if "icon" in marks:
            return "icon", self.icon_score, "signs without a word"
        if "button" in marks and not block.is_heading:
            return "button", self.button_score, "was a button"
        if "embed" in marks and not any(char.isalnum() for char in _ADDRESSES.sub("", block.text)):
            return "embed", self.embed_score, "addresses of an embedded post"
        if "read_also" in marks:
            headline = len(block.text.split()) >= self.min_headline_words
            score = self.read_also_score if headline and not outside else self.read_also_outside_score
            return "read_also", score, "a short lead-in and a link" + (" to another host" if outside else "")
        if "card" in marks and not block.is_heading:
            inside = self.card_score if "link_only" in marks else self.card_text_score
            return "card", self.card_outside_score if outside else inside, "one of three or more linked titles in a row"
        return None
