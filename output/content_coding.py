"""Undoes Content-Encoding, never to more bytes than a page may have, and says when it was cut off."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_STEP = 1 << 16  # bytes that are undone at a time
MOST_LAYERS = 4
_ZSTD_WINDOW_LOG = 23  # 8 MiB; RFC 9659: a server may use no larger window


class TooLongError(Exception):
    """More bytes than a page may have."""


class CodingError(Exception):
    """Bytes that are not what Content-Encoding says, or are cut off."""


def undone(body: bytes, encodings: list[str], limit: int, *, partial: bool = False) -> bytes:
    """The bytes before they were encoded; `encodings` are in the order in which they were applied, `limit` in bytes.

    An encoding that nobody knows is taken for none: servers write `utf-8` there. With `partial`, what was undone
    before the limit or a fault comes back; else raises TooLongError and CodingError.
    """
    known = [name for name in (one.strip() for one in encodings) if name in _DECODERS]
    if len(known) > MOST_LAYERS:
        raise CodingError(f"{len(known)} encodings on top of each other")
    for name in reversed(known):
        if not body:
            break
        body = _one_undone(body, name, limit, partial=partial)
    return body


def _one_undone(body: bytes, name: str, limit: int, *, partial: bool) -> bytes:
    out = bytearray()
    try:
        for piece in _DECODERS[name](body):
            out += piece
            if limit and len(out) > limit:
                if partial:
                    return bytes(out[:limit])
                raise TooLongError(f"more than {limit:,} bytes out of {len(body):,} of {name}")
    except (zlib.error, brotli.error, zstd.ZstdError, CodingError) as error:
        if not partial:
            raise CodingError(f"{name}: {error or 'cut off'}") from error
    return bytes(out)


def _gzip(body: bytes) -> Iterator[bytes]:
    rest = body
    while rest.startswith(b"\x1f\x8b") or rest is body:
        decoder = zlib.decompressobj(wbits=31)
        yield from _zlib(decoder, rest)
        rest = decoder.unused_data  # another member, or bytes that some servers append


def _deflate(body: bytes) -> Iterator[bytes]:
    """With the zlib header that belongs there, or without it, as some servers send it."""
    decoder = zlib.decompressobj()
    try:
        decoder.decompress(body[:64], 1)
    except zlib.error:
        yield from _zlib(zlib.decompressobj(wbits=-15), body)
    else:
        yield from _zlib(zlib.decompressobj(), body)


def _zlib(decoder: Any, body: bytes) -> Iterator[bytes]:
    rest = body
    while not decoder.eof:
        piece = decoder.decompress(rest, _STEP)
        if not piece and not decoder.eof and not decoder.unconsumed_tail:
            raise CodingError("cut off")
        yield piece
        rest = decoder.unconsumed_tail


def _brotli(body: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    piece = decoder.process(body, output_buffer_limit=_STEP)
    while True:
        yield piece
        if decoder.is_finished():
            return
        piece = decoder.process(b"", output_buffer_limit=_STEP)
        if not piece and not decoder.is_finished():
            raise CodingError("cut off")


def _zstd(body: bytes) -> Iterator[bytes]:
    decoder = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG})
    piece = decoder.decompress(body, _STEP)
    while True:
        yield piece
        if decoder.eof:
            return
        if decoder.needs_input:
            raise CodingError("cut off")
        piece = decoder.decompress(b"", _STEP)


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
