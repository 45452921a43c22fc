"""What every spider of a job has in common: from response to item, and what a subclass decides."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote, urlsplit

from scrapy import Spider
from w3lib.url import safe_url_string

from cleaners.hosts import has_credentials
from cleaners.page import Link, Page
from crawler.archiving import asked_for
from crawler.download import UNVERIFIED
from crawler.failures import reason_of
from crawler.items import FailedFetch, FetchedPage
from crawler.job import JobError, JobRun
from crawler.middlewares import StoppedError
from crawler.origins import origin_of
from output.canonical import hostname, is_other_spelling
from output.outcomes import Outcome
from output.store import Found, now
from output.twins import spelled_starts

if TYPE_CHECKING:
    from scrapy.http import Response

_SPLIT = re.compile(r"[\s,]+(?=https?://)|\s+", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f.]*:[0-9a-f:.]*(%.+)?")  # a name in its ASCII form, or an IPv6 address
_PLAIN = frozenset({"robots", "private_address", "wrong_type", "redirect_loop"})  # the word says it all
_DETAIL_CHARS = 200
NOT_MODIFIED = 304
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
        self.own_origins: frozenset[str] = frozenset()  # servers of the given URLs
        self.hosts: frozenset[str] = frozenset()  # hosts of the given URLs

    # ------------------------------------------------------------------ what a subclass may change

    def links_to_follow(self, links: Iterable[Link], depth: int) -> list[str]:  # noqa: ARG002 - for subclasses
        """The URLs that a page of this depth leads to, as far as the spider wants them. None by default."""
        return []

    def link_choice(self, depth: int) -> str:  # noqa: ARG002 - for subclasses
        """A name for what decides which links of a page of this depth are followed, another one whenever others may be;
        "" if none are. A page whose links were chosen otherwise must be seen again before all of them are known."""
        return ""

    def sort_out(
        self,
        urls: list[str],
        depth: int,  # noqa: ARG002 - for subclasses
        page_url: str,  # noqa: ARG002
        sketch: bytes,  # noqa: ARG002
    ) -> tuple[list[str], list[tuple[str, str]]]:
        """Which of the URLs that a page leads to, all new to the job, are fetched, and which are not, with the reason.
        `depth`, `page_url` and `sketch` are the page's. All are by default."""
        return urls, []

    def found(self, url: str) -> Found:
        """A given URL as it goes into the frontier."""
        return Found(url)

    def is_own(self, url: str, page_url: str) -> bool:
        """Whether a page may call this address its own: one of its host, or of those that were given."""
        host = hostname(url)
        return bool(host) and (host == hostname(page_url) or host in self.hosts)

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
        starts = map(self.found, self._starts()) if self.given or self.urls_file else None
        arguments = json.dumps(self.arguments(), sort_keys=True)
        run.begin(starts, spider=self.name, follows=self.follows, arguments=arguments)
        self.own_origins = frozenset(origin_of(url) for url, *_ in run.store.start_rows()) - {""}
        self.hosts = run.store.start_hosts()
        if any(map(is_other_spelling, self._starts())):
            with run.store.transaction() as db:
                spelled_starts(db, self._starts())
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
        reads = meta.get("dehusk_reads", "page")
        if response.status == NOT_MODIFIED and meta.get("dehusk_conditional") and reads != "page":
            asked, sites = came_from or response.url, tuple(meta.get("dehusk_sites", ()))
            yield FetchedPage(row, page_of(response), asked, meta.get("depth", 0), tries, reads, sites)
        elif response.status == NOT_MODIFIED and meta.get("dehusk_conditional"):
            final = response.url if came_from else ""
            headers = page_of(response).headers
            yield FailedFetch(row, Outcome("not_modified", NOT_MODIFIED, final, tries), response.url, headers)
        elif reads == "robots" and 400 <= response.status < 500:  # there is none, so it names no sitemap
            page = replace(page_of(response), body=b"")
            yield FetchedPage(row, page, came_from or response.url, meta.get("depth", 0), tries, reads)
        elif not 200 <= response.status < 300:
            outcome = Outcome(f"http_{response.status:03d}", response.status, response.url if came_from else "", tries)
            yield FailedFetch(row, outcome, response.url)
        elif not response.body and reads != "robots":
            yield FailedFetch(row, Outcome("empty", response.status, tries=tries), response.url)
        else:
            # What redirected here depends on which link was seen first, but for a URL that the user gave.
            asked = asked_for(meta, response.url)
            page, sites = page_of(response, asked), tuple(meta.get("dehusk_sites", ()))
            yield FetchedPage(row, page, came_from or response.url, meta.get("depth", 0), tries, reads, sites)

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
    request = response.request
    fetched = (request.meta.get("dehusk_fetched") if request is not None else "") or now()  # as the archive has it
    return Page(
        response.url, response.body, response.status, headers, requested_url, fetched, UNVERIFIED in response.flags
    )


def address(text: str) -> str:
    """A URL as it was given, with `https://` where no scheme was, escaped as a browser would, without fragment.

    Raises JobError if it is none that can be fetched.
    """
    text = text.strip()
    if has_credentials(text if _SCHEME.match(text) else f"https://{text}"):
        host = text.rpartition("@")[2]
        raise JobError(
            f"{host!r} was given with a user or password: take them off, and send them with --header 'Authorization: …'"
        )
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
