"""Sums of regression trees: what gradient boosting learns, evaluated with numpy for many rows at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


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

    @cached_property
    def _children(self) -> NDArray[np.int32]:
        return np.stack([self.lower, self.higher], axis=1).ravel()

    def sums(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the trees add up to, for each of the rows (rows x features)."""
        start = np.arange(len(rows))[:, None] * rows.shape[1]
        flat = rows.ravel()
        node = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        for _ in range(self.depth):
            higher = flat.take(start + self.feature.take(node)) > self.threshold.take(node)
            node = self._children.take(2 * node + higher)
        summed: NDArray[np.float64] = self.value.take(node).sum(axis=1)
        return summed

    def shares(self, row: NDArray[np.float64]) -> dict[str, float]:
        """What each feature added to the sum of one row: how the expected value changed at the nodes that ask for it.

        Together with the expected values of the roots they are the sum (Saabas 2014, "Interpreting random forests").
        """
        shares = dict.fromkeys(self.names, 0.0)
        for root in self.roots.tolist():
            node = root
            while self.lower[node] != node:
                feature = self.feature[node]
                after = self.higher[node] if row[feature] > self.threshold[node] else self.lower[node]
                shares[self.names[feature]] += float(self.value[after] - self.value[node])
                node = after
        return shares
