"""A crawl of a server that does what it can: it ends, in bounded time and memory, with one outcome for each URL."""

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.reliability.hostile_server import CASES
from tests.reliability.raw_server import Asked, RawServer, send, serving
from tests.reliability.watched import OWN, Crawled, crawl

TIMEOUT = 2.0
MEMORY_MB = 600


@dataclass
class Done:
    server: RawServer
    crawled: Crawled

    def url(self, name: str) -> str:
        return f"http://site.test:{self.server.port}/{name}"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    def answer(connection: socket.socket, asked: Asked) -> None:
        name = asked.path.strip("/").partition("?")[0].rstrip("x")
        found = CASES.get(name) or CASES.get(asked.path.strip("/"))
        if found is None:
            return send(connection, status=404)
        found.answer(connection, asked)
        return None

    with serving(answer) as server:
        result = Done(server, None)  # type: ignore[arg-type]
        home = tmp_path_factory.mktemp("hostile")
        options = ["--spider", "page", "--allow-private", "site.test"]
        plain = [word for word in OWN if word != "-q"]
        result.crawled = crawl(
            home,
            map(result.url, CASES),
            *options,
            names={"site.test": [["127.0.0.1"]]},
            own=plain,
            DEHUSK_TIMEOUT=str(TIMEOUT),
        )
        yield result


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 45


@pytest.mark.parametrize("name", CASES)
def test_each_ends_as_it_should(done: Done, name: str) -> None:
    outcome = done.crawled.outcomes[done.url(name)]
    assert outcome in CASES[name].ends, done.crawled.stderr[-3000:]
    if CASES[name].says:
        assert CASES[name].says in done.crawled.records[done.url(name)]["text"]


def test_each_url_has_one_outcome_and_one_record_at_most(done: Done) -> None:
    counts = Counter(row["url"] for row in done.crawled.rows)
    assert counts == Counter(map(done.url, CASES))
    good = {url for url, outcome in done.crawled.outcomes.items() if outcome == "ok"}
    assert set(done.crawled.records) == good


def test_none_takes_longer_than_its_timeout_and_five_seconds(done: Done) -> None:
    longest = max(done.server.asked, key=lambda asked: asked.seconds)
    assert longest.seconds < TIMEOUT + 5, longest.path


def test_it_takes_little_memory(done: Done) -> None:
    assert done.crawled.peak_mb < MEMORY_MB


def test_the_crawl_goes_on_to_its_end(done: Done) -> None:
    assert done.crawled.code == 1, done.crawled.stderr[-3000:]
    assert "Traceback" not in done.crawled.stderr


def test_no_page_forges_a_line_or_a_colour(done: Done) -> None:
    said = done.crawled.stderr + done.crawled.stdout
    assert [character for character in said if not character.isprintable() and character not in "\n"] == []
    assert not [line for line in said.splitlines() if line.startswith("dehusk: all pages")]
    for row in [*done.crawled.rows, *done.crawled.records.values()]:
        line = json.dumps(row, ensure_ascii=False)
        assert all(ord(one) >= 0x20 and not 0x7F <= ord(one) < 0xA0 and not 0xD800 <= ord(one) < 0xE000 for one in line)


def test_the_smuggled_answer_is_nobodys(done: Done) -> None:
    assert "forged" not in json.dumps([record["text"] for record in done.crawled.records.values()])


def test_with_debug_too_no_line_is_forged(tmp_path: Path) -> None:
    """Everything that Scrapy logs is on the terminal then."""

    def answer(connection: socket.socket, asked: Asked) -> None:
        name = asked.path.strip("/").partition("?")[0]
        if name not in CASES:
            return send(connection, status=404)
        CASES[name].answer(connection, asked)
        return None

    names = [name for name in CASES if "forge" in name or "escape" in name or "no_http" in name or "header_w" in name]
    with serving(answer) as server:
        urls = [f"http://site.test:{server.port}/{name}" for name in names]
        lookup = {"site.test": [["127.0.0.1"]]}
        result = crawl(tmp_path, urls, "--allow-private", "site.test", "--debug", names=lookup, DEHUSK_TIMEOUT="2")
    assert "Crawled" in result.stderr
    assert "\x1b" not in result.stderr
    assert not [line for line in result.stderr.splitlines() if line.startswith("dehusk: all pages")]
