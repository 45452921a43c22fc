"""From what the cleaners propose to what is removed: one function, its weights in one place.

Strong evidence removes wherever it stands. Medium evidence removes outside the body, or beside what is removed already.
Weak evidence, and short lines with none, go only where everything around them goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.document import Document, Finding, whole
from cleaners.lines import lines
from cleaners.zones import Body, body


@dataclass(frozen=True, slots=True)
class Weights:
    """What it takes to remove a block. Scores in 0..1, shares of the blocks around it that go."""

    anywhere: float = 0.85  # a score that removes in the middle of the article
    outside: float = 0.5  # ... in head or tail
    beside: float = 0.5  # ... in the body with removed blocks on both sides, or on one side at the edge of the document
    weak_outside: float = 0.25  # ... in head or tail where at least `weak_share` of the six blocks around go
    weak_share: float = 0.5
    fragment_share: float = 0.67  # a short line without evidence goes in a tail where so many around it go
    fragment_width: int = 100
    span: float = 0.85  # a sentence at the edge of a block


WEIGHTS = Weights()
# The guard gives the text back when more than this share of the prose would go for other reasons than being a copy.
GUARD_PROSE_SHARE = 0.7
_COPIES = frozenset({"repeats"})


def decide(document: Document, findings: Sequence[Finding], weights: Weights = WEIGHTS) -> list[Finding]:
    """The findings to apply, strongest first per block. The document and the findings stay untouched."""
    where = document.derived(body)
    strongest: dict[int, Finding] = {}
    spans: list[Finding] = []
    for finding in findings:
        block = document.blocks[finding.block]
        if finding.start <= block.start and finding.end >= block.end:
            if finding.block not in strongest or finding.score > strongest[finding.block].score:
                strongest[finding.block] = finding
        elif finding.score >= weights.span and _at_edge(document, finding) and _is_open(where, finding):
            spans.append(finding)
    chosen = {
        number: finding
        for number, finding in strongest.items()
        if finding.score >= (weights.anywhere if where.zone(number) == "body" else weights.outside)
    }
    _spread(document, strongest, chosen, where, weights)
    return [*(chosen[number] for number in sorted(chosen)), *spans]


def _spread(
    document: Document, strongest: dict[int, Finding], chosen: dict[int, Finding], where: Body, weights: Weights
) -> None:
    """Let removed blocks pull weaker neighbours along, until nothing changes (each round removes at least one)."""
    looks = document.derived(lines)
    count = len(document.blocks)
    waiting = [number for number in range(count) if number not in chosen]
    while waiting:
        pulled: dict[int, Finding] = {}
        for number in waiting:
            around = [n for n in range(number - 3, number + 4) if n != number and 0 <= n < count]
            share = sum(n in chosen for n in around) / max(1, len(around))
            before, after = number == 0 or number - 1 in chosen, number == count - 1 or number + 1 in chosen
            finding = strongest.get(number)
            score = finding.score if finding else 0.0
            zone = where.zone(number)
            if finding and (
                (before and after and score >= weights.beside)
                or (zone != "body" and share >= weights.weak_share and score >= weights.weak_outside)
            ):
                pulled[number] = finding
            elif (
                zone == "tail"
                and before
                and share >= weights.fragment_share
                and not looks[number].prose
                and looks[number].width <= weights.fragment_width
            ):
                evidence = f"{share:.0%} of the lines around it go"
                pulled[number] = _fragment(document, number, share, evidence)
        if not pulled:
            return
        chosen.update(pulled)
        waiting = [number for number in waiting if number not in pulled]


def _fragment(document: Document, number: int, share: float, evidence: str) -> Finding:
    found = whole(number, document.blocks[number], "fragment", "short line in the tail", round(share, 2), evidence)
    return Finding(
        found.block, found.start, found.end, found.reason, found.rule, found.score, evidence, "surroundings", 1
    )


def _is_open(where: Body, finding: Finding) -> bool:
    """Whether sentences may go there: reporting sounds like a notice in the middle of an article, not at its ends."""
    return finding.cleaner == "tracking" or not where.first + 1 < finding.block < where.last - 1


def _at_edge(document: Document, finding: Finding) -> bool:
    block = document.blocks[finding.block]
    before = document.text[block.start : finding.start].strip()
    after = document.text[finding.end : block.end].strip()
    return not before or not after


def guard(document: Document, chosen: Sequence[Finding]) -> str:
    """Why the document must come back uncleaned, or "".

    `nothing_left`: no word would stay. `most_prose`: more than a set share of its prose would go.
    """
    looks = document.derived(lines)
    gone = {
        finding.block
        for finding in chosen
        if finding.start <= document.blocks[finding.block].start and finding.end >= document.blocks[finding.block].end
    }
    if not chosen:
        return ""
    if not any(key for number, key in enumerate(document.keys) if number not in gone):
        return "nothing_left"
    copies = {finding.block for finding in chosen if finding.cleaner in _COPIES}
    prose = [number for number, look in enumerate(looks) if look.prose and number not in copies]
    total = sum(looks[number].width for number in prose)
    lost = sum(looks[number].width for number in prose if number in gone)
    return "most_prose" if total and lost > GUARD_PROSE_SHARE * total else ""
