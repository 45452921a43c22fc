"""Authors, dates and titles that a page only shows: none is better than a wrong one, and no page makes them slow."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from cleaners.bylines import guess_author
from cleaners.guessed_dates import guess_date
from cleaners.guesses import guess_both
from cleaners.metadata import GUESSES, read
from cleaners.shown_dates import shown_date
from cleaners.structured import read as read_structured
from cleaners.titles import title_of
from cleaners.tree import parse, tame

_SLOW = 2.0  # CPU seconds: ten times what the slowest takes


def guessed(guess: Callable[..., str], html: str, *more: str) -> str:
    tree = parse(html)
    assert tree is not None
    return guess(tree, *more)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("", ""),
        ("in 2024", "en"),
        ("© 2019-2024", "en"),
        ("03/04/2024", "en"),
        ("03/04/2024", ""),
        ("31 February 2024", "en"),
        ("5 Martians 2024", "en"),
        ("19 November 1889", "en"),
        ("1 May 2999", "en"),
        ("version 1.2.3.2024", "de"),
        ("12 listopada 2024", "en"),  # November or October, by the language
        ("x" * 300 + " 5 May 2024", "en"),
    ],
)
def test_no_date_is_read_from_it(text: str, tag: str) -> None:
    assert shown_date(text, tag) == ""


@pytest.mark.parametrize(
    ("text", "tag", "day"),
    [
        ("Posted on November 9th, 2024 by Jo", "en", "2024-11-09"),
        ("9 de noviembre de 2024", "es", "2024-11-09"),
        ("9. März 2024", "de", "2024-03-09"),
        ("le 1er août 2024", "fr", "2024-08-01"),
        ("9 дек. 2024", "ru", "2024-12-09"),
        ("12 listopada 2024", "pl", "2024-11-12"),
        ("2024. november 9.", "hu", "2024-11-09"),
        ("2024年11月9日 10:00", "ja", "2024-11-09"),
        ("2024년 11월 9일", "ko", "2024-11-09"),
        ("ngày 9 tháng 11 năm 2024", "vi", "2024-11-09"),
        ("03/04/2024", "en-US", "2024-03-04"),
        ("03/04/2024", "pt-BR", "2024-04-03"),
        ("03.04.2024", "", "2024-04-03"),
        ("11/19/2024", "", "2024-11-19"),
    ],
)
def test_dates_in_many_languages(text: str, tag: str, day: str) -> None:
    assert shown_date(text, tag) == day


@pytest.mark.parametrize(
    "html",
    [
        "<h1>One story</h1>" + "<p>x</p>" * 50 + "<footer>Printed 5 May 2024</footer>",
        "<h1>One story</h1>" + "<p>x</p>" * 90 + "<div class='related'><a>Other, 5 May 2024</a></div>",
        f"<h1>One story</h1><p>{'words of a long sentence that ' * 5} came on 5 May 2024.</p>",
        "<h1>One story</h1><script>var day = '2024-05-05';</script><p>x</p>",
    ],
)
def test_the_date_of_something_else_is_not_taken(html: str) -> None:
    assert guessed(guess_date, html, "") == ""


def test_a_date_below_the_heading_wins_over_dates_of_others() -> None:
    page = (
        "<aside><time datetime='2024-01-01'>1 Jan</time></aside><h1>One</h1><p>Updated: 7 May 2024</p>"
        "<p>Published: <b>5</b> <b>May</b> <b>2024</b></p><p>x</p>"
    )
    assert guessed(guess_date, page, "") == "2024-05-05"


@pytest.mark.parametrize(
    "html",
    [
        '<h1>One</h1><a rel="me" href="https://social.example/@x">Mastodon</a>',
        '<h1>One</h1><div class="author">Written by</div>',
        '<h1>One</h1><div class="author">5 min read</div>',
        '<h1>One</h1><div class="author-social">Facebook</div>',
        "<h1>One</h1><p>By the end of the year all was well.</p>",
        '<div class="comments"><p class="author">Angry Reader</p></div><p>x</p>',
        '<h1>One</h1><span class="byline">August</span>',
        "<h1>Uno</h1><p>La porta <b>di Papa Giulio</b> non si apre più.</p>",
        "<h1>Uno</h1><p>di Roma si parla poco</p>",
        '<h1>One</h1><p class="author">Mon Jan 08, 2024 8:33 am</p>',
        "<h1>一</h1><p>文・理の別なく学べる</p>",
        "<h1>One</h1><p>Posted by admin on 13 March 2024</p>",
    ],
)
def test_what_is_no_name_is_no_author(html: str) -> None:
    assert guessed(guess_author, html) == ""


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<h1>One</h1><p>By Jo Field</p>", "Jo Field"),
        ("<h1>Eins</h1><p>Von <b>Jo Feld</b> und <b>Max Rohe</b></p>", "Jo Feld; Max Rohe"),
        ("<h1>Um</h1><p>Por: Ana Lima</p>", "Ana Lima"),
        ('<h1>One</h1><div class="author"><i>Written by</i> <a>Jo Field</a> <i>Staff Writer</i></div>', "Jo Field"),
        ('<h1>One</h1><div class="username">J <b>jofield</b> <i>Member</i></div>', "Jofield"),
        ("<h1>Bir</h1><p>11 Şubat 2024, 14:05 | Yazar: Nihan Aydın | Okunma: 1204</p>", "Nihan Aydın"),
        ("<h1>Раз</h1><div>11 февраля 2024 | Автор: <a>Ольга Север</a> | Просмотров: 7</div>", "Ольга Север"),
        ("<h1>Uno</h1><p>di Elena Conti - 30 novembre 2024</p>", "Elena Conti"),
        ("<h1>Een</h1><p>Door Jan van Dam en Piet Vos</p>", "Jan van Dam; Piet Vos"),
        ("<h1>واحد</h1><p>كتبت: ليلى حداد - 20 يناير 2024</p>", "ليلى حداد"),
        ("<h1>واحد</h1><p>بقلم ليلى حداد، القاهرة</p>", "ليلى حداد"),
        ("<h1>一</h1><p>2024年3月15日 文・山田花子</p>", "山田花子"),
        ("<h1>One</h1><p>5 May 2024 by Jo Field</p>", "Jo Field"),
    ],
)
def test_bylines(html: str, names: str) -> None:
    assert guessed(guess_author, html) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Von Jutta Brand | Stand: 03.09.2024, 06:12 Uhr | Kommentare", "Jutta Brand"),
        ("Von Jutta Brand und Kai Uhl, Hamburg", "Jutta Brand; Kai Uhl"),
        ("By Jo Field, Transport Correspondent", "Jo Field"),
        ("By Jo Field, Trial Attorney, Morgan & Morgan", "Jo Field"),
        ("By Jo Field, New York", "Jo Field"),
        ("Por Ana Lima, editora de Cultura", "Ana Lima"),
        ("Автор: Ольга Север, корреспондент", "Ольга Север"),
        ("Par Luc Petit, Anne Roy et Max Blanc, à Lyon", "Luc Petit; Anne Roy; Max Blanc"),
        ("文：山田花子、佐藤太郎", "山田花子; 佐藤太郎"),
        ("By Jo Field & Max Rohe", "Jo Field; Max Rohe"),
    ],
)
def test_places_offices_and_labels_are_no_further_authors(line: str, names: str) -> None:
    assert guessed(guess_author, f"<h1>One</h1><p>{line}</p>") == names
    assert guessed(guess_author, f'<h1>One</h1><div class="byline">{line}</div>') == names


@pytest.mark.parametrize("url", ["", "https://example.org/2023/01/31/one"])
@pytest.mark.parametrize(
    "html",
    [
        "<p>x</p>",
        "<h1>One</h1><p>By Jo Field</p><p>5 May 2024</p>",
        '<p>5 May 2024</p><i id="byline">Ana Lima</i><h1>One</h1>' + "<p>x</p>" * 90,
        '<h1>One</h1><b itemprop="author">Jo Field</b>' + "<time datetime='2024-05-05'>x</time>" * 90,
        '<h1>One</h1><time class="byline">Ana Lima, 2024-05-05</time><author>Jo Field</author>',
    ],
)
def test_one_walk_finds_what_two_find(html: str, url: str) -> None:
    tree = parse(html)
    assert tree is not None
    assert guess_both(tree, url) == (guess_author(tree), guess_date(tree, url))


@pytest.mark.parametrize(
    ("headings", "declared", "window", "title"),
    [
        ([], "", "", ""),
        (["The Site"], "One", "", "One"),  # the name of the site as a heading
        (["Houston"], "Trails near Houston", "", "Trails near Houston"),  # a part of it
        (["Other", "More"], "One", "", "One"),
        (["One"], "One | The Site", "", "One"),
        (["The “one”"], 'The "one" - The Site', "", "The “one”"),
        (["One, in full"], "", "The Site", "One, in full"),
        ([], "", "One | The Site", "One"),
    ],
)
def test_titles(headings: list[str], declared: str, window: str, title: str) -> None:
    assert title_of(headings, declared, window, "The Site") == title


@pytest.mark.parametrize(
    "html",
    [
        "<article>" + " ".join(f"2024-0{n % 9 + 1}-1{n % 9}" for n in range(6_000)),
        "<article><h1>One</h1>" + "".join(f"<p>20{n % 90 + 10} was a year</p>" for n in range(50_000)),
        "<article><h1>One</h1>" + '<time datetime="2024-13-01">x</time>' * 10_000,
        "<article>" + '<i itemprop="datePublished">x</i>' * 50_000,
        "<article>" + '<a rel="tag author" href="/x">the link</a>' * 50_000,
        "<article><h1>One</h1>" + '<p class="author"><b>by the</b></p>' * 30_000,
        '<article><p class="byline">By ' + "and x " * 30_000,
        f"<title>{' - ' * 100_000}</title><article>x",
    ],
    ids=["dates", "years", "times", "items", "links", "authors", "byline", "title"],
)
def test_a_flood_costs_little(html: str) -> None:
    tree = parse(tame(html))
    assert tree is not None
    start = time.process_time()
    read(tree, read_structured(tree), "https://example.org/a", GUESSES)
    assert time.process_time() - start < _SLOW
