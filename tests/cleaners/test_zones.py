"""Where the article begins and ends."""

from __future__ import annotations

import pytest

from cleaners import document_from_text
from cleaners.zones import Body, body, openings

SHORT = {
    "en": ["He waited.", "Nobody came.", "The lamp", "It went out at nine.", "He did not mind.", "The end"],
    "es": ["Llovía.", "Nadie habló.", "La carta", "Era de su hermano.", "No la abrió.", "Fin"],
    "ru": ["Он ждал.", "Никто не пришёл.", "Лампа", "Она погасла в девять.", "Ему было всё равно.", "Конец"],
}


@pytest.mark.parametrize("lines", SHORT.values(), ids=SHORT)
def test_a_text_of_short_sentences_is_an_article(lines: list[str]) -> None:
    assert document_from_text("\n".join(lines)).derived(body) == Body(0, 4)


@pytest.mark.parametrize(
    "line",
    [
        "Recommended reading for this week was a novel about a lighthouse.",
        "Weitere Artikel durfte er nach dem Streit nicht mehr schreiben.",
        "À lire aussi, dit-il, le journal de bord de son grand-père.",
    ],
)
def test_a_statement_opens_no_list_of_teasers(line: str) -> None:
    assert not document_from_text(line).derived_by_block(openings)


@pytest.mark.parametrize(
    "line", ["Related articles", "Related articles:", "Das könnte Sie auch interessieren", "Ähnliche Artikel:"]
)
def test_headings_open_lists_of_teasers(line: str) -> None:
    assert document_from_text(line).derived_by_block(openings)
