"""robots.txt as RFC 9309 has it: nothing that is forbidden is asked for, and nothing of a host that cannot say."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.robots_rules import MOST_DELAY, ROBOTS_BYTES, RobotsRules, product_token
from tests.reliability.raw_server import Asked, RawServer, article, send, serving
from tests.reliability.watched import Crawled, crawl

FORBIDS = "User-agent: *\nDisallow: /no\n"
HUGE = FORBIDS + "# a comment that nobody needs to read\n" * 320_000  # 12 MB
BOMB = gzip.compress(FORBIDS.encode()) + gzip.compress(b"#" * (1 << 20)) * 64
ALLOWED, FORBIDDEN, DEFERRED = ("ok", "ok"), ("ok", "robots"), ("robots_unreachable", "robots_unreachable")
AWAY = "elsewhere"  # the host that a redirect leads to

# name of the case: what comes of /yes and of /no
CASES: dict[str, tuple[str, str]] = {
    "rules": FORBIDDEN,
    "missing": ALLOWED,
    "unauthorized": ALLOWED,
    "forbidden": ALLOWED,
    "gone": ALLOWED,
    "empty": ALLOWED,
    "error": DEFERRED,
    "unavailable": DEFERRED,
    "toomany": DEFERRED,
    "silent": DEFERRED,
    "cut": DEFERRED,
    "hops5": FORBIDDEN,
    "hops6": ALLOWED,
    "away": FORBIDDEN,
    "loop": ALLOWED,
    "huge": FORBIDDEN,
    "hugelength": FORBIDDEN,
    "endless": FORBIDDEN,
    "bom": FORBIDDEN,
    "utf16": FORBIDDEN,
    "html": ALLOWED,
    "gzip": FORBIDDEN,
    "bomb": FORBIDDEN,
    "picture": ALLOWED,
    "recovers": FORBIDDEN,
}


Answer = Callable[[socket.socket, Asked, RawServer], None]
PLAIN = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


def sends(body: bytes | str = FORBIDS, **headers: Any) -> Answer:
    return lambda connection, asked, server: send(connection, body, **headers)


def recovers(connection: socket.socket, asked: Asked, server: RawServer) -> None:
    first = len(server.times("/robots.txt", asked.host)) == 1
    send(connection, FORBIDS, status=502 if first else 200)


def hops(most: int) -> Answer:
    def answer(connection: socket.socket, asked: Asked, _: RawServer) -> None:
        hop = int(asked.path.partition("?")[2] or 0)
        send(connection, FORBIDS, status=302 if hop < most else 200, Location=f"/robots.txt?{hop + 1}")

    return answer


def away(connection: socket.socket, _: Asked, server: RawServer) -> None:
    send(connection, status=301, Location=f"http://{AWAY}.test:{server.port}/other.txt")


def endless(connection: socket.socket, _: Asked, server: RawServer) -> None:
    connection.sendall(PLAIN + FORBIDS.encode())
    while True:
        connection.sendall(b"# and on and on\n" * 1000)


ROBOTS: dict[str, Answer] = {
    "missing": sends(status=404),
    "unauthorized": sends(status=401),
    "forbidden": sends(status=403),
    "gone": sends(status=410),
    "error": sends(status=500),
    "unavailable": sends(status=503),
    "toomany": sends(status=429),
    "recovers": recovers,
    "empty": sends(""),
    "silent": lambda connection, asked, server: time.sleep(4),
    "cut": sends(Content_Length="500"),
    "hops5": hops(5),
    "hops6": hops(6),
    "away": away,
    "loop": sends("", status=302, Location="/robots.txt"),
    "huge": lambda connection, asked, server: connection.sendall(PLAIN + HUGE.encode()),
    "hugelength": sends(HUGE),
    "endless": endless,
    "bom": sends(b"\xef\xbb\xbf" + FORBIDS.encode()),
    "utf16": sends(FORBIDS.encode("utf-16")),
    "html": sends(article("robots")),
    "gzip": sends(gzip.compress(FORBIDS.encode()), Content_Encoding="gzip"),
    "bomb": sends(BOMB, Content_Encoding="gzip"),
    "picture": sends(b"\x89PNG\r\n\x1a\n" + bytes(1000), kind="image/png"),
}


@dataclass
class Done:
    server: RawServer
    crawled: Crawled

    def outcome(self, case: str, path: str) -> str:
        return self.crawled.outcomes[f"http://{case}.test:{self.server.port}/{path}"]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    def answer(connection: socket.socket, asked: Asked) -> None:
        if asked.path.startswith("/robots.txt"):
            ROBOTS.get(asked.host.removesuffix(".test"), sends())(connection, asked, server)
        elif asked.path == "/other.txt":
            send(connection, FORBIDS)
        else:
            send(connection, article(f"{asked.host} {asked.path}"))

    with serving(answer) as server:
        names = {f"{case}.test": [["127.0.0.1"]] for case in [*CASES, AWAY]}
        allowed = [word for name in names for word in ("--allow-private", name)]
        urls = [f"http://{case}.test:{server.port}/{path}" for case in CASES for path in ("yes", "no")]
        urls.append(f"http://nowhere.test:{server.port}/yes")
        home = tmp_path_factory.mktemp("robots")
        yield Done(server, crawl(home, urls, *allowed, names=names, DEHUSK_TIMEOUT="2"))


@pytest.mark.parametrize("case", CASES)
def test_what_comes_of_a_robots_txt(done: Done, case: str) -> None:
    assert (done.outcome(case, "yes"), done.outcome(case, "no")) == CASES[case], done.crawled.stderr[-2000:]


@pytest.mark.parametrize("case", [case for case, ends in CASES.items() if ends is DEFERRED])
def test_a_deferred_host_is_asked_for_nothing_else(done: Done, case: str) -> None:
    host = f"{case}.test"
    assert not done.server.times("/yes", host)
    asked = done.server.times("/robots.txt", host)
    assert len(asked) == 3
    assert asked[1] - asked[0] >= 0.1
    assert asked[2] - asked[1] >= 0.4  # it backs off


def test_no_forbidden_page_was_asked_for(done: Done) -> None:
    assert {asked.host for asked in done.server.asked if asked.path == "/no"} == {
        f"{case}.test" for case, ends in CASES.items() if ends[1] == "ok"
    }


def test_a_name_that_nobody_knows_says_so(done: Done) -> None:
    assert done.outcome("nowhere", "yes") == "dns"


def test_a_robots_txt_of_any_size_costs_little(done: Done) -> None:
    assert done.crawled.peak_mb < 600
    for case in ("huge", "hugelength", "endless", "bomb"):
        asked = [one for one in done.server.asked if one.host == f"{case}.test" and one.path == "/robots.txt"]
        assert len(asked) == 1
        assert asked[0].seconds < 2 + 5


def test_the_next_run_tries_what_was_deferred_and_nothing_that_was_not(tmp_path: Path) -> None:
    broken = True

    def answer(connection: socket.socket, asked: Asked) -> None:
        if asked.path == "/robots.txt" and broken and asked.host == "down.test":
            send(connection, status=500)
        else:
            send(connection, "" if asked.path == "/robots.txt" else article(asked.path))

    with serving(answer) as server:
        names = {"down.test": [["127.0.0.1"]], "up.test": [["127.0.0.1"]]}
        allowed = ["--allow-private", "down.test", "--allow-private", "up.test"]
        url, good = f"http://down.test:{server.port}/page", [f"http://up.test:{server.port}/{n}" for n in range(4)]
        options = ["--spider", "page", *allowed, "--concurrency", "1", "--delay", "0.01", "--workers", "1", "-q"]
        first = crawl(tmp_path, [url, *good], "--max-pages", "3", names=names, own=options, DEHUSK_BACKOFF="0.01")
        assert first.outcomes[url] == "robots_unreachable", first.stderr
        broken = False
        again = crawl(tmp_path, [], names=names, own=options)
        assert again.outcomes == dict.fromkeys([url, *good], "ok"), again.stderr
        assert len(server.times("/0", "up.test")) == 1


# ---------------------------------------------------------------------- the rules themselves


def allowed(text: str, path: str, token: str = "dehusk") -> bool:
    return RobotsRules(text.encode(), token).allowed(f"https://a.example{path}")


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),  # the longest rule
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),  # as long: allowed
        ("User-agent: dehusk\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", True),  # the own group only
        ("User-agent: DeHusk/2.0\nDisallow: /a", "/a", False),  # any case, any version
        ("User-agent: de\nDisallow: /", "/a", True),  # somebody else's name
        ("User-agent: dehusk-news\nDisallow: /", "/a", True),
        ("User-agent: one\nUser-agent: dehusk\nDisallow: /a", "/a", False),
        (
            "User-agent: dehusk\nDisallow: /a\nUser-agent: x\nDisallow: /b\nUser-agent: dehusk\nDisallow: /c",
            "/c",
            False,
        ),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("User-agent: *\nDisallow: /é", "/%C3%A9", False),
        ("User-agent: *\nDisallow: /A", "/a", True),
        ("Disallow: /", "/a", True),  # for nobody
        ("user-agent : * # all\n disallow : /a # this", "/a", False),
        ("User-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("User-agent: *\rDisallow: /a\r", "/a", False),
    ],
)
def test_rules(text: str, path: str, expected: bool) -> None:
    assert allowed(text, path) is expected


def test_a_line_that_is_cut_at_the_limit_forbids_nothing() -> None:
    lines = b"User-agent: *\nDisallow: /x\n"
    padding = b"#" * (ROBOTS_BYTES - len(lines) - len(b"\nDisallow: /"))
    rules = RobotsRules(lines + padding + b"\nDisallow: /private\n")
    assert rules.allowed("https://a.example/page")
    assert not rules.allowed("https://a.example/x")


def test_500_kib_are_read() -> None:
    text = "#\n" * (250 * 1024) + "User-agent: *\nDisallow: /last\n"
    assert not allowed(text, "/last")


def test_no_pattern_takes_long() -> None:
    text = "User-agent: *\n" + "".join(f"Disallow: /*a*a*a*a*a*a*a*a*a{n}*b$\n" for n in range(10_000))
    rules = RobotsRules(text.encode())
    began = time.process_time()
    assert rules.allowed("https://a.example/" + "a" * 2000)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: 86400", MOST_DELAY),
        ("User-agent: *\nCrawl-delay: -1", None),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: *\nCrawl-delay: nan", None),
        ("User-agent: other\nCrawl-delay: 9", None),
        ("User-agent: *\nCrawl-delay: 9\n\nUser-agent: dehusk\nDisallow: /a", None),
        ("User-agent: *\nRequest-rate: 1/5", 5.0),
    ],
)
def test_crawl_delay(text: str, delay: float | None) -> None:
    assert RobotsRules(text.encode()).crawl_delay() == delay


@pytest.mark.parametrize(
    ("agent", "token"),
    [
        ("dehusk/1.0 (web text crawler; +https://a.example)", "dehusk"),
        ("Mozilla/5.0 (compatible; ExampleBot/2.1; +https://a.example)", "examplebot"),
        ("My-Bot", "my-bot"),
        ("", "dehusk"),
    ],
)
def test_the_name_that_a_robots_txt_knows_us_by(agent: str, token: str) -> None:
    assert product_token(agent) == token
