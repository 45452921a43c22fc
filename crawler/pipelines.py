"""The item pipeline: a fetched page goes to a worker, and its record, links and outcome into the store."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import orjson

from crawler.items import FailedFetch, FetchedPage
from crawler.job import JobRun
from output.entries import entry_of, keep
from output.kept_listings import keep_listing, kept_listing
from output.outcomes import REASONS, Outcome
from output.processing import Processed, Task
from output.record import Facts
from output.revisits import ask_again, note, visit_of
from output.store import Found, StoredPage, now
from output.twins import declare, spelled

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# What the extractor calls a page without a document, where the outcomes have another word.
_OUTCOMES = {"not_html": "wrong_type"}
# After these no text of a feed stands in for the page: it has another row, or must not be touched.
_NO_TEXT_INSTEAD = frozenset({"private_address", "bad_url", "duplicate_redirect", "offsite"})


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
            await self._store_failed(self._run, item)
        elif isinstance(item, FetchedPage) and item.page.status == HTTPStatus.NOT_MODIFIED:
            self._store_same_listing(self._run, item)
        elif isinstance(item, FetchedPage):
            spider: Any = self._crawler.spider
            task = Task(item.page, None, _facts(item, self._run.name), want_links=spider.follows, reads=item.reads)
            await self._store(self._run, item, await self._run.process(task))
        return item

    async def _store_failed(self, run: JobRun, item: FailedFetch) -> None:
        outcome, also = item.outcome, None
        page = None
        if outcome.reason == "not_modified":
            also = partial(note, row=item.row, visit=visit_of(item.url, item.headers), bounds=run.revisits.bounds)
        elif outcome.reason not in _NO_TEXT_INSTEAD:
            outcome, page = await self._of_feed(run, item.row, outcome)
        run.finish(item.row, outcome, page, also=also)

    async def _store(self, run: JobRun, item: FetchedPage, processed: Processed) -> None:
        reason = _OUTCOMES.get(processed.outcome, processed.outcome)
        if reason not in REASONS:
            reason = "extract_failed"
        final = item.page.url if item.page.url != item.asked_for else ""
        outcome = Outcome(reason, item.page.status, final, item.tries, processed.detail)
        if item.reads != "page":
            self._store_listing(run, item, outcome, processed)
        elif reason == "ok":
            spelled_as = [item.asked_for, item.page.url]
            links = self._links(item, processed, spelled_as)
            spider: Any = self._crawler.spider
            chosen = spider.link_choice(item.depth)
            visit = visit_of(item.page.url, item.page.headers, processed.text_sha256, chosen)
            own = self._own(item, processed)

            def also(db: sqlite3.Connection) -> None:
                note(db, item.row, visit, run.revisits.bounds)
                declare(db, item.row, item.page.url, own)
                spelled(db, spelled_as)

            run.finish(item.row, outcome, stored_page(processed, item.page.url), links, also=also)
        else:
            links = self._links(item, processed, [])
            outcome, page = await self._of_feed(run, item.row, outcome)
            run.finish(item.row, outcome, page, links)

    def _own(self, item: FetchedPage, processed: Processed) -> str:
        """The address that the page calls its own, if it lies in the crawl."""
        spider: Any = self._crawler.spider
        url = processed.canonical_url
        return url if url and spider.is_own(url, item.page.url) else ""

    async def _of_feed(self, run: JobRun, row: int, outcome: Outcome) -> tuple[Outcome, StoredPage | None]:
        """The text that a feed gave for a page that could not be had, if it did; else the outcome as it is."""
        from output.listed import fragment_page  # noqa: PLC0415 - brings BeautifulSoup, which few crawls need here

        entry = entry_of(run.store.db, row, outcome.reason)
        if entry is None:
            return outcome, None
        facts = Facts(source=f"dehusk/{run.name}", added=now(), url=entry.url, metadata={"text_from": "feed"})
        known = {"author": entry.author, "published": entry.published}
        processed = await run.process(
            Task(
                fragment_page(entry.url, entry.html, facts.added),
                None,
                facts,
                title=entry.title,
                metadata=tuple((key, value) for key, value in known.items() if value),
                reads="fragment",
            )
        )
        if processed.outcome != "ok":
            return outcome, None
        instead = Outcome(
            "from_feed", outcome.http_status, "", outcome.tries, f"{outcome.reason} {outcome.detail}".strip()
        )
        return instead, stored_page(processed, entry.url)

    def _store_listing(self, run: JobRun, item: FetchedPage, outcome: Outcome, processed: Processed) -> None:
        """What a feed or sitemap lists goes into the frontier: new pages, and those that another crawl knew."""
        listing = processed.listing
        if listing is None:
            run.finish(item.row, outcome)
            return
        spider: Any = self._crawler.spider
        listed = spider.take(item, listing)
        detail = "; ".join(part for part in (outcome.detail, *listed.notes) if part)
        if listing.kind == "html" and not listed.more:
            outcome = replace(outcome, reason="bad_listing")
        depth = item.depth + 1
        links = [*listed.more, *(Found(url, depth) for url in listed.pages)]
        with run.store.changing() as db:
            keep(db, listed.texts)
            ask_again(db, (found.url for found in links), run.store.generation)
            run.skip_fresh(db)
        visit = visit_of(item.page.url, item.page.headers)

        def also(db: sqlite3.Connection) -> None:
            if item.page.status != HTTPStatus.NOT_MODIFIED:
                keep_listing(db, item.row, listing, visit)

        run.finish(item.row, replace(outcome, detail=detail), None, links, also=also)

    def _store_same_listing(self, run: JobRun, item: FetchedPage) -> None:
        """A listing that has not changed leads to what it led to before."""
        listing = kept_listing(run.store.db, item.row)
        final = item.page.url if item.page.url != item.asked_for else ""
        outcome = Outcome("listing", item.page.status, final, item.tries, "has not changed")
        self._store_listing(run, item, outcome, Processed("", "listing", listing=listing))

    def _links(self, item: FetchedPage, processed: Processed, spelled_as: list[str]) -> list[Found]:
        """The URLs to follow; `spelled_as` is told of those that are known already and are spelt in another way."""
        assert self._run is not None
        spider: Any = self._crawler.spider
        wanted = spider.links_to_follow(processed.links, item.depth)
        spelled_as += wanted
        new = self._run.store.unknown(wanted)
        follow, refused = spider.sort_out(new, item.depth, item.page.url, processed.sketch)
        if refused:
            self._run.store.refuse([(Found(url, depth=item.depth + 1), reason) for url, reason in refused])
        return [Found(url, depth=item.depth + 1) for url in follow]


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
        mode=processed.extraction,
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
        metadata={"tls": "unverified"} if page.unverified else {},
    )
