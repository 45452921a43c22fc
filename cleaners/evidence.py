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
from cleaners.neighbourhood import Along
from cleaners.ngrams import wordings
from cleaners.topic import title_shared, topics
from cleaners.zones import SURE, Body, body, openings

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

    features: NDArray[np.float64]
    strongest: tuple[Finding | None, ...]


def weigh(document: Document, findings: Sequence[Finding]) -> Evidence:
    """Turn findings and looks into numbers."""
    count = len(document.blocks)
    strongest: list[Finding | None] = [None] * count
    kinds: list[set[str]] = [set() for _ in range(count)]
    for finding in findings:
        if finding.takes(document.blocks[finding.block]):
            if finding.cleaner not in OF_SITE:
                kinds[finding.block].add(finding.cleaner)
            best = strongest[finding.block]
            if best is None or finding.score > best.score:
                strongest[finding.block] = finding
    if not count:
        return Evidence(np.zeros((0, len(FEATURES))), ())
    told = np.array([found.score if found and found.cleaner not in OF_SITE else 0.0 for found in strongest])
    along = Along(count)
    look = _looks(document, along)
    columns = {
        "score": told,
        "strong": (told >= STRONG).astype(float),
        "kinds": np.array([min(3.0, len(names)) for names in kinds]),
        **look,
        **_places(document, along, told, look),
        **_neighbours(document, along, told, look),
        **_sayings(document, along),
    }
    return Evidence(np.column_stack([columns[name] for name in FEATURES]), tuple(strongest))


def _looks(document: Document, along: Along) -> dict[str, Column]:
    looks = document.derived_by_block(lines)
    texts = [block.text for block in document.blocks]
    times = Counter(document.keys)
    return {
        "width": np.log1p([look.width for look in looks]),
        "words": np.log1p([look.words for look in looks]),
        "final": np.array([look.final for look in looks], float),
        "prose": np.array([look.prose for look in looks], float),
        "capital": np.array([look.capital for look in looks]),
        "digits": np.array([look.digits for look in looks]),
        "word_length": np.array([min(20.0, len(text) / (text.count(" ") + 1)) for text in texts]),
        "commas": np.array([(t.count(",") + t.count("、") + t.count("،")) / len(t) for t in texts]),
        "links": np.array([look.links for look in looks]),
        "links_near": along.near(np.array([look.links for look in looks]), -4, 4),
        "heading": np.array([block.is_heading for block in document.blocks], float),
        "again": np.array([times[key] > 1 and not look.prose for key, look in zip(document.keys, looks, strict=True)])
        * 1.0,
    }


def _places(document: Document, along: Along, told: Column, look: dict[str, Column]) -> dict[str, Column]:
    where = document.derived(body)
    width = np.expm1(look["width"])
    strong, medium = told >= STRONG, told >= MEDIUM
    prose, ended = look["prose"] * width, look["final"] * width
    opens = document.derived(openings)
    opened = np.array([opens.get(number, 0.0) >= SURE for number in range(len(told))])
    inside = slice(where.first, where.last + 1)
    last = max(1, len(told) - 1)
    return {
        **_outside(where, strong, medium),
        "page_junk": np.full(len(told), medium.mean()),
        "body_share": np.full(
            len(told), (width[inside].sum() if where.first <= where.last else width.sum()) / max(1.0, width.sum())
        ),
        "count": np.full(len(told), np.log1p(len(told))),
        "position": along.number / last,
        "from_start": np.log1p(along.number),
        "from_end": np.log1p(along.number[::-1]),
        "prose_so_far": along.before(prose) / max(1.0, prose.sum()),
        "prose_so_far_log": np.log1p(along.before(prose)),
        "prose_to_come": along.after(prose) / max(1.0, prose.sum()),
        "ended_to_come": along.after(ended) / max(1.0, ended.sum()),
        "strong_before": np.log1p(along.before(strong)),
        "strong_after": np.log1p(along.after(strong)),
        "found_before": along.before(medium) / np.maximum(1, along.number),
        "found_after": along.after(medium) / np.maximum(1, along.number[::-1]),
        "since_opener": along.since(opened),
        "since_strong": along.since(strong),
        "since_prose": along.since(look["prose"] > 0),
    }


def _outside(where: Body, strong: NDArray[np.bool_], medium: NDArray[np.bool_]) -> dict[str, Column]:
    """Of blocks before and behind the body: how far away, and what was found there and on the way; 0 inside."""
    far, zone_junk, beyond = np.zeros(len(strong)), np.zeros(len(strong)), np.zeros(len(strong))
    if where.first > where.last:
        return {"far": far, "zone_junk": zone_junk, "beyond": beyond, "beyond_any": beyond}
    head, tail = slice(0, where.first), slice(where.last + 1, len(strong))
    between = np.zeros(len(strong))
    for zone, step in ((head, -1), (tail, 1)):
        found = strong[zone][::step]
        if len(found):
            far[zone] = np.arange(1, len(found) + 1)[::step]
            between[zone] = (np.cumsum(found) - found)[::step]
            zone_junk[zone] = medium[zone].mean()
    return {
        "far": np.log1p(far),
        "zone_junk": zone_junk,
        "beyond": between / np.maximum(1, far - 1),
        "beyond_any": (between > 0).astype(float),
    }


def _neighbours(document: Document, along: Along, told: Column, look: dict[str, Column]) -> dict[str, Column]:
    looks = document.derived_by_block(lines)
    items = [seen.item or block.tag in _ITEM_TAGS for seen, block in zip(looks, document.blocks, strict=True)]
    run = along.runs(look["prose"] == 0)
    return {
        "score_before": along.near(told, -1, -1),
        "score_after": along.near(told, 1, 1),
        "score_after_3": along.near(told, 1, 3),
        "score_before_8": along.near(told, -8, -1),
        "score_after_8": along.near(told, 1, 8),
        "final_after": along.near(look["final"], 1, 1),
        "final_before_8": along.near(look["final"], -8, -1),
        "final_after_8": along.near(look["final"], 1, 8),
        "width_before": along.near(look["width"], -1, -1),
        "width_after": along.near(look["width"], 1, 1),
        "run": np.log1p(run.length),
        "run_place": np.log1p(run.place),
        "run_left": np.log1p(run.length - run.place),
        "run_found": run.share(told >= MEDIUM),
        "items_near": along.near(np.array(items), -4, 4),
        "pairs_near": along.near(np.array(document.derived_by_block(pairs)), -4, 4),
        "amounts_near": along.near(np.array(document.derived_by_block(amounts)), -4, 4),
    }


_ITEM_TAGS = frozenset({"li", "tr", "pre"})


def _sayings(document: Document, along: Along) -> dict[str, Column]:
    topic = np.array(document.derived(topics))
    return {
        "topic": topic,
        "topic_near": along.near(np.maximum(0.0, topic), -3, 3),
        "title_shared": np.array(document.derived(title_shared)),
        **wording_features(np.array(document.derived_by_block(wordings)), along),
    }


def wording_features(wording: Column, along: Along | None = None) -> dict[str, Column]:
    """The features that are made from the wordings of the blocks (`cleaners.ngrams`); there is at least one block."""
    along = along or Along(len(wording))
    return {
        "wording": wording,
        "wording_before": along.near(wording, -1, -1),
        "wording_after": along.near(wording, 1, 1),
        "wording_near": along.near(wording, -4, 4),
        "wording_page": np.full(len(wording), wording.mean()),
    }
