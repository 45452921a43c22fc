"""What every spider of a job has in common: from response to item, and what a subclass decides."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote, urlsplit

from scrapy import Spider
from w3lib.url import safe_url_string

from cleaners.page import Link, Page
from crawler.failures import reason_of
from crawler.items import FailedFetch, FetchedPage
from crawler.job import JobError, JobRun
from crawler.middlewares import StoppedError
from output.canonical import canonical, hostname
from output.outcomes import Outcome
from output.store import Found, now

if TYPE_CHECKING:
    from scrapy.http import Response

_SPLIT = re.compile(r"[\s,]+(?=https?://)|\s+", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f.]*:[0-9a-f:.]*(%.+)?")  # a name in its ASCII form, or an IPv6 address
_PLAIN = frozenset({"robots", "private_address", "wrong_type", "redirect_loop"})  # the word says it all
_DETAIL_CHARS = 200
MANY_HOSTS = 3  # names of jobs name up to so many hosts


class JobSpider(Spider):
    """A spider whose URLs, pages and outcomes live in a job store.

    A subclass says which links it follows (`links_to_follow`) and whether it follows any (`follows`, a constant: then
    a second crawl of the job visits the pages again that were found by the first).
    """

    follows: ClassVar[bool] = False

    def __init__(self, *, urls: str | Sequence[str] = "", urls_file: str = "", job: str = "", **kwargs: Any) -> None:
        """`urls`: addresses separated by white space or commas, or a list of them; `urls_file`: a file with one on each
        line. `job` alone stands for the URLs of that job. Raises JobError for what is no URL."""
        super().__init__(**kwargs)
        given = _SPLIT.split(urls.strip()) if isinstance(urls, str) else urls
        self.given = [address(text) for text in given if text]
        self.urls_file = urls_file
        self.job = job
        self.own_hosts: frozenset[str] = frozenset()  # those of the given URLs

    # ------------------------------------------------------------------ what a subclass may change

    def links_to_follow(self, links: Iterable[Link], depth: int) -> list[str]:  # noqa: ARG002 - for subclasses
        """The URLs that a page of this depth leads to, as far as the spider wants them. None by default."""
        return []

    def within_budget(self, urls: list[str]) -> list[str]:
        """Those of the URLs that are new to the job which may be fetched. All by default."""
        return urls

    def accepts_redirect(self, url: str, *, start: bool) -> bool:  # noqa: ARG002 - for subclasses
        """Whether a redirect may lead there; `start` if the URL that it comes from was given by the user."""
        return True

    def opened(self, run: JobRun) -> None:
        """Called when the frontier holds the URLs that were given, before the first is fetched."""

    def arguments(self) -> dict[str, Any]:
        """What makes the same spider again but for its URLs, which are in the store. JSON must be able to hold it."""
        return {}

    # ------------------------------------------------------------------ the job

    @property
    def job_name(self) -> str:
        """The name of the job: `job`, or made from spider and hosts. "" if no URL was given: then there is no job."""
        if self.job or not (self.given or self.urls_file):
            return self.job
        if self.urls_file:
            return _as_name(f"{self.name}-{Path(self.urls_file).stem}")
        hosts = list(dict.fromkeys(hostname(url) for url in self.given))
        rest = f"-and-{len(hosts) - MANY_HOSTS}-more" if len(hosts) > MANY_HOSTS else ""
        return _as_name(f"{self.name}-{'-'.join(hosts[:MANY_HOSTS])}{rest}")

    def open_job(self, run: JobRun) -> None:
        """Begin the run with the URLs that were given, or with those of the last run. Raises JobError and OSError where
        the file of URLs is wrong."""
        starts = map(Found, self._starts()) if self.given or self.urls_file else None
        arguments = json.dumps(self.arguments(), sort_keys=True)
        run.begin(starts, spider=self.name, follows=self.follows, arguments=arguments)
        self.own_hosts = frozenset(hostname(url) for url, *_ in run.store.start_rows())
        self.opened(run)

    def _starts(self) -> Iterator[str]:
        yield from self.given
        if self.urls_file:
            with Path(self.urls_file).open(encoding="utf-8") as lines:
                yield from addresses(lines)

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the scheduler reads the URLs from the store. Without any, says what is missing."""
        if not self.job_name:
            self.logger.error("no URL was given: scrapy crawl %s -a urls=https://…", self.name)
        return
        yield  # an asynchronous generator, as Scrapy asks for

    # ------------------------------------------------------------------ from response to item

    def parse_page(self, response: Response) -> Iterator[FetchedPage | FailedFetch]:
        """The page of a response, or the outcome that an error status is."""
        meta = response.meta
        row = meta.get("dehusk_row", 0)
        tries = meta.get("retry_times", 0) + 1
        came_from = meta.get("redirect_urls", [""])[0]
        if not 200 <= response.status < 300:
            outcome = Outcome(f"http_{response.status:03d}", response.status, response.url if came_from else "", tries)
            yield FailedFetch(row, outcome, response.url)
        elif not response.body:
            yield FailedFetch(row, Outcome("empty", response.status, tries=tries), response.url)
        else:
            # What redirected here depends on which link was seen first, but for a URL that the user gave.
            asked = came_from if meta.get("dehusk_start") and canonical(came_from) != canonical(response.url) else ""
            yield FetchedPage(row, page_of(response, asked), came_from or response.url, meta.get("depth", 0), tries)

    parse = parse_page

    def failed(self, failure: Any) -> Iterator[FailedFetch]:
        """The outcome of a request that gave no response; none if it was stopped by Ctrl-C."""
        request = failure.request
        if failure.check(StoppedError):
            return
        reason = reason_of(failure.value)
        if reason == "error":
            self.logger.error("%s: %r", request.url, failure.value)
        elsewhere = request.url if "redirect_urls" in request.meta else ""
        tries = request.meta.get("retry_times", 0) + 1
        detail = "" if reason in _PLAIN else " ".join(str(failure.value).split())[:_DETAIL_CHARS]
        outcome = Outcome(reason, final_url=elsewhere, tries=tries, detail=detail)
        yield FailedFetch(request.meta.get("dehusk_row", 0), outcome, request.url)


def page_of(response: Response, requested_url: str = "") -> Page:
    """A Scrapy response as a page: headers with lower-case names, the time in UTC."""
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    return Page(response.url, response.body, response.status, headers, requested_url, now())


def address(text: str) -> str:
    """A URL as it was given, with `https://` where no scheme was, escaped as a browser would, without fragment.

    Raises JobError if it is none that can be fetched.
    """
    text = text.strip()
    url = text if _SCHEME.match(text) else f"https://{text}"
    try:
        url = safe_url_string(url).partition("#")[0]
        _ = urlsplit(url).port  # raises for one that is no port
    except ValueError as error:
        raise JobError(f"{text!r} is no URL ({error})") from error
    if not url.lower().startswith(("http://", "https://")):
        raise JobError(f"{text!r} cannot be fetched: only http and https can")
    host = hostname(url)
    if not host:
        raise JobError(f"{text!r} is no URL: it names no host")
    if not _HOST.fullmatch(host):
        raise JobError(f"{text!r} is no URL: no host is called {unquote(host)!r}")
    return url


def addresses(lines: Iterable[str]) -> Iterator[str]:
    """The URLs of a file, one on a line; empty lines and those that begin with # are passed over.

    Raises JobError with the number of a line that is no URL.
    """
    for number, line in enumerate(lines, 1):
        text = line.strip().removeprefix("\ufeff")
        if text and not text.startswith("#"):
            try:
                yield address(text)
            except JobError as error:
                raise JobError(f"line {number}: {error}") from error


def _as_name(text: str) -> str:
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-.")
    return name[:100]
