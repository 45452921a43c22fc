"""Prices that run along the edge of a page: `BTC $97,339.22 -2.78%`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.document import Document, Finding, whole
from cleaners.lines import shaped

_AT_MOST = 60  # columns


@dataclass(frozen=True, slots=True)
class Ticker:
    """Proposes lines of a name, a price and a change in per cent; several of them in a row are sure.

    What stays: rows of tables and items of lists, prices and changes inside a sentence.
    """

    name: str = "ticker"
    reasons: frozenset[str] = frozenset({"price"})
    version: int = 1
    run: int = 2  # so many in a row are sure

    def find(self, document: Document) -> Iterator[Finding]:
        found = [
            number
            for number, look in document.derived_by_block(shaped).items()
            if look.shape == "ticker" and look.width <= _AT_MOST and document.blocks[number].tag not in {"tr", "li"}
        ]
        for number in found:
            row = sum(other in found for other in range(number - self.run + 1, number + self.run))
            score = 0.97 if row >= self.run else 0.7
            yield whole(number, document.blocks[number], "price", "name price change", score, f"{row} in a row")
