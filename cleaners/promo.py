"""What the site offers: newsletters, apps, channels, courses, subscriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.document import Document, Finding
from cleaners.lines import lines
from cleaners.phrase_cleaner import PhraseCleaner

_PARTS = re.compile(r"[:|–—]|\s-\s")


@dataclass(frozen=True, slots=True)
class Promo(PhraseCleaner):
    """Proposes what the packs name; a line built like an offer is sure with one such phrase.

    An offer is a line of at least `words` words in parts (`ACADEMY: how to do it - free guide`) without a final mark.
    What stays: articles about newsletters, apps and events, with their dates and prices.
    """

    words: int = 6
    offer: float = 0.9

    def in_blocks(self, document: Document) -> dict[int, list[Finding]]:
        found = PhraseCleaner.in_blocks(self, document)
        return {number: list(self._offers(document, number, findings)) for number, findings in found.items()}

    def _offers(self, document: Document, number: int, findings: list[Finding]) -> Iterator[Finding]:
        block = document.blocks[number]
        look = document.derived_by_block(lines)[number]
        for finding in findings:
            if (
                finding.score >= 0.5
                and finding.takes(block)
                and not look.final
                and not block.is_heading
                and look.words >= self.words
                and _PARTS.search(block.text)
            ):
                yield finding._replace(score=max(finding.score, self.offer))
            else:
                yield finding


PROMO = Promo(
    "promo",
    frozenset(
        {
            "newsletter",
            "app",
            "channel",  # chat groups, video channels, news feeds to follow
            "academy",  # courses, e-books, cheat sheets
            "event",
            "shop",
            "subscription",
            "registration",  # open an account, bonus
            "donation",
            "push",  # browser notifications
        }
    ),
)
