"""Small parts of the way of a request: which types are fetched, robots.txt, meta refresh, keys, stopping."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, NotConfigured, StopDownload

from crawler.job import JobRun
from output.canonical import hostname

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response
    from scrapy.robotstxt import RobotParser

# The start of a page in which Scrapy looks for a meta refresh.
_HEAD_BYTES = 16_384
_OTHER_TYPES = ("image/", "audio/", "video/", "font/", "model/")
_OTHER_APPLICATIONS = (
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/x-",
    "application/vnd.",
    "application/msword",
    "application/javascript",
    "application/json",
    "application/epub",
    "application/java",
    "text/css",
    "text/javascript",
    "text/csv",
    "text/calendar",
)


class PageTypesOnly:
    """Stops a download as soon as its headers say that it is no page. A response without a type is fetched."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PageTypesOnly:
        if not getattr(crawler.spider, "job_name", ""):
            raise NotConfigured
        extension = cls()
        crawler.signals.connect(extension.headers_received, signal=signals.headers_received)
        return extension

    def headers_received(self, headers: Headers, request: Request) -> None:
        """Raises StopDownload for what is no page; robots.txt is asked for whatever type it says."""
        if "dehusk_row" in request.meta and is_other_type((headers.get("Content-Type") or b"").decode("latin-1")):
            raise StopDownload(fail=True)


def is_other_type(content_type: str) -> bool:
    """Whether a Content-Type names something that is no web page."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/xhtml+xml" or kind.startswith("application/x-httpd"):
        return False
    return kind.startswith(_OTHER_TYPES + _OTHER_APPLICATIONS)


class RobotsForAll(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware, for all of the requests that wait for one robots.txt.

    Scrapy 2.19 lets them wait for one Deferred, which hands the rules to the first and None, no rules, to the others.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._answers: dict[str, asyncio.Future[RobotParser | None]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host, or None if it has none."""
        host = urlsplit(request.url).netloc
        if host not in self._answers:
            self._answers[host] = asyncio.ensure_future(super().robot_parser(request))
        return await asyncio.shield(self._answers[host])


class CheapMetaRefresh(MetaRefreshMiddleware):
    """Scrapy's meta refresh decodes the whole page on the reactor; here only if the word is in its head."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Any = None,  # noqa: ARG002 - Scrapy's interface
    ) -> Request | Response:
        if b"refresh" not in response.body[:_HEAD_BYTES].lower():
            return response
        return super().process_response(request, response)


class OwnRequests:
    """Sends requests through the proxy of --proxy, and the headers of --header to hosts of the given URLs only.

    Such a header is often a key: it must not go along with a redirect or a link to somebody else.
    """

    def __init__(self, crawler: Crawler, headers: Mapping[str, str], proxy: str) -> None:
        self._crawler = crawler
        self._headers = headers
        self._proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OwnRequests:
        headers, proxy = crawler.settings.getdict("DEHUSK_HEADERS"), crawler.settings["DEHUSK_PROXY"]
        if not headers and not proxy:
            raise NotConfigured
        return cls(crawler, headers, proxy)

    def process_request(self, request: Request) -> None:
        """Add what belongs to this request and take off what came along from the one before it."""
        if self._proxy:
            request.meta["proxy"] = self._proxy
        own = hostname(request.url) in getattr(self._crawler.spider, "own_hosts", ())
        for name, value in self._headers.items():
            request.headers.pop(name, None)
            if own:
                request.headers[name] = value


class StoppedError(IgnoreRequest):
    """The crawl is stopping; the URL stays pending."""


class StopMiddleware:
    """While the crawl is stopping, lets no request reach the downloader any more."""

    def __init__(self, run: JobRun) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StopMiddleware:
        run = crawler.get_extension(JobRun)
        if run is None:
            raise NotConfigured
        return cls(run)

    def process_request(self, request: Request) -> None:  # noqa: ARG002 - Scrapy's interface
        """Raises StoppedError."""
        if self._run.stopping:
            raise StoppedError("the crawl is stopping")
