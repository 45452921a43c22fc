"""What a job is cleaned with: it remembers its site rules and its memory file, and says when they change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cleaners.sites import BOX, DESK, story
from tests.crawler.command import crawl, dehusk, job, rows
from tests.crawler.site import Site, serving
from tests.crawler.test_template_memory import _Paper

RULE = '[[remove]]\npattern = "{}"\nexample_removes = "{}"\nexample_keeps = "No such line."\n'
NOTE = "Nobody in Aldmoor remembers who planted the elm that fell across the market square last night."


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr("tests.crawler.site.Site", _Paper)
    with serving() as site:
        yield site


def rule(folder: Path, line: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "127.0.0.1.toml").write_text(RULE.format(line.rstrip(".").casefold().replace("'", " "), line))


def texts(path: Path) -> dict[str, str]:
    return {row["url"][-1]: row["text"] for row in rows(path)}


def test_a_job_keeps_its_site_rules_and_names_what_changed(tmp_path: Path, paper: Site) -> None:
    rules, segment = tmp_path / "rules", job(tmp_path, "paper") / "part-00000.jsonl"
    rule(rules, story(0)[4])
    first = crawl(tmp_path, paper.url("/page/0"), "--job", "paper", "-q", "--site-rules", "rules")
    assert (first.returncode, first.stderr) == (0, "")
    assert NOTE not in texts(segment)["0"]
    again = crawl(tmp_path, paper.url("/page/1"), "--job", "paper", "-q", "--all")
    assert again.returncode == 0
    assert again.stderr.splitlines() == [f"dehusk: the job goes on with the site rules of {rules}, as before"]
    assert NOTE not in texts(segment)["0"], "a page that was not fetched again keeps its rules"
    rule(rules, story(0)[0])
    changed = crawl(tmp_path, paper.url("/page/1"), "--job", "paper", "-q", "--all")
    assert changed.stderr.splitlines()[1:] == [
        "dehusk: site rules changed since the last run of the job and were read again: 127.0.0.1.toml"
    ]
    assert NOTE in texts(segment)["0"]
    assert story(0)[0] not in texts(segment)["0"]
    without = crawl(tmp_path, paper.url("/page/1"), "--job", "paper", "-q", "--all", "--no-site-rules")
    assert without.stderr == ""
    assert story(0)[0] in texts(segment)["0"]
    assert crawl(tmp_path, paper.url("/page/1"), "--job", "paper", "-q", "--all").stderr == ""


def test_a_memory_file_is_read_taught_and_remembered(tmp_path: Path, paper: Site) -> None:
    urls = [paper.url(f"/page/{number}") for number in range(5)]
    one = crawl(tmp_path, *urls[:2], "--job", "one", "-q", "--memory", "m.sqlite")
    assert (one.returncode, one.stderr) == (0, "")
    assert all(DESK in text for text in texts(job(tmp_path, "one") / "part-00000.jsonl").values()), "two teach nothing"
    two = crawl(tmp_path, *urls[2:4], "--job", "two", "-q", "--memory", "m.sqlite")
    assert two.returncode == 0
    found = rows(job(tmp_path, "two") / "part-00000.jsonl")
    assert not any(DESK in row["text"] or BOX in row["text"] for row in found), "the first job taught two pages"
    before = (tmp_path / "m.sqlite").read_bytes()
    stream = crawl(tmp_path, urls[4], "--job", "three", "-q", "--memory", "m.sqlite", "-o", "-")
    (row,) = rows(stream.stdout)
    assert DESK not in row["text"]
    assert row["metadata"]["rules"] == found[0]["metadata"]["rules"], "the same memory, the same name"
    assert (tmp_path / "m.sqlite").read_bytes() == before, "a stream only reads"
    for words, kept in ((["--no-memory"], True), ([], False)):
        done = dehusk("job", "reclean", "two", "-q", *words, cwd=tmp_path, DEHUSK_HOME=str(tmp_path))
        assert (done.returncode, done.stderr) == (0, "")
        assert {DESK in text for text in texts(job(tmp_path, "two") / "part-00000.jsonl").values()} == {kept}
    assert (tmp_path / "m.sqlite").read_bytes() == before, "cleaning again only reads"
    assert rows(job(tmp_path, "two") / "part-00000.jsonl") == found
    again = crawl(tmp_path, urls[4], "--job", "one", "-q")
    assert again.stderr.splitlines() == [
        f"dehusk: the job goes on with the memory file {tmp_path / 'm.sqlite'}, as before"
    ]
    assert not any(DESK in text for text in texts(job(tmp_path, "one") / "part-00000.jsonl").values())
    none = crawl(tmp_path, urls[4], "--job", "one", "-q", "--no-memory")
    assert none.stderr == ""
    assert all(DESK in text for text in texts(job(tmp_path, "one") / "part-00000.jsonl").values())
    suggested = dehusk("rules", "suggest", "127.0.0.1", "--memory", "m.sqlite", cwd=tmp_path)
    assert DESK in suggested.stdout.decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--memory", "none.sqlite", "-o", "-"], "there is no file"),
        (["--memory", "notes.txt"], "name another file"),
        (["--memory", "no/where.sqlite"], "cannot be made"),
        (["--memory", "m.sqlite", "--no-memory"], "contradict"),
        (["--site-rules", "none"], "there is no such folder"),
        (["--site-rules", ".", "--no-site-rules"], "contradict"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_fetched(tmp_path: Path, words: list[str], said: str) -> None:
    (tmp_path / "notes.txt").write_text("These are notes, long enough to be looked at as one " * 20)
    done = crawl(tmp_path, "http://127.0.0.1:9/", "--job", "none", "-q", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
