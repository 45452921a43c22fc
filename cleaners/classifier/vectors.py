"""Sums along the segments of a page, and the types of arrays that the classifier speaks of."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]


class Along:
    """One value for each of n segments, and its sums over stretches of them."""

    def __init__(self, values: Floats) -> None:
        self.total = np.concatenate(([0.0], np.cumsum(values)))

    def between(self, start: Integers, end: Integers) -> Floats:
        """The sums over `start` to before `end`, for each pair of them."""
        sums: Floats = self.total[end] - self.total[start]
        return sums


class Stretch:
    """The segments at most `reach` before and behind each of n segments: `[start, end)`."""

    def __init__(self, n: int, reach: int) -> None:
        self.here = np.arange(n)
        self.start = np.maximum(0, self.here - reach)
        self.end = np.minimum(n, self.here + reach + 1)


def share(part: Floats, whole: Floats) -> Floats:
    """part / whole, 0 where there is nothing."""
    quotient: Floats = part / np.maximum(whole, 1e-9)
    return quotient
