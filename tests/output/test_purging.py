"""Erased pages: in no table of the store, and never fetched again, however far the job was crawled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from output.outcomes import Outcome
from output.purging import purge
from output.store import Found, JobStore
from tests.output.pages_of_store import BASE, begin, close_run, crawl, end, records

# What sqlite3 warns of in one Python is an error in a later one.
pytestmark = pytest.mark.filterwarnings("error::DeprecationWarning")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "job.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[JobStore]:
    with closing(JobStore(path)) as opened:
        yield opened


def redirected(store: JobStore) -> int:
    """A job whose `/old` leads to `/secret`, crawled once."""
    rows = begin(store, "/a", "/old")
    end(store, rows["/a"], "/a", text="another")
    store.owner(f"{BASE}/secret", rows["/old"])
    end(store, rows["/old"], "/old", final="/secret")
    close_run(store)
    return rows["/old"]


def left(path: Path) -> dict[str, str]:
    """What is still to be fetched, and what became of all other rows."""
    with closing(JobStore(path)) as store:
        assert not store.problems()
        return {
            url.removeprefix(BASE): reason or "pending"
            for url, reason in store.db.execute("SELECT url, reason FROM frontier ORDER BY id")
        }


def test_what_a_purged_url_led_to_is_not_fetched_though_it_is_given(store: JobStore, path: Path) -> None:
    redirected(store)
    assert purge(path, [f"{BASE}/secret"]).pages == 1
    assert set(begin(store, "/a", "/secret#part", "/new")) == {"/a", "/new"}
    assert left(path) == {"/a": "pending", "/old": "purged", "/new": "pending"}


def test_a_page_is_known_by_its_address_while_the_job_is_crawled_again(store: JobStore, path: Path) -> None:
    redirected(store)
    begin(store, "/a", "/old")
    done = purge(path, [f"{BASE}/secret?utm_source=x", f"{BASE}/never"])
    assert (done.pages, done.unknown) == (1, (f"{BASE}/never",))
    assert set(begin(store, "/a", "/secret")) == {"/a"}
    assert set(records(store)) == {"/a"}


@pytest.mark.parametrize("named", ["/secret", "/old"])
def test_the_new_row_of_a_purged_page_is_purged_too(store: JobStore, path: Path, named: str) -> None:
    row = redirected(store)
    begin(store, "/a", "/old")
    store.db.execute("DELETE FROM aliases WHERE row = ?", (row,))
    store.add([Found(f"{BASE}/secret")])  # found before `/old` is asked again
    assert purge(path, [BASE + named]).pages == 1
    assert left(path) == {"/a": "pending", "/old": "purged", "/secret": "purged"}


def test_where_a_redirect_failed_is_known_too(store: JobStore, path: Path) -> None:
    rows = begin(store, "/old", "/out")
    store.finish(rows["/old"], Outcome("http_404", 404, f"{BASE}/secret"))
    store.finish(rows["/out"], Outcome("offsite", 302, f"{BASE}/elsewhere"))
    close_run(store)
    done = purge(path, [f"{BASE}/secret", f"{BASE}/elsewhere"])
    assert (done.urls, done.unknown) == ((f"{BASE}/secret",), (f"{BASE}/elsewhere",))
    assert left(path) == {"/old": "purged", "/out": "offsite"}


@pytest.mark.parametrize("named", ["/secret", "/copy"])
@pytest.mark.parametrize("recrawled", [False, True])
def test_twins_go_together_while_the_job_is_crawled_again(
    store: JobStore, path: Path, named: str, recrawled: bool
) -> None:
    pages = {"/secret": "", "/copy": "/secret"}
    crawl(store, pages)
    rows = begin(store, *pages)
    if recrawled:
        end(store, rows["/secret"], "/secret", text="new")
    assert purge(path, [BASE + named]).pages == 2
    assert set(left(path).values()) == {"purged"}


def test_twins_of_a_crawl_that_was_killed_go_together(store: JobStore, path: Path) -> None:
    rows = begin(store, "/secret", "/copy", "/other")
    end(store, rows["/secret"], "/secret")
    end(store, rows["/copy"], "/copy", "/secret")
    end(store, rows["/other"], "/other", "/secret", text="other")
    assert purge(path, [f"{BASE}/secret"]).pages == 2
    assert left(path) == {"/secret": "purged", "/copy": "purged", "/other": "ok"}


def test_a_forgotten_url_is_in_no_command_of_a_run(store: JobStore, path: Path) -> None:
    urls = f"{BASE}/a,{BASE}/secret {BASE}/c"
    crawl(store, {"/a": "", "/secret": ""})
    store.begin_run(
        f"scrapy crawl page -a 'urls={urls}' -a url={BASE}/secret {BASE}/secret a.example/secret", follows=True
    )
    purge(path, [f"{BASE}/secret"], forget_url=True)
    (command,) = store.db.execute("SELECT command FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    assert "/secret" not in command
    assert command.count("purged:") == 4
    assert f"{BASE}/a," in command
    assert f" {BASE}/c'" in command
    assert b"example/secret" not in path.read_bytes()
