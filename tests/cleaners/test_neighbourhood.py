"""Looks along the blocks: the block itself is not its own neighbour, and a border is no neighbour either."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.neighbourhood import FARTHEST, Along

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
    assert Along(5).near(FLAGS, first, last).tolist() == pytest.approx(expected)


def test_sums_before_and_after_leave_the_block_out() -> None:
    assert Along(5).before(FLAGS).tolist() == [0, 1, 1, 2, 3]
    assert Along(5).after(FLAGS).tolist() == [2, 2, 1, 0, 0]


def test_a_flag_is_seen_from_the_next_block_on() -> None:
    since = np.expm1(Along(5).since(FLAGS == 1))
    assert since.round().tolist() == [FARTHEST, 1, 2, 1, 1]
    assert np.expm1(Along(200).since(np.arange(200) == 0))[-1] == pytest.approx(FARTHEST)


def test_runs_have_a_length_a_place_and_a_share() -> None:
    runs = Along(5).runs(FLAGS == 1)
    assert runs.length.tolist() == [1, 0, 2, 2, 0]
    assert runs.place.tolist() == [0, 0, 0, 1, 0]
    assert runs.share(np.array([False, True, True, False, True])).tolist() == [0, 0, 0.5, 0.5, 0]


def test_one_block_alone_has_no_neighbours() -> None:
    along = Along(1)
    assert along.near(np.array([1.0]), 1, 8).tolist() == [0]
    assert along.runs(np.array([True])).length.tolist() == [1]
