"""What a sitemap lists, and where reading one ends."""

from __future__ import annotations

import gzip
import time

import pytest

from cleaners.page import Page
from cleaners.sitemaps import MAX_BYTES, MAX_URLS, read_robots, read_sitemap

AT = "https://news.example/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def read(text: str | bytes, url: str = AT):  # type: ignore[no-untyped-def]
    return read_sitemap(Page(url, text.encode() if isinstance(text, str) else text))


def urlset(inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NS}>{inner}</urlset>'


def test_no_more_is_read_than_the_protocol_allows() -> None:
    found = read(urlset("".join(f"<url><loc>https://news.example/{n}</loc></url>" for n in range(MAX_URLS + 10))))
    assert len(found.entries) == MAX_URLS
    assert "cut off at 50,000 addresses" in found.notes


def test_a_gzip_bomb_is_cut_off() -> None:
    began = time.process_time()
    found = read(gzip.compress(urlset("<url><loc>/1</loc></url>").encode() + b" " * (4 * MAX_BYTES), 9))
    assert time.process_time() - began < 10
    assert [entry.url for entry in found.entries] == ["https://news.example/1"]
    assert "cut off at 50 MB" in found.notes
    assert read(gzip.compress(gzip.compress(b"x" * 1000))).entries == ()


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    found = read(bomb + urlset("<url><loc>https://news.example/&b;1</loc></url>"))
    assert [entry.url for entry in found.entries] == ["https://news.example/&b;1"]


@pytest.mark.parametrize("text", ["", "<html>no</html>", "hello\nworld", "<urlset", "\x1f\x8bbroken", "<rss></rss>"])
def test_what_is_no_sitemap_gives_nothing_and_raises_nothing(text: str) -> None:
    found = read(text.encode("latin-1"))
    assert found.entries == ()
    assert found.sitemaps == ()


def test_images_and_other_schemes_are_no_pages() -> None:
    found = read(
        f'<urlset {NS} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><image:image><image:loc>'
        "https://news.example/a.png</image:loc></image:image><loc>https://news.example/a</loc></url>"
        "<url><loc>ftp://news.example/b</loc></url></urlset>"
    )
    assert [entry.url for entry in found.entries] == ["https://news.example/a"]
    assert "1 without address" in found.notes


def test_dates_are_read_those_of_news_too() -> None:
    found = read(
        f'<urlset {NS} xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> /a </loc>'
        "<lastmod>2026-11-20T10:00:00+01:00</lastmod></url><url><loc>/b</loc><n:news><n:publication_date>2026-11-21"
        "</n:publication_date></n:news></url></urlset>"
    )
    assert [(entry.url, entry.date) for entry in found.entries] == [
        ("https://news.example/a", "2026-11-20T10:00:00+01:00"),
        ("https://news.example/b", "2026-11-21"),
    ]


def test_an_index_names_sitemaps_gzip_and_text_are_read_and_breaks_recovered() -> None:
    index = read(f"<sitemapindex {NS}><sitemap><loc>https://news.example/1.xml.gz</loc></sitemap></sitemapindex>")
    assert (index.kind, index.sitemaps) == ("index", ("https://news.example/1.xml.gz",))
    packed = read(gzip.compress(urlset("<url><loc>https://news.example/1</loc></url>").encode())[:-4])
    assert [entry.url for entry in packed.entries] == ["https://news.example/1"]
    assert "gzip ends early" in packed.notes
    plain = read("\ufeffhttps://news.example/1\r\nhttps://news.example/2\r\n\r\n")
    assert (plain.kind, len(plain.entries)) == ("text", 2)
    broken = read(urlset("<url><loc>https://news.example/1</loc></url><url><loc>https://news.example/2"))
    assert broken.entries[0].url == "https://news.example/1"


def test_robots_names_sitemaps() -> None:
    text = (
        b"User-agent: *\r\nDisallow: /\r\nSITEMAP : https://cdn.example/s.xml\rSitemap:/own.xml\n# Sitemap: /no.xml\n"
    )
    found = read_robots(Page("https://news.example/robots.txt", text))
    assert found.sitemaps == ("https://cdn.example/s.xml", "https://news.example/own.xml")
