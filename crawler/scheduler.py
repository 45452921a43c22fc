"""The scheduler: hands out what is pending in the job store, keeps in memory only what is in flight."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import Counter, deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler, Scheduler

from crawler.host_waits import HostWaits, waits_of
from crawler.job import JobError, JobRun
from crawler.origins import host_asked
from output.canonical import hostname
from output.outcomes import Outcome
from output.store import Found, Row, StoreError

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

_SPARE = 8  # rows in hand beside those that are fetched and as many that are worked on
_BUFFER = 64  # rows of one host that are read at once
# What of a request is kept; anything else could carry a secret or an object into the store.
_HEADERS = frozenset({"accept", "accept-language", "content-type", "referer", "if-none-match", "if-modified-since"})
_META = frozenset({"dont_redirect", "dont_retry", "handle_httpstatus_list", "max_retry_times", "verbatim_url"})


class JobScheduler(BaseScheduler):
    """A Scrapy scheduler on a `JobStore`. Hosts take turns, each up to its own limit of requests at a time.

    A request of a row carries `dehusk_row` in its meta. When it comes back, as a redirect or to be tried again, it
    waits in memory: after a crash the row itself is still pending.
    """

    def __init__(
        self, crawler: Crawler, run: JobRun, per_host: int, waits: HostWaits | None = None, in_hand: int = 0
    ) -> None:
        """`per_host`: requests to a host at a time. `in_hand`: rows that may be fetched or worked on at a time, 0 for
        no limit; they are what a crash costs, as all of them are fetched again."""
        self._crawler = crawler
        self._run = run
        self._store = run.store
        self._per_host = per_host
        self._in_hand = in_hand or sys.maxsize
        self._waits = waits or HostWaits()
        self._spider: Any = None
        self._again: deque[Request] = deque()
        self._hosts: deque[str] = deque()  # those that may have pending rows, in the order of their turns
        self._known_hosts: set[str] = set()
        self._rows: dict[str, deque[Row]] = {}
        self._in_flight: dict[int, str] = {}  # row -> host

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Any:
        """The scheduler of a job; Scrapy's own for a spider that has none (`scrapy shell`)."""
        run = crawler.get_extension(JobRun)
        if run is None:
            return Scheduler.from_crawler(crawler)
        limit = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        # As many again wait for the workers: small pages would wait there by the thousand.
        in_hand = 2 * crawler.settings.getint("CONCURRENT_REQUESTS") + _SPARE
        return cls(crawler, run, per_host=limit, waits=waits_of(crawler), in_hand=in_hand)

    def open(self, spider: Spider) -> None:
        self._spider = spider
        self._run.finished.append(self._ended)
        try:
            self._spider.open_job(self._run)
            hosts = self._store.pending_hosts()
        except (sqlite3.Error, OSError, StoreError, JobError) as error:
            # Out of here, Scrapy would take down what it has not built yet, and tell of that instead.
            self._run.stopping = True
            self._run.fail(error)
            return
        for host in hosts:
            self._wake(host)

    def has_pending_requests(self) -> bool:
        if self._again:
            return True
        return self._may_hand_out() and self._store.pending > len(self._in_flight)

    def _may_hand_out(self) -> bool:
        limit = self._run.max_pages
        return not self._run.stopping and (not limit or self._run.result.this_run["ok"] < limit)

    # ------------------------------------------------------------------ in

    def enqueue_request(self, request: Request) -> bool:
        row = request.meta.get("dehusk_row")
        if row is None:
            return self._add(request)
        try:
            if "redirect_urls" in request.meta and not self._accept_redirect(request, row):
                return False
        except sqlite3.Error as error:  # the row stays pending
            self._run.fail(error)
            return False
        self._again.append(request)
        return True

    def _add(self, request: Request) -> bool:
        found = Found(request.url, request.meta.get("depth", 0), request.priority, _as_json(request))
        new = self._store.add([found])
        self._wake(hostname(request.url))
        return bool(new)

    def _accept_redirect(self, request: Request, row: int) -> bool:
        meta = request.meta
        if request.url == meta.get("dehusk_at"):  # tried again where a redirect led before
            return True
        meta["dehusk_at"] = request.url
        meta["dehusk_host"] = hostname(request.url)
        reason = ""
        if not self._spider.accepts_redirect(request.url, start=meta["dehusk_start"]):
            reason = "offsite"
        elif self._store.owner(request.url, row) != row:
            reason = "duplicate_redirect"
        if reason:
            self._run.finish(row, Outcome(reason, final_url=request.url, tries=meta.get("retry_times", 0) + 1))
        return not reason

    # ------------------------------------------------------------------ out

    def next_request(self) -> Request | None:
        request = self._next_again()
        if request is not None:
            return request
        while self._may_hand_out() and not self._over_limit():
            try:
                row = self._next_row()
            except sqlite3.Error as error:
                self._run.fail(error)
                return None
            if row is None:
                return None
            try:
                return self._request(row)
            except ValueError as error:  # Scrapy's word for "http://host:99999/": no address that can be asked
                self._run.finish(row.id, Outcome("bad_url", detail=" ".join(str(error).split())))
        return None

    def _next_again(self) -> Request | None:
        """The first that came back and whose host may be asked now."""
        for place, request in enumerate(self._again):
            if self._waits.remaining(host_asked(request.url)) <= 0:
                del self._again[place]
                return request
        return None

    def _over_limit(self) -> bool:
        """Whether there is enough in hand, or what is in flight could already fill --max-pages."""
        if len(self._in_flight) - len(self._again) >= self._in_hand:
            return True
        limit = self._run.max_pages
        return bool(limit) and self._run.result.this_run["ok"] + len(self._in_flight) >= limit

    def _next_row(self) -> Row | None:
        engine = self._crawler.engine
        assert engine is not None
        busy = Counter(request.meta.get("dehusk_host") for request in engine.downloader.active)
        for _ in range(len(self._hosts)):
            host = self._hosts.popleft()
            # One more than may be fetched at a time: so the next is ready when one is done.
            if busy[host] > self._per_host or self._waits.remaining(host) > 0:
                self._hosts.append(host)
                continue
            row = self._take(host)
            if row is None:
                self._known_hosts.discard(host)
                continue
            self._hosts.append(host)
            return row
        return None

    def _take(self, host: str) -> Row | None:
        rows = self._rows.get(host)
        if not rows:
            taken = sum(other == host for other in self._in_flight.values())
            fresh = self._store.next_rows(host, taken + _BUFFER)
            rows = deque(row for row in fresh if row.id not in self._in_flight)
            if not rows:
                self._rows.pop(host, None)
                return None
            self._rows[host] = rows
        row = rows.popleft()
        self._in_flight[row.id] = host
        return row

    def _request(self, row: Row) -> Request:
        meta: dict[str, Any] = {
            "dehusk_row": row.id,
            "dehusk_host": row.host,
            "dehusk_start": row.start is not None,
            "depth": row.depth,
        }
        kept = json.loads(row.request) if row.request else {}
        return Request(
            row.url,
            method=kept.get("method", "GET"),
            headers=kept.get("headers"),
            body=kept.get("body", ""),
            callback=self._method(kept.get("callback"), self._spider.parse_page),
            errback=self._method(kept.get("errback"), self._spider.failed),
            meta={**kept.get("meta", {}), **meta},
            dont_filter=True,
        )

    def _method(self, name: str | None, default: Any) -> Any:
        return getattr(self._spider, name) if name else default

    # ------------------------------------------------------------------ what has ended

    def _ended(self, row: int, new_urls: list[str]) -> None:
        self._in_flight.pop(row, None)
        for url in new_urls:
            self._wake(hostname(url))

    def _wake(self, host: str) -> None:
        if host not in self._known_hosts:
            self._known_hosts.add(host)
            self._hosts.append(host)


def _as_json(request: Request) -> str:
    """What makes a request more than a plain GET of its URL, or "". Never code: callbacks are names."""
    kept: dict[str, Any] = {}
    if request.method != "GET":
        kept["method"] = request.method
    if request.body:
        kept["body"] = request.body.decode("utf-8")
    headers = {name.decode("latin-1").lower(): value for name, value in request.headers.items()}
    safe = {name: _text(value) for name, value in headers.items() if name in _HEADERS}
    if safe:
        kept["headers"] = safe
    meta = {key: value for key, value in request.meta.items() if key in _META}
    if meta:
        kept["meta"] = meta
    for key in ("callback", "errback"):
        name = getattr(getattr(request, key), "__name__", "")
        if name and name not in {"parse_page", "parse", "failed"}:
            kept[key] = name
    return json.dumps(kept, sort_keys=True) if kept else ""


def _text(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(one.decode("latin-1") for one in values)


def row_of(meta: Mapping[str, Any]) -> int | None:
    """The row that a request or response belongs to, or None outside of a job."""
    row = meta.get("dehusk_row")
    return row if isinstance(row, int) else None
