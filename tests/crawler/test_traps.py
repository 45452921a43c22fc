"""Traps end, and no real page is lost to them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from cleaners.document import document_from_text
from cleaners.sketch import sketch
from crawler.spiders.traps import TrapBounds, Traps, bounds_of
from tests.crawler.listing_site import Answer, ListingSite, crawl, listing_site, outcomes, records, story

HOST = "https://news.example"


@pytest.fixture
def site():  # type: ignore[no-untyped-def]
    with listing_site() as running:
        yield running


def text_page(*lines: str) -> bytes:
    return sketch(document_from_text("\n".join(lines)))


def article_of(number: int) -> bytes:
    return text_page(*(f"Line {line} of story {number} says that town {number * 7 + line} voted." for line in range(9)))


def text_of(number: int) -> bytes:
    """Three sentences with words that no other number has."""
    town = "".join("abcdefghij"[int(digit)] for digit in str(number))
    return text_page(*(f"The town of Port{town} has voted {what} its new road." for what in ("on", "for", "against")))


# ---------------------------------------------------------------------- what stays


def test_an_archive_of_2000_numbered_pages_is_no_trap() -> None:
    traps = Traps()
    for number in range(2000):  # each leads only to the next one
        here, after = f"{HOST}/archive/{number}", f"{HOST}/archive/{number + 1}"
        assert traps.sort_out([after], number, here, article_of(number)) == ([after], [])


def test_lists_without_a_text_of_their_own_are_no_trap_while_they_lead_on() -> None:
    traps = Traps(TrapBounds(similar=5))
    for number in range(2000):
        links = [f"{HOST}/list?page={number + 1}", f"{HOST}/story-{'abc'[number % 3]}-{chr(97 + number % 26) * number}"]
        assert traps.sort_out(links, 1, f"{HOST}/list?page={number}", b"")[1] == []


def test_an_archive_by_dates_goes_on_as_long_as_its_pages_say_something() -> None:
    traps = Traps(TrapBounds(dated=40))
    days = [f"{HOST}/{2026 - n // 360}/{n // 30 % 12 + 1:02}/{n % 30 + 1:02}" for n in range(1000)]
    for number in range(999):
        follow, _ = traps.sort_out([days[number + 1]], 1, days[number], article_of(number))
        assert follow == [days[number + 1]]


@pytest.mark.parametrize("path", ["/news/{}", "/2026/11/22/{}"])
def test_an_archive_of_numbered_articles_has_no_bound(path: str) -> None:
    traps = Traps(TrapBounds(pattern=40, dated=40))
    for number in range(1000, 2000):  # short ones, each with a link to the next: three sentences that no other has
        here, after = (HOST + path.format(n) for n in (number, number + 1))
        assert traps.sort_out([after], 1, here, text_of(number)) == ([after], [])


def test_lists_may_be_far_ahead_of_what_was_fetched() -> None:
    traps = Traps(TrapBounds(pattern=40))
    lists = [[f"{HOST}/news/{8 * page + n}" for n in range(8)] for page in range(500)]
    for page, links in enumerate(lists):  # each article lists eight others, of which one is fetched before the next
        assert traps.sort_out(links, 1, f"{HOST}/news/{page}", text_of(page)) == (links, [])


def test_a_job_that_goes_on_counts_only_pages_that_said_nothing() -> None:
    traps = Traps(TrapBounds(pattern=40))
    traps.count([*((f"{HOST}/news/{n}", 12) for n in range(500)), *((f"{HOST}/day/{n}", 2) for n in range(500))])
    assert traps.sort_out([f"{HOST}/news/500"], 1, HOST, b"")[1] == []
    assert traps.sort_out([f"{HOST}/day/500"], 1, HOST, b"")[1] == [(f"{HOST}/day/500", "trap_pattern")]


def test_slugs_and_words_have_no_pattern() -> None:
    traps = Traps(TrapBounds(pattern=3))
    urls = [f"{HOST}/news/the-council-of-{'abcdefgh'[n]}-town" for n in range(8)]
    assert traps.sort_out(urls, 1, HOST, article_of(1)) == (urls, [])


# ---------------------------------------------------------------------- what ends


@pytest.mark.parametrize(
    ("bounds", "url", "reason"),
    [
        (TrapBounds(), "/a/b/a/b/a/b/a/b", "trap_segments"),
        (TrapBounds(depth=1), "/x", "trap_depth"),
        (TrapBounds(host=2), "/z", "trap_host"),
        (TrapBounds(pattern=1), "/p/77", "trap_pattern"),
        (TrapBounds(pattern=1), "/p/12?a=1", ""),
    ],
)
def test_each_bound_has_its_reason(bounds: TrapBounds, url: str, reason: str) -> None:
    traps = Traps(bounds)
    known = [f"{HOST}/p/1", f"{HOST}/y"] if reason == "trap_host" else [f"{HOST}/p/1"]
    traps.count((url, 0) for url in known)
    follow, refused = traps.sort_out([HOST + url], 1, HOST, article_of(1))
    assert (follow, refused) == (([], [(HOST + url, reason)]) if reason else ([HOST + url], []))


def test_a_calendar_of_empty_days_ends() -> None:
    traps = Traps(TrapBounds(dated=40))
    followed = 0
    for n in range(1000):
        here, after = (
            f"{HOST}/agenda?date={2026 + day // 360}-{day // 30 % 12 + 1:02}-{day % 30 + 1:02}" for day in (n, n + 1)
        )
        followed += len(traps.sort_out([after], 1, here, text_page("No events on this day", f"Day {n}"))[0])
    assert followed == 40


def test_a_calendar_whose_days_weeks_and_months_lead_to_each_other_ends() -> None:
    traps = Traps(TrapBounds(pattern=300, dated=40, similar=0))
    todo, followed = [(f"{HOST}/day/2026-1-1", 0)], set()
    while todo and len(followed) < 5000:
        here, n = todo.pop(0)
        lines = [
            f"{name} {n}" for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
        ]
        page = text_page(*lines, f"There are no events on day {n}.", f"Week {n} of the calendar", "Our events")
        links = [
            f"{HOST}/{view}/{2026 + (n + 1) // 360}-{n // 30 % 12 + 1}-{n + 1}" for view in ("day", "week", "month")
        ]
        new = [link for link in links if link not in followed]
        follow, _ = traps.sort_out(new, 1, here, page)
        followed.update(follow)
        todo += [(link, n + 1) for link in follow]
    assert not todo
    assert len(followed) <= 3 * 300 + 40


def test_ids_are_masked() -> None:
    traps = Traps(TrapBounds(pattern=10))
    urls = [f"{HOST}/s/{n:08x}-12ab-4cde-8f00-{n:012x}/view" for n in range(30)]
    assert len(traps.sort_out(urls, 1, HOST, article_of(1))[0]) == 10
    urls = [f"{HOST}/t/{'aB3xY9' * 3}{n}{'qR7' * 2}" for n in range(30)]
    assert len(traps.sort_out(urls, 1, HOST, article_of(1))[0]) == 10


def test_bounds_as_people_write_them() -> None:
    assert bounds_of(["depth=5", "similar = 0"]) == TrapBounds(depth=5, similar=0)
    for text in ("depth", "depth=-1", "width=3", "depth=x"):
        with pytest.raises(ValueError, match="NAME=NUMBER"):
            bounds_of([text])


# ---------------------------------------------------------------------- a whole site


def test_a_site_with_traps_ends_and_gives_all_of_its_pages(tmp_path: Path, site: ListingSite) -> None:
    """200 real pages, a calendar, a maze that says the same on every page, and a link that grows."""

    def page(path: str) -> Answer | None:
        if path.endswith("/x/"):
            return Answer(maze(f"{path}x/"))
        if path.startswith("/story/"):
            number = int(path[7:])
            growing = (f"{path}/x/",) if number < 20 else ()
            links = [f"/story/{n}" for n in range(number * 3, number * 3 + 3) if n < 200]
            return Answer(story(number, links=(*links, "/agenda?date=2026-01-01", "/maze/1", *growing)))
        if path.startswith("/agenda"):
            day = int(path[-2:]) + 100 * int(path[-5:-3]) + 10000 * int(path[-10:-6])
            after = f"{day + 1:08}" if day % 100 < 28 else f"{day + 73 + (8800 if day % 10000 > 1200 else 0):08}"
            return Answer(maze(f"/agenda?date={after[:4]}-{after[4:6]}-{after[6:]}"))
        if path.startswith("/maze/"):
            return Answer(maze(f"/maze/{int(path[6:]) + 1}", f"/maze/{int(path[6:]) * 2}"))
        return None

    def maze(*links: str) -> bytes:
        return story(9999, links=links)

    site.fallback = page
    bounds = ["--trap", "dated=30", "--trap", "similar=20", "--trap", "pattern=5000"]
    done = crawl(tmp_path, site.base + "/story/0", "--spider", "site", "--job", "traps", *bounds)
    assert done.returncode == 0, done.stderr
    stories = {path for path in records(tmp_path, "traps") if path.startswith("/story/") and "x" not in path}
    assert stories == {f"/story/{n}" for n in range(200)}
    reasons = Counter(row["outcome"] for row in outcomes(tmp_path, "traps").values())
    assert {"trap_segments", "trap_similar"} <= set(reasons)
    assert sum(path.startswith("/maze") for path in site.asked) < 100
    assert sum(path.startswith("/agenda") for path in site.asked) <= 31
    assert max(path.count("/x") for path in site.asked) <= 3
    asked = sum(site.asked.values())
    again = crawl(tmp_path, "--job", "traps")  # what was refused stays so
    assert again.returncode == 0, again.stderr
    assert not any(path.count("/x") > 3 for path in site.asked)
    assert sum(site.asked.values()) <= 2 * asked + 60
