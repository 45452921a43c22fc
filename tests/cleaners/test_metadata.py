"""Metadata says what the page declares, in one form, and nothing that is no name, no date, no address."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.bylines import guess_author
from cleaners.dates import iso_date
from cleaners.guessed_dates import guess_date
from cleaners.metadata import Guesses, Metadata, read
from cleaners.names import people
from cleaners.structured import read as read_structured
from cleaners.tree import parse

URL = "https://www.example.org/news/a.html"
NEVER = Guesses(
    author=lambda _: pytest.fail("guessed"),
    date=lambda *_: pytest.fail("guessed"),
)


def metadata(html: str, guesses: Guesses | None = None) -> Metadata:
    tree = parse(html)
    assert tree is not None
    return read(tree, read_structured(tree), URL, guesses)


def ld(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "Article", **values})}</script><p>x</p>'


@pytest.mark.parametrize(
    "value",
    [
        "https://example.org/jo",
        "www.facebook.com/jo",
        "admin",
        "Administrator",
        "@jo",
        "jo@example.org",
        "null",
        "",
        "123",
        "—",
        "x" * 90,
    ],
)
def test_no_author(value: str) -> None:
    assert people([value]) == []
    assert "author" not in metadata(ld(author=value)).for_record()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["By Ana Lima"], ["Ana Lima"]),
        (["Ana Lima; Rui Costa", "ana lima"], ["Ana Lima", "Rui Costa"]),
        (["Ana Lima e Rui Costa"], ["Ana Lima", "Rui Costa"]),
        (["José Ortega y Gasset"], ["José Ortega y Gasset"]),
        (["di Mario Rossi", "Di Stefano"], ["Mario Rossi", "Di Stefano"]),
        (["Rossi", "Mario Rossi"], ["Mario Rossi"]),
        (["山田太郎"], ["山田太郎"]),
        (["Jo &amp; Max Field"], ["Jo", "Max Field"]),
        (["<b>Jo Field</b> (@jofield)"], ["Jo Field"]),
    ],
)
def test_people(values: list[str], expected: list[str]) -> None:
    assert people(values) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "03/04/2026",
        "2026-13-01",
        "2026-02-30",
        "0001-01-01",
        "1970-01-01T00:00:00Z",
        "2999-01-01",
        "12",
        "x" * 90,
    ],
)
def test_no_date(value: str) -> None:
    assert iso_date(value) == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-19", "2026-11-19"),
        ("2026-11-19T08:00:00+02:00", "2026-11-19T08:00:00+02:00"),
        ("2026-11-19T08:00:00.123Z", "2026-11-19T08:00:00Z"),
        ("2026-11-19T23:30-0500", "2026-11-19T23:30:00-05:00"),
        ("2026-11-19 08:00", "2026-11-19T08:00:00"),
        ("20261119", "2026-11-19"),
        ("2026/1/9", "2026-01-09"),
        ("Thu, 19 Nov 2026 08:00:00 GMT", "2026-11-19T08:00:00Z"),
        ("November 9, 2026", "2026-11-09"),
        ("1763539200", "2025-11-19T08:00:00Z"),
    ],
)
def test_dates(value: str, expected: str) -> None:
    assert iso_date(value) == expected


@given(st.text(max_size=40) | st.from_regex(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?([+-]\d{4})?", fullmatch=True))
def test_a_date_never_raises_and_stays_itself(value: str) -> None:
    found = iso_date(value)
    assert iso_date(found) == found


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("JobPosting", "datePosted"),
        ("Recipe", "datePublished"),
        ("Event", "datePublished"),
        ("Product", "datePublished"),
        ("VideoObject", "uploadDate"),
        ("DiscussionForumPosting", "dateCreated"),
        ("Question", "dateCreated"),
    ],
)
def test_the_day_is_read_of_whatever_says_when_it_came(kind: str, key: str) -> None:
    page = ld(**{"@type": kind, key: "2026-10-01", "validThrough": "2026-12-31", "startDate": "2026-11-30"})
    assert metadata(page).published == "2026-10-01"


def test_the_day_of_a_vacancy_in_microdata() -> None:
    page = '<div itemscope itemtype="https://schema.org/JobPosting"><i itemprop="datePosted" content="2026-10-01"></i>'
    assert metadata(f"{page}<p>Brot backen</p></div>").published == "2026-10-01"


def test_when_an_event_begins_is_not_when_it_was_published() -> None:
    assert metadata(ld(**{"@type": "Event", "startDate": "2026-05-01"})).published == ""


def test_nothing_is_guessed_where_the_page_tells() -> None:
    page = ld(headline="One", author="Ana Lima", datePublished="2026-01-02")
    found = metadata(page, NEVER)
    assert (found.title, found.author, found.published) == ("One", "Ana Lima", "2026-01-02")


def test_nothing_is_guessed_where_nothing_looks_like_an_article() -> None:
    found = metadata(
        "<title>Shop</title><div class='author'>Not An Author</div><p>short</p>",
        NEVER,
    )
    assert (found.title, found.author, found.published) == ("Shop", "", "")


def test_absent_values_are_no_keys() -> None:
    assert metadata("<p>x</p>").for_record() == {"hostname": "www.example.org"}


def test_the_author_of_a_comment_is_not_the_author() -> None:
    tree = parse('<div class="comments"><span class="author">Angry Reader</span></div><p>x</p>')
    assert tree is not None
    assert guess_author(tree) == ""


def test_a_byline_is_found() -> None:
    tree = parse('<p>x</p><p class="byline">By <a rel="author" href="/jo">Jo Field</a> <time>1 May</time></p>')
    assert tree is not None
    assert guess_author(tree) == "Jo Field"


def test_a_date_in_the_url_is_taken() -> None:
    tree = parse("<p>x</p>")
    assert tree is not None
    assert guess_date(tree, "https://example.org/2026/5/07/title") == "2026-05-07"
    assert guess_date(tree, "https://example.org/2026/50/07/title") == ""


def test_urls_are_absolute_or_absent() -> None:
    assert (
        metadata('<link rel="Canonical" href="/b.html#top"><p>x</p>').canonical_url == "https://www.example.org/b.html"
    )
    assert metadata('<meta property="og:url" content="javascript:void(0)"><p>x</p>').canonical_url == ""


def test_language_tags_and_site() -> None:
    found = metadata(
        '<html lang="pt-BR"><meta property="og:site_name" content="O &amp;amp; Jornal">'
        '<meta name="keywords" content="Ponte, ponte, https://x.y, 12">'
        '<meta property="article:tag" content="Obras"><p>x</p></html>'
    )
    assert (found.language, found.sitename, found.tags) == ("pt", "O & Jornal", ["Obras", "Ponte"])


def test_a_twitter_handle_is_no_sitename_when_the_publisher_is_known() -> None:
    page = (
        ld(publisher={"@type": "Organization", "name": "Example News"}) + '<meta name="twitter:site" content="@exnews">'
    )
    assert metadata(page).sitename == "Example News"
