"""Hostile HTML: whatever a page is, it ends in time, in one outcome, and the page behind it is as if it stood alone."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.workers import WorkerPool
from output.processing import Processed
from tests.crawler.command import COMMAND, environment, rows
from tests.reliability.hostile_html import GOOD, HTML, STORY, page
from tests.reliability.hostile_html_mutations import MUTATIONS, WILD, mutations, own_pages, wild_pages
from tests.reliability.hostile_html_trial import (
    HOSTILE,
    MeasuredPool,
    Tried,
    broken,
    in_time,
    problems,
    table,
    task,
    tried,
)

SECONDS = 5.0
BUSY = 20.0  # seconds on the clock that a busy machine may add
PARENT_MB = 300  # what the large pages may add to the memory of this process: it holds one page and its result
SMALL_MUTATIONS, ALL_MUTATIONS = 150, 1000


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with MeasuredPool(1, page_seconds=SECONDS) as pool:
        yield pool


@pytest.fixture(scope="module")
def expected(pool: WorkerPool) -> bytes:
    """The record of the good page, alone."""
    done: Processed = pool.submit(task(GOOD)).result(120)
    assert done.outcome == "ok"
    return done.record


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 71
    assert len({(one.body(large=False), one.kind) for one in HOSTILE.values()}) == len(HOSTILE)


def test_the_same_seed_gives_the_same_page() -> None:
    own = own_pages()
    assert len(own) >= 30
    several = list(mutations(own, 2 * len(MUTATIONS)))
    assert several == list(mutations(own, 2 * len(MUTATIONS)))
    assert len({body for _, body in several}) > len(MUTATIONS)


@pytest.mark.parametrize("group", range(8))
def test_small_forms_need_no_fall_back_and_harm_nobody(pool: WorkerPool, expected: bytes, group: int) -> None:
    """A way that fails is a mistake of ours, even if another one helps: all of them are read in the first way."""
    chosen = [one for number, one in enumerate(HOSTILE.values()) if number % 8 == group]
    found = list(tried(pool, ((one.name, one.body(large=False), one.kind) for one in chosen)))
    assert [one.name for one in found] == [one.name for one in chosen]
    assert {one.name: wrong for one in found if (wrong := problems(one, expected))} == {}
    assert [(one.name, one.way, one.done.outcome) for one in found if one.way != "blocks"] == []


def test_mutations_need_no_fall_back_and_harm_nobody(pool: WorkerPool, expected: bytes) -> None:
    found = list(tried(pool, ((name, body, HTML) for name, body in mutations(own_pages(), SMALL_MUTATIONS))))
    assert len(found) == SMALL_MUTATIONS
    assert {one.name: wrong for one in found if (wrong := problems(one, expected))} == {}
    assert [(one.name, one.way, one.done.outcome) for one in found if one.way != "blocks"] == []
    assert sum(one.done.outcome == "ok" for one in found) > SMALL_MUTATIONS // 2  # they are still pages


def test_a_page_of_100000_blocks_keeps_its_text(pool: WorkerPool, expected: bytes) -> None:
    """The first two ways could not read it in time; what they would take is left to the third."""
    lines = page("".join(f"<p>Line {number} of many</p>" for number in range(100_000))).encode()
    found = next(tried(pool, [("100000 blocks", lines, HTML)]))
    assert problems(found, expected) == []
    assert (found.done.outcome, found.way) == ("ok", "resiliparse")
    record = json.loads(found.done.record)
    assert "Line 99999 of many" in record["text"]
    assert record["metadata"]["guard"] == "too_many_blocks"


def test_the_command_gives_each_page_one_outcome_and_good_pages_their_record(tmp_path: Path, expected: bytes) -> None:
    """Beside one another in the workers: every fifth hostile page, a good one behind each; and a hostile text.

    A text has no time limit. One with a million accents on a letter took hours.
    """
    for number, one in enumerate(list(HOSTILE.values())[::5]):
        (tmp_path / f"{number:03}-hostile.html").write_bytes(one.body(large=False))
        (tmp_path / f"{number:03}-well.html").write_bytes(GOOD)
    accents = "\u0323\u0301" * 500_000
    (tmp_path / "accents.txt").write_text(f"{STORY}\na{accents}\nThe end of it.\n", encoding="utf-8")
    inputs = sorted([*tmp_path.glob("*.html"), *tmp_path.glob("*.txt")])
    output = _cleaned(tmp_path, inputs)
    outcomes = rows(output.with_name("out.outcomes.jsonl"))
    assert [Path(row["input"]).name for row in outcomes] == [path.name for path in inputs]
    assert {row["outcome"] for row in outcomes if "hostile" not in row["input"]} == {"ok"}
    records = {row["id"]: row for row in rows(output)}
    assert len(records) == sum(row["outcome"] == "ok" for row in outcomes)
    good = {records[row["id"]]["text"] for row in outcomes if "well" in row["input"]}
    assert good == {json.loads(expected)["text"]}
    text = next(records[row["id"]]["text"] for row in outcomes if "accents" in row["input"])
    assert text.startswith(STORY)
    assert len(text) < 1000
    for side in ("out.jsonl", "out.removals.jsonl", "out.outcomes.jsonl", "out.rejects.jsonl"):
        lines = output.with_name(side).read_bytes().splitlines()
        assert [wrong for line in lines for wrong in broken(line)] == []


def _cleaned(folder: Path, inputs: list[Path]) -> Path:
    """The records of `dehusk clean` of these files. It must end as it should."""
    output = folder / "out.jsonl"
    words = [*COMMAND, "clean", *map(str, inputs), "-o", str(output), "--page-seconds", str(SECONDS), "--workers", "2"]
    with (folder / "err").open("w+b") as said:
        process = subprocess.Popen(words, stdout=said, stderr=said, env=environment(), cwd=folder)
        try:
            code = process.wait(120)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        said.seek(0)
        told = said.read().decode()
    assert code in (0, 1), told
    assert "Traceback" not in told
    assert "a mistake in dehusk" not in told
    assert [one for one in set(told) if not one.isprintable() and one != "\n"] == []
    return output


# ---------------------------------------------------------------------- all of it


@pytest.mark.nightly
def test_large_forms_end_in_time_and_harm_nobody(pool: WorkerPool, expected: bytes) -> None:
    before = _resident_mb()
    source = ((one.name, one.body(large=True), one.kind) for one in HOSTILE.values())
    found = _all_right(tried(pool, source), expected)
    assert [one.name for one in found] == list(HOSTILE)
    assert _resident_mb() - before < PARENT_MB
    assert sum(one.done.outcome == "ok" for one in found) > len(found) // 2


@pytest.mark.nightly
@pytest.mark.parametrize("source", ["own", "wild"])
def test_a_thousand_mutations_end_in_time_and_harm_nobody(pool: WorkerPool, expected: bytes, source: str) -> None:
    pages = own_pages() if source == "own" else wild_pages()
    if not pages:
        pytest.skip(f"there are no pages of the wild in {os.path.relpath(WILD)}")
    given = ((name, body, HTML) for name, body in mutations(pages, ALL_MUTATIONS))
    found = _all_right(tried(pool, given), expected)
    assert len(found) == ALL_MUTATIONS
    assert [(one.name, one.done.detail) for one in found if one.way not in ("blocks", "fast", "resiliparse")] == []


def _all_right(given: Iterator[Tried], expected: bytes) -> list[Tried]:
    """All of them, after their slowest have been shown. Checked one at a time: their records are large."""
    found, wrong = [], {}
    for one in given:
        told = problems(one, expected) + in_time(one, SECONDS, BUSY)
        if told:
            wrong[one.name] = told[:3]
        found.append(one.without_lines())
    sys.stdout.write(table(found))
    assert wrong == {}
    return found


def _resident_mb() -> float:
    """The most memory that this process has had."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20) if sys.platform == "darwin" else most / (1 << 10)
