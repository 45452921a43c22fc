"""What a page says of its publisher at its foot: copyright lines, telephone, e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.document import Document, Finding, whole
from cleaners.lines import shaped


@dataclass(frozen=True, slots=True)
class Imprint:
    """Proposes copyright lines, and lines of nothing but a telephone number or an address of e-mail.

    What stays: contacts inside a sentence, a press contact in the article (it counts among other boilerplate only).
    """

    name: str = "imprint"
    reasons: frozenset[str] = frozenset({"copyright", "contact"})
    version: int = 1

    def find(self, document: Document) -> Iterator[Finding]:
        for number, look in document.derived_by_block(shaped).items():
            if look.shape == "copyright":
                block = document.blocks[number]
                yield whole(number, block, "copyright", "sign", 0.9, "begins with a copyright sign")
            elif look.shape == "contact":
                block = document.blocks[number]
                yield whole(number, block, "contact", "number or address", 0.5, "a number or an address only")
