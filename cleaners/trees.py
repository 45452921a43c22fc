"""Sums of regression trees: what gradient boosting learns, evaluated with numpy for many rows at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_ROWS = 64  # so many at once: what lies between stays in the cache of the processor
_BITS = 64  # leaves of a tree, at most


@dataclass(frozen=True)
class Trees:
    """A sum of trees over named features.

    The nodes of all trees lie behind each other. At node i a row goes to `lower[i]` if its feature `feature[i]` is at
    most `threshold[i]`, else to `higher[i]`; a leaf leads to itself. `value` of a leaf is what it adds to the sum, of
    another node what was expected there when it was learnt. `roots` are the first nodes, `depth` the longest way.
    """

    names: tuple[str, ...]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    lower: NDArray[np.int32]
    higher: NDArray[np.int32]
    value: NDArray[np.float64]
    roots: NDArray[np.int32]
    depth: int

    @classmethod
    def of(cls, arrays: Mapping[str, Any]) -> Trees:
        """From the arrays of a model file. Raises KeyError if one is missing."""
        return cls(
            names=tuple(str(name) for name in arrays["names"]),
            feature=arrays["feature"].astype(np.int32),
            threshold=arrays["threshold"],
            lower=arrays["lower"].astype(np.int32),
            higher=arrays["higher"].astype(np.int32),
            value=arrays["value"],
            roots=arrays["roots"].astype(np.int32),
            depth=int(arrays["depth"]),
        )

    def sums(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the trees add up to, for each of the rows (rows x features)."""
        summed: NDArray[np.float64] = self._leaves(rows).sum(axis=1)
        return summed

    def sums_by(self, rows: NDArray[np.float64], groups: int) -> NDArray[np.float64]:
        """The same apart for tree 0, n, 2n …, tree 1, n + 1 … and so on: rows x `groups`, one for each of n classes."""
        leaves = self._leaves(rows)
        summed: NDArray[np.float64] = leaves.reshape(len(rows), -1, groups).sum(axis=1)
        return summed

    def _leaves(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The value of the leaf that each row comes to in each tree: rows x trees."""
        parts = [self._scorer.values(self.value, rows[at : at + _ROWS]) for at in range(0, len(rows), _ROWS)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.roots)))

    @cached_property
    def _scorer(self) -> _Leaves:
        return _Leaves.of(self)

    def shares(self, row: NDArray[np.float64]) -> dict[str, float]:
        """What each feature added to the sum of one row: how the expected value changed at the nodes that ask for it.

        Together with the expected values of the roots they are the sum (Saabas 2014, "Interpreting random forests").
        """
        feature, threshold, lower, higher, value = self._lists
        values = row.tolist()
        shares = [0.0] * len(self.names)
        for root in self.roots.tolist():
            node = root
            while lower[node] != node:
                after = higher[node] if values[feature[node]] > threshold[node] else lower[node]
                shares[feature[node]] += value[after] - value[node]
                node = after
        return dict(zip(self.names, shares, strict=True))

    @cached_property
    def _lists(self) -> tuple[list[int], list[float], list[int], list[int], list[float]]:
        """The nodes for a walk in Python, which numpy would slow down: each value it hands out is a new object."""
        return (
            self.feature.tolist(),
            self.threshold.tolist(),
            self.lower.tolist(),
            self.higher.tolist(),
            self.value.tolist(),
        )


@dataclass(frozen=True, slots=True)
class _Leaves:
    """The same trees, evaluated without walking them ("QuickScorer", Lucchese et al. 2015).

    The leaves of a tree are bits of a word, from left to right. Each node that sends a row to its higher side rules
    out the leaves of its lower side; the first bit that is left is the leaf of the row. Which nodes do so depends,
    feature by feature, only on how many of the thresholds of that feature lie below the value: so the leaves that all
    nodes of one feature leave are looked up in a table, and a row is one look-up a feature.
    """

    features: NDArray[np.intp]  # that are asked for
    limits: NDArray[np.float64]  # the thresholds of all of them, ascending
    places: NDArray[np.intp]  # features x (limits below the value): where the table has what is left
    table: NDArray[np.unsignedinteger[Any]]  # its rows are the leaves that are left, a word a tree
    leaves: NDArray[np.intp]  # trees x bits: the node of each leaf

    @classmethod
    def of(cls, trees: Trees) -> _Leaves:
        tests: list[tuple[int, float, int, int]] = []
        leaves = [_leaves_of(trees, root, tree, tests) for tree, root in enumerate(trees.roots.tolist())]
        bits = max(map(len, leaves))
        if bits > _BITS:
            raise ValueError(f"a tree has more than {_BITS} leaves")
        kind = next(kind for kind in (np.uint16, np.uint32, np.uint64) if np.iinfo(kind).bits >= bits)
        asked, thresholds, tree, gone = (np.array(column) for column in zip(*tests, strict=True))
        limits = np.unique(thresholds)
        features = np.unique(asked)
        table: list[NDArray[Any]] = []
        places = []
        begin = 0
        for feature in features:
            own = asked == feature
            steps, step = np.unique(thresholds[own], return_inverse=True)
            left = np.full((len(steps) + 1, len(leaves)), np.iinfo(kind).max, kind)  # the first row: below all limits
            np.bitwise_and.at(left, (step + 1, tree[own]), ~gone[own].astype(kind))
            table.append(np.bitwise_and.accumulate(left, axis=0))
            places.append(begin + np.concatenate([[0], steps.searchsorted(limits, "right")]))
            begin += len(left)
        return cls(
            features.astype(np.intp),
            limits,
            np.array(places, np.intp),
            np.concatenate(table),
            np.array([own + own[-1:] * (bits - len(own)) for own in leaves], np.intp),
        )

    def values(self, value: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.float64]:
        columns = rows.T.take(self.features, axis=0)
        # Much is said of a page as a whole, or of all of its rows that lie close together: one look-up for all of them.
        same = (columns == columns[:, :1]).all(axis=1)
        left = self._left(columns[~same], np.flatnonzero(~same)) & self._left(columns[same, :1], np.flatnonzero(same))
        bit = np.bitwise_count(~left & (left - left.dtype.type(1)))  # how many bits are below the first that is set
        tree = np.arange(self.leaves.shape[0]) * self.leaves.shape[1]
        reached: NDArray[np.float64] = value.take(self.leaves.take(bit + tree))
        return reached

    def _left(self, columns: NDArray[np.float64], which: NDArray[np.intp]) -> NDArray[Any]:
        """The leaves that the features number `which` leave, rows x trees; `columns` are their values, one a row."""
        below = self.limits.searchsorted(columns)
        below += which[:, None] * self.places.shape[1]
        left: NDArray[Any] = np.bitwise_and.reduce(self.table.take(self.places.take(below), axis=0), axis=0)
        return left


def _leaves_of(trees: Trees, root: int, tree: int, tests: list[tuple[int, float, int, int]]) -> list[int]:
    """The leaves of a tree from left to right. Its tests are added to `tests`: feature, threshold, tree, and the leaves
    that a row above the threshold rules out."""
    feature, threshold, lower, higher, _ = trees._lists
    leaves: list[int] = []

    def walk(node: int) -> None:
        if lower[node] == node:
            leaves.append(node)
            return
        before = len(leaves)
        walk(lower[node])
        gone = (1 << len(leaves)) - (1 << before)
        tests.append((feature[node], threshold[node], tree, gone))
        walk(higher[node])

    walk(root)
    return leaves
