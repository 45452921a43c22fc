"""Teasers go by their structure; the article and what it quotes stay."""

from __future__ import annotations

import pytest

from cleaners.byline_time import BYLINE_TIME
from cleaners.teaser import Teaser
from tests.cleaners.proposals import proposed

BODY = [
    "The ferry that crosses the river at Oldham was taken out of the museum on Monday and put on the water again.",
    "Its captain, who is seventy-nine, said that the engine had never been the problem; the paperwork had been.",
    "“The engine starts on the first day and the paperwork on the last,” he said, and the council did not object.",
    "By Tuesday it had carried four hundred people, two dogs and a piano, and it had only once run late, by a minute.",
]
LEAD = "A baker has put the price of flour on her door, every day, for thirty years, and now a museum wants it."
OTHER = "Two sisters count the herons of the delta by night, and their lists have changed how the dykes are built."


def test_an_article_is_left_alone() -> None:
    assert not proposed(Teaser(), *BODY)


def test_a_sentence_set_apart_as_a_quotation_stays() -> None:
    assert not proposed(Teaser(), BODY[0], f"{BODY[1]} {BODY[3]}", BODY[3], BODY[2])


def test_dialogue_and_recipes_stay() -> None:
    assert not proposed(
        Teaser(), *BODY, "Ingredients", "200 g flour", "3 eggs", *BODY[:2], "“No.”", "“Not a chance.”", BODY[2]
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["10:00 Opening by the mayor", "11:30 Concert of the choir", "13:00 Soup for all", "17:00 Fireworks"],
        ["21:30 Concert", "23:15 Dance in the hall", "0:30 Last boat to the island", "1:45 Night bus"],
        ["9:30 am Tea", "11.15 am Walk", "12:30 pm Lunch on deck", "1:15 pm Race", "6:00 pm Songs"],
        ["07:15 Uhr ab Hafen", "08:40 Uhr ab Insel", "12:15 Uhr ab Hafen", "18:30 Uhr ab Insel"],
        ["20:15 Film", "20:15 Konzert", "22:00 Nachrichten"],
    ],
)
def test_a_programme_stays(lines: list[str]) -> None:
    assert not proposed(Teaser(), *BODY, *lines)
    assert not proposed(Teaser(), *BODY[:2], *lines, *BODY[2:])


def test_a_timetable_stays_and_times_between_titles_go() -> None:
    times = ["6:30", "8:00", "9:30", "12:00", "15:30"]
    assert not proposed(BYLINE_TIME, *BODY, "Timetable", *times, BODY[0])
    titles = ["18:30", "Heron counted twice", "18:19", "Flour is dearer again", "17:53", "The piano has arrived"]
    assert set(proposed(BYLINE_TIME, *BODY, *titles)) == {4, 6, 8}
    assert set(proposed(BYLINE_TIME, *BODY, "18:30", "18:19", "17:53")) == {4, 5, 6}


@pytest.mark.parametrize(
    "lines",
    [
        ["20:41", "The bridge is open again.", "20:15", "A crane has come.", "20:02", "Nobody was hurt.", "She left."],
        ["7. März", "Wir liegen vor Anker.", "9. März", "Kein Wind.", "10. März", "Endlich fahren wir."],
        ["21h10", "Le quai est vide.", "20h55", "La foule chante.", "20h30", "Il pleut."],
        ["19:30", "桥又通了。", "19:10", "吊车到了。", "18:45", "没有人受伤。"],
    ],
)
def test_the_times_and_sentences_of_a_chronicle_stay(lines: list[str]) -> None:
    for before in ([], BODY):
        assert not proposed(BYLINE_TIME, *before, *lines)
        assert not proposed(Teaser(), *before, *lines)


def test_sentences_between_names_stay_and_leads_below_titles_go() -> None:
    posts = [
        "By Ana Ruiz",
        "I was on that ferry too.",
        "By Tom Lee",
        "So was my aunt.",
        "By Eva Berg",
        "It ran on time.",
    ]
    assert not {number for number, (reason, _) in proposed(Teaser(), *BODY, *posts).items() if reason == "crumbs"}
    news = [
        "By Ana Ruiz",
        "Heron counted twice",
        "The lists have changed.",
        "By Tom Lee",
        "Flour is dearer",
        "By Eva Berg",
    ]
    found = proposed(Teaser(), *BODY, *news)
    assert {number for number, (reason, _) in found.items() if reason == "crumbs"} == {5, 6, 8}


def test_times_and_leads_below_titles_go() -> None:
    news = [
        "Heron counted twice",
        "18:30",
        OTHER,
        "Flour is dearer again",
        "18:19",
        LEAD,
        "Piano arrives",
        "17:53",
        LEAD,
    ]
    assert {5, 8, 11} <= set(proposed(BYLINE_TIME, *BODY, *news))


def test_titles_with_their_leads_go_with_the_leads_that_stand_again() -> None:
    grid = [f"Flour on the door{LEAD}", "2 hours ago", LEAD, f"The heron lists{OTHER}", "3 hours ago", OTHER]
    found = proposed(Teaser(), *BODY, *grid)
    assert {number for number, (_, score) in found.items() if score >= 0.85} == {4, 6, 7, 9}
    assert not set(found) & set(range(4))


def test_a_list_of_times_and_titles_goes() -> None:
    news = ["18:30 Heron counted twice", "18:19 Flour is dearer again", "17:53 The piano has arrived"]
    found = proposed(Teaser(), *BODY, *news)
    assert {number for number, (reason, _) in found.items() if reason == "clock"} == {4, 5, 6}


def test_what_follows_a_heading_behind_the_article_goes() -> None:
    found = proposed(Teaser(), *BODY, "Related articles", "Flour on the door", "The heron lists")
    assert min(found[5][1], found[6][1]) >= 0.7
    assert not set(found) & set(range(4))


def test_a_standfirst_below_a_heading_at_the_top_stays() -> None:
    found = proposed(Teaser(), "Latest news", "Oldham gets its ferry back", BODY[0], "By a reporter", *BODY)
    assert found.get(2, ("", 0.0))[1] < 0.5
