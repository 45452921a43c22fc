"""`dehusk job` and `dehusk export` as a user runs them."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import zstandard

from tests.crawler.command import dehusk
from tests.crawler.site import Site, serving
from tests.reliability.trial import Job

PAGES = 8


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Site]]:
    """A home with two jobs: `town`, all of a site of which one page is gone, and `other`."""
    home = tmp_path_factory.mktemp("jobs")
    with serving(pages=PAGES) as site:
        site.gone = {"/story/5"}
        other = Job(home, site, "--max-pages", "1", name="other")
        for job in (Job(home, site, name="town"), other):
            assert job.run() == 0, job.said
        yield home, site


@pytest.fixture
def home(crawled: tuple[Path, Site], tmp_path: Path) -> Path:
    shutil.copytree(crawled[0] / "output", tmp_path / "output")
    with closing(sqlite3.connect(tmp_path / "output" / "data" / "town" / "job.sqlite")) as db, db:
        db.execute("UPDATE job SET value = '[]' WHERE key = 'exports'")  # those of the place it was copied from
    return tmp_path


def run(home: Path, *words: object) -> Any:
    done = dehusk(*words, cwd=home, DEHUSK_HOME=str(home))
    assert "Traceback" not in done.stderr
    done.out = done.stdout.decode()
    return done


def files(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name.startswith(("part-", "manifest", "news"))
    }


def status(home: Path, job: str = "town") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(home, "job", "status", job, "--json").stdout)
    return found


# ---------------------------------------------------------------------- what must not happen


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (["job", "status", "twon"], 2, "did you mean town?"),
        (["job", "retry", "zzz"], 2, "there are other, town"),
        (["export", "../town"], 2, "no name for a job"),
        (["export", "town", "-o", "news.csv"], 2, ".jsonl"),
        (["export", "town", "-o", "news.jsonl", "--compress", "gz"], 2, "--compress is for folders"),
        (["export", "town", "-o", "job.lock/out/"], 4, "cannot be written"),
        (["job", "retry", "town", "--reason", "timeot"], 2, "http_404 (1)"),
        (["job", "retry", "town", "--reason", "ok"], 2, "tried again"),
        (["job", "purge", "town"], 2, "URL"),
        (["job", "purge", "town", "https://never.example/seen"], 1, "does not know"),
        (["job", "nothing"], 2, "nothing"),
    ],
)
def test_what_is_wrong_is_one_line(home: Path, words: list[str], code: int, expected: str) -> None:
    (home / "job.lock").touch()
    done = run(home, *words)
    assert done.returncode == code, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert expected in done.stderr


def test_what_only_looks_changes_nothing(home: Path) -> None:
    store = home / "output" / "data" / "town" / "job.sqlite"
    before = store.read_bytes()
    for words in (["job", "list"], ["job", "status", "town"], ["job", "status", "town", "--check"]):
        assert run(home, *words).returncode == 0
    assert store.read_bytes() == before


def test_a_damaged_store_is_said(home: Path) -> None:
    store = home / "output" / "data" / "town" / "job.sqlite"
    with closing(sqlite3.connect(store)) as db, db:
        db.execute("UPDATE pages SET digest = x'00' WHERE row = (SELECT min(row) FROM pages)")
    done = run(home, "job", "status", "town", "--check")
    assert done.returncode == 3
    assert "is damaged" in done.stderr
    store.write_bytes(store.read_bytes()[:5000])
    assert run(home, "job", "status", "town").returncode == 3
    listed = run(home, "job", "list")
    assert listed.returncode == 1
    assert "other" in listed.out
    assert run(home, "export", "town").returncode == 3


# ---------------------------------------------------------------------- what they do


def test_jobs_are_listed_and_one_is_shown(home: Path) -> None:
    listed = run(home, "job", "list")
    assert [line.split()[:3] for line in listed.out.splitlines()[1:]] == [["other", "1", "8"], ["town", "8", "0"]]
    assert [json.loads(line)["name"] for line in run(home, "job", "list", "--json").out.splitlines()] == [
        "other",
        "town",
    ]
    shown = run(home, "job", "status", "town").out
    for word in ("complete", "http_404", "127.0.0.1", "next: dehusk job retry town"):
        assert word in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert "next: dehusk crawl --job other" in run(home, "job", "status", "other").out
    assert status(home)["counts"] == {"pending": 0, "done": 8, "failed": 1, "skipped": 0, "seen": 9}


def test_a_store_that_does_not_add_up_is_code_3_and_what_was_published_stays(
    home: Path, crawled: tuple[Path, Site]
) -> None:
    town = home / "output" / "data" / "town"
    before = files(town)
    with closing(sqlite3.connect(town / "job.sqlite")) as db, db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("DELETE FROM pages WHERE row = 4")
        db.execute("DELETE FROM frontier WHERE id = 4")
    again = Job(home, crawled[1], name="town")
    assert again.run() == 3, again.said
    assert "9 URLs, but 10 were seen" in again.said
    assert files(town) == before


def test_no_jobs_is_no_error(tmp_path: Path) -> None:
    done = run(tmp_path, "job", "list")
    assert (done.returncode, done.out) == (0, "")
    assert "dehusk crawl URL" in done.stderr


def test_failed_urls_are_tried_again(home: Path) -> None:
    assert run(home, "job", "retry", "town", "--limit", "5").out.startswith("1 URL to be tried again, 1 to fetch")
    assert run(home, "job", "retry", "town").out.startswith("0 URLs to be tried again, 1 to fetch")
    assert status(home)["counts"]["pending"] == 1


def test_an_export_gives_the_same_bytes_however_often(home: Path, crawled: tuple[Path, Site]) -> None:
    town = home / "output" / "data" / "town"
    first = files(town)
    assert run(home, "export", "town").out == f"8 records in {town}\n"
    assert files(town) == first == files(crawled[0] / "output" / "data" / "town")
    for words in (["-o", "news.jsonl.zst"], ["-o", "out/", "--compress", "gz"]):
        assert run(home, "export", "town", *words).returncode == 0
        before = files(home), files(home / "out") if (home / "out").is_dir() else {}
        assert run(home, "export", "town", *words).returncode == 0
        assert (files(home), files(home / "out") if (home / "out").is_dir() else {}) == before
    assert len(json.loads((home / "out" / "manifest.json").read_text())["files"]) == 3


def test_a_job_that_is_not_complete_is_exported_and_it_is_said(home: Path) -> None:
    done = run(home, "export", "other", "-o", "news.jsonl")
    assert done.returncode == 0
    assert "8 URLs are still to fetch" in done.stderr


def purged(home: Path, site: Site, *words: str) -> tuple[bytes, Any]:
    """Purge a page; what the store held of it, and how it was said."""
    store = home / "output" / "data" / "town" / "job.sqlite"
    query = "SELECT record, id FROM pages WHERE url = ?"
    with closing(sqlite3.connect(store)) as db:
        record, identity = db.execute(query, (site.url("/story/3"),)).fetchone()
    assert record in store.read_bytes()
    for out in (["-o", "news.jsonl"], ["-o", "out/"], []):
        assert run(home, "export", "town", *out).returncode == 0
    (store.parent / ".part-00007.jsonl.tmp").write_bytes(b"left by a run that was killed: story 3")
    done = run(home, "job", "purge", "town", site.url("/story/3"), *words)
    assert done.returncode == 0, done.stderr
    assert done.out.startswith("erased: 1 URL, 1 page")
    for path in home.rglob("*"):
        if path.is_file() and "other" not in path.parts:
            data = path.read_bytes()
            assert record[20:] not in data, path
            assert zstandard.ZstdDecompressor().decompress(record)[100:300] not in data, path
            assert b"of story 3:" not in data, path
            assert identity.encode() not in data or ".outcomes." in path.name, path
    return record, done


def test_a_purged_page_is_in_no_file_any_more_and_is_not_fetched_again(home: Path, crawled: tuple[Path, Site]) -> None:
    site = crawled[1]
    purged(home, site)
    assert len((home / "news.jsonl").read_bytes().splitlines()) == PAGES - 1
    assert status(home)["reasons"]["skipped"] == {"purged": 1}
    assert run(home, "job", "status", "town", "--check").returncode == 0
    before = site.hits["/story/3"]
    again = Job(home, site, name="town")
    assert again.run() == 0, again.said
    assert site.hits["/story/3"] == before
    assert run(home, "job", "purge", "town", site.url("/story/3?utm_source=x#part")).returncode == 0


def test_a_url_that_is_forgotten_is_in_no_file_either(home: Path, crawled: tuple[Path, Site]) -> None:
    site = crawled[1]
    purged(home, site, "--forget-url")
    rest = (home / "output" / "data" / "town" / "job.sqlite").read_bytes()
    assert f"{site.port}/story/3".encode() + b"\x00" not in rest
    with closing(sqlite3.connect(home / "output" / "data" / "town" / "job.sqlite")) as db:
        (url,) = db.execute("SELECT url FROM frontier WHERE reason = 'purged'").fetchone()
        assert url.startswith("purged:")
        assert not db.execute("SELECT 1 FROM frontier WHERE url LIKE '%/story/3'").fetchone()
    before = site.hits["/story/3"]
    again = Job(home, site, name="town")
    assert again.run() == 0, again.said
    assert site.hits["/story/3"] == before
    assert run(home, "job", "status", "town", "--check").returncode == 0
