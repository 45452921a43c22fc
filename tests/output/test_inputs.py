"""Reading inputs: one entry for each document, whatever is wrong with it."""

from __future__ import annotations

import gzip
import itertools
import json
import os
from pathlib import Path

import pytest

from output import inputs, objects
from output.inputs import Entry, Kind, Source, find_sources, kind_of, read_source
from output.processing import Task, process
from output.tools import NO_TOOLS


def entries(path: Path, kind: Kind | None = None) -> list[Entry]:
    return list(read_source(Source(str(path), kind or kind_of(path.name)), itertools.count(1)))


def reasons(path: Path, kind: Kind | None = None) -> list[str]:
    return [entry.reject.reason if entry.reject else "ok" for entry in entries(path, kind)]


def written(path: Path, *lines: object) -> Path:
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines))
    return path


def task_of(path: Path, row: dict[str, object]) -> Task:
    entry = entries(written(path / "one.jsonl", row))[0]
    assert entry.task, entry.reject
    return entry.task


BROKEN_LINES = {
    b'{"text": ': "bad_json",
    b"[1, 2]": "wrong_type",
    b'"text"': "wrong_type",
    b'{"text": 1}': "wrong_type",
    b'{"text": "a", "url": []}': "wrong_type",
    b'{"text": "a", "id": {}}': "wrong_type",
    b'{"text": "a", "id": true}': "wrong_type",
    b'{"text": "a", "metadata": "m"}': "wrong_type",
    b'{"title": "a"}': "no_text",
    b'{"text": null}': "no_text",
    b'{"text": " \\n "}': "empty",
    b'{"html": ""}': "empty",
    b'{"html_path": "nowhere.html"}': "missing",
    b'{"html_path": "\\u0000"}': "unreadable",
    b'{"html_path": "."}': "unreadable",
    b'{"text": "caf\xe9"}': "bad_utf8",
    b"[" * 50_000: "bad_json",
    b'{"text": "a", "n": %s}' % (b"7" * 5000): "bad_json",
}


@pytest.mark.parametrize(("line", "reason"), BROKEN_LINES.items())
def test_a_broken_line_is_one_reject_and_its_neighbours_are_read(tmp_path: Path, line: bytes, reason: str) -> None:
    path = written(tmp_path / "a.jsonl", {"text": "before"}, line, {"text": "after"})
    found = entries(path)
    assert [entry.reject.reason if entry.reject else "ok" for entry in found] == ["ok", reason, "ok"]
    reject = found[1].reject
    assert reject
    assert reject.place == f"{path}:2"
    assert "\n" not in reject.detail
    assert "sys." not in reject.detail


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\n", "empty"),
        ("a.txt", b"caf\xe9", "bad_utf8"),
        ("a.txt", b"\xff\xfea", "bad_utf8"),
        ("a.jsonl", b"\xff\xfea", "bad_utf8"),
        ("a.txt", b"\x89PNG\r\n\0\0", "binary"),
        ("a.jsonl", b"", "empty"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.jsonl", b"\x7fELF\0\0\n\0\n\0\n", "binary"),
        ("a.html", b"", "empty"),
        ("a.html.gz", gzip.compress(b"<p>" * 1000, mtime=0)[:-9], "truncated"),
        ("a.pdf", b"%PDF", "unknown_format"),
    ],
)
def test_a_broken_file_is_one_reject(tmp_path: Path, name: str, body: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    assert reasons(path) == [reason]


def test_a_missing_file_and_a_folder_are_one_reject(tmp_path: Path) -> None:
    assert reasons(tmp_path / "nowhere.txt") == ["missing"]
    assert reasons(tmp_path, "txt") == ["unreadable"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_one_reject(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", b"text")
    path.chmod(0)
    assert reasons(path) == ["unreadable"]


def test_a_cut_off_archive_gives_its_whole_lines_and_one_reject(tmp_path: Path) -> None:
    lines = b"".join(b'{"text": "%d"}\n' % n for n in range(20_000))
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(lines)[:-1000])
    found = reasons(path)
    assert found[-1] == "truncated"
    assert set(found[:-1]) == {"ok"}
    assert len(found) > 1000


def test_a_line_without_end_does_not_fill_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MAX_BYTES", 1000)
    monkeypatch.setattr(objects, "MAX_BYTES", 1000)
    path = written(tmp_path / "a.jsonl", {"text": "a"}, {"text": "x" * 5000}, {"text": "b"}, {"text": "y" * 1200})
    assert reasons(path) == ["ok", "too_large", "ok", "too_large"]
    assert [entry.line for entry in entries(path)] == [1, 2, 3, 4]
    assert reasons(written(tmp_path / "a.txt", b"x" * 1001)) == ["too_large"]


def test_crlf_blank_lines_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "a"}\r\n\r\n   \n{"text": "b"}')
    assert [(entry.line, entry.task.text if entry.task else None) for entry in entries(path)] == [(1, "a"), (4, "b")]


def test_ids_are_handed_on(tmp_path: Path) -> None:
    assert task_of(tmp_path, {"id": " x/1 ", "text": "a"}).facts.id == " x/1 "
    assert task_of(tmp_path, {"id": 17, "text": "a"}).facts.id == "17"
    assert task_of(tmp_path, {"id": 1.0, "text": "a"}).facts.id == "1.0"
    assert task_of(tmp_path, {"id": 12345678901234567890123, "text": "a"}).facts.id == "12345678901234567890123"
    assert task_of(tmp_path, {"id": None, "text": "a"}).facts.id == ""


def test_foreign_keys_are_kept_and_own_keys_taken_over(tmp_path: Path) -> None:
    task = task_of(
        tmp_path,
        {
            "text": "a",
            "url": "https://example.org/",
            "title": "T",
            "language": "pt",
            "added": "2026-11-21T20:00:00+00:00",
            "created": "yesterday",
            "likes": [1, {"a": None}],
            "nothing": None,
            "metadata": {"author": "A", "tags": "not a list", "shelf": 3},
        },
    )
    assert (task.facts.url, task.title, task.language) == ("https://example.org/", "T", "pt")
    assert task.facts.added == "2026-11-21T20:00:00Z"
    assert dict(task.metadata) == {"author": "A"}
    assert json.loads(task.facts.input) == {
        "created": "yesterday",
        "likes": [1, {"a": None}],
        "metadata": {"tags": "not a list", "shelf": 3},
    }


def test_a_record_of_our_own_is_an_input_again(tmp_path: Path) -> None:
    metadata = {"schema": "dehusk.record/1", "n_chars_in": 9, "rules": "0", "author": "A", "input": '{"likes":1}'}
    task = task_of(tmp_path, {"id": "x", "text": "a", "source": "p/j", "language_score": 0.5, "metadata": metadata})
    assert task.facts.source == "p/j"
    assert dict(task.metadata) == {"author": "A"}
    assert task.facts.input == '{"likes":1}'


def test_pages(tmp_path: Path) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(b"<p>caf\xe9"))
    by_path = task_of(tmp_path, {"html_path": "page.html.gz", "url": "https://example.org/p"})
    assert by_path.page
    assert (by_path.page.body, by_path.page.url, by_path.page.headers) == (b"<p>caf\xe9", "https://example.org/p", {})
    absolute = task_of(tmp_path, {"html_path": str(tmp_path / "page.html.gz")})
    assert absolute.page
    inside = task_of(tmp_path, {"text": "", "html": "<p>café"})
    assert inside.page
    assert inside.page.headers["content-type"] == "text/html; charset=utf-8"
    assert task_of(tmp_path, {"text": "t", "html": "<p>h"}).page is None


def test_folders_globs_and_what_is_left_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "sub/c.jsonl", "sub/.hidden.txt", ".git/d.txt", "e.png", "own.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    def names(*wanted: str, kind: Kind | None = None) -> list[str]:
        found = find_sources([str(tmp_path / name) for name in wanted], kind, [tmp_path / "own.jsonl"])
        return [os.path.relpath(source.name, tmp_path) for source in found]

    assert names("") == ["a.html", "b.txt", "sub/c.jsonl"]
    assert names("", kind="txt") == ["a.html", "b.txt", "e.png", "sub/c.jsonl"]
    assert names("*.txt", "b.txt") == ["b.txt", "b.txt"]
    assert names("**/*.jsonl") == ["sub/c.jsonl"]
    for pattern, says in (("*.nothing", "matches nothing"), ("su?", "only folders")):
        (source,) = find_sources([str(tmp_path / pattern)], None)
        (entry,) = read_source(source, itertools.count())
        assert entry.reject
        assert (entry.reject.reason, says in entry.reject.detail) == ("missing", True)
    (tmp_path / "[x].txt").write_text("x")
    assert names("[x].txt") == ["[x].txt"]


@pytest.mark.parametrize(("name", "says"), [("a.png", "--from says"), (".a.txt", "no files"), ("", "no files")])
def test_a_folder_without_inputs_is_a_reject(tmp_path: Path, name: str, says: str) -> None:
    if name:
        (tmp_path / name).write_text("x")
    (source,) = find_sources([str(tmp_path)], None)
    (entry,) = read_source(source, itertools.count())
    assert entry.reject
    assert "nothing in this folder can be read" in entry.reject.detail
    assert says in entry.reject.detail


def test_files_of_a_folder_that_do_not_come_are_told(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", ".hidden", "c", "d.xhtml", "e.ndjson", "f.NDJSON.gz"):
        (tmp_path / name).write_text("x")
    passed_over: list[str] = []
    found = list(find_sources([str(tmp_path)], None, (), passed_over.append))
    kinds = {"a.txt": "txt", "d.xhtml": "html", "e.ndjson": "jsonl", "f.NDJSON.gz": "jsonl"}
    assert {Path(source.name).name: source.kind for source in found} == kinds
    assert [Path(name).name for name in passed_over] == [".hidden", "b.md", "c"]
    all_of_them = [Path(source.name).name for source in find_sources([str(tmp_path)], "txt")]
    assert all_of_them == ["a.txt", "b.md", "c", "d.xhtml", "e.ndjson", "f.NDJSON.gz"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
def test_a_byte_order_mark_says_what_an_input_is_in(tmp_path: Path, encoding: str) -> None:
    words = ["Zażółć gęślą jaźń.", "橋は\u2028冬の前に直す。", "Мост 🌉 починят.", "a\u000ab"]
    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in words)
    for name, body in (("a.jsonl", lines), ("a.txt", words[0]), ("a.html", f"<p>{words[0]}</p>")):
        (tmp_path / name).write_bytes(f"\ufeff{body}".encode(encoding))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress((tmp_path / "a.jsonl").read_bytes()))
    for name in ("a.jsonl", "a.jsonl.gz"):
        assert [entry.task.text if entry.task else None for entry in entries(tmp_path / name)] == words
    text, html = (process(entries(tmp_path / name)[0].task, NO_TOOLS) for name in ("a.txt", "a.html"))  # type: ignore[arg-type]
    assert json.loads(text.record)["text"] == words[0]
    assert html.outcome != "not_html"


def test_what_is_in_the_object_once_more_is_named(tmp_path: Path) -> None:
    given = {"text": "Ein Satz.", "html": "<p>Ein Satz.", "html_path": "nowhere.html"}
    assert task_of(tmp_path, given).unread == "html, html_path"
    assert task_of(tmp_path, {**given, "text": " "}).unread == "html_path"
    assert task_of(tmp_path, {"text": "Ein Satz.", "html": None, "html_path": ""}).unread == ""
