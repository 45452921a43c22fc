"""A page of menus and footers only is no document; one line that says something makes it one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cleaners.classifier.model import Judgement, shipped
from cleaners.extract import extract
from cleaners.no_document.kinds import NO_TEXT
from cleaners.page import Page

MENU = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in ("Sofas", "Beds", "Lamps", "Rugs", "Sale"))
SHOP = f"<title>Beds | Shop</title><body><nav><ul>{MENU}</ul></nav><main></main><footer><p>© 2026 Shop Ltd</p></footer>"


class Doubting:
    """The shipped classifier, which here takes nothing to be more likely than that."""

    def __init__(self, most: float) -> None:
        self.most = most

    def judge(self, *page: Any) -> Judgement:
        judged = shipped().judge(*page)
        return replace(judged, probabilities=np.minimum(judged.probabilities, self.most))


@pytest.mark.parametrize(
    ("probabilities", "words", "has_text"),
    [
        ([0.1, 0.2, 0.05], [3, 4, 60], False),
        ([0.1, 0.2, 0.25], [3, 4, 100], True),  # 25 words are expected, wherever they are
        ([0.01, 0.9], [40, 5], True),  # five words that are surely text
    ],
)
def test_a_page_has_text_if_a_block_is_likely_or_a_sentence_is_expected(
    probabilities: list[float], words: list[int], has_text: bool
) -> None:
    chances = np.array(probabilities)
    judged = Judgement(chances, np.array(words, float), chances > 0.5, "article", 0.5)
    assert judged.has_text is has_text


@pytest.mark.parametrize(
    "html", ["<p>Hello.</p>", "<ul><li>milk<li>eggs</ul>", "<pre>x = 1</pre>", "<h1>Hi</h1><p>there"]
)
def test_a_page_with_next_to_nothing_on_it_is_a_document(html: str) -> None:
    assert extract(Page("https://example.org/", html.encode())).kind == ""


def test_one_line_that_says_something_makes_a_document() -> None:
    html = SHOP.replace("<main>", "<main><p>The workshop is closed until the first of March.</p>")
    found = extract(Page("https://shop.example/", html.encode()))
    assert found.kind == ""
    assert "closed until the first of March" in found.document.text


def test_menus_and_footers_alone_are_none_and_their_links_are_kept() -> None:
    found = extract(Page("https://shop.example/", SHOP.encode()), model=Doubting(0.2))  # type: ignore[arg-type]
    assert found.kind == NO_TEXT
    assert len(found.links) == 5
    assert found.document.blocks  # what was found all the same, for `dehusk explain`
