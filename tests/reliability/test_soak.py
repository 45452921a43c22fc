"""A long crawl: memory, descriptors and processes stay as they are, and the last page comes as fast as the first."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import linear_regression, median

import pytest

from tests.crawler.site import serving
from tests.reliability.trial import Job

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_LOOKS = 200  # looks at a run, at most
WARM = 2000  # pages after which memory may hardly grow: caches and buffers are full then


@dataclass(frozen=True)
class Look:
    """A run at one moment: CPU seconds and resident bytes of its main process, of all, and what is open."""

    pages: int
    seconds: float
    cpu: float
    main_bytes: int
    descriptors: int
    processes: int


def look(process: int, pages: int) -> Look:
    members = list(_group(process))
    cpu = sum(seconds for _, seconds, _ in members)
    main = next(size for pid, _, size in members if pid == process)
    descriptors = len(os.listdir(f"/proc/{process}/fd"))
    return Look(pages, time.monotonic(), cpu, main, descriptors, len(members))


def _group(group: int) -> Iterator[tuple[int, float, int]]:
    tick = os.sysconf("SC_CLK_TCK")
    for entry in os.listdir("/proc"):
        try:
            row = Path("/proc", entry, "stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue
        if entry.isdigit() and row[0] != b"Z" and int(row[2]) == group:
            yield int(entry), (int(row[11]) + int(row[12])) / tick, int(row[21]) * _PAGE_BYTES


def soak(home: Path, pages: int) -> list[Look]:
    """A crawl of a site of so many pages, looked at as it goes."""
    with serving(pages=pages) as site:
        job = Job(home, site, "--trap", "pattern=0")  # its pages differ in numbers only, as those of a trap do
        looks: list[Look] = []
        with job.running() as process:
            step = max(20, pages // _LOOKS)
            for goal in range(step, pages + 1, step):
                if not job.wait_for_hits(goal, process):
                    break
                looks.append(look(process.pid, site.asked))
            process.wait(600)
        assert process.returncode == 0, job.said
        job.check_complete(pages + 1, refetches=0)
    return looks


def check(looks: list[Look]) -> None:
    """What must hold of any run, however long."""
    rest = looks[len(looks) // 5 :]
    assert max(one.descriptors for one in rest) - median(one.descriptors for one in rest) <= 24
    assert max(one.processes for one in rest) <= min(one.processes for one in rest) + 2  # a worker that is replaced
    ends = [rest[: len(rest) // 5], rest[-len(rest) // 5 :]]
    first, last = (median(one.descriptors for one in end) for end in ends)
    assert last <= first + 8


def slope(looks: list[Look]) -> float:
    """Growth of the main process after the first pages, in MB a 10,000 pages."""
    warm = [one for one in looks if one.pages >= min(WARM, looks[-1].pages // 2)]
    return linear_regression([one.pages for one in warm], [one.main_bytes for one in warm]).slope * 10_000 / 1e6


def speeds(looks: list[Look], *, by: str) -> tuple[float, float]:
    """Pages a second (of the clock, or of CPU) in the second tenth and in the last: the first holds the start."""
    steps = [
        (after.pages - before.pages) / max(getattr(after, by) - getattr(before, by), 1e-3)
        for before, after in pairwise(looks)
    ]
    tenth = max(2, len(steps) // 10)
    return median(steps[tenth : 2 * tenth]), median(steps[-tenth:])


def test_a_thousand_pages_leave_nothing_behind(tmp_path: Path) -> None:
    looks = soak(tmp_path, 1000)
    check(looks)
    # Too short for the limits below, as caches still fill: what would grow by the page shows nevertheless.
    assert slope(looks) < 250
    first, last = speeds(looks, by="cpu")  # other programs do not use up CPU time
    assert last >= 0.6 * first


@pytest.mark.nightly
@pytest.mark.parametrize("pages", [10_000, 100_000])
def test_a_long_crawl_stays_as_it_is(tmp_path: Path, pages: int) -> None:
    looks = soak(tmp_path, pages)
    check(looks)
    found = slope(looks)
    first, last = speeds(looks, by="cpu")
    sys.stderr.write(f"{pages:,} pages: {found:.2f} MB a 10,000 pages, {first:.1f} and {last:.1f} pages a CPU second\n")
    assert found < 1
    assert last >= 0.9 * first
