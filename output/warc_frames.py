"""The single records of a WARC file, plain or gzip, as bytes: a damaged one loses itself and nothing else.

FastWARC and warcio give up a file where its first member is damaged, and neither says so where the last one is cut off.
So the borders of records are found here; what is in a record is read by FastWARC.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from output.compression import DamagedError

MOST_BYTES = 64 << 20  # of one record: no page is larger, and a film need not go through memory
_MOST_HEAD = 1 << 20  # bytes of the lines before a record's block
_CHUNK = 1 << 16
_LOOK_BACK = 64  # chunks
_GZIP = b"\x1f\x8b\x08"
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_NEXT = re.compile(rb"(?:\r?\n){1,2}(?=WARC/1\.)")
_CUT, _NO_RECORD = "the file ends within it", "here is no record"


@dataclass(frozen=True, slots=True)
class Frame:
    """One record with its own header lines, or why it cannot be had (`problem`, one line for a person; what could be
    read of it is in `data`). `offset` is that of its member, or of itself in a plain file."""

    offset: int
    data: bytes
    problem: str = ""
    too_large: bool = False


def frames(stream: BinaryIO) -> Iterator[Frame]:
    """The records of a stream, one after the other, at constant memory. Raises OSError where it cannot be read."""
    raw: BinaryIO = stream if hasattr(stream, "peek") else io.BufferedReader(cast("Any", stream), _CHUNK)
    start = cast("Any", raw).peek(_CHUNK)
    # The first byte may be the damaged one.
    if start.startswith(_GZIP) or (_GZIP in start and not start.lstrip().startswith(b"WARC/")):
        return _gzip_frames(Members(raw))
    return _plain_frames(raw, 0)


class Members:
    """Walks over the gzip members of a stream."""

    def __init__(self, raw: BinaryIO, offset: int = 0) -> None:
        """`offset` is where in its file the stream begins."""
        self._raw = raw
        self._data = b""
        self._taken: list[bytes] = []  # of the member that is being unpacked, as far as it would be looked at again
        self.offset = offset  # of the first byte of `_data`

    def more(self) -> bool:
        """Whether there is anything left."""
        if not self._data:
            self._data = self._raw.read(_CHUNK)
        return bool(self._data)

    def unpacked(self) -> Iterator[bytes]:
        """The bytes of the member that begins here, in pieces. Raises DamagedError where it is broken or cut off; the
        stream is back at its second byte then, or a few MiB before the break if it is very large."""
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._taken = []
        while not inflater.eof:
            if not self.more():
                self._go_back()
                raise DamagedError(_CUT)
            try:
                piece = inflater.decompress(self._data, _CHUNK * 16)
            except zlib.error as error:
                self._go_back()
                raise DamagedError(f"its bytes are damaged ({error})") from error
            self._take(inflater.unused_data if inflater.eof else inflater.unconsumed_tail)
            if piece:
                yield piece

    def _take(self, rest: bytes) -> None:
        taken = len(self._data) - len(rest)
        self._taken.append(self._data[:taken])
        if len(self._taken) > _LOOK_BACK:
            del self._taken[0]
        self.offset += taken
        self._data = rest

    def _go_back(self) -> None:
        # A broken member is often read beyond its end before zlib notices, and good ones may begin there.
        before = b"".join(self._taken)
        self._data = before + self._data
        self.offset -= len(before)
        self._skip(1)

    def find_next(self) -> None:
        """Go on to the next place where a member with a record begins, or to the end."""
        while self.more():
            at = self._data.find(_GZIP)
            if at < 0:
                self._skip(max(len(self._data) - 2, 1))
                if len(self._data) < len(_GZIP):
                    self._data += self._raw.read(_CHUNK)
                    if len(self._data) < len(_GZIP):
                        self._skip(len(self._data))
                continue
            self._skip(at)
            if len(self._data) < 1024:
                self._data += self._raw.read(_CHUNK)
            if _begins_a_record(self._data):
                return
            self._skip(1)

    def _skip(self, count: int) -> None:
        self._data = self._data[count:]
        self.offset += count


def _begins_a_record(data: bytes) -> bool:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data[:4096], 16).startswith(b"WARC/")
    except zlib.error:
        return False


def _gzip_frames(members: Members) -> Iterator[Frame]:
    while members.more():
        begin = members.offset
        unpacked = _Pieces(members.unpacked())
        held: Frame | None = None
        try:
            # A record is good when the next one begins, or when the member has ended with the right checksum.
            for frame in _plain_frames(cast("BinaryIO", io.BufferedReader(unpacked, _CHUNK)), begin, within=True):
                if held:
                    yield held
                held = frame
        except DamagedError as error:
            yield Frame(begin, held.data if held else unpacked.start, str(error))
            members.find_next()
            continue
        if held:
            yield held


class _Pieces(io.RawIOBase):
    """A stream of pieces of bytes. `start` is what came first, for telling what a damaged record was."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._rest = b""
        self.start = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = next(self._pieces, b"")
            self.start = self.start or self._rest[:4096]
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def _plain_frames(stream: BinaryIO, begin: int, *, within: bool = False) -> Iterator[Frame]:
    """The records of a plain stream. `within` a gzip member their offset is that of the member, `begin`."""
    place = begin
    said = False
    while line := stream.readline(_MOST_HEAD):
        here = begin if within else place
        place += len(line)
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            if not said:
                yield Frame(here, line[:4096], _NO_RECORD)
            said = True
            continue
        said = False
        head = line + _rest_of_head(stream)
        length = _LENGTH.search(head)
        place += len(head) - len(line)
        if length is None:
            yield Frame(here, head, "its length is not said")
            continue
        frame, read = _block(stream, here, head, int(length[1]))
        place += read
        if within or frame.problem or not stream.seekable():
            yield frame
            continue
        frame = _in_its_borders(stream, frame, len(head))
        yield frame
        if frame.problem:
            place, said = stream.tell(), True


def _rest_of_head(stream: BinaryIO) -> bytes:
    lines, size = [], 0
    while (line := stream.readline(_MOST_HEAD)) and size < _MOST_HEAD:
        lines.append(line)
        size += len(line)
        if not line.strip():
            break
    return b"".join(lines)


def _block(stream: BinaryIO, here: int, head: bytes, length: int) -> tuple[Frame, int]:
    """The record with a block of so many bytes, and how many were read."""
    if length > MOST_BYTES:
        read = _passed(stream, length)
        problem = f"more than {MOST_BYTES >> 20} MiB" if read == length else _CUT
        return Frame(here, head, problem, too_large=read == length), read
    block = stream.read(length)
    return Frame(here, head + block, "" if len(block) == length else _CUT), len(block)


def _passed(stream: BinaryIO, length: int) -> int:
    read = 0
    while read < length and (piece := stream.read(min(_CHUNK * 16, length - read))):
        read += len(piece)
    return read


def _in_its_borders(stream: BinaryIO, frame: Frame, head: int) -> Frame:
    """The record, if two line breaks follow it; else one that is damaged, and the stream at the next that begins."""
    behind = stream.tell()
    after = stream.read(16)
    stream.seek(behind)
    if not after[:4].strip():
        return frame
    found = _NEXT.search(frame.data + after, head)
    if found:
        stream.seek(behind - len(frame.data) + found.end())
    return Frame(frame.offset, frame.data, "it has not the length that it says")


def whole_end(file: BinaryIO, start: int = 0) -> int:
    """Where the last whole member of a gzip file ends, looked for from `start`, the beginning of one."""
    file.seek(start)
    members = Members(file, start)
    good = start
    try:
        while members.more():
            for _ in members.unpacked():
                pass
            good = members.offset
    except DamagedError:
        pass
    return good
