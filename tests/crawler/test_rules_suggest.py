"""`dehusk rules suggest` as a user runs it: nothing is written over, and what it writes works as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.cli import main
from tests.cleaners.sites import DESK, HOST, SLOGAN, story
from tests.crawler.command import crawl, dehusk, jsonl, rows
from tests.crawler.site import serving
from tests.crawler.test_template_memory import _Paper, html


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    texts = ["\n".join([f"{SLOGAN} {n}", *story(n), DESK]) for n in range(5)]
    given = [{"id": f"n{n}", "url": f"https://{HOST}/{n}", "text": text} for n, text in enumerate(texts)]
    path = tmp_path / "in.jsonl"
    path.write_bytes(jsonl(*given, {"url": "https://other.example/", "text": texts[0]}))
    return path


def cleaned(folder: Path, *words: str) -> list[str]:
    done = dehusk("clean", "in.jsonl", "-o", "out.jsonl", "-q", *words, cwd=folder)
    assert done.returncode == 0, done.stderr
    return [row["text"] for row in rows(folder / "out.jsonl")]


@pytest.mark.parametrize("source", ["dump", "records", "memory"])
def test_the_file_passes_its_tests_and_takes_what_memory_takes(tmp_path: Path, dump: Path, source: str) -> None:
    wanted = cleaned(tmp_path, "--memory", "m.sqlite")
    words = {"dump": ["--from", dump.name], "records": ["--from", "out.jsonl"], "memory": ["--memory", "m.sqlite"]}
    done = dehusk("rules", "suggest", HOST, *words[source], "-o", "rules/", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == b""
    assert done.stderr.startswith(f"rules/{HOST}.toml: 2 rules, 0 commented out")
    for command in ("check", "test"):
        passed = dehusk("rules", command, "rules", cwd=tmp_path)
        assert (passed.returncode, passed.stderr) == (0, ""), passed.stdout
    assert cleaned(tmp_path, "--no-memory", "--site-rules", "rules") == wanted
    assert not any(DESK in text for text in wanted[:5])
    assert DESK in wanted[5], "another host"


def test_from_a_job_with_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.crawler.site.Site", _Paper)
    with serving() as site:
        urls = [site.url(f"/page/{number}") for number in range(4)]
        assert crawl(tmp_path, *urls, "--job", "paper", "-q").returncode == 0
    store = tmp_path / "output" / "data" / "paper" / "job.sqlite"
    before = store.read_bytes()
    done = dehusk("rules", "suggest", "127.0.0.1", "--job", "paper", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    said = done.stdout.decode()
    assert "suggested from 4 pages of the job paper" in said
    assert "on 4 pages, on 4 of them before or behind the article; last seen 20" in said
    assert DESK in said
    assert store.read_bytes() == before
    other = dehusk("rules", "suggest", "www.lantern.example", "--job", "paper", cwd=tmp_path)
    assert other.returncode == 1
    assert other.stderr == "dehusk: the job paper has no pages of www.lantern.example; it knows 127.0.0.1\n"


def test_pages_without_an_address_are_taken_for_the_host(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.html").write_text(html(number))
    (tmp_path / "broken.html").write_text(" ")
    names = [f"{number}.html" for number in range(4)]
    done = dehusk("rules", "suggest", HOST, "--from", *names, "broken.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert DESK in done.stdout.decode()
    assert "broken.html: the file is empty" in done.stderr


def test_nothing_is_written_over(tmp_path: Path, dump: Path) -> None:
    place = tmp_path / "own.toml"
    place.write_text("# mine\n")
    words = ("rules", "suggest", HOST, "--from", dump, "-o", place)
    done = dehusk(*words)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "--force" in done.stderr
    assert place.read_text() == "# mine\n"
    assert dehusk(*words, "--force").returncode == 0
    assert place.read_text().startswith(f"# Rules for {HOST}")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([HOST], 2, "name one thing to learn from"),
        ([HOST, "--job", "a", "--from", "b"], 2, "name one thing to learn from"),
        ([HOST, "in.jsonl"], 2, "name documents with --from"),
        (["https://a.example/", "--job", "a"], 2, "is no host"),
        ([HOST, "--job", "none"], 2, "there is no job none"),
        ([HOST, "--memory", "none.sqlite"], 2, "there is no file none.sqlite"),
        ([HOST, "--from", "in.jsonl", "-o", "rules.txt"], 2, "ends in .toml"),
        (["other.example", "--from", "in.jsonl"], 1, "three different ones are needed"),
        (["third.example", "--from", "in.jsonl"], 1, "none of these documents is one of third.example"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(tmp_path: Path, dump: Path, words: list[str], code: int, said: str) -> None:
    done = dehusk("rules", "suggest", *words, cwd=tmp_path)
    assert done.returncode == code
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == [dump.name]


def test_documents_that_all_say_the_same_are_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    same = {"url": f"https://{HOST}/", "text": "\n".join(story(1))}
    different = [{**same, "text": "\n".join(story(n))} for n in range(5)]
    for texts, says in (
        ([same] * 5, "5 documents were looked at, and all say the same: three different ones are needed"),
        (different, "5 documents were looked at, and no line stands on"),
        ([same], "1 documents were looked at, three different ones are needed"),
    ):
        Path("same.jsonl").write_bytes(jsonl(*texts))
        with pytest.raises(SystemExit) as end:
            main(["rules", "suggest", HOST, "--from", "same.jsonl"])
        assert end.value.code == 1
        assert says in capsys.readouterr().err
