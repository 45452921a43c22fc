"""`dehusk clean --compare`: an older output beside the present rules."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.crawler.command import dehusk, jsonl, rows

STORY = [
    "Ponte nova",
    "A câmara municipal decidiu na terça-feira reparar a ponte antiga antes do inverno, por unanimidade.",
    "A obra custa dois milhões de euros e deve durar até março, disse o presidente da câmara aos jornalistas.",
]
CALL = "Deixe um comentário"


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    texts = {"a": [*STORY, CALL], "b": STORY, "\x1b[31mc": [*STORY, CALL, "Compartilhe no WhatsApp"]}
    path.write_bytes(jsonl(*({"id": key, "text": "\n".join(lines)} for key, lines in texts.items())))
    return path


@pytest.fixture
def older(given: Path, tmp_path: Path) -> Path:
    """An output that left the comment calls: as if the rule had been written since."""
    path = tmp_path / "old.jsonl"
    assert dehusk("clean", given, "-o", path).returncode == 0
    records = rows(path)
    assert sum(CALL in record["text"] for record in records) == 0
    for record, source in zip(records, rows(given), strict=True):
        record["text"] = source["text"]
        record["metadata"]["n_removed"] = 0
        record["metadata"]["text_sha256"] = sha256(source["text"].encode()).hexdigest()
    path.write_bytes(jsonl(*records))
    (tmp_path / "old.removals.jsonl").write_bytes(b"")
    return path


def test_nothing_is_said_where_nothing_changed(given: Path, tmp_path: Path) -> None:
    same = tmp_path / "same.jsonl"
    assert dehusk("clean", given, "-o", same).returncode == 0
    done = dehusk("clean", "--compare", same)
    assert done.returncode == 0, done.stderr
    assert "0 of 3 documents changed" in done.stdout.decode()
    assert CALL not in done.stdout.decode()


def test_what_is_newly_removed_is_shown_in_80_columns(given: Path, older: Path, tmp_path: Path) -> None:
    new, html = tmp_path / "new.jsonl", tmp_path / "changes.html"
    done = dehusk("clean", given, "-o", new, "--compare", older, "--compare-html", html)
    assert done.returncode == 0, done.stderr
    told = done.stdout.decode()
    assert "\x1b" not in told
    assert max(map(len, told.splitlines())) <= 80
    assert "2 of 3 documents changed" in " ".join(told.split())
    assert f"- {CALL}" in [line.rstrip() for line in told.splitlines()]
    assert CALL in html.read_text()
    assert [json.loads(line)["id"] for line in new.read_bytes().splitlines()] == ["a", "b", "\x1b[31mc"]


def test_without_inputs_the_older_documents_are_cleaned_again_and_nothing_is_left_behind(older: Path) -> None:
    before = sorted(path.name for path in older.parent.iterdir())
    done = dehusk("clean", "--compare", older, cwd=older.parent)
    assert done.returncode == 0, done.stderr
    assert "2 of 3 documents changed" in " ".join(done.stdout.decode().split())
    assert sorted(path.name for path in older.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Missing argument"),
        (["--compare-html", "x.html"], "goes with --compare"),
        (["--compare", "nowhere.jsonl"], "no file"),
        (["in.jsonl", "-o", "-", "--compare", "old.jsonl"], "stdout"),
        (["in.jsonl", "-o", "old.jsonl", "--compare", "old.jsonl"], "written over"),
    ],
)
def test_what_makes_no_sense_is_one_line(older: Path, words: list[str], said: str) -> None:
    before = older.read_bytes()
    done = dehusk("clean", *words, cwd=older.parent)
    assert done.returncode != 0
    assert done.stdout == b""
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert older.read_bytes() == before
