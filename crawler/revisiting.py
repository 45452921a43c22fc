"""Crawling again: conditional requests, which pages are not asked for, and which records come out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import NotConfigured

from cleaners.hosts import hostname
from crawler.job import JobRun
from output.kept_listings import listing_validators
from output.revisits import validators

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

_CONDITIONS = ("If-None-Match", "If-Modified-Since")


class ConditionalRequests:
    """Asks for a page that has a record, or for a listing, only if it changed since, by the validators of its last
    response.

    They go to the address that gave them and to no other: not along with a redirect. A page whose links would be chosen
    otherwise than then, or its text, is asked for as a whole: the word that it has not changed brings neither.
    """

    def __init__(self, run: JobRun, crawler: Crawler) -> None:
        self._run = run
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ConditionalRequests:
        run = crawler.get_extension(JobRun)
        if run is None:
            raise NotConfigured
        return cls(run, crawler)

    def process_request(self, request: Request) -> None:
        """Add the conditions of the row's page, and take off what came along from another address."""
        row = request.meta.get("dehusk_row")
        if row is None:
            return
        for name in _CONDITIONS:
            request.headers.pop(name, None)
        request.meta.pop("dehusk_conditional", None)
        spider: Any = self._crawler.spider
        links = spider.link_choice(request.meta.get("depth", 0))
        extraction = self._run.cleaning.extraction(hostname(request.url))
        db = self._run.store.db
        known = validators(db, row, links, extraction) or listing_validators(db, row)
        if known is None or known.url != request.url:
            return
        request.meta["dehusk_conditional"] = True
        for name, value in zip(_CONDITIONS, (known.etag, known.last_modified), strict=True):
            if value:
                request.headers[name] = value.encode("latin-1")
