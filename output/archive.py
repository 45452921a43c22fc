"""The archive of a job: every response as it came, in WARC 1.1, so that every later rule can be applied to it again.

One gzip member a record, so that a record can be read by its offset alone. A file that is being written ends in
`.open`; what a crash left of it is mended by `output.archive_files.recover`.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import BufferWARCWriter

from cleaners.hosts import without_credentials
from output.publishing import sync_folder

FOLDER, ENDING, OPEN = "archive", ".warc.gz", ".open"
MOST_BYTES = 1 << 30  # of one file; the next record begins another
# Pages of 114 kB, in ms of CPU and what is left of them: level 1 1.2 and 36 %, 2 1.6 and 35 %, 4 2.2 and 34 %,
# 6 3.4 and 32 %, 9 6.0 and 32 %. A body that came compressed only gets longer: its record is stored as it is.
LEVEL, STORED = 1, 0
_PLAIN_CODINGS = frozenset({b"", b"identity"})
# What of our own requests is written: anything else (a key, a cookie) could be a secret.
_REQUEST_HEADERS = frozenset(
    {"accept", "accept-encoding", "accept-language", "content-type", "if-modified-since", "if-none-match", "range"}
    | {"referer", "user-agent"}
)
_SECRET = re.compile(r"cookie|token|secret|passw|session|csrf|xsrf|api-?key|^(proxy-)?auth", re.IGNORECASE)
_WITH_ADDRESS = frozenset({"location", "content-location", "link", "refresh", "referer"})
_CREDENTIALS = re.compile(rb"(https?://)[^/?#\s<>\"'@]*@", re.IGNORECASE)
_LINE_BREAKS = re.compile(rb"[\r\n\0]+")
_TYPE = "application/http; msgtype="

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a response lies: its file (a name in the archive's folder), the offset and length of its gzip member in
    bytes, and `member_digest` of these bytes."""

    file: str
    offset: int
    length: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Exchange:
    """A response that came, with the request that it answers. Bodies and headers are as they were on the wire but for
    the transfer encoding, which is undone; what is secret in them is left out when they are written.

    `fetched` has a zone. `ip` is "" where it is not known. `asked_for` is the URL that the user gave if a redirect led
    here from it. `role` says what a response is that is no page (`robots`). `cut` says why the body is not whole, in a
    word of WARC-Truncated. `unverified`: nobody looked at the certificate.
    """

    url: str
    status: int
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes
    fetched: datetime
    request_headers: Sequence[tuple[bytes, bytes]] = ()
    method: str = "GET"
    protocol: str = "HTTP/1.1"
    ip: str = ""
    asked_for: str = ""
    role: str = ""
    cut: str = ""
    unverified: bool = False


def member_digest(member: bytes) -> bytes:
    """16 bytes that tell whether a member is the one that was written."""
    return hashlib.blake2b(member, digest_size=16).digest()


class ArchiveWriter:
    """Writes the archive of one run of a job. Nothing is made before the first response comes.

    Every method raises OSError, with the name of the file, where the disk does not take what is written. A record that
    was not written whole is taken off again, so that the file stays good.
    """

    def __init__(
        self, folder: Path, run: int, *, source: str, about: Mapping[str, str] | None = None, most: int = MOST_BYTES
    ) -> None:
        """`folder` is that of the archive, `run` the number of the run, `source` what records say of where they are
        from, `about` further lines of the warcinfo record, `most` the bytes after which another file begins."""
        self.folder = folder
        self._run = run
        self._source = source
        self._about = {**(about or {}), "format": "WARC file version 1.1", "isPartOf": source}
        self._most = most
        self._number = 0
        self._descriptor = -1
        self._path = folder
        self._size = 0
        self._info = ""

    def add(self, exchange: Exchange) -> Place:
        """Write a response and its request; where the response lies. It is with the system when this returns: a crash
        of this process does not lose it, a loss of power may."""
        if self._descriptor >= 0 and self._size >= self._most:
            self.close()
        if self._descriptor < 0:
            self._open()
        response, request = records_of(exchange, self._source, self._info)
        offset = self._append(response + request)
        name = self._path.name.removesuffix(OPEN)
        return Place(name, offset, len(response), member_digest(response))

    def close(self) -> None:
        """Bring the file to disk and give it its name. A second call does nothing."""
        if self._descriptor < 0:
            return
        descriptor, self._descriptor = self._descriptor, -1
        try:
            os.fsync(descriptor)
        except OSError as error:
            raise _named(error, self._path) from error
        finally:
            os.close(descriptor)
        self._path.rename(self._path.with_name(self._path.name.removesuffix(OPEN)))
        sync_folder(self.folder)

    def _open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._number += 1
        name = f"run-{self._run:04d}-{self._number:03d}{ENDING}"
        self._path = self.folder / (name + OPEN)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        self._descriptor = os.open(self._path, flags, 0o644)
        self._size = 0
        self._info, member = _warcinfo(name, self._about)
        self._append(member)

    def _append(self, data: bytes) -> int:
        """Write bytes to the end of the file; where they begin."""
        begin = self._size
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(self._descriptor, view) :]
        except OSError as error:
            os.ftruncate(self._descriptor, begin)
            raise _named(error, self._path) from error
        self._size += len(data)
        return begin


def _named(error: OSError, path: Path) -> OSError:
    return OSError(error.errno, error.strerror, str(path))


# ---------------------------------------------------------------------- records


class _Head(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """An HTTP head that warcio writes as it is, where it would rewrite bytes that are not ASCII."""

    def __init__(self, head: bytes) -> None:
        super().__init__("as it came", [], "")  # without a status line warcio takes it for none
        self._head = head

    def compute_headers_buffer(self, header_filter: Any = None) -> None:  # noqa: ARG002 - warcio's interface
        self.headers_buff = self._head


def records_of(exchange: Exchange, source: str, info: str) -> tuple[bytes, bytes]:
    """The gzip members of a response and of its request."""
    identity, date = _new_id(), _date(exchange.fetched)
    shared = {
        "WARC-Date": date,
        "WARC-Target-URI": _header_text(without_credentials(exchange.url)),
        **({"WARC-Warcinfo-ID": info} if info else {}),
    }
    told = {
        "WARC-IP-Address": exchange.ip,
        "WARC-Truncated": exchange.cut,
        "Dehusk-Source": source,
        "Dehusk-Asked-For": _header_text(without_credentials(exchange.asked_for)),
        "Dehusk-Role": exchange.role,
        "Dehusk-Unverified": "yes" if exchange.unverified else "",
    }
    named = {"WARC-Record-ID": identity, **shared, **{key: value for key, value in told.items() if value}}
    level = STORED if _is_coded(exchange) else LEVEL
    response = _member("response", named, response_head(exchange), exchange.body, level)
    asked = {"WARC-Record-ID": _new_id(), **shared, "WARC-Concurrent-To": identity}
    return response, _member("request", asked, request_head(exchange), b"")


def _is_coded(exchange: Exchange) -> bool:
    """Whether a body came compressed, by what its headers say."""
    codings = (value.strip().lower() for name, value in exchange.headers if _plain(name) == "content-encoding")
    return any(coding not in _PLAIN_CODINGS for coding in codings)


def response_head(exchange: Exchange) -> bytes:
    """Status line and headers, without what could be a secret of a visitor."""
    try:
        phrase = HTTPStatus(exchange.status).phrase
    except ValueError:
        phrase = ""
    kept = [(name, value) for name, value in exchange.headers if not _SECRET.search(name.decode("latin-1"))]
    return _head(f"{exchange.protocol} {exchange.status:03d} {phrase}".rstrip(), kept)


def request_head(exchange: Exchange) -> bytes:
    """Request line and headers as far as they are known to hold no secret; no body, for the same reason."""
    parts = urlsplit(without_credentials(exchange.url))
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    known = [(name, value) for name, value in exchange.request_headers if _plain(name) in _REQUEST_HEADERS]
    host = (b"Host", parts.netloc.encode("latin-1", "replace"))
    return _head(f"{exchange.method} {_header_text(target)} HTTP/1.1", [host, *known])


def _head(first: str, headers: Headers) -> bytes:
    lines = [first.encode("latin-1", "replace")]
    for name, value in headers:
        safe = _CREDENTIALS.sub(rb"\1", value) if _plain(name) in _WITH_ADDRESS else value
        lines.append(_LINE_BREAKS.sub(b" ", name) + b": " + _LINE_BREAKS.sub(b" ", safe))
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _plain(name: bytes) -> str:
    return name.decode("latin-1").strip().lower()


def _header_text(text: str) -> str:
    return "".join(text.split())


def _member(kind: str, headers: Mapping[str, str], head: bytes, body: bytes, level: int = LEVEL) -> bytes:
    """One record as warcio writes it, compressed in one piece."""
    # warcio would work them out too, in pieces of 16 kB and each by a way of its own, at twice the cost.
    digests = {"WARC-Payload-Digest": _digest(body), "WARC-Block-Digest": _digest(head, body)}
    named = [("WARC-Type", kind), *headers.items(), *digests.items()]
    record_headers = StatusAndHeaders("", named, protocol="WARC/1.1")
    record = ArcWarcRecord("warc", kind, record_headers, io.BytesIO(body), _Head(head), _TYPE + kind, len(body))
    record.payload_length = len(body)
    return _written(record, level)


def _written(record: ArcWarcRecord, level: int = LEVEL) -> bytes:
    writer = BufferWARCWriter(gzip=False, warc_version="WARC/1.1")
    writer.write_record(record)
    return compressed_member(cast("bytes", writer.get_contents()), level)


def _digest(*parts: bytes) -> str:
    """The digest of a block or payload as WARC files name it."""
    digest = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        digest.update(part)
    return f"sha1:{base64.b32encode(digest.digest()).decode()}"


def compressed_member(data: bytes, level: int = LEVEL) -> bytes:
    """A gzip member that holds these bytes."""
    compressor = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return compressor.compress(data) + compressor.flush()


def _warcinfo(name: str, about: Mapping[str, str]) -> tuple[str, bytes]:
    """The id and the member of the record that a file begins with."""
    writer = BufferWARCWriter(gzip=False, warc_version="WARC/1.1")
    record = writer.create_warcinfo_record(name, {key: " ".join(value.split()) for key, value in about.items()})
    return str(record.rec_headers.get_header("WARC-Record-ID")), _written(record)


def _new_id() -> str:
    return uuid4().urn.join("<>")


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
