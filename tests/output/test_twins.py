"""One page under several addresses, in the store: one record, whatever state its rows are in."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from output.outcomes import Outcome
from output.reading import StoreReader
from output.rows import record_id
from output.store import JobStore
from tests.output.pages_of_store import BASE, begin, close_run, crawl, end, records

# What sqlite3 warns of in one Python is an error in a later one.
pytestmark = pytest.mark.filterwarnings("error::DeprecationWarning")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JobStore]:
    opened = JobStore(tmp_path / "job.sqlite")
    yield opened
    opened.close()


def ids(store: JobStore) -> dict[str, str]:
    return {row["url"].removeprefix(BASE): row["id"] for row in StoreReader(store.path).outcomes()}


@pytest.mark.parametrize("order", list(itertools.permutations("abc")))
def test_a_chain_of_canonicals_is_one_record(store: JobStore, order: tuple[str, ...]) -> None:
    first, second, last = (f"/{name}" for name in order)
    crawl(store, {"/page": first, first: second, second: last, last: ""})
    assert records(store) == {last: sorted({"/page", first, second})}
    assert set(ids(store).values()) == {record_id(BASE + last)}
    assert not store.problems()


@pytest.mark.parametrize("order", list(itertools.permutations("abc")))
def test_a_loop_of_canonicals_is_one_record(store: JobStore, order: tuple[str, ...]) -> None:
    first, second, third = (f"/{name}" for name in order)
    crawl(store, {"/into-the-loop": first, first: second, second: third, third: first})
    assert records(store) == {"/a": ["/b", "/c", "/into-the-loop"]}


def test_only_the_page_that_has_another_text_than_the_last_of_a_chain_stays(store: JobStore) -> None:
    rows = begin(store, "/a", "/b", "/c")
    end(store, rows["/a"], "/a", "/b", text="one")
    end(store, rows["/b"], "/b", "/c", text="one")
    end(store, rows["/c"], "/c", text="other")
    close_run(store)
    assert records(store) == {"/b": ["/a"], "/c": []}


def test_a_twin_that_is_to_be_fetched_again_is_no_second_record(store: JobStore) -> None:
    pages = {"/main": "", "/copy": "/main"}
    crawl(store, pages)
    rows = begin(store, *pages)
    assert records(store) == {"/main": ["/copy"]}
    end(store, rows["/main"], "/main", text="new")
    close_run(store)  # this crawl is cut short here
    assert records(store) == {"/main": ["/copy"]}
    assert StoreReader(store.path).unchanged() == 0
    end(store, rows["/copy"], "/copy", "/main", text="new")
    close_run(store)
    assert records(store) == {"/main": ["/copy"]}


def test_a_twin_stays_while_its_page_is_gone(store: JobStore) -> None:
    rows = crawl(store, {"/main": "", "/copy": "/main"})
    begin(store, "/main", "/copy")
    store.finish(rows["/main"], Outcome("http_404", 404))
    close_run(store)
    assert set(records(store)) == {"/copy"}


@pytest.mark.parametrize("failed", ["/main", "/copy"])
def test_twins_of_which_one_cannot_be_had_are_one_record(store: JobStore, failed: str) -> None:
    pages = {"/main": "", "/copy": "/main"}
    crawl(store, pages)
    rows = begin(store, *pages)
    for path, own in pages.items():
        if path == failed:
            store.finish(rows[path], Outcome("http_503", 503))
        else:
            end(store, rows[path], path, own)
    close_run(store)
    assert records(store) == {"/main": ["/copy"]}
    assert set(ids(store).values()) == {record_id(BASE + "/main")}
    assert not store.problems()
