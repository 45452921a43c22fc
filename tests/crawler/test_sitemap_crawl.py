"""`dehusk crawl --spider sitemap` as users run it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.crawler.command import dehusk
from tests.crawler.listing_site import Answer, ListingSite, crawl, listing_site, outcomes, records, story, tagged


@pytest.fixture
def site():  # type: ignore[no-untyped-def]
    with listing_site() as running:
        yield running


def urlset(*paths: str, date: str = "") -> str:
    last = f"<lastmod>{date}</lastmod>" if date else ""
    return f"<urlset>{''.join(f'<url><loc>{path}</loc>{last}</url>' for path in paths)}</urlset>"


def index(*paths: str) -> str:
    return f"<sitemapindex>{''.join(f'<sitemap><loc>{{base}}{path}</loc></sitemap>' for path in paths)}</sitemapindex>"


def test_loops_other_hosts_and_depth_end(tmp_path: Path, site: ListingSite) -> None:
    site.answers["/sitemap.xml"] = index("/sitemap.xml", "/a.xml", "/deep-1.xml")
    site.answers["/a.xml"] = index("/sitemap.xml", "/a.xml", "/pages.xml")
    site.answers["/pages.xml"] = urlset("{base}/1", "http://localhost:1/other", "http://10.0.0.1/", "{base}/1#again")
    for number in range(1, 20):
        site.answers[f"/deep-{number}.xml"] = index(f"/deep-{number + 1}.xml")
    site.answers["/1"] = story(1)
    done = crawl(tmp_path, site.base + "/sitemap.xml", "--spider", "sitemap", "--job", "map")
    assert done.returncode == 0, done.stderr
    ended = outcomes(tmp_path, "map")
    assert set(records(tmp_path, "map")) == {"/1"}
    assert "/other" not in ended
    assert "2 of other hosts" in ended["/pages.xml"]["detail"]
    assert max(site.asked.values()) == 1
    assert sum(path.startswith("/deep") for path in site.asked) <= 4
    assert "too deep" in " ".join(row.get("detail", "") for row in ended.values())


def test_robots_txt_names_sitemaps_gzip_is_read_and_old_pages_stay_out(tmp_path: Path, site: ListingSite) -> None:
    site.answers["/robots.txt"] = Answer(
        b"User-agent: *\nDisallow: /no\nSitemap: {base}/packed.xml.gz\n", kind="text/plain"
    )
    old, new = urlset("{base}/old", date="2020-01-01"), urlset("{base}/new", "{base}/no", date="2026-11-20")
    body = (old[: -len("</urlset>")] + new[len("<urlset>") :]).replace("{base}", site.base)
    site.answers["/packed.xml.gz"] = Answer(gzip.compress(body.encode()), kind="application/x-gzip")
    site.answers["/new"] = story(1)
    done = crawl(tmp_path, site.base, "--spider", "sitemap", "--since", "2026-01-01", "--job", "map")
    assert done.returncode == 0, done.stderr
    ended = {path: row["outcome"] for path, row in outcomes(tmp_path, "map").items()}
    assert ended == {"/robots.txt": "listing", "/packed.xml.gz": "listing", "/new": "ok", "/no": "robots"}


def test_without_robots_txt_the_usual_places_are_tried(tmp_path: Path, site: ListingSite) -> None:
    site.answers["/sitemap_index.xml"] = index("/pages.txt")
    site.answers["/pages.txt"] = Answer(b"{base}/1\n", kind="text/plain")
    site.answers["/1"] = story(1)
    done = crawl(tmp_path, site.base, "--spider", "sitemap", "--job", "map")
    assert done.returncode == 0, done.stderr
    assert set(records(tmp_path, "map")) == {"/1"}
    site.answers.clear()
    done = crawl(tmp_path, site.base, "--spider", "sitemap", "--job", "none")
    assert "no sitemap" in done.stderr


def test_a_sitemap_that_names_no_page_is_no_success(tmp_path: Path, site: ListingSite) -> None:
    site.answers["/sitemap.xml"] = urlset()
    done = crawl(tmp_path, site.base + "/sitemap.xml", "--spider", "sitemap", "--job", "map")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "found no sitemap with a page" in done.stderr
    site.answers["/sitemap.xml"] = urlset("{base}/old", date="2020-01-01")
    words = ("--spider", "sitemap", "--since", "2026-01-01", "--job", "news")
    done = crawl(tmp_path, site.base + "/sitemap.xml", *words)
    assert done.returncode == 0, done.stderr  # nothing new is a good end
    assert "newer than 2026-01-01" in done.stderr


def test_a_sitemap_that_has_not_changed_is_not_fetched_again_and_its_pages_are(
    tmp_path: Path, site: ListingSite
) -> None:
    site.answers["/sitemap.xml"] = tagged(index("/pages.xml").encode(), '"map"')
    site.answers["/pages.xml"] = tagged(urlset("{base}/1", "{base}/2").encode(), '"pages"')
    site.answers |= {"/1": story(1), "/2": story(2)}
    words = (site.base + "/sitemap.xml", "--spider", "sitemap", "--job", "map")
    assert crawl(tmp_path, *words).returncode == 0
    assert "if-none-match" not in site.headers["/pages.xml"]
    site.answers["/2"] = story(22)
    done = crawl(tmp_path, *words)
    assert done.returncode == 0, done.stderr
    assert site.headers["/sitemap.xml"]["if-none-match"] == '"map"'
    assert site.headers["/pages.xml"]["if-none-match"] == '"pages"'
    assert (site.asked["/1"], site.asked["/2"]) == (2, 2)
    assert set(records(tmp_path, "map")) == {"/2"}
    ended = outcomes(tmp_path, "map")
    assert (ended["/pages.xml"]["outcome"], ended["/pages.xml"]["http_status"]) == ("listing", 304)
    # What is kept of a sitemap may name the page that is erased: it is read anew, and what was erased stays so.
    purged = dehusk("job", "purge", "map", site.base + "/1", DEHUSK_HOME=str(tmp_path))
    assert purged.returncode == 0, purged.stderr
    assert crawl(tmp_path, *words).returncode == 0
    assert "if-none-match" not in site.headers["/pages.xml"]
    assert (site.asked["/1"], site.asked["/2"]) == (2, 3)
