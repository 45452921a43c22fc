"""Which host is left alone until when, and the gate that no request of such a host passes."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import IgnoreRequest

from crawler.origins import host_asked

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

_KEPT = "hosts_left_alone"  # under what the store of a job keeps it: JSON, host to seconds since 1970
_LONGEST = 86_400.0  # seconds that a host is asked nothing for, whatever it says: some ask for centuries
_LOOK_SECONDS = 0.25  # how often a request that waits outside of the scheduler looks whether the crawl stops


class HostWaitsError(IgnoreRequest):
    """The host is to be left alone for now; the request goes back to the scheduler."""


class RetryLaterError(IgnoreRequest):
    """The host is to be left alone for longer than a run waits; the URL is tried again by the next run of the job."""


class HostWaits:
    """Until when each host is left alone. Others ask `crawler.get_extension` for it.

    A host that is held gets its requests later in this run. A host that is closed gets none: they end at once.
    """

    def __init__(
        self,
        wake: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
        keep: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`wake` is called when a host may be asked again; `clock` counts seconds; `keep` gets what the next run must
        know, for `recall`."""
        self._wake = wake
        self._keep = keep
        self._clock = clock
        self._held: dict[str, float] = {}
        self._closed: dict[str, float] = {}
        self._ended = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HostWaits:
        from crawler.job import JobRun  # noqa: PLC0415 - brings the whole job, which `scrapy shell` does not need

        def keep(text: str) -> None:
            run = crawler.get_extension(JobRun)
            if run is not None:
                run.store.keep(_KEPT, text)

        def opened() -> None:
            run = crawler.get_extension(JobRun)
            if run is not None:
                waits.recall(run.store.value(_KEPT))

        waits = cls(lambda: _schedule(crawler), keep=keep)
        crawler.signals.connect(opened, signal=signals.spider_opened, weak=False)
        crawler.signals.connect(waits.end, signal=signals.engine_stopped)
        return waits

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for so many seconds; a longer wait that was asked for before stays."""
        until = self._clock() + seconds
        if until > self._held.get(host, 0.0):
            self._held[host] = until
            self._call_later(seconds)

    def close(self, host: str, seconds: float) -> None:
        """Ask a host nothing at all for so many seconds, a day at most."""
        self._closed[host] = max(self._clock() + min(seconds, _LONGEST), self._closed.get(host, 0.0))
        elapsed = time.time() - self._clock()
        self._keep(json.dumps({host: elapsed + until for host, until in self._closed.items() if self.closed(host)}))

    def recall(self, kept: str) -> None:
        """Take up what an earlier run was told; "" for nothing."""
        elapsed = time.time() - self._clock()
        for host, until in json.loads(kept or "{}").items():
            if until - time.time() < 2 * _LONGEST:  # else a clock was wrong, or an older dehusk took it at its word
                self._closed[host] = max(until - elapsed, self._closed.get(host, 0.0))

    def remaining(self, host: str) -> float:
        """Seconds until a host may be asked again, 0 if it may be now."""
        until = self._held.get(host)
        if until is None:
            return 0.0
        left = until - self._clock()
        if left <= 0:
            del self._held[host]
            return 0.0
        return left

    def closed(self, host: str) -> bool:
        """Whether the URLs of a host are left for the next run."""
        return self._closed.get(host, 0.0) > self._clock()

    async def over(self, host: str, stops: Callable[[], bool] = lambda: False) -> None:
        """Return when a host may be asked again, or at once when the crawl stops."""
        while (left := self.remaining(host)) > 0 and not self._ended and not stops():
            await asyncio.sleep(min(left, _LOOK_SECONDS))

    def end(self) -> None:
        """Nobody waits any longer."""
        self._ended = True

    def _call_later(self, seconds: float) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # outside of a crawl
            return
        loop.call_later(seconds + 0.001, self._wake)


def _schedule(crawler: Crawler) -> None:
    """Let the engine ask the scheduler now; without it, it does so every five seconds."""
    slot: Any = getattr(crawler.engine, "_slot", None)
    if slot is not None and slot.closing is None:
        slot.nextcall.schedule()


class HostGate:
    """Lets no request pass whose host is to be left alone, wherever it was meanwhile.

    A request of a job's row goes back to the scheduler, which keeps it; any other waits here.
    """

    def __init__(self, waits: HostWaits, stops: Callable[[], bool] = lambda: False) -> None:
        self._waits = waits
        self._stops = stops

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HostGate:
        from crawler.job import JobRun  # noqa: PLC0415 - brings the whole job, which `scrapy shell` does not need

        run = crawler.get_extension(JobRun)
        return cls(waits_of(crawler), lambda: run is not None and run.stopping)

    async def process_request(self, request: Request) -> None:
        """Raises HostWaitsError or RetryLaterError."""
        await self.passed(request)

    async def passed(self, request: Request) -> None:
        """Return when a request may be sent. Raises HostWaitsError for one that the scheduler keeps meanwhile, and
        RetryLaterError for one that is left for the next run."""
        host = host_asked(request.url)
        if self._waits.closed(host):
            raise RetryLaterError(f"{host} asked to be left alone for longer than a run waits")
        if self._waits.remaining(host) <= 0:
            return
        if "dehusk_row" in request.meta:
            raise HostWaitsError(f"{host} asked to be left alone for a while")
        await self._waits.over(host, self._stops)

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Give a request back to the scheduler; it does not count as tried."""
        if not isinstance(exception, HostWaitsError):
            return None
        return request.replace(dont_filter=True)


def waits_of(crawler: Crawler) -> HostWaits:
    """The waits of a crawl; of their own where the extension is off."""
    return crawler.get_extension(HostWaits) or HostWaits()
