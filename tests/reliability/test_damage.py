"""A store whose file was cut or whose bits were flipped: said, or recovered; never a silent loss."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from output.checking import damaged_pages
from output.export import export_folder
from output.outcomes import Outcome
from output.rows import fingerprint
from output.store import Found, JobStore, StoredPage, StoreError
from output.store_file import is_damage, open_for_reading

TRIALS = 100
URLS = 120
# What a job holds of a URL: when it was tried, and with which words it failed, is no loss.
State = tuple[dict[bytes, tuple[Any, ...]], dict[str, bytes]]


def state_of(path: Path) -> State:
    """Every URL with its state, outcome and status; every page with its record, its digest checked."""
    with closing(open_for_reading(path)) as db:
        assert not list(damaged_pages(db))
        # By fingerprint: a bit that makes a letter of the host a capital one leaves the same URL.
        found = db.execute("SELECT url, state, reason, http_status FROM frontier")
        rows = {fingerprint(url): tuple(rest) for url, *rest in found}
        return rows, dict(db.execute("SELECT id, record FROM pages"))


def fill(store: JobStore, snapshots: list[State]) -> None:
    """A job that has ended some of its URLs in every way; what it held after each transaction."""
    chance = random.Random(4)
    store.begin_run("test", follows=True)
    store.add_starts([Found("https://a.example/0")])
    snapshots.append(state_of(store.path))
    for number in range(URLS // 2):
        (row,) = store.next_rows("a.example", 1)
        links = [Found(f"https://a.example/story/{2 * number + step}", 1) for step in (1, 2)]
        record = b'{"id": "%d", "metadata": {}, "text": "%s"}\n' % (number, chance.randbytes(600).hex().encode())
        page = StoredPage(f"d-{number}", row.url, record, record[: number * 9], layout=record[:200])
        ways = [(Outcome("ok", 200), page), (Outcome("http_404", 404), None), (Outcome("robots"), None)]
        outcome, kept = ways[chance.choice([0, 0, 0, 1, 2])]
        assert store.finish(row.id, outcome, kept, links)
        snapshots.append(state_of(store.path))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[State]]:
    """Two folders with a store: `whole` closed, `killed` with half of it in the log, as kill -9 leaves it."""
    home = tmp_path_factory.mktemp("made")
    snapshots: list[State] = []
    (home / "first").mkdir()
    store = JobStore(home / "first" / "job.sqlite")
    snapshots.append(state_of(store.path))
    fill(store, snapshots)
    shutil.copytree(home / "first", home / "killed")
    store.close()
    shutil.copytree(home / "first", home / "whole")
    assert (home / "killed" / "job.sqlite-wal").stat().st_size > 50_000
    assert not (home / "whole" / "job.sqlite-wal").exists()
    return home, snapshots


def damage(path: Path, chance: random.Random) -> str:
    """Cut a file at a random place, or flip up to eight bits of it."""
    data = bytearray(path.read_bytes())
    if chance.random() < 0.4:
        cut = chance.randrange(len(data))
        path.write_bytes(data[:cut])
        return f"cut at {cut} of {len(data)}"
    places = [chance.randrange(len(data)) for _ in range(chance.randint(1, 8))]
    for place in places:
        data[place] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    return f"flipped at {places}"


def said(path: Path, out: Path) -> str:
    """What a run of the job says of its store: at its start, when all is checked, and when it is published."""
    try:
        with closing(JobStore(path)) as store:
            problems = store.problems()
            if problems:
                return problems[0]
            export_folder(path, out)
    except StoreError as error:
        return str(error)
    except sqlite3.DatabaseError as error:
        return str(error) if is_damage(error) else ""
    return ""


def undamaged(home: Path, out: Path, snapshots: list[State]) -> None:
    for name in ("whole", "killed"):
        shutil.copytree(home / name, out / name)
        assert said(out / name / "job.sqlite", out / f"{name}-out") == ""
        assert state_of(out / name / "job.sqlite") == snapshots[-1]


def trial(home: Path, out: Path, snapshots: list[State], seed: int) -> str:
    chance = random.Random(seed)
    which = chance.choice(["whole", "killed", "log"])
    folder = out / f"{seed}"
    shutil.copytree(home / ("whole" if which == "whole" else "killed"), folder)
    path = folder / "job.sqlite"
    how = damage(folder / "job.sqlite-wal" if which == "log" else path, chance)
    message = said(path, out / f"{seed}-out")
    if message:
        return "said"
    # Nothing was said: then all is there, or (from a log that was cut) all as it was after an earlier transaction,
    # where whatever came later is pending and fetched again.
    held = state_of(path)
    assert held == snapshots[-1] or (which == "log" and held in snapshots), f"seed {seed}, {which} {how}"
    return "recovered"


def test_no_damage_is_a_silent_loss(made: tuple[Path, list[State]], tmp_path: Path) -> None:
    home, snapshots = made
    undamaged(home, tmp_path, snapshots)
    ends = [trial(home, tmp_path, snapshots, seed) for seed in range(TRIALS)]
    assert ends.count("said") > TRIALS // 4
    assert ends.count("recovered") > 5


@pytest.mark.nightly
def test_no_damage_is_a_silent_loss_1000_times(made: tuple[Path, list[State]], tmp_path: Path) -> None:
    home, snapshots = made
    for seed in range(1000, 2000):
        trial(home, tmp_path, snapshots, seed)
        shutil.rmtree(tmp_path / f"{seed}")


def test_a_schema_that_is_no_text_is_said(made: tuple[Path, list[State]], tmp_path: Path) -> None:
    path = tmp_path / "job.sqlite"
    data = (made[0] / "whole" / "job.sqlite").read_bytes()
    path.write_bytes(data.replace(b"CREATE TABLE aliases", b"CREATE TABLE \xa9liases", 1))
    for opened in (JobStore, open_for_reading):
        with pytest.raises(StoreError, match="restore it"):
            opened(path)


def test_a_store_that_was_emptied_is_not_taken_for_a_new_one(made: tuple[Path, list[State]], tmp_path: Path) -> None:
    path = tmp_path / "job.sqlite"
    path.touch()
    with pytest.raises(StoreError, match="empty"):
        JobStore(path)
    assert path.stat().st_size == 0


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        ("DELETE FROM frontier WHERE id = 7", "were seen"),
        ("DELETE FROM frontier WHERE id = (SELECT max(id) FROM frontier)", "this run"),
        ("DELETE FROM pages WHERE row = (SELECT min(row) FROM pages)", "no page"),
        ("UPDATE frontier SET url = 'https://a.example/storz/9' WHERE id = 9", "not the one"),
        ("UPDATE frontier SET reason = 'http_405' WHERE reason = 'http_404'", "http_405"),
        ("UPDATE frontier SET reason = 'robotr' WHERE reason = 'robots'", "robotr"),
        ("UPDATE job SET value = '2' WHERE key = 'generation'", "crawl 1"),
    ],
)
def test_what_does_not_add_up_is_named(made: tuple[Path, list[State]], tmp_path: Path, sql: str, word: str) -> None:
    shutil.copy(made[0] / "whole" / "job.sqlite", tmp_path)
    with closing(JobStore(tmp_path / "job.sqlite")) as store:
        assert not store.problems()
        with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
            other.execute(sql)
        assert any(word in line for line in store.problems()), store.problems()
