"""What goes along to another server: no key, no cookie, no header that nobody knows, no password in a URL."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings

from cleaners.hosts import has_credentials, without_credentials
from crawler.job import JobError
from crawler.origins import host_asked, origin_of
from crawler.redirects import SafeMetaRefresh, SafeRedirect
from crawler.spiders.base import address
from tests.reliability.raw_server import Asked, RawServer, article, send, serving
from tests.reliability.watched import crawl

SECRETS = {"Authorization": "Basic c2VjcmV0", "Cookie": "a=secret", "X-Api-Key": "secret", "X-Unknown": "secret"}
SAFE = {"Accept": "text/html", "Accept-Language": "pt", "User-Agent": "dehusk"}
FROM = "https://a.example/page"


def redirected(middleware: type, target: str, source: str = FROM) -> Request:
    settings = Settings({"METAREFRESH_MAXDELAY": 10})
    follower = middleware(settings)
    request = Request(source, headers={**SECRETS, **SAFE}, meta={"download_slot": "a.example", "http_user": "me"})
    if middleware is SafeRedirect:
        response = Response(source, status=302, headers={"Location": target})
    else:
        body = f'<html><head><meta http-equiv="refresh" content="0; url={target}"></head></html>'
        response = HtmlResponse(source, body=body.encode())
    follower.crawler = None
    # Scrapy logs with the spider of its crawler.
    follower.crawler = type("Crawler", (), {"spider": None})()
    result = follower.process_response(request, response)
    assert isinstance(result, Request)
    return result


@pytest.mark.parametrize("middleware", [SafeRedirect, SafeMetaRefresh])
@pytest.mark.parametrize(
    "target",
    [
        "https://b.example/",
        "http://a.example/",  # everybody on the way can read it
        "https://a.example:8443/",
        "https://sub.a.example/",
        "//b.example/",
        "https://a.example@b.example/",
        "https://web.archive.org/web/2020/https://a.example/",
    ],
)
def test_to_another_server_go_safe_headers_only(middleware: type, target: str) -> None:
    request = redirected(middleware, target)
    assert {name.decode().title() for name in request.headers} == set(SAFE)
    assert not {"http_user", "download_slot"} & set(request.meta)


@pytest.mark.parametrize("middleware", [SafeRedirect, SafeMetaRefresh])
@pytest.mark.parametrize("target", ["/other", "https://a.example/other", "https://A.example:443/other"])
def test_to_the_same_server_everything_goes(middleware: type, target: str) -> None:
    assert {name.decode().title() for name in redirected(middleware, target).headers} == {*SECRETS, *SAFE}


def test_credentials_in_a_redirect_are_taken_off() -> None:
    assert redirected(SafeRedirect, "https://user:pass@b.example/x?y=a@b").url == "https://b.example/x?y=a@b"


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://u:p@a.example/x", "https://a.example/x"),
        ("https://u@a.example:8/", "https://a.example:8/"),
        ("https://u:p@q@a.example/", "https://a.example/"),
        ("https://:p@[::1]/", "https://[::1]/"),
        ("https://a.example/@user", "https://a.example/@user"),
        ("https://a.example/?mail=a@b", "https://a.example/?mail=a@b"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_credentials(url: str, clean: str) -> None:
    assert without_credentials(url) == clean
    assert has_credentials(url) is (url != clean)


def test_an_origin_is_the_server_that_is_asked() -> None:
    assert origin_of("HTTPS://User:x@A.example/") == "https://a.example:443"
    assert origin_of("http://a.example:8080/x") == "http://a.example:8080"
    assert origin_of("http://[::1]/") == "http://[::1]:80"
    assert origin_of("no address") == origin_of("http://[::1") == origin_of("http://a:99999/") == ""
    # Not the host whose page an archive holds: that one gets no request.
    assert host_asked("https://web.archive.org/web/2020/https://a.example/") == "web.archive.org"


# ---------------------------------------------------------------------- a crawl


@pytest.fixture
def server() -> Iterator[RawServer]:
    def answer(connection: socket.socket, asked: Asked) -> None:
        if asked.path == "/robots.txt":
            return send(connection, status=404)
        if asked.path == "/away":
            return send(connection, status=302, Location=f"http://user:hunter2@b.test:{running.port}/there")
        link = f'<a href="http://user:hunter2@a.test:{running.port}/linked">a story about the harbour</a>'
        canonical = f'<link rel="canonical" href="http://user:hunter2@a.test:{running.port}{asked.path}">'
        send(connection, article(asked.path, head=canonical, more=link))
        return None

    with serving(answer) as running:
        yield running


def test_no_key_and_no_password_leaves_the_given_server(server: RawServer, tmp_path: Path) -> None:
    names = {"a.test": [["127.0.0.1"]], "b.test": [["127.0.0.1"]]}
    options = ["--spider", "site", "--allow-private", "a.test", "--allow-private", "b.test", "--debug"]
    options += ["--header", "X-Api-Key: hunter3"]
    urls = [f"http://a.test:{server.port}/{path}" for path in ("start", "away")]
    done = crawl(tmp_path, urls, *options, names=names)
    assert set(done.outcomes.values()) == {"ok"}, done.stderr
    assert f"http://a.test:{server.port}/linked" in done.outcomes
    for asked in server.asked:
        assert "authorization" not in asked.headers
        assert ("x-api-key" in asked.headers) is (asked.host == "a.test" and asked.path != "/robots.txt") or (
            asked.path == "/robots.txt"
        )
    assert not [asked for asked in server.asked if asked.host == "b.test" and "x-api-key" in asked.headers]
    written = b"".join(path.read_bytes() for path in done.folder.rglob("*") if path.is_file())
    for said in (done.stderr, done.stdout, json.dumps(done.rows), json.dumps(list(done.records.values()))):
        assert "hunter" not in said
    assert b"hunter" not in written


def test_a_given_url_with_a_password_is_refused_without_showing_it(tmp_path: Path) -> None:
    with pytest.raises(JobError, match="--header") as refused:
        address("user:hunter2@a.test")
    assert "hunter2" not in str(refused.value)
    given = crawl(tmp_path, [], "http://user:hunter2@a.test/")
    assert given.code == 2
    assert "hunter2" not in given.stderr
    assert len(given.stderr.splitlines()) == 1
    listed = crawl(tmp_path, ["http://user:hunter2@a.test/"])
    assert listed.code == 2
    assert "hunter2" not in listed.stderr
