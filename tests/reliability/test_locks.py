"""Two runs of one job: the second ends at once and leaves the first alone."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from output.store import JobStore
from tests.crawler.site import serving
from tests.reliability.trial import Job

SECONDS = 2.0  # beside what starting Python and Scrapy takes


def second_run(job: Job, *words: str) -> tuple[int, str, float]:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli", *words],
        env=job.environment(),
        cwd=job.home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr, time.monotonic() - began


def refused(home: Path, times: int) -> None:
    with serving(pages=100_000, delay=0.5) as site:  # the first run outlives all others
        job = Job(home, site)
        # A job of another spider is refused too, right after its lock was taken: so long does it take to get there.
        other = ["other" if word == "trial" else word for word in job.words]
        folder = home / "output" / "data" / "other"
        folder.mkdir(parents=True)
        with closing(JobStore(folder / "job.sqlite")) as store:
            store.keep("spider", "page")
        with job.running() as process:
            assert job.wait_for_hits(2, process)
            taken, start_up = [], []  # on a busy machine only the quickest says something
            for _ in range(times):
                code, said, seconds = second_run(job, *other)
                assert code == 2, said
                start_up.append(seconds)
                code, said, seconds = second_run(job, *job.words)
                assert (code, len(said.splitlines())) == (5, 1), said
                assert str(process.pid) in said
                taken.append(seconds)
            assert min(taken) < SECONDS + min(start_up)
            for words in (["export", "trial"], ["job", "retry", "trial"], ["job", "purge", "trial", site.url()]):
                code, said, seconds = second_run(job, *words)
                assert (code, len(said.splitlines())) == (5, 1), said
            assert second_run(job, "job", "status", "trial")[0] == 0
            before = site.asked
            assert job.wait_for_hits(before + 3, process), "the first run was disturbed"


def test_a_second_run_is_refused(tmp_path: Path) -> None:
    refused(tmp_path, 5)


@pytest.mark.nightly
def test_a_second_run_is_refused_50_times(tmp_path: Path) -> None:
    refused(tmp_path, 50)
