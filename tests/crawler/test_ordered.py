"""Results in order: nothing waits for an input that has not come, and nothing is read ahead without bound."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from crawler.ordered import in_order, waiting


def at_once(item: int) -> Callable[[], int]:
    return lambda: item * item


def test_a_result_comes_out_while_the_input_blocks() -> None:
    gate = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        yield 2
        gate.wait(20)
        yield 3

    found = in_order(items(), at_once, 8)
    assert [next(found), next(found)] == [(1, 1), (2, 4)]
    assert not gate.is_set()
    gate.set()
    assert list(found) == [(3, 9)]


def test_results_keep_the_order_of_the_inputs() -> None:
    def slow(item: int) -> int:
        time.sleep(0.002 * (item % 5))
        return item

    with ThreadPoolExecutor(4) as pool:
        found = list(in_order(range(50), lambda item: waiting(pool.submit(slow, item)), 8))
    assert found == [(n, n) for n in range(50)]


@pytest.mark.parametrize(("limit", "size", "most"), [(5, 0, 5), (100, 10, 3), (100, 1000, 1)])
def test_no_more_is_in_flight_than_allowed(limit: int, size: int, most: int) -> None:
    begun = itertools.count()
    ahead = []

    def begin(item: int) -> Callable[[], int]:
        next(begun)
        return at_once(item)

    for done, _ in enumerate(in_order(range(60), begin, limit, lambda _: size, bytes_limit=30)):
        time.sleep(0.001)
        ahead.append(int(repr(begun)[6:-1]) - done)
    assert len(ahead) == 60
    assert max(ahead) <= most


def test_errors_come_out_in_their_place() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise LookupError("inputs")

    found = in_order(items(), at_once, 4)
    assert next(found) == (1, 1)
    with pytest.raises(LookupError, match="inputs"):
        next(found)
    failed: Future[int] = Future()
    failed.set_exception(ValueError("work"))
    with pytest.raises(ValueError, match="work"):
        list(in_order([1], lambda _: waiting(failed), 4))


def test_leaving_early_stops_the_reading() -> None:
    read = []

    def items() -> Iterator[int]:
        for number in itertools.count():
            read.append(number)
            yield number

    found = in_order(items(), at_once, 4)
    next(found)
    found.close()
    time.sleep(0.05)
    count = len(read)
    time.sleep(0.05)
    assert len(read) == count < 20
