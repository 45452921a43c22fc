"""From what the cleaners propose to what is removed: one function, its weights in one place.

Each block gets a probability of being boilerplate: a sum of small decision trees over the features that
`cleaners.evidence` names. Phrases weigh little by themselves in the middle of an article and much before or behind it;
a block that others around it are found with is taken more easily, one of a list that belongs to the text less so.
The trees were learnt by `benchmarks/decision.py`, and judged on sites that they had not seen; `shares` of
`cleaners.trees` tells what spoke for each removal.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from cleaners.document import Document, Finding, whole
from cleaners.evidence import FEATURES, OF_SITE, STRONG, Evidence, weigh
from cleaners.lines import lines
from cleaners.trees import Trees
from cleaners.zones import Body, body

_PRIOR = 0.16  # share of boilerplate among the lines that the model was learnt from, as they were weighed there
# Raise it when the same findings could be decided otherwise: of what is here, in `zones`, `lines` and `evidence`.
VERSION = 8
_EVIDENCE = 3  # so many features are named for a removal that no cleaner proposed


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which on things happen."""

    removed: float = 0.7
    strong_outside: float = 0.5  # the same for a block before or behind the body with a strong finding
    sure: float = 0.97  # the score of a finding that needs no other evidence
    copy: float = STRONG  # a copy goes at this score: its text stays where it stood first
    span: float = STRONG  # a sentence at the edge of a block


THRESHOLDS = Thresholds()
# The guard gives the text back when more than this share of the prose and of all lines would go, copies aside, and no
# article stays: less than so many columns. Above the second share it does so whatever stays.
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
    chances = probabilities(evidence)
    where = document.derived(body)
    chosen = []
    for number, told in enumerate(chances):
        found = evidence.strongest[number]
        chance = _with_site(told, found)
        strong = found is not None and found.score >= STRONG and where.zone(number) != "body"
        if found and (copies[number] or found.score >= thresholds.sure):
            chosen.append(found)
        elif chance >= (thresholds.strong_outside if strong else thresholds.removed):
            chosen.append((found or _surroundings(document, evidence, number))._replace(score=round(chance, 3)))
    spans = [
        finding
        for finding in findings
        if finding.score >= thresholds.span
        and not finding.takes(document.blocks[finding.block])
        and _at_edge(document, finding)
        and _is_open(where, finding)
    ]
    return chosen + spans


def _with_site(chance: float, found: Finding | None) -> float:
    """A probability from the page with what is known of the site, which is independent of it: the odds multiply."""
    if found is None or found.cleaner not in OF_SITE or found.score >= 1:
        return chance
    odds = chance / max(1e-9, 1 - chance) * found.score / (1 - found.score) * (1 - _PRIOR) / _PRIOR
    return odds / (1 + odds)


def probabilities(evidence: Evidence) -> list[float]:
    """The probability that a block is boilerplate, for each block."""
    if not evidence.strongest:
        return []
    chances: list[float] = (1 / (1 + np.exp(-_model().sums(evidence.features)))).tolist()
    return chances


@cache
def _model() -> Trees:
    with (files("cleaners") / "models" / "decision.npz").open("rb") as file, np.load(file) as arrays:
        model = Trees.of(arrays)
    assert model.names == tuple(FEATURES), "the model was learnt with other features: python -m benchmarks.decision"
    return model


def _surroundings(document: Document, evidence: Evidence, number: int) -> Finding:
    """The finding for a block that nobody proposed: the features that spoke most for it."""
    shares = _model().shares(evidence.features[number])
    most = sorted(shares.items(), key=lambda share: -share[1])[:_EVIDENCE]
    spoke = ", ".join(FEATURES[name] for name, share in most if share > 0)
    found = whole(number, document.blocks[number], "surroundings", "decision", 0.0, f"what speaks for it: {spoke}")
    return found._replace(cleaner="decision", version=VERSION)


def _is_open(where: Body, finding: Finding) -> bool:
    """Whether sentences may go there: reporting sounds like a notice in the middle of an article, not at its ends."""
    return finding.cleaner in _SPANS_ANYWHERE or not where.first + 1 < finding.block < where.last - 1


def _at_edge(document: Document, finding: Finding) -> bool:
    block = document.blocks[finding.block]  # its text neither begins nor ends with white space
    return finding.start <= block.start or finding.end >= block.end


def guard(document: Document, chosen: Sequence[Finding]) -> str:
    """Why the document must come back uncleaned, or "".

    `nothing_left`: no word would stay. `most_prose`: so much of its prose would go that what stays is no article, and
    so much of all its lines: dialogue, verses and lists of ingredients are articles without any prose.
    """
    gone = {finding.block for finding in chosen if finding.takes(document.blocks[finding.block])}
    if not chosen:
        return ""
    if not any(key for number, key in enumerate(document.keys) if number not in gone):
        return "nothing_left"
    copies = {finding.block for finding in chosen if finding.cleaner in _COPIES or finding.reason == "echo"}
    looks = [(number, look) for number, look in enumerate(document.derived_by_block(lines)) if number not in copies]
    widths = {number: look.width for number, look in looks}
    prose = {number: look.width for number, look in looks if look.prose}
    return "most_prose" if _most_goes(prose, gone) and _most_goes(widths, gone) else ""


def _most_goes(widths: Mapping[int, int], gone: Collection[int]) -> bool:
    """Whether what stays of some blocks, of which the widths are given, is too little for an article."""
    total = sum(widths.values())
    stays = sum(width for number, width in widths.items() if number not in gone)
    too_much = total - stays > GUARD_SHARE * total and stays < GUARD_ARTICLE
    return total > 0 and (too_much or total - stays > GUARD_ALWAYS * total)
