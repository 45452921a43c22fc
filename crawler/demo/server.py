"""The demo's web server: threads, loopback only, a free port."""

from __future__ import annotations

import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import ClassVar

from crawler.demo.content import HOSTS, articles, newspapers
from crawler.demo.pages import DemoSite, front_urls


@dataclass(frozen=True, slots=True)
class Serving:
    """A running demo. `asked` counts requests by (host without port, path with query) and grows while it runs."""

    port: int
    asked: Counter[tuple[str, str]]

    @property
    def urls(self) -> list[str]:
        """The front pages: what a crawl of the demo starts from."""
        return front_urls(self.port)

    @property
    def hosts(self) -> list[str]:
        """The host names, as `--allow-private` wants them."""
        return list(HOSTS.values())

    def url(self, key: str, path: str) -> str:
        """The absolute address of a path on a newspaper (`noticias` or `giornale`)."""
        return f"http://{newspapers()[key].host}:{self.port}{path}"

    @property
    def articles(self) -> list[str]:
        """The addresses of all articles."""
        return [self.url(key, path) for key, path in articles()]


class _Server(socketserver.ThreadingTCPServer):
    # Not http.server.HTTPServer: its server_bind asks for the machine's name, which can take seconds on macOS.
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128
    site: DemoSite
    asked: Counter[tuple[str, str]]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no error of the demo."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "dehusk-demo"
    sys_version = ""
    timeout: ClassVar[float] = 30.0
    disable_nagle_algorithm = True  # else every kept-alive answer waits for the client's delayed acknowledgement
    server: _Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        host = self.headers.get("Host", "")
        self.server.asked[host.rpartition(":")[0] or host, self.path] += 1
        answer = self.server.site.answer(host, self.path)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Silent: the crawl says what was fetched."""


@contextmanager
def serve(port: int = 0) -> Iterator[Serving]:
    """The demo on 127.0.0.1 until the block ends; port 0 takes a free one. Raises OSError if the port is taken."""
    with _Server(("127.0.0.1", port), _Handler) as server:
        taken = server.server_address[1]
        server.site = DemoSite(taken)
        server.asked = Counter()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield Serving(taken, server.asked)
        finally:
            server.shutdown()
            thread.join()
