"""A small site on loopback whose pages do what a test asks for."""

from __future__ import annotations

import gzip
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def article(number: int, links: list[str]) -> bytes:
    """A page with a text of its own that every extractor takes for an article."""
    paragraphs = "".join(
        f"<p>Paragraph {line} of story {number}: the council of town {number} met for {line + 2} hours and "
        f"decided that the harbour road number {number * 7 + line} opens again before winter ends, it was said.</p>"
        for line in range(5)
    )
    anchors = "".join(f'<a href="{link}">story {link}</a> ' for link in links)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Story {number}</title></head><body>"
        f"<nav>{anchors}</nav><main><article><h1>Story {number}</h1>{paragraphs}</article></main></body></html>"
    ).encode()


class Site:
    """`hits` counts requests by path, `asked` all of those for pages (at least); `pages` is how many stories there are;
    `delay` is seconds a story takes."""

    def __init__(self, pages: int = 20, delay: float = 0.0) -> None:
        self.hits: Counter[str] = Counter()
        self.asked = 0  # adding up the hits of a large site again and again would take all of a processor
        self.pages = pages
        self.delay = delay
        self.gone: set[str] = set()
        self.robots = b"User-agent: *\nDisallow: /forbidden\n"
        self.headers: dict[str, dict[str, str]] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.hits[self.path] += 1
                site.asked += self.path != "/robots.txt"
                site.headers[self.path] = {name.lower(): value for name, value in self.headers.items()}
                try:
                    site.answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path
        if path == "/robots.txt":
            return self.send(handler, self.robots, kind="text/plain")
        if path in self.gone:
            return self.send(handler, b"gone", status=404)
        if path == "/":
            return self.send(handler, article(0, [f"/story/{n}" for n in range(1, min(self.pages, 10) + 1)]))
        if path.startswith("/story/"):
            return self._story(handler, int(path.rpartition("/")[2]))
        if path.startswith("/to/"):
            return self.send(handler, b"", status=302, location="/" + path[4:])
        if path.startswith("/go?"):
            return self.send(handler, b"", status=302, location=path[4:])
        if path == "/round":
            return self.send(handler, b"", status=302, location="/round?" + str(self.hits["/round"]) + "x")
        if path.startswith("/round?"):
            return self.send(handler, b"", status=302, location=path + "x")
        special = {
            "/empty": (b"<html><body></body></html>", "text/html"),
            "/nothing": (b"", "text/html"),
            "/no-such-page": (
                b"<title>Page not found</title><h1>404</h1><p>The page you are looking for doesn't exist.</p>",
                "text/html",
            ),
            "/picture": (b"\x89PNG\r\n\x1a\n" + bytes(5000), "image/png"),
            "/big": (b"<html><body>" + b"<p>wide wide text</p>" * 600_000, "text/html"),
            "/error": None,
        }
        if path == "/bomb":
            body = gzip.compress(b"<p>" + bytes(64 << 20))
            return self.send(handler, body, encoding="gzip")
        if path == "/slow":
            time.sleep(30)
        if special.get(path) is not None:
            body, kind = special[path]
            return self.send(handler, body, kind=kind)
        return self.send(handler, b"<html><body>no such page</body></html>", status=500 if path == "/error" else 404)

    def _story(self, handler: BaseHTTPRequestHandler, number: int) -> None:
        if self.delay:
            time.sleep(self.delay)
        if number > self.pages:
            return self.send(handler, b"no", status=404)
        links = [f"/story/{number * 3 + step}" for step in range(10) if number * 3 + step <= self.pages]
        return self.send(handler, article(number, [*links, "/", "/login", "/file.pdf", "http://elsewhere.example/"]))

    @staticmethod
    def send(handler, body, *, status=200, kind="text/html; charset=utf-8", location="", encoding="") -> None:  # type: ignore[no-untyped-def]
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        if location:
            handler.send_header("Location", location)
        if encoding:
            handler.send_header("Content-Encoding", encoding)
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def serving(pages: int = 20, delay: float = 0.0) -> Iterator[Site]:
    site = Site(pages, delay)
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
