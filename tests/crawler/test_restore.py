"""`dehusk restore`: the extracted text again, or a line that says why not."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import restore
from cleaners.normalise import normalise_text
from output.processing import Task, process
from output.record import Facts
from output.restoring import MismatchError, restored
from tests.crawler.command import dehusk, jsonl, rows

DUMP = """Ponte nova
A câmara municipal decidiu na terça-feira reparar a ponte antiga antes do inverno, com o voto de todos os partidos.
A obra custa dois milhões de euros e deve durar até março, disse o presidente da câmara aos jornalistas.
Deixe um comentário
O seu endereço de email não será publicado. Campos obrigatórios marcados com *"""
LINES = st.sampled_from(
    ["goTop", "placeholder", "quote", "A ponte será reparada antes do inverno.", "Read also:", "", "  "]
)
TEXTS = st.text() | st.lists(LINES | st.text(max_size=30), max_size=20).map("\n".join)


@given(TEXTS)
def test_restore_is_exact_for_every_text(text: str) -> None:
    done = process(Task(None, text, Facts(source="dehusk/test")))
    if done.outcome != "ok":
        assert done.record == done.removals == b""
        return
    record = json.loads(done.record)
    assert b"null" not in done.record or "null" in text
    assert restore(record, map(json.loads, done.removals.splitlines())) == normalise_text(text)
    again = process(Task(None, text, Facts(source="dehusk/test")))
    assert (again.record, again.removals) == (done.record, done.removals)


@pytest.fixture
def cleaned(tmp_path: Path) -> Path:
    path = tmp_path / "out.jsonl.gz"
    dump = jsonl({"id": "a", "text": DUMP}, {"id": "b", "text": "Uma frase só."}, {"id": "a", "text": DUMP + "\ngoTop"})
    assert dehusk("clean", "-", "-o", path, stdin=dump).returncode == 0
    assert gzip.decompress(path.with_name("out.removals.jsonl.gz").read_bytes()), "nothing to restore"
    return path


def test_all_records_come_back_even_two_of_one_id(cleaned: Path) -> None:
    done = dehusk("restore", cleaned)
    assert done.returncode == 0, done.stderr
    assert rows(done.stdout) == [
        {"id": "a", "text": DUMP},
        {"id": "b", "text": "Uma frase só."},
        {"id": "a", "text": DUMP + "\ngoTop"},
    ]


def test_one_record_comes_back_byte_for_byte(cleaned: Path) -> None:
    assert dehusk("restore", cleaned, "--id", "b").stdout == "Uma frase só.".encode()


def test_all_records_of_one_id_come_back_in_order(cleaned: Path) -> None:
    done = dehusk("restore", cleaned, "--id", "a")
    assert (done.returncode, done.stdout) == (0, f"{DUMP}\n{DUMP}\ngoTop".encode())
    assert done.stderr == "dehusk: 2 records have the id a: all of them came, one after the other\n"


def test_what_is_missing_is_said_in_one_line(cleaned: Path) -> None:
    assert "no record zzz" in dehusk("restore", cleaned, "--id", "zzz").stderr
    removals = cleaned.with_name("out.removals.jsonl.gz")
    elsewhere = removals.rename(cleaned.with_name("elsewhere.jsonl.gz"))
    done = dehusk("restore", cleaned)
    assert done.returncode == 1
    assert str(removals) in done.stderr
    assert done.stderr.count("\n") == 1
    assert len(rows(dehusk("restore", cleaned, "--removals", elsewhere).stdout)) == 3
    assert dehusk("restore", cleaned.with_name("nowhere.jsonl")).returncode == 1


def test_removals_of_another_run_are_refused() -> None:
    record = {"id": "a", "text": "x", "metadata": {"n_removed": 1, "n_chars_in": 3}}
    row = {
        "id": "a",
        "start": 1,
        "end": 3,
        "text": "\ny",
        "reason": "",
        "cleaner": "",
        "rule": "",
        "version": 1,
        "score": 1.0,
    }
    assert list(restored([record], [row])) == [("a", "x\ny")]
    for removals in ([], [row, row], [row | {"id": "b"}], [row | {"start": 9, "end": 11}], [{"id": "a"}]):
        with pytest.raises(MismatchError):
            list(restored([record], removals))
    with pytest.raises(MismatchError):
        list(restored([record | {"metadata": {"n_removed": 1, "n_chars_in": 99}}], [row]))


def test_a_text_that_was_changed_is_not_restored() -> None:
    done = process(Task(None, DUMP, Facts(source="dehusk/test")))
    removals = list(map(json.loads, done.removals.splitlines()))
    assert removals
    record = json.loads(done.record.replace("março".encode(), b"abril"))
    with pytest.raises(MismatchError, match="was changed"):
        list(restored([record], removals))


def test_a_folder_is_restored_as_clean_and_export_write_it(cleaned: Path, tmp_path: Path) -> None:
    whole = dehusk("restore", cleaned).stdout
    folder = tmp_path / "seg"
    folder.mkdir()
    for kind in ("", ".removals"):
        (folder / f"records{kind}.jsonl.gz").write_bytes((tmp_path / f"out{kind}.jsonl.gz").read_bytes())
    assert dehusk("restore", folder).stdout == whole
    for kind in ("", ".removals"):
        (folder / f"records{kind}.jsonl.gz").unlink()
    _segments(cleaned, folder)
    assert dehusk("restore", ".", cwd=folder).stdout == whole
    assert dehusk("restore", folder, "--id", "b").stdout == "Uma frase só.".encode()
    explained = dehusk("explain", folder, "--id", "b", "--json")
    assert "".join(piece["text"] for piece in json.loads(explained.stdout)["pieces"]) == "Uma frase só."
    compared = dehusk("clean", "--compare", folder)
    assert compared.returncode == 0, compared.stderr
    assert b"0 of 3 documents changed" in compared.stdout
    over = dehusk("clean", cleaned, "-o", folder / "part-00001.jsonl", "--compare", folder)
    assert (over.returncode, "written over" in over.stderr) == (2, True)


def _segments(cleaned: Path, folder: Path) -> None:
    """The output again, a record to each segment, and a manifest that leaves out what an earlier export left."""
    records = gzip.decompress(cleaned.read_bytes()).splitlines(keepends=True)
    removals = gzip.decompress(cleaned.with_name("out.removals.jsonl.gz").read_bytes()).splitlines(keepends=True)
    names = []
    for number, record in enumerate(records):
        count = json.loads(record)["metadata"]["n_removed"]
        names.append(f"part-{number:05d}.jsonl")
        (folder / names[-1]).write_bytes(record)
        (folder / f"part-{number:05d}.removals.jsonl").write_bytes(b"".join(removals[:count]))
        removals = removals[count:]
    (folder / "part-00009.jsonl").write_bytes(records[0])
    files = [{"name": name, "kind": "records"} for name in names]
    (folder / "manifest.json").write_text(json.dumps({"files": files}))


@pytest.mark.parametrize("command", [["restore"], ["explain"], ["clean", "--compare"]])
def test_a_folder_without_records_is_one_line(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "a.txt").write_text("Uma frase só.")
    for manifest, says in (("", "no records"), ("[1]", "no manifest"), ('{"files": []}', "no records")):
        if manifest:
            (tmp_path / "manifest.json").write_text(manifest)
        done = dehusk(*command, ".", cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, b"", 1)
        assert says in done.stderr
