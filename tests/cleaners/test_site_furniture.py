"""site_furniture: what repeats rightly stays."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cleaners import Block, Document, clean, document_from_text
from cleaners.document import document_from_blocks
from cleaners.memory import Memory, build
from cleaners.site_furniture import SiteFurniture
from tests.cleaners.sites import BOX, DESK, HOST, SLOGAN, lines, page, story

COMPANY = "Calloway Ropes, founded in 1951 in Dunmere, employs 140 people and ships to nine countries."
INTRODUCTION = "In this series we walk along the old towpath and ask those who live there what they would miss."


WARES = ("kettle", "lantern", "ladle", "anvil", "sickle", "bellows")


def marked_up(number: int, *blocks: tuple[str, str], link: bool = False) -> Document:
    """A page of blocks, each the end of its place (`ul[1]/li[2]`) and its text, below a paragraph of its own."""
    parts = [Block(story(number)[0], 0, 0, "p", "main[1]/p[1]")]
    for place, text in blocks:
        tag = place.rpartition("/")[2].partition("[")[0]
        parts.append(Block(text, 0, 0, tag, f"main[1]/{place}", len(text) if link else 0))
    return document_from_blocks(parts, url=f"https://{HOST}/{number}", title=WARES[number])


def found(pages: Sequence[Document], number: int = 0) -> dict[str, float]:
    """What is proposed on one of the pages, by its text."""
    memory = build((HOST, document.url, document) for document in pages)
    document = pages[number]
    return {document.text[f.start : f.end]: f.score for f in SiteFurniture(memory).find(document)}


@pytest.mark.parametrize("line", [COMPANY, "Background", "What we found", "By the numbers", "200 g flour"])
def test_what_repeats_inside_the_text_stays(line: str) -> None:
    assert not found([page(n, middle=(line,)) for n in range(6)])


def test_the_introduction_of_a_series_stays() -> None:
    pages = [page(n, head=(INTRODUCTION,) if n < 4 else ()) for n in range(9)]
    assert not found(pages)


def test_two_pages_are_not_enough() -> None:
    assert not found([page(n, tail=(DESK,)) for n in range(2)])


def test_the_facts_of_a_recipe_stay() -> None:
    facts = [(f"Serves {n + 2}", f"Ready in {n * 7 + 10} minutes", f"{n * 31 + 210} kcal a portion") for n in range(6)]
    assert not found([page(n, middle=facts[n]) for n in range(6)])


def test_lists_tables_and_sections_stay_where_one_line_of_them_is_the_pages_own() -> None:
    pages = [
        marked_up(
            n,
            ("h2[1]", "Eigenschaften"),
            ("p[2]", "Aus unserer Schmiede"),
            ("ul[1]/li[1]", "Geschmiedeter Stahl"),
            ("ul[1]/li[2]", f"Ein {ware} wie früher"),
            ("h2[2]", "Medidas"),
            ("table[1]/tr[1]", f"Peso | {n * 70 + 90} g"),
            ("table[1]/tr[2]", "Hecho en | Toledo"),
            ("h2[3]", "Returns"),
            ("p[3]", "None"),
            ("h2[4]", "Example"),
            ("pre[1]", f"forge.{ware}()"),
            ("p[4]", f"New in version 3.{n}."),
        )
        for n, ware in enumerate(WARES)
    ]
    proposed = found(pages)
    assert all(score <= 0.5 and text.startswith("New in") for text, score in proposed.items()), proposed


def test_a_heading_stays_while_its_text_does() -> None:
    again = tuple(f"We send it by boat to the {end} end of the lake." for end in ("north", "south", "east", "west"))
    rows = [("h2[1]", "Delivery"), *((f"p[{n}]", text) for n, text in enumerate(again, 2))]
    pages = [marked_up(n, *rows) for n in range(5)]
    assert not found(pages)


def test_values_without_markup_keep_the_lines_around_them() -> None:
    pages = [
        page(
            n, tail=("Données", "Laine des Cévennes", f"Poids {n * 70 + 90} g", f"Hauteur : {n + 11} cm", "Tissé main")
        )
        for n in range(6)
    ]
    assert all(score <= 0.5 for score in found(pages).values())


def test_a_list_that_is_the_same_everywhere_goes() -> None:
    rows = (("ul[1]/li[1]", "Counter open on weekdays"), ("ul[1]/li[2]", "The ferry stops at the mill"))
    assert len(found([marked_up(n, *rows) for n in range(5)])) == 2


def test_the_telephones_of_a_desk_go() -> None:
    assert min(found([page(n, tail=(f"News desk: (020) 555 01{n}",)) for n in range(5)]).values()) >= 0.97


def test_the_links_of_a_list_with_links_of_its_own_go() -> None:
    pages = [marked_up(n, ("ul[1]/li[1]", "All our wares"), ("ul[1]/li[2]", WARES[n]), link=True) for n in range(5)]
    assert "All our wares" in found(pages)


def test_chapter_numbers_stay() -> None:
    assert not found([page(n, middle=(f"Chapter {n + 1}",)) for n in range(6)])


def test_a_heading_of_a_list_is_at_most_weighed() -> None:
    towns = ("Aldmoor", "Birch Quay", "Coldwater", "Dunmere")
    pages = [page(n, tail=("Sources", f"The ledger of {town}", f"Diaries, {town}")) for n, town in enumerate(towns)]
    assert all(score < 0.85 for score in found(pages).values())


def test_the_author_and_the_title_stay() -> None:
    pages = [lines(n, "From the Harbour", "Ann Lee", *story(n), title="From the Harbour") for n in range(5)]
    for document in pages:
        document.metadata["author"] = "Ann Lee"
    assert not found(pages)


@pytest.mark.parametrize("lead", ["A bridge of ice", "The bridge is closed.", story(0)[0]])
def test_the_lead_that_other_pages_have_as_a_teaser_stays(lead: str) -> None:
    own = lines(0, lead, *story(0)[1:])
    pages = [own, *(page(n, tail=("Most read", lead, "More to come")) for n in range(1, 7))]
    assert not found(pages)
    assert lead in found(pages, number=1)


def test_a_page_of_nothing_else_is_left_alone() -> None:
    pages = [page(n, head=(SLOGAN,), tail=(DESK, BOX)) for n in range(5)]
    assert not found([*pages, lines(9, SLOGAN, DESK, BOX)], number=5)


def test_most_of_a_text_never_goes() -> None:
    """Pages for many towns that say the same but for a sentence."""
    notices = tuple(f"We also mend roofs of the {kind} kind, whatever the weather." for kind in "abcdefgh")
    pages = [lines(n, story(n)[0], story(n)[1], story(n)[2], *notices) for n in range(5)]
    assert not found(pages)


def test_a_page_that_is_crawled_again_stays_whole() -> None:
    pages = [lines(0, *story(0), f"Seen {n} times today.") for n in range(5)]
    assert not found(pages)


def test_without_host_or_memory_there_is_nothing() -> None:
    pages = [page(n, tail=(DESK,)) for n in range(5)]
    memory = build((HOST, document.url, document) for document in pages)
    stranger = document_from_text(pages[0].text, url="https://other.example/1")
    assert not list(SiteFurniture(memory).find(stranger))
    assert not list(SiteFurniture(memory).find(document_from_text(pages[0].text)))
    assert not list(SiteFurniture(Memory()).find(pages[0]))


@pytest.mark.parametrize("line", [DESK, BOX, "Tomorrow with the paper: a map of wells"])
def test_a_line_behind_the_article_goes_from_the_third_page_on(line: str) -> None:
    pages = [page(n, tail=(line,) if n < 3 else ()) for n in range(7)]
    assert found(pages)[line] >= 0.97
    assert not found(pages, number=5)


def test_a_slogan_goes_where_most_pages_have_it() -> None:
    assert found([page(n, head=(SLOGAN,)) for n in range(5)])[SLOGAN] >= 0.97


def test_a_line_above_the_title_goes_even_if_few_have_it() -> None:
    pages = [lines(n, SLOGAN, f"Story of {n}", *story(n), title=f"Story of {n}") for n in range(3)]
    pages += [lines(n, f"Story of {n}", *story(n), title=f"Story of {n}") for n in range(3, 9)]
    assert found(pages)[SLOGAN] >= 0.97


def test_an_issue_counter_goes_from_the_middle_of_the_text() -> None:
    pages = [page(n, middle=(f"Issue {140 + n} of the Harbour Leaf · {n + 1}.11.2024",)) for n in range(5)]
    assert found(pages)["Issue 140 of the Harbour Leaf · 1.11.2024"] >= 0.97


def test_a_sentence_glued_to_the_last_paragraph_goes_alone() -> None:
    pages = [page(n, tail=(DESK,)) for n in range(5)]
    last = story(5)[-1]
    pages.append(lines(5, *story(5)[:-1], f"{last} {DESK}"))
    assert set(found(pages, number=5)) == {DESK}
    assert found([*pages, lines(6, *story(6), f"{DESK} {DESK}")], number=6)[f"{DESK} {DESK}"] >= 0.97


def test_cleaning_with_it_keeps_every_sentence_of_the_article() -> None:
    from cleaners.registry import CLEANERS

    pages = [page(n, head=(SLOGAN,), middle=(COMPANY,), tail=(DESK, BOX)) for n in range(6)]
    memory = build((HOST, document.url, document) for document in pages)
    for number, document in enumerate(pages):
        body = story(number)
        text = clean(document, (*CLEANERS, SiteFurniture(memory))).text
        assert text.split("\n") == [*body[:2], COMPANY, *body[2:]]


def test_the_host_may_stand_in_the_metadata() -> None:
    pages = [page(n, tail=(DESK,)) for n in range(5)]
    memory = build((HOST, document.url, document) for document in pages)
    document = document_from_text(pages[0].text, metadata={"hostname": HOST.upper()})
    assert list(SiteFurniture(memory).find(document))
