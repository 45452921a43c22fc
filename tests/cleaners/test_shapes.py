"""Lines that are debris by their shape, and true lines that only resemble them."""

from __future__ import annotations

import pytest

from cleaners.shapes import shape_of


@pytest.mark.parametrize(
    "text",
    [
        "3-1",
        "200 g flour",
        "2024",
        "Leeds 61",
        "The price rose 3% in May.",
        "She called 555 times.",
        "if a > b then stop",
        "x > 3",
        "and/or",
        "The © sign is older than the web.",
        "Copyrighted works, said the judge, are not free.",
        "12 men",
        "£20.00",
        "19.50 €",
        "+ 12.30 %",
        "18.5 °C",
        "10:32 is when the bridge opened, and nobody was there.",
        "(He laughed. She did not, and left the room.) Then it rained.",
    ],
)
def test_true_lines_have_no_shape(text: str) -> None:
    assert shape_of(text) == ""


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("18.47", "stamp"),
        ("07:15 p. m.", "stamp"),
        ("12.04.2024, 10:21 Uhr", "stamp"),
        ("2024-05-01", "stamp"),
        ("7.6K", "counter"),
        ("1,2 M", "counter"),
        ("01:12 / 04:50", "player"),
        ("XYZ $97,001.20 -2.78%", "ticker"),
        ("Ibox 118.557 −2,42%", "ticker"),
        ("Home » Markets » A factory of glass", "breadcrumbs"),
        ("News / North / Harbour", "breadcrumbs"),
        ("Home | News | Sport", "menu"),
        ("[Politics]", "brackets"),
        ("© 2024 The Harbour Post", "copyright"),
        ("Tel. 0123/456789 - Fax 0123/456780", "contact"),
        ("desk@harbour-post.example", "contact"),
    ],
)
def test_shapes(text: str, shape: str) -> None:
    assert shape_of(text) == shape
