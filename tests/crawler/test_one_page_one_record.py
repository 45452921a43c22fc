"""One page under several addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from output.canonical import canonical
from tests.crawler.listing_site import Answer, ListingSite, crawl, listing_site, outcomes, records, story


@pytest.fixture
def site():  # type: ignore[no-untyped-def]
    with listing_site() as running:
        yield running


def declares(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


def test_pages_that_all_call_the_home_page_their_own_stay(tmp_path: Path, site: ListingSite) -> None:
    paths = [f"/{n}" for n in range(6)]
    for n, path in enumerate(paths):
        site.answers[path] = story(n, declares("{base}/0"))
    done = crawl(tmp_path, *(site.base + path for path in paths), "--job", "all")
    assert done.returncode == 0, done.stderr
    assert set(records(tmp_path, "all")) == set(paths)


def test_addresses_outside_of_the_crawl_are_nobodys(tmp_path: Path, site: ListingSite) -> None:
    for n, host in enumerate(("http://localhost:1/x", "http://10.0.0.1/x", "https://elsewhere.example/x")):
        site.answers[f"/{n}"] = site.answers[f"/{n}b"] = story(n, declares(host))
    paths = list(site.answers)
    done = crawl(tmp_path, *(site.base + path for path in paths), "--job", "out")
    assert done.returncode == 0, done.stderr
    assert set(records(tmp_path, "out")) == set(paths)


@pytest.mark.parametrize("order", [1, -1])
def test_five_addresses_give_one_record_that_lists_the_others(tmp_path: Path, site: ListingSite, order: int) -> None:
    page = story(7, declares("{base}/page"))
    site.answers = {
        "/page": page,
        "/print/page": page,
        "/page?view=amp": page,
        "/short": Answer(status=302, headers={"Location": "{base}/page"}),
        "/page?utm_source=x": page,
        "/page;jsessionid=AB12?utm_source=x": page,
        "/other": story(8),
    }
    urls = [site.base + path for path in site.answers][::order]
    for _ in range(2):  # and so it is when the job is crawled again
        done = crawl(tmp_path, *urls, "--job", "five", "--all")
        assert done.returncode == 0, done.stderr
        found = records(tmp_path, "five")
        assert len(found) == 2
        (main,) = (row for path, row in found.items() if path != "/other")
        assert "other_urls" not in found["/other"]["metadata"]
        others = {url.removeprefix(site.base) for url in main["metadata"]["other_urls"]}
        spelt = {"/page", "/page?utm_source=x", "/page;jsessionid=AB12?utm_source=x"}  # the first to come was fetched
        assert others == ({"/print/page", "/page?view=amp", "/short"} | spelt) - {main["url"].removeprefix(site.base)}
        assert main["url"] not in main["metadata"]["other_urls"]
        ended = outcomes(tmp_path, "five")
        assert ended["/print/page"]["outcome"] == "duplicate_page"
        assert ended["/print/page"]["id"] == main["id"]


def test_session_ids_and_tracking_are_no_part_of_an_address() -> None:
    for spelt in ("?PHPSESSID=12", ";jsessionid=AB.1", "?utm_source=a&gclid=1#x", "?sid=0123456789abcdef0", "#top"):
        assert canonical(f"https://a.example/p{spelt}") == "https://a.example/p"
    for kept in (
        "?sid=12",
        "?s=harbour",
        "?session=morning",
        "?session=harbour-and-mountains",
        ";v=2",
        "?id=0123456789abcdef0",
    ):
        assert canonical(f"https://a.example/p{kept}") == f"https://a.example/p{kept}"
