"""The features of every segment of a page, by name. What is cheap, and speaks no language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from cleaners.classifier.containers import Containers
from cleaners.classifier.measures import Measures
from cleaners.classifier.vectors import Along, Floats, Integers, Stretch, share
from cleaners.classifier.words import BITS, KINDS

if TYPE_CHECKING:
    from cleaners.classifier.segments import Segmented

_REACHES = (1, 2, 4, 8, 16)
_STEPS = (-2, -1, 1, 2)
_UP = 5  # levels of containers that are looked at
_READ = 300  # code points of a segment in which the words of the title are looked for
_LONG = 4  # letters
_LONG_WORD = re.compile(rf"\w{{{_LONG},}}|[\u3040-\uffef]")
_FAR = -999.0  # "there is none", below every real value
_IN, _NEAR = tuple(f"in_{name}" for name in BITS), tuple(f"near_{name}" for name in KINDS)


def block_features(page: Segmented, title: str, description: str) -> dict[str, Floats]:
    """Name -> one value a segment. `title` and `description` are what the page declares."""
    measures = Measures.of(page.segments)
    node_of = np.array([segment.node for segment in page.segments])
    holders = Containers.of(page.nodes, measures, node_of)
    found = _own(measures)
    found |= _declared(measures, title, description)
    found |= _topic(page, measures, title)
    found |= _around(holders, node_of)
    found |= _ancestors(holders, node_of)
    found |= _likes(holders, node_of)
    found |= _templates(page, measures, holders)
    found |= _top(page, holders, node_of)
    found |= _along(measures, node_of)
    found |= _headings(measures)
    found |= _place(measures, holders, node_of)
    found |= _whole(measures, holders, node_of)
    return found


def _own(m: Measures) -> dict[str, Floats]:
    return {
        "chars": np.log1p(m.chars),
        "words": np.log1p(m.words),
        "linked": share(m.linked, m.chars),
        "links": m.links,
        "end": m.end,
        "commas": m.commas,
        "stops": np.log1p(m.stops),
        "digits": m.digits,
        "upper": m.upper,
        "price": m.price,
        "colon": m.colon,
        "level": m.level,
        "tag": m.tag,
        "copies": m.copies,
        "again": m.again,
        "word_chars": share(m.chars, m.words),
    }


def _declared(m: Measures, title: str, description: str) -> dict[str, Floats]:
    """Whether a segment is the declared title, or begins the declared description."""
    title, description = title.lower(), description.lower()[:60]
    n, reach = len(m.lower), len(title) * 3 // 2
    titles = [len(text) > 8 and (text in title or title in text[:reach]) for text in m.lower] if title else [False] * n
    descriptions = [description in text for text in m.lower] if len(description) > 30 else [False] * n
    return {"is_title": np.array(titles, float), "is_description": np.array(descriptions, float)}


def _topic(page: Segmented, m: Measures, title: str) -> dict[str, Floats]:
    """How much of the title's words stand in a segment, and in the heading above it."""
    wanted = frozenset(_LONG_WORD.findall(title.lower()))
    texts = (
        lower if len(segment.text) <= _READ else segment.text[:_READ].lower()
        for segment, lower in zip(page.segments, m.lower, strict=True)
    )
    shared = _shared if all(len(word) >= _LONG for word in wanted) else _shared_tokens
    counts = np.array([shared(wanted, text) for text in texts] if wanted else np.zeros(len(m.lower)), float)
    here = np.arange(len(counts))
    heading = np.maximum(np.maximum.accumulate(np.where(m.level > 0, here, -1)), 0)
    said = counts / max(1, len(wanted))
    return {"title_said": said, "title_words": counts / np.maximum(1.0, m.words), "title_heading": said[heading]}


def _shared(wanted: frozenset[str], text: str) -> int:
    """How many of the words stand in a text: `_shared_tokens` for words of four letters and more, without the cutting
    of each text into its words."""
    return sum([word in text and _stands(word, text) for word in wanted])


def _stands(word: str, text: str) -> bool:
    """Whether a word that is in a text stands there by itself."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (_is_of_word(text[at - 1 : at]) or _is_of_word(text[end : end + 1])):
            return True
        at = text.find(word, at + 1)
    return False


def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_"  # as `\w` has it


def _shared_tokens(wanted: frozenset[str], text: str) -> int:
    return len(wanted.intersection(_LONG_WORD.findall(text)))


def _around(holders: Containers, node_of: Integers) -> dict[str, Floats]:
    """Which kinds of elements a segment stands in, anywhere above it and next to it."""
    around = holders.around[node_of]
    near = (holders.own | holders.own[holders.parent])[node_of]
    found = dict(zip(_IN, _parted(around, len(_IN)), strict=True))
    return found | dict(zip(_NEAR, _parted(near, len(_NEAR)), strict=True))


def _parted(bits: Integers, count: int) -> Floats:
    """The lowest bits of each number, as `count` rows of 0 and 1."""
    rows: Floats = ((bits >> np.arange(count)[:, None]) & 1).astype(float)
    return rows


def _ancestors(holders: Containers, node_of: Integers) -> dict[str, Floats]:
    """What the containers of a segment hold, from the innermost outwards."""
    found: dict[str, Floats] = {}
    node = node_of
    density, average = share(holders.linked, holders.chars), share(holders.chars, holders.count)
    ends, long = share(holders.ends, holders.count), share(holders.long, holders.long[:1])
    chars, count = np.log1p(holders.chars), np.log1p(holders.count)
    for up in range(_UP):
        found[f"up{up}_chars"] = chars[node]
        found[f"up{up}_linked"] = density[node]
        found[f"up{up}_count"] = count[node]
        found[f"up{up}_long"] = long[node]
        if up < 3:
            found[f"up{up}_average"] = average[node]
            found[f"up{up}_ends"] = ends[node]
        node = holders.parent[node]
    return found


def _likes(holders: Containers, node_of: Integers) -> dict[str, Floats]:
    """The list that a segment is part of: how many items, how long, how much of them links."""
    item = holders.listed[node_of]
    listed = item >= 0
    item = np.maximum(item, 0)
    chars, linked = holders.group_sum(holders.chars)[item], holders.group_sum(holders.linked)[item]
    long = holders.group_sum(holders.long)[item]
    likes = holders.likes[item].astype(float)
    found = {
        "list_size": np.log1p(likes),
        "list_item": np.log1p(holders.chars[item]),
        "list_average": share(chars, likes),
        "list_linked": share(linked, chars),
        "list_share": share(chars, holders.chars[:1]),
        "list_long": share(long, holders.long[:1]),
        "list_depth": (holders.depth[node_of] - holders.depth[item]).astype(float),
        "list_count": holders.count[item],
    }
    found = {name: np.where(listed, values, -1.0) for name, values in found.items()}
    return found | {"list_outer": np.log1p(holders.outer[node_of])}


def _templates(page: Segmented, m: Measures, holders: Containers) -> dict[str, Floats]:
    """All segments of the page that stand in the same tags and classes: how many, how long, how much of them links."""
    numbers: dict[tuple[str, str, str, str, str], int] = {}
    looks = []
    for segment in page.segments:
        node = page.nodes[segment.node]
        above = page.nodes[node.parent]
        look = (segment.tag, node.tag, node.classes, above.tag, above.classes)
        looks.append(numbers.setdefault(look, len(numbers)))
    look_of = np.array(looks)
    count, chars, linked, long = (
        np.bincount(look_of, weights=values)[look_of] for values in (np.ones(len(looks)), m.chars, m.linked, m.long)
    )
    return {
        "look_count": np.log1p(count),
        "look_average": np.log1p(chars / count),
        "look_linked": share(linked, chars),
        "look_share": share(chars, holders.chars[:1]),
        "look_long": share(long, holders.long[:1]),
    }


def _top(page: Segmented, holders: Containers, node_of: Integers) -> dict[str, Floats]:
    """Where a segment stands to the element that most paragraphs speak for."""
    here = np.arange(len(node_of))
    node = page.nodes[holders.top]
    above = page.nodes[node.parent]
    last = max(node.first, node.end - 1)
    return {
        "top": ((here >= node.first) & (here < node.end)).astype(float),
        "top_above": ((here >= above.first) & (here < above.end)).astype(float),
        "top_place": np.minimum(here - node.first, 0.0) + np.maximum(here - last, 0.0),
        "top_share": np.full(len(here), share(holders.long[holders.top : holders.top + 1], holders.long[:1])[0]),
    }


def _along(m: Measures, node_of: Integers) -> dict[str, Floats]:
    """What stands around a segment in the order of reading."""
    n = len(node_of)
    chars, linked, long, ends = Along(m.chars), Along(m.linked), Along(m.long), Along(m.end)
    found: dict[str, Floats] = {}
    for reach in _REACHES:
        stretch = Stretch(n, reach)
        here, start, end = stretch.here, stretch.start, stretch.end
        size = chars.between(start, end)
        found[f"by{reach}_linked"] = share(linked.between(start, end), size)
        found[f"by{reach}_before"] = np.log1p(long.between(start, here))
        found[f"by{reach}_behind"] = np.log1p(long.between(here + 1, end))
        found[f"by{reach}_average"] = size / (end - start)
        found[f"by{reach}_ends"] = ends.between(start, end) / (end - start)
    own_chars, own_linked = np.log1p(m.chars), share(m.linked, m.chars)
    for step in _STEPS:
        other = np.clip(np.arange(n) + step, 0, n - 1)
        found[f"at{step:+d}_chars"] = own_chars[other]
        found[f"at{step:+d}_linked"] = own_linked[other]
        found[f"at{step:+d}_with"] = (node_of[other] == node_of).astype(float)
    return found


def _headings(m: Measures) -> dict[str, Floats]:
    """The heading above a segment and what stands under it."""
    n = len(m.level)
    here = np.arange(n)
    is_heading = m.level > 0
    last = np.maximum.accumulate(np.where(is_heading, here, -1))
    following = np.append(np.minimum.accumulate(np.where(is_heading, here, n)[::-1])[::-1][1:], n)
    start = np.maximum(last, 0)
    first = np.flatnonzero(m.level == 1)
    h1_steps = np.asarray(here - float(first[0]) if len(first) else np.full(n, _FAR))
    return {
        "heading_steps": np.where(last >= 0, here - last, -1.0),
        "heading_level": np.where(last >= 0, m.level[start], -1.0),
        "heading_next": (following - here).astype(float),
        "heading_long": np.log1p(Along(m.long).between(start, following)),
        "heading_linked": share(Along(m.linked).between(start, following), Along(m.chars).between(start, following)),
        "h1_steps": h1_steps,
    }


def _place(m: Measures, holders: Containers, node_of: Integers) -> dict[str, Floats]:
    n = len(node_of)
    here = np.arange(n)
    return {
        "place": here / n,
        "place_chars": share(Along(m.chars).total[:-1], holders.chars[:1]),
        "place_long": share(Along(m.long).total[:-1], holders.long[:1]),
        "from_start": here.astype(float),
        "from_end": (n - here).astype(float),
        "depth": holders.depth[node_of].astype(float),
    }


def _whole(m: Measures, holders: Containers, node_of: Integers) -> dict[str, Floats]:
    """What holds for the page: one value, the same for each segment."""
    n = len(node_of)
    chars, linked, long = holders.chars[0], holders.linked[0], holders.long[0]
    around = holders.around[node_of]
    values = {
        "page_chars": np.log1p(chars),
        "page_count": n,
        "page_linked": linked / max(1.0, chars),
        "page_long": long / max(1.0, chars),
        "page_headings": m.heading.sum(),
        "page_h1": (m.level == 1).sum(),
        "page_prices": m.price.sum(),
        "page_list": holders.likes.max(),
        "page_average": chars / n,
        "page_ends": m.end.mean(),
        "page_longest": m.long.max(),
        "page_rows": (m.tag == 2).mean(),
        "page_code": (m.tag == 4).mean(),
        "page_items": (m.tag == 1).mean(),
    }
    for kind in ("comment", "forum", "product", "card", "accordion"):
        inside = ((around >> BITS.index(kind)) & 1).astype(float)
        values[f"page_{kind}"] = float(inside @ m.chars) / max(1.0, chars)
    return {name: np.full(n, float(value)) for name, value in values.items()}
