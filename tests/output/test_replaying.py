"""Archived pages cleaned again beside a store: which of them, and what becomes of their rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from output.archive import FOLDER, ArchiveWriter, Exchange
from output.archive_files import keep_place
from output.checking import problems
from output.jobs import STORE
from output.outcomes import Outcome
from output.processing import Processed
from output.replaying import Staging
from output.retrying import retry
from output.store import Found, JobStore, StoredPage

WHEN = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
RULES = b"rules"


class Job:
    """A job of the pages /1, /2 and so on of one host, whose responses are archived."""

    def __init__(self, folder: Path, pages: int) -> None:
        self.folder = folder
        self.store = JobStore(folder / STORE)
        self._archive = ArchiveWriter(folder / FOLDER, 1, source="dehusk/test")
        self._given = [Found(f"https://a.example/{number}") for number in range(1, pages + 1)]
        self.again()

    def again(self) -> None:
        """Every page becomes pending."""
        self.store.begin_run("test", follows=False)
        self.store.add_starts(self._given)

    def ended(self, number: int, outcome: str, *, text: str = "", body: str = "") -> None:
        """A page ends so; with a `text` it gets a record, with a `body` a response in the archive."""
        url = f"https://a.example/{number}"
        place = None
        if body:
            html = [(b"Content-Type", b"text/html")]
            place = self._archive.add(Exchange(url, 200, html, body.encode(), WHEN))

        def also(db):  # type: ignore[no-untyped-def]
            if place is not None:
                keep_place(db, number, place, of_page=bool(text))

        assert self.store.finish(number, Outcome(outcome), page(number, text, body) if text else None, also=also)

    def rows(self) -> dict[int, tuple[str, str]]:
        """Of each page, how it ended and what its record says."""
        query = "SELECT frontier.id, reason, coalesce(mode, '') FROM frontier LEFT JOIN pages ON row = frontier.id"
        return {row: (reason, said) for row, reason, said in self.store.db.execute(query)}

    def recleaned(self, **results: str) -> dict[int, tuple[str, str]]:
        """Its rows when all archived pages were cleaned again: each gives the text "new", or the outcome named
        `of_<number>`."""
        with self.staging() as staging:
            rows = left(staging)
            outcomes = {row: results.get(f"of_{row}", "ok") for row in rows}
            staging.put(
                (row, Processed(f"d-{row}", outcome), page(row, "new") if outcome == "ok" else None)
                for row, outcome in outcomes.items()
            )
            staging.apply()
        assert not problems(self.store.db)
        return self.rows()

    def staging(self) -> closing[Staging]:
        return closing(Staging(self.folder, RULES))


def page(number: int, text: str, body: str = "") -> StoredPage:
    raw_sha256 = hashlib.sha256(body.encode()).hexdigest() if body else ""
    return StoredPage(f"d-{number}", f"https://a.example/{number}", b"{}", raw_sha256=raw_sha256, mode=text)


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    made = Job(tmp_path, 4)
    yield made
    made.store.close()


def left(staging: Staging) -> list[int]:
    return [archived.row for archived in staging.left()]


def test_a_response_of_an_earlier_day_than_the_page_is_left_alone(job: Job) -> None:
    for number in (1, 2, 3):
        job.ended(number, "ok", text="old", body=f"old {number}")
    job.ended(4, "page.captcha", body="a captcha")
    job.store.db.execute(  # as older versions left a row that was crawled again without an archive
        "UPDATE pages SET raw_sha256 = ? WHERE row = 2", (hashlib.sha256(b"new 2").hexdigest(),)
    )
    with job.staging() as staging:
        assert left(staging) == [1, 3, 4]


def test_what_is_to_be_tried_again_stays_so_when_the_work_of_before_is_applied(job: Job) -> None:
    job.ended(1, "page.captcha", body="a captcha")
    job.ended(2, "page.captcha", body="another")
    for number in (3, 4):
        job.ended(number, "ok", text="old", body=f"old {number}")
    with job.staging() as staging:
        staging.put((row, Processed(f"d-{row}", "page.login"), None) for row in (1, 2))
    assert retry(job.store, "page.captcha", limit=1) == 1
    with job.staging() as staging:
        assert left(staging) == [3, 4], "the work of before is lost"
        staging.apply()
    assert job.store.reasons() == {"ok": 2, "page.login": 1}
    assert [row.id for row in job.store.next_rows("a.example", 9)] == [1]


def test_all_records_are_made_anew_whatever_became_of_their_pages_since(job: Job) -> None:
    for number in (1, 2, 3, 4):
        job.ended(number, "ok", text="old", body=f"old {number}")
    job.again()
    job.ended(1, "http_500")
    job.ended(2, "page.captcha", body="a captcha")
    job.ended(3, "not_modified")  # and 4 is pending
    found = job.recleaned()
    assert found == {1: ("http_500", "new"), 2: ("page.captcha", "new"), 3: ("not_modified", "new"), 4: ("", "new")}


def test_a_record_outlives_a_worker_that_fails_on_its_response(job: Job) -> None:
    for number in (1, 2, 3, 4):
        job.ended(number, "ok", text="old", body=f"old {number}")
    found = job.recleaned(of_1="extract_timeout", of_2="extract_memory", of_3="empty")
    assert found == {1: ("extract_timeout", "old"), 2: ("extract_memory", "old"), 3: ("empty", ""), 4: ("ok", "new")}


def test_a_response_that_is_no_page_by_other_rules_takes_its_own_record_and_outcome_only(job: Job) -> None:
    for number in (1, 2, 3, 4):
        job.ended(number, "ok", text="old", body=f"old {number}")
    job.again()
    job.ended(1, "ok", text="old", body="old 1")
    job.ended(2, "not_modified")
    job.ended(3, "timeout")
    job.ended(4, "page.login", body="a login")
    found = job.recleaned(of_1="empty", of_2="page.app_shell", of_3="empty", of_4="empty")
    assert found == {1: ("empty", ""), 2: ("page.app_shell", ""), 3: ("timeout", "old"), 4: ("page.login", "old")}


def test_what_was_no_page_can_become_one_but_not_take_that_of_another_row(job: Job) -> None:
    job.ended(1, "page.captcha", body="a captcha")
    job.ended(2, "page.captcha", body="a captcha that is an article")
    job.ended(3, "ok", text="old")
    job.ended(4, "extract_timeout", body="a long one")
    with job.staging() as staging:
        assert left(staging) == [1, 2, 4]
        staging.put([(1, Processed("d-3", "ok"), page(3, "taken")), (2, Processed("d-2", "ok"), page(2, "new"))])
        staging.put([(4, Processed("d-4", "page.error"), None)])
        staging.apply()
    assert job.rows() == {1: ("page.captcha", ""), 2: ("ok", "new"), 3: ("ok", "old"), 4: ("page.error", "")}
    assert not problems(job.store.db)
