"""What the elements of a page hold: sums over what is inside of them, their likes, the one that holds the article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cleaners.classifier.words import bits

if TYPE_CHECKING:
    from cleaners.classifier.measures import Measures
    from cleaners.classifier.segments import Node
    from cleaners.classifier.vectors import Floats, Integers

_LIKES = 3  # elements of one look side by side that make a list
# How much a paragraph speaks for its own container and the four around it.
_WEIGHTS = tuple(0.7**level for level in range(5))


@dataclass(frozen=True)
class Containers:
    """The nodes of a page as arrays over their numbers.

    `own` and `around` are bits (`cleaners.classifier.words.BITS`) of a node and of it with all around it. `chars`,
    `linked`, `long`, `ends`, `headings`, `count` are sums over the segments inside: code points, those in links, those
    of paragraphs, segments that end as sentences do, headings, all. `likes` is the size of each node's group (children
    of one parent that look the same), `group` its number; `listed` the nearest node at or around one that has two or
    more likes, -1 without; `outer` the size of the largest such group around; `top` the node that holds the article.
    """

    parent: Integers
    depth: Integers
    own: Integers
    around: Integers
    chars: Floats
    linked: Floats
    long: Floats
    ends: Floats
    headings: Floats
    count: Floats
    group: Integers
    likes: Integers
    listed: Integers
    outer: Integers
    top: int

    @classmethod
    def of(cls, nodes: list[Node], measures: Measures, node_of: Integers) -> Containers:
        """From the nodes, what was measured of the segments, and each segment's node."""
        parents = [node.parent for node in nodes]
        own = [bits(node.tag, node.words) for node in nodes]
        first = np.array([node.first for node in nodes])
        end = np.array([node.end for node in nodes])
        group, likes = _groups(nodes)
        sums = [_inside(values, first, end) for values in (measures.chars, measures.linked, measures.long)]
        more = [_inside(values, first, end) for values in (measures.end, measures.heading, np.ones(len(node_of)))]
        listed = np.where(likes >= _LIKES, likes, 0)
        around, inner, outer = _inherited(parents, own, listed.tolist(), (sums[0] > 0).tolist())
        return cls(
            parent=np.array(parents),
            depth=np.array([node.depth for node in nodes]),
            own=np.array(own),
            around=np.array(around),
            chars=sums[0],
            linked=sums[1],
            long=sums[2],
            ends=more[0],
            headings=more[1],
            count=more[2],
            group=group,
            likes=likes,
            listed=np.array(inner),
            outer=np.array(outer),
            top=_top(parents, np.bincount(node_of, weights=measures.long, minlength=len(nodes)).tolist()),
        )

    def group_sum(self, values: Floats) -> Floats:
        """For each node the sum of a value of nodes over its group of likes."""
        return np.asarray(np.bincount(self.group, weights=values)[self.group], float)


def _inside(values: Floats, first: Integers, end: Integers) -> Floats:
    total = np.concatenate(([0.0], np.cumsum(values)))
    difference: Floats = total[end] - total[first]
    return difference


def _groups(nodes: list[Node]) -> tuple[Integers, Integers]:
    """The number of each node's group (children of one parent with one tag and the same classes), and its size."""
    numbers: dict[tuple[int, str, str], int] = {}
    group = np.array([numbers.setdefault((node.parent, node.tag, node.classes), len(numbers)) for node in nodes])
    likes: Integers = np.bincount(group)[group]
    return group, likes


def _inherited(
    parents: list[int], own: list[int], listed: list[int], filled: list[bool]
) -> tuple[list[int], list[int], list[int]]:
    """For each node the bits of it and all around it, the nearest at or around it that is one of a list (-1), and the
    size of the longest list around it. `listed` is the size of the list that each is one of, or 0."""
    around, inner, outer = [own[0]], [-1], [0]
    for number in range(1, len(parents)):
        parent = parents[number]
        around.append(own[number] | around[parent])
        size = listed[number]
        inner.append(number if size else inner[parent])
        outer.append(size if filled[number] and size > outer[parent] else outer[parent])
    return around, inner, outer


def _top(parents: list[int], direct: list[float]) -> int:
    """The node that most paragraphs speak for, near ones most (as Arc90's Readability did it in 2009)."""
    scores = [0.0] * len(parents)
    for number, size in enumerate(direct):
        if not size:
            continue
        node = number
        for weight in _WEIGHTS:
            scores[node] += size * weight
            if not node:
                break
            node = parents[node]
    return scores.index(max(scores))
