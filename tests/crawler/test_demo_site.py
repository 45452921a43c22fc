"""The demo before any crawl: its debris is really extracted, its truth is consistent, its corners behave."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
import trafilatura

from crawler.demo.content import articles, expected, newspapers
from crawler.demo.layouts import article_page
from crawler.demo.pages import FORBIDDEN, MISSING, MOVED, UNSTEADY
from crawler.demo.server import Serving, serve

PAGES = list(articles())


@pytest.fixture(scope="module")
def site() -> Iterator[Serving]:
    with serve() as running:
        yield running


def fetch(url: str) -> tuple[int, str, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[1])
def test_no_debris_is_a_part_of_a_body(page: tuple[str, str]) -> None:
    truth = expected(*page)
    body = "\n".join(part.text for part in articles()[page].parts)
    assert truth.left(body) == []
    assert truth.missing(body) == []
    assert truth.repeated(f"{truth.title}\n{body}") == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[1])
def test_the_truth_notices_what_is_wrong(page: tuple[str, str]) -> None:
    truth = expected(*page)
    body = [part.text for part in articles()[page].parts]
    for unit in range(len(body)):
        assert truth.missing("\n".join(body[:unit] + body[unit + 1 :])), body[unit]
    for junk in truth.goes:
        assert junk in truth.left("\n".join([*body, junk]))
    assert truth.repeated("\n".join(body + body))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[1])
def test_an_extractor_keeps_the_whole_body_and_the_debris(page: tuple[str, str]) -> None:
    article, truth = articles()[page], expected(*page)
    text = trafilatura.extract(article_page(article, newspapers()[article.host], "http://localhost:1"))
    assert text
    assert truth.missing(text) == []
    assert len(truth.left(text)) >= 0.9 * len(truth.goes)
    if article.layout in {"body_twice", "title_twice"}:
        assert truth.repeated(text)


def test_three_languages_on_two_hosts_and_all_layouts() -> None:
    found = articles().values()
    assert len(found) >= 12
    assert {one.language for one in found} == {"pt", "it", "en"}
    assert {one.host for one in found} == {"noticias", "giornale"}
    assert {one.layout for one in found} >= {"grid", "notice_first", "promo_last", "body_twice", "title_twice", "plain"}
    for one in found:
        kinds = [part.kind for part in one.parts]
        assert kinds.count("p") >= 4, one.path
        assert len(kinds) >= 8, one.path
        assert "h2" in kinds, one.path


def test_every_article_is_served_under_its_own_host_only(site: Serving) -> None:
    for key, path in PAGES:
        if (key, path) != UNSTEADY:
            assert fetch(site.url(key, path))[0] == 200
        other = "giornale" if key == "noticias" else "noticias"
        assert fetch(site.url(other, path))[0] == 404


def test_one_page_fails_once(site: Serving) -> None:
    with serve() as fresh:
        assert [fetch(fresh.url(*UNSTEADY))[0] for _ in range(3)] == [500, 200, 200]


def test_a_wrong_charset_in_both_directions(site: Serving) -> None:
    _, declared, body = fetch(site.url("noticias", "/cultura/pao-de-milho"))
    assert declared == "text/html; charset=iso-8859-1"
    assert "São João" in body.decode("utf-8")
    _, declared, body = fetch(site.url("giornale", "/scienza/api-sui-tetti"))
    assert declared == "text/html; charset=utf-8"
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert "città" in body.decode("windows-1252")


def test_the_corners(site: Serving) -> None:
    for key in newspapers():
        front = fetch(site.url(key, "/"))[2].decode()
        for link in (FORBIDDEN, MOVED, MISSING, "/calendar?month="):
            assert link in front
        assert f"Disallow: {FORBIDDEN}" in fetch(site.url(key, "/robots.txt"))[2].decode()
        assert fetch(site.url(key, MISSING))[0] == 404
        assert fetch(site.url(key, MOVED))[0] == 200  # urllib follows it
        own = [path for host, path in PAGES if host == key]
        for listing in ("/feed.xml", "/sitemap.xml"):
            text = fetch(site.url(key, listing))[2].decode()
            assert all(site.url(key, path) in text for path in own)
    assert "month=2027-01" in fetch(site.url("noticias", "/calendar?month=2026-12"))[2].decode()
