"""What a spider follows, what it refuses, and which address a private one is."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.http import HtmlResponse, Request

from cleaners.page import Link
from crawler.addresses import AddressRule, is_public
from crawler.items import FailedFetch, FetchedPage
from crawler.job import JobError, WrongJobError, job_folder
from crawler.spiders.base import address, addresses
from crawler.spiders.following import LinkRules, PatternBudget
from crawler.spiders.page import PageSpider
from crawler.spiders.site import SiteSpider
from output.page_types import is_other_type

RULES = LinkRules(frozenset({"news.example"}))


@pytest.mark.parametrize(
    "path",
    [
        "/files/report.PDF",
        "/login",
        "/conta/entrar",
        "/shop/cart/",
        "/tag/politics",
        "/etiqueta/porto/",
        "/calendar/2031/05",
        "/feed/",
        "/story?replytocom=7",
        "/story?PHPSESSID=abc",
        "/a/b/a/b/a/b/a/b",
        "/" + "x" * 2100,
    ],
)
def test_traps_are_not_followed(path: str) -> None:
    assert not RULES.wants(f"https://news.example{path}")


@pytest.mark.parametrize(
    "url",
    ["https://other.example/1", "https://news.example.evil/1", "https://sub.news.example/1", "https://[broken/1"],
)
def test_other_hosts_are_not_followed(url: str) -> None:
    assert not RULES.wants(url)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/2026/11/21/harbour-opens.html",
        "/story?id=77",
        "/logins-stolen-in-data-breach",
        "/cartoons/2",
        "/tagesschau",
        "/notícias/calendário-escolar-divulgado",
        "/a/b/a/b/a/b",
        "/index.php?page=3",
    ],
)
def test_pages_are_followed(path: str) -> None:
    assert RULES.wants(f"https://news.example{path}")
    assert RULES.wants(f"http://www.news.example{path}")


def test_allow_and_deny() -> None:
    rules = LinkRules(RULES.hosts, (re.compile("/news/"),), (re.compile("/news/old"),))
    assert rules.wants("https://news.example/news/1")
    assert not rules.wants("https://news.example/news/old/1")
    assert not rules.wants("https://news.example/sport/1")


def test_an_endless_calendar_ends_and_an_archive_does_not() -> None:
    budget = PatternBudget(limit=5000, dated_limit=40)
    days = [
        f"https://news.example/agenda?date={y}-{m:02}-{d:02}"
        for y in (2026, 2027)
        for m in range(1, 13)
        for d in range(1, 29)
    ]
    assert sum(map(budget.take, days)) == 40
    dated = [
        f"https://news.example/2026/11/{n % 28 + 1:02}/story-about-{chr(97 + n % 26)}{chr(97 + n // 26)}"
        for n in range(600)
    ]
    assert all(map(budget.take, dated))
    assert all(budget.take(f"https://news.example/article/{n}") for n in range(5000))
    again = PatternBudget(limit=5000, dated_limit=40)
    again.count(days[:40])
    assert not again.take(days[50])


def test_links_stop_at_the_depth_and_at_nofollow() -> None:
    spider = SiteSpider(url="https://www.news.example/", depth="2")
    links = [Link("https://news.example/1"), Link("https://news.example/2", nofollow=True), Link("https://x.example/")]
    assert spider.links_to_follow(links, 1) == ["https://news.example/1"]
    assert spider.links_to_follow(links, 2) == []
    assert PageSpider(urls="https://news.example/").links_to_follow(links, 0) == []


def test_whatever_may_lead_to_other_links_is_another_choice() -> None:
    def choice(page_depth: int = 0, url: str = "https://a.example/", **words: str) -> str:
        return SiteSpider(url=url, **words).link_choice(page_depth)

    assert choice() == choice(3) == choice(url="https://www.a.example/b") == choice(1, depth="2")
    assert choice(2, depth="2") == "", "no links are followed"
    others = [{"url": "https://b.example/"}, {"allow": "/b"}, {"deny": "/b"}, {"traps": "similar=9"}]
    found = [choice(), *(choice(**words) for words in others)]  # type: ignore[arg-type]
    assert len(set(found)) == len(found)
    spider = SiteSpider(url="https://a.example/")
    assert spider.accepts_redirect("https://b.example/", start=True)
    assert spider.link_choice(0) not in found
    assert PageSpider(urls="https://a.example/").link_choice(0) == ""


def test_only_a_given_url_may_lead_to_another_host() -> None:
    spider = SiteSpider(url="https://news.example/")
    assert not spider.accepts_redirect("https://other.example/", start=False)
    assert spider.accepts_redirect("https://other.example/", start=True)
    assert spider.links_to_follow([Link("https://other.example/1")], 0) == ["https://other.example/1"]


@pytest.mark.parametrize(
    "text", ["ftp://a.example/", "file:///etc/passwd", "https://", "javascript:alert(1)//x", "http://[1/"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(JobError):
        address(text)


def test_addresses_are_read_as_people_write_them() -> None:
    assert address(" news.example/a b#part ") == "https://news.example/a%20b"
    assert list(addresses(["\ufeffhttps://a.example/1\n", "# no\n", "\n", "b.example\n"])) == [
        "https://a.example/1",
        "https://b.example",
    ]
    with pytest.raises(JobError, match="line 2"):
        list(addresses(["a.example", "ftp://b.example"]))
    spider = PageSpider(urls="https://a.example/1,2 https://b.example/,http://c.example/\nd.example")
    assert spider.given == ["https://a.example/1,2", "https://b.example/", "http://c.example/", "https://d.example"]


def test_a_job_is_named_after_spider_and_host() -> None:
    assert PageSpider(urls="https://a.example/1 https://a.example/2").job_name == "page-a.example"
    assert SiteSpider(url="http://127.0.0.1:80/").job_name == "site-127.0.0.1"
    assert PageSpider(urls=[f"https://{n}.example/" for n in range(9)]).job_name.endswith("-and-6-more")
    assert PageSpider().job_name == ""
    assert PageSpider(urls="https://a.example", job="mine").job_name == "mine"
    for name in ("..", "a/b", "", ".hidden", "x" * 101, "a\n"):
        with pytest.raises(WrongJobError):
            job_folder("", name)


def test_a_response_becomes_a_page_or_an_outcome() -> None:
    spider = PageSpider(urls="https://a.example/")
    meta = {"dehusk_row": 7, "depth": 2, "redirect_urls": ["https://a.example/old"]}
    request = Request("https://a.example/new", meta=meta)
    response = HtmlResponse(request.url, body=b"<p>x", headers={"Content-Type": "text/html"}, request=request)
    (item,) = spider.parse_page(response)
    assert isinstance(item, FetchedPage)
    assert (item.row, item.depth, item.asked_for) == (7, 2, "https://a.example/old")
    assert item.page.headers == {"content-type": "text/html"}
    assert item.page.requested_url == ""
    (failed,) = spider.parse_page(response.replace(status=503))
    assert isinstance(failed, FailedFetch)
    assert failed.outcome.reason == "http_503"
    assert "<p>" not in repr(item)


PRIVATE = [
    "127.0.0.1",
    "127.8.9.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "fe80::1%eth0",
    "192.0.2.1",
    "198.18.0.1",
    "240.0.0.1",
]


@pytest.mark.parametrize("literal", PRIVATE)
def test_a_private_address_is_none_of_the_internet(literal: str) -> None:
    assert not is_public(literal)


@pytest.mark.parametrize("literal", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_a_public_address_is_one(literal: str) -> None:
    assert is_public(literal)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST.",
        "x.localhost",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "127.1",
        "0",
        "[::1]",
        "10.1",
    ],
)
def test_a_host_that_is_private_by_name_is_refused_unless_named(host: str) -> None:
    assert AddressRule().refuses_name(host)
    assert not AddressRule([host]).refuses_name(host)
    assert AddressRule(["other.example"]).refuses_name(host)


def test_the_resolver_rule_is_about_address_and_host() -> None:
    rule = AddressRule(["intra.example"])
    assert rule.permits("intra.example", "10.0.0.1")
    assert not rule.permits("public.example", "10.0.0.1")
    assert rule.permits("public.example", "8.8.8.8")
    assert not rule.refuses_name("public.example")


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "Video/MP4; x=1", "application/x-tar", "text/css"])
def test_other_types_are_not_fetched(kind: str) -> None:
    assert is_other_type(kind)


@pytest.mark.parametrize(
    "kind", ["", "text/html; charset=utf-8", "application/xhtml+xml", "text/plain", "application/xml"]
)
def test_pages_are_fetched_whatever_they_call_themselves(kind: str) -> None:
    assert not is_other_type(kind)


def test_a_site_without_a_host_is_not_crawled() -> None:
    run: Any = SimpleNamespace(name="old")
    with pytest.raises(JobError, match="name one"):
        SiteSpider(job="old").opened(run)
