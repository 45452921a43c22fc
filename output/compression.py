"""gzip and zstd streams that say so when they are damaged or end early, instead of ending in silence."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, cast

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_CHUNK = 1 << 17


class DamagedError(Exception):
    """A compressed stream that is damaged or ends early. What was read before it is good."""


class _Unpacked(io.RawIOBase):
    """The bytes that `step` gives (at most so many, b"" at the end), for a BufferedReader."""

    def __init__(self, step: Callable[[int], bytes], raw: BinaryIO) -> None:
        super().__init__()
        self._step, self._raw = step, raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self._step(len(buffer))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise DamagedError(str(error)) from error
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


def decompressed(raw: BinaryIO) -> BinaryIO:
    """A buffered stream, decompressed if it begins as gzip or zstd does, whatever its name. Closing it closes `raw`.

    Reading it raises DamagedError where the compressed data are broken or cut off.
    """
    start = cast("Any", raw).peek(4)[:4]
    if start.startswith(_GZIP):
        step: Callable[[int], bytes] = cast("Any", gzip.GzipFile(fileobj=raw, mode="rb")).read1
    elif start.startswith(_ZSTD):
        step = _ZstdSteps(raw)
    else:
        return raw
    return cast("BinaryIO", io.BufferedReader(_Unpacked(step, raw), _CHUNK))


class _ZstdSteps:
    """zstandard's own reader ends in silence where a frame is cut off; this one does not."""

    def __init__(self, raw: BinaryIO) -> None:
        import zstandard  # noqa: PLC0415 - zstd is rare, and its import is not free

        self._raw = raw
        self._new = zstandard.ZstdDecompressor().decompressobj
        self._error = zstandard.ZstdError
        self._frame: Any = None
        self._input = b""
        self._output = b""

    def __call__(self, most: int) -> bytes:
        while not self._output:
            chunk = self._input or self._raw.read(1 << 16)
            if not chunk:
                if self._frame is not None:
                    raise EOFError("the last zstd frame is cut off")
                return b""
            frame = self._frame or self._new()
            try:
                self._output = frame.decompress(chunk)
            except self._error as error:
                raise EOFError(str(error)) from error
            self._input = frame.unused_data if frame.eof else b""
            self._frame = None if frame.eof else frame
        piece, self._output = self._output[:most], self._output[most:]
        return piece


class _GzipWriter(gzip.GzipFile):
    """gzip leaves the file it was given open; this one closes it if it is told to."""

    def __init__(self, raw: BinaryIO, closes: bool) -> None:
        # No name and no time in the header: the same lines give the same bytes.
        super().__init__(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0)
        self._raw_file = raw if closes else None

    def close(self) -> None:
        try:
            super().close()
        finally:
            if self._raw_file is not None:
                self._raw_file.close()


def compressed(raw: BinaryIO, name: str, *, closes: bool = False) -> BinaryIO:
    """`raw`, compressed as the ending of the name asks; `raw` itself where it asks nothing.

    Closing the result finishes the frame. It closes `raw` too if `closes`, else the caller can still sync it to disk.
    """
    if name.endswith(".gz"):
        return cast("BinaryIO", _GzipWriter(raw, closes))
    if name.endswith(".zst"):
        import zstandard  # noqa: PLC0415 - as above

        return cast("BinaryIO", zstandard.ZstdCompressor(level=6).stream_writer(raw, closefd=closes))
    return raw
