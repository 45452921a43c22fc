"""What a server can do to a crawler, a case each: bytes to send, and the outcomes that are right."""

from __future__ import annotations

import gzip
import socket
import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import brotli
import zstandard

from tests.reliability.raw_server import Asked, article, send

MEGABYTE = bytes(1 << 20)
PAGE = article("of the hostile server").encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
ESCAPE = "\x1b[2J\x1b[31mdehusk: all pages done\x07\r\n"


def _gzip_bomb() -> bytes:
    return gzip.compress(MEGABYTE) * 1024  # 1 GiB out of 1 MiB, as members one behind another


def _zstd_window() -> bytes:
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    compressor = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return compressor.compress(PAGE) + compressor.flush()


BOMBS = {
    "gzip": _gzip_bomb(),
    "deflate": zlib.compress(MEGABYTE * 64),
    "br": brotli.compress(MEGABYTE * 64, quality=1),
    "zstd": zstandard.compress(MEGABYTE * 64),
    "gzip, gzip": gzip.compress(gzip.compress(MEGABYTE * 64)),
    "br, gzip": gzip.compress(brotli.compress(MEGABYTE * 64, quality=1)),
    "gzip, zstd, br": brotli.compress(zstandard.compress(gzip.compress(MEGABYTE * 64)), quality=1),
}


@dataclass(frozen=True)
class Case:
    """`answer` gets connection and request, whose path begins with the case's name; `ends` are the right outcomes."""

    answer: Callable[[socket.socket, Asked], None]
    ends: frozenset[str]
    says: str = field(default="")  # what the record's text has in it


CASES: dict[str, Case] = {}


def case(*ends: str, says: str = "") -> Callable[[Callable[[socket.socket, Asked], None]], None]:
    def add(answer: Callable[[socket.socket, Asked], None]) -> None:
        CASES[answer.__name__] = Case(answer, frozenset(ends), says)

    return add


def sends(name: str, ends: str, body: bytes | str, says: str = "", **headers: str) -> None:
    """A case that is one whole response."""
    CASES[name] = Case(lambda connection, _: send(connection, body, **headers), frozenset(ends.split()), says)


def writes(name: str, ends: str, *pieces: bytes, says: str = "") -> None:
    """A case that is these bytes and then the end of the connection."""
    CASES[name] = Case(lambda connection, _: connection.sendall(b"".join(pieces)), frozenset(ends.split()), says)


def drip(connection: socket.socket, piece: bytes, seconds: float = 30.0) -> None:
    """Little by little, until nobody listens any more."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        connection.sendall(piece)
        time.sleep(0.1)


def pour(connection: socket.socket, piece: bytes, megabytes: int = 400) -> None:
    """As fast as it goes, until nobody listens any more."""
    for _ in range(megabytes * (1 << 20) // len(piece)):
        connection.sendall(piece)


# ---------------------------------------------------------------------- compression

for number, (encodings, bomb) in enumerate(BOMBS.items()):
    sends(f"bomb_{number}", "too_large", bomb, Content_Encoding=encodings)
sends("many_layers", "broken_encoding", gzip.compress(PAGE), Content_Encoding=", ".join(["gzip"] * 10))
sends("truncated_gzip", "broken_encoding", gzip.compress(PAGE * 20)[:-30], Content_Encoding="gzip")
sends("truncated_deflate", "broken_encoding", zlib.compress(PAGE * 20)[:-30], Content_Encoding="deflate")
sends("truncated_brotli", "broken_encoding", brotli.compress(PAGE * 20)[:-30], Content_Encoding="br")
sends("truncated_zstd", "broken_encoding", zstandard.compress(PAGE * 20)[:-30], Content_Encoding="zstd")
sends("gzip_that_is_none", "broken_encoding", PAGE, Content_Encoding="gzip")
sends("gzip_of_nothing", "empty", b"", Content_Encoding="gzip")
sends("gzip_with_more_behind", "ok", gzip.compress(PAGE) + b"\0\0\0 and more", "harbour road", Content_Encoding="gzip")
sends("gzip_broken_checksum", "broken_encoding", gzip.compress(PAGE)[:-8] + b"\0" * 8, Content_Encoding="gzip")
sends("zstd_window", "broken_encoding", _zstd_window(), Content_Encoding="zstd")
sends("raw_deflate", "ok", zlib.compress(PAGE)[2:-4], "harbour road", Content_Encoding="deflate")
sends("encoding_that_is_none", "ok", PAGE, "harbour road", Content_Encoding="utf-8")
sends("undeclared_gzip", "wrong_type", gzip.compress(PAGE))

# ---------------------------------------------------------------------- bodies


@case("too_large")
def endless_body(connection: socket.socket, _: Asked) -> None:
    connection.sendall(HEAD + b"\r\n")
    pour(connection, b"<p>on and on</p>" * 4096)


@case("too_large")
def endless_chunks(connection: socket.socket, _: Asked) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    pour(connection, b"10000\r\n" + b"x" * 65536 + b"\r\n")


@case("timeout")
def slow_body(connection: socket.socket, _: Asked) -> None:
    connection.sendall(HEAD + b"\r\n")
    drip(connection, b"<p>")


@case("timeout")
def slow_headers(connection: socket.socket, _: Asked) -> None:
    connection.sendall(HEAD)
    drip(connection, b"X-A: b\r\n")


@case("timeout")
def slow_status(connection: socket.socket, _: Asked) -> None:
    drip(connection, b"H")


@case("timeout")
def silent(connection: socket.socket, _: Asked) -> None:
    connection.recv(1)


@case("connection")
def reset_in_the_middle(connection: socket.socket, _: Asked) -> None:
    connection.sendall(HEAD + b"Content-Length: 50000\r\n\r\n" + PAGE)
    time.sleep(0.2)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


writes("closed_at_once", "connection")
writes("longer_than_it_is", "connection", HEAD, b"Content-Length: 50000\r\n\r\n", PAGE)
writes("shorter_than_it_is", "ok empty", HEAD, b"Content-Length: 200\r\n\r\n", PAGE)
writes("length_of_a_terabyte", "too_large", HEAD, b"Content-Length: 1099511627776\r\n\r\n", PAGE)
writes("length_below_zero", "connection", HEAD, b"Content-Length: -1\r\n\r\n", PAGE)
writes("length_in_words", "connection", HEAD, b"Content-Length: many\r\n\r\n", PAGE)
writes("two_lengths", "connection", HEAD, b"Content-Length: 10\r\nContent-Length: 20\r\n\r\n", PAGE)
writes("chunk_of_no_size", "connection", HEAD, b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", PAGE)
writes("chunk_of_huge_size", "connection", HEAD, b"Transfer-Encoding: chunked\r\n\r\n", b"F" * 2000, b"\r\n", PAGE)
writes("chunks_cut_off", "connection", HEAD, b"Transfer-Encoding: chunked\r\n\r\n5\r\n<p>ab")
writes("transfer_encoding_unknown", "connection error", HEAD, b"Transfer-Encoding: rot13\r\n\r\n", PAGE)
smuggled = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<p>forged"
length = b"Content-Length: %d\r\n\r\n" % len(PAGE)
writes("data_behind_the_end", "ok", HEAD.replace(b"close", b"keep-alive"), length, PAGE, smuggled, says="harbour road")

# ---------------------------------------------------------------------- status and headers


@case("too_large")
def endless_headers(connection: socket.socket, _: Asked) -> None:
    connection.sendall(HEAD)
    pour(connection, b"X-Header: and another one\r\n" * 2000)


@case("too_large")
def endless_continue(connection: socket.socket, _: Asked) -> None:
    pour(connection, b"HTTP/1.1 100 Continue\r\n\r\n" * 2000)


@case("too_large")
def one_header_without_end(connection: socket.socket, _: Asked) -> None:
    connection.sendall(HEAD + b"X-Long: ")
    pour(connection, b"x" * 65536)


@case("too_large")
def folded_header_without_end(connection: socket.socket, _: Asked) -> None:
    connection.sendall(HEAD + b"X-Long: a\r\n")
    pour(connection, b" and more\r\n" * 4000)


writes("headers_200000", "too_large", HEAD, b"".join(b"X-%d: y\r\n" % n for n in range(200_000)), b"\r\n", PAGE)
writes("cookies_5000", "too_large", HEAD, b"".join(b"Set-Cookie: a%d=b\r\n" % n for n in range(5000)), b"\r\n", PAGE)
writes("header_of_a_megabyte", "too_large", HEAD, b"X-Long: ", MEGABYTE.replace(b"\0", b"x"), b"\r\n\r\n", PAGE)
writes("header_without_colon", "ok", HEAD, b"this is no header\r\n\r\n", PAGE, says="harbour road")
writes("header_that_forges_lines", "ok", HEAD, b"X-A: ", ESCAPE.encode()[:-2], b"\r\n\r\n", PAGE, says="harbour road")
writes("no_http", "connection", b"SSH-2.0-OpenSSH_9.9\r\n")
writes("only_html", "connection", PAGE)
writes("status_of_words", "connection", b"HTTP/1.1 fine OK\r\n\r\n", PAGE)
writes("status_99999", "connection", b"HTTP/1.1 99999 X\r\nContent-Length: 0\r\n\r\n")
writes("status_below_zero", "connection", b"HTTP/1.1 -20 X\r\nContent-Length: 0\r\n\r\n")
writes("status_999", "http_999", b"HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n")
writes("not_modified_unasked", "http_304", b"HTTP/1.1 304 X\r\n\r\n")
writes("partial_unasked", "ok", HEAD.replace(b"200 OK", b"206 Part"), length, PAGE, says="harbour road")

# ---------------------------------------------------------------------- redirects


@case("redirect_loop")
def redirects_for_ever(connection: socket.socket, asked: Asked) -> None:
    send(connection, status=302, Location=f"{asked.path}x")


@case("redirect_loop")
def refreshes_for_ever(connection: socket.socket, asked: Asked) -> None:
    send(connection, article(head=f'<meta http-equiv="refresh" content="0;url={asked.path}x">'))


@case("ok", says="harbour road")
def refreshes_itself(connection: socket.socket, asked: Asked) -> None:
    send(connection, article(head=f'<meta http-equiv="refresh" content="5;url={asked.path}">'))


sends("redirects_to_itself", "redirect_loop", b"", status="302", Location="/redirects_to_itself")
sends("redirects_to_a_script", "http_302 bad_url", b"", status="302", Location="javascript:alert(1)")
sends("redirects_to_a_file", "http_302 bad_url", b"", status="302", Location="file:///etc/passwd")
sends("redirects_to_data", "http_302", b"", status="302", Location="data:text/html,<p>hello")
sends("redirects_to_ftp", "http_302", b"", status="302", Location="ftp://127.0.0.1/")
sends("redirects_to_no_address", "bad_url", b"", status="302", Location="http://[::1")
sends("redirects_to_no_port", "bad_url private_address", b"", status="302", Location="http://site.test:99999/")
sends("redirects_to_nowhere", "http_302", b"", status="302")
sends("redirects_far", "bad_url http_302 connection", b"", status="302", Location="http://site.test:1/" + "a" * 15_000)
sends(
    "redirect_that_forges_lines",
    "bad_url http_404 http_302 redirect_loop dns",
    b"",
    status="302",
    Location=f"/?{ESCAPE.strip()}",
)
sends("refreshes_to_a_script", "ok", article(head='<meta http-equiv="refresh" content="0;url=javascript:a()">'))

# ---------------------------------------------------------------------- what a page says it is

LATIN = article("of the café in Orléans, où le président a déjeuné").encode("latin-1")
UTF8 = article("of the café in Orléans, où le président a déjeuné").encode()
sends("utf8_called_latin", "ok", UTF8, "café in Orléans", kind="text/html; charset=iso-8859-1")
sends("latin_called_utf8", "ok", LATIN, "café in Orléans", kind="text/html; charset=utf-8")
sends("charset_that_is_none", "ok", UTF8, "café in Orléans", kind="text/html; charset=hex")
sends("charset_of_two_words", "ok", UTF8, "café in Orléans", kind='text/html; charset="no such\tset"')
sends("utf16_unmarked", "ok", UTF8.decode().encode("utf-16-le"), "café in Orléans", kind="text/html; charset=utf-16")
sends("controls", "ok", article("\0of\x01 the \x08 night\x7f \x9b31m", more="<p>\0\0\0</p>").encode(), "harbour road")
sends("surrogates", "ok", article("&#xD800; &#xDFFF;").encode() + b"<p>\xed\xa0\x80\xed\xbf\xbf</p>", "harbour road")
sends("escapes_in_the_title", "ok", article(head=f"<title>{ESCAPE}&#27;[1m&#x9b;2J forged</title>"), "harbour road")
sends("pdf_called_html", "wrong_type", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 40)
sends("picture_called_html", "wrong_type", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
sends("noise_called_html", "wrong_type broken_encoding empty", bytes((n * 7919 >> 3) & 255 for n in range(40_000)))
sends("html_called_picture", "wrong_type", PAGE, kind="image/png")
sends("type_of_a_megabyte", "ok too_large", PAGE, kind="text/html; a=" + "b" * 10_000)
