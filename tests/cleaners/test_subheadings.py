"""Subheadings stay whatever buttons say the same; the buttons of a page without subheadings are found as before."""

from __future__ import annotations

import pytest

from cleaners import clean, document_from_text
from cleaners.document import whole
from cleaners.subheadings import doubted, subheadings
from cleaners.zones import openers, openings

GUIDES = [
    [
        "A harbour needs more rooms than a town hall.",
        "Search",
        "The crews sleep above the net loft, in four bunks.",
        "Contact",
        "Nobody speaks to the pilots before they have eaten.",
        "Comments",
        "Ropes, hooks and lamps hang behind the door.",
        "The key hangs there too.",
    ],
    [
        "Ein Register besteht aus mehreren Teilen.",
        "Suche",
        "Wer einen Namen sucht, beginnt beim ersten Buchstaben.",
        "Impressum",
        "Hier steht, wer das Buch gedruckt hat und wann.",
        "Kommentare",
        "Am Rand notierten die Schreiber, was ihnen fehlte.",
        "Das war nicht wenig.",
    ],
    [
        "Une carte marine se lit de bas en haut.",
        "Menu",
        "La soupe vient d'abord, puis le poisson du jour.",
        "Accueil",
        "On frappe deux fois et on attend sous la lampe.",
        "Recherche",
        "Les plongeurs descendent à l'aube, jamais seuls.",
        "Le soir, ils chantent.",
    ],
]


@pytest.mark.parametrize("lines", GUIDES, ids=lambda lines: lines[1])
def test_subheadings_stay_whatever_buttons_say(lines: list[str]) -> None:
    document = document_from_text("\n".join(lines))
    assert document.derived(subheadings) == {1, 3, 5}
    assert not document.derived(openers)
    assert clean(document).text == document.text


def test_the_label_of_an_advertisement_is_no_subheading() -> None:
    document = document_from_text("\n".join(GUIDES[0]))
    label, button = (whole(n, document.blocks[n], "ad_label", "r", 0.8)._replace(cleaner="ui_debris") for n in (1, 3))
    weakened = list(doubted(document, [label, button._replace(reason="navigation")]))
    assert [finding.score < 0.5 for finding in weakened] == [False, True]


def test_two_short_lines_are_buttons() -> None:
    document = document_from_text("\n".join(GUIDES[0][4:]))
    assert not document.derived(subheadings)
    assert document.derived(openers) == document.derived_by_block(openings) != {}
