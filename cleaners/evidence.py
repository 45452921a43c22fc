"""What speaks for and against each block, as numbers: the findings on it, its look, its place and its neighbours."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from cleaners.document import Document, Finding
from cleaners.lines import lines
from cleaners.zones import body, openings

# Of the block itself: its strongest finding that takes the whole block, its look, its place.
OWN = (
    "score",  # of that finding, 0 to 1
    "strong",  # 1 if it is at least STRONG
    "medium",  # 1 if it is at least MEDIUM and not strong
    "weak",  # 1 if there is one, and it is neither
    "kinds",  # how many cleaners propose the block, at most 3
    "head",  # 1 before the body
    "tail",  # 1 after the body
    "far",  # log(1 + blocks between it and the body)
    "opened",  # how surely a heading that opens the tail or a list stands before it in its zone
    "width",  # log(1 + columns)
    "prose",
    "final",
    "title",
    "one_word",
    "digits",
    "capital",
    "links",
    "again",  # 1 if a short line stands several times in the document
    "prose_before",  # 1 if the block before is prose
    "prose_after",
    "prose_near",  # share of the 8 blocks around
    "body_share",  # of the document's width that is in the body
    "list_item",  # li, tr, pre, or a line with a bullet, a number, a bar
    "beyond",  # share of strong findings among the blocks between it and the body, and 1 if there is one at all
    "beyond_any",
    "zone_junk",  # share of findings of at least MEDIUM in its head or tail
    "page_junk",  # ... in the document
    "lone_heading",  # a fragment right before prose
)
# Of its neighbours: the share of the 3 blocks before, the 3 after, the 12 around that are taken for boilerplate.
AROUND = ("junk_before", "junk_after", "junk_near")
STRONG, MEDIUM = 0.85, 0.5
# Repetition over a site says nothing of the page around it; the weights were learnt without it.
_UNTOLD = frozenset({"site_furniture"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Per block: its features in the order of `OWN`, and its strongest finding if one takes the whole block."""

    own: tuple[tuple[float, ...], ...]
    strongest: tuple[Finding | None, ...]


def weigh(document: Document, findings: Sequence[Finding]) -> Evidence:
    """Turn findings and looks into numbers."""
    looks = document.derived_by_block(lines)
    where = document.derived(body)
    count = len(document.blocks)
    strongest: list[Finding | None] = [None] * count
    kinds: list[set[str]] = [set() for _ in range(count)]
    for finding in findings:
        if finding.takes(document.blocks[finding.block]):
            kinds[finding.block].add(finding.cleaner)
            best = strongest[finding.block]
            if best is None or finding.score > best.score:
                strongest[finding.block] = finding
    prose = _totals([look.prose for look in looks])
    opened = _opened(document)
    times = Counter(document.keys)
    inside = sum([look.width for n, look in enumerate(looks) if where.zone(n) == "body"])
    share = inside / max(1, sum([look.width for look in looks]))
    telling = [found if found and found.cleaner not in _UNTOLD else None for found in strongest]
    junk = _totals([found is not None and found.score >= MEDIUM for found in telling])
    strong = _totals([found is not None and found.score >= STRONG for found in telling])
    page_junk = (junk[-1]) / max(1, count)
    spans = {"head": (0, where.first), "tail": (where.last + 1, count), "body": (0, 0)}
    zone_junk = {
        name: (junk[end + _MARGIN] - junk[start + _MARGIN]) / max(1, end - start)
        for name, (start, end) in spans.items()
    }
    rows = []
    for n, look in enumerate(looks):
        best, zone, m = strongest[n], where.zone(n), n + _MARGIN
        score = best.score if best else 0.0
        far = where.first - n if zone == "head" else n - where.last if zone == "tail" else 0
        between = 0
        if zone == "head":
            between = strong[where.first + _MARGIN] - strong[m + 1]
        elif zone == "tail":
            between = strong[m] - strong[where.last + 1 + _MARGIN]
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
                float(n > 0 and looks[n - 1].prose),
                float(n + 1 < count and looks[n + 1].prose),
                (prose[m] - prose[m - 4] + prose[m + 5] - prose[m + 1]) / 8,
                share,
                float(look.item or document.blocks[n].tag in {"li", "tr", "pre"}),
                between / max(1, far - 1),
                float(between > 0),
                zone_junk[zone],
                page_junk,
                float(not look.prose and not look.final and n + 1 < count and looks[n + 1].prose),
            )
        )
    return Evidence(tuple(rows), tuple(strongest))


def around(junk: Sequence[bool]) -> list[tuple[float, float, float]]:
    """The features `AROUND` of every block, where `junk` says which blocks are taken for boilerplate."""
    t = _totals(junk)
    return [
        (
            (t[n] - t[n - 3]) / 3,
            (t[n + 4] - t[n + 1]) / 3,
            (t[n] - t[n - 6] + t[n + 7] - t[n + 1]) / 12,
        )
        for n in range(_MARGIN, len(junk) + _MARGIN)
    ]


_MARGIN = 8  # blocks; wider than any neighbourhood


def _totals(flags: Sequence[bool]) -> list[int]:
    """Running totals with a margin on both sides: `t[n + k] - t[n]` counts k flags from number `n - _MARGIN` on."""
    margin = [False] * _MARGIN
    return [0, *accumulate([*margin, *flags, *margin])]


def _opened(document: Document) -> list[float]:
    """For blocks outside the body: how surely a heading that opens a tail or list stands before them in their zone."""
    where = document.derived(body)
    opens = document.derived(openings)
    seen = {"head": 0.0, "body": 0.0, "tail": 0.0}
    result = []
    for number in range(len(document.blocks)):
        zone = where.zone(number)
        seen[zone] = max(seen[zone], opens.get(number, 0.0))
        result.append(seen[zone] if zone != "body" else 0.0)
    return result
