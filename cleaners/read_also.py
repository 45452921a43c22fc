"""Lines that lead to another article: "Read also: TITLE"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.document import Document, Finding
from cleaners.phrase_cleaner import PhraseCleaner

_AT_MOST = 220  # code points: the label and one or two titles
# A label is set off from the title by a mark; where the sentence simply goes on, somebody advises to read something.
_LABEL = re.compile(r"^[\W_]*[^:|»>→–—\-]{2,40}?\s*(?:[:|»>→：]|[–—-]\s)")


@dataclass(frozen=True, slots=True)
class ReadAlso(PhraseCleaner):
    """Proposes the lines that the packs name; with a mark behind the label they are sure anywhere in the article.

    What stays: a sentence that advises to read something ("Read also the afterword, the translator says").
    """

    labelled: float = 0.98

    def in_blocks(self, document: Document) -> dict[int, list[Finding]]:
        found = PhraseCleaner.in_blocks(self, document)
        return {number: list(self._lines(document.blocks[number].text, own)) for number, own in found.items()}

    def _lines(self, text: str, findings: list[Finding]) -> Iterator[Finding]:
        for finding in findings:
            own_line = finding.end - finding.start == len(text) <= _AT_MOST
            if own_line and finding.score >= 0.25 and _LABEL.match(text):
                yield finding._replace(score=max(finding.score, self.labelled), evidence="a label and a title")
            else:
                yield finding


READ_ALSO = ReadAlso("read_also", frozenset({"line"}), version=2)
