"""The scheduler on a store: turns of hosts, limits, what comes back, what is in flight."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request

from crawler.job import RunResult
from crawler.scheduler import JobScheduler
from crawler.spiders.listing import listing_row
from crawler.spiders.page import PageSpider
from crawler.spiders.site import SiteSpider
from crawler.spiders.sitemap import SitemapSpider
from output.outcomes import Outcome
from output.store import Found, JobStore, StoredPage


class Run:
    """A run of a job without Scrapy around it."""

    def __init__(self, path: Path, max_pages: int = 0) -> None:
        self.store = JobStore(path)
        self.max_pages = max_pages
        self.stopping = False
        self.result = RunResult()
        self.finished: list[Any] = []

    def begin(self, starts: Any, *, spider: str, follows: bool, arguments: str) -> None:
        self.store.begin_run("test", follows=follows)
        self.store.add_starts(starts)

    def finish(self, row: int, outcome: Outcome, page: Any = None, links: Any = ()) -> None:
        links = list(links)
        if self.store.finish(row, outcome, page, links):
            self.result.this_run[outcome.reason] += 1
            for tell in self.finished:
                tell(row, [link.url for link in links])


class Crawl:
    """A scheduler and what stands around it; `fetching` is what the downloader has in hand."""

    def __init__(self, path: Path, urls: list[str], per_host: int = 2, max_pages: int = 0, spider: Any = PageSpider):
        self.fetching: set[Request] = set()
        self.run = Run(path, max_pages)
        crawler: Any = SimpleNamespace(engine=SimpleNamespace(downloader=SimpleNamespace(active=self.fetching)))
        self.scheduler = JobScheduler(crawler, self.run, per_host)  # type: ignore[arg-type]
        self.spider = spider(urls=urls)
        self.scheduler.open(self.spider)

    def take(self) -> Request | None:
        request = self.scheduler.next_request()
        if request is not None:
            self.fetching.add(request)
        return request

    def take_all(self) -> list[Request]:
        return list(iter(self.take, None))

    def done(self, request: Request, *links: str) -> None:
        self.fetching.discard(request)
        row = request.meta["dehusk_row"]
        page = StoredPage(f"d-{row}", request.url, b"{}")
        self.run.finish(row, Outcome("ok", 200), page, [Found(link, 1) for link in links])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "job.sqlite"


def urls(host: str, number: int) -> list[str]:
    return [f"https://{host}.example/{n}" for n in range(number)]


def test_nothing_is_handed_out_twice(path: Path) -> None:
    crawl = Crawl(path, urls("a", 200), per_host=1000)
    taken = crawl.take_all()
    assert len(taken) == len({request.url for request in taken}) == 200
    assert not crawl.scheduler.has_pending_requests()
    assert crawl.take() is None


def test_no_host_gets_more_than_its_limit_and_all_get_their_turn(path: Path) -> None:
    crawl = Crawl(path, [*urls("a", 500), *urls("b", 5), *urls("c", 5)], per_host=2)
    first = crawl.take_all()
    assert Counter(request.url[8] for request in first) == {"a": 3, "b": 3, "c": 3}
    assert crawl.scheduler.has_pending_requests()
    crawl.done(first[0])
    assert [request.url[8] for request in crawl.take_all()] == [first[0].url[8]]


def test_a_row_that_comes_back_is_no_new_row_and_stays_pending(path: Path) -> None:
    crawl = Crawl(path, urls("a", 1))
    (request,) = crawl.take_all()
    crawl.fetching.clear()
    again = request.copy()
    again.meta["retry_times"] = 1
    assert crawl.scheduler.enqueue_request(again)
    assert crawl.scheduler.has_pending_requests()
    assert crawl.take() is again
    assert crawl.run.store.counts() == {"pending": 1, "done": 0, "failed": 0, "skipped": 0, "seen": 1}


def test_an_address_that_cannot_be_asked_for_has_an_outcome_and_stops_nothing(path: Path) -> None:
    crawl = Crawl(path, urls("a", 1), per_host=1000)
    impossible = [f"http://b.example:99999/{number}" for number in range(60)]
    (first,) = crawl.take_all()
    crawl.done(first, *impossible, "https://a.example/behind")
    assert [request.url for request in crawl.take_all()] == ["https://a.example/behind"]
    assert crawl.run.store.reasons() == {"bad_url": 60, "ok": 1}
    assert not crawl.scheduler.has_pending_requests()


def test_after_a_crash_what_was_in_flight_is_handed_out_again(path: Path) -> None:
    first = Crawl(path, urls("a", 3), per_host=9)
    taken = first.take_all()
    first.done(taken[0], "https://a.example/found")
    first.run.store.close()
    second = Crawl(path, urls("a", 3), per_host=9)
    assert sorted(request.url for request in second.take_all()) == sorted(
        [taken[1].url, taken[2].url, "https://a.example/found"]
    )


def test_a_redirect_to_a_page_with_a_row_of_its_own_ends_there(path: Path) -> None:
    crawl = Crawl(path, urls("a", 2), per_host=9)
    one, two = crawl.take_all()
    redirected = one.replace(url=two.url, meta={**one.meta, "redirect_urls": [one.url]})
    assert not crawl.scheduler.enqueue_request(redirected)
    assert crawl.run.store.reasons() == {"duplicate_redirect": 1}


def test_a_redirect_to_a_new_page_is_followed_once(path: Path) -> None:
    crawl = Crawl(path, urls("a", 2), per_host=9)
    one, two = crawl.take_all()
    to_new = [r.replace(url="https://a.example/new", meta={**r.meta, "redirect_urls": [r.url]}) for r in (one, two)]
    assert crawl.scheduler.enqueue_request(to_new[0])
    assert not crawl.scheduler.enqueue_request(to_new[1])
    retried = to_new[0].copy()
    assert crawl.scheduler.enqueue_request(retried)
    assert crawl.run.store.counts()["seen"] == 2


def test_a_redirect_out_of_the_site_is_not_followed(path: Path) -> None:
    crawl = Crawl(path, ["https://a.example/"], spider=SiteSpider)
    (start,) = crawl.take_all()
    crawl.done(start, "https://a.example/1")
    (found,) = crawl.take_all()
    away = found.replace(url="https://other.example/", meta={**found.meta, "redirect_urls": [found.url]})
    assert not crawl.scheduler.enqueue_request(away)
    assert crawl.run.store.reasons() == {"offsite": 1, "ok": 1}


def test_the_hosts_that_sitemaps_speak_for_are_known_when_none_is_left_to_read(path: Path) -> None:
    first = Crawl(path, ["https://a.example/"], spider=SitemapSpider)
    (robots,) = first.take_all()
    named = listing_row("https://b.example/map.xml", "sitemap", 1, ["a.example"])
    first.run.finish(robots.meta["dehusk_row"], Outcome("listing"), links=[named])
    (sitemap,) = first.take_all()
    pages = [Found("https://a.example/1"), Found("https://a.example/2")]
    first.run.finish(sitemap.meta["dehusk_row"], Outcome("listing"), links=pages)
    first.run.store.close()
    second = Crawl(path, ["https://a.example/"], spider=SitemapSpider)
    for page, target, accepted in zip(second.take_all(), ("b.example", "other.example"), (True, False), strict=True):
        away = page.replace(url=f"https://{target}/new", meta={**page.meta, "redirect_urls": [page.url]})
        assert second.scheduler.enqueue_request(away) is accepted
        second.done(page)
    second.run.store.close()
    elsewhere = Crawl(path, ["https://other.example/"], spider=SitemapSpider)
    assert not elsewhere.spider.accepts_redirect("https://b.example/", start=False)


def test_max_pages_bounds_what_is_in_flight_and_failures_give_their_place_back(path: Path) -> None:
    crawl = Crawl(path, urls("a", 9), per_host=99, max_pages=3)
    taken = crawl.take_all()
    assert len(taken) == 3
    crawl.run.finish(taken[0].meta["dehusk_row"], Outcome("http_404", 404))
    (more,) = crawl.take_all()
    for request in (taken[1], taken[2], more):
        crawl.done(request)
    assert crawl.take() is None
    assert not crawl.scheduler.has_pending_requests()
    assert crawl.run.store.pending == 5


def test_a_request_is_kept_as_json_without_its_secrets(path: Path) -> None:
    crawl = Crawl(path, urls("a", 1))
    headers = {"Authorization": "secret", "Cookie": "secret", "X-Api-Key": "secret", "Accept-Language": "pt"}
    request = Request(
        "https://b.example/form", method="POST", body=b"q=1", headers=headers, meta={"depth": 2, "password": "secret"}
    )
    assert crawl.scheduler.enqueue_request(request)
    (_, kept) = sorted(crawl.take_all(), key=lambda taken: taken.url)
    assert (kept.method, kept.body, kept.meta["depth"]) == ("POST", b"q=1", 2)
    assert kept.headers.to_unicode_dict() == {"Accept-Language": "pt"}
    assert "password" not in kept.meta
    crawl.run.store.close()
    assert b"secret" not in path.read_bytes()


def test_nothing_new_is_handed_out_while_stopping(path: Path) -> None:
    crawl = Crawl(path, urls("a", 3))
    crawl.run.stopping = True
    assert crawl.take() is None
    assert not crawl.scheduler.has_pending_requests()
