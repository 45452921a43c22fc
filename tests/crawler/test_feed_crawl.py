"""`dehusk crawl --spider feed` and the choice of a spider, as users run them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from cleaners.listings import Entry
from output.entries import entry_of, keep
from output.outcomes import Outcome
from output.revisits import Bounds, Visit, note, validators
from output.store import Found, JobStore, StoredPage
from tests.crawler.listing_site import Answer, ListingSite, crawl, listing_site, outcomes, records, story

TEXT = "".join(
    f"<p>Part {n} of the report: the council met for {n} hours and opened the harbour road again, it was said.</p>"
    for n in range(6)
)
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'


@pytest.fixture
def site():  # type: ignore[no-untyped-def]
    with listing_site() as running:
        yield running


def rss(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0" {CONTENT}><channel>{"".join(items)}</channel></rss>'


def item(path: str, date: str = "Sat, 21 Nov 2026 10:00:00 GMT", text: str = "") -> str:
    full = f"<content:encoded><![CDATA[{text}]]></content:encoded>" if text else "<description>short</description>"
    return f"<item><title>Of the feed</title><link>{path}</link><pubDate>{date}</pubDate>{full}</item>"


def test_a_feed_leads_nowhere_private_and_its_text_is_taken_for_a_lost_page_only(
    tmp_path: Path, site: ListingSite
) -> None:
    site.answers["/feed"] = rss(
        item("/there", text=TEXT),
        item("/lost", text=TEXT + '<p class="x">Subscribe to our newsletter</p><script>alert(1)</script>'),
        item("/lost-and-short"),
        item("http://localhost:1/private", text=TEXT),
        item("/old", "Sat, 21 Nov 2015 10:00:00 GMT"),
    )
    site.answers["/there"] = story(1)
    done = crawl(tmp_path, site.base + "/feed", "--spider", "feed", "--since", "2026-01-01", "--job", "news")
    assert done.returncode == 0, done.stderr
    ended = {path: row["outcome"] for path, row in outcomes(tmp_path, "news").items()}
    assert ended == {
        "/feed": "listing",
        "/there": "ok",
        "/lost": "from_feed",
        "/lost-and-short": "http_404",
        "/private": "private_address",
    }
    found = records(tmp_path, "news")
    assert set(found) == {"/there", "/lost"}
    assert "text_from" not in found["/there"]["metadata"]
    assert found["/there"]["title"] == "Story 1"
    lost = found["/lost"]
    assert lost["metadata"]["text_from"] == "feed"
    assert lost["title"] == "Of the feed"
    assert lost["created"] == "2026-11-21T10:00:00Z"
    assert lost["text"].startswith("Part 0 of the report")
    assert "alert" not in lost["text"]
    assert "1 older than --since" in outcomes(tmp_path, "news")["/feed"]["detail"]
    with sqlite3.connect(tmp_path / "output" / "data" / "news" / "job.sqlite") as db:
        places = dict(db.execute("SELECT reason, archive_file <> '' FROM frontier"))
    assert places == {"listing": 1, "ok": 1, "from_feed": 0, "http_404": 1, "private_address": 0}


def test_a_page_that_fails_for_a_while_keeps_its_own_text(tmp_path: Path, site: ListingSite) -> None:
    site.answers["/feed"] = rss(item("/1", text=TEXT))
    site.answers["/1"] = story(1)
    for more in ([], ["--all"]):
        done = crawl(tmp_path, site.base + "/feed", "--spider", "feed", "--job", "news", *more)
        assert done.returncode == 0, done.stderr
        site.answers["/1"] = Answer(b"busy", 500)
    assert outcomes(tmp_path, "news")["/1"]["outcome"] == "http_500"
    assert records(tmp_path, "news")["/1"]["metadata"]["change"] == "unchanged"


def test_the_text_of_a_feed_stands_where_no_page_stays_and_is_no_answer_of_the_page(tmp_path: Path) -> None:
    store = JobStore(tmp_path / "job.sqlite")
    url = "https://a.example/1"
    store.begin_run("test", follows=False)
    store.add_starts([Found(url)])
    keep(store.db, [Entry(url, html=TEXT, full=True)])
    assert entry_of(store.db, 1, "http_500")

    def seen(db: sqlite3.Connection) -> None:
        note(db, 1, Visit(url, '"etag"', "", "text"), Bounds())

    store.finish(1, Outcome("ok", 200), StoredPage("d-1", url, b"{}", mode="blocks"), also=seen)
    assert [bool(entry_of(store.db, 1, reason)) for reason in ("http_500", "page.captcha", "timeout")] == [False] * 3
    assert [bool(entry_of(store.db, 1, reason)) for reason in ("http_404", "page.soft_404", "robots")] == [True] * 3
    assert validators(store.db, 1)
    store.begin_run("again", follows=False, same_starts=True)
    store.finish(1, Outcome("from_feed", 404), StoredPage("d-1", url, b"{}", mode="feed"))
    assert validators(store.db, 1) is None, "that the page has not changed does not make it the feed's text"
    assert entry_of(store.db, 1, "http_500"), "the feed may say more by now"
    store.close()


def test_pages_of_a_feed_end_and_entries_that_come_again_are_asked_for_again(tmp_path: Path, site: ListingSite) -> None:
    def page(path: str):  # type: ignore[no-untyped-def]
        if path.startswith("/feed?p="):
            number = int(path[8:])
            return Answer(
                f'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="/feed?p={number + 1}"/><entry>'
                f'<link href="/story/{number % 3}"/></entry></feed>'.encode(),
                kind="application/atom+xml",
            )
        return Answer(story(int(path[7:]))) if path.startswith("/story/") else None

    site.fallback = page
    for _ in range(2):
        done = crawl(tmp_path, site.base + "/feed?p=0", "--spider", "feed", "--job", "paged", "--all")
        assert done.returncode == 0, done.stderr
    feeds = [path for path in site.asked if path.startswith("/feed")]
    assert len(feeds) == 20
    assert site.asked["/story/1"] == 2
    assert {row["metadata"]["change"] for row in records(tmp_path, "paged").values()} == {"unchanged"}


def test_the_address_of_a_site_is_looked_at_and_that_of_a_page_is_not(tmp_path: Path, site: ListingSite) -> None:
    site.answers["/"] = story(0, '<link rel="alternate" type="application/rss+xml" href="/feed">')
    site.answers["/feed"] = rss(item("/1"))
    site.answers["/1"] = story(1)
    one = crawl(tmp_path, site.base + "/1", "--job", "one")
    assert one.returncode == 0, one.stderr
    assert {path for path in site.asked if path != "/robots.txt"} == {"/1"}
    told = ["--allow-private", "127.0.0.1", "--delay", "0"]
    chosen = crawl(tmp_path, site.base, *told, own=False)
    assert chosen.returncode == 0, chosen.stderr
    said = [line for line in chosen.stderr.splitlines() if "found" in line]
    assert len(said) == 1
    assert "feed" in said[0]
    job = "feed-127.0.0.1"
    assert set(records(tmp_path, job)) == {"/1"}
    site.answers["/robots.txt"] = Answer(b"Sitemap: {base}/s.xml", kind="text/plain")
    site.answers["/s.xml"] = "<urlset><url><loc>{base}/1</loc></url></urlset>"
    chosen = crawl(tmp_path, site.base, *told, own=False)
    assert "sitemap (robots.txt names it)" in chosen.stderr
    assert set(records(tmp_path, "sitemap-127.0.0.1")) == {"/1"}


def test_a_site_without_either_is_one_page_as_ever(tmp_path: Path, site: ListingSite) -> None:
    site.answers["/"] = story(0, links=("/1",))
    done = crawl(tmp_path, site.base + "/")
    assert done.returncode == 0, done.stderr
    assert set(records(tmp_path, "page-127.0.0.1")) == {"/"}


def test_what_is_no_feed_is_one_line_and_code_1(tmp_path: Path, site: ListingSite) -> None:
    site.answers["/page"] = story(1)
    done = crawl(tmp_path, site.base + "/page", "--spider", "feed")
    assert done.returncode == 1
    assert "is no feed or sitemap" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    wrong = crawl(tmp_path, site.base + "/page", "--spider", "feed", "--since", "yesterday")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)
    wrong = crawl(tmp_path, site.base + "/page", "--since", "7d", "--spider", "page")
    assert "add --spider feed" in wrong.stderr
