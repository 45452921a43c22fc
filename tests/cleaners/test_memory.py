"""Template memory: what must not count as a template comes first."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import Document
from cleaners.memory import Memory, build
from cleaners.sketch import items, masked_key, parts, sketch
from tests.cleaners.sites import BOX, DESK, HOST, SLOGAN, lines, page, story

PAPER = [page(n, head=(SLOGAN,), tail=(DESK,) if n % 2 else (DESK, BOX)) for n in range(6)]


def learnt(pages: Iterable[Document]) -> Memory:
    return build((HOST, document.url, document) for document in pages)


def test_two_pages_teach_nothing() -> None:
    assert not learnt(PAPER[:2]).hosts


def test_one_page_under_many_addresses_is_one_page() -> None:
    copies = [lines(n, SLOGAN, *story(0), DESK, f"Printed {n} times.") for n in range(7)]
    assert not learnt(copies).hosts


def test_a_page_that_grows_is_one_page() -> None:
    assert not learnt([lines(0, SLOGAN, *story(0)[: 2 + n], DESK) for n in range(4)]).hosts


def test_a_page_that_was_rewritten_under_its_address_is_one_page() -> None:
    versions = [lines(0, SLOGAN, *story(0)[:3], *story(n)[3:], DESK) for n in range(1, 6)]
    assert not learnt(versions).hosts


def test_pages_without_a_text_of_their_own_teach_nothing() -> None:
    assert not learnt([lines(n, SLOGAN, DESK, BOX) for n in range(6)]).hosts


def test_no_host_teaches_nothing() -> None:
    assert not build(("", document.url, document) for document in PAPER).hosts


@settings(max_examples=30)
@given(st.permutations(range(6)), st.lists(st.integers(0, 5), max_size=4))
def test_neither_order_nor_repetition_matter(order: list[int], again: list[int]) -> None:
    assert learnt(PAPER[n] for n in [*order, *again]).to_bytes() == learnt(PAPER).to_bytes()


def test_the_memory_of_a_host_knows_nothing_of_others() -> None:
    other = [(f"b.{HOST}", document.url, document) for document in PAPER[:3]]
    both = build([*other, *((HOST, document.url, document) for document in PAPER)])
    assert both.of(HOST).digest == learnt(PAPER).digest != both.digest
    assert not both.of("unknown.example").hosts


def test_bytes_give_the_memory_back_and_nothing_else_does() -> None:
    memory = learnt(PAPER)
    assert Memory.from_bytes(memory.to_bytes()) == memory
    for data in (b"[]", b'{"version": 0, "hosts": {}}', b"no json"):
        with pytest.raises(ValueError):  # noqa: PT011 - whatever JSON says of it
            Memory.from_bytes(data)


def test_short_lines_count_from_the_third_page_on() -> None:
    known = learnt([page(n, head=(SLOGAN,), tail=(DESK,)) for n in range(3)]).hosts[HOST]
    assert known.pages == 3
    assert known.lines[masked_key(SLOGAN)].before == 3
    assert known.lines[masked_key(DESK)].before == 0
    assert known.lines[masked_key(DESK)].outside == 3
    assert masked_key(story(0)[0]) not in known.lines


def test_numbers_are_masked_and_counted() -> None:
    pages = [page(n, middle=(f"Issue {140 + n} of the Harbour Leaf",)) for n in range(4)]
    line = learnt(pages).hosts[HOST].lines[masked_key("Issue 7 of the Harbour Leaf")]
    assert (line.pages, line.outside, line.numbers) == (4, 0, 4)


def test_a_number_alone_is_no_line() -> None:
    assert masked_key("1,204") == masked_key("12:30 h") == 0


def test_a_very_long_page_is_cut_in_its_middle() -> None:
    long = lines(0, *(f"word number {n} {'x' * (n % 7)}" for n in range(5000)))
    assert len(list(items(sketch(long)))) == 2000


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One sentence only.", []),
        ("First one. Second one.", ["First one.", "Second one."]),
        ("一つ目です。二つ目です。", ["一つ目です。", "二つ目です。"]),
        ("“Come in.” He came. " + "Then more words came. " * 30 + "The end.", None),
    ],
)
def test_sentences(text: str, sentences: list[str] | None) -> None:
    found = [text[start:end] for start, end in parts(text)]
    if sentences is None:
        assert found[-1] == "The end."
        assert "".join("".join(found).split()) == "".join(text.split())
    else:
        assert found == sentences
