"""What the archive of a crawl gives again without the network: the same records, and what other rules would change."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from crawler.archiving import is_wanted
from output.inputs import find_sources, newest_of, read_source
from tests.crawler.command import CRAWL, begin, clean_environment, crawl, job, rows, wait_for_pages
from tests.crawler.site import Site, article, serving

PAGES = 14
# What only the job knows of a page, beside its record: no archive holds it.
OF_THE_JOB = ("other_urls", "change")


class _Replayed(Site):
    """The usual site, with a page that leads on by itself, and two that are sent compressed."""

    def answer(self, handler: Any) -> None:
        import gzip
        import zlib

        if handler.path == "/leads-on":
            page = article(50, []).replace(b"<head>", b"<head><meta http-equiv=refresh content='0; url=/story/3'>")
            return self.send(handler, page)
        if handler.path == "/packed":
            return self.send(handler, gzip.compress(article(60, [])), encoding="gzip")
        if handler.path == "/deflated":
            return self.send(handler, zlib.compress(article(61, [])), encoding="deflate")
        if handler.path == "/cut":
            return self.send(handler, gzip.compress(article(62, []))[:-60], encoding="gzip")
        return super().answer(handler)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of a job `replay` that is complete; the server it came from is gone."""
    home = tmp_path_factory.mktemp("replay")
    with serving_replayed() as site:
        paths = ["/", "/to/story/2", "/leads-on", "/packed", "/deflated", "/cut", "/picture", "/story/99", "/error"]
        paths += ["/empty", "/forbidden/1", "/round"]
        words = [site.url(path) for path in paths]
        result = crawl(home, *words, "--spider", "site", "--job", "replay", "--quiet")
        assert result.returncode == 1, result.stderr
    return home


def serving_replayed() -> Any:
    import contextlib
    import threading

    @contextlib.contextmanager
    def running() -> Iterator[Site]:
        site = _Replayed(PAGES)
        threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield site
        finally:
            site.server.shutdown()
            site.server.server_close()

    return running()


def dehusk(home: Path, *words: object) -> subprocess.CompletedProcess[str]:
    command = [*CRAWL[:-1], *map(str, words)]
    return subprocess.run(
        command, env=clean_environment(home), cwd=home, capture_output=True, text=True, timeout=90, check=False
    )


def archive(home: Path) -> Path:
    return job(home, "replay") / "archive"


def without_job_facts(path: Path) -> list[str]:
    found = []
    for row in rows(path):
        for key in OF_THE_JOB:
            row["metadata"].pop(key, None)
        found.append(json.dumps(row))
    return sorted(found)


def copy_of(home: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    with closing(sqlite3.connect(job(copy, "replay") / "job.sqlite", isolation_level=None)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return copy


def records(home: Path) -> Path:
    return job(home, "replay") / "part-00000.jsonl"


def site_rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    rule = '[[remove]]\nregex = \'^Paragraph 2 of story (3|5): .*\'\nfit = "line"\nreason = "promo"\n'
    (folder / "127.0.0.1.toml").write_text(rule)
    return folder


# ---------------------------------------------------------------------- cleaning an archive


def test_cleaning_the_archive_gives_the_records_of_the_crawl(crawled: Path, tmp_path: Path) -> None:
    expected = without_job_facts(records(crawled))
    assert len(expected) == PAGES + 1 + 2, "pages are missing"
    lines = {line for line in records(crawled).read_bytes().splitlines() if b'"other_urls"' not in line}
    out = tmp_path / "again.jsonl"
    result = dehusk(tmp_path, "clean", archive(crawled), "-o", out)
    assert without_job_facts(out) == expected, result.stderr
    assert lines <= set(out.read_bytes().splitlines()), "not the same bytes"
    ended = {row["url"].rpartition("/")[2]: row["outcome"] for row in rows(tmp_path / "again.outcomes.jsonl")}
    assert ended["leads-on"] == "meta_refresh"
    assert ended["cut"] == "broken_encoding"
    assert ended["99"] == "http_404"
    assert ended["robots.txt"] == "listing"
    assert ended["error"] == "http_500"
    assert result.returncode == 1, "a body that is cut off is a reject"


def test_a_wacz_gives_what_its_archive_gives(crawled: Path, tmp_path: Path) -> None:
    packed = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as wacz:
        wacz.writestr("datapackage.json", "{}")
        for path in sorted(archive(crawled).iterdir()):
            wacz.write(path, f"archive/{path.name}")
    given = []
    for path in (archive(crawled), packed):
        sources = list(find_sources([str(path)], None))
        newest = newest_of(sources)
        given.append(
            [
                (one.task, one.passed_over, one.url)
                for source in sources
                for one in read_source(source, count(1), newest)
            ]
        )
    assert given[0] == given[1]
    assert sum(task is not None for task, _, _ in given[0]) == PAGES + 1 + 2 + 1


def test_a_damaged_record_loses_itself_and_is_told_in_one_line(crawled: Path, tmp_path: Path) -> None:
    (path,) = archive(crawled).iterdir()
    data = bytearray(path.read_bytes())
    place = next(row for row in _places(crawled) if row[0].endswith("/story/4"))
    data[place[2] + place[3] // 2] ^= 0xFF
    damaged = tmp_path / "damaged.warc.gz"
    damaged.write_bytes(data)
    result = dehusk(tmp_path, "clean", damaged, "-o", tmp_path / "out.jsonl", "-q")
    assert result.returncode == 1
    assert result.stderr.count(f"at byte {place[2]} is lost") == 1
    urls = {row["url"].partition("//")[2].partition("/")[2] for row in rows(tmp_path / "out.jsonl")}
    assert len(urls) == PAGES + 2
    assert "story/4" not in urls
    (lost,) = (row for row in rows(tmp_path / "out.rejects.jsonl") if row["reason"] == "damaged")
    assert lost["offset"] == place[2]


def test_without_a_name_there_is_no_archive_unless_it_is_wanted(tmp_path: Path) -> None:
    assert [is_wanted(said, named=True) for said in ("", "1", "0", "no")] == [True, True, False, False]
    assert [is_wanted(said, named=False) for said in ("", "1", "0", "yes")] == [False, True, False, True]
    with serving(pages=1) as site:
        crawl(tmp_path, site.url("/story/1"), "--quiet")
    assert list(tmp_path.rglob("part-00000.jsonl"))
    assert not list(tmp_path.rglob("*.warc.gz*"))


def test_a_killed_crawl_leaves_an_archive_that_is_whole_and_gives_each_page_once(tmp_path: Path) -> None:
    with serving(pages=40, delay=0.02) as site:
        process = begin(tmp_path, site.url(), "--spider", "site", "--job", "replay", "--quiet")
        wait_for_pages(tmp_path, "replay", 10, process)
        process.kill()
        process.communicate()
        (left,) = archive(tmp_path).iterdir()
        assert left.name.endswith(".open")
        assert crawl(tmp_path, "--job", "replay", "--quiet").returncode == 0
    files = sorted(path.name for path in archive(tmp_path).iterdir())
    assert files == ["run-0001-001.warc.gz", "run-0002-001.warc.gz"]
    result = dehusk(tmp_path, "clean", archive(tmp_path), "-o", tmp_path / "again.jsonl", "-q")
    assert result.returncode == 0, result.stderr
    assert sorted((tmp_path / "again.jsonl").read_bytes().splitlines()) == sorted(
        records(tmp_path).read_bytes().splitlines()
    )
    assert len(_places(tmp_path)) == 41


def _places(home: Path) -> list[tuple[str, str, int, int]]:
    with sqlite3.connect(job(home, "replay") / "job.sqlite") as db:
        query = "SELECT url, archive_file, archive_offset, archive_length FROM frontier WHERE archive_file <> ''"
        return db.execute(query).fetchall()


# ---------------------------------------------------------------------- cleaning a job again


def test_recleaning_by_the_same_rules_changes_no_byte(crawled: Path, tmp_path: Path) -> None:
    home = copy_of(crawled, tmp_path)
    before = records(home).read_bytes()
    outcomes = (job(home, "replay") / "part-00000.outcomes.jsonl").read_bytes()
    result = dehusk(home, "job", "reclean", "replay")
    assert result.returncode == 0, result.stderr
    assert records(home).read_bytes() == before
    assert (job(home, "replay") / "part-00000.outcomes.jsonl").read_bytes() == outcomes
    assert not list(job(home, "replay").glob("reclean*"))


def test_other_rules_are_compared_first_and_name_exactly_what_changes(crawled: Path, tmp_path: Path) -> None:
    home, rules = copy_of(crawled, tmp_path), site_rules(tmp_path)
    before = records(home).read_bytes()
    page = tmp_path / "changes.html"
    shown = dehusk(home, "job", "reclean", "replay", "--compare", "--compare-html", page, "--site-rules", rules)
    assert shown.returncode == 0, shown.stderr
    assert f"2 of {PAGES + 3} documents changed: 2 blocks newly removed" in " ".join(shown.stdout.split())
    assert [story for story in range(1, PAGES + 1) if f"\nStory {story}\n" in shown.stdout] == [3, 5]
    assert "site_rules" in shown.stdout
    assert all(len(line) <= 80 for line in shown.stdout.splitlines())
    assert "Story 3" in page.read_text()
    assert records(home).read_bytes() == before, "comparing changed something"

    done = dehusk(home, "job", "reclean", "replay", "--site-rules", rules)
    assert done.returncode == 0, done.stderr
    old = {row["url"]: row["text"] for row in map(json.loads, before.splitlines())}
    new = {row["url"]: row["text"] for row in rows(records(home))}
    assert old.keys() == new.keys()
    assert sorted(url.rpartition("/")[2] for url in new if new[url] != old[url]) == ["3", "5"]
    assert all(f"Paragraph 2 of story {story}:" not in "".join(new.values()) for story in (3, 5))
    # and what a crawl with these rules would have given
    out = tmp_path / "fresh.jsonl"
    dehusk(tmp_path, "clean", archive(home), "--site-rules", rules, "-o", out)
    assert without_job_facts(out) == without_job_facts(records(home))


def test_a_stopped_recleaning_leaves_the_records_and_goes_on(crawled: Path, tmp_path: Path) -> None:
    home, rules = copy_of(crawled, tmp_path), site_rules(tmp_path)
    before = records(home).read_bytes()
    store = (job(home, "replay") / "job.sqlite").read_bytes()
    words = [*CRAWL[:-1], "job", "reclean", "replay", "--site-rules", str(rules)]
    process = subprocess.Popen(
        words, env=clean_environment(home), cwd=home, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    until = time.monotonic() + 30
    while not (job(home, "replay") / "reclean.sqlite").exists() and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert records(home).read_bytes() == before
    assert (job(home, "replay") / "job.sqlite").read_bytes() == store
    assert dehusk(home, "job", "reclean", "replay", "--site-rules", rules).returncode == 0
    assert len([row for row in rows(records(home)) if "Paragraph 2 of" not in row["text"]]) == 2


def test_a_damaged_response_keeps_the_record_that_there_is(crawled: Path, tmp_path: Path) -> None:
    home = copy_of(crawled, tmp_path)
    before = records(home).read_bytes()
    place = next(row for row in _places(home) if row[0].endswith("/story/4"))
    path = archive(home) / place[1]
    data = bytearray(path.read_bytes())
    data[place[2] + 60] ^= 0xFF
    path.write_bytes(data)
    result = dehusk(home, "job", "reclean", "replay")
    assert result.returncode == 1
    assert [line for line in result.stderr.splitlines() if "its record stays" in line and "/story/4" in line]
    assert records(home).read_bytes() == before


def test_a_purged_page_is_in_no_file_of_the_job(crawled: Path, tmp_path: Path) -> None:
    home = copy_of(crawled, tmp_path)
    dehusk(home, "job", "reclean", "replay", "--compare")  # leaves a copy of the store
    url = next(row[0] for row in _places(home) if row[0].endswith("/story/4"))
    result = dehusk(home, "job", "purge", "replay", url)
    assert result.returncode == 0, result.stderr
    import gzip

    for path in job(home, "replay").rglob("*"):
        if path.is_file():
            data = gzip.decompress(path.read_bytes()) if path.name.endswith(".gz") else path.read_bytes()
            assert b"of story 4:" not in data, path
    assert dehusk(home, "job", "reclean", "replay", "-q").returncode == 0
    assert len(rows(records(home))) == PAGES + 2
