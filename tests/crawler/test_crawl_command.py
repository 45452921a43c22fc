"""`dehusk crawl` as a user runs it, against a site on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.command import (
    CRAWL,
    OWN_SITE,
    ROOT,
    clean_environment,
    crawl,
    done,
    job,
    outcomes,
    rows,
)
from tests.crawler.site import Site, serving


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving(pages=12) as running:
        yield running


# ---------------------------------------------------------------------- what must not happen


WRONG: list[tuple[list[str], str]] = [
    ([], "name a URL"),
    (["ftp://example.com/"], "only http and https"),
    (["https://example.com/", "--spider", "nothing"], "nothing"),
    (["https://example.com/", "--depth", "2"], "--spider site"),
    (["https://example.com/", "--spider", "site", "--allow", "("], "regular expression"),
    (["https://example.com/", "--job", "../up"], "no name for a job"),
    (["https://example.com/", "--header", "nonsense"], "Name: value"),
    (["https://example.com/", "-o", "records.csv"], ".jsonl"),
    (["--job", "never-was"], "no job never-was"),
    (["--urls", "no-such-file.txt"], "cannot be read"),
    (["https://example.com/", "--max-pages", "0"], "max-pages"),
    (["http://two words/"], "no host is called 'two words'"),
    (["https://example.com:99999/"], "no URL"),
]


def test_wrong_usage_is_one_line_and_code_2(tmp_path: Path) -> None:
    driver = (
        "import contextlib, io, json, sys\n"
        "from crawler.cli import main\n"
        "for words in json.load(sys.stdin):\n"
        "    said = io.StringIO()\n"
        "    with contextlib.redirect_stderr(said):\n"
        "        try: main(['crawl', *words])\n"
        "        except SystemExit as end: code = end.code\n"
        "    print(json.dumps([code, said.getvalue()]))\n"
    )
    words = json.dumps([words for words, _ in WRONG])
    ran = subprocess.run(
        [sys.executable, "-c", driver],
        input=words,
        env=clean_environment(tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    results = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(results) == len(WRONG), ran.stderr
    for (code, lines), (words_given, expected) in zip(results, WRONG, strict=True):
        assert code == 2, (words_given, lines)
        assert expected in lines
        assert len(lines.strip().splitlines()) == 1, lines
    assert not job(tmp_path, "").exists()


def test_a_private_address_is_not_connected_to_unless_it_was_named(tmp_path: Path, site: Site) -> None:
    before = site.hits.total()
    spellings = ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "[::1]", "0"]
    urls = [site.url(f"/story/1?{number}", host) for number, host in enumerate(spellings)]
    result = crawl(tmp_path, *urls, "--job", "private", "--delay", "0", own=False)
    assert result.returncode == 1, result.stderr
    assert site.hits.total() == before
    assert set(outcomes(job(tmp_path, "private")).values()) == {"private_address"}, result.stderr + result.stdout


def test_a_place_that_cannot_be_written_is_code_4_before_anything_is_fetched(tmp_path: Path, site: Site) -> None:
    before = site.hits.total()
    (tmp_path / "file").write_text("")
    nowhere = crawl(tmp_path, site.url("/story/1"), "-o", str(tmp_path / "file" / "out.jsonl"))
    blocked = crawl(tmp_path, site.url("/story/1"), env={"DEHUSK_HOME": str(tmp_path / "file")})
    for result in (nowhere, blocked):
        assert result.returncode == 4, result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
    assert site.hits.total() == before


def test_a_key_for_one_host_does_not_follow_a_redirect_to_another(tmp_path: Path, site: Site) -> None:
    target = site.url("/story/2?other", "localhost")
    key = ["--header", "X-Api-Key: secret", "--allow-private", "localhost", "--job", "key"]
    crawl(tmp_path, site.url(f"/go?{target}"), *key)
    assert site.headers[f"/go?{target}"]["x-api-key"] == "secret"
    assert "x-api-key" not in site.headers["/story/2?other"]
    assert b"secret" not in (job(tmp_path, "key") / "job.sqlite").read_bytes()


# ---------------------------------------------------------------------- outcomes


def test_every_url_has_one_outcome(tmp_path: Path, site: Site) -> None:
    paths = ["story/1", "story/2", "story/2#part", "to/story/1", "forbidden/1", "story/99", "error", "empty", "nothing"]
    paths += ["picture", "big", "bomb", "round", "no-such-page"]
    away = f"go?{site.url('/story/9?secret', 'localhost')}"
    urls = [site.url(f"/{path}") for path in [*paths, away]]
    result = crawl(tmp_path, *urls, "http://127.0.0.1:9/closed", "--job", "all")
    found = outcomes(job(tmp_path, "all"))
    assert found == {
        "story/1": "ok",
        "story/2": "ok",
        "to/story/1": "duplicate_redirect",
        "forbidden/1": "robots",
        "story/99": "http_404",
        "error": "http_500",
        "empty": "empty",
        "nothing": "empty",
        "picture": "wrong_type",
        "big": "too_large",
        "bomb": "too_large",
        "round": "redirect_loop",
        "no-such-page": "page.soft_404",
        "closed": "connection",
        away: "private_address",
    }
    assert "/story/9?secret" not in site.hits, "a redirect to a private address was followed"
    assert result.returncode == 1, result.stderr
    assert site.hits["/error"] == 3
    assert len(rows(job(tmp_path, "all") / "part-00000.jsonl")) == 2
    assert "too_large" in result.stdout
    assert f"dehusk: {site.url('/error')} answers with HTTP status 500\n" in result.stderr
    assert f"dehusk: {site.url('/story/1')} " not in result.stderr
    assert "Traceback" not in result.stderr


def test_depth_and_patterns_bound_a_site(tmp_path: Path, site: Site) -> None:
    words = ("--spider", "site", "--depth", "1", "--deny", "/story/[12]$", "--job", "flat")
    result = crawl(tmp_path, site.url(), *words)
    assert result.returncode == 0, result.stderr
    assert outcomes(job(tmp_path, "flat")) == {"": "ok", **{f"story/{n}": "ok" for n in range(3, 11)}}


@pytest.fixture(scope="module")
def whole(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the job `same`: the whole site, in two runs."""
    home = tmp_path_factory.mktemp("whole")
    words = (site.url(), "--spider", "site", "--job", "same")
    assert crawl(home, *words, "--max-pages", "5").returncode == 0
    assert done(home, "same") == 5
    assert crawl(home, *words).returncode == 0
    return home


def test_max_pages_is_no_failure_and_the_job_goes_on(whole: Path) -> None:
    assert done(whole, "same") == 13


def test_scrapy_crawl_gives_the_same_records(whole: Path, tmp_path: Path, site: Site) -> None:
    scrapy = [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"url={site.url()}", "-a", "job=same"]
    settings = {"AUTOTHROTTLE_ENABLED": "0", "CONCURRENT_REQUESTS_PER_DOMAIN": "8"}
    for name, value in settings.items():
        scrapy += ["-s", f"{name}={value}"]
    other = tmp_path / "other"
    env = clean_environment(other, DEHUSK_ALLOW_PRIVATE="127.0.0.1")
    ran = subprocess.run(scrapy, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr

    def records(folder: Path) -> list[dict[str, Any]]:
        return [{**row, "added": ""} for row in rows(folder / "part-00000.jsonl")]

    assert outcomes(job(other, "same")) == {"": "ok", **{f"story/{n}": "ok" for n in range(1, 13)}}
    assert records(job(whole, "same")) == records(job(other, "same"))


# ---------------------------------------------------------------------- running again


def test_a_complete_job_is_crawled_again_and_keeps_one_record_a_url(tmp_path: Path) -> None:
    with serving(pages=5) as site:
        crawl(tmp_path, site.url(), "--spider", "site", "--job", "twice")
        first = rows(job(tmp_path, "twice") / "part-00000.jsonl")
        site.gone = {"/story/4"}
        time.sleep(1.1)
        result = crawl(tmp_path, "--job", "twice", "--all")
        assert result.returncode == 0, result.stderr
        second = rows(job(tmp_path, "twice") / "part-00000.jsonl")
        assert site.hits["/story/3"] == 2
    assert {row["id"] for row in first} - {row["id"] for row in second} == {
        row["id"] for row in first if row["url"].endswith("/story/4")
    }
    assert len({row["id"] for row in second}) == len(second) == 5
    assert all(new["added"] > old["added"] for new, old in zip(second, first, strict=False))


# ---------------------------------------------------------------------- output


def test_segments_appear_on_the_way(tmp_path: Path) -> None:
    early = "import crawler.job, crawler.cli; crawler.job.FIRST_EXPORT = 5; crawler.cli.main()"
    with serving(pages=60, delay=0.2) as site:
        words = [sys.executable, "-c", early, "crawl", site.url(), "--spider", "site", "--job", "way", *OWN_SITE]
        process = subprocess.Popen(
            words, env=clean_environment(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        manifest = job(tmp_path, "way") / "manifest.json"
        while not manifest.exists():
            assert process.poll() is None, process.communicate()
            time.sleep(0.02)
        first = json.loads(manifest.read_text())["records"]
        process.communicate(timeout=30)
    assert 5 <= first < 61
    assert json.loads(manifest.read_text())["records"] == 61


def test_stdout_streams_records_and_nothing_else(tmp_path: Path, site: Site) -> None:
    result = crawl(tmp_path, site.url("/story/1"), site.url("/story/2"), "--job", "out", "-o", "-")
    assert result.returncode == 0, result.stderr
    assert len([json.loads(line) for line in result.stdout.splitlines()]) == 2
    assert "characters in" in result.stderr


def test_a_reader_that_goes_away_is_no_error_and_the_job_goes_on(tmp_path: Path) -> None:
    with serving(pages=60, delay=0.1) as site:
        words = [*CRAWL, site.url(), "--spider", "site", "--job", "head", "-o", "-", *OWN_SITE]
        process = subprocess.Popen(
            words, env=clean_environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["text"]
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(timeout=30) == 0, said
        assert "Traceback" not in said
        assert 0 < done(tmp_path, "head") < 61


def test_one_file_appears_with_its_side_files(tmp_path: Path, site: Site) -> None:
    urls = tmp_path / "urls.txt"
    urls.write_text(f"# mine\n{site.url('/story/3')}\n\n{site.url('/story/1')}\n{site.url('/story/2')}\n")
    result = crawl(tmp_path, "--urls", str(urls), "-o", "news.jsonl", "--job", "file", "--quiet")
    assert result.returncode == 0, result.stderr
    assert (result.stdout, result.stderr) == ("", "")
    assert sorted(path.name for path in tmp_path.glob("news*")) == [
        "news.jsonl",
        "news.outcomes.jsonl",
        "news.removals.jsonl",
    ]
    assert [row["url"][-1] for row in rows(tmp_path / "news.jsonl")] == ["3", "1", "2"]
    assert not list(job(tmp_path, "file").glob("part-*"))


def test_the_environment_beats_the_settings_and_the_command_line_beats_it(tmp_path: Path, site: Site) -> None:
    env = {"DEHUSK_USER_AGENT": "from-environment", "DEHUSK_JOB": "named-by-environment"}
    crawl(tmp_path, site.url("/story/8"), "--user-agent", "from-command", env=env)
    assert site.headers["/story/8"]["user-agent"] == "from-command"
    assert done(tmp_path, "named-by-environment") == 1


def test_a_variable_that_makes_no_sense_is_one_line_and_code_2(tmp_path: Path) -> None:
    for variable in ("DEHUSK_CONCURRENCY=0", "DEHUSK_DELAY=fast", "DEHUSK_PAGE_SECONDS=nan"):
        name, _, value = variable.partition("=")
        result = crawl(tmp_path, "https://example.com/", own=False, env={name: value})
        assert result.returncode == 2, result.stderr
        assert result.stderr.startswith(f"dehusk: {variable} in the environment: it must be")
        assert len(result.stderr.splitlines()) == 1


def test_a_part_that_cannot_be_imported_is_one_line_and_loses_no_url(tmp_path: Path, site: Site) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "trafilatura.py").write_text("raise ImportError('not there')")
    path = os.pathsep.join([str(broken), str(ROOT)])
    words = (site.url("/story/1"), site.url("/story/2"), "--job", "later", "--extractor", "trafilatura")
    result = crawl(tmp_path, *words, "--quiet", env={"PYTHONPATH": path})
    assert (result.returncode, len(result.stderr.splitlines())) == (3, 1), result.stderr
    assert "not there" in result.stderr
    again = crawl(tmp_path, "--job", "later")
    assert again.returncode == 0
    assert "goes on with --extractor trafilatura, as before" in again.stderr
    assert done(tmp_path, "later") == 2
