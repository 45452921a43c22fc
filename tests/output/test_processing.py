"""A page that is no document gives no record, and says why in words; asked for whatever it is, it shows its text."""

from __future__ import annotations

import json

import pytest

from cleaners.no_document import kinds
from cleaners.page import Page
from output.outcomes import GONE, NO_DOCUMENT, state_of
from output.processing import Task, process
from output.record import Facts

STORY = "Page Not Found is a bookshop in a former bakery in Ghent. It opens on Friday with a reading by three poets."
MISSING = "Sorry, the page you are looking for doesn't exist."
KINDS = sorted(value for name, value in vars(kinds).items() if name.isupper())


def task(text: str, *, whatever: bool = False) -> Task:
    html = f"<html><head><title>Page not found</title></head><body><h1>Page not found</h1><p>{text}</p></body></html>"
    page = Page("https://example.org/a", html.encode(), headers={"content-type": "text/html; charset=utf-8"})
    return Task(page, None, Facts("test"), want_links=True, whatever=whatever)


def test_a_document_of_that_title_is_a_record() -> None:
    done = process(task(STORY))
    assert done.outcome == "ok"
    assert STORY in json.loads(done.record)["text"]
    assert process(task(STORY, whatever=True)) == done


def test_a_page_that_is_none_has_an_outcome_and_a_sentence() -> None:
    done = process(task(MISSING))
    assert (done.outcome, done.record, done.removals) == (kinds.NOT_FOUND, b"", b"")
    assert done.detail == "the page says that there is no such page, though the server sent it as one"


def test_asked_for_whatever_it_is_its_text_is_shown() -> None:
    done = process(task(MISSING, whatever=True))
    assert done.outcome == kinds.NOT_FOUND
    assert MISSING in json.loads(done.record)["text"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_an_outcome(kind: str) -> None:
    assert kind in NO_DOCUMENT
    assert state_of(kind) in {"failed", "skipped"}


def test_a_refusal_never_erases_the_page_of_an_earlier_day() -> None:
    """A captcha says nothing of whether the page is still there; "not found" and a parked domain do."""
    assert set(KINDS) & GONE == {kinds.NOT_FOUND, kinds.PARKED}
