"""Responses out of WARC files as tasks: the same page, the same facts, and so the same record that crawling gave."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from fastwarc import ArchiveIterator, WarcRecordType

from cleaners.page import Page
from output.archive import OPEN, Place, member_digest
from output.content_coding import CodingError, TooLongError, undone
from output.jsonl import dumps
from output.page_types import is_other_type
from output.processing import Task
from output.record import Facts, timestamp
from output.warc_frames import Frame, frames

PAGE_BYTES = 10 << 20  # as a crawl takes them
_MOST_HEAD = 1 << 20
_SOURCE = "dehusk/clean"
_KINDS = WarcRecordType.response | WarcRecordType.revisit
# Why a response of an archive is passed over: it is no page, so there is nothing wrong with that.
REVISIT, NO_PAGE, NO_BODY = "revisit", "wrong_type", "empty"


class UnreadableError(Exception):
    """A record that cannot be used. `reason` is one of `output.rejects.REASONS`, `str()` one line for a person."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Capture:
    """A response as an archive holds it: its body as it came, its headers with lower-case names.

    `source`, `asked_for`, `role` and `unverified` are what dehusk's own archives say; `source` is empty in others.
    """

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    fetched: str
    offset: int = 0
    revisit: bool = False
    cut: str = ""
    source: str = ""
    asked_for: str = ""
    role: str = ""
    unverified: bool = False

    @property
    def passed_over(self) -> str:
        """Why it is no page, in a word of the outcomes; "" if it is one."""
        if self.revisit:
            return REVISIT
        if not 200 <= self.status < 300:
            return f"http_{self.status:03d}"
        if self.role or self.url.partition("?")[0].endswith("/robots.txt"):
            return "listing"
        if is_other_type(self.headers.get("content-type", "")):
            return NO_PAGE
        return "" if self.body else NO_BODY


def captures(stream: BinaryIO) -> Iterator[Capture | Frame]:
    """The responses of a WARC file, plain or gzip, in their order; in the place of a damaged record what is known of
    it. Requests, metadata and conversions are left out. Raises OSError where the stream cannot be read."""
    for frame in frames(stream):
        found = frame if frame.problem else parsed(frame)
        if found is not None:
            yield found


def parsed(frame: Frame) -> Capture | Frame | None:
    """The response of a record; None if it is another kind of record, the frame with its problem if it makes none."""
    try:
        records = ArchiveIterator(
            io.BytesIO(frame.data), record_types=_KINDS, max_header_len=_MOST_HEAD, strict_mode=False
        )
        record = next(iter(records), None)
        return None if record is None or not record.is_http else _capture(record, frame.offset)
    except (ValueError, OSError, RuntimeError) as error:
        return Frame(frame.offset, frame.data[:4096], f"it cannot be read ({error})")


def _capture(record: Any, offset: int) -> Capture:
    warc, http = record.headers, record.http_headers
    headers: dict[str, str] = {}
    for name, value in http.items_bytes():
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return Capture(
        url=(warc.get("WARC-Target-URI") or "").strip("<>"),
        status=http.status_code or 0,
        headers=headers,
        body=record.reader.read(),
        fetched=timestamp(warc.get("WARC-Date") or ""),
        offset=offset,
        revisit=record.record_type == WarcRecordType.revisit,
        cut=warc.get("WARC-Truncated") or "",
        source=warc.get("Dehusk-Source") or "",
        asked_for=warc.get("Dehusk-Asked-For") or "",
        role=warc.get("Dehusk-Role") or "",
        unverified=bool(warc.get("Dehusk-Unverified")),
    )


def task_of(capture: Capture, source: str = "") -> Task:
    """The page of a response for the workers. `source` wins over what the archive says.

    Raises UnreadableError if its body is not what its headers say, or too large.
    """
    own = bool(capture.source)
    headers = dict(capture.headers)
    body = _body(capture, headers, strict=own and not capture.cut)
    page = Page(
        capture.url,
        body,
        capture.status,
        headers,
        capture.asked_for,
        capture.fetched,
        capture.unverified,
    )
    facts = Facts(
        source=source or capture.source or _SOURCE,
        added=page.fetched,
        url=page.url,
        http_status=page.status,
        content_type=headers.get("content-type", ""),
        redirected_from=page.requested_url,
        metadata={"tls": "unverified"} if page.unverified else {},
        input=dumps({"warc_truncated": capture.cut}).decode().rstrip("\n") if capture.cut else "",
    )
    return Task(page, None, facts)


def _body(capture: Capture, headers: dict[str, str], *, strict: bool) -> bytes:
    body = capture.body
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = dechunked(body)
    encodings = headers.pop("content-encoding", "").lower().split(",")
    if not strict and not _looks_encoded(body):  # some archives undo it and leave the header
        encodings = []
    try:
        body = undone(body, encodings, PAGE_BYTES, partial=not strict)
    except TooLongError as error:
        raise UnreadableError("too_large", str(error)) from None
    except CodingError as error:
        raise UnreadableError("broken_encoding", str(error)) from None
    if len(body) > PAGE_BYTES:
        raise UnreadableError("too_large", f"a page of more than {PAGE_BYTES >> 20} MiB")
    return body


def _looks_encoded(body: bytes) -> bool:
    """Whether bytes cannot be markup as it is: control characters among the first of them."""
    return any(byte < 9 or 13 < byte < 27 for byte in body[:64]) or not body[:64].isascii()


def dechunked(body: bytes) -> bytes:
    """A body without its transfer encoding; as it is where it has none, although its headers say so."""
    parts: list[bytes] = []
    place = 0
    while place < len(body):
        line, found, _ = body[place : place + 1024].partition(b"\r\n")
        try:
            size = int(line.partition(b";")[0], 16)
        except ValueError:
            size = -1
        if not found or size < 0:
            return b"".join(parts) if parts else body
        if size == 0:
            break
        place += len(line) + 2
        parts.append(body[place : place + size])
        place += size + 2
    return b"".join(parts)


def capture_at(folder: Path, place: Place) -> Capture:
    """The response at a place of a job's archive. Raises UnreadableError if it is not there as it was written."""
    for name in (place.file, place.file + OPEN):
        try:
            with (folder / name).open("rb") as file:
                file.seek(place.offset)
                member = file.read(place.length)
            break
        except FileNotFoundError:
            continue
    else:
        raise UnreadableError("missing", f"there is no file {folder / place.file}")
    if member_digest(member) != place.digest:
        raise UnreadableError("damaged", f"{place.file}, byte {place.offset}: not what was written there")
    found = parsed(Frame(place.offset, zlib.decompress(member, wbits=31)))
    if not isinstance(found, Capture):
        raise UnreadableError("damaged", f"{place.file}, byte {place.offset}: here is no response")
    return found
