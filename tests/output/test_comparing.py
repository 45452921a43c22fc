"""Two outputs side by side: only what differs is told, and nothing of a document gets into the page as markup."""

from __future__ import annotations

import pytest

from cleaners import restore
from output.comparing import GIVEN_BACK, REMOVED, compare
from output.comparing_page import page, summary
from output.restoring import MismatchError, Row

TEXT = "Ferry takes to the river\nThe old ferry took to the river on Monday.\nShare\nRead more <b>here</b>\nGo up"


def output(*documents: tuple[str, list[tuple[str, str]]], text: str = TEXT) -> tuple[list[Row], list[Row]]:
    """Records and removals: of each document its id, and the lines that went with the cleaner that took them."""
    records, removals = [], []
    for identity, gone in documents:
        left, own = text, []
        for line, cleaner in gone:
            start = text.index(line)
            end = min(len(text), start + len(line) + 1)
            row = {"id": identity, "start": start, "end": end, "text": text[start:end], "cleaner": cleaner}
            own.append({**row, "reason": "why", "rule": "", "version": 1, "score": 0.9})
        for row in reversed(own):
            left = left[: row["start"]] + left[row["end"] :]
        metadata = {"n_removed": len(own), "n_chars_in": len(text)}
        record = {"id": identity, "text": left, "title": "<i>T</i>", "metadata": metadata}
        assert restore(record, own) == text
        records.append(record)
        removals += own
    return records, removals


SHARE, MORE, UP = ("Share", "share_follow"), ("Read more <b>here</b>", "teaser"), ("Go up", "ui_debris")


def test_the_same_output_shows_no_change() -> None:
    found = compare(output(("a", [SHARE, UP])), output(("a", [SHARE, UP])))
    assert (found.documents, found.changed, found.relabelled, found.details) == (1, 0, 0, [])


def test_only_the_difference_is_told_with_its_cleaner() -> None:
    found = compare(output(("a", [SHARE, UP])), output(("a", [SHARE, MORE])))
    (document,) = found.details
    told = [(change.kind, change.text, change.why["cleaner"]) for change in document.changes]
    assert told == [(REMOVED, MORE[0], "teaser"), (GIVEN_BACK, UP[0], "ui_debris")]
    assert (document.changes[0].before, document.changes[0].after) == ("Share", "Go up")
    assert found.rows() == [("teaser", "why", 1, 0), ("ui_debris", "why", 0, 1)]


def test_white_space_is_no_change() -> None:
    text = TEXT.replace("Read", "\n\nRead")
    older, newer = output(("a", [SHARE]), text=text), output(("a", [("Share\n\n", "share_follow")]), text=text)
    assert older[0] != newer[0]
    assert not compare(older, newer).changed


def test_a_removal_that_grew_shows_its_new_lines_only() -> None:
    older, newer = output(("a", [SHARE])), output(("a", [(f"{SHARE[0]}\n{MORE[0]}", "teaser")]))
    (document,) = compare(older, newer).details
    assert [(change.kind, change.text) for change in document.changes] == [(REMOVED, MORE[0])]


def test_another_cleaner_for_the_same_text_is_no_change_but_counted() -> None:
    found = compare(output(("a", [SHARE])), output(("a", [("Share", "ui_debris")])))
    assert (found.changed, found.relabelled) == (0, 1)


def test_documents_are_matched_by_id_in_any_order() -> None:
    older = output(("a", [SHARE]), ("b", []), ("twice", []), ("twice", [UP]), ("old", []))
    newer = output(("twice", []), ("b", [UP]), ("twice", [UP]), ("a", [SHARE]), ("new", []))
    found = compare(older, newer)
    assert found.documents == 4
    assert [document.id for document in found.details] == ["b"]
    assert (found.only_old, found.only_new) == (["old"], ["new"])


def test_a_text_that_was_extracted_differently_is_not_compared() -> None:
    found = compare(output(("a", [SHARE])), output(("a", []), text=TEXT + " again"))
    assert (found.other_text, found.changed) == (["a"], 0)
    assert any("differently" in line for line in summary(found))


def test_a_guard_that_steps_in_is_a_change() -> None:
    newer = output(("a", []))
    newer[0][0]["metadata"]["guard"] = "most_prose"
    found = compare(output(("a", [])), newer)
    assert found.details[0].guard == ("", "most_prose")
    assert "most_prose" in page(found, "old", "new")


def test_removals_of_another_run_are_refused() -> None:
    records, removals = output(("a", [SHARE]))
    with pytest.raises(MismatchError):
        compare((records, []), (records, removals))


def test_the_page_holds_no_markup_of_a_document_and_loads_nothing() -> None:
    found = compare(output(("<script>a", [])), output(("<script>a", [MORE])))
    made = page(found, "<old>.jsonl", "new.jsonl")
    assert "Read more &lt;b&gt;here&lt;/b&gt;" in made
    assert "&lt;i&gt;T&lt;/i&gt;" in made
    assert not any(wrong in made for wrong in ("<b>here", "<script", "<i>", "<old>", "src=", "href=", "url("))
