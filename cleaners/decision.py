"""From what the cleaners propose to what is removed: one function, its weights in one place.

Each block gets a probability of being boilerplate: a logistic regression over the features of `cleaners.evidence`.
Phrases weigh little by themselves in the middle of an article and much before or behind it; a block that others around
it are taken with is taken more easily. The weights were learnt by `benchmarks/decision.py` on one half of the sites of
labelled dumps and are checked on the other half.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cleaners.document import Document, Finding, whole
from cleaners.evidence import AROUND, MEDIUM, OWN, STRONG, Evidence, around, weigh
from cleaners.lines import lines
from cleaners.weights import BIAS, WEIGHTS
from cleaners.zones import Body, body

_STEPS = 1  # more let blocks pull their neighbours along: junk recall rises a little, line recall falls more
_EVIDENCE = 3  # so many features are named for a removal that no cleaner proposed


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which on things happen."""

    removed: float = 0.7
    strong_outside: float = 0.5  # the same for a block before or behind the body with a strong finding
    sure: float = 0.97  # the score of a finding that needs no other evidence
    counts: float = 0.5  # for its neighbours, a block is boilerplate from here on
    copy: float = STRONG  # a copy goes at this score: its text stays where it stood first
    span: float = STRONG  # a sentence at the edge of a block


THRESHOLDS = Thresholds()
# The guard gives the text back when more than this share of the prose would go, copies aside, and no article stays:
# less than so many columns of prose. Above the second share it does so whatever stays.
GUARD_SHARE, GUARD_ARTICLE, GUARD_ALWAYS = 0.7, 300, 0.92
_COPIES = frozenset({"repeats"})
_SPANS_ANYWHERE = frozenset({"tracking", "site_rules"})  # links, and what a person wrote a rule for


def decide(document: Document, findings: Sequence[Finding], thresholds: Thresholds = THRESHOLDS) -> list[Finding]:
    """The findings to apply, in the order of the blocks. The document and the findings stay untouched."""
    evidence = weigh(document, findings)
    copies = [
        found is not None and found.cleaner in _COPIES and found.score >= thresholds.copy
        for found in evidence.strongest
    ]
    chances = probabilities(evidence, copies, thresholds)
    where = document.derived(body)
    chosen = []
    for number, chance in enumerate(chances):
        found = evidence.strongest[number]
        strong = found is not None and found.score >= STRONG and where.zone(number) != "body"
        if found and (copies[number] or found.score >= thresholds.sure):
            chosen.append(found)
        elif chance >= (thresholds.strong_outside if strong else thresholds.removed):
            chosen.append(replace(found or _surroundings(document, evidence, number), score=round(chance, 3)))
    spans = [
        finding
        for finding in findings
        if finding.score >= thresholds.span
        and not finding.takes(document.blocks[finding.block])
        and _at_edge(document, finding)
        and _is_open(where, finding)
    ]
    return chosen + spans


def probabilities(
    evidence: Evidence,
    copies: Sequence[bool],
    thresholds: Thresholds = THRESHOLDS,
    *,
    bias: float = BIAS,
    weights: Mapping[str, float] = WEIGHTS,
) -> list[float]:
    """The probability that a block is boilerplate, for each block."""
    own = [weights[name] for name in OWN]
    near = [weights[name] for name in AROUND]
    base = [bias + sum([w * x for w, x in zip(own, row, strict=True)]) for row in evidence.own]
    junk = [
        copy or (found is not None and found.score >= MEDIUM)
        for copy, found in zip(copies, evidence.strongest, strict=True)
    ]
    for _ in range(_STEPS):
        chances = [
            1 / (1 + math.exp(-max(-60.0, score + near[0] * before + near[1] * after + near[2] * beside)))
            for score, (before, after, beside) in zip(base, around(junk), strict=True)
        ]
        step = [copy or chance >= thresholds.counts for copy, chance in zip(copies, chances, strict=True)]
        if step == junk:
            break
        junk = step
    return chances if evidence.own else []


def _surroundings(document: Document, evidence: Evidence, number: int) -> Finding:
    """The finding for a block that nobody proposed: the features that spoke most for it."""
    parts = sorted(((WEIGHTS[name] * x, name) for name, x in zip(OWN, evidence.own[number], strict=True)), reverse=True)
    spoke = ", ".join(name for weight, name in parts[:_EVIDENCE] if weight > 0)
    found = whole(number, document.blocks[number], "surroundings", "decision", 0.0, f"boilerplate around it; {spoke}")
    return replace(found, cleaner="decision", version=1)


def _is_open(where: Body, finding: Finding) -> bool:
    """Whether sentences may go there: reporting sounds like a notice in the middle of an article, not at its ends."""
    return finding.cleaner in _SPANS_ANYWHERE or not where.first + 1 < finding.block < where.last - 1


def _at_edge(document: Document, finding: Finding) -> bool:
    block = document.blocks[finding.block]  # its text neither begins nor ends with white space
    return finding.start <= block.start or finding.end >= block.end


def guard(document: Document, chosen: Sequence[Finding]) -> str:
    """Why the document must come back uncleaned, or "".

    `nothing_left`: no word would stay. `most_prose`: so much of its prose would go that what stays is no article.
    """
    looks = document.derived_by_block(lines)
    gone = {finding.block for finding in chosen if finding.takes(document.blocks[finding.block])}
    if not chosen:
        return ""
    if not any(key for number, key in enumerate(document.keys) if number not in gone):
        return "nothing_left"
    copies = {finding.block for finding in chosen if finding.cleaner in _COPIES or finding.reason == "echo"}
    prose = [number for number, look in enumerate(looks) if look.prose and number not in copies]
    total = sum(looks[number].width for number in prose)
    lost = sum(looks[number].width for number in prose if number in gone)
    too_much = lost > GUARD_SHARE * total and total - lost < GUARD_ARTICLE
    return "most_prose" if total and (too_much or lost > GUARD_ALWAYS * total) else ""
