"""What a crawl says while it runs: a line that changes on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.live import Live
from rich.text import Text
from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from crawler.job import JobRun

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

TERMINAL_SECONDS = 0.5
PLAIN_SECONDS = 5.0
_STATM = Path("/proc/self/statm")


class ProgressLine:
    """Pages done, queued and failed, pages a second and memory, on stderr."""

    def __init__(self, crawler: Crawler, console: Console) -> None:
        self._crawler = crawler
        self._console = console
        self._run: JobRun | None = None
        self._live: Live | None = None
        self._began = time.monotonic()
        self._last = (self._began, 0)
        self._loop: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ProgressLine:
        if not crawler.settings.getbool("DEHUSK_PROGRESS"):
            raise NotConfigured
        progress = cls(crawler, Console(stderr=True))
        crawler.signals.connect(progress.opened, signal=signals.spider_opened)
        crawler.signals.connect(progress.closed, signal=signals.spider_closed)
        return progress

    def opened(self) -> None:
        self._run = self._crawler.get_extension(JobRun)
        if self._run is None:
            return
        terminal = self._console.is_terminal
        if terminal:
            self._live = Live(Text(), console=self._console, auto_refresh=False, transient=True)
            self._live.start()
        self._loop = create_looping_call(self._show)
        self._loop.start(TERMINAL_SECONDS if terminal else PLAIN_SECONDS, now=False)

    def closed(self) -> None:
        if self._loop is not None and self._loop.running:
            self._loop.stop()
        if self._live is not None:
            self._live.stop()

    def _show(self) -> None:
        assert self._run is not None
        line = self._line(self._run)
        if self._live is not None:
            self._live.update(Text(line, no_wrap=True, overflow="ellipsis"), refresh=True)
        else:
            self._console.print(line, highlight=False, soft_wrap=True)

    def _line(self, run: JobRun) -> str:
        counts = run.store.counts()
        done = run.result.this_run["ok"]
        moment, (before, done_before) = time.monotonic(), self._last
        speed = (done - done_before) / max(moment - before, 1e-6)
        self._last = (moment, done)
        state = "stopping, " if run.stopping else ""
        return (
            f"{run.name}: {state}{counts['done']} pages, {counts['pending']} queued, {counts['failed']} failed, "
            f"{counts['skipped']} skipped, {speed:.1f} pages/s, {memory_mb():.0f} MB"
        )


def memory_mb() -> float:
    """Resident memory of this process in MB (its greatest so far where the system does not say)."""
    try:
        return int(_STATM.read_text().split()[1]) * resource.getpagesize() / 1e6
    except (OSError, ValueError, IndexError):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / 1e6 if sys.platform == "darwin" else peak / 1e3
