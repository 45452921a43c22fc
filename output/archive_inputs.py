"""WARC and WACZ files as inputs of `dehusk clean`: one entry for each response that they hold."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast

from w3lib.html import get_meta_refresh

from output.archive_reading import Capture, UnreadableError, captures, task_of
from output.processing import Task
from output.rejects import Reject
from output.rows import fingerprint
from output.warc_frames import Frame

OLDER, REFRESH = "older_capture", "meta_refresh"
_HEAD_BYTES = 16_384  # of a page, in which the crawler looks for a meta refresh
_MOST_DELAY = 10.0  # seconds; a crawl follows what leads on sooner
_NO_MARKUP = ("script", "style", "noscript")
_MEMBER = re.compile(r"archive/[^/]+\.warc(?:\.gz)?", re.IGNORECASE)
_URI = re.compile(rb"^warc-target-uri[ \t]*:[ \t]*<?([^\r\n>]*)", re.IGNORECASE | re.MULTILINE)

Newest = Mapping[bytes, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Found:
    """A response: its task, why it was passed over (a word of the outcomes), or its reject. `offset` and `file` say
    where it lies; `file` is the name of the input, for a WACZ with that of the WARC within."""

    file: str
    offset: int
    url: str = ""
    task: Task | None = None
    passed_over: str = ""
    reject: Reject | None = None


def newest_captures(files: Iterator[tuple[str, Callable[[], BinaryIO]]]) -> dict[bytes, tuple[str, int]]:
    """For each address the place of its last capture that is a page: of several, a crawl keeps that one too.

    Takes 150 bytes of memory a page. What cannot be read is passed over; reading it again will say so.
    """
    newest: dict[bytes, tuple[str, int]] = {}
    when: dict[bytes, str] = {}
    for name, opened in files:
        try:
            with opened() as stream:
                for place, capture in _captures(name, stream):
                    if isinstance(capture, Capture) and not capture.passed_over:
                        key = fingerprint(capture.url)
                        if capture.fetched >= when.get(key, ""):
                            when[key], newest[key] = capture.fetched, (place, capture.offset)
        except (OSError, zipfile.BadZipFile, zlib.error):
            continue
    return newest


def read_archive(name: str, stream: BinaryIO, newest: Newest | None = None) -> Iterator[Found]:
    """The responses of a WARC (plain or gzip) or WACZ file. With `newest`, older captures of a page are passed over.

    Raises OSError where the stream cannot be read, zipfile.BadZipFile for a WACZ that is none.
    """
    for file, capture in _captures(name, stream):
        if isinstance(capture, Frame):
            yield _damaged(file, capture)
        else:
            yield _found(file, capture, newest)


def _captures(name: str, stream: BinaryIO) -> Iterator[tuple[str, Capture | Frame]]:
    for file, part in _parts(name, stream):
        for capture in captures(part):
            yield file, capture


def _parts(name: str, stream: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """The WARC files that a file holds: itself, or those in a WACZ."""
    if not name.lower().endswith(".wacz"):
        yield name, stream
        return
    with zipfile.ZipFile(stream) as archive:
        for member in sorted(filter(_MEMBER.fullmatch, archive.namelist())):
            with archive.open(member) as part:
                yield f"{name}/{member}", cast("BinaryIO", part)


def _damaged(file: str, frame: Frame) -> Found:
    found = _URI.search(frame.data[: frame.data.find(b"\r\n\r\n") + 1 or None])
    url = found[1].decode("utf-8", "replace").strip() if found else ""
    reason = "too_large" if frame.too_large else "damaged"
    about = f" of {url}" if url else ""
    detail = f"the record{about} at byte {frame.offset} is lost: {frame.problem}"
    return Found(file, frame.offset, url, reject=Reject(file, reason, detail, offset=frame.offset))


def _found(file: str, capture: Capture, newest: Newest | None) -> Found:
    passed = capture.passed_over
    if not passed and newest is not None and newest.get(fingerprint(capture.url)) != (file, capture.offset):
        passed = OLDER
    if passed:
        return Found(file, capture.offset, capture.url, passed_over=passed)
    try:
        task = task_of(capture)
    except UnreadableError as error:
        detail = f"{capture.url}: {error}"
        reject = Reject(file, error.reason, detail, offset=capture.offset)
        return Found(file, capture.offset, capture.url, reject=reject)
    if capture.source and _leads_on(task):
        return Found(file, capture.offset, capture.url, passed_over=REFRESH)
    return Found(file, capture.offset, capture.url, task=task)


def _leads_on(task: Task) -> bool:
    """Whether a crawl that met this page went on to another one at once."""
    assert task.page
    head = task.page.body[:_HEAD_BYTES]
    if b"refresh" not in head.lower():
        return False
    delay, url = get_meta_refresh(head.decode("latin-1"), task.page.url, ignore_tags=_NO_MARKUP)
    return bool(url) and delay is not None and delay < _MOST_DELAY and fingerprint(url) != fingerprint(task.page.url)
