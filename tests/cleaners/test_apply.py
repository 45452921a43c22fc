"""What stays stays; what goes can be put back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import Document, Finding, clean, document_from_text, restore
from cleaners.apply import apply_findings, restore_text
from cleaners.document import whole
from cleaners.normalise import normalise_text


def rows(removals: object) -> list[dict[str, object]]:
    return [{name: getattr(r, name) for name in r.__dataclass_fields__} for r in removals]  # type: ignore[attr-defined]


def take(document: Document, *numbers: int) -> list[Finding]:
    return [whole(n, document.blocks[n], "r", "rule", 1.0) for n in numbers]


def test_nothing_is_taken_without_a_finding() -> None:
    document = document_from_text("one\n\ntwo\n  three  ")
    assert apply_findings(document, []) == ("one\n\ntwo\n  three  ", ())


def test_blank_lines_between_blocks_that_stay_are_kept() -> None:
    document = document_from_text("one\n\ntwo\n\nthree")
    text, _ = apply_findings(document, take(document, 1))
    assert text == "one\n\nthree"


@pytest.mark.parametrize(
    ("gone", "left"), [((0,), "two\nthree"), ((2,), "one\ntwo"), ((1, 2), "one"), ((0, 1), "three"), ((0, 1, 2), "")]
)
def test_the_text_left_begins_and_ends_with_a_block(gone: tuple[int, ...], left: str) -> None:
    document = document_from_text("one\ntwo\nthree")
    text, removals = apply_findings(document, take(document, *gone))
    assert text == left
    assert restore_text(text, removals) == document.text


def test_a_span_leaves_the_rest_of_its_block() -> None:
    document = document_from_text("A true post. https://t.co/abcdef")
    finding = Finding(0, 13, 32, "short_link", "r", 1.0)
    text, removals = apply_findings(document, [finding])
    assert text == "A true post."
    assert removals[0].text == " https://t.co/abcdef"
    assert restore_text(text, removals) == document.text


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), min_size=1, max_size=6))
def test_spans_that_touch_overlap_or_share_white_space_are_put_back(spans: list[tuple[int, int]]) -> None:
    document = document_from_text("One word.  Two words here.   Three of them, and more. End")
    (block,) = document.blocks
    found = [Finding(0, start, min(start + size, block.end), "r", f"rule {start}", 1.0) for start, size in spans]
    text, removals = apply_findings(document, found)
    assert restore_text(text, removals) == document.text
    assert all(removal.text for removal in removals)


def test_the_first_finding_of_a_place_is_named() -> None:
    document = document_from_text("one\ntwo")
    first, second = take(document, 1)[0], whole(1, document.blocks[1], "other", "rule", 1.0)
    _, removals = apply_findings(document, [first, second])
    assert [r.reason for r in removals] == ["r"]


def test_restore_refuses_removals_of_another_record() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        restore({"id": "a", "text": "x"}, [dict(rows(apply_findings(*_long())[1])[0])])


def test_restore_passes_over_rows_of_other_ids() -> None:
    document, findings = _long()
    text, removals = apply_findings(document, findings)
    own = [row | {"id": "a"} for row in rows(removals)]
    other = [row | {"id": "b", "start": 0} for row in rows(removals)]
    assert restore({"id": "a", "text": text}, [*other, *own]) == document.text


def test_what_clean_gave_is_restored_as_it_is() -> None:
    text = "Der Rat beschloss am Abend den Bau der Brücke.\nplaceholder\ngoTop"
    cleaned = clean(document_from_text(text))
    assert cleaned.removals
    assert restore(cleaned) == restore(cleaned.text, cleaned.removals) == text


def test_restore_says_what_does_not_belong_together() -> None:
    cleaned = clean(document_from_text("Le maire a promis un nouveau pont avant l'hiver.\ngoTop"))
    with pytest.raises(ValueError, match="does not fit"):
        restore("Court.", cleaned.removals)
    with pytest.raises(ValueError, match="was changed"):
        restore(replace(cleaned, text=cleaned.text.replace("maire", "Maire")))
    with pytest.raises(ValueError, match="go with their record"):
        restore(cleaned.text, rows(cleaned.removals))  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="go with its text"):
        restore({"text": cleaned.text}, cleaned.removals)  # type: ignore[call-overload]
    for wrong in ((cleaned, cleaned.removals), (cleaned.text,), ({"text": ""},), (None,)):
        with pytest.raises(TypeError, match="restore"):
            restore(*wrong)  # type: ignore[call-overload]


@pytest.mark.parametrize("wrong", [None, b"x", 3])
def test_a_document_is_made_of_a_string(wrong: object) -> None:
    with pytest.raises(TypeError, match="made of a string, not of"):
        document_from_text(wrong)  # type: ignore[arg-type]


def _long() -> tuple[Document, list[Finding]]:
    document = document_from_text("a line that stays here\nb\nc")
    return document, take(document, 1)


LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                "",
                "Leave a comment",
                "placeholder",
                "Related articles",
                "A paragraph that is long enough to be taken for prose, and that ends as a sentence should end, here.",
                "A post worth reading. https://t.co/abc123 pic.twitter.com/xyz",
                "2 hours ago",
                "A title of another storyA paragraph that is its lead and stands again below, as in grids.",
                "A paragraph that is its lead and stands again below, as in grids.",
            ]
        ),
    ),
    max_size=25,
)


@given(LINES)
def test_every_block_stays_or_is_accounted_for(parts: list[str]) -> None:
    document = document_from_text(normalise_text("\n".join(parts)))
    cleaned = clean(document)
    assert restore({"text": cleaned.text}, rows(cleaned.removals)) == document.text
    reached = 0
    for removal in cleaned.removals:
        assert reached <= removal.start < removal.end
        assert removal.text == document.text[removal.start : removal.end]
        assert removal.cleaner
        assert removal.reason
        reached = removal.end


@given(LINES)
def test_cleaning_is_idempotent(parts: list[str]) -> None:
    once = clean(document_from_text(normalise_text("\n".join(parts))))
    again = clean(document_from_text(once.text))
    assert again.text == once.text


@given(LINES)
def test_the_same_document_gives_the_same_result(parts: list[str]) -> None:
    text = normalise_text("\n".join(parts))
    one, two = clean(document_from_text(text)), clean(document_from_text(text))
    assert (one.text, one.removals, one.guard) == (two.text, two.removals, two.guard)


@given(st.text())
def test_normalised_text_can_be_written_and_read_again(text: str) -> None:
    clean_text = normalise_text(text)
    assert normalise_text(clean_text) == clean_text
    assert clean_text.encode("utf-8").decode("utf-8") == clean_text
    assert clean_text.splitlines() == (clean_text.split("\n") if clean_text else [])
