"""Links of embedded posts go, links that a reader could name stay."""

from __future__ import annotations

import pytest

from cleaners import document_from_text
from cleaners.tracking import Tracking


def spans(text: str) -> list[str]:
    document = document_from_text(text)
    return [document.text[f.start : f.end] for f in Tracking().find(document)]


@pytest.mark.parametrize(
    "text",
    [
        "The shortener t.co/ was bought by the network in 2010.",
        "See https://t.co/abc123 for the list, he wrote in the second letter.",
        "The report is at https://example.org/report.pdf",
    ],
)
def test_links_inside_a_text_stay(text: str) -> None:
    assert not spans(text)


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("What a goal! https://t.co/HD3iNL pic.twitter.com/TeZexT", " https://t.co/HD3iNL pic.twitter.com/TeZexT"),
        ("What a goal! https://t.co/HD3iNL…", " https://t.co/HD3iNL…"),
        ("What a goal!pic.x.com/abc", "pic.x.com/abc"),
    ],
)
def test_the_tail_of_a_post_goes(text: str, tail: str) -> None:
    assert spans(text) == [tail]
