"""Sums, shares and distances along the blocks of a document, for several columns and all blocks at once.

A call of numpy costs as much as the arithmetic on some hundred values, and most documents have fewer blocks: so what
is asked of several columns is asked in one call. A column here is one row of a matrix, with one value a block.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Columns = NDArray[np.float64]

FARTHEST = 60  # blocks; what is farther away, or nowhere, is as far as this
_WINDOW = 9  # blocks; no window reaches farther


class Means:
    """Means over the neighbours of each block, several of them in one pass."""

    def __init__(self, windows: Sequence[tuple[int, int, int]]) -> None:
        """`windows` are the number of a column, and how far away the first and the last block are that count."""
        column, first, last = np.array(windows, np.intp).T[:, :, None]
        assert max(-first.min(), last.max() + 1) <= _WINDOW, "a window reaches too far"
        self._column, self._low, self._high = column, _WINDOW + first, _WINDOW + last + 1

    def of(self, columns: NDArray[Any]) -> Columns:
        """A row for each of the windows: the mean over those of its blocks that there are, 0 without any.

        `columns` has one row a column and one value a block in it; there is at least one block.
        """
        count = columns.shape[1]
        # Running totals, continued over both ends, so that every window is a difference; below them how many blocks
        # there are so far.
        totals = np.zeros((len(columns) + 1, count + 1 + 2 * _WINDOW))
        own = totals[:, _WINDOW + 1 : _WINDOW + 1 + count]
        np.cumsum(columns, axis=1, dtype=float, out=own[:-1])
        own[-1] = np.arange(1, count + 1)
        totals[:, _WINDOW + 1 + count :] = own[:, -1:]
        width = totals.shape[1]
        number = np.arange(count)
        low, high = number + self._low, number + self._high
        size = totals[-1].take(high) - totals[-1].take(low)
        begin = self._column * width
        mean: Columns = (totals.take(high + begin) - totals.take(low + begin)) / np.maximum(1, size)
        return mean


def before(columns: NDArray[Any]) -> Columns:
    """The sums over the blocks before each."""
    total: Columns = np.cumsum(columns, axis=1, dtype=float) - columns
    return total


def after(columns: NDArray[Any]) -> Columns:
    """The sums over the blocks after each."""
    total: Columns = np.cumsum(columns[:, ::-1], axis=1, dtype=float)[:, ::-1] - columns
    return total


def since(flags: NDArray[np.bool_]) -> Columns:
    """log(1 + blocks since the last flagged block before), at most as for `FARTHEST`."""
    number = np.arange(flags.shape[1])
    last = np.full(flags.shape, -FARTHEST - 1)
    np.maximum.accumulate(np.where(flags, number, -FARTHEST - 1)[:, :-1], axis=1, out=last[:, 1:])
    ago: Columns = np.log1p(np.minimum(FARTHEST, number - last))
    return ago


@dataclass(frozen=True, slots=True)
class Runs:
    """Blocks of a kind that stand together: per block how long its run is and its place there; 0 outside of runs."""

    length: NDArray[np.int64]
    place: NDArray[np.int64]
    start: NDArray[np.int64]

    @classmethod
    def of(cls, flags: NDArray[np.bool_]) -> Runs:
        """The runs of flagged blocks."""
        number = np.arange(len(flags))
        outside = np.maximum.accumulate(np.where(flags, -1, number))  # the last block before that is in no run
        behind = np.minimum.accumulate(np.where(flags, len(flags), number)[::-1])[::-1]
        return cls((behind - outside - 1) * flags, (number - outside - 1) * flags, (outside + 1) * flags)

    def share(self, flags: NDArray[np.bool_]) -> Columns:
        """The share of flagged blocks in the run of each block; 0 outside of runs."""
        totals = np.zeros(len(flags) + 1, np.int64)
        np.cumsum(flags, out=totals[1:])
        share: Columns = (totals[self.start + self.length] - totals[self.start]) / np.maximum(1, self.length)
        return share
