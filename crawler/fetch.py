"""One page from the network, for `dehusk explain URL`: by the same rules as a crawl, without a job."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess

from cleaners.page import Page
from crawler.cli.errors import UserError
from crawler.failures import reason_of, said_of
from crawler.job import JobError
from crawler.run import CrawlPlan, configure_logs, settings_of
from crawler.spiders.base import address, page_of

# Somebody waits for this page: what asks for more patience is told at once.
_LONGEST_WAIT = 10.0


def fetch(
    url: str, allow_private: Iterable[str] = (), *, allow_bad_certificates: bool = False, debug: bool = False
) -> Page:
    """The page at a URL. robots.txt is obeyed, private addresses are refused unless named, certificates are verified
    unless switched off, and the limits of size and time hold, as in a crawl.

    Runs Twisted's reactor, which no process can do twice. Raises UserError with one line where there is no page.
    """
    try:
        url = address(url)
    except JobError as error:
        raise UserError(str(error)) from error
    settings: dict[str, Any] = {
        "ITEM_PIPELINES": {"crawler.pipelines.StorePipeline": None},
        "AUTOTHROTTLE_ENABLED": False,
        "DEHUSK_BACKOFF": 1.0,
        "DEHUSK_RETRY_AFTER_MAX": _LONGEST_WAIT,
        "DOWNLOAD_VERIFY_CERTIFICATES": not allow_bad_certificates,
    }
    if allowed := list(allow_private):  # else the environment may name some
        settings["DEHUSK_ALLOW_PRIVATE"] = allowed
    got: list[Page | BaseException] = []
    chosen = settings_of(CrawlPlan("", {}, settings, debug=debug))
    process = CrawlerProcess(chosen)
    configure_logs(chosen, debug=debug)
    process.crawl(_OnePage, url=url, got=got)
    process.start()
    if not got:
        raise UserError(f"{url} was not fetched: stopped before it was there", 3)
    page = got[0]
    if isinstance(page, BaseException):
        reason = reason_of(page)
        said = f"could not be fetched ({type(page).__name__}: {page})" if reason == "error" else said_of(reason)
        raise UserError(f"{url} {' '.join(said.split())}", 1) from page
    if not 200 <= page.status < 300:
        raise UserError(f"{url} {said_of(f'http_{page.status:03d}')}", 1)
    return page


class _OnePage(Spider):
    name = "explain"

    def __init__(self, url: str, got: list[Page | BaseException], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._got = got

    async def start(self) -> AsyncIterator[Request]:
        yield Request(self._url, callback=self.take, errback=self.failed, dont_filter=True)

    def take(self, response: Any) -> None:
        came_from = response.meta.get("redirect_urls", [""])[0]
        self._got.append(page_of(response, came_from))

    def failed(self, failure: Any) -> None:
        self._got.append(failure.value)
