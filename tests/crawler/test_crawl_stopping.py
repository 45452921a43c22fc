"""A crawl that is killed, stopped, or started twice."""

from __future__ import annotations

import signal
import time
from collections import Counter
from pathlib import Path

from tests.crawler.command import begin, crawl, done, job, outcomes, rows, wait_for_pages
from tests.crawler.site import serving


def test_kill_loses_nothing_and_writes_nothing_twice(tmp_path: Path) -> None:
    with serving(pages=60, delay=0.02) as site:
        words = (site.url(), "--spider", "site", "--job", "killed", "--quiet")
        for pages in (8, 25):
            process = begin(tmp_path, *words)
            wait_for_pages(tmp_path, "killed", pages, process)
            process.kill()
            process.communicate()
        before = done(tmp_path, "killed")
        assert before < 61
        result = crawl(tmp_path, *words)
        assert result.returncode == 0, result.stderr
        pages = Counter({path: hits for path, hits in site.hits.items() if path != "/robots.txt"})
    found = rows(job(tmp_path, "killed") / "part-00000.jsonl")
    assert len(found) == len({row["id"] for row in found}) == 61
    assert set(outcomes(job(tmp_path, "killed")).values()) == {"ok"}
    assert pages.total() - 61 <= 2 * (2 * 8 + 8)


def test_ctrl_c_finishes_what_is_in_hand_and_says_how_to_go_on(tmp_path: Path) -> None:
    with serving(pages=60, delay=0.1) as site:
        process = begin(tmp_path, site.url(), "--spider", "site", "--job", "stopped", "--quiet")
        wait_for_pages(tmp_path, "stopped", 5, process)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        assert process.returncode == 3, said
        assert "dehusk crawl --job stopped" in said
        assert "Traceback" not in said
        assert crawl(tmp_path, "--job", "stopped").returncode == 0
        assert {path: hits for path, hits in site.hits.items() if hits > 1} == {"/robots.txt": 2}
    assert len(rows(job(tmp_path, "stopped") / "part-00000.jsonl")) == 61


def test_a_second_ctrl_c_ends_at_once(tmp_path: Path) -> None:
    with serving(pages=60, delay=8) as site:
        process = begin(tmp_path, site.url(), "--spider", "site", "--job", "now", "--quiet")
        wait_for_pages(tmp_path, "now", 1, process)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        assert process.returncode == 3, said
        assert time.monotonic() - began < 4
        assert "Traceback" not in said


def test_a_second_run_of_a_running_job_is_refused(tmp_path: Path) -> None:
    with serving(pages=500, delay=0.5) as site:
        words = (site.url(), "--spider", "site", "--job", "busy", "--quiet")
        process = begin(tmp_path, *words)
        wait_for_pages(tmp_path, "busy", 1, process)
        second = crawl(tmp_path, *words)
        assert second.returncode == 5, second.stderr
        assert len(second.stderr.strip().splitlines()) == 1
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        assert process.returncode == 3
