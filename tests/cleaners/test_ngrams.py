"""Wordings: no line hears its neighbours, and the hash is the one that the model was learnt with."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners import document_from_text
from cleaners.ngrams import AT_MOST, BITS, HEAD, SIZES, TAIL, ngrams, wordings


def grams_of(texts: list[str], number: int) -> list[int]:
    found, places = ngrams(texts)
    return sorted(found[places == number].tolist())


def test_a_line_says_the_same_whatever_stands_around_it() -> None:
    alone = grams_of(["Share this page"], 0)
    assert grams_of(["Already a subscriber?", "Share this page", "x"], 1) == alone
    assert grams_of(["Share this page", "", ""], 0) == alone


@pytest.mark.parametrize("text", ["a", "ab", "日本", "İstanbul’da", "\U0001f600 ok", "straße"])
def test_a_line_has_one_ngram_for_each_place_and_size(text: str) -> None:
    length = len(text.casefold()) + 2  # its two ends
    assert len(grams_of([text], 0)) == sum(max(0, length - size + 1) for size in SIZES)


def test_case_and_digits_make_no_difference_and_words_do() -> None:
    assert grams_of(["12 Comments"], 0) == grams_of(["87 comments"], 0)
    assert grams_of(["12 Comments"], 0) != grams_of(["12 Cements"], 0)


def test_of_a_long_line_both_ends_are_read() -> None:
    middle = "word " * 400
    start, end = "A beginning of its own. ", " And an end of its own."
    one = grams_of([start + middle + end], 0)
    assert len(one) <= len(SIZES) * (HEAD + TAIL + 3)
    assert one != grams_of(["B" + start[1:] + middle + end], 0)
    assert one != grams_of([start + middle + end[:-1] + "!"], 0)
    assert one == grams_of([start + middle + middle + end], 0)


def test_the_hash_is_the_same_on_every_platform() -> None:
    found, places = ngrams(["Ação"])
    assert places.tolist() == [0] * len(found)
    assert found.tolist() == KNOWN


def test_words_are_within_bounds_for_any_line() -> None:
    said = wordings(document_from_text("Subscribe to our newsletter\nx\n日本語の文章です。\n" + "y" * 5000))
    assert len(said) == 4
    assert all(-AT_MOST <= value <= AT_MOST for value in said)
    assert np.isfinite(said).all()
    assert max(ngrams(["any line at all"])[0].tolist()) < 1 << BITS
    assert wordings(document_from_text("")) == ()


KNOWN = [55741, 187285, 163919, 108323, 193306, 192111, 196917, 210169, 38208]
