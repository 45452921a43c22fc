"""Text in UTF-16 or UTF-32, which a byte order mark gives away, read as UTF-8."""

from __future__ import annotations

import codecs
import io
from typing import Any, BinaryIO, cast

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def wide_encoding(start: bytes) -> str | None:
    """The encoding that the byte order mark of a text names, None if it names none of these."""
    return next((name for mark, name in _MARKS if start.startswith(mark)), None)


def in_utf8(stream: BinaryIO) -> BinaryIO:
    """The stream itself, or for reading lines one that gives UTF-8 where it begins with the mark of another.

    Reading a line raises UnicodeDecodeError where it is not what its mark says.
    """
    encoding = wide_encoding(cast("Any", stream).peek(4)[:4])
    return cast("BinaryIO", _Recoded(stream, encoding)) if encoding else stream


class _Recoded:
    """Lines of a text in another encoding. Only a line feed ends one: JSON may hold any other break of lines."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._text = io.TextIOWrapper(stream, encoding=encoding, newline="\n")

    def readline(self, most: int) -> bytes:
        return self._text.readline(most).encode("utf-8", "surrogatepass")
