"""Small parts of the way of a request: which types are fetched, keys and proxies, stopping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import IgnoreRequest, NotConfigured, StopDownload

from crawler.job import JobRun
from crawler.origins import origin_of
from output.page_types import is_other_type

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers


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
        if request.meta.get("dehusk_reads"):  # a sitemap may be gzip, a feed JSON
            return
        if "dehusk_row" in request.meta and is_other_type((headers.get("Content-Type") or b"").decode("latin-1")):
            raise StopDownload(fail=True)


class OwnRequests:
    """Sends requests through the proxy of --proxy, and the headers of --header to the servers of the given URLs only.

    Such a header is often a key: it must not go along with a redirect or a link to somebody else, nor with one from
    https to http, where everybody on the way could read it.
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
        own = origin_of(request.url) in getattr(self._crawler.spider, "own_origins", ())
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
