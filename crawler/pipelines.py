"""The item pipeline: a fetched page goes to a worker, and its record, links and outcome into the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from crawler.items import FailedFetch, FetchedPage
from crawler.job import JobRun
from output.outcomes import REASONS, Outcome
from output.processing import Processed, Task
from output.record import Facts
from output.store import Found, StoredPage

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# What the extractor calls a page without a document, where the outcomes have another word.
_OUTCOMES = {"not_html": "wrong_type"}


class StorePipeline:
    """Awaits the worker: Scrapy counts a page as in hand until it is stored, so a slow extractor slows the crawl."""

    def __init__(self, crawler: Crawler, run: JobRun | None) -> None:
        self._crawler = crawler
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        return cls(crawler, crawler.get_extension(JobRun))

    async def process_item(self, item: Any) -> Any:
        """Store how a fetch ended; the item goes on unchanged."""
        if self._run is None:
            return item
        if isinstance(item, FailedFetch):
            self._run.finish(item.row, item.outcome)
        elif isinstance(item, FetchedPage):
            spider: Any = self._crawler.spider
            task = Task(item.page, None, _facts(item, self._run.name), want_links=spider.follows)
            self._store(item, await self._run.process(task))
        return item

    def _store(self, item: FetchedPage, processed: Processed) -> None:
        assert self._run is not None
        reason = _OUTCOMES.get(processed.outcome, processed.outcome)
        if reason not in REASONS:
            reason = "extract_failed"
        final = item.page.url if item.page.url != item.asked_for else ""
        outcome = Outcome(reason, item.page.status, final, item.tries, processed.detail)
        page = stored_page(processed, item.page.url) if reason == "ok" else None
        self._run.finish(item.row, outcome, page, self._links(item, processed))

    def _links(self, item: FetchedPage, processed: Processed) -> list[Found]:
        assert self._run is not None
        spider: Any = self._crawler.spider
        wanted = spider.links_to_follow(processed.links, item.depth)
        if not wanted:
            return []
        new = spider.within_budget(self._run.store.unknown(wanted))
        return [Found(url, depth=item.depth + 1) for url in new]


def stored_page(processed: Processed, url: str) -> StoredPage:
    """The page row of what a worker made."""
    record = orjson.loads(processed.record)
    return StoredPage(
        id=processed.id,
        url=url,
        record=processed.record,
        removals=processed.removals,
        raw_sha256=record["metadata"].get("raw_sha256", ""),
        text_sha256=processed.text_sha256,
        added=record.get("added", ""),
        mode=processed.mode,
        chars_in=processed.n_chars_in,
        chars_out=processed.n_chars_out,
        removed=processed.removed or {},
        host=processed.host,
        rules=processed.rules,
        layout=processed.layout,
        sketch=processed.sketch,
    )


def _facts(item: FetchedPage, job: str) -> Facts:
    page = item.page
    return Facts(
        source=f"dehusk/{job}",
        added=page.fetched,
        url=page.url,
        http_status=page.status,
        content_type=page.headers.get("content-type", ""),
        redirected_from=page.requested_url,
    )
