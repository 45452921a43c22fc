"""kill -9 wherever it hurts: nothing lost, nothing twice, no broken line, hardly anything fetched again."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from tests.crawler.site import serving
from tests.reliability.faulty import POINTS
from tests.reliability.trial import REFETCHES_A_KILL, Job

KILLS = 3
SMALL, LARGE = 100, 500  # pages


def killed_at_random(home: Path, seed: int, pages: int = LARGE) -> None:
    """A job that is killed three times at random moments, its start and its export among them, and goes on."""
    chance = random.Random(seed)
    with serving(pages=pages) as site:
        job = Job(home, site)
        kills = 0
        for moment in sorted(chance.randrange(pages + 2) for _ in range(KILLS)):
            with job.running() as process:
                if job.wait_for_hits(moment, process):
                    time.sleep(chance.random() * 0.3)
                if process.poll() is None:
                    process.send_signal(signal.SIGKILL)
                    kills += 1
            if job.over():
                break
        job.run_to_the_end()
        job.check_complete(pages + 1, refetches=kills * REFETCHES_A_KILL)


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_job_loses_nothing(tmp_path: Path, seed: int) -> None:
    killed_at_random(tmp_path, seed)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 300))
def test_a_killed_job_loses_nothing_200_times(tmp_path: Path, seed: int) -> None:
    killed_at_random(tmp_path, seed)


# One export of a small site has four files, and one manifest.
MOST = {"before_fsync": 4, "after_fsync": 4, "before_rename": 4, "after_rename": 4, "manifest": 1}


def kill_at_each_point(home: Path, pages: int, times: int) -> None:
    """One job that is killed at each of the named points, as it comes to it, and goes on."""
    with serving(pages=pages) as site:
        job = Job(home, site)
        for point in POINTS:
            job.run(f"kill:{point}:{min(times, MOST.get(point, times))}")
            assert f"killed at {point}" in job.said, f"{point} was not come to: {job.said}"
        assert job.run() == 0, job.said
        job.check_complete(pages + 1, refetches=len(POINTS) * REFETCHES_A_KILL)


def test_a_job_that_is_killed_at_each_point_of_writing_loses_nothing(tmp_path: Path) -> None:
    kill_at_each_point(tmp_path, 60, 3)


@pytest.mark.nightly
@pytest.mark.parametrize("times", range(1, 9))
def test_a_job_that_is_killed_at_each_point_of_a_large_site_loses_nothing(tmp_path: Path, times: int) -> None:
    kill_at_each_point(tmp_path, LARGE, times)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_job_that_is_asked_to_stop_fetches_nothing_again(tmp_path: Path, sign: signal.Signals) -> None:
    with serving(pages=SMALL, delay=0.02) as site:
        job = Job(tmp_path, site)
        for moment in (1, 50):
            with job.running() as process:
                assert job.wait_for_hits(moment, process)
                process.send_signal(sign)
                process.wait(30)
            assert process.returncode == 3, job.said
            assert "dehusk crawl --job trial" in job.said
        assert job.run() == 0, job.said
        job.check_complete(SMALL + 1, refetches=0)


def test_the_second_ctrl_c_ends_at_once_and_the_job_goes_on(tmp_path: Path) -> None:
    with serving(pages=60, delay=6) as site:
        job = Job(tmp_path, site)
        with job.running() as process:
            assert job.wait_for_hits(3, process)
            process.send_signal(signal.SIGINT)
            time.sleep(0.5)
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            process.wait(30)
        assert process.returncode == 3, job.said
        assert time.monotonic() - began < 5  # the site would have taken longer than that
        site.delay = 0
        assert job.run() == 0, job.said
        job.check_complete(61, refetches=REFETCHES_A_KILL)
