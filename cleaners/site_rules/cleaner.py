"""The cleaner of a host's own rules, and the blocks that those rules keep from every cleaner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cleaners.document import Block, Document, Finding, document_from_text, whole
from cleaners.normalise import normalise_text
from cleaners.site_rules.matchers import Matcher, TooSlowError
from cleaners.site_rules.text_rules import REASONS, SCORE, Cut, Remove, TextRules

VERSION = 2  # part of the digest of a host's rules


@dataclass(frozen=True, slots=True)
class SiteRulesCleaner:
    """Proposes what the rule files of a host remove or cut.

    What stays: every block that a `[[keep]]` of the same files names, whichever cleaner proposes it (`held`), and a
    section whose end is not found. A rule that meets its time limit does nothing in that document.
    """

    rules: TextRules
    name: str = "site_rules"
    reasons: frozenset[str] = field(default=REASONS)
    version: int = VERSION

    def find(self, document: Document) -> Iterator[Finding]:
        held = protected(document, self.rules)
        for rule in self.rules.removes:
            yield from (found for found in _removed(document, rule) if found.block not in held)
        for cut in self.rules.cuts:
            yield from (found for found in _cut(document, cut) if found.block not in held)

    def held(self, document: Document) -> set[int]:
        """The numbers of the blocks that no cleaner may take: `cleaners.cleaning.clean` asks for them."""
        return protected(document, self.rules)


def protected(document: Document, rules: TextRules) -> set[int]:
    """The numbers of the blocks that no cleaner may take, by the `[[keep]]` rules. The document stays untouched."""
    held: set[int] = set()
    for rule in rules.keeps:
        held.update(number for number, _ in _matches(document.blocks, rule.matcher))
    return held


def _removed(document: Document, rule: Remove) -> Iterator[Finding]:
    source = rule.matcher.source
    for number, spans in _matches(document.blocks, rule.matcher):
        block = document.blocks[number]
        for start, end in spans:
            place = block.start + start, block.start + end
            yield Finding(number, *place, rule.reason, source, rule.score, f"site rule, {rule.matcher.fit}: {source}")


def _cut(document: Document, cut: Cut) -> Iterator[Finding]:
    """Sections do not overlap: the next one begins behind the end of the one before it."""
    begins = [number for number, _ in _matches(document.blocks, cut.first)]
    ends = [number for number, _ in _matches(document.blocks, cut.last)] if cut.last else [len(document.blocks) - 1]
    behind = -1
    for first in begins:
        if first <= behind:
            continue
        last = next((number for number in ends if number > first or (number == first and cut.last is None)), None)
        if last is None:
            return
        behind = last
        for number in range(first, last if cut.last_stays else last + 1):
            evidence = f"site rule, section from: {cut.first.source}"
            yield whole(number, document.blocks[number], cut.reason, cut.first.source, SCORE, evidence)


def _matches(blocks: Sequence[Block], matcher: Matcher) -> list[tuple[int, list[tuple[int, int]]]]:
    """The blocks that a pattern stands in, with its spans; none at all if it meets its time limit in one of them."""
    try:
        return [(number, spans) for number, block in enumerate(blocks) if (spans := matcher.spans(block.text))]
    except TooSlowError:
        return []


def failures(rules: TextRules) -> list[str]:
    """What the examples and tests of rules show to be wrong, one line each; empty if all hold."""
    wrong: list[str] = []
    for number, rule in enumerate(rules.removes, 1):
        place = f"[[remove]] {number} ({rule.matcher.source})"
        wrong += [f"{place}: leaves {text!r}" for text in rule.removes if not rule.matcher.spans(text)]
        wrong += [f"{place}: takes {text!r}" for text in rule.keeps if rule.matcher.spans(text)]
        wrong += [f"{place}: has no {key}" for key in _missing(rule)]
    for number, kept in enumerate(rules.keeps, 1):
        place = f"[[keep]] {number} ({kept.matcher.source})"
        wrong += [f"{place}: does not hold {text!r}" for text in kept.keeps if not kept.matcher.spans(text)]
        wrong += [] if kept.keeps else [f"{place}: has no example_keeps"]
    if rules.cuts and not rules.tests:
        wrong.append("there is a [[cut]] and no [[test]] that shows it")
    for number, test in enumerate(rules.tests, 1):
        document = document_from_text(normalise_text(test.text))
        left = _left(document, rules)
        wrong += [f"[[test]] {number}: leaves {line!r}" for line in test.removes if line.strip() in left]
        wrong += [f"[[test]] {number}: takes {line!r}" for line in test.keeps if line.strip() not in left]
        lines = document.text
        wrong += [f"[[test]] {number}: its text has no {line!r}" for line in test.removes if line.strip() not in lines]
    return wrong


def _missing(rule: Remove) -> Iterator[str]:
    if not rule.removes:
        yield "example_removes"
    if not rule.keeps:
        yield "example_keeps"


def _left(document: Document, rules: TextRules) -> str:
    """The text that these rules alone leave."""
    gone = bytearray(len(document.text))
    for found in SiteRulesCleaner(rules).find(document):
        gone[found.start : found.end] = b"\1" * (found.end - found.start)
    return "".join(char for char, taken in zip(document.text, gone, strict=True) if not taken)
