"""Remains of widgets go, true short lines stay."""

from __future__ import annotations

from cleaners.byline_time import BYLINE_TIME
from cleaners.imprint import Imprint
from cleaners.promo import PROMO
from cleaners.read_also import READ_ALSO
from cleaners.ticker import Ticker
from cleaners.ui_debris import UI_DEBRIS
from tests.cleaners.proposals import proposed

BODY = "The ferry that crosses the river at Oldham was taken out of the museum on Monday and put on the water again."


def test_separators_dialogue_and_items_stay() -> None:
    assert not proposed(UI_DEBRIS, BODY, "* * *", "—", "“No.”", "Silence.", "200 g flour", "Conclusion", BODY)


def test_braces_of_code_stay_and_empty_ones_go() -> None:
    code = ["for (key in map) {", "});", "}", "]);", "{", "},", "};", "}))"]
    assert not proposed(UI_DEBRIS, BODY, *code, BODY)
    assert set(proposed(UI_DEBRIS, BODY, "{ }", "{{}}", "*>|")) == {1, 2, 3}


def test_a_short_list_is_no_menu() -> None:
    assert not proposed(UI_DEBRIS, BODY, "Braga 61", "Porto 58", "Vizela 44", BODY)


def test_tokens_symbols_and_counters_go() -> None:
    found = proposed(UI_DEBRIS, BODY, "placeholder", "goTop", "×", "4.8K", BODY)
    assert set(found) == {1, 2, 3, 4}
    assert min(score for _, score in found.values()) >= 0.5


def test_a_long_run_of_short_lines_outside_the_article_is_a_menu() -> None:
    names = ["North", "South", "Harbour", "The arts", "Letters", "Weather", "Chess", "Tides", "Markets"]
    found = proposed(UI_DEBRIS, *names, BODY, BODY.replace("Monday", "Tuesday"), "It ran on time.")
    assert {number for number, (reason, _) in found.items() if reason in {"menu", "navigation", "site_pages"}} >= set(
        range(9)
    )
    assert 9 not in found


def test_a_price_inside_a_sentence_stays_and_a_ticker_goes() -> None:
    assert not proposed(Ticker(), "The share closed at 12.40, down 3.2%, and nobody could say why.")
    found = proposed(Ticker(), "XYZ $97,001.20 -2.78%", "QRS $0.15 +2.61%", BODY)
    assert set(found) == {0, 1}
    assert found[0][1] >= 0.97


def test_contacts_inside_a_sentence_stay_and_an_imprint_goes() -> None:
    assert not proposed(Imprint(), "Call the harbour master on 0123 456789 before six, she said.", "The © sign is old.")
    assert set(proposed(Imprint(), BODY, "© 2024 The Harbour Post", "Tel.: +39 0471 98 05 98")) == {1, 2}


def test_scores_of_matches_are_no_times() -> None:
    assert not proposed(BYLINE_TIME, "3-1", "2024", "Braga 61")
    assert proposed(BYLINE_TIME, "12.04.2024, 10:21 Uhr")[0][0] == "time"


def test_advice_to_read_stays_and_a_labelled_title_goes() -> None:
    advice = "Read also the afterword, the translator says, because there the narrator gives himself away."
    assert proposed(READ_ALSO, advice).get(0, ("", 0.0))[1] < 0.97
    assert proposed(READ_ALSO, "Read also: The bridge that nobody wanted")[0] == ("line", 0.98)


def test_a_free_map_stays_and_an_offer_goes() -> None:
    assert not proposed(PROMO, "The museum hands its visitors a free map of the rooms.")
    assert proposed(PROMO, "Budget School: how to read a payslip - free guide")[0] == ("academy", 0.9)
