"""Runs one crawl in this process: Scrapy with the settings of a command line, and how it ended."""

from __future__ import annotations

import errno
import gc
import logging
import os
import sqlite3
import ssl
import sys
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import certifi
from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings
from twisted.python.failure import Failure

from crawler.cli.errors import INCOMPLETE, NO_SPACE, WRONG_USAGE, UserError
from crawler.free_memory import GARBAGE
from crawler.job import JobError, JobRun
from crawler.job_cleaning import CleaningError
from crawler.middlewares import StoppedError
from crawler.printable import PrintableFormatter
from output.space import LowSpaceError
from output.store_file import StoreError, is_damage

# What these say with tracebacks has an outcome row, in which it can be looked up.
_NOISY = ("scrapy.downloadermiddlewares", "scrapy.core.scraper", "scrapy.core.downloader", "twisted")
# Components that are off unless a setting switches them on.
_SWITCHED = {
    "COOKIES_ENABLED": "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
    "DEHUSK_PROGRESS": "crawler.progress.ProgressLine",
}


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """A spider by name, its arguments, and settings that beat all others."""

    spider: str
    arguments: dict[str, Any]
    settings: dict[str, Any] = field(default_factory=dict)
    debug: bool = False


def run_crawl(plan: CrawlPlan) -> JobRun:
    """Crawl until the end, or until Ctrl-C. The reactor of this process cannot run a second time.

    Raises JobRunningError, and UserError for whatever else kept the crawl from ending as it should.
    """
    settings = settings_of(plan)
    process = _Process(settings)
    configure_logs(settings, debug=plan.debug)
    crawler = process.create_crawler(plan.spider)
    failures: list[Failure] = []
    process.crawl(crawler, **plan.arguments).addErrback(failures.append)
    # What is loaded by now stays to the end. To walk it for cycles again and again takes an eighth of this process.
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    if not failures:
        process.start()
    _raise_first(failures)
    run = crawler.get_extension(JobRun)
    assert run is not None
    if process.forced:
        run.close(kill=True)
        raise UserError(f"stopped at once; go on with: dehusk crawl --job {run.name}", INCOMPLETE)
    if run.fatal is not None:
        raise explained(run.fatal) from run.fatal
    return run


def _raise_first(failures: list[Failure]) -> None:
    for failure in failures:
        error = failure.value
        assert error is not None
        raise explained(error) from error


def settings_of(plan: CrawlPlan) -> Settings:
    """crawler/settings.py with the settings of the plan over it."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(plan.settings, priority="cmdline")
    delay = plan.settings.get("DOWNLOAD_DELAY", os.environ.get("DEHUSK_DELAY"))
    if delay is not None and float(delay) == 0:  # a site of one's own: nothing holds back but --concurrency
        settings.set("AUTOTHROTTLE_ENABLED", False, priority="cmdline")
        settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", settings.getint("CONCURRENT_REQUESTS"), priority="cmdline")
    _leave_out(settings)
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    settings.set("LOG_LEVEL", "DEBUG" if plan.debug else "WARNING", priority="cmdline")
    _find_certificates()
    warnings.filterwarnings("default" if plan.debug else "ignore", module=r"(scrapy|twisted)\..*")
    return settings


def _leave_out(settings: Settings) -> None:
    """Take the components that are off out of Scrapy's lists: it imports whatever these name, so that a remote control
    that is off brings an HTTP server, and cookies that are off bring an HTTP client, a fifth of a second together."""
    off = {part for switch, part in _SWITCHED.items() if not settings.getbool(switch)}
    for kind in ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES"):
        own, base = settings.getdict(kind), settings.getdict(f"{kind}_BASE")
        off |= {name for name, order in own.items() if order is None}
        for name, components in ((kind, own), (f"{kind}_BASE", base)):
            kept = {part: order for part, order in components.items() if part not in off}
            settings.set(name, kept, priority="cmdline")


def _find_certificates() -> None:
    """Name the certificates of certifi where the system has none, as on macOS; SSL_CERT_FILE of the user's wins."""
    found = ssl.get_default_verify_paths()
    if not found.cafile and not (found.capath and any(Path(found.capath).iterdir())):
        os.environ.setdefault("SSL_CERT_FILE", certifi.where())


def configure_logs(settings: Settings, *, debug: bool) -> None:
    """One line on stderr for what a user must know, everything with `debug`. Call it after Scrapy's process is made,
    which sets levels of its own."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PrintableFormatter(settings["LOG_FORMAT"] if debug else "dehusk: %(message)s"))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    handler.setLevel(logging.DEBUG if debug else logging.WARNING)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debug else logging.WARNING)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.NOTSET if debug else logging.CRITICAL)


class _Process(CrawlerProcess):
    """Scrapy's process; the first Ctrl-C lets go of what waits for its turn, the second of everything."""

    forced = False

    def _signal_shutdown(self, signum: int, frame: Any) -> None:
        from twisted.internet import reactor  # noqa: PLC0415 - importing it installs it

        reactor.callFromThread(self._drop_waiting)
        super()._signal_shutdown(signum, frame)

    def _signal_kill(self, signum: int, frame: Any) -> None:
        self.forced = True
        super()._signal_kill(signum, frame)

    def _drop_waiting(self) -> None:
        for crawler in self.crawlers:
            run = crawler.get_extension(JobRun)
            if run is not None:
                run.stopping = True
            if crawler.engine is None:
                continue
            for slot in crawler.engine.downloader.slots.values():
                while slot.queue:
                    _, waiting = slot.queue.popleft()
                    waiting.errback(Failure(StoppedError("the crawl is stopping")))  # type: ignore[no-untyped-call]


def explained(error: BaseException) -> BaseException:
    """An error as one line for a person, with its exit code; JobRunningError and what nobody expected as they are."""
    if isinstance(error, StoreError | JobError | CleaningError):
        return UserError(str(error), INCOMPLETE if isinstance(error, StoreError) else WRONG_USAGE)
    if isinstance(error, OSError):
        return UserError(_not_written(error), NO_SPACE)
    if isinstance(error, sqlite3.DatabaseError) and is_damage(error):
        return UserError(f"the job store is damaged ({error}): restore it, or move it away to begin anew", INCOMPLETE)
    if isinstance(error, sqlite3.Error):
        message = f"the job store cannot be written: {error}; free space or mend its folder, then run it again"
        return UserError(message, NO_SPACE)
    return error


def _not_written(error: OSError) -> str:
    what = error.filename or "the output"
    if isinstance(error, LowSpaceError):
        return f"{what}: {error.strerror}; free some and run it again, the job goes on"
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"no space left for {what}: free some and run it again, the job goes on"
    return f"{what} cannot be written: {error.strerror or error}; name another place"
