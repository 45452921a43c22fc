"""One job that is stopped again and again, and what must hold when it has come to its end."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.crawler.site import Site

ROOT = Path(__file__).resolve().parents[2]
CONCURRENCY = 8
OWN_SITE = ["--concurrency", str(CONCURRENCY), "--delay", "0", "--allow-private", "127.0.0.1", "--workers", "2"]
REFETCHES_A_KILL = 2 * CONCURRENCY + 8
_SECONDS = 300  # no run of a trial may take longer


class Job:
    """A job on a site of a test, in a home of its own."""

    def __init__(self, home: Path, site: Site, *words: str, name: str = "trial") -> None:
        self.home = home
        self.site = site
        self.name = name
        self.folder = home / "output" / "data" / name
        self.words = ["crawl", site.url(), "--spider", "site", "--job", name, "--quiet", *OWN_SITE, *words]
        self.said = ""

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DEHUSK_")}
        return {**kept, "PYTHONPATH": str(ROOT), "DEHUSK_HOME": str(self.home), "DEHUSK_MIN_FREE": "0"}

    @contextmanager
    def running(self, *faults: str) -> Iterator[subprocess.Popen[str]]:
        """A run, in a process group of its own of which nothing is left afterwards."""
        module = ["tests.reliability.faulty", *faults, "--"] if faults else ["crawler.cli"]
        process = subprocess.Popen(
            [sys.executable, "-m", *module, *self.words],
            env=self.environment(),
            cwd=self.home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            end_group(process.pid)
            _, self.said = process.communicate(timeout=30)

    def run(self, *faults: str) -> int:
        """A run to its end; its exit code."""
        with self.running(*faults) as process:
            process.wait(_SECONDS)
        return process.returncode

    def wait_for_hits(self, number: int, process: subprocess.Popen[str]) -> bool:
        """Whether the site was asked for so many pages before the run ended."""
        until = time.monotonic() + _SECONDS
        while self.site.asked < number:
            if process.poll() is not None:
                return False
            assert time.monotonic() < until, "the run hangs"
            time.sleep(0.005)
        return True

    def hits(self) -> Counter[str]:
        """Requests for pages by path."""
        return Counter({path: hits for path, hits in list(self.site.hits.items()) if path != "/robots.txt"})

    def over(self) -> bool:
        """Whether a run came to its end and published: another one would crawl all of it again, as it should."""
        try:
            with closing(sqlite3.connect(f"file:{self.folder / 'job.sqlite'}?mode=ro", uri=True)) as db:
                kept = db.execute("SELECT value FROM job WHERE key = 'unpublished'").fetchone()
                return bool(kept == ("",))
        except sqlite3.OperationalError:  # not there yet
            return False

    def run_to_the_end(self) -> None:
        """Go on with what was cut off, unless it was cut off behind its end."""
        if not self.over():
            assert self.run() == 0, self.said

    # ------------------------------------------------------------------ what must hold

    def lines(self, middle: str = "") -> list[bytes]:
        """The lines of all segments. A line that is broken, or not of a whole file, fails here."""
        manifest = json.loads((self.folder / "manifest.json").read_bytes())
        wanted = {"": "records", ".removals": "removals", ".outcomes": "outcomes"}[middle]
        found: list[bytes] = []
        for file in manifest["files"]:
            data = (self.folder / file["name"]).read_bytes()
            assert data.endswith(b"\n") or not data, file
            assert data.count(b"\n") == file["lines"]
            if file["kind"] == wanted:
                found += data.splitlines()
        return found

    def check_complete(self, pages: int, *, refetches: int) -> None:
        """No page lost, none twice, no line broken, one outcome a URL, and no more fetched again than so many."""
        records = [json.loads(line) for line in self.lines()]
        outcomes = [json.loads(line) for line in self.lines(".outcomes")]
        assert not list(self.folder.glob(".*.tmp"))
        urls = Counter(row["url"] for row in records)
        ended = Counter(row["url"] for row in outcomes)
        assert max(urls.values()) == 1, "a record twice"
        assert max(ended.values()) == 1, "a URL with two outcomes"
        assert len(urls) == pages, f"{pages - len(urls)} pages lost"
        assert len(ended) == pages
        again = self.hits().total() - len(self.hits())
        assert again <= refetches, f"{again} pages were fetched again"


def end_group(group: int) -> None:
    """End whatever is left of a process group that a test has started."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
