"""Sums, shares and distances along the blocks of a document, for all blocks at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Column = NDArray[np.float64]

FARTHEST = 60  # blocks; what is farther away, or nowhere, is as far as this


@dataclass(frozen=True, slots=True)
class Runs:
    """Blocks of a kind that stand together: per block how long its run is and its place there; 0 outside of runs."""

    length: NDArray[np.int64]
    place: NDArray[np.int64]
    start: NDArray[np.int64]

    def share(self, flags: NDArray[np.bool_]) -> Column:
        """The share of flagged blocks in the run of each block; 0 outside of runs."""
        totals = np.concatenate([[0], np.cumsum(flags)])
        share: Column = (totals[self.start + self.length] - totals[self.start]) / np.maximum(1, self.length)
        return share


@dataclass(frozen=True)
class Along:
    """Looks along `count` blocks, of which there is at least one. Every answer has one value a block."""

    count: int

    @cached_property
    def number(self) -> NDArray[np.int64]:
        return np.arange(self.count)

    def before(self, values: NDArray[Any]) -> Column:
        """The sum over the blocks before."""
        total: Column = np.cumsum(values, dtype=float) - values
        return total

    def after(self, values: NDArray[Any]) -> Column:
        """The sum over the blocks after."""
        total: Column = np.cumsum(values[::-1], dtype=float)[::-1] - values
        return total

    def near(self, values: NDArray[Any], first: int, last: int) -> Column:
        """The mean over the blocks from `first` to `last` places away, as far as there are such; 0 without any."""
        low, high, size = self._windows.get((first, last)) or self._window(first, last)
        totals = np.zeros(self.count + 1)
        np.cumsum(values, dtype=float, out=totals[1:])
        mean: Column = (totals[high] - totals[low]) / size
        return mean

    @cached_property
    def _windows(self) -> dict[tuple[int, int], tuple[NDArray[np.int64], ...]]:
        return {}

    def _window(self, first: int, last: int) -> tuple[NDArray[np.int64], ...]:
        low = np.minimum(np.maximum(self.number + first, 0), self.count)
        high = np.minimum(np.maximum(self.number + (last + 1), 0), self.count)
        self._windows[first, last] = low, high, np.maximum(1, high - low)
        return self._windows[first, last]

    def since(self, flags: NDArray[np.bool_]) -> Column:
        """log(1 + blocks since the last flagged block before), at most as for `FARTHEST`."""
        last = np.maximum.accumulate(np.where(flags, self.number, -FARTHEST - 1))
        last = np.concatenate([[-FARTHEST - 1], last[:-1]])
        since: Column = np.log1p(np.minimum(FARTHEST, self.number - last))
        return since

    def runs(self, flags: NDArray[np.bool_]) -> Runs:
        """The runs of flagged blocks."""
        edge = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
        starts, ends = edge[::2], edge[1::2]
        inside = np.repeat(np.arange(len(starts)), ends - starts)
        length, place, start = np.zeros((3, self.count), np.int64)
        length[flags] = (ends - starts)[inside]
        start[flags] = starts[inside]
        place[flags] = self.number[flags] - starts[inside]
        return Runs(length, place, start)
