"""Feeds and sitemaps that are bombs: nothing is expanded, nothing else is read, and every one has an outcome."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.reliability.hostile_server_xml import CASES, SECRET
from tests.reliability.raw_server import Asked, RawServer, article, send, serving
from tests.reliability.watched import Crawled, crawl

TIMEOUT = 10.0
MEMORY_MB = 600
ENDS = frozenset(("listing", "bad_listing", "extract_timeout", "extract_memory", "too_large"))


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secret") / "secret.txt"
    path.write_text(SECRET, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server(secret: Path) -> Iterator[RawServer]:
    @cache
    def body(name: str) -> bytes:
        made = CASES[name](name.partition("_")[0], f"http://site.test:{server.port}")
        made = made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made
        return made.replace(b"{file}", secret.as_uri().encode())

    def answer(connection: socket.socket, asked: Asked) -> None:
        name = asked.path.strip("/").removesuffix(".xml")
        if name in CASES:
            return send(connection, body(name), kind="application/xml")
        if name == "page":
            return send(connection, article())
        return send(connection, status=404)

    with serving(answer) as server:
        yield server


@pytest.fixture(scope="module", params=["feed", "sitemap"])
def done(request: pytest.FixtureRequest, server: RawServer, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    names = [name for name in CASES if name.startswith(request.param)]
    urls = [f"http://site.test:{server.port}/{name}.xml" for name in names]
    result = crawl(
        tmp_path_factory.mktemp(request.param),
        urls,
        *("--spider", request.param, "--allow-private", "site.test"),
        own=("--concurrency", "4", "--delay", "0", "--workers", "1"),
        names={"site.test": [["127.0.0.1"]]},
        DEHUSK_TIMEOUT=str(TIMEOUT),
    )
    assert set(urls) <= set(result.outcomes)  # which raises where one has two
    return result


def _ended(done: Crawled) -> dict[str, str]:
    named = {url.rpartition("/")[2].removesuffix(".xml"): outcome for url, outcome in done.outcomes.items()}
    return {name: outcome for name, outcome in named.items() if name in CASES}


def test_each_has_one_outcome_that_is_right(done: Crawled) -> None:
    assert {name: end for name, end in _ended(done).items() if end not in ENDS} == {}
    late = [name for name, end in _ended(done).items() if end == "extract_timeout"]
    assert late == []


def test_what_is_harmless_beside_the_bomb_is_read(done: Crawled) -> None:
    ended = _ended(done)
    for name in ("billion_laughs", "quadratic_blowup", "entity_of_a_file", "declaration_elsewhere", "nuls", "cut_off"):
        assert {end for case, end in ended.items() if case.partition("_")[2] == name} == {"listing"}, name
    pages = [record for url, record in done.records.items() if url.endswith("/page")]
    assert len(pages) == 1
    assert "harbour road" in pages[0]["text"]


def test_no_file_is_read_and_no_address_asked_for(done: Crawled, server: RawServer) -> None:
    assert server.times("/leaked") == []
    told = json.dumps([done.rows, done.records]) + done.stdout + done.stderr
    assert SECRET not in told
    assert "hahaha" not in told
    assert {port for _, port in done.connections} == {server.port}


def test_it_ends_in_little_memory_and_says_no_traceback(done: Crawled) -> None:
    assert done.code == 1, done.stderr[-3000:]
    assert done.peak_mb < MEMORY_MB
    assert "Traceback" not in done.stderr
    assert [one for one in set(done.stderr + done.stdout) if not one.isprintable() and one != "\n"] == []
