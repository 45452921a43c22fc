"""A server on loopback that sends what it is told to, byte for byte, and remembers what it was asked."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_LONGEST = 60.0  # seconds; no answer may keep a thread for longer


@dataclass
class Asked:
    """One request: when it came, its host and path, its headers with lower-case names; `seconds` until it was over."""

    at: float
    host: str
    path: str
    headers: dict[str, str]
    seconds: float = 0.0


Answer = Callable[[socket.socket, Asked], None]


@dataclass
class RawServer:
    """`answer` gets the connection and the request; whatever it raises as OSError is the client going away."""

    answer: Answer
    tls: ssl.SSLContext | None = None
    hasty: bool = False  # answers the first bytes, whatever they are
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    _listening: socket.socket = field(default_factory=socket.socket)

    def start(self) -> None:
        self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listening.bind(("127.0.0.1", 0))
        self._listening.listen(256)
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(_LONGEST)
        try:
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection:
                asked = Asked(time.monotonic(), "", connection.recv(9).hex(), {}) if self.hasty else _read(connection)
                if asked is None:
                    return
                self.asked.append(asked)
                try:
                    self.answer(connection, asked)
                finally:
                    asked.seconds = time.monotonic() - asked.at
        except OSError:
            pass

    def times(self, path: str, host: str = "") -> list[float]:
        """When a path was asked for, on a host or on any."""
        return [asked.at for asked in self.asked if asked.path == path and host in {"", asked.host}]


def _read(connection: socket.socket) -> Asked | None:
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65536)
        if not piece or len(received) > 1 << 20:
            return None
        received += piece
    lines = received.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    path = lines[0].split(" ")[1]
    return Asked(time.monotonic(), headers.get("host", "").rpartition(":")[0], path, headers)


@contextmanager
def serving(answer: Answer, tls: ssl.SSLContext | None = None, *, hasty: bool = False) -> Iterator[RawServer]:
    server = RawServer(answer, tls, hasty)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def send(
    connection: socket.socket, body: bytes | str = b"", status: int | str = 200, kind: str = "text/html", **headers: str
) -> None:
    """A whole response, after which the connection is closed; `content_encoding="gzip"` is a header."""
    body = body.encode() if isinstance(body, str) else body
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nConnection: close\r\n"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    head += "".join(f"{name}: {value}\r\n" for name, value in ({"Content-Length": str(len(body))} | named).items())
    connection.sendall(head.encode("latin-1") + b"\r\n" + body)


def article(number: int | str = 1, head: str = "", more: str = "") -> str:
    """A page that every extractor takes for an article."""
    text = "".join(
        f"<p>Paragraph {line} of story {number}: the council of the town met for {line + 2} hours and decided that the "
        f"harbour road number {line} opens again before winter ends, as its speaker said on the evening.</p>"
        for line in range(5)
    )
    title = f"<title>Story {number}</title>" if "<title>" not in head else ""
    return (
        f"<!doctype html><html lang=en><head>{title}{head}</head><body><main><article><h1>Story {number}</h1>{text}"
        f"{more}</article></main></body></html>"
    )
