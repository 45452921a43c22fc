"""The main job on the bundled site: crawl it, and hold every record against what is known about its page."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from cleaners import restore
from crawler.demo.content import articles, expected
from crawler.demo.pages import FORBIDDEN, MISSING, UNSTEADY
from crawler.demo.report import records, removals
from crawler.demo.server import Serving, serve
from output.jsonl import open_reader

PAGES = list(articles())
DEHUSK = [sys.executable, "-m", "crawler.cli"]


@dataclass
class Crawled:
    site: Serving
    folder: Path
    records: dict[str, dict[str, Any]]  # by URL
    removals: list[dict[str, Any]]
    outcomes: list[dict[str, Any]]
    process: subprocess.CompletedProcess[str]

    def record(self, page: tuple[str, str]) -> dict[str, Any]:
        return self.records[self.site.url(*page)]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    home = tmp_path_factory.mktemp("home")
    with serve() as site:
        words = ["crawl", *site.urls, "--spider", "site", "--job", "demo", "--max-pages", "200"]
        words += ["--concurrency", "16", "--delay", "0"]
        for host in site.hosts:
            words += ["--allow-private", host]
        process = subprocess.run(
            [*DEHUSK, *words],
            env=os.environ | {"DEHUSK_HOME": str(home)},
            cwd=home,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        folder = home / "output" / "data" / "demo"
        assert process.returncode == 0, process.stderr[-3000:]
        outcomes = []
        for path in sorted(folder.glob("*.outcomes.jsonl*")):
            with open_reader(path) as lines:
                outcomes += [orjson.loads(line) for line in lines]
        found = list(records(folder))
        by_url = {record["url"]: record for record in found}
        assert len(by_url) == len(found), "a URL has two records"
        yield Crawled(site, folder, by_url, list(removals(folder)), outcomes, process)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[1])
def test_no_sentence_of_a_body_is_lost(crawled: Crawled, page: tuple[str, str]) -> None:
    assert expected(*page).missing(crawled.record(page)["text"]) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[1])
def test_no_debris_is_left(crawled: Crawled, page: tuple[str, str]) -> None:
    assert expected(*page).left(crawled.record(page)["text"]) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[1])
def test_nothing_stands_twice(crawled: Crawled, page: tuple[str, str]) -> None:
    assert expected(*page).repeated(crawled.record(page)["text"]) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[1])
def test_what_was_removed_can_be_put_back(crawled: Crawled, page: tuple[str, str]) -> None:
    record = crawled.record(page)
    extracted = restore(record, crawled.removals)
    assert len(extracted) == record["metadata"]["n_chars_in"]
    assert expected(*page).left(extracted)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[1])
def test_title_and_language(crawled: Crawled, page: tuple[str, str]) -> None:
    record, article = crawled.record(page), articles()[page]
    assert record["title"] == article.title
    assert record["language"] == article.language
    assert record["metadata"]["author"] == article.author
    assert record["created"].startswith(article.published[:10])


def test_the_forbidden_page_was_never_asked_for(crawled: Crawled) -> None:
    assert not [key for key in crawled.site.asked if key[1] == FORBIDDEN]
    assert not [url for url in crawled.records if url.endswith(FORBIDDEN)]


def test_the_calendar_did_not_catch_the_crawl(crawled: Crawled) -> None:
    assert sum(count for (_, path), count in crawled.site.asked.items() if path.startswith("/calendar")) <= 4


def test_binary_files_login_and_cart_were_left_alone(crawled: Crawled) -> None:
    asked = {path for _, path in crawled.site.asked}
    assert not asked & {"/login", "/cart", "/files/annuario.pdf", "/files/immagini.zip"}


def test_every_url_has_exactly_one_outcome(crawled: Crawled) -> None:
    assert not [url for url, count in Counter(row["url"] for row in crawled.outcomes).items() if count > 1]
    reasons = {row["url"]: row["outcome"] for row in crawled.outcomes}
    for key in ("noticias", "giornale"):
        assert reasons[crawled.site.url(key, MISSING)] == "http_404"
        assert reasons[crawled.site.url(key, FORBIDDEN)] == "robots"
        assert reasons[crawled.site.url(key, "/antigo")] == "duplicate_redirect"
    for page in PAGES:
        assert reasons[crawled.site.url(*page)] == "ok"


def test_a_page_that_failed_once_was_asked_again(crawled: Crawled) -> None:
    host = crawled.site.url(*UNSTEADY).split("/")[2].split(":")[0]
    assert crawled.site.asked[host, UNSTEADY[1]] == 2
