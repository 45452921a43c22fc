"""Template memory in `dehusk clean` and `dehusk crawl`, as users run them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.cleaners.sites import BOX, DESK, HOST, story
from tests.crawler.command import crawl, dehusk, job, jsonl, rows
from tests.crawler.site import Site, serving


def document(number: int, **more: Any) -> dict[str, Any]:
    text = "\n".join([*story(number), DESK])
    return {"id": f"n{number}", "url": f"https://{HOST}/{number}", "text": text, **more}


def html(number: int) -> str:
    body = "".join(f"<p>{text}</p>" for text in [*story(number), DESK])
    return f"<html lang=en><title>Story</title><body><article><h1>The story of the week</h1>{body}</article>"


def cleaned(folder: Path, documents: Iterable[dict[str, Any]], *words: str) -> dict[str, dict[str, Any]]:
    (folder / "in.jsonl").write_bytes(jsonl(*documents))
    done = dehusk("clean", "in.jsonl", "-o", "out.jsonl", "-q", *words, cwd=folder)
    assert done.returncode == 0, done.stderr
    return {row["id"]: row for row in rows(folder / "out.jsonl")}


def test_order_workers_and_repetition_do_not_matter(tmp_path: Path) -> None:
    pages = [document(n) for n in range(5)]
    one = cleaned(tmp_path, pages, "--workers", "1")
    assert one == cleaned(tmp_path, pages[::-1], "--workers", "3")
    assert [row["text"] for row in one.values()] == ["\n".join(story(n)) for n in range(5)]
    assert len({row["metadata"]["rules"] for row in one.values()}) == 1
    again = cleaned(tmp_path, [document(0), *(document(0, id=f"again{n}") for n in range(5))])
    assert all(row["text"].endswith(DESK) for row in again.values()), "one page, however often, is no template"


def test_other_hosts_and_no_memory_leave_a_page_alone(tmp_path: Path) -> None:
    others = [document(n, url=f"https://{n}.{HOST}/") for n in range(4)]
    assert all(row["text"].endswith(DESK) for row in cleaned(tmp_path, others).values())
    pages = [document(n) for n in range(4)]
    with_out = cleaned(tmp_path, pages, "--no-memory")
    assert all(row["text"].endswith(DESK) and "+m" not in row["metadata"]["rules"] for row in with_out.values())


def test_a_file_remembers_and_streams_read_it_only(tmp_path: Path) -> None:
    first = cleaned(tmp_path, [document(0), document(1)], "--memory", "m.sqlite")
    assert all(row["text"].endswith(DESK) for row in first.values())
    second = cleaned(tmp_path, [document(2), document(3)], "--memory", "m.sqlite")
    assert not any(DESK in row["text"] for row in second.values())
    before = (tmp_path / "m.sqlite").read_bytes()
    stream = dehusk("clean", "-", "-o", "-", "-q", "--memory", "m.sqlite", stdin=jsonl(document(4)), cwd=tmp_path)
    (row,) = rows(stream.stdout)
    assert row["text"] == "\n".join(story(4))
    assert row["metadata"]["rules"] == second["n2"]["metadata"]["rules"]
    assert (tmp_path / "m.sqlite").read_bytes() == before
    without = dehusk("clean", "-", "-o", "-", "-q", stdin=jsonl(*map(document, range(5))))
    assert all(row["text"].endswith(DESK) for row in rows(without.stdout))


def test_pages_are_extracted_once_and_cleaned_with_what_all_of_them_taught(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.html").write_text(html(number))
    (tmp_path / "broken.html").write_text(" ")
    words = ("clean", "*.html", "-o", "out.jsonl", "-q")
    assert dehusk(*words, "--host", HOST, cwd=tmp_path).returncode == 1
    found = rows(tmp_path / "out.jsonl")
    assert len(found) == 4
    assert {row["metadata"]["hostname"] for row in found} == {HOST}
    assert not any(DESK in row["text"] for row in found)
    assert all(text in row["text"] for row, number in zip(found, range(4), strict=True) for text in story(number))
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".html") == [
        "out.jsonl",
        "out.outcomes.jsonl",
        "out.rejects.jsonl",
        "out.removals.jsonl",
    ]
    back = dehusk("restore", "out.jsonl", cwd=tmp_path)
    assert all(DESK in row["text"] for row in rows(back.stdout))
    dehusk(*words, cwd=tmp_path)
    assert all(DESK in row["text"] for row in rows(tmp_path / "out.jsonl")), "no host, no memory"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-", "-o", "-", "--memory", "none.sqlite"], "there is no file none.sqlite"),
        (["in.txt", "-o", "o.jsonl", "--memory", "in.txt"], "name another file"),
        (["in.txt", "-o", "o.jsonl", "--memory", "m.sqlite", "--no-memory"], "contradict"),
        (["in.txt", "-o", "o.jsonl", "--host", "https://a.example/"], "name a host"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(tmp_path: Path, words: list[str], said: str) -> None:
    (tmp_path / "in.txt").write_text("The council met on Tuesday and agreed to mend the old bridge.\n" * 20)
    done = dehusk("clean", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in.txt"]


class _Paper(Site):
    def answer(self, handler: Any) -> None:
        if handler.path.startswith("/page/"):
            return self.send(handler, html(int(handler.path[6:])).replace(DESK, f"{DESK}</p><p>{BOX}").encode())
        return super().answer(handler)


def test_a_crawl_ends_with_a_second_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.crawler.site.Site", _Paper)
    with serving() as site:
        urls = [site.url(f"/page/{number}") for number in range(5)]
        two = crawl(tmp_path, *urls[:2], "--job", "paper", "-q")
        assert two.returncode == 0, two.stderr
        segment = job(tmp_path, "paper") / "part-00000.jsonl"
        assert all(DESK in row["text"] for row in rows(segment)), "two pages teach nothing"
        crawl(tmp_path, *urls[2:], "--job", "paper", "-q")
        at_once = crawl(tmp_path, *urls[::-1], "--job", "other", "-q", "-o", "other.jsonl")
        assert at_once.returncode == 0, at_once.stderr
    found = {row["url"]: row for row in rows(segment)}
    other = {row["url"]: row for row in rows(tmp_path / "other.jsonl")}
    assert len(found) == 5
    assert not any(DESK in row["text"] or BOX in row["text"] for row in found.values())
    assert {url: row["text"] for url, row in found.items()} == {url: row["text"] for url, row in other.items()}
    assert {row["metadata"]["rules"] for row in found.values()} == {row["metadata"]["rules"] for row in other.values()}
