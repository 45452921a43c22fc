"""One run of a job inside Scrapy: opens the store, takes outcomes, and publishes what there is at the end."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import sys
import time
from asyncio import CancelledError
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import DropItem, NotConfigured

from crawler.cli.errors import is_write_error
from crawler.free_memory import give_back
from crawler.job_cleaning import NOTHING_ASKED, Asked, CleaningError, JobCleaning, asked_for
from crawler.job_settings import output_folders, pool_from, revisits_from, space_from
from crawler.kept_command import kept_command
from crawler.workers import BrokenWorkersError, WorkerPool
from output.export import Exported, Place, export, export_folder, is_file_name, note_place
from output.jobs import LOCK, STORE, JobError, WrongJobError, job_folder
from output.lock import JobLock, JobRunningError
from output.outcomes import LATER, Outcome, failed_input
from output.processing import Processed, Task
from output.publishing import LineStream
from output.reading import with_job_facts
from output.record import Facts
from output.redirected import settle
from output.retrying import retry
from output.revisits import Revisits, change_so_far, skip_fresh
from output.space import MinFree
from output.store import Found, JobStore, StoredPage, StoreError
from output.twins import resolve

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.archiving import Archive

logger = logging.getLogger(__name__)

FIRST_EXPORT = 1000  # pages after which the first segments appear on the way
SPACE_SECONDS = 2.0  # between two looks at how much room the disks have left


@dataclass(slots=True)
class RunResult:
    """What a run did, for the summary: counts of the whole job, and of this run by reason."""

    reason: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    this_run: Counter[str] = field(default_factory=Counter)
    chars_in: int = 0
    chars_out: int = 0
    removed: dict[str, int] = field(default_factory=dict)
    starts: list[tuple[str, str, str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    exported: Exported | None = None
    named_no_page: bool = False  # feeds or sitemaps were read, and none of them names one


class JobRun:
    """The extension that holds store, lock and workers of a run; the others ask `crawler.get_extension` for it.

    Scrapy's spiders without a job (`scrapy shell`, `scrapy check`) run without it.
    """

    def __init__(
        self,
        crawler: Crawler,
        folder: Path,
        pool: WorkerPool,
        *,
        output: str = "",
        max_pages: int = 0,
        command: str = "",
        space: MinFree | None = None,
        revisits: Revisits | None = None,
        asked: Asked = NOTHING_ASKED,
        one_off: bool = False,
    ) -> None:
        """`one_off`: nobody named the job, so that a file of it holds what this crawl has asked for, and no more.

        Raises WrongJobError if the job is one of another spider, JobRunningError if it runs, StoreError,
        sqlite3.Error and OSError if its store or output cannot be opened or too little space is left, CleaningError if
        its site rules or memory cannot be read."""
        self.name = folder.name
        self.folder = folder
        self.max_pages = max_pages
        self.stopping = False
        self.reader_gone = False
        self.fatal: Exception | None = None
        self.result = RunResult()
        self.finished: list[Callable[[int, list[str]], None]] = []  # told of each row that ended and its new hosts
        self.pool = pool
        self.output = output
        self._one_off = one_off
        self.revisits = revisits or Revisits()
        self.archive: Archive | None = None  # set by crawler.archiving
        self._crawler = crawler
        self._command = command
        self._run = 0
        self._closing: Any = None
        self._warm: Any = None
        self._closed = False
        self._export: asyncio.Future[Exported] | None = None
        self._next_export = FIRST_EXPORT
        self._space = space or MinFree()
        self._next_look = 0.0
        folder.mkdir(parents=True, exist_ok=True)
        self._written = [folder, *output_folders(output)]
        self._space.check(self._written)
        self._lock = JobLock(folder / LOCK)
        try:
            self.store = JobStore(folder / STORE)
            self._check_spider(crawler.spider)
            self.cleaning = JobCleaning(self.store, asked, stream=output == "-")
            pool.setup = self.cleaning.setup
            self._stream = LineStream(sys.stdout.fileno()) if output == "-" else None
        except BaseException:
            self._lock.release()
            raise

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> JobRun:
        settings, spider = crawler.settings, crawler.spider
        if not getattr(spider, "job_name", ""):
            raise NotConfigured
        named = getattr(spider, "job", "") or settings["DEHUSK_JOB"]
        name, one_off = named or getattr(spider, "job_name", ""), not named
        run = cls(
            crawler,
            job_folder(settings["DEHUSK_HOME"], name),
            pool_from(settings),
            output=settings["DEHUSK_OUTPUT"],
            max_pages=settings.getint("DEHUSK_MAX_PAGES"),
            command=settings["DEHUSK_COMMAND"] or kept_command(sys.argv),
            asked=asked_for(settings),
            space=space_from(settings),
            revisits=replace(revisits_from(settings), whole=True) if one_off else revisits_from(settings),
            one_off=one_off,
        )
        crawler.signals.connect(run.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(run.spider_error, signal=signals.spider_error)
        crawler.signals.connect(run.item_error, signal=signals.item_error)
        return run

    def _check_spider(self, spider: Any) -> None:
        made_by = self.store.value("spider")
        if made_by and made_by != spider.name:
            raise WrongJobError(f"the job {self.name} is one of the spider {made_by}: name another with --job")

    def begin(self, starts: Iterable[Found] | None, *, spider: str, follows: bool, arguments: str) -> None:
        """Begin the run: the URLs that were given go into the frontier before anything is fetched.

        None stands for those of the last run.
        """
        given_before, go_on = starts is None, self.store.unpublished
        self._run = self.store.begin_run(self._command, follows=follows, same_starts=given_before, go_on=go_on)
        for reason in LATER:
            retry(self.store, reason)
        self.store.keep("spider", spider)
        self.store.keep("arguments", arguments)
        if starts is not None:
            self.store.add_starts(starts)
        if follows:
            self.store.find_former_starts()
        with self.store.changing() as db:
            self.skip_fresh(db)
        if self.output != "-" and not is_file_name(self.output):  # segments appear there on the way
            note_place(self.store, self._place)
        if self.store.pending:
            self._warm = asyncio.get_event_loop().run_in_executor(None, self.pool.submit, Task(None, "", Facts("")))

    def skip_fresh(self, db: sqlite3.Connection) -> None:
        """End what is pending and need not be asked for again yet. Part of a transaction that changes states."""
        if self.revisits.max_age or self.revisits.due:
            skipped = skip_fresh(db, max_age=self.revisits.max_age, due=self.revisits.due)
            self.result.this_run["fresh"] += skipped

    @property
    def _place(self) -> Place:
        alone = self._one_off and is_file_name(self.output)
        since = self.store.generation if alone else 0
        return Place(self.output or str(self.folder), whole=self.revisits.whole, since=since)

    async def process(self, task: Task) -> Processed:
        """Hand a page to the workers. They take a second or two to start, in which the reactor goes on.

        Raises DropItem, and stops the crawl, where no worker can work.
        """
        try:
            await self._warm
            return await asyncio.wrap_future(self.pool.submit(self.cleaning.with_memory(task)))
        except BrokenWorkersError as error:
            self.fail(error)
            raise DropItem(str(error)) from error  # its URL stays pending

    # ------------------------------------------------------------------ outcomes

    def finish(
        self,
        row: int,
        outcome: Outcome,
        page: StoredPage | None = None,
        links: Iterable[Found] = (),
        also: Callable[[sqlite3.Connection], None] | None = None,
    ) -> None:
        """Commit the outcome of a row with its page and links; a store that cannot be written stops the crawl."""
        links = list(links)
        streams = self._stream is not None and not self.reader_gone
        # Before the row ends: what was known of its page is written over then.
        change = change_so_far(self.store.db, row, page.text_sha256) if streams and page else ""
        of_page = page is not None and outcome.reason != "from_feed"  # which came in another row's response
        try:
            also = self.archive.noted(row, also, of_page=of_page) if self.archive else also
            changed = self.store.finish(row, outcome, page, links, also)
        except sqlite3.Error as error:
            self.fail(error)
            return
        if not changed:
            return
        self.result.this_run[outcome.reason] += 1
        self._look_at_space()
        urls = [found.url for found in links]
        for tell in self.finished:
            tell(row, urls)
        if streams:
            if page is not None:
                self._send(page.record, change)
            elif outcome.state == "done":
                self._send(self.store.record_of(row), "unchanged")
        elif page is not None and self.store.counts()["done"] >= self._next_export and self._segments_on_the_way():
            self._export_beside()

    def _look_at_space(self) -> None:
        if time.monotonic() >= self._next_look:
            self._next_look = time.monotonic() + SPACE_SECONDS
            try:
                self._space.check(self._written)
            except OSError as error:
                self.fail(error)

    def _send(self, record: bytes, change: str) -> None:
        assert self._stream is not None
        if change == "unchanged" and not self.revisits.whole:
            return
        try:
            self._stream.write(with_job_facts(record, change, []) if change else record)
        except BrokenPipeError:
            self.reader_gone = True
            self.stop("the reader of stdout has gone")
        except OSError as error:
            self.fail(error)

    def _segments_on_the_way(self) -> bool:
        return self.output != "-" and not is_file_name(self.output) and (self._export is None or self._export.done())

    def _export_beside(self) -> None:
        """Publish what there is so far, beside the crawl: every time it has doubled, so that it costs little in all."""
        self._next_export = 2 * self.store.counts()["done"]
        self._export = asyncio.get_event_loop().run_in_executor(
            None, partial(export_folder, self.store.path, Path(self._place.path), whole=self.revisits.whole)
        )
        self._export.add_done_callback(self._exported_beside)

    def _exported_beside(self, export: asyncio.Future[Exported]) -> None:
        give_back()
        error = export.exception()
        if isinstance(error, Exception):
            self.fail(error)

    def fail(self, error: Exception) -> None:
        """Stop the crawl because of an error that no other page would escape."""
        self.fatal = self.fatal or error
        self.stop(f"{type(error).__name__}: {error}")

    def stop(self, reason: str) -> None:
        """Begin to stop: nothing new is fetched, what is in hand is finished."""
        if not self.stopping and self._crawler.engine and self._crawler.engine.spider:
            self.stopping = True
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason))

    def spider_error(self, failure: Any, response: Any) -> None:
        if self._is_fatal(failure):
            return
        logger.error("%s: a mistake in dehusk, %r", getattr(response, "url", "?"), failure.value)
        request = getattr(response, "request", None)
        row = request.meta.get("dehusk_row") if request is not None else None
        if row is not None:
            self.finish(row, Outcome("error", http_status=getattr(response, "status", 0)))

    def item_error(self, item: Any, failure: Any) -> None:
        if self._is_fatal(failure):
            return
        if not self.fatal and not failure.check(CancelledError):  # cancelled: the second Ctrl-C
            logger.error("%s: a mistake in dehusk, %r", item, failure.value)
            self.finish(item.row, Outcome("error"))

    def _is_fatal(self, failure: Any) -> bool:
        """Whether it is the disk or the store that failed, and no page: then the URL in hand stays pending."""
        error = failure.value
        fatal = is_write_error(error) if isinstance(error, OSError) else isinstance(error, sqlite3.Error | StoreError)
        if fatal:
            self.fail(error)
        return fatal

    # ------------------------------------------------------------------ the end

    async def spider_closed(self, reason: str) -> None:
        """Publish the records and give everything back."""
        self.result.reason = reason
        if self._export is not None:
            await asyncio.wait([self._export])
        try:
            if not self.fatal:
                with self.store.changing() as db:
                    settle(db)
                    resolve(db)
            await self._clean_again()
            self._publish(reason)
        except (OSError, sqlite3.Error, StoreError, CleaningError) as error:
            self.fatal = self.fatal or error
            logger.info("the job %s could not be published: %s", self.name, error)  # the command line says it
        finally:
            self.close()

    async def _clean_again(self) -> None:
        """The second pass: pages of hosts that are known well by now. In a thread, so that Ctrl-C is still heard."""
        self.result.counts = self.store.counts()
        if self.fatal or not self._publishes:
            return
        again = partial(self.cleaning.second_pass, self.pool, stops=lambda: self._closed)
        await asyncio.get_event_loop().run_in_executor(None, again)
        self.cleaning.remember()

    @property
    def _publishes(self) -> bool:
        """Whether files are made of the store at the end of this run."""
        return self.output != "-" and not (is_file_name(self.output) and self.incomplete)

    def _publish(self, reason: str) -> None:
        store, result = self.store, self.result
        if self.fatal:
            with suppress(sqlite3.Error):  # the disk that failed may be the one this is written to
                store.end_run(self._run, reason)
            return
        result.counts, result.reasons = store.counts(), store.reasons()
        result.chars_in, result.chars_out, result.removed = store.cleaned()
        result.starts = list(store.start_rows())
        result.problems = store.problems()
        if result.problems:  # what was published before may be better than what is left
            return
        if self._publishes:
            result.exported = export(store, self._place)
        store.end_run(self._run, reason)
        store.published()

    @property
    def incomplete(self) -> bool:
        """Whether URLs are left for another reason than that --max-pages was reached."""
        return self.result.counts.get("pending", 0) > 0 and not self.limit_reached

    @property
    def failed_starts(self) -> list[tuple[str, str]]:
        """The given URLs that ended without what they were given for, and why."""
        starts = self.result.starts
        return [(url, reason) for url, _, state, reason in starts if state != "pending" and failed_input(reason)]

    @property
    def limit_reached(self) -> bool:
        return bool(self.max_pages) and self.result.this_run["ok"] >= self.max_pages

    def close(self, *, kill: bool = False) -> None:
        """Give back store, workers and lock. `kill` does not wait for the workers."""
        self._closed = True
        self.pool.close(kill=kill)
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        try:
            if self.archive is not None:
                self.archive.close()
        except OSError as error:
            self.fatal = self.fatal or error
        finally:
            self.store.close()
            self._lock.release()


__all__ = ["JobError", "JobRun", "JobRunningError", "RunResult", "WrongJobError", "job_folder"]
