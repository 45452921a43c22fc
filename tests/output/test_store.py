"""The job store: nothing lost, nothing twice, one outcome a URL."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from output.archive import Place
from output.archive_files import keep_place, place_of
from output.lock import JobLock, JobRunningError
from output.migrations import MIGRATIONS
from output.outcomes import REASONS, Outcome, state_of
from output.purging import purge
from output.reading import StoreReader
from output.store import Found, JobStore, StoredPage, StoreError, fingerprint

# What sqlite3 warns of in one Python is an error in a later one (numbered placeholders, 3.12 and 3.14).
pytestmark = pytest.mark.filterwarnings("error::DeprecationWarning")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JobStore]:
    opened = JobStore(tmp_path / "job.sqlite")
    yield opened
    opened.close()


def page(name: str) -> StoredPage:
    return StoredPage(
        name, f"https://a.example/{name}", f'{{"id":"{name}","metadata":{{}}}}\n'.encode(), removed={"x": 2}
    )


def started(store: JobStore, *paths: str) -> list[int]:
    store.begin_run("test", follows=True)
    store.add_starts(Found(f"https://a.example/{path}") for path in paths)
    return [row.id for row in store.next_rows("a.example", 100)]


# ---------------------------------------------------------------------- what must not happen


def test_a_row_has_one_outcome(store: JobStore) -> None:
    (row,) = started(store, "1")
    assert store.finish(row, Outcome("ok", 200), page("one"))
    assert not store.finish(row, Outcome("timeout"), links=[Found("https://a.example/lost")])
    assert store.counts() == {"pending": 0, "done": 1, "failed": 0, "skipped": 0, "seen": 1}
    assert store.reasons() == {"ok": 1}
    assert not store.problems()


@pytest.mark.parametrize("reason", ["http_4", "http_4044", "nonsense", "", "OK", "http_abc"])
def test_no_reason_outside_the_closed_list(reason: str) -> None:
    with pytest.raises(ValueError, match="unknown outcome"):
        Outcome(reason)


def test_a_write_that_fails_changes_nothing(store: JobStore) -> None:
    (row,) = started(store, "1")

    def links() -> Iterator[Found]:
        yield Found("https://a.example/new")
        raise OSError("no more")

    with pytest.raises(OSError, match="no more"):
        store.finish(row, Outcome("ok", 200), page("one"), links())
    assert store.counts()["pending"] == store.counts()["seen"] == 1
    assert not store.problems()
    assert store.finish(row, Outcome("ok", 200), page("one"))


def test_a_spelling_of_a_known_url_is_not_added(store: JobStore) -> None:
    started(store, "1")
    same = ["https://A.example:443/1#part", "https://user:pw@a.example/1?utm_source=x", "https://a.example/1"]
    assert store.unknown(same) == []
    assert store.add(Found(url) for url in same) == 0
    assert store.unknown(["https://a.example/2#x", "https://a.example/2"]) == ["https://a.example/2#x"]


def test_an_address_that_was_redirected_to_is_not_fetched_again(store: JobStore) -> None:
    first, second = started(store, "short", "other")
    assert store.owner("https://a.example/long", first) == first
    assert store.owner("https://a.example/long#again", first) == first
    assert store.owner("https://a.example/long", second) == first
    assert store.owner("https://a.example/other", first) == second
    assert store.unknown(["https://a.example/long"]) == []
    assert store.add([Found("https://a.example/long")]) == 0


def test_where_a_row_led_before_its_run_was_cut_off_counts_no_more(tmp_path: Path) -> None:
    path = tmp_path / "job.sqlite"
    first = JobStore(path)
    cut, ended, other = started(first, "cut", "ended", "other")
    assert first.owner("https://a.example/one", ended) == ended
    first.finish(ended, Outcome("ok", 200), page("one"))
    assert first.owner("https://a.example/two", cut) == cut
    first.finish(other, Outcome("duplicate_redirect", final_url="https://a.example/two"))
    first.close()  # as a kill does, before the row that led there has ended
    second = JobStore(path)
    second.begin_run("again", follows=False)
    assert [row.id for row in second.next_rows("a.example", 9)] == [cut, other]
    assert second.owner("https://a.example/two", other) == other
    assert second.row_of("https://a.example/one") == ended
    second.close()


def test_a_page_that_was_changed_on_disk_is_not_given_out(store: JobStore, tmp_path: Path) -> None:
    (row,) = started(store, "1")
    store.finish(row, Outcome("ok", 200), page("one"))
    with sqlite3.connect(store.path) as db:
        (record,) = db.execute("SELECT record FROM pages").fetchone()
        db.execute("UPDATE pages SET record = ?", (bytes([*record[:-1], record[-1] ^ 1]),))
    with pytest.raises(StoreError, match="damaged"):
        list(StoreReader(store.path).pages())


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "job.sqlite"
    path.write_bytes(b"not a database, but long enough to be looked at\n" * 100)
    with pytest.raises(StoreError, match="no job store"):
        JobStore(path)
    newer = tmp_path / "newer.sqlite"
    with sqlite3.connect(newer) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(StoreError, match="newer"):
        JobStore(newer)


def _hold(path: str, held: threading.Event) -> None:
    JobLock(Path(path))
    held.set()
    threading.Event().wait()


def test_the_lock_refuses_a_second_and_dies_with_its_holder(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    holder = context.Process(target=_hold, args=(str(tmp_path / "job.lock"), held))
    holder.start()
    assert held.wait(30)
    with pytest.raises(JobRunningError) as refused:
        JobLock(tmp_path / "job.lock")
    assert str(refused.value) == str(holder.pid)
    holder.kill()
    holder.join()
    JobLock(tmp_path / "job.lock").release()


# ---------------------------------------------------------------------- what it does


def test_rows_come_by_priority_then_depth_then_age(store: JobStore) -> None:
    store.begin_run("test", follows=True)
    store.add([Found(f"https://a.example/{n}", depth=n % 2, priority=n == 4) for n in range(1, 5)])
    assert [row.url[-1] for row in store.next_rows("a.example", 9)] == ["4", "2", "1", "3"]
    assert store.pending_hosts() == ["a.example"]


def test_what_was_not_finished_is_pending_again(tmp_path: Path) -> None:
    path = tmp_path / "job.sqlite"
    first = JobStore(path)
    one, _ = started(first, "1", "2")
    first.finish(one, Outcome("ok", 200), page("one"), [Found("https://a.example/3", 1)])
    first.close()
    second = JobStore(path)
    second.begin_run("test", follows=True)
    second.add_starts([Found("https://a.example/1"), Found("https://a.example/2")])
    assert [row.url[-1] for row in second.next_rows("a.example", 9)] == ["2", "3"]
    second.close()


def test_a_complete_job_begins_again_with_what_is_given_and_what_was_found(store: JobStore) -> None:
    one, two = started(store, "1", "2")
    store.finish(one, Outcome("ok", 200), page("one"), [Found("https://a.example/found", 1)])
    store.finish(two, Outcome("timeout"))
    (found,) = [row.id for row in store.next_rows("a.example", 9)]
    store.finish(found, Outcome("ok", 200), page("found"))
    store.begin_run("again", follows=True)
    store.add_starts([Found("https://a.example/1")])
    assert [row.url for row in store.next_rows("a.example", 9)] == ["https://a.example/1", "https://a.example/found"]
    assert store.counts()["failed"] == 1


def test_a_start_that_is_not_given_again_is_asked_for_as_one_that_was_found(store: JobStore) -> None:
    one, two = started(store, "1", "2")
    store.finish(one, Outcome("ok", 200), page("one"))
    store.finish(two, Outcome("timeout"))
    store.begin_run("again", follows=True)
    store.add_starts([Found("https://a.example/2")])
    for _ in range(2):  # the second time after it was killed
        store.find_former_starts()
        assert [(row.url[-1], row.start) for row in store.next_rows("a.example", 9)] == [("1", None), ("2", 0)]
    for row in (one, two):
        store.finish(row, Outcome("ok", 200), page(str(row)))
    store.begin_run("again", follows=True, same_starts=True)
    store.find_former_starts()
    assert [(row.url[-1], row.start) for row in store.next_rows("a.example", 9)] == [("1", None), ("2", 0)]
    assert [url[-1] for url, *_ in store.start_rows()] == ["2"]


def test_a_former_start_that_leads_out_of_the_crawl_keeps_its_record(store: JobStore) -> None:
    one, away = started(store, "1", "away")
    store.finish(one, Outcome("ok", 200), page("one"))
    store.finish(away, Outcome("ok", 200, "https://b.example/"), page("away"))
    for url in ("https://a.example/2", "https://other.example/"):
        store.begin_run("again", follows=True)
        store.add_starts([Found(url)])
        store.find_former_starts()
        assert [row.url for row in store.next_rows("b.example", 9)] == []
        assert away not in {row.id for row in store.next_rows("a.example", 9)}
        for host in store.pending_hosts():
            for row in store.next_rows(host, 9):
                store.finish(row.id, Outcome("timeout"))
    assert len(list(StoreReader(store.path).pages())) == 2


@pytest.mark.parametrize("forget_url", [False, True])
def test_a_start_that_was_erased_still_says_which_hosts_the_crawl_is_of(tmp_path: Path, forget_url: bool) -> None:
    path = tmp_path / "job.sqlite"
    with closing(JobStore(path)) as store:
        (row,) = started(store, "")
        store.finish(row, Outcome("ok", 200), page("home"), [Found("https://a.example/found", 1)])
        store.finish(store.next_rows("a.example", 9)[0].id, Outcome("ok", 200), page("found"))
    purge(path, ["https://a.example/"], forget_url=forget_url)
    for _ in range(2):
        with closing(JobStore(path)) as store:
            store.begin_run("again", follows=True, same_starts=True)
            (found,) = store.next_rows("a.example", 9)
            assert (found.url, found.start) == ("https://a.example/found", None)
            assert [(state, reason) for *_, state, reason in store.start_rows()] == [("skipped", "purged")]
            assert store.start_hosts() == {"a.example"}
            store.finish(found.id, Outcome("ok", 200), page("found"))
            assert not store.problems()


def test_the_hosts_that_a_start_led_to_are_known_when_it_leads_nowhere_any_more(tmp_path: Path) -> None:
    path = tmp_path / "job.sqlite"
    with closing(JobStore(path)) as store:
        (row,) = started(store, "")
        store.finish(row, Outcome("ok", 200, "https://b.example/home"), page("home"))
        for outcome in (Outcome("http_500"), Outcome("duplicate_redirect", final_url="https://c.example/"), None):
            store.begin_run("again", follows=True, same_starts=True)
            assert "b.example" in store.led_to()
            if outcome:
                store.finish(row, outcome)
    purge(path, ["https://a.example/"])
    with closing(JobStore(path)) as store:
        store.begin_run("again", follows=True, same_starts=True)
        assert store.led_to() == {"b.example", "c.example"}
        store.add([Found("https://b.example/found")])
        store.finish(store.next_rows("b.example", 9)[0].id, Outcome("ok", 200, "https://d.example/"), page("found"))
        assert store.led_to() == {"b.example", "c.example"}
        store.begin_run("other URLs", follows=True)
        store.add_starts([Found("https://other.example/")])
        assert (store.start_hosts(), store.led_to()) == ({"other.example"}, set())


def test_a_run_that_was_killed_before_its_urls_were_written_goes_on_with_those_of_the_crawl_before(
    store: JobStore,
) -> None:
    (row,) = started(store, "1")
    store.finish(row, Outcome("ok", 200), page("one"))
    store.begin_run("with other URLs, which were not written any more", follows=True)
    store.begin_run("go on", follows=True, same_starts=True, go_on=True)
    assert [row.start for row in store.next_rows("a.example", 9)] == [0]
    store.finish(row, Outcome("ok", 200), page("one"))
    store.begin_run("go on", follows=True, same_starts=True, go_on=True)
    assert store.pending == 0


@pytest.mark.parametrize(("reason", "left"), [("http_404", 0), ("empty", 0), ("timeout", 1), ("http_503", 1)])
def test_a_record_goes_when_its_page_is_gone_and_stays_when_the_site_is_down(
    store: JobStore, reason: str, left: int
) -> None:
    (row,) = started(store, "1")
    store.finish(row, Outcome("ok", 200), page("one"))
    store.begin_run("again", follows=False, same_starts=True)
    assert store.finish(row, Outcome(reason))
    assert len(list(StoreReader(store.path).pages())) == left


@pytest.mark.parametrize(
    ("reason", "stored", "left"), [("ok", True, False), ("http_503", False, True), ("page.soft_404", False, False)]
)
def test_the_place_of_a_response_stays_only_with_the_page_that_was_made_of_it(
    store: JobStore, reason: str, stored: bool, left: bool
) -> None:
    place = Place("run-0001-001.warc.gz", 5, 9, b"digest")
    (row,) = started(store, "1")
    store.finish(row, Outcome("ok", 200), page("one"), also=lambda db: keep_place(db, row, place, of_page=True))
    assert place_of(store.db, row) == place
    store.begin_run("again, without an archive", follows=False, same_starts=True)
    assert store.finish(row, Outcome(reason), page("one") if stored else None)
    assert place_of(store.db, row) == (place if left else None)


def test_the_newest_of_two_rows_that_lead_to_one_page_keeps_it(store: JobStore) -> None:
    one, two = started(store, "1", "2")
    store.finish(one, Outcome("ok", 200), page("same"))
    store.finish(two, Outcome("ok", 200), page("same"))
    assert len(list(StoreReader(store.path).pages())) == 1
    assert store.reasons() == {"duplicate_redirect": 1, "ok": 1}
    assert not store.problems()


def test_counts_and_sums(store: JobStore) -> None:
    one, two, three = started(store, "1", "2", "3")
    store.finish(one, Outcome("ok", 200), StoredPage("a", "u", b"{}", chars_in=10, chars_out=7, removed={"x": 2}))
    store.finish(
        two, Outcome("ok", 200), StoredPage("b", "v", b"{}", chars_in=5, chars_out=5, removed={"x": 1, "y": 1})
    )
    store.finish(three, Outcome("robots"))
    assert store.cleaned() == (15, 12, {"x": 3, "y": 1})
    assert store.counts() == {"pending": 0, "done": 2, "failed": 0, "skipped": 1, "seen": 3}


def test_every_reason_has_a_state() -> None:
    assert {state_of(reason) for reason in REASONS} == {"done", "failed", "skipped"}
    assert state_of("http_404") == "failed"
    assert fingerprint("https://a.example/") != fingerprint("http://a.example/")
