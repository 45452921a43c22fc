"""The files of a job's archive as a whole: mending what a crash left, and erasing responses for good."""

from __future__ import annotations

import os
import sqlite3
import struct
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from output.archive import ENDING, FOLDER, OPEN, Place
from output.archive_reading import Capture, parsed
from output.compression import DamagedError
from output.publishing import sync_folder, temporary_name
from output.rows import fingerprint
from output.warc_frames import Frame, Members, whole_end

STAGED = "reclean.sqlite"  # the copy of the store that `output.replaying` works on
_PLACE_COLUMNS = "archive_file, archive_offset, archive_length, archive_digest"
# A record that says nothing; stored, not compressed, so that it can be made as long as what it stands for.
_ERASED = b"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:erased:%d>\r\nWARC-Date: 1970-01-01T00:00:00Z\r\n"
_MOST_STORED = 65_535  # bytes in one stored block of deflate


# ---------------------------------------------------------------------- the places in the store


def keep_place(db: sqlite3.Connection, row: int, place: Place, *, of_page: bool) -> None:
    """Write where the response of a row lies, in the transaction that ends the row.

    While the record of an earlier crawl stays, so does the place of the response that it was made of; `of_page` says
    that this response gave the row a new one.
    """
    db.execute(
        "UPDATE frontier SET archive_file = ?, archive_offset = ?, archive_length = ?, archive_digest = ? WHERE id = ?"
        " AND (? OR NOT EXISTS (SELECT 1 FROM pages WHERE pages.row = frontier.id))",
        (place.file, place.offset, place.length, place.digest, row, of_page),
    )


def place_of(db: sqlite3.Connection, row: int) -> Place | None:
    """Where the response of a row lies, or None."""
    query = f"SELECT {_PLACE_COLUMNS} FROM frontier WHERE id = ? AND archive_file <> ''"  # noqa: S608 - names of ours
    found = db.execute(query, (row,)).fetchone()
    return Place(*found) if found else None


# ---------------------------------------------------------------------- after a crash


def recover(folder: Path) -> int:
    """Mend what a run that was killed left: files lose their torn tail and get their names. How many there were.

    Call it with the lock of the job. Raises OSError where the disk does not let it.
    """
    found = sorted(folder.glob(f"*{ENDING}{OPEN}")) if folder.is_dir() else []
    for path in found:
        with path.open("r+b") as file:
            end = whole_end(file)
            file.truncate(end)
            os.fsync(file.fileno())
        if end:
            path.rename(path.with_name(path.name.removesuffix(OPEN)))
        else:
            path.unlink()
    if found:
        sync_folder(folder)
    return len(found)


# ---------------------------------------------------------------------- erasing


def eraser(job: Path) -> Callable[[sqlite3.Connection, Sequence[int]], int]:
    """What `output.purging.purge` calls to take the responses of rows out of a job's archive."""

    def erase(db: sqlite3.Connection, rows: Sequence[int]) -> int:
        urls: set[str] = set()
        places = [place for row in rows if (place := place_of(db, row))]
        query = (
            "SELECT frontier.url, final_url, coalesce(pages.url, '') FROM frontier"
            " LEFT JOIN pages ON pages.row = frontier.id WHERE frontier.id = ?"
        )
        for row in rows:
            urls |= {url for url in db.execute(query, (row,)).fetchone() or () if url}
        number = forget(job / FOLDER, urls, places)
        for copy in job.glob(f"{STAGED}*"):  # it holds the pages too
            copy.unlink(missing_ok=True)
        blank = "UPDATE frontier SET archive_file = '', archive_offset = 0, archive_length = 0, archive_digest = X''"
        db.executemany(f"{blank} WHERE id = ?", [(row,) for row in rows])
        return number

    return erase


def forget(folder: Path, urls: Iterable[str], places: Collection[Place] = ()) -> int:
    """Erase every response from any of these addresses, of every run, with its request. How many responses there were.

    What lies at `places` goes too, even if it is damaged and does not tell its address any more.

    A record of the same length takes their place, so that all others stay where the store knows them. Files are
    written anew and replaced at once: whatever stops it, a file is as it was or as it should be, and a second call
    goes on. Call it with the lock of the job. Raises OSError.
    """
    recover(folder)
    keys = {fingerprint(url) for url in urls}
    number = 0
    for path in sorted(folder.glob(f"*{ENDING}")) if folder.is_dir() else []:
        known = {place.offset: place.offset + place.length for place in places if place.file == path.name}
        spans, responses = _spans(path, keys, known)
        if spans:
            _rewrite(path, spans)
            number += responses
    return number


def _spans(path: Path, keys: Collection[bytes], known: Mapping[int, int]) -> tuple[list[tuple[int, int]], int]:
    """The members to erase, as (begin, end), neighbours in one; and how many of them are responses."""
    spans: list[tuple[int, int]] = []
    responses = 0
    with path.open("rb") as file:
        members = Members(file)
        while members.more():
            begin = members.offset
            try:
                data = b"".join(members.unpacked())
            except DamagedError:
                members.find_next()
                if begin in known:
                    spans.append((begin, known[begin]))
                    responses += 1
                continue
            if not _is_wanted(data, keys):
                continue
            responses += isinstance(parsed(Frame(begin, data)), Capture)
            if spans and spans[-1][1] == begin:
                begin = spans.pop()[0]
            spans.append((begin, members.offset))
    return spans, responses


def _is_wanted(data: bytes, keys: Collection[bytes]) -> bool:
    head = data[: data.find(b"\r\n\r\n")]
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() in {b"warc-target-uri", b"dehusk-asked-for"}:
            url = value.strip().strip(b"<>").decode("utf-8", "replace")
            if fingerprint(url) in keys:
                return True
    return False


def _rewrite(path: Path, spans: Sequence[tuple[int, int]]) -> None:
    temporary = temporary_name(path)
    try:
        with path.open("rb") as old, temporary.open("wb") as new:
            place = 0
            for begin, end in spans:
                _copy(old, new, begin - place)
                new.write(filler(end - begin, begin))
                place = end
                old.seek(place)
            _copy(old, new, path.stat().st_size - place)
            new.flush()
            os.fsync(new.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _copy(old: BinaryIO, new: BinaryIO, count: int) -> None:
    while count and (piece := old.read(min(count, 1 << 20))):
        new.write(piece)
        count -= len(piece)


def filler(length: int, number: int) -> bytes:
    """A gzip member of exactly so many bytes that holds one empty record. Raises ValueError below 200 bytes or so."""
    begin = _ERASED % number + b"Content-Length:"
    for blanks in range(1, 9):  # a length that gains a digit or another block of deflate leaves gaps
        for blocks in range(length // (_MOST_STORED + 5), length // (_MOST_STORED + 5) + 2):
            text = length - 18 - 5 * blocks
            for digits in range(1, 11):
                size = text - len(begin) - blanks - digits - 8
                if size >= 0 and len(str(size)) == digits and -(-text // _MOST_STORED) <= blocks:
                    block = b" " * size + b"\r\n\r\n"
                    return _stored(begin + b" " * blanks + b"%d\r\n\r\n" % size + block, blocks)
    raise ValueError(f"no record fits {length} bytes")


def _stored(text: bytes, blocks: int) -> bytes:
    """A gzip member in so many blocks; those that are not needed are empty."""
    pieces = [text[begin : begin + _MOST_STORED] for begin in range(0, len(text), _MOST_STORED)]
    out = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"]
    for left, piece in zip(range(blocks - 1, -1, -1), [*[b""] * (blocks - len(pieces)), *pieces], strict=True):
        size = len(piece)
        out.append(struct.pack("<BHH", left == 0, size, size ^ 0xFFFF) + piece)
    out.append(struct.pack("<II", zlib.crc32(text), len(text) & 0xFFFFFFFF))
    return b"".join(out)
