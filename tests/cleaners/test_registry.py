"""Which cleaners a document meets: what is text on a page that lists things stays there."""

from __future__ import annotations

import pytest

from cleaners import Document, clean, document_from_text
from cleaners.registry import CLEANERS, LISTING_KINDS, cleaners_of

OFFERS = """Wool blankets of the season
Grey blanket with a border of blue stripes, woven by hand in the valley
A blanket of thick wool for the cold months, two metres long, to be washed by hand and dried in the shade of a tree.
89 euros, ready to be sent
Red blanket with a border of white stripes, woven by hand in the valley
A blanket of thick wool for the cold months, two metres long, to be washed by hand and dried in the shade of a tree.
89 euros, ready to be sent"""


def page(kind: str) -> Document:
    return document_from_text(OFFERS, metadata={"page_type": kind})


@pytest.mark.parametrize("kind", sorted(LISTING_KINDS))
def test_what_is_said_of_each_item_stays_on_a_listing(kind: str) -> None:
    assert clean(page(kind)).text == OFFERS


def test_a_paragraph_that_comes_again_goes_from_an_article() -> None:
    assert any(removal.cleaner == "repeats" for removal in clean(page("article")).removals)


@pytest.mark.parametrize("kind", ["article", "forum", "product", "newsarticle", ""])
def test_all_cleaners_look_at_everything_else(kind: str) -> None:
    assert cleaners_of(page(kind)) == CLEANERS
