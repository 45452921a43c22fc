"""Looks along the blocks: the block itself is not its own neighbour, and a border is no neighbour either."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.neighbourhood import FARTHEST, Means, Runs, after, before, since

FLAGS = np.array([1, 0, 1, 1, 0])


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (-1, -1, [0, 1, 0, 1, 1]),
        (1, 1, [0, 1, 1, 0, 0]),
        (1, 3, [2 / 3, 2 / 3, 0.5, 0, 0]),
        (-4, 4, [3 / 5] * 5),
        (-2, -1, [0, 1, 0.5, 0.5, 1]),
    ],
)
def test_a_mean_is_over_the_blocks_that_exist(first: int, last: int, expected: list[float]) -> None:
    columns = np.array([FLAGS * 0, FLAGS])  # the one before it is not its own either
    (mean,) = Means([(1, first, last)]).of(columns)
    assert mean.tolist() == pytest.approx(expected)


def test_sums_before_and_after_leave_the_block_out() -> None:
    assert before(np.array([FLAGS, 2 * FLAGS])).tolist() == [[0, 1, 1, 2, 3], [0, 2, 2, 4, 6]]
    assert after(np.array([FLAGS, 2 * FLAGS])).tolist() == [[2, 2, 1, 0, 0], [4, 4, 2, 0, 0]]


def test_a_flag_is_seen_from_the_next_block_on() -> None:
    ago = np.expm1(since(np.array([FLAGS == 1, FLAGS == 2])))
    assert ago.round().tolist() == [[FARTHEST, 1, 2, 1, 1], [FARTHEST] * 5]
    assert np.expm1(since(np.array([np.arange(200) == 0])))[0, -1] == pytest.approx(FARTHEST)


def test_runs_have_a_length_a_place_and_a_share() -> None:
    runs = Runs.of(FLAGS == 1)
    assert runs.length.tolist() == [1, 0, 2, 2, 0]
    assert runs.place.tolist() == [0, 0, 0, 1, 0]
    assert runs.share(np.array([False, True, True, False, True])).tolist() == [0, 0, 0.5, 0.5, 0]


def test_one_block_alone_has_no_neighbours() -> None:
    assert Means([(0, 1, 8)]).of(np.array([[1.0]])).tolist() == [[0]]
    assert Runs.of(np.array([True])).length.tolist() == [1]


def test_a_window_that_reaches_too_far_is_refused() -> None:
    with pytest.raises(AssertionError, match="too far"):
        Means([(0, 1, 9)])
