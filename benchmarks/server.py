"""Serves a folder of pages from memory, in its own process: `python -m benchmarks.server FOLDER PORTFILE`.

Ends when its standard input is closed, so that it cannot outlive the benchmark that started it.
"""

from __future__ import annotations

import gzip
import socketserver
import sys
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    bodies: dict[str, bytes]

    def do_GET(self) -> None:
        body = self.bodies.get(self.path)
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *args: object) -> None:
        pass


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: object, client_address: object) -> None:
        pass


def bodies(folder: Path) -> dict[str, bytes]:
    """Every page of a folder by the path it is served under. `.html.gz` are unpacked."""
    found = {}
    for file in sorted(folder.iterdir()):
        if file.name.endswith(".html"):
            found[f"/{file.name}"] = file.read_bytes()
        elif file.name.endswith(".html.gz"):
            found[f"/{file.name.removesuffix('.gz')}"] = gzip.decompress(file.read_bytes())
    return found


def main() -> None:
    folder, port_file = map(Path, sys.argv[1:3])
    _Handler.bodies = bodies(folder)
    with _Server(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port_file.write_text(str(server.server_address[1]))
        sys.stdin.read()


if __name__ == "__main__":
    main()
