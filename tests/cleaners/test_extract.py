"""A page gives its text, every word that trafilatura finds; a page that has none says so and raises nothing."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
import trafilatura
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.decode import decode
from cleaners.extract import EXTRACTOR, Mode, extract
from cleaners.page import Page

PAGES = sorted((Path(__file__).parent.parent / "pages").glob("*/source.html"))
URL = "https://example.org/2026/a.html"
FIRST = (
    "The last lighthouse keeper on the northern coast handed over her keys on Friday, after thirty-one years of storms."
)
SECOND = (
    "A sensor now switches the lamp on at dusk, and a technician comes twice a year by boat to clean all the lenses."
)
THIRD = "She says she will miss the nights on which the tower hummed like the string of an instrument that was touched."
ARTICLE = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD))


def page(body: str, head: str = "<title>A lighthouse</title>") -> Page:
    return Page(URL, f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>".encode())


def texts(given: Page, mode: Mode = "full") -> list[str]:
    return [block.text for block in extract(given, mode).document.blocks]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b"\x00\x00", "empty"),
        (b"<html></html>", "empty"),
        (b"<!-- only a comment -->", "empty"),
        (b"<html><body><script>var a = 'text';</script></body></html>", "empty"),
        (b"%PDF-1.4 ...", "not_html"),
        (b"\x89PNG\r\n\x1a\n....", "not_html"),
        (b"<p>\xff\xfe\xfd", ""),
    ],
)
@pytest.mark.parametrize("mode", ["blocks", "full", "fast", "resiliparse"])
def test_no_document_is_said_and_not_raised(body: bytes, kind: str, mode: Mode) -> None:
    found = extract(Page(URL, body, headers={"content-type": "text/html"}), mode)
    if kind:
        assert found.kind == kind
        assert found.document.text == ""
    assert bool(found.document.blocks) != bool(found.kind)


@pytest.mark.parametrize("source", PAGES, ids=lambda path: path.parent.name)
def test_every_word_of_trafilatura(source: Path) -> None:
    body = source.read_bytes()
    decoded = decode(body)
    flat = trafilatura.extract(decoded.text, include_comments=False) if decoded.text else None
    found = extract(Page(URL, body)).document
    if flat and found.metadata["extractor"] == "trafilatura":
        assert re.findall(r"\w+", unicodedata.normalize("NFC", found.text)) == re.findall(r"\w+", flat)


@pytest.mark.parametrize("mode", ["blocks", "full", "fast", "resiliparse"])
def test_every_mode_gives_the_article_and_names_itself(mode: Mode) -> None:
    found = extract(page(f"<nav><a href='/x'>Menu</a></nav><article>{ARTICLE}</article>"), mode)
    assert [block.text for block in found.document.blocks] == [FIRST, SECOND, THIRD]
    assert found.document.metadata["extractor"] == EXTRACTOR[mode]
    assert (found.document.title, found.document.language) == ("A lighthouse", "en")
    assert [link.url for link in found.links] == ["https://example.org/x"]


def test_the_same_page_twice_is_the_same_twice() -> None:
    given = page(f"<article>{ARTICLE}</article>")
    assert extract(given) == extract(given)


def test_cheap_modes_do_not_guess() -> None:
    given = page(f"<article><p class='byline'>By <span class='author'>Jo Field</span></p>{ARTICLE}</article>")
    assert extract(given).document.metadata["author"] == "Jo Field"
    assert "author" not in extract(given, "fast").document.metadata


_SHORT_STORIES = {
    "dialogue": "<p>— Холодно нынче, — сказал паромщик.</p><p>— Доедем, — ответила она и села на мешок.</p>"
    "<p>Паром шёл через реку сорок минут. На том берегу её ждал брат с санями.</p><p>Снег так и не пошёл.</p>",
    "divisions": "<div>A ponte foi aberta ao meio-dia pela presidente da junta.</div>"
    "<div>Mais de quatrocentas pessoas atravessaram-na na primeira hora.</div><div>A portagem fica vazia.</div>",
    "wide": "<p>川沿いの小さな船着き場に、今朝も渡し船が着いた。</p><p>船頭は七十二歳になる。</p>",
}


@pytest.mark.parametrize("story", _SHORT_STORIES.values(), ids=_SHORT_STORIES)
def test_short_paragraphs_make_an_article_too(story: str) -> None:
    head = '<h1>The ferry of Usk</h1><div class="info"><span class="author">Olga Sever</span> <i>2026-02-11</i></div>'
    known = extract(page(f"{head}{story}")).document.metadata
    assert (known.get("author"), known.get("published")) == ("Olga Sever", "2026-02-11")


def test_the_day_of_a_review_is_not_that_of_a_product() -> None:
    head = '<title>A lamp</title><meta property="og:type" content="product">'
    body = "<h1>A lamp</h1><p>An arm of beech.</p><p>It is 40 cm high.</p><h2>Reviews</h2><p>Nadia, 4 March 2026</p>"
    assert "published" not in extract(page(body, head)).document.metadata


def test_the_day_of_an_event_is_not_its_publication() -> None:
    head = '<title>Sagra</title><script type="application/ld+json">{"@type": "FoodEvent", "name": "Sagra"}</script>'
    body = (
        "<h1>Sagra</h1><p>24 e 25 ottobre 2025, dalle 10.</p><p>In piazza si mangia.</p><p>Si balla fino a tardi.</p>"
    )
    assert "published" not in extract(page(body, head)).document.metadata


def test_a_thousand_nested_divs_lose_no_sentence() -> None:
    assert texts(page("<div>" * 1000 + ARTICLE + "</div>" * 1000)) == [FIRST, SECOND, THIRD]


def test_two_hundred_thousand_attributes_do_not_hang() -> None:
    attributes = " ".join(f'a{number}="x"' for number in range(200_000))
    assert texts(page(f"<article><p {attributes}>{FIRST}</p><p>{SECOND}</p></article>")) == [FIRST, SECOND]


def test_an_xml_declaration_with_another_encoding_is_survived() -> None:
    body = (
        b'<?xml version="1.0" encoding="iso-8859-1"?><html><head><title>T\xc3\xa9</title></head><body>'
        + ARTICLE.encode()
    )
    found = extract(Page(URL, body))
    assert found.document.title == "Té"
    assert found.document.text == f"{FIRST}\n{SECOND}\n{THIRD}"


def test_a_self_closed_html_element_does_not_lose_the_page() -> None:
    assert texts(Page(URL, f"<!DOCTYPE html><html lang='en'/><body><article>{ARTICLE}</article></body>".encode())) == [
        FIRST,
        SECOND,
        THIRD,
    ]


def with_article_body(text: str) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "Article", "articleBody": text})}</script>'


def test_a_body_in_json_ld_is_taken_where_the_page_has_little() -> None:
    head = with_article_body(f"{FIRST}\n{SECOND} &amp; more\n{THIRD}")
    found = extract(page("<p>Please wait until the text has been loaded.</p>", head)).document
    assert [block.text for block in found.blocks] == [FIRST, SECOND + " & more", THIRD]
    assert found.metadata["extractor"] == "dehusk"


def test_a_summary_in_json_ld_does_not_replace_the_text() -> None:
    assert texts(page(f"<article>{ARTICLE}</article>", with_article_body(FIRST))) == [FIRST, SECOND, THIRD]


def test_plain_text_is_one_block_a_line() -> None:
    found = extract(
        Page(URL, f"{FIRST}\r\n\r\n{SECOND} 1 < 2".encode(), headers={"content-type": "text/plain"})
    ).document
    assert [block.text for block in found.blocks] == [FIRST, SECOND + " 1 < 2"]
    assert found.blocks[0].tag == "line"


def test_robots_nofollow_reaches_the_links() -> None:
    given = page(f"<a href='/x'>x</a>{ARTICLE}", '<meta name="robots" content="index, nofollow">')
    assert all(link.nofollow for link in extract(given).links)
    by_header = Page(URL, b"<a href='/x'>x</a>", headers={"x-robots-tag": "nofollow"})
    assert all(link.nofollow for link in extract(by_header).links)


def test_hints_fill_gaps_only() -> None:
    bare = Page(URL, f"<html><body>{ARTICLE}</body></html>".encode())
    assert extract(bare, title="Hint").document.title == "Hint"
    assert extract(page(ARTICLE), title="Hint").document.title == "A lighthouse"


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="<>/ap=\"' div&;#x0!-[]tbl\ud800é漢\n", max_size=120),
    st.sampled_from(["blocks", "full", "fast", "resiliparse"]),
)
def test_any_page_is_survived(html: str, mode: Mode) -> None:
    found = extract(Page("", html.encode("utf-8", "surrogatepass")), mode)
    assert bool(found.document.blocks) != bool(found.kind)
    for block in found.document.blocks:
        assert found.document.text[block.start : block.end] == block.text


def test_a_tag_name_that_lxml_reads_and_refuses_to_write_is_survived() -> None:
    assert extract(Page("https://example.org/", b"<a'>0")).document.text in {"", "0"}
