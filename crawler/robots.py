"""robots.txt as RFC 9309 has it: who may not be asked, who is asked later, and how fast."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy import Request, signals
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    IgnoreRequest,
    NotConfigured,
    StopDownload,
)
from scrapy.http.request import NO_CALLBACK

from cleaners.hosts import without_credentials
from crawler.addresses import PrivateAddressError
from crawler.download import TlsError
from crawler.host_waits import HostWaits, HostWaitsError, waits_of
from crawler.job import JobRun
from crawler.middlewares import StoppedError
from crawler.origins import host_asked, origin_of
from crawler.retries import asked_to_wait, hold
from crawler.robots_rules import ROBOTS_BYTES, RobotsRules, product_token

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

CACHE_SECONDS = 24 * 3600.0  # RFC 9309: no longer
MOST_HOPS = 5
MOST_ORIGINS = 5000  # whose rules are in memory at a time
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class RobotsForbiddenError(IgnoreRequest):
    """robots.txt forbids the URL."""


class RobotsUnreachableError(IgnoreRequest):
    """Nobody could say what is forbidden, so that nothing was asked for. `reason` is one of `output.outcomes`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(slots=True)
class _Origin:
    """What is known of one server. With neither rules nor failure, it is asked (again)."""

    rules: RobotsRules | None = None
    failure: tuple[str, str] | None = None  # reason and detail: final for this run
    asked: float = 0.0
    tries: int = 0
    asking: asyncio.Future[None] | None = None


@dataclass(frozen=True, slots=True)
class _Unreachable:
    reason: str
    detail: str
    final: bool = False
    wait: float = 0.0  # seconds that the server asked for


class RobotsGate:
    """Asks each server for its robots.txt before anything else, and lets pass what it allows.

    2xx: its rules. 3xx: followed, to other hosts too. 4xx but 429: everything is allowed. Anything else, a time-out or
    a server that cannot be reached: the host is left alone for a while and asked again, `len(backoff)` times in all;
    then its URLs end as `robots_unreachable`, which the next run of the job tries again.
    """

    def __init__(
        self,
        crawler: Crawler,
        waits: HostWaits,
        *,
        token: str,
        backoff: Sequence[float],
        longest_wait: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`backoff`: seconds to wait after each failure but the last; `longest_wait`: what is obeyed of Retry-After."""
        self._crawler = crawler
        self._waits = waits
        self._token = token
        self._backoff = backoff
        self._longest_wait = longest_wait
        self._clock = clock
        self._origins: OrderedDict[str, _Origin] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsGate:
        settings = crawler.settings
        if not settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        first = settings.getfloat("DEHUSK_BACKOFF")
        gate = cls(
            crawler,
            waits_of(crawler),
            token=product_token(settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]),
            backoff=(first, 4 * first),
            longest_wait=settings.getfloat("DEHUSK_RETRY_AFTER_MAX"),
        )
        crawler.signals.connect(gate.bytes_received, signal=signals.bytes_received)
        return gate

    async def process_request(self, request: Request) -> None:
        """Raises RobotsForbiddenError, RobotsUnreachableError, and HostWaitsError while the host is deferred."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        known = await self._known(request)
        if known.failure:
            raise RobotsUnreachableError(*known.failure)
        if known.rules is not None and not known.rules.allowed(request.url):
            raise RobotsForbiddenError("Forbidden by robots.txt")

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Raises StopDownload when a robots.txt has sent all that is read of it."""
        if "dehusk_robots" in request.meta:
            request.meta["dehusk_robots"] += len(data)
            if request.meta["dehusk_robots"] > ROBOTS_BYTES:
                raise StopDownload(fail=False)

    # ------------------------------------------------------------------ one origin

    async def _known(self, request: Request) -> _Origin:
        origin, host = origin_of(request.url), host_asked(request.url)
        while True:
            state = self._state(origin)
            if self._asks_again(state):
                state.asking = asyncio.ensure_future(self._ask(origin, host, state, request))
            if state.asking is not None:
                await asyncio.shield(state.asking)
            if state.rules is not None or state.failure is not None:
                return state
            if "dehusk_row" in request.meta:
                raise HostWaitsError(f"the robots.txt of {host} cannot be had for now")
            await self._waits.over(host, self._stopping)
            if self._stopping():
                raise StoppedError("the crawl is stopping")

    def _state(self, origin: str) -> _Origin:
        state = self._origins.setdefault(origin, _Origin())
        self._origins.move_to_end(origin)
        while len(self._origins) > MOST_ORIGINS:
            self._origins.popitem(last=False)
        return state

    def _asks_again(self, state: _Origin) -> bool:
        if state.asking is not None:
            return False
        known = state.rules is not None or state.failure is not None
        return not known or self._clock() - state.asked > CACHE_SECONDS

    def _stopping(self) -> bool:
        run = self._crawler.get_extension(JobRun)
        return run is not None and run.stopping

    async def _ask(self, origin: str, host: str, state: _Origin, request: Request) -> None:
        try:
            answer = await self._fetched(origin)
        finally:
            state.asking = None
        if isinstance(answer, RobotsRules):
            state.rules, state.failure, state.tries = answer, None, 0
            state.asked = self._clock()
            await self._crawler.signals.send_catch_log_async(
                signal=signals.robots_parsed, robotparser=answer, request=request
            )
            return
        if state.rules is not None:  # RFC 9309: old rules are better than none
            state.asked = self._clock()
            return
        self._put_off(host, state, answer)

    def _put_off(self, host: str, state: _Origin, why: _Unreachable) -> None:
        """Try again later, or give up for this run."""
        state.tries += 1
        if why.wait > self._longest_wait:
            hold(self._waits, host, why.wait, self._longest_wait)
        nobody = why.reason in {"dns", "connection"}  # no server there: one more try is enough
        if why.final or why.wait > self._longest_wait or state.tries > (1 if nobody else len(self._backoff)):
            state.failure = (why.reason, f"robots.txt: {why.detail}")
            state.asked = self._clock()
            return
        pause = min(self._backoff[0], 1.0) if nobody else self._backoff[state.tries - 1]
        self._waits.hold(host, max(pause, why.wait))

    # ------------------------------------------------------------------ the file

    async def _fetched(self, origin: str) -> RobotsRules | _Unreachable:
        url = f"{origin}/robots.txt"
        for hop in range(MOST_HOPS + 1):
            try:
                response = await self._download(url)
            except StoppedError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it was, there are no rules; `_failed` says which
                return _failed(error, first=hop == 0)
            location = response.headers.get("Location")
            if response.status not in _REDIRECTS or not location:
                return self._judged(response)
            url = _next(url, location)
            if not url:
                break
        return RobotsRules()  # redirects that lead nowhere: there is none

    async def _download(self, url: str) -> Response:
        engine = self._crawler.engine
        assert engine is not None
        meta = {
            "dont_obey_robotstxt": True,
            "dont_redirect": True,
            "dont_retry": True,
            "download_maxsize": 0,  # `bytes_received` stops it
            "dehusk_robots": 0,
        }
        response: Response = await engine.download_async(
            Request(url, priority=1000, meta=meta, callback=NO_CALLBACK, dont_filter=True)
        )
        return response

    def _judged(self, response: Response) -> RobotsRules | _Unreachable:
        status = response.status
        if 200 <= status < 300:
            content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
            return RobotsRules(response.body, self._token, content_type)
        if status < 500 and status != 429:
            return RobotsRules()
        wait = asked_to_wait(response.headers) or 0.0
        return _Unreachable("robots_unreachable", f"HTTP status {status}", wait=wait)


def _failed(error: Exception, *, first: bool) -> _Unreachable:
    """What a robots.txt that was not had means; `first` if no redirect led elsewhere: then it speaks for the host."""
    detail = " ".join(f"{type(error).__name__} {error}".split())[:200]
    if first:
        if isinstance(error, PrivateAddressError):
            return _Unreachable("private_address", str(error), final=True)
        if isinstance(error, TlsError):
            return _Unreachable("tls", str(error), final=True)
        if isinstance(error, CannotResolveHostError):
            return _Unreachable("dns", detail)
        if isinstance(error, DownloadConnectionRefusedError):
            return _Unreachable("connection", detail)
    final = isinstance(error, PrivateAddressError | TlsError | ValueError)
    return _Unreachable("robots_unreachable", detail, final=final)


def _next(url: str, location: bytes) -> str:
    """Where a redirect of a robots.txt leads; "" for nowhere that can be asked."""
    try:
        target = without_credentials(urljoin(url, location.decode("latin-1").strip()))
        return target if origin_of(target) and target.lower().startswith(("http://", "https://")) else ""
    except ValueError:
        return ""


class CrawlDelay:
    """Obeys Crawl-delay: one request at a time, and the next no sooner than the delay after the last answer."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._delays: dict[str, dict[str, float]] = {}  # host -> origin -> seconds

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlDelay:
        extension: Any = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(extension.reached_downloader, signal=signals.request_reached_downloader)
        crawler.signals.connect(extension.downloaded, signal=signals.response_downloaded)
        return extension  # type: ignore[no-any-return]

    def robots_parsed(self, robotparser: RobotsRules, request: Request) -> None:
        """Take up the delay of a host."""
        host = self._slot_key(request)
        delay = robotparser.crawl_delay()
        of_host = self._delays.setdefault(host, {})
        of_host.pop(origin_of(request.url), None)
        if delay:
            of_host[origin_of(request.url)] = delay
        engine = self._crawler.engine
        if not of_host or engine is None:
            self._delays.pop(host, None)
            return
        longest = max(of_host.values())
        # For the slot that is there, and for the next: Scrapy drops one that was idle for a minute.
        settings = {"delay": longest, "jitter": 0.0, "concurrency": 1}
        engine.downloader.per_slot_settings[host] = settings
        slot = engine.downloader.slots.get(host)
        if slot is not None:
            slot.delay, slot.jitter, slot.concurrency = longest, 0.0, 1
            slot.lastseen = time.monotonic()

    def reached_downloader(self, request: Request) -> None:
        """Keep AutoThrottle from a slot whose delay the site has set."""
        if self._slot_key(request) in self._delays:
            request.meta["autothrottle_dont_adjust_delay"] = True

    def downloaded(self, request: Request) -> None:
        """Count the delay from the answer, not from the request: what counts is when the server hears of us again."""
        engine = self._crawler.engine
        if engine is not None and self._slot_key(request) in self._delays:
            slot = engine.downloader.slots.get(self._slot_key(request))
            if slot is not None:
                slot.lastseen = time.monotonic()

    def _slot_key(self, request: Request) -> str:
        """What Scrapy calls the slot of a host."""
        engine = self._crawler.engine
        return engine.downloader.get_slot_key(request) if engine is not None else host_asked(request.url)
