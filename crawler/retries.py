"""Trying again: as often as the settings say, and never before the time that a server asks for."""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from scrapy.downloadermiddlewares.retry import RetryMiddleware

from crawler.host_waits import HostWaits, RetryLaterError, waits_of
from crawler.origins import host_asked

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response

ASKS_TO_WAIT = frozenset({429, 503})
PATIENCE = 5  # how often one URL is put off before it is left for the next run
_SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?")


class PatientRetries(RetryMiddleware):
    """Scrapy's retries, and Retry-After: the whole host waits as long as it asks for, which costs no try.

    A wait that is longer than the cap is not waited for: the URLs of the host are left for the next run.
    """

    def __init__(self, settings: Any, waits: HostWaits) -> None:
        super().__init__(settings)
        self._waits = waits
        self._cap = settings.getfloat("DEHUSK_RETRY_AFTER_MAX")
        self._backoff = settings.getfloat("DEHUSK_BACKOFF")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PatientRetries:
        retries = cls(crawler.settings, waits_of(crawler))
        retries.crawler = crawler
        return retries

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Any = None,  # noqa: ARG002 - Scrapy's interface
    ) -> Request | Response:
        """The response, or the request that is tried again. Raises RetryLaterError."""
        if response.status not in ASKS_TO_WAIT or request.meta.get("dont_retry"):
            return super().process_response(request, response)
        host = host_asked(request.url)
        seconds = asked_to_wait(response.headers)
        if not seconds:
            if response.status == 429:  # too many requests, and no word of how long: longer each time
                self._waits.hold(host, self._backoff * 2 ** request.meta.get("retry_times", 0))
            return super().process_response(request, response)
        hold(self._waits, host, seconds, self._cap)
        waited = request.meta.get("dehusk_waits", 0) + 1
        if seconds > self._cap or waited > PATIENCE:
            raise RetryLaterError(f"{host} answers {response.status} and asks to wait {seconds:,.0f} s")
        return request.replace(meta={**request.meta, "dehusk_waits": waited}, dont_filter=True)


def hold(waits: HostWaits, host: str, seconds: float, cap: float) -> None:
    """Leave a host alone as long as it asked for; beyond the cap, for the rest of the run."""
    if seconds > cap:
        waits.close(host, seconds)
    else:
        waits.hold(host, seconds)


def asked_to_wait(headers: Headers, now: float | None = None) -> float | None:
    """Seconds that a Retry-After header asks for, counted from its response; None without one that can be read.

    A date is counted from the Date header, so that a clock that is wrong, theirs or ours, changes nothing.
    """
    value = (headers.get("Retry-After") or b"").decode("latin-1").strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    if value.isascii() and value.isdigit():  # more digits than years have seconds
        return 1e10
    until = _moment(value)
    if until is None:
        return None
    sent = _moment((headers.get("Date") or b"").decode("latin-1"))
    return max(0.0, until - (sent if sent is not None else now or time.time()))


def _moment(value: str) -> float | None:
    try:
        return parsedate_to_datetime(value).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
