"""Numbers of headings and clauses are no counters."""

from __future__ import annotations

import pytest

from cleaners import clean, document_from_text
from cleaners.phrases import head_number, phrase_hits

RULES = """{0} Scope
These rules hold for the reading room and for everything that its members write on the walls of it.
{1} Comments
Whoever writes on the walls signs with a name, and nobody paints over what somebody else has written there.
{2} The keys
They hang behind the stove, and the last one to leave puts them there again before the bell has rung.
{3} Kommentare
Wer auf die Wände schreibt, setzt seinen Namen darunter, und niemand übermalt, was ein anderer schrieb.
{4} Comentarios
Quien escribe en las paredes firma con su nombre, y nadie tapa con pintura lo que otra persona ha escrito."""


@pytest.mark.parametrize("form", ["{}.", "{})", "§ {}", "2.{}", "2.{}."])
def test_the_headings_of_a_row_stay_with_what_follows(form: str) -> None:
    text = RULES.format(*(form.format(n) for n in range(4, 9)))
    assert clean(document_from_text(text)).text == text


@pytest.mark.parametrize("line", ["5 Comments", "12 Kommentare", "3 comentarios"])
def test_a_counter_is_found(line: str) -> None:
    document = document_from_text(f"1. Scope\n2. Keys\n3. Walls\n4. Stove\n{line}")
    assert any(hit.entry.reason == "counter" for hit in phrase_hits(document)[4])


def test_a_number_that_is_of_no_row_says_nothing() -> None:
    assert phrase_hits(document_from_text("The bell rang.\n5. Comments"))


@pytest.mark.parametrize("line", ["2026 was a dry year", "5 Comments", "4.5 km of path", "1,204 readers", "3.", ""])
def test_other_numbers_are_of_no_heading(line: str) -> None:
    assert head_number(line) in {(), (4, 5)}
