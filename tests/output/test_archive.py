"""The archive of a job: what is in it, what must not be, and what is left of it when it is damaged."""

from __future__ import annotations

import errno
import gzip
import io
import os
import random
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc import ArchiveIterator, WarcRecordType

from output.archive import OPEN, ArchiveWriter, Exchange, Place
from output.archive_files import filler, forget, recover
from output.archive_reading import Capture, UnreadableError, capture_at, captures, dechunked, task_of
from output.warc_frames import frames, whole_end

WHEN = datetime(2026, 11, 21, 20, 0, 0, 250_000, UTC)
BODY = b"<!doctype html><p>" + b"The ferry went over at nine. " * 20


def exchange(number: int = 1, **more: object) -> Exchange:
    page = Exchange(
        url=f"https://example.org/{number}",
        status=200,
        headers=[(b"Content-Type", b"text/html; charset=utf-8"), (b"X-Served-By", b"caf\xe9")],
        body=BODY + b"%d" % number,
        fetched=WHEN,
        request_headers=[(b"User-Agent", b"dehusk"), (b"Accept", b"text/html")],
        ip="203.0.113.7",
    )
    return replace(page, **more)  # type: ignore[arg-type]


def written(folder: Path, number: int = 12, most: int = 1 << 30) -> tuple[list[Path], list[Place]]:
    writer = ArchiveWriter(folder, 1, source="dehusk/test", most=most)
    places = [writer.add(exchange(one)) for one in range(1, number + 1)]
    writer.close()
    return sorted(folder.iterdir()), places


def read(path: Path) -> list[object]:
    with path.open("rb") as stream:
        return list(captures(stream))


def pages(path: Path) -> list[str]:
    return [found.url.rpartition("/")[2] for found in read(path) if isinstance(found, Capture)]


# ---------------------------------------------------------------------- what must not happen


def test_no_secret_is_in_the_archive(tmp_path: Path) -> None:
    secret = "s3cr3t"
    asked = [(b"Authorization", b"s3cr3t"), (b"Cookie", b"s3cr3t"), (b"X-Api-Key", b"s3cr3t"), (b"X-Mine", b"s3cr3t")]
    came = [
        (b"Set-Cookie", b"id=s3cr3t"),
        (b"Location", b"https://me:s3cr3t@example.org/"),
        (b"X-Csrf-Token", b"s3cr3t"),
    ]
    writer = ArchiveWriter(tmp_path, 1, source="dehusk/test")
    writer.add(
        exchange(
            url=f"https://me:{secret}@example.org/1",
            asked_for=f"https://{secret}@example.org/0",
            request_headers=[*asked, (b"Referer", b"https://me:s3cr3t@example.org/"), (b"Accept", b"*/*")],
            headers=came,
        )
    )
    writer.close()
    (path,) = tmp_path.iterdir()
    text = gzip.decompress(path.read_bytes())
    assert secret.encode() not in text
    assert b"Location: https://example.org/" in text
    assert b"Accept: */*" in text


def test_a_header_cannot_forge_a_record(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 1, source="dehusk/test")
    writer.add(exchange(headers=[(b"X", b"a\r\n\r\nWARC/1.1\r\nWARC-Type: response")], url="https://e.org/a\r\nb: c"))
    writer.close()
    (path,) = tmp_path.iterdir()
    assert [type(found) for found in read(path)] == [Capture]


def test_a_file_cut_anywhere_keeps_every_whole_record_and_nothing_else(tmp_path: Path) -> None:
    (path,), places = written(tmp_path / "whole")
    data = path.read_bytes()
    dice = random.Random(3)
    for _ in range(50):
        cut = dice.randrange(len(data))
        folder = tmp_path / f"cut-{cut}"
        folder.mkdir(exist_ok=True)
        (folder / (path.name + OPEN)).write_bytes(data[:cut])
        assert recover(folder) == 1
        expected = [place for place in places if place.offset + place.length <= cut]
        left = list(folder.iterdir())
        if not left:  # not even the first record was whole
            assert not expected
            continue
        assert left[0].name == path.name
        assert data.startswith(left[0].read_bytes())
        assert pages(left[0]) == [str(number) for number in range(1, len(expected) + 1)]
        assert len(read(left[0])) == len(expected), "something damaged was left"
        for place in expected:
            assert capture_at(folder, place).body.startswith(BODY)


def test_a_flipped_bit_costs_one_record(tmp_path: Path) -> None:
    (path,), _ = written(tmp_path)
    data = path.read_bytes()
    dice = random.Random(5)
    for _ in range(150):
        place = dice.randrange(len(data))
        damaged = bytearray(data)
        damaged[place] ^= 1 << dice.randrange(8)
        found = list(captures(io.BytesIO(bytes(damaged))))
        good = [one.url.rpartition("/")[2] for one in found if isinstance(one, Capture)]
        assert len(good) >= 11, (place, good)
        assert good == sorted(set(good), key=int), "a record came twice"
        assert sum(not isinstance(one, Capture) for one in found) <= 1, (place, found)


def test_damage_in_a_plain_file_costs_one_record(tmp_path: Path) -> None:
    (path,), _ = written(tmp_path)
    data = gzip.decompress(path.read_bytes())
    inside = data.index(BODY + b"5")
    for damaged in (data[:inside] + data[inside + 9 :], data[:inside] + b"another line\r\n" + data[inside:]):
        found = list(captures(io.BytesIO(damaged)))
        assert [one.url[-2:] for one in found if isinstance(one, Capture)].count("/5") == 0
        assert sum(isinstance(one, Capture) for one in found) == 11
        assert sum(not isinstance(one, Capture) for one in found) == 1


def test_rubbish_is_no_archive_and_ends(tmp_path: Path) -> None:
    for rubbish in (b"", b"\x1f\x8b\x08", b"\x1f\x8b\x08" * 5000, os.urandom(200_000), b"WARC/1.1\r\n", b"\n" * 9999):
        assert not [one for one in frames(io.BytesIO(rubbish)) if not one.problem]
        assert whole_end(io.BytesIO(rubbish)) == 0


def test_a_disk_that_is_full_leaves_whole_records_and_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = ArchiveWriter(tmp_path, 1, source="dehusk/test")
    writer.add(exchange(1))
    real, left = os.write, [100]

    def full(descriptor: int, data: bytes) -> int:
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        done = real(descriptor, data[: left[0]])
        left[0] -= done
        return done

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space") as caught:
        writer.add(exchange(2))
    monkeypatch.undo()
    assert str(caught.value.filename).endswith("run-0001-001.warc.gz.open")
    writer.add(exchange(3))
    writer.close()
    (path,) = tmp_path.iterdir()
    assert pages(path) == ["1", "3"]
    assert len(read(path)) == 2


def test_a_record_that_is_not_what_was_written_is_refused(tmp_path: Path) -> None:
    _, (first, second) = written(tmp_path, 2)
    assert capture_at(tmp_path, first).url.endswith("/1")
    with pytest.raises(UnreadableError, match="not what was written"):
        capture_at(tmp_path, replace(first, digest=second.digest))
    with pytest.raises(UnreadableError, match="there is no file"):
        capture_at(tmp_path, replace(first, file="run-0009-001.warc.gz"))


def test_a_body_that_is_cut_off_or_a_bomb_is_no_page() -> None:
    packed = gzip.compress(BODY)
    base = Capture("https://e.org/", 200, {"content-encoding": "gzip"}, packed, "", source="dehusk/test")
    page = task_of(base).page
    assert page is not None
    assert page.body == BODY
    for body, reason in ((packed[:-40], "broken_encoding"), (gzip.compress(bytes(64 << 20)), "too_large")):
        with pytest.raises(UnreadableError) as caught:
            task_of(replace(base, body=body))
        assert caught.value.reason == reason


# ---------------------------------------------------------------------- what is there


def test_other_tools_read_it_without_complaint(tmp_path: Path) -> None:
    (path,), places = written(tmp_path)
    check = [sys.executable, "-c", "from warcio.cli import main; main()", "check", "-v", str(path)]
    said = subprocess.run(check, capture_output=True, text=True, check=False, timeout=60)
    assert said.returncode == 0, said.stdout + said.stderr
    assert said.stdout.count("digest pass") == 25
    kinds = []
    for record in ArchiveIterator(path.open("rb"), verify_digests=True):
        kinds.append(record.record_type)
        if record.record_type == WarcRecordType.response:
            assert record.stream_pos in {place.offset for place in places}
            assert record.http_headers.status_code == 200
            assert record.headers["WARC-IP-Address"] == "203.0.113.7"
    assert kinds == [WarcRecordType.warcinfo, *[WarcRecordType.response, WarcRecordType.request] * 12]


def test_a_response_comes_back_as_it_was(tmp_path: Path) -> None:
    packed = exchange(headers=[(b"Content-Encoding", b"gzip"), (b"X-Served-By", b"caf\xe9")], body=gzip.compress(BODY))
    writer = ArchiveWriter(tmp_path, 1, source="dehusk/test")
    place = writer.add(replace(packed, asked_for="https://example.org/0", unverified=True))
    found = capture_at(tmp_path, place)  # while the file is still open
    writer.close()
    assert found == capture_at(tmp_path, place)
    assert (found.body, found.headers["x-served-by"]) == (packed.body, "caf\xe9")
    assert (found.fetched, found.asked_for, found.unverified) == ("2026-11-21T20:00:00Z", "https://example.org/0", True)
    task = task_of(found)
    assert task.page is not None
    assert task.page.body == BODY
    assert "content-encoding" not in task.page.headers
    assert task.facts.source == "dehusk/test"


def test_a_file_is_open_until_it_is_closed_and_another_begins_when_it_is_full(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, 7, source="dehusk/test", most=2000)
    assert not list(tmp_path.iterdir())
    places = [writer.add(exchange(number, body=os.urandom(900))) for number in range(6)]
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(OPEN)] == [places[-1].file + OPEN]
    writer.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"run-0007-{number:03d}.warc.gz" for number in range(1, len(names) + 1)]
    assert len(names) > 1
    assert all(path.stat().st_size < 4000 for path in tmp_path.iterdir())
    assert [capture_at(tmp_path, place).url[-1] for place in places] == list("012345")


def test_a_common_crawl_like_file_is_read(tmp_path: Path) -> None:
    whole = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + BODY
    gone = b"HTTP/1.1 404 Not Found\r\n\r\nno"
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG"
    records = [
        _record("response", whole, "WARC-Truncated: length\r\n"),
        _record("revisit", whole[: -len(BODY)]),
        _record("conversion", b"plain text"),
        _record("metadata", b"a: b"),
        *(_record("response", block) for block in (gone, chunked, picture)),
    ]
    for data in (b"".join(records), b"".join(map(gzip.compress, records)), gzip.compress(b"".join(records))):
        found = [one for one in captures(io.BytesIO(data)) if isinstance(one, Capture)]
        assert [one.passed_over for one in found] == ["", "revisit", "http_404", "", "wrong_type"]
        task = task_of(found[0])
        assert task.page is not None
        assert task.page.body == BODY  # the header says gzip, the body is none any more
        assert task.facts.input == '{"warc_truncated":"length"}'
        second = task_of(found[3]).page
        assert second is not None
        assert second.body == b"hello"


def _record(kind: str, block: bytes, more: str = "") -> bytes:
    http = "Content-Type: application/http; msgtype=response\r\n" if block.startswith(b"HTTP") else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:12345678-0000-0000-0000-000000000000>\r\n"
        f"WARC-Target-URI: https://e.org/{kind}\r\nWARC-Date: 2026-11-21T20:00:00Z\r\n{http}{more}"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


@pytest.mark.parametrize("body", [b"", b"<p>no chunks", b"zz\r\nrest", b"5\r\nhel"])
def test_what_is_not_chunked_stays(body: bytes) -> None:
    assert dechunked(body) in {body, b"hel"}


# ---------------------------------------------------------------------- erasing


def test_an_erased_page_is_gone_and_all_others_are_where_they_were(tmp_path: Path) -> None:
    files, places = written(tmp_path, most=4000)
    assert len(files) > 1
    assert forget(tmp_path, ["HTTPS://EXAMPLE.org/4#part"]) == 1
    assert forget(tmp_path, ["https://example.org/4"]) == 0
    data = b"".join(gzip.decompress(path.read_bytes()) for path in files)
    assert BODY + b"4" not in data
    assert b"example.org/4\r\n" not in data
    assert sorted(tmp_path.iterdir()) == files, "something was left behind"
    for number, place in enumerate(places, 1):
        if number != 4:
            assert capture_at(tmp_path, place).url == f"https://example.org/{number}"
    with pytest.raises(UnreadableError):
        capture_at(tmp_path, places[3])
    check = [sys.executable, "-c", "from warcio.cli import main; main()", "check", *map(str, files)]
    assert subprocess.run(check, capture_output=True, check=False, timeout=60).returncode == 0
    for path in files:
        assert all(record.record_type for record in ArchiveIterator(path.open("rb"), verify_digests=True))


def test_a_damaged_page_can_be_erased_by_its_place(tmp_path: Path) -> None:
    (path,), places = written(tmp_path, 5)
    place = places[2]
    data = bytearray(path.read_bytes())
    data[place.offset + 40] ^= 0x55
    path.write_bytes(data)
    assert forget(tmp_path, ["https://example.org/3"], [place]) == 1
    left = path.read_bytes()
    assert bytes(data[place.offset : place.offset + place.length]) not in left
    assert pages(path) == ["1", "2", "4", "5"]


@pytest.mark.parametrize("length", [200, 256, 999, 1145, 1146, 65_540, 65_559, 65_563, 131_100, 1_000_003])
def test_what_stands_for_an_erased_record_has_exactly_its_length(length: int) -> None:
    member = filler(length, 5)
    inflater = zlib.decompressobj(wbits=31)
    assert inflater.decompress(member).startswith(b"WARC/1.1\r\nWARC-Type: metadata")
    assert (len(member), inflater.eof, inflater.unused_data) == (length, True, b"")
