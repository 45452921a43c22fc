"""The tables give what the slow way gives, for every character and however lines are put together."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import alphabets
from cleaners.alphabets import _slowly, read, slow_key

SAMPLES = [
    "Straße, 3½ km² über 1º andar™ … “так”",
    "İSTANBUL’da IŞIK",
    "ΟΔΟΣ ς Σ",
    "№ 5 — Ёлка",
    "µ and ˆ and a´b¨",
    "日本語のテキスト 100円",
    "👍 → ok ‚low‘ zero\u200bwidth",
    "e\u0301 combining",
    "one _under_ 1,234.5",
    "",
    " ",
]


def test_no_sign_is_part_of_a_word() -> None:
    signs = [char for char in map(chr, range(sys.maxunicode + 1)) if alphabets._SIGNS.match(char)]
    assert signs
    assert not [hex(ord(char)) for char in signs if slow_key(f"a{char}b") != "a b"]


@pytest.mark.parametrize("name", alphabets._PAGES)
def test_every_character_of_a_page_is_read_as_the_slow_way_does(name: str) -> None:
    chars = [char for char in (bytes([code]).decode(name, "ignore") for code in range(1, 256)) if char]
    texts = [f"x{char} {char}y A{char}1" for char in chars]
    assert read(texts) == [_slowly(text) for text in texts]
    assert [read([text])[0] for text in texts] == [_slowly(text) for text in texts]


@given(st.lists(st.one_of(st.sampled_from(SAMPLES), st.text(st.characters(exclude_characters="\0"), max_size=40))))
@settings(max_examples=200)
def test_lines_together_are_read_as_each_alone(texts: list[str]) -> None:
    assert read(texts) == [_slowly(text) for text in texts]


def test_a_line_with_the_separator_in_it_is_still_one_line() -> None:
    assert [reading.key for reading in read(["one\0two", "three"])] == ["one two", "three"]
