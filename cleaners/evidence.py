"""What speaks for and against each block, as numbers: the findings on it, its look, its place and its neighbours."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.document import Document, Finding
from cleaners.lines import lines
from cleaners.zones import body, opening

FEATURES = (
    "score",  # of the strongest finding that takes the whole block, 0..1
    "strong",  # 1 if that is at least .85
    "medium",  # 1 if it is at least .5 and below .85
    "weak",  # 1 if it is above 0 and below .5
    "kinds",  # how many cleaners propose it, at most 3
    "head",  # 1 before the body
    "tail",  # 1 after the body
    "far",  # log of the distance from the body in blocks
    "opened",  # how surely a heading that opens the tail stands before it (in the tail or head)
    "width",  # log of the width in columns
    "prose",
    "final",
    "title",
    "one_word",
    "digits",
    "capital",
    "links",
    "again",  # 1 if a short line stands several times in the document
    "junk_before",  # share of the 3 blocks before with a score of at least .5
    "junk_after",
    "junk_near",  # share of the 12 blocks around
    "prose_before",
    "prose_after",
    "prose_near",  # share of the 8 blocks around
    "body_share",  # of the document's width that is in the body
    "list_item",  # li, tr, pre, or a line with a bullet, a number, a bar
    "heading",
)
STRONG, MEDIUM = 0.85, 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """Per block: its features in the order of `FEATURES`, and its strongest finding if one takes the whole block."""

    features: tuple[tuple[float, ...], ...]
    strongest: tuple[Finding | None, ...]


def weigh(document: Document, findings: Sequence[Finding]) -> Evidence:
    """Turn findings and looks into numbers."""
    looks = document.derived(lines)
    where = document.derived(body)
    count = len(document.blocks)
    strongest: list[Finding | None] = [None] * count
    kinds: list[set[str]] = [set() for _ in range(count)]
    for finding in findings:
        block = document.blocks[finding.block]
        if finding.start <= block.start and finding.end >= block.end:
            kinds[finding.block].add(finding.cleaner)
            best = strongest[finding.block]
            if best is None or finding.score > best.score:
                strongest[finding.block] = finding
    scores = [finding.score if finding else 0.0 for finding in strongest]
    junk = _sums([score >= MEDIUM for score in scores])
    prose = _sums([look.prose for look in looks])
    opened = _opened(document)
    times = Counter(document.keys)
    inside = sum(look.width for n, look in enumerate(looks) if where.zone(n) == "body")
    share = inside / max(1, sum(look.width for look in looks))
    rows = []
    for n, look in enumerate(looks):
        score, zone, block = scores[n], where.zone(n), document.blocks[n]
        far = where.first - n if zone == "head" else n - where.last if zone == "tail" else 0
        around = junk(n - 6, n) + junk(n + 1, n + 7)
        rows.append(
            (
                score,
                float(score >= STRONG),
                float(MEDIUM <= score < STRONG),
                float(0 < score < MEDIUM),
                min(3.0, len(kinds[n])),
                float(zone == "head"),
                float(zone == "tail"),
                math.log1p(far),
                opened[n],
                math.log1p(look.width),
                float(look.prose),
                float(look.final),
                float(look.title),
                float(look.words <= 1),
                look.digits,
                look.capital,
                look.links,
                float(times[document.keys[n]] > 1 and not look.prose),
                junk(n - 3, n) / 3,
                junk(n + 1, n + 4) / 3,
                around / 12,
                float(n > 0 and looks[n - 1].prose),
                float(n + 1 < count and looks[n + 1].prose),
                (prose(n - 4, n) + prose(n + 1, n + 5)) / 8,
                share,
                float(look.item or block.tag in {"li", "tr", "pre"}),
                float(block.is_heading),
            )
        )
    return Evidence(tuple(rows), tuple(strongest))


class _sums:  # noqa: N801 - used like a function
    """Sums over slices of flags in constant time; slices may stick out at both ends."""

    def __init__(self, flags: Sequence[bool]) -> None:
        self._total = [0]
        for flag in flags:
            self._total.append(self._total[-1] + flag)

    def __call__(self, start: int, end: int) -> int:
        last = len(self._total) - 1
        return self._total[min(max(end, 0), last)] - self._total[min(max(start, 0), last)]


def _opened(document: Document) -> list[float]:
    """For blocks outside the body: how surely a heading that opens a tail or list stands before them in their zone."""
    where = document.derived(body)
    seen = {"head": 0.0, "body": 0.0, "tail": 0.0}
    result = []
    for number in range(len(document.blocks)):
        zone = where.zone(number)
        seen[zone] = max(seen[zone], opening(document, number))
        result.append(seen[zone] if zone != "body" else 0.0)
    return result
