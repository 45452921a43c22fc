"""`dehusk clean` as users run it: what must not get lost first, then what comes out."""

from __future__ import annotations

import gzip
import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from crawler.cli.clean import _said_of
from output.publishing import PendingFile
from tests.crawler.command import COMMAND, dehusk, environment, jsonl, rows

STORY = "The council met on Tuesday and agreed to mend the old bridge before the winter. Nobody voted against it."
PAGE = (
    f"<html lang=en><head><title>Bridge</title></head><body><article><h1>Bridge</h1><p>{STORY}</p><p>{STORY[::-1]}</p>"
)


def texts(count: int) -> bytes:
    return jsonl(*({"id": f"n{n}", "text": f"{STORY}\nThis is line {n} of the report."} for n in range(count)))


@contextmanager
def running(*words: object, **more: Any) -> Iterator[subprocess.Popen[bytes]]:
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        [*COMMAND, *map(str, words)], stdin=pipe, stdout=pipe, stderr=pipe, env=environment(), **more
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def line_from(process: subprocess.Popen[bytes], seconds: float = 20) -> bytes:
    assert process.stdout
    readable, _, _ = select.select([process.stdout], [], [], seconds)
    assert readable, "no record came out in time"
    return process.stdout.readline()


def send(process: subprocess.Popen[bytes], data: bytes) -> None:
    assert process.stdin
    process.stdin.write(data)
    process.stdin.flush()


def test_broken_inputs_are_told_and_the_others_done(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"n{n}", "text": STORY}).encode() + b"\n" for n in range(1, 21)]
    lines[16] = b'{"id": "n17", "text": \n'
    (tmp_path / "in.jsonl").write_bytes(b"".join(lines))
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text(STORY)
    inputs = ["in.jsonl", "latin.txt", "empty.txt", "nowhere.txt", "good.txt"]
    done = dehusk("clean", *inputs, "-o", "out.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert "dehusk: in.jsonl:17: not JSON" in done.stderr
    assert "Traceback" not in done.stderr
    rejects = rows(tmp_path / "out.rejects.jsonl")
    assert [(row["input"], row.get("line"), row["reason"]) for row in rejects] == [
        ("in.jsonl", 17, "bad_json"),
        ("latin.txt", None, "bad_utf8"),
        ("empty.txt", None, "empty"),
        ("nowhere.txt", None, "missing"),
    ]
    found = rows(tmp_path / "out.jsonl")
    assert [row["id"] for row in found[:-1]] == [f"n{n}" for n in range(1, 21) if n != 17]
    assert found[-1]["text"] == STORY
    outcomes = [row["outcome"] for row in rows(tmp_path / "out.outcomes.jsonl")]
    assert len(outcomes) == 24
    assert outcomes.count("ok") == len(found) == 20


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["clean"], "INPUT"),
        (["clean", "a.txt", "-o", "out.json"], "-o out.json"),
        (["clean", "a.txt", "--from", "pdf"], "pdf"),
        (["clean", "a.jsonl", "-o", "a.jsonl"], "is an input"),
        (["clean", "a.txt", "--workers", "0"], "workers"),
        (["clean", "--nonsense"], "nonsense"),
    ],
)
def test_wrong_usage_is_one_line_and_touches_nothing(tmp_path: Path, words: list[str], says: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(texts(1))
    done = dehusk(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.startswith("dehusk: ")
    assert done.stderr.count("\n") == 1
    assert os.listdir(tmp_path) == ["a.jsonl"]


def test_nothing_appears_where_writing_fails(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "file").write_text("in the way")
    done = dehusk("clean", "a.txt", "-o", "file/out.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "file"]


def test_a_file_that_cannot_be_made_is_named_and_not_its_temporary_one(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="too long") as wrong:
        PendingFile(tmp_path / f"{'x' * 300}.jsonl", "records")
    assert wrong.value.filename == str(tmp_path / f"{'x' * 300}.jsonl")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux only")
def test_a_full_disk_is_exit_code_4() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, "clean", "-"],
            input=texts(3),
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=60,
            check=False,
        )
    assert done.returncode == 4
    assert b"no space" in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_publishes_nothing_and_keeps_what_was_there(tmp_path: Path, signum: int) -> None:
    (tmp_path / "out.jsonl").write_text("of an earlier run")
    with running("clean", "-", "-o", "out.jsonl", cwd=tmp_path) as process:
        send(process, texts(3))
        deadline = time.monotonic() + 20
        while len(os.listdir(tmp_path)) == 1 and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(3)  # past its start: it waits for more input
        process.send_signal(signum)
        _, stderr = process.communicate(timeout=20)
    assert process.returncode == 3
    assert b"run it again" in stderr
    assert b"Traceback" not in stderr
    assert os.listdir(tmp_path) == ["out.jsonl"]
    assert (tmp_path / "out.jsonl").read_text() == "of an earlier run"


def test_a_record_comes_out_before_the_input_ends() -> None:
    with running("clean", "-", "-o", "-") as process:
        for number in range(3):
            send(process, jsonl({"id": str(number), "text": STORY}))
            assert json.loads(line_from(process))["id"] == str(number)
        send(process, jsonl({"id": "page", "html": PAGE}))
        assert json.loads(line_from(process))["id"] == "page"


def test_a_reader_that_goes_away_is_no_error() -> None:
    with running("clean", "-", "-o", "-") as process:
        send(process, texts(1))
        line_from(process)
        assert process.stdout
        process.stdout.close()
        with suppress(BrokenPipeError):
            send(process, texts(2000))
        assert process.stdin
        assert process.wait(20) == 0
        assert process.stderr
        assert process.stderr.read() == b""


def test_the_number_of_workers_changes_no_byte(tmp_path: Path) -> None:
    items = [
        {"id": str(n), "html": PAGE.replace("Tuesday", f"day {n}")} if n % 3 else {"text": f"{STORY} {n}"}
        for n in range(12)
    ]
    (tmp_path / "in.jsonl").write_bytes(jsonl(*items, b"broken\n", {"text": "end"}) + texts(120))
    seen = set()
    for workers in (1, 3):
        folder = tmp_path / str(workers)
        options = ("-o", folder / "out.jsonl.zst", "--workers", workers, "--page-seconds", 60, "--quiet")
        done = dehusk("clean", "in.jsonl", *options, cwd=tmp_path)
        assert done.returncode == 1
        seen.add(tuple((path.name, path.read_bytes()) for path in sorted(folder.iterdir())))
    assert len(seen) == 1
    assert len(next(iter(seen))) == 4


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            b"\xef\xbb\xbf \n<!doctype html>\n<p>Uma frase.\n<p>Outra.\n",
            "looks like HTML, and is read as JSONL: give --from html",
        ),
        (b"<p>Uma frase.\n".decode().encode("utf-16"), "--from html"),
        (gzip.compress(PAGE.encode(), mtime=0), "--from html"),
        (b"WARC/1.1\r\nWARC-Type: warcinfo\r\n", "--from warc"),
        (gzip.compress(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n", mtime=0), "--from warc"),
    ],
)
def test_another_kind_on_stdin_is_one_line_that_names_the_option(tmp_path: Path, body: bytes, says: str) -> None:
    done = dehusk("clean", "-", "-o", "out.jsonl", stdin=body, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, b"", 1)
    assert says in done.stderr
    assert os.listdir(tmp_path) == []


def test_what_is_passed_over_is_told_with_its_endings() -> None:
    assert "2 files were passed over, whose ending tells no format (1 .md, 1 no ending)" in _said_of(["x/a.md", "b"])
    assert _said_of(["x/.a"]) == "dehusk: 1 file was passed over, whose name begins with a dot"
    assert _said_of(["a.md", ".b"]).endswith(
        "--from reads them all; 1 file was passed over, whose name begins with a dot"
    )


def test_stdout_holds_records_only_and_side_files_only_if_asked_for(tmp_path: Path) -> None:
    done = dehusk("clean", "-", stdin=texts(2) + b"broken\n", cwd=tmp_path)
    assert done.returncode == 1
    assert [row["id"] for row in rows(done.stdout)] == ["n0", "n1"]
    assert "records" in done.stderr
    assert os.listdir(tmp_path) == []
    done = dehusk("clean", "-", "--removals", "r.jsonl.gz", "--quiet", stdin=texts(2), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert os.listdir(tmp_path) == ["r.jsonl.gz"]
    gzip.decompress((tmp_path / "r.jsonl.gz").read_bytes())


def test_every_line_is_valid_without_nulls(tmp_path: Path) -> None:
    odd = {"id": "ü\ud800", "text": "a\u2028b\x00c\ud800 d", "title": "t\x07\n u", "none": None, "nan": float("nan")}
    done = dehusk("clean", "-", "--quiet", stdin=jsonl(odd), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"null" not in done.stdout.replace(b'\\"nan\\":null', b"")
    (row,) = rows(done.stdout)
    assert (row["text"], row["title"]) == ("a\nbc d", "t u")


def test_without_o_a_folder_below_home_is_written(tmp_path: Path) -> None:
    (tmp_path / "my dump.jsonl").write_bytes(texts(1))
    home = tmp_path / "home"
    assert dehusk("clean", tmp_path / "my dump.jsonl", DEHUSK_HOME=str(home)).returncode == 0
    files = sorted(path.name for path in (home / "output" / "data" / "my-dump").iterdir())
    assert files == ["records.jsonl", *(f"records.{kind}.jsonl" for kind in ("outcomes", "rejects", "removals"))]


def test_a_run_does_not_read_what_it_wrote(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    for _ in range(2):
        assert dehusk("clean", tmp_path, "-o", tmp_path / "all.jsonl").returncode == 0
        assert len(rows(tmp_path / "all.jsonl")) == 1


def test_the_same_document_twice_is_two_records_with_ids_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    done = dehusk("clean", "a.txt", "a.txt", "-o", "-", cwd=tmp_path)
    first, second = rows(done.stdout)
    assert first["text"] == second["text"]
    assert first["id"] != second["id"]
    assert first["id"].startswith("d-")


def test_a_page_keeps_its_facts(tmp_path: Path) -> None:
    page = {"url": "https://example.org/b?utm_source=x", "html": PAGE, "added": "2026-11-21T20:00:00Z", "likes": 3}
    (row,) = rows(dehusk("clean", "-", stdin=jsonl(page), cwd=tmp_path).stdout)
    assert STORY in row["text"]
    assert row["url"] == page["url"]
    assert row["added"] == page["added"]
    assert row["metadata"]["hostname"] == "example.org"
    assert row["metadata"]["input"] == '{"likes":3}'
    assert "http_status" not in row["metadata"]
