"""Template memory on disk: what is forgotten, what is kept, and what is refused."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from cleaners.memory import Memory, build
from cleaners.sketch import masked_key, sketch
from output import memory_file
from output.memory_file import KEPT_DAYS, MemoryFile, MemoryFileError, Snapshot, hosts_in, learnt
from output.taken import Taken
from tests.cleaners.sites import DESK, HOST, page

TODAY = date(2026, 5, 1)
PAGES = [page(n, tail=(DESK,)) for n in range(6)]


def filled(path: Path | None, numbers: list[int], day: date = TODAY) -> bytes:
    file = MemoryFile(path)
    for number in numbers:
        file.add(HOST, PAGES[number].url, sketch(PAGES[number]))
    file.settle(day)
    found = file.of(HOST)
    file.close()
    return found


def test_a_file_of_another_program_is_not_touched(tmp_path: Path) -> None:
    other, notes = tmp_path / "other.sqlite", tmp_path / "notes.txt"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE mine (x)")
    notes.write_text("no database at all, and long enough to be looked at as one " * 20)
    for path in (other, notes):
        before = path.read_bytes()
        for opens in (MemoryFile, Snapshot):
            with pytest.raises(MemoryFileError, match=path.name):
                opens(path)
        assert path.read_bytes() == before


def test_a_stream_needs_a_file_that_is_there(tmp_path: Path) -> None:
    with pytest.raises(MemoryFileError, match="there is no file"):
        Snapshot(tmp_path / "none.sqlite")
    assert not list(tmp_path.iterdir())


def test_a_snapshot_does_not_see_what_comes_later(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    first = filled(path, [0, 1, 2])
    snapshot = Snapshot(path)
    assert filled(path, [3, 4]) != first
    assert snapshot.of(HOST) == first
    assert snapshot.of("unknown.example") == b""


def test_a_run_that_does_not_settle_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    first = filled(path, [0, 1, 2])
    file = MemoryFile(path)
    file.add(HOST, PAGES[5].url, sketch(PAGES[5]))
    file.close()
    assert Snapshot(path).of(HOST) == first


def test_order_and_number_of_runs_do_not_matter(tmp_path: Path) -> None:
    at_once = filled(None, list(range(6)))
    for seed in range(3):
        path = tmp_path / f"{seed}.sqlite"
        numbers = list(range(6)) + [seed] * 2
        random.Random(seed).shuffle(numbers)
        filled(path, numbers[:4])
        assert filled(path, numbers[4:]) == at_once


def test_it_holds_what_memory_builds() -> None:
    memory = build((HOST, document.url, document) for document in PAGES)
    assert Memory.from_bytes(filled(None, list(range(6)))) == memory


def test_pages_that_were_not_seen_for_long_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    filled(path, [0, 1, 2])
    later = TODAY + timedelta(days=KEPT_DAYS)
    assert filled(path, [2], later)
    assert not filled(path, [], later + timedelta(days=1)), "of three pages only one was seen since"


def test_counts_and_days_can_be_read_with_sql(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    filled(path, [0, 1, 2])
    filled(path, [3], TODAY + timedelta(days=9))
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT host, pages, last_seen FROM hosts").fetchall() == [(HOST, 4, "2026-05-10")]
        rows = db.execute("SELECT line, pages, outside, last_seen FROM lines").fetchall()
    assert rows == [(f"{masked_key(DESK):016x}", 4, 4, "2026-05-10")]


def test_of_a_large_host_a_fixed_sample_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_file, "MOST_PAGES", 4)
    one, other = tmp_path / "one.sqlite", tmp_path / "other.sqlite"
    assert filled(one, [0, 1, 2, 3, 4, 5]) == filled(other, [5, 4, 3, 2, 1, 0])
    with sqlite3.connect(one) as db:
        assert db.execute("SELECT count(*) FROM pages").fetchone() == (4,)


def test_words_are_kept_of_lines_that_repeat_and_go_with_them(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    filled(path, [0, 1, 2])
    known = Memory.from_bytes(Snapshot(path).of(HOST)).hosts[HOST].lines
    line = next(block.text for block in PAGES[0].blocks if masked_key(block.text) in known)
    file = MemoryFile(path)
    own = Taken("A line of one page only, that nobody sees again", True, "")
    file.note(HOST, [Taken(line, True, "What stays."), *(Taken(f"{line}{'!' * n}", True, "") for n in range(9)), own])
    file.keep_words()
    file.close()
    memory, found = learnt(path, HOST)
    assert memory is not None
    assert memory.lines == known
    (one,) = found
    assert line in one.texts
    assert len(one.texts) <= 4, "a few spellings of each"
    assert one.day == TODAY.isoformat()
    assert hosts_in(path) == [HOST]
    later = MemoryFile(path)
    later.settle(TODAY + timedelta(days=KEPT_DAYS + 1))
    later.keep_words()
    later.close()
    assert learnt(path, HOST) == (None, [])


def test_a_file_without_words_is_read_and_gets_them(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    first = filled(path, [0, 1, 2])
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE words")
        db.commit()
    memory, found = learnt(path, HOST)
    assert memory is not None
    assert found == []
    assert Snapshot(path).of(HOST) == first
    MemoryFile(path).close()
    assert learnt(path, HOST)[0] == memory
