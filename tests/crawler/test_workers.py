"""Worker processes: no page hangs, kills or slows the next one, and every page has an outcome."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError

import pytest

from cleaners.page import Page
from crawler.workers import CHAINS, WorkerPool
from output.processing import Processed, Task, process
from output.record import Facts
from tests.crawler import misbehaving
from tests.crawler.command import ROOT

ALL = " ".join(mode for mode, _ in CHAINS["blocks"])
STORY = "The council met on Tuesday and agreed to mend the old bridge before the winter. Nobody voted against it."
GOOD_PAGE = f"<html lang=en><head><title>Bridge</title></head><body><article><h1>Bridge</h1><p>{STORY}</p></article>"


class Misbehaving(WorkerPool):
    def _work(self) -> Callable[[Task, float], Processed]:
        return misbehaving.run


def task(body: str | bytes, number: int = 0) -> Task:
    body = body.encode() if isinstance(body, str) else body
    return Task(Page("https://example.org/", body), None, Facts(source="dehusk/test", id=f"n{number}"))


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with Misbehaving(2, page_seconds=2.0, memory_mb=768, recycle_after=7) as pool:
        assert pool.submit(task("good")).result(120).outcome == "ok"  # the fork server is up, and the clock is fair
        yield pool


@pytest.mark.parametrize(
    ("body", "outcome", "says"),
    [
        (f"hang_in_c {ALL}", "extract_timeout", "too long"),
        (f"memory {ALL}", "extract_memory", "memory"),
        (f"die {ALL}", "extract_failed", "SIGSEGV"),
        (f"exit {ALL}", "extract_failed", "SystemExit"),
        (f"recursion {ALL}", "extract_failed", "RecursionError"),
        (f"oops {ALL}", "extract_failed", "ValueError: oops"),
    ],
)
def test_a_bad_page_has_an_outcome_and_its_neighbours_are_right(
    pool: WorkerPool, body: str, outcome: str, says: str
) -> None:
    before = [pool.submit(task("good", number)) for number in range(3)]
    bad = pool.submit(task(body, 99))
    after = [pool.submit(task("good", number)) for number in range(3, 6)]
    done = bad.result(60)
    assert (done.id, done.outcome, done.record, done.removals) == ("n99", outcome, b"", b"")
    assert says in done.detail
    assert [future.result(60).id for future in before + after] == [f"n{number}" for number in range(6)]


def test_fall_backs_take_over_in_their_order(pool: WorkerPool) -> None:
    assert pool.submit(task("hang_in_c blocks")).result(60).mode == "fast"
    assert pool.submit(task("die blocks fast")).result(60).mode == "resiliparse"


def test_all_fall_backs_together_keep_the_limit() -> None:
    with Misbehaving(1, page_seconds=1.0) as pool:
        pool.submit(task("good")).result(120)
        began = time.monotonic()
        assert pool.submit(task(f"sleep {ALL}")).result(60).outcome == "extract_timeout"
        assert time.monotonic() - began < 8  # 1.5 s on the clock, new workers, and a busy machine


def test_a_page_too_large_for_the_memory_is_not_tried() -> None:
    pool = WorkerPool(1, memory_mb=12)
    assert pool.submit(task(b"x" * (2 << 20))).result(1).outcome == "too_large"
    pool.close()


def test_a_closed_pool_takes_nothing_and_close_waits_for_what_it_took() -> None:
    pool = Misbehaving(1)
    futures = [pool.submit(task("good", number)) for number in range(20)]
    pool.close()
    assert all(future.result(0).outcome == "ok" for future in futures)
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit(task("good"))
    pool.close()


def test_kill_ends_what_hangs_and_cancels_it() -> None:
    pool = Misbehaving(1, page_seconds=600)
    pool.submit(task("good")).result(120)
    futures = [pool.submit(task(f"sleep {ALL}")), pool.submit(task("good"))]
    began = time.monotonic()
    pool.close(kill=True)
    assert time.monotonic() - began < 10
    for future in futures:
        with pytest.raises(CancelledError):
            future.result(10)


def test_a_pool_without_work_starts_nothing() -> None:
    pool = WorkerPool(4)
    pool.close()
    with pytest.raises(ValueError, match="at least one"):
        WorkerPool(0)


# Pages that hung or broke trafilatura: 66 KB of dates, 20,000 <b> in one paragraph, deep nesting, 200,000 attributes.
ENDS = {"ok", "empty", "extract_timeout", "extract_memory", "extract_failed"}
HOSTILE = {
    "dates": "<html><body><article><p>" + " ".join(f"{n % 28 + 1}.{n % 12 + 1}.20{n % 30:02}" for n in range(7500)),
    "bold": "<html><body><article><p>" + "<b>word</b> " * 20_000,
    "nested": "<html><body>" + "<div>" * 1000 + f"<p>{STORY}</p>" * 5,
    "attributes": "<html><body><p " + " ".join(f"a{n}=1" for n in range(200_000)) + f">{STORY}</p>",
}


def test_hostile_pages_end_in_time_and_the_page_behind_them_is_right() -> None:
    expected = process(task(GOOD_PAGE))
    assert expected.outcome == "ok"
    with WorkerPool(2, page_seconds=3.0) as pool:
        assert pool.submit(task(GOOD_PAGE)).result(120).record == expected.record
        began = time.monotonic()
        bad = [pool.submit(task(body)) for body in HOSTILE.values()]
        good = [pool.submit(task(GOOD_PAGE)) for _ in bad]
        outcomes = {name: future.result(120).outcome for name, future in zip(HOSTILE, bad, strict=True)}
        assert time.monotonic() - began < 60
        assert set(outcomes.values()) <= {"ok", "empty", "extract_timeout", "extract_memory", "extract_failed"}, (
            outcomes
        )
        assert [future.result(60).record for future in good] == [expected.record] * len(bad)


def test_the_parts_that_only_workers_need_are_not_loaded_here() -> None:
    program = "import sys, crawler.worker_process as w; sys.exit(bool({'trafilatura', 'bs4'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_a_pool_that_closes_while_it_starts_says_nothing() -> None:
    program = (
        "from crawler.workers import WorkerPool; from output.processing import Task; from output.record import Facts\n"
        "for _ in range(3):\n"
        "    pool = WorkerPool(8); pool.submit(Task(None, 'x', Facts('s'))); pool.close(kill=True)\n"
    )
    words = [sys.executable, "-c", program]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
