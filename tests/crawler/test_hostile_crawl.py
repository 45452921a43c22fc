"""Pages that hang or swell the extractor, inside a crawl of good ones: no good page pays for them."""

from __future__ import annotations

import os
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import orjson
import pytest

from crawler.demo.report import records
from output.jsonl import open_reader

GOOD = 50
LIMIT = 60.0  # seconds for the whole crawl
TOWNS = ("Rio Manso", "Pedra Alta", "Vila Moinho", "Alto Cedro", "Cajueiro Seco", "Barra Funda do Sal", "São João")


def paragraphs(number: int) -> list[str]:
    town = TOWNS[number % len(TOWNS)]
    return [
        f"No dia {number + 1} da contagem, a câmara de {town} registrou {number * 37 + step * 11} barcos na margem, "
        f"e o vigia da torre {step} anotou no caderno que o vento soprava da serra desde a madrugada anterior."
        for step in range(1, 8)
    ]


def good(number: int) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(number))
    title = f"Contagem de barcos, caderno {number}"
    return (
        f"<!DOCTYPE html><html lang='pt'><head><meta charset='utf-8'><title>{title}</title></head><body><nav>"
        f"<a href='/a'>Início</a></nav><main><article><h1>{title}</h1>{text}</article></main></body></html>"
    ).encode()


def wrapped(body: str, attributes: str = "") -> bytes:
    return (
        f"<html><head><title>Armadilha</title></head><body{attributes}><article>{body}</article></body></html>".encode()
    )


def hostile() -> dict[str, bytes]:
    # Every line looks like a date of some calendar, and none is: the slowest way through a date finder.
    dates = "".join(f"<p>{1 + n % 28} thermidor {1995 + n % 30} {n}</p>" for n in range(2400))
    return {
        "/bad/dates": wrapped(dates),
        "/bad/bold": wrapped("<p>" + "<b>palavra</b> " * 20_000 + "</p>"),
        "/bad/nested": wrapped("<div>" * 1000 + "<p>fundo do poço</p>" + "</div>" * 1000),
        "/bad/attributes": wrapped("<p>curto</p>", "".join(f" data-a{n}='{n}'" for n in range(200_000))),
    }


@contextmanager
def served(pages: dict[str, bytes]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = pages.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Crawl:
    base: str
    seconds: float
    exit_code: int
    errors: str
    records: list[dict[str, Any]]
    outcomes: list[dict[str, Any]]


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    home = tmp_path_factory.mktemp("home")
    bad = hostile()
    pages = bad | {f"/good/{number}": good(number) for number in range(GOOD)}
    paths = [f"/good/{number}" for number in range(GOOD)]
    for place, path in enumerate(bad):  # near the front, so that good pages wait behind them
        paths.insert(3 + 5 * place, path)
    with served(pages) as base:
        urls = home / "urls.txt"
        urls.write_text("".join(f"{base}{path}\n" for path in paths))
        command = [
            sys.executable,
            "-m",
            "crawler.cli",
            "crawl",
            "--spider",
            "page",
            "--urls",
            str(urls),
            "--job",
            "hostile",
        ]
        command += ["--concurrency", "16", "--delay", "0", "--allow-private", "127.0.0.1"]
        started = time.monotonic()
        process = subprocess.run(
            command,
            env=os.environ | {"DEHUSK_HOME": str(home)},
            cwd=home,
            capture_output=True,
            text=True,
            timeout=2 * LIMIT,
            check=False,
        )
        seconds = time.monotonic() - started
    folder = home / "output" / "data" / "hostile"
    assert folder.is_dir(), process.stderr[-3000:]
    return Crawl(base, seconds, process.returncode, process.stderr, list(records(folder)), list(_outcomes(folder)))


def _outcomes(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.outcomes.jsonl")):
        with open_reader(path) as lines:
            yield from map(orjson.loads, lines)


def test_every_good_page_is_right(crawl: Crawl) -> None:
    texts = {record["url"]: record["text"] for record in crawl.records}
    for number in range(GOOD):
        text = texts[f"{crawl.base}/good/{number}"]
        assert [one for one in paragraphs(number) if one not in text] == []


def test_every_page_has_one_outcome(crawl: Crawl) -> None:
    counts = Counter(row["url"] for row in crawl.outcomes)
    assert set(counts.values()) == {1}
    assert len(counts) == GOOD + len(hostile())
    reasons = {row["url"].removeprefix(crawl.base): row["outcome"] for row in crawl.outcomes}
    for path in hostile():  # a fall-back may read it; what none could read says why
        assert reasons[path] in {"ok", "empty", "extract_timeout", "extract_memory", "extract_failed"}
    # A record or a reason, never neither.
    assert {record["url"].removeprefix(crawl.base) for record in crawl.records} == {
        path for path, reason in reasons.items() if reason == "ok"
    }


def test_it_took_less_than_a_minute(crawl: Crawl) -> None:
    assert crawl.seconds < LIMIT
    assert crawl.exit_code in {0, 1}, crawl.errors[-3000:]


def test_the_pages_are_as_hostile_as_they_claim() -> None:
    pages = hostile()
    assert len(pages["/bad/dates"]) > 64_000
    assert pages["/bad/bold"].count(b"<b>") == 20_000
    assert pages["/bad/nested"].count(b"<div>") == 1000
    assert pages["/bad/attributes"].count(b" data-a") == 200_000
