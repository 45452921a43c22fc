"""`dehusk rules`, and rules on the way of a document: a mistake is told, and a file of rules is part of the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawler.command import dehusk, jsonl, rows

CORPUS = Path(__file__).parents[1] / "site_rules"
STORY = (
    "The old ferry will sail again from Monday, after a winter in which her engine was taken apart and mended twice."
)
OTHER = "Her captain, who is seventy, says that she has never sounded better, and that the river has missed her."


def test_check_lists_what_does_nothing(tmp_path: Path) -> None:
    (tmp_path / "example.org.txt").write_text("titl: //h1\nbody: //main\ntidy: no\nstrip: //a[\n")
    done = dehusk("rules", "check", tmp_path)
    said = done.stdout.decode()
    assert done.returncode == 0
    assert "1 file loaded, 0 could not be" in said
    assert "example.org.txt:1: unknown directive titl, title is meant?: titl: //h1" in said
    assert "example.org.txt:4: no XPath 1.0" in said
    assert said.index("directives that apply") < said.index("  body ") < said.index("that do not apply")
    assert said.index("that do not apply") < said.index("  tidy ") < said.index("there is one parser")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [("a.txt", b"\xff\xfe", "no text in UTF-8"), ("a.toml", b"[[remove]]", "either `pattern` or `regex`")],
)
def test_check_fails_for_a_file_that_cannot_be_loaded(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "b.txt").write_text("body: //main")
    done = dehusk("rules", "check", tmp_path)
    assert done.returncode == 1
    assert "1 file loaded, 1 could not be" in done.stdout.decode()
    assert name in done.stderr
    assert why in done.stderr


def test_a_folder_that_is_none_is_told_in_one_line(tmp_path: Path) -> None:
    for words in (("rules", "check"), ("rules", "test"), ("clean", "-", "--site-rules")):
        for folder in (tmp_path / "none", tmp_path):
            done = dehusk(*words, folder)
            if words[0] == "rules" or folder != tmp_path:
                assert done.returncode in (1, 2)
                assert len(done.stderr.splitlines()) == 1


def test_the_corpus_is_without_a_mistake_and_its_tests_hold() -> None:
    checked = dehusk("rules", "check", CORPUS)
    assert checked.returncode == 0
    assert "lines with a mistake: 0" in checked.stdout.decode()
    assert "text rules: 3 remove, 1 keep, 1 cut, 1 test" in checked.stdout.decode()
    tested = dehusk("rules", "test", CORPUS)
    assert (tested.returncode, tested.stdout) == (0, b"1 file tested, 0 failed\n")


def test_a_test_that_fails_is_named(tmp_path: Path) -> None:
    text = '[[remove]]\npattern = "a b"\nexample_removes = "a c"\nexample_keeps = "a b"\n'
    (tmp_path / "example.org.toml").write_text(text)
    done = dehusk("rules", "test", tmp_path)
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        "example.org.toml: [[remove]] 1 (a b): leaves 'a c'",
        "example.org.toml: [[remove]] 1 (a b): takes 'a b'",
        "1 file tested, 1 failed",
    ]


def test_clean_hands_the_rules_to_its_workers() -> None:
    html = f"<html><body><div id=story><p>{STORY}</p><div class=promo-a>{OTHER}</div></div></body></html>"
    text = f"{STORY}\nThe Harbour Post, every morning in your letter box!\n{OTHER}"
    given = [
        {"id": "page", "url": "https://www.example.org/a", "html": html},
        {"id": "text", "url": "https://www.example.org/b", "text": text},
        {"id": "other", "url": "https://example.test/", "html": html},
    ]
    done = dehusk("clean", "-", "-q", "--workers", 1, "--site-rules", CORPUS, stdin=jsonl(*given))
    found = {row["id"]: row["text"].split("\n") for row in rows(done.stdout)}
    assert found == {"page": [STORY], "text": [STORY, OTHER], "other": [STORY, OTHER]}


def test_a_broken_text_rule_file_is_told_and_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "example.org.toml").write_text("[[remove]]")
    done = dehusk(
        "clean", "-", "-q", "--site-rules", tmp_path, stdin=jsonl({"text": STORY, "url": "https://example.org/"})
    )
    assert done.returncode == 0
    assert "is not used: [[remove]] 1: either" in done.stderr
    assert rows(done.stdout)[0]["text"] == STORY


def test_explain_names_the_rule(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    promo = "The Harbour Post, every morning in your letter box!"
    link = '<link rel="canonical" href="https://example.org/a">'
    page.write_text(f"<html><head>{link}</head><body><p>{STORY}</p><p>{OTHER}</p><p>{promo}</p></body></html>")
    done = dehusk("explain", page, "--json", "--site-rules", CORPUS)
    gone = [piece for piece in rows(done.stdout)[0]["pieces"] if not piece["kept"]]
    assert [(piece["text"].strip(), piece["cleaner"], piece["reason"]) for piece in gone] == [
        (promo, "site_rules", "promo")
    ]
