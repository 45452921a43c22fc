"""No way in leads to a private address, however it is spelled: not one connection is begun."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from xml.sax.saxutils import escape

import pytest
from twisted.internet.address import IPv4Address

from crawler.addresses import AddressRule, _PermittedOnly, is_public
from tests.reliability.raw_server import Asked, RawServer, article, send, serving
from tests.reliability.watched import Crawled, crawl

NAMES = {
    "resolves.test": [["127.0.0.1"]],
    "resolves6.test": [["::1"]],
    "mixed.test": [["10.0.0.1", "127.0.0.1"]],
    "metadata.test": [["169.254.169.254"]],
    "mapped.test": [["::ffff:127.0.0.1"]],
    "changes.test": [["10.0.0.1"], ["127.0.0.1"]],
}
HOSTS = [
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0X7F.0.0.0x1",
    "0177.0.0.1",
    "017700000001",
    "127.255.255.254",
    "0",
    "0.0.0.0",
    "localhost",
    "LocalHost.",
    "any.localhost",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[::ffff:0:127.0.0.1]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "１２７.0.0.1",
    *NAMES,
]
REFUSED = {"private_address", "bad_url", "dns", "robots_unreachable", "duplicate_redirect"}  # the last: of a start


@dataclass
class Net:
    """What is public, and the port that nobody may connect to."""

    site: RawServer
    target: RawServer

    def __post_init__(self) -> None:
        self.spelled = [f"http://{host}:{self.target.port}/" for host in HOSTS]

    def url(self, path: str, host: str = "site.test") -> str:
        return f"http://{host}:{self.site.port}{path}"

    def names(self) -> dict[str, list[list[str]]]:
        robots = {f"r{number}.test": [["127.0.0.1"]] for number in range(len(HOSTS))}
        return {**NAMES, **robots, "site.test": [["127.0.0.1"]]}

    @property
    def allowed(self) -> list[str]:
        hosts = [f"r{number}.test" for number in range(len(HOSTS))]
        return [word for host in ["site.test", *hosts] for word in ("--allow-private", host)]

    def answer(self, connection: socket.socket, asked: Asked) -> None:
        if asked.path == "/robots.txt":
            if asked.host.startswith("r"):
                return send(connection, status=301, Location=f"{self._spelled(asked.host[1:-5])}robots.txt")
            return send(connection, status=404)
        way, _, number = asked.path.strip("/").partition("/")
        to = self._spelled(number) if number.isdigit() else ""
        if way == "redirect":
            return send(connection, status=302, Location=to)
        if way == "refresh":
            return send(connection, article(head=f'<meta http-equiv="refresh" content="0; url={to}">'))
        if way == "canonical":
            return send(connection, article(number, head=f'<link rel="canonical" href="{to}">'))
        if way == "sitemap.xml":
            entries = "".join(f"<url><loc>{escape(one)}</loc></url>" for one in self.spelled)
            body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
            return send(connection, body, kind="application/xml")
        if way == "index.xml":
            entries = "".join(f"<sitemap><loc>{escape(one)}</loc></sitemap>" for one in self.spelled)
            body = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'
            return send(connection, body, kind="application/xml")
        if way == "feed.xml":
            entries = "".join(f"<item><title>a</title><link>{escape(one)}</link></item>" for one in self.spelled)
            body = f'<rss version="2.0"><channel><title>f</title>{entries}</channel></rss>'
            return send(connection, body, kind="application/rss+xml")
        links = "".join(f'<a href="{one}">a story of the town</a> ' for one in self.spelled)
        return send(connection, article(number, more=f"<p>{links}</p>"))

    def _spelled(self, number: str) -> str:
        # A header is Latin-1: what is not in it comes as a browser would send it, in UTF-8.
        return self.spelled[int(number)].encode().decode("latin-1")

    def reached(self, done: Crawled) -> list[tuple[str, int]]:
        """Connections to where nobody may go."""
        own = {("127.0.0.1", self.site.port)}
        return sorted(end for end in done.connections if end not in own)


@pytest.fixture(scope="module")
def net() -> Iterator[Net]:
    def answer(connection: socket.socket, asked: Asked) -> None:
        running.answer(connection, asked)

    with serving(lambda connection, _: send(connection, article("of the target"))) as target, serving(answer) as site:
        running = Net(site, target)
        yield running


@pytest.fixture(scope="module")
def crawled(net: Net, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    numbers = range(len(HOSTS))
    # The file of URLs may hold no address that is none; those are tried by the other ways.
    starts = [url for url, host in zip(net.spelled, HOSTS, strict=True) if "%" not in host]
    ways = [net.url(f"/{way}/{number}") for way in ("redirect", "refresh", "canonical") for number in numbers]
    robots = [net.url("/page/1", f"r{number}.test") for number in numbers]
    home = tmp_path_factory.mktemp("page")
    return crawl(home, [*starts, *ways, *robots], "--spider", "page", *net.allowed, names=net.names())


def test_no_connection_by_start_redirect_refresh_canonical_or_robots(net: Net, crawled: Crawled) -> None:
    assert net.reached(crawled) == [], crawled.stderr[-2000:]
    assert net.target.connections == 0
    outcomes = crawled.outcomes
    for number, host in enumerate(HOSTS):
        for way in ("redirect", "refresh"):
            assert outcomes[net.url(f"/{way}/{number}")] in REFUSED, (way, host)
        assert outcomes[net.url("/page/1", f"r{number}.test")] == "robots_unreachable", host
        assert outcomes[net.url(f"/canonical/{number}")] in {"ok", "duplicate"}, host
    starts = {url: outcome for url, outcome in outcomes.items() if f":{net.target.port}/" in url}
    assert len(starts) >= 30
    assert set(starts.values()) <= {*REFUSED, "connection", "timeout"}


def test_the_ways_lead_there_when_they_may(net: Net, tmp_path: Path) -> None:
    """Else the tests above would pass with servers that nobody can reach."""
    number = HOSTS.index("resolves.test")
    urls = [net.spelled[number], net.url(f"/redirect/{HOSTS.index('127.0.0.1')}")]
    allowed = ["--allow-private", "resolves.test", "--allow-private", "127.0.0.1"]
    done = crawl(tmp_path, urls, "--spider", "page", *net.allowed, *allowed, names=net.names())
    assert set(done.outcomes.values()) == {"ok"}, done.stderr
    net.target.connections = 0


@pytest.mark.parametrize(
    ("spider", "path"),
    [("site", "/page/1"), ("sitemap", "/sitemap.xml"), ("sitemap", "/index.xml"), ("feed", "/feed.xml")],
)
def test_no_connection_by_link_sitemap_or_feed(net: Net, tmp_path: Path, spider: str, path: str) -> None:
    done = crawl(tmp_path, [net.url(path)], "--spider", spider, *net.allowed, names=net.names())
    assert net.reached(done) == [], done.stderr[-2000:]
    assert net.target.connections == 0
    assert net.site.times(path), done.stderr


def test_no_host_of_the_list_is_public() -> None:
    rule = AddressRule()
    for host in HOSTS:
        if host in NAMES or "%3" in host:
            continue
        assert rule.refuses_name(host.replace("%25", "%")), host
    addresses = {one for answers in NAMES.values() for answer in answers for one in answer}
    assert not any(map(is_public, addresses))


@pytest.mark.parametrize(
    "host", ["example.org", "8.8.8.8", "[2606:4700::1111]", "127.0.0.1.example.org", "localhost.example"]
)
def test_what_is_public_stays_so(host: str) -> None:
    assert not AddressRule().refuses_name(host)


def test_a_name_that_rebinds_is_connected_to_where_it_was_permitted_and_nowhere_else() -> None:
    """Checking a name and connecting to it by name would be two look-ups: here the address that was checked is it."""
    answers = [["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1", "93.184.216.34"]]
    handed_out = []
    for answer in answers:
        taken: list[str] = []
        receiver = SimpleNamespace(
            resolutionBegan=lambda _: None,
            addressResolved=lambda address, taken=taken: taken.append(address.host),
            resolutionComplete=lambda: None,
        )
        lookup = _PermittedOnly(receiver, "rebinds.test", AddressRule(), set())
        for host in answer:
            lookup.addressResolved(IPv4Address("TCP", host, 80))
        lookup.resolutionComplete()
        handed_out.append(taken)
    assert handed_out == [["93.184.216.34"], [], ["93.184.216.34"]]


def test_a_proxy_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from scrapy.settings import Settings

    from crawler.addresses import rule_for_connections, rule_for_pages

    settings = Settings({"DEHUSK_PROXY": "http://10.0.0.7:3128"})
    assert rule_for_connections(settings).permits("10.0.0.7", "10.0.0.7")
    assert rule_for_pages(settings).refuses_name("10.0.0.7")
