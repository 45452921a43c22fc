"""The cleaner that most others are made of: one kind of phrase, as the packs hold it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from cleaners.document import Block, Document, Finding, whole
from cleaners.phrases import Hit, hits_by_cleaner

_RULE_AT_MOST = 80  # characters of a pattern that name it


@dataclass(frozen=True, slots=True)
class PhraseCleaner:
    """Proposes the lines and sentences that a phrase pack names for it.

    Sentences that cover at least `most` of a block propose the block, several of them that begin it from `enough`;
    others propose themselves as spans. What stays: sentences with quotation marks unless other evidence joins (their
    score is multiplied by `quoted`), and what only resembles a phrase: each pack entry names a look-alike.
    """

    name: str
    reasons: frozenset[str]
    version: int = 1
    quoted: float = 0.4
    most: float = 0.6
    enough: float = 0.35

    def find(self, document: Document) -> Iterator[Finding]:
        yield from chain.from_iterable(self.in_blocks(document).values())
        yield from self.between_blocks(document)

    def in_blocks(self, document: Document) -> dict[int, list[Finding]]:
        """The findings by the numbers of their blocks: see `cleaners.cleaning.BlockByBlock`."""
        return {
            number: list(self._in_block(number, document.blocks[number], hits))
            for number, hits in document.derived(hits_by_cleaner).get(self.name, {}).items()
        }

    def between_blocks(self, document: Document) -> Iterable[Finding]:  # noqa: ARG002 - cleaners made of this one ask
        """The findings that depend on other blocks too."""
        return ()

    def _in_block(self, number: int, block: Block, hits: list[Hit]) -> Iterator[Finding]:
        partial: list[Hit] = []
        for hit in hits:
            if (hit.start, hit.end) == (block.start, block.end):
                yield whole(number, block, hit.entry.reason, _rule(hit), self._score(hit), f"“{hit.words}”")
            else:
                partial.append(hit)
        if partial:
            yield from self._sentences(number, block, partial)

    def _score(self, hit: Hit) -> float:
        return hit.strength * (self.quoted if hit.quoted else 1.0)

    def _sentences(self, number: int, block: Block, hits: list[Hit]) -> Iterator[Finding]:
        best: dict[int, Hit] = {}
        for hit in hits:  # the strongest phrase of each sentence
            if hit.start not in best or self._score(hit) > self._score(best[hit.start]):
                best[hit.start] = hit
        share = sum(hit.end - hit.start for hit in best.values()) / len(block.text)
        first = min(best.values(), key=lambda hit: hit.start)
        begins = len(best) > 1 and first.start == block.start
        if share >= self.most or (begins and share >= self.enough):
            doubt = 1.0
            for hit in best.values():
                doubt *= 1.0 - self._score(hit)
            evidence = f"“{first.words}”; {len(best)} such sentences are {share:.0%} of it"
            yield whole(number, block, first.entry.reason, _rule(first), round(1.0 - doubt, 3), evidence)
        for hit in best.values():
            evidence = f"“{hit.words}”"
            yield Finding(number, hit.start, hit.end, hit.entry.reason, _rule(hit), self._score(hit), evidence)


def _rule(hit: Hit) -> str:
    source = hit.source if len(hit.source) <= _RULE_AT_MOST else hit.source[: _RULE_AT_MOST - 1] + "…"
    return f"{hit.entry.language}:{source}"
