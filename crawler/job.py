"""One run of a job inside Scrapy: opens the store, takes outcomes, and publishes what there is at the end."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sqlite3
import sys
from asyncio import CancelledError
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import DropItem, NotConfigured

from crawler.job_cleaning import NOTHING_ASKED, Asked, CleaningError, JobCleaning, asked_for
from crawler.workers import BrokenWorkersError, WorkerPool
from output.export import Exported, export_file, export_folder
from output.lock import JobLock, JobRunningError
from output.outcomes import Outcome, failed_input
from output.processing import Processed, Task
from output.publishing import LineStream
from output.record import Facts
from output.store import Found, JobStore, StoredPage, StoreError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

STORE, LOCK = "job.sqlite", "job.lock"
FIRST_EXPORT = 1000  # pages after which the first segments appear on the way
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class JobError(Exception):
    """The job cannot be run; `str()` of it is one line that says why and how to mend it."""


class WrongJobError(JobError):
    """What was asked for does not fit the job."""


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


def job_folder(home: str, name: str) -> Path:
    """Where a job lies. Raises WrongJobError for a name that is no name of a folder."""
    if not _NAME.fullmatch(name):
        raise WrongJobError(f"{name!r} is no name for a job: letters, digits, dots, dashes and underscores")
    return Path(home or ".") / "output" / "data" / name


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
        asked: Asked = NOTHING_ASKED,
    ) -> None:
        """Raises WrongJobError if the job is one of another spider, JobRunningError if it runs, StoreError,
        sqlite3.Error and OSError if its store or output cannot be opened, CleaningError if its site rules or memory."""
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
        self._crawler = crawler
        self._command = command
        self._run = 0
        self._closing: Any = None
        self._warm: Any = None
        self._closed = False
        self._export: asyncio.Future[Exported] | None = None
        self._next_export = FIRST_EXPORT
        folder.mkdir(parents=True, exist_ok=True)
        _check_output(output)
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
        name = getattr(spider, "job", "") or settings["DEHUSK_JOB"] or getattr(spider, "job_name", "")
        pool = WorkerPool(
            settings.getint("DEHUSK_WORKERS") or os.cpu_count() or 1,
            page_seconds=settings.getfloat("DEHUSK_PAGE_SECONDS"),
            memory_mb=settings.getint("DEHUSK_MEMORY_MB"),
        )
        run = cls(
            crawler,
            job_folder(settings["DEHUSK_HOME"], name),
            pool,
            output=settings["DEHUSK_OUTPUT"],
            max_pages=settings.getint("DEHUSK_MAX_PAGES"),
            command=settings["DEHUSK_COMMAND"] or " ".join(sys.argv),
            asked=asked_for(settings),
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
        self._run = self.store.begin_run(self._command, follows=follows, same_starts=starts is None)
        self.store.keep("spider", spider)
        self.store.keep("arguments", arguments)
        if starts is not None:
            self.store.add_starts(starts)
        if self.store.pending:
            self._warm = asyncio.get_event_loop().run_in_executor(None, self.pool.submit, Task(None, "", Facts("")))

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

    def finish(self, row: int, outcome: Outcome, page: StoredPage | None = None, links: Iterable[Found] = ()) -> None:
        """Commit the outcome of a row with its page and links; a store that cannot be written stops the crawl."""
        links = list(links)
        try:
            changed = self.store.finish(row, outcome, page, links)
        except sqlite3.Error as error:
            self.fail(error)
            return
        if not changed:
            return
        self.result.this_run[outcome.reason] += 1
        urls = [found.url for found in links]
        for tell in self.finished:
            tell(row, urls)
        if page is None:
            return
        if self._stream is not None and not self.reader_gone:
            self._send(page.record)
        elif self.store.counts()["done"] >= self._next_export and self._segments_on_the_way():
            self._export_beside()

    def _send(self, record: bytes) -> None:
        assert self._stream is not None
        try:
            self._stream.write(record)
        except BrokenPipeError:
            self.reader_gone = True
            self.stop("the reader of stdout has gone")
        except OSError as error:
            self.fail(error)

    def _segments_on_the_way(self) -> bool:
        return self.output != "-" and not _is_file(self.output) and (self._export is None or self._export.done())

    def _export_beside(self) -> None:
        """Publish what there is so far, beside the crawl: every time it has doubled, so that it costs little in all."""
        self._next_export = 2 * self.store.counts()["done"]
        self._export = asyncio.get_event_loop().run_in_executor(
            None, export_folder, self.store.path, Path(self.output) if self.output else self.folder
        )
        self._export.add_done_callback(self._exported_beside)

    def _exported_beside(self, export: asyncio.Future[Exported]) -> None:
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
        logger.error("%s: a mistake in dehusk, %r", getattr(response, "url", "?"), failure.value)
        request = getattr(response, "request", None)
        row = request.meta.get("dehusk_row") if request is not None else None
        if row is not None:
            self.finish(row, Outcome("error", http_status=getattr(response, "status", 0)))

    def item_error(self, item: Any, failure: Any) -> None:
        if not self.fatal and not failure.check(CancelledError):  # cancelled: the second Ctrl-C
            logger.error("%s: a mistake in dehusk, %r", item, failure.value)
            self.finish(item.row, Outcome("error"))

    # ------------------------------------------------------------------ the end

    async def spider_closed(self, reason: str) -> None:
        """Publish the records and give everything back."""
        self.result.reason = reason
        if self._export is not None:
            await asyncio.wait([self._export])
        try:
            await self._clean_again()
            self._publish(reason)
        except (OSError, sqlite3.Error, StoreError, CleaningError) as error:
            self.fatal = self.fatal or error
            logger.error("the job %s could not be published: %s", self.name, error)  # noqa: TRY400 - one line for a user
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
        return self.output != "-" and not (_is_file(self.output) and self.incomplete)

    def _publish(self, reason: str) -> None:
        store, result = self.store, self.result
        result.counts, result.reasons = store.counts(), store.reasons()
        result.chars_in, result.chars_out, result.removed = store.cleaned()
        result.starts = list(store.start_rows())
        result.problems = store.problems()
        if self.fatal:
            return
        store.end_run(self._run, reason)
        target = Path(self.output)
        if not self._publishes:
            return
        if _is_file(self.output):
            result.exported = export_file(store.path, target)
        else:
            result.exported = export_folder(store.path, target if self.output else self.folder)

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
        self.store.close()
        self._lock.release()


def _is_file(output: str) -> bool:
    return output not in {"", "-"} and output.endswith((".jsonl", ".jsonl.gz", ".jsonl.zst"))


def _check_output(output: str) -> None:
    """Refuse an output that could never be written before an hour of crawling, not after it."""
    if output in {"", "-"}:
        return
    path = Path(output)
    folder = path.parent if _is_file(output) else path
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(13, "not writable", str(path))


__all__ = ["JobError", "JobRun", "JobRunningError", "RunResult", "WrongJobError", "job_folder"]
