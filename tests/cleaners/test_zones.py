"""Where the article begins and ends."""

from __future__ import annotations

import pytest

from cleaners import document_from_text
from cleaners.zones import Body, body

SHORT = {
    "en": ["He waited.", "Nobody came.", "The lamp", "It went out at nine.", "He did not mind.", "The end"],
    "es": ["Llovía.", "Nadie habló.", "La carta", "Era de su hermano.", "No la abrió.", "Fin"],
    "ru": ["Он ждал.", "Никто не пришёл.", "Лампа", "Она погасла в девять.", "Ему было всё равно.", "Конец"],
}


@pytest.mark.parametrize("lines", SHORT.values(), ids=SHORT)
def test_a_text_of_short_sentences_is_an_article(lines: list[str]) -> None:
    assert document_from_text("\n".join(lines)).derived(body) == Body(0, 4)
