"""A site on loopback whose answers a test writes: path -> body, or a function of the request's headers."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.crawler.command import environment, rows
from tests.crawler.site import article

OWN_SITE = ["--concurrency", "8", "--delay", "0", "--allow-private", "127.0.0.1", "--workers", "2", "-q"]


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


Asked = Callable[[Mapping[str, str]], Answer]


class ListingSite:
    """`answers` by path, `{base}` in a body stands for the site's own address; `asked` counts, `headers` are the last
    of each path."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Asked | bytes | str] = {}
        self.fallback: Callable[[str], Answer | None] = lambda path: None
        self.asked: Counter[str] = Counter()
        self.headers: dict[str, dict[str, str]] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked[self.path] += 1
                site.headers[self.path] = {name.lower(): value for name, value in self.headers.items()}
                site.send(self, site.answer(self.path))

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, path: str) -> Answer:
        found = self.answers.get(path)
        if callable(found):
            found = found(self.headers[path])
        if found is None:
            found = self.fallback(path) or Answer(b"no such page", 404)
        if isinstance(found, str | bytes):
            body = found.encode() if isinstance(found, str) else found
            found = Answer(
                body, kind="application/xml" if body.lstrip()[:5] in (b"<?xml", b"<urls", b"<site") else Answer.kind
            )
        return found

    def send(self, handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        body = answer.body.replace(b"{base}", self.base.encode())
        handler.send_response(answer.status)
        for name, value in {"Content-Type": answer.kind, "Content-Length": str(len(body)), **answer.headers}.items():
            handler.send_header(name, value.replace("{base}", self.base))
        handler.end_headers()
        if answer.status != 304:
            handler.wfile.write(body)


@contextmanager
def listing_site() -> Iterator[ListingSite]:
    site = ListingSite()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()


def story(number: int, head: str = "", links: tuple[str, ...] = ()) -> bytes:
    """A page with a text of its own; `head` goes into its head."""
    return article(number, list(links)).replace(b"</head>", head.encode() + b"</head>")


def tagged(body: bytes, etag: str) -> Asked:
    """An answer with an ETag, which says that nothing has changed to whoever knows it."""

    def answer(headers: Mapping[str, str]) -> Answer:
        kind = "application/xml" if body.startswith((b"<urls", b"<site")) else Answer.kind
        if headers.get("if-none-match") == etag:
            return Answer(status=304, headers={"ETag": etag})
        return Answer(body, kind=kind, headers={"ETag": etag})

    return answer


def crawl(home: Path, *words: str, own: bool = True) -> subprocess.CompletedProcess[str]:
    """`dehusk crawl`, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "crawler.cli", "crawl", *words, *(OWN_SITE if own else [])],
        env=environment(DEHUSK_HOME=str(home)),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def records(home: Path, job: str) -> dict[str, dict[str, Any]]:
    """What a job has published, by path of the address."""
    return {_path(row["url"]): row for row in rows(home / "output" / "data" / job / "part-00000.jsonl")}


def outcomes(home: Path, job: str) -> dict[str, dict[str, Any]]:
    return {_path(row["url"]): row for row in rows(home / "output" / "data" / job / "part-00000.outcomes.jsonl")}


def _path(url: str) -> str:
    return "/" + url.partition("//")[2].partition("/")[2]
