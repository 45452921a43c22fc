"""`dehusk explain`: everything of the text is shown, what was removed with its reason."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.crawler.command import COMMAND, dehusk, environment, jsonl

CALL = "Deixe um comentário"
DUMP = f"""Ponte nova
A câmara municipal decidiu na terça-feira reparar a ponte antiga antes do inverno, com o voto de todos os partidos.
A obra custa dois milhões de euros e deve durar até março, disse o presidente da câmara aos jornalistas.
{CALL}
O seu endereço de email não será publicado. Campos obrigatórios marcados com *"""


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(DUMP)
    return path


def test_the_pieces_are_the_text_without_gaps(dump: Path) -> None:
    done = dehusk("explain", dump, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert "".join(piece["text"] for piece in found["pieces"]) == DUMP
    gone = [piece for piece in found["pieces"] if not piece["kept"]]
    assert CALL in [piece["text"].strip() for piece in gone]
    assert {"cleaner", "reason", "rule", "score"} <= gone[-1].keys()
    assert found["metadata"]["n_removed"] == len(gone)


def test_a_pipe_gets_no_escape_codes_and_80_columns(dump: Path) -> None:
    done = dehusk("explain", dump)
    assert b"\x1b" not in done.stdout
    lines = done.stdout.decode().splitlines()
    assert max(map(len, lines)) <= 80
    assert "  Ponte nova" in [line.rstrip() for line in lines]
    place = [line.rstrip() for line in lines].index(f"- {CALL}")
    assert "↳" in lines[place + 1]


def test_reasons_are_in_words_and_nothing_hangs_over_the_edge(dump: Path) -> None:
    said = dehusk("explain", dump).stdout.decode()
    assert "comments: form · belongs to the comment form, “deixe um comentário” · " in " ".join(said.split())
    assert "% sure" in said or "· sure" in said
    assert not any(line.endswith(" ") for line in said.splitlines())
    assert "pt:" not in said, "patterns are for --json"


def test_colour_is_for_terminals_and_can_be_refused(dump: Path) -> None:
    def shown(**more: str) -> bytes:
        master, slave = os.openpty()
        with os.fdopen(slave, "wb") as terminal:
            env = {
                name: value for name, value in environment(TERM="xterm", **more).items() if name != "NO_COLOR" or more
            }
            words = [*COMMAND, "explain", str(dump)]
            done = subprocess.run(words, stdout=terminal, stderr=subprocess.PIPE, env=env, timeout=60, check=False)
        assert done.returncode == 0
        with os.fdopen(master, "rb", buffering=0) as reader:
            return reader.read(4096)

    assert b"\x1b[" in shown()
    assert b"\x1b[" not in shown(NO_COLOR="1")


def test_records_are_explained_from_their_removals(dump: Path) -> None:
    out = dump.with_name("out.jsonl")
    assert dehusk("clean", dump, "-o", out).returncode == 0
    assert dehusk("explain", out, "--json").stdout == dehusk("explain", dump, "--json").stdout.replace(
        b"dehusk/explain", b"dehusk/clean"
    )
    assert dehusk("explain", out, "--id", "zzz").returncode == 1


def test_a_dump_that_was_never_cleaned_is_cleaned_for_the_picture(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(jsonl({"id": "a", "text": "One."}, {"id": "b", "text": DUMP}, b"broken\n"))
    done = dehusk("explain", tmp_path / "in.jsonl", "--id", "b", "--json")
    assert done.returncode == 0, done.stderr
    assert CALL in [piece["text"].strip() for piece in json.loads(done.stdout)["pieces"] if not piece["kept"]]
    assert dehusk("explain", tmp_path / "in.jsonl", "--id", "c").returncode == 1


def test_all_documents_of_one_id_are_explained_in_order(tmp_path: Path) -> None:
    texts = [DUMP, "Uma frase só.", f"{DUMP}\ngoTop"]
    given = zip("aba", texts, strict=True)
    (tmp_path / "in.jsonl").write_bytes(jsonl(*({"id": key, "text": text} for key, text in given)))
    assert dehusk("clean", "in.jsonl", "-o", "out.jsonl", cwd=tmp_path).returncode == 0
    for name in ("in.jsonl", "out.jsonl"):
        done = dehusk("explain", name, "--id", "a", "--json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        found = [json.loads(line)["pieces"] for line in done.stdout.splitlines()]
        assert ["".join(piece["text"] for piece in pieces) for pieces in found] == [texts[0], texts[2]]


def test_a_reader_that_goes_away_is_no_failure(dump: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as gone:
        words = [*COMMAND, "explain", str(dump)]
        done = subprocess.run(words, stdout=gone, stderr=subprocess.PIPE, env=environment(), check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("name", ["nowhere.txt", "nowhere.jsonl", "nowhere.html", "no-ending", "empty.txt"])
def test_what_cannot_be_explained_is_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.txt").write_text("")
    done = dehusk("explain", tmp_path / name)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith("dehusk: ")
    assert done.stderr.count("\n") == 1
