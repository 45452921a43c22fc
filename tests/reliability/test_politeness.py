"""Crawl-delay and Retry-After: no request is sent earlier than a server asks for."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import formatdate
from itertools import pairwise

import pytest
from scrapy.http import Headers

from crawler.host_waits import HostWaits
from crawler.retries import asked_to_wait
from tests.reliability.raw_server import Asked, RawServer, article, send, serving
from tests.reliability.watched import Crawled, crawl


def gaps(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(times)]


@dataclass
class Polite:
    server: RawServer
    crawled: Crawled
    held: float  # when `seconds.test` answered 429


@pytest.fixture(scope="module")
def polite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Polite]:
    told: dict[str, float] = {}

    def answer(connection: socket.socket, asked: Asked) -> None:
        host, first = asked.host, asked.host not in told
        if asked.path == "/robots.txt":
            rules = {
                "delay.test": "User-agent: *\nCrawl-delay: 0.6\n",
                "rate.test": "User-agent: *\nRequest-rate: 2/1\n",
            }
            rules["other.test"] = "User-agent: somebody\nCrawl-delay: 50\n"
            return send(connection, rules.get(host, ""))
        if host == "seconds.test" and first:
            told[host] = time.monotonic() + 1.0
            return send(connection, status=429, Retry_After="1")
        if host == "date.test" and first:
            told[host] = time.monotonic() + 2.0
            now = time.time()
            return send(
                connection, status=503, Retry_After=formatdate(now + 2, usegmt=True), Date=formatdate(now, usegmt=True)
            )
        if host == "long.test":
            return send(connection, status=503, Retry_After="3600")
        if host == "always.test":
            return send(connection, status=429, Retry_After="0.1")
        send(connection, article(f"{host} {asked.path}"))
        return None

    hosts = ["delay", "rate", "other", "seconds", "date", "long", "always"]
    with serving(answer) as server:
        names = {f"{host}.test": [["127.0.0.1"]] for host in hosts}
        allowed = [word for name in names for word in ("--allow-private", name)]
        urls = [f"http://{host}.test:{server.port}/{n}" for host in hosts for n in range(1 if host == "always" else 6)]
        home = tmp_path_factory.mktemp("polite")
        began = time.monotonic()
        crawled = crawl(home, urls, *allowed, names=names, DEHUSK_RETRY_AFTER_MAX="5")
        assert time.monotonic() - began < 60
        server.told = told  # type: ignore[attr-defined]
        yield Polite(server, crawled, told["seconds.test"])


def pages(polite: Polite, host: str) -> list[float]:
    return [asked.at for asked in polite.server.asked if asked.host == host and asked.path != "/robots.txt"]


@pytest.mark.parametrize(("host", "seconds"), [("delay.test", 0.6), ("rate.test", 0.5)])
def test_no_request_is_earlier_than_crawl_delay_says(polite: Polite, host: str, seconds: float) -> None:
    every = [asked.at for asked in polite.server.asked if asked.host == host]  # robots.txt among them
    assert len(every) == 7, polite.crawled.stderr
    assert min(gaps(every)) >= seconds


def test_a_crawl_delay_for_somebody_else_is_none(polite: Polite) -> None:
    assert len(pages(polite, "other.test")) == 6
    assert max(gaps(pages(polite, "other.test"))) < 40


@pytest.mark.parametrize("host", ["seconds.test", "date.test"])
def test_no_request_is_earlier_than_retry_after_says(polite: Polite, host: str) -> None:
    until = polite.server.told[host]  # type: ignore[attr-defined]
    wait = 1.0 if host == "seconds.test" else 2.0
    # What was on its way when the server spoke could not know.
    after = [at for at in pages(polite, host) if at > until - wait + 0.3]
    assert after
    assert min(after) >= until
    outcomes = [row for row in polite.crawled.rows if host in row["url"]]
    assert {row["outcome"] for row in outcomes} == {"ok"}
    assert {row.get("tries", 1) for row in outcomes} == {1}  # to wait is not to fail


def test_a_wait_beyond_the_cap_is_left_for_the_next_run(polite: Polite) -> None:
    ends = {row["outcome"] for row in polite.crawled.rows if "long.test" in row["url"]}
    assert ends == {"retry_later"}
    assert len(pages(polite, "long.test")) < 6  # those that were on their way, and no more


def test_the_next_run_does_not_come_too_early_either(polite: Polite) -> None:
    before = len(polite.server.asked)
    names = {"long.test": [["127.0.0.1"]]}
    url = f"http://long.test:{polite.server.port}/0"
    again = crawl(polite.crawled.folder.parents[2], [url], "--allow-private", "long.test", names=names)
    assert {row["outcome"] for row in again.rows if row["url"] == url} == {"retry_later"}, again.stderr
    assert not [asked for asked in polite.server.asked[before:] if asked.host == "long.test"]


def test_a_server_that_always_asks_to_wait_does_not_keep_the_crawl(polite: Polite) -> None:
    assert [row["outcome"] for row in polite.crawled.rows if "always.test" in row["url"]] == ["retry_later"]
    assert len(pages(polite, "always.test")) == 6


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", "", 120.0),
        ("9" * 40, "", 1e10),
        ("-5", "", None),
        ("soon", "", None),
        ("", "", None),
        ("Sun, 22 Nov 2026 10:01:00 GMT", "Sun, 22 Nov 2026 10:00:00 GMT", 60.0),
        ("Sun, 22 Nov 2026 09:00:00 GMT", "Sun, 22 Nov 2026 10:00:00 GMT", 0.0),
        ("Sun, 99 Nov 2026 09:00:00 GMT", "", None),
    ],
)
def test_retry_after(value: str, date: str, seconds: float | None) -> None:
    headers = Headers({"Retry-After": value, **({"Date": date} if date else {})})
    assert asked_to_wait(headers) == seconds


def test_the_longer_wait_of_two_stays() -> None:
    now = 0.0
    waits = HostWaits(clock=lambda: now)
    waits.hold("a.example", 60)
    waits.hold("a.example", 5)
    assert waits.remaining("a.example") == 60
    assert waits.remaining("b.example") == 0
    now = 60.0
    assert waits.remaining("a.example") == 0


def test_what_was_told_outlives_the_run() -> None:
    kept: list[str] = []
    first = HostWaits(keep=kept.append)
    first.close("a.example", 3600)
    second = HostWaits()
    second.recall(kept[-1])
    assert second.closed("a.example")
    assert not second.closed("b.example")


def test_a_host_that_asks_for_centuries_is_asked_again_after_a_day() -> None:
    now = 0.0
    kept: list[str] = []
    waits = HostWaits(clock=lambda: now, keep=kept.append)
    waits.close("a.example", 1e10)
    again = HostWaits()
    again.recall(kept[-1])
    assert again.closed("a.example")
    now = 86_399.0
    assert waits.closed("a.example")
    now = 86_401.0
    assert not waits.closed("a.example")
    again.recall('{"b.example": 10000000000}')
    assert not again.closed("b.example"), "as an older dehusk kept it"
