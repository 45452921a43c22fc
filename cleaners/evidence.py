"""What speaks for and against each block, as numbers: the findings on it, its look, its place and its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cleaners.amounts import amounts, pairs
from cleaners.document import Document, Finding
from cleaners.lines import lines
from cleaners.neighbourhood import Means, Runs, after, before, since
from cleaners.ngrams import wordings
from cleaners.subheadings import doubted
from cleaners.topic import title_shared, topics
from cleaners.zones import SURE, Body, body, openers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Column = NDArray[np.float64]

STRONG, MEDIUM = 0.85, 0.5
# What is known of a site says nothing of the page around it: the model was learnt without, `decide` adds it.
OF_SITE = frozenset({"site_furniture", "site_rules"})

# Each feature in plain words, as a person reads it in the evidence of a removal.
FEATURES = {
    # of the findings that take the whole block
    "score": "what the cleaners found on it",
    "strong": "a strong finding",
    "kinds": "several cleaners",
    # of its place
    "far": "its distance from the article",
    "zone_junk": "findings in this part of the page",
    "page_junk": "findings on the page",
    "body_share": "how much of the page is the article",
    "beyond": "findings between it and the article",
    "beyond_any": "a finding between it and the article",
    "count": "the number of blocks",
    "position": "its place on the page",
    "from_start": "its distance from the start",
    "from_end": "its distance from the end",
    "prose_so_far": "the prose before it",
    "prose_so_far_log": "the amount of prose before it",
    "prose_to_come": "the prose after it",
    "ended_to_come": "the sentences after it",
    "strong_before": "strong findings before it",
    "strong_after": "strong findings after it",
    "found_before": "findings before it",
    "found_after": "findings after it",
    "since_opener": "the heading of a list before it",
    "since_strong": "a strong finding before it",
    "since_prose": "its distance from the prose before it",
    # of its neighbours
    "score_before": "the finding before it",
    "score_after": "the finding after it",
    "score_after_3": "the findings right after it",
    "score_before_8": "findings among the blocks before it",
    "score_after_8": "findings among the blocks after it",
    "final_after": "how the next block ends",
    "final_before_8": "how the blocks before it end",
    "final_after_8": "how the blocks after it end",
    "width_before": "the length of the block before it",
    "width_after": "the length of the block after it",
    "run": "a run of short lines",
    "run_place": "its place in a run of short lines",
    "run_left": "the rest of a run of short lines",
    "run_found": "findings in a run of short lines",
    "items_near": "list items around it",
    "pairs_near": "lines of name and value around it",
    "amounts_near": "amounts around it",
    # of its look
    "width": "its length",
    "words": "its number of words",
    "final": "how it ends",
    "prose": "whether it is prose",
    "capital": "its capitals",
    "digits": "its digits",
    "word_length": "the length of its words",
    "commas": "its commas",
    "again": "that it stands several times",
    "links": "its links",
    "links_near": "links around it",
    "heading": "that it is a heading",
    # of what it says
    "topic": "words the article does not have",
    "topic_near": "words around it the article does not have",
    "title_shared": "words of the title",
    "wording": "its wording",
    "wording_before": "the wording of the block before it",
    "wording_after": "the wording of the block after it",
    "wording_near": "the wording around it",
    "wording_page": "the wording of the page",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The features (blocks x `FEATURES`, in their order), and per block its strongest finding if one takes it whole."""

    features: Column
    strongest: tuple[Finding | None, ...]


# What each block says by itself, in this order; the last ones are no features by themselves.
_LOOKS = (
    *("final", "prose", "capital", "digits", "word_length", "commas", "links", "heading", "wording", "title_shared"),
    *("width", "words", "items", "pairs", "amounts"),
)
_ITEM_TAGS = frozenset({"li", "tr", "pre"})
# Means over neighbours: the feature, of which column, from the block so far away to the one so far away.
_MEANS = (
    ("score_before", "told", -1, -1),
    ("score_after", "told", 1, 1),
    ("score_after_3", "told", 1, 3),
    ("score_before_8", "told", -8, -1),
    ("score_after_8", "told", 1, 8),
    ("final_after", "final", 1, 1),
    ("final_before_8", "final", -8, -1),
    ("final_after_8", "final", 1, 8),
    ("width_before", "width", -1, -1),
    ("width_after", "width", 1, 1),
    ("links_near", "links", -4, 4),
    ("items_near", "items", -4, 4),
    ("pairs_near", "pairs", -4, 4),
    ("amounts_near", "amounts", -4, 4),
    ("topic_near", "topic", -3, 3),
    ("wording_before", "wording", -1, -1),
    ("wording_after", "wording", 1, 1),
    ("wording_near", "wording", -4, 4),
)
_WORDING_MEANS = Means([(0, first, last) for _, column, first, last in _MEANS if column == "wording"])
_OTHERS = ("told", "topic")  # columns behind those of `_LOOKS`
_NEIGHBOURS = Means([((*_LOOKS, *_OTHERS).index(column), first, last) for _, column, first, last in _MEANS])
_OF_PAGE = ("page_junk", "body_share", "count", "wording_page")  # the same for all blocks


def weigh(document: Document, findings: Sequence[Finding]) -> Evidence:
    """Turn findings and looks into numbers."""
    count = len(document.blocks)
    strongest: list[Finding | None] = [None] * count
    kinds: dict[int, set[str]] = {}
    for finding in doubted(document, findings):
        number = finding.block
        block = document.blocks[number]
        if finding.start <= block.start and finding.end >= block.end:
            if finding.cleaner not in OF_SITE:
                kinds.setdefault(number, set()).add(finding.cleaner)
            best = strongest[number]
            if best is None or finding.score > best.score:
                strongest[number] = finding
    if not count:
        return Evidence(np.zeros((0, len(FEATURES))), ())
    known = np.empty((len(_LOOKS) + len(_OTHERS), count))
    known[: len(_LOOKS)] = document.derived_by_block(_looks).T
    known[-2] = [found.score if found and found.cleaner not in OF_SITE else 0.0 for found in strongest]
    known[-1] = document.derived(topics)
    look = dict(zip((*_LOOKS, *_OTHERS), known, strict=True))
    named = np.zeros(count)
    for number, names in kinds.items():
        named[number] = min(3, len(names))
    positive = known.copy()
    np.maximum(0.0, positive[-1], out=positive[-1])
    made = {
        **look,
        "score": look["told"],
        "kinds": named,
        "again": _again(document.keys) * (1.0 - look["prose"]),
        **_places(document, look),
        **_runs(look),
        **dict(zip([name for name, *_ in _MEANS], _NEIGHBOURS.of(positive), strict=True)),
    }
    # a column a row, one behind the other: so the trees read them
    return Evidence(np.concatenate([made[name] for name in FEATURES]).reshape(-1, count).T, tuple(strongest))


def _again(keys: Sequence[str]) -> Column:
    """Whether each key stands several times."""
    if len(set(keys)) == len(keys):
        return np.zeros(len(keys))
    times = Counter(keys)
    return np.array([float(times[key] > 1) for key in keys])


def _looks(document: Document) -> Column:
    """The columns of `_LOOKS`, a row a block; ask for it by `document.derived_by_block`."""
    rows = [
        (
            look.final,
            look.prose,
            look.capital,
            look.digits,
            min(20.0, len(text) / (text.count(" ") + 1)),
            (text.count(",") + text.count("、") + text.count("،")) / len(text),
            look.links,
            tag != "line" and block.is_heading,
            wording,
            shared,
            look.width,
            look.words,
            look.item or tag in _ITEM_TAGS,
            pair,
            amount,
        )
        for look, block, (text, _, _, tag, *_), wording, shared, pair, amount in zip(
            document.derived_by_block(lines),
            document.blocks,
            document.blocks,
            document.derived_by_block(wordings),
            document.derived_by_block(title_shared),
            document.derived_by_block(pairs),
            document.derived_by_block(amounts),
            strict=True,
        )
    ]
    made = np.array(rows, float).reshape(len(rows), len(_LOOKS))
    logged = slice(_LOOKS.index("width"), _LOOKS.index("words") + 1)
    made[:, logged] = np.log1p(made[:, logged])
    return made


def _places(document: Document, look: dict[str, Column]) -> dict[str, Column]:
    where = document.derived(body)
    told = look["told"]
    count = len(told)
    width = np.expm1(look["width"])
    opens = document.derived(openers)
    number = np.arange(count)
    flags = np.zeros((3, count), bool)
    opened, strong, prosaic = flags
    opened[[number for number, score in opens.items() if score >= SURE]] = True
    np.greater_equal(told, STRONG, out=strong)
    np.greater(look["prose"], 0, out=prosaic)
    medium = told >= MEDIUM
    summed = np.array([look["prose"] * width, look["final"] * width, strong, medium])
    earlier, later = before(summed), after(summed)
    prose_total, ended_total, _, medium_total = summed.sum(axis=1).tolist()
    width_total = float(width.sum())
    inside = float(width[where.first : where.last + 1].sum()) if where else width_total
    far, between = _on_the_way(where, strong)
    logs = np.log1p(np.array([number, number[::-1], earlier[0], earlier[2], later[2], far]))
    since_opener, since_strong, since_prose = since(flags)
    page = np.array([medium_total / count, inside / max(1.0, width_total), np.log1p(count), look["wording"].mean()])
    return {
        **dict(zip(_OF_PAGE, np.repeat(page, count).reshape(-1, count), strict=True)),
        "far": logs[5],
        "zone_junk": _share_of_zones(where, medium),
        "beyond": between / np.maximum(1, far - 1),
        "beyond_any": between > 0,
        "strong": strong,
        "position": number / max(1, count - 1),
        "from_start": logs[0],
        "from_end": logs[1],
        "prose_so_far": earlier[0] / max(1.0, prose_total),
        "prose_so_far_log": logs[2],
        "prose_to_come": later[0] / max(1.0, prose_total),
        "ended_to_come": later[1] / max(1.0, ended_total),
        "strong_before": logs[3],
        "strong_after": logs[4],
        "found_before": earlier[3] / np.maximum(1, number),
        "found_after": later[3] / np.maximum(1, number[::-1]),
        "since_opener": since_opener,
        "since_strong": since_strong,
        "since_prose": since_prose,
    }


def _on_the_way(where: Body, strong: NDArray[np.bool_]) -> tuple[Column, Column]:
    """How far each block before or behind the body is from it, and the strong findings between; 0 inside."""
    far, between = np.zeros((2, len(strong)))
    if where:
        head, tail = strong[: where.first][::-1], strong[where.last + 1 :]
        if len(head):
            far[: where.first] = np.arange(len(head), 0, -1)
            between[: where.first] = (np.cumsum(head) - head)[::-1]
        if len(tail):
            far[where.last + 1 :] = np.arange(1, len(tail) + 1)
            between[where.last + 1 :] = np.cumsum(tail) - tail
    return far, between


def _share_of_zones(where: Body, medium: NDArray[np.bool_]) -> Column:
    """The share of blocks with findings in the zone of each block before or behind the body; 0 inside."""
    share = np.zeros(len(medium))
    for zone in (slice(0, where.first), slice(where.last + 1, len(medium))) if where else ():
        found = medium[zone]
        if len(found):
            share[zone] = np.count_nonzero(found) / len(found)
    return share


def _runs(look: dict[str, Column]) -> dict[str, Column]:
    run = Runs.of(look["prose"] == 0)
    length, place, left = np.log1p(np.array([run.length, run.place, run.length - run.place]))
    return {"run": length, "run_place": place, "run_left": left, "run_found": run.share(look["told"] >= MEDIUM)}


def wording_features(wording: Column) -> dict[str, Column]:
    """The features that are made from the wordings of the blocks (`cleaners.ngrams`); there is at least one block."""
    names = [name for name, column, _, _ in _MEANS if column == "wording"]
    return {
        "wording": wording,
        **dict(zip(names, _WORDING_MEANS.of(wording[None]), strict=True)),
        "wording_page": np.full(len(wording), wording.mean()),
    }
