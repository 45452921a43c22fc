"""Rows that lead to another row's page: what stays of theirs when that one fails, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from output.outcomes import Outcome
from output.reading import StoreReader
from output.redirected import settle
from output.retrying import retry
from output.store import Found, JobStore, StoredPage

WALL = "https://a.example/wall"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JobStore]:
    opened = JobStore(tmp_path / "job.sqlite")
    yield opened
    opened.close()


def crawled(store: JobStore, number: int) -> list[int]:
    """Rows of a job that has a record for each, and is crawled again."""
    store.begin_run("first", follows=False)
    store.add_starts(Found(f"https://a.example/{at}") for at in range(number))
    rows = [row.id for row in store.next_rows("a.example", number)]
    for row in rows:
        line = f'{{"id":"d-{row}","metadata":{{}}}}\n'.encode()
        store.finish(row, Outcome("ok", 200), StoredPage(f"d-{row}", f"https://a.example/{row}", line))
    store.begin_run("second", follows=False, same_starts=True)
    return rows


def lead(store: JobStore, row: int, url: str = WALL) -> bool:
    """What the scheduler does with a redirect; whether it is the first one to that address."""
    if store.owner(url, row) == row:
        return True
    return not store.finish(row, Outcome("duplicate_redirect", final_url=url))


def settled(store: JobStore) -> dict[str, int]:
    with store.changing() as db:
        settle(db)
    assert not store.problems()
    return store.reasons()


def records(store: JobStore) -> int:
    return len(list(StoreReader(store.path).pages()))


@pytest.mark.parametrize("reason", ["http_503", "timeout", "page.login", "page.captcha"])
def test_all_records_stay_when_all_pages_lead_to_one_that_fails(store: JobStore, reason: str) -> None:
    first, *rest = crawled(store, 9)
    assert lead(store, first)
    assert not any(lead(store, row) for row in rest)
    status = 503 if reason == "http_503" else 0
    store.finish(first, Outcome(reason, status, final_url=WALL))
    assert settled(store) == {reason: 9}
    assert records(store) == 9
    assert retry(store, reason) == 9


def test_the_records_go_when_what_the_pages_lead_to_is_a_page_or_is_gone(store: JobStore) -> None:
    first, second, third, fourth = crawled(store, 4)
    assert lead(store, first)
    assert not lead(store, second)
    assert lead(store, third, "https://a.example/gone")
    assert not lead(store, fourth, "https://a.example/gone")
    store.finish(
        first, Outcome("ok", 200, final_url=WALL), StoredPage("d-wall", WALL, b'{"id":"d-wall","metadata":{}}\n')
    )
    store.finish(third, Outcome("http_404", 404, final_url="https://a.example/gone"))
    assert settled(store) == {"http_404": 2, "duplicate_redirect": 1, "ok": 1}
    assert records(store) == 1


def test_nothing_is_decided_before_the_page_has_come(store: JobStore) -> None:
    first, second = crawled(store, 2)
    assert lead(store, first)
    assert not lead(store, second)
    assert settled(store) == {"duplicate_redirect": 1}
    assert records(store) == 2


def test_pages_that_lead_to_each_other_are_a_loop_and_chains_are_followed_to_their_end(store: JobStore) -> None:
    one, two, three, four = crawled(store, 4)
    assert not lead(store, one, "https://a.example/1")
    assert not lead(store, two, "https://a.example/0")
    assert not lead(store, three, "https://a.example/3")
    store.finish(four, Outcome("http_500", 500))
    assert settled(store) == {"http_500": 2, "redirect_loop": 2}
    assert records(store) == 4


def test_a_page_that_is_tried_again_may_lead_elsewhere(store: JobStore) -> None:
    first, second = crawled(store, 2)
    assert lead(store, first)
    assert not lead(store, second)
    store.finish(first, Outcome("http_500", 500, final_url=WALL))
    settled(store)
    retry(store)
    assert lead(store, second), "the wall is nobody's any more"


def test_what_a_page_said_before_goes_with_it_to_the_row_that_finds_it_now(store: JobStore) -> None:
    store.begin_run("first", follows=True)
    store.add_starts([Found("https://a.example/")])
    (start,) = [row.id for row in store.next_rows("a.example", 1)]
    home = StoredPage("d-home", "https://a.example/home", b'{"id":"d-home","metadata":{}}\n', text_sha256="same")
    assert lead(store, start, home.url)
    store.finish(start, Outcome("ok", 200, final_url=home.url), home)
    store.begin_run("second", follows=True, same_starts=True)
    store.add([Found(home.url)])
    found = next(row.id for row in store.next_rows("a.example", 9) if row.url == home.url)
    store.finish(found, Outcome("ok", 200), home)
    assert not lead(store, start, home.url)
    settled(store)
    ended = {row["url"]: (row["outcome"], row.get("change")) for row in StoreReader(store.path).outcomes()}
    assert ended == {"https://a.example/": ("duplicate_redirect", None), home.url: ("ok", "unchanged")}
