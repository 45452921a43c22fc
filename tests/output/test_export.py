"""Export: whole files only, the same store gives the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
from pathlib import Path

import pytest
import zstandard

from output.export import export_file, export_folder
from output.outcomes import Outcome
from output.store import Found, JobStore, StoredPage, StoreError


def make(path: Path, order: list[int]) -> Path:
    """A store of seven found pages that were finished in this order."""
    store = JobStore(path)
    store.begin_run("test", follows=True)
    store.add_starts([Found("https://a.example/")])
    (start,) = store.next_rows("a.example", 9)
    store.finish(start.id, Outcome("empty", 200), links=[Found(f"https://a.example/{n}", 1) for n in order])
    for row in store.next_rows("a.example", 99):
        number = row.url[-1]
        record = {"id": f"d-{number}", "text": "x" * int(number), "metadata": {"rules": "1"}}
        removals = f'{{"id":"d-{number}"}}\n'.encode() * int(number)
        line = json.dumps(record).encode() + b"\n"
        store.finish(row.id, Outcome("ok", 200), StoredPage(f"d-{number}", row.url, line, removals))
    store.close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE frontier SET ended = '2026-11-21T20:00:00Z'")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return make(tmp_path / "job.sqlite", [3, 1, 2, 7, 5, 6, 4])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_nothing_is_published_from_a_damaged_store(store: Path, tmp_path: Path) -> None:
    export_folder(store, tmp_path / "out", segment_lines=3)
    before = contents(tmp_path / "out")
    with sqlite3.connect(store) as db:
        db.execute("UPDATE pages SET digest = x'00' WHERE id = 'd-4'")
    with pytest.raises(StoreError, match="d-4"):
        export_folder(store, tmp_path / "out", segment_lines=2)
    assert contents(tmp_path / "out") == before
    with pytest.raises(StoreError, match="d-4"):
        export_file(store, tmp_path / "out" / "one.jsonl")
    assert contents(tmp_path / "out") == before


def test_an_error_while_writing_leaves_what_was_there(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_file(store, tmp_path / "news.jsonl")
    before = contents(tmp_path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("output.publishing.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        export_file(store, tmp_path / "news.jsonl")
    assert contents(tmp_path).keys() == before.keys()
    assert contents(tmp_path)["news.jsonl"] == before["news.jsonl"]


def test_the_same_pages_give_the_same_bytes_in_whatever_order_they_came(store: Path, tmp_path: Path) -> None:
    other = make(tmp_path / "other.sqlite", [7, 6, 5, 4, 3, 2, 1])
    for name, source in (("a", store), ("b", store), ("c", other)):
        export_folder(source, tmp_path / name, ending=".jsonl.gz", segment_lines=3)
    assert contents(tmp_path / "a") == contents(tmp_path / "b") == contents(tmp_path / "c")


def test_files_of_an_earlier_export_do_not_stay(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_folder(store, out, segment_lines=2)
    (out / "notes.jsonl").write_text("mine")
    assert (out / "part-00003.removals.jsonl").exists()
    export_folder(store, out, segment_lines=5, ending=".jsonl.zst")
    assert sorted(contents(out)) == [
        "manifest.json",
        "notes.jsonl",
        "part-00000.jsonl.zst",
        "part-00000.outcomes.jsonl.zst",
        "part-00000.removals.jsonl.zst",
        "part-00001.jsonl.zst",
        "part-00001.outcomes.jsonl.zst",
        "part-00001.removals.jsonl.zst",
    ]


def test_the_manifest_says_what_lies_there(store: Path, tmp_path: Path) -> None:
    exported = export_folder(store, tmp_path / "out", segment_lines=4)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["records"] == exported.records == 7
    assert manifest["rules"] == ["1"]
    names = {path.name for path in (tmp_path / "out").iterdir()} - {"manifest.json"}
    assert {file["name"] for file in manifest["files"]} == names
    for file in manifest["files"]:
        data = (tmp_path / "out" / file["name"]).read_bytes()
        assert file["bytes"] == len(data)
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
        assert file["lines"] == data.count(b"\n")


def test_removals_lie_beside_their_records(store: Path, tmp_path: Path) -> None:
    export_folder(store, tmp_path / "out", segment_lines=4)
    for number, ids in (("00000", ["1", "2", "3", "4"]), ("00001", ["5", "6", "7"])):
        records = (tmp_path / "out" / f"part-{number}.jsonl").read_text().splitlines()
        removals = (tmp_path / "out" / f"part-{number}.removals.jsonl").read_text().splitlines()
        assert [json.loads(line)["id"][2:] for line in records] == ids
        assert [json.loads(line)["id"][2:] for line in removals] == [n for n in ids for _ in range(int(n))]


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_one_file_is_compressed_by_its_ending(store: Path, tmp_path: Path, ending: str) -> None:
    export_file(store, tmp_path / f"news{ending}")
    data = (tmp_path / f"news{ending}").read_bytes()
    if ending.endswith("gz"):
        data = gzip.decompress(data)
    elif ending.endswith("zst"):
        data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    assert [json.loads(line)["id"] for line in data.splitlines()] == [f"d-{n}" for n in range(1, 8)]
    assert (tmp_path / f"news.outcomes{ending}").exists()


def test_a_name_without_an_ending_is_refused(store: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.jsonl"):
        export_file(store, tmp_path / "news.csv")
