"""JSON lines: whatever goes in, a reader gets valid lines out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from output.compression import DamagedError
from output.jsonl import dumps, loads, open_reader, open_writer, side_file, split_ending

LINES = b"".join(b'{"n":%d,"text":"%s"}\n' % (n, b"x" * 200) for n in range(2000))


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_what_was_written_is_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    with open_writer(path) as file:
        file.write(LINES)
    first = path.read_bytes()
    with open_reader(path) as file:
        assert b"".join(file) == LINES
    with open_writer(path) as file:
        file.write(LINES)
    assert path.read_bytes() == first  # no time, no name in it


@pytest.mark.parametrize("ending", [".jsonl.gz", ".jsonl.zst"])
def test_a_cut_off_file_never_ends_in_silence(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    with open_writer(path) as file:
        file.write(LINES)
    cut_off(path)
    with open_reader(path) as file, pytest.raises(DamagedError):
        file.read()


@pytest.mark.parametrize("magic", [b"\x1f\x8b", b"\x28\xb5\x2f\xfd"])
def test_a_damaged_file_says_so(tmp_path: Path, magic: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(magic + b"\x08 this is not what it seems")
    with open_reader(path) as file, pytest.raises(DamagedError):
        file.read()


def test_frames_behind_one_another_are_read_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"  # the ending does not say that it is compressed
    path.write_bytes(gzip.compress(b"1\n") + gzip.compress(b"2\n"))
    with open_reader(path) as file:
        assert file.read() == b"1\n2\n"
    pack = zstandard.ZstdCompressor().compress
    path.write_bytes(pack(b"1\n") + pack(b"") + pack(b"2\n"))
    with open_reader(path) as file:
        assert file.read() == b"1\n2\n"


@given(st.dictionaries(st.text(), st.text(alphabet=st.characters()) | st.integers() | st.floats(allow_nan=False)))
def test_every_row_is_one_valid_line(row: dict[str, object]) -> None:
    line = dumps(row)
    assert line.count(b"\n") == 1
    json.loads(line.decode("utf-8"))


@given(st.text(alphabet=st.characters(categories=["Cs", "L", "Cc"])))
def test_lone_surrogates_never_reach_a_line(text: str) -> None:
    line = dumps({"text": text, "list": [text, {text: text}]})
    assert "\ufffd" in line.decode("utf-8") or not any("\ud800" <= char <= "\udfff" for char in text)
    assert json.loads(line)["text"] == "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


def test_long_numbers_are_exact() -> None:
    assert loads(b'{"n": 123456789012345678901234567890}')["n"] == 123456789012345678901234567890
    assert loads(dumps({"n": 2**70}))["n"] == 2**70


@pytest.mark.parametrize("line", [b"{", b"{'a': 1}", b"", b"[" * 100_000])
def test_what_is_not_json_raises_a_value_error(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        loads(line)


def test_names() -> None:
    assert split_ending("a.b.jsonl.gz") == ("a.b", ".jsonl.gz")
    assert split_ending("a.json") == ("a.json", "")
    assert side_file(Path("x/news.jsonl.zst"), "removals") == Path("x/news.removals.jsonl.zst")
