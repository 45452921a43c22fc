"""Copies go, refrains and rows stay."""

from __future__ import annotations

from cleaners import Block, document_from_blocks, document_from_text
from cleaners.repeats import Repeats

PARAGRAPH = "The bridge was closed in March after an engineer heard a noise that she had not heard before, she said."
OTHER = "Nobody on the council could say how long the work would last or who in the end was going to pay for it."
THIRD = "A ferry that had been out of service since the eighties was taken from the museum and put on the river again."


def copies(*lines: str, title: str = "") -> list[tuple[int, str]]:
    document = document_from_text("\n".join(lines), title=title)
    return [(finding.block, finding.reason) for finding in Repeats().find(document)]


def test_a_refrain_stays() -> None:
    assert not copies(PARAGRAPH, "Row, brothers, row.", OTHER, "Row, brothers, row.", THIRD, "Row, brothers, row.")


def test_list_items_rows_and_quotations_stay() -> None:
    for tag in ("li", "tr", "blockquote", "pre"):
        document = document_from_blocks([Block(PARAGRAPH, 0, 0, tag), Block(OTHER, 0, 0), Block(PARAGRAPH, 0, 0, tag)])
        assert not list(Repeats().find(document)), tag


def test_a_sentence_quoted_again_from_a_paragraph_stays() -> None:
    assert not copies(PARAGRAPH + " " + OTHER, THIRD, OTHER)


def test_direct_speech_that_is_said_again_stays_but_not_in_a_body_that_stands_twice() -> None:
    for speech in (
        f"“{PARAGRAPH}”",
        "„Geh dreimal um den Brunnen, sag kein Wort, und was du dann findest, das trag mir heute vor die Tür.“",
        "— Ve al río antes de que salga el sol, llena la jarra sin mirar atrás y no contestes a quien te llame.",
        "「夜が明ける前に川まで行き、振り返らずに水を汲み、名を呼ばれても決して返事をせずに、まっすぐ帰ってきなさい。」",
    ):
        assert not copies(speech, OTHER, speech, THIRD, speech)
        half = [speech, "The bill", OTHER, THIRD]
        assert copies(*half, "A notice", *half) == [(n, "body") for n in range(5, 9)]


def test_paragraphs_with_the_same_words_in_another_order_stay() -> None:
    words = PARAGRAPH.split()
    assert not copies(PARAGRAPH, " ".join(reversed(words)))


def test_a_paragraph_twice_goes_once() -> None:
    assert copies(PARAGRAPH, OTHER, PARAGRAPH) == [(2, "paragraph")]


def test_the_body_twice_goes_with_its_short_lines() -> None:
    half = [PARAGRAPH, "The bill", OTHER, THIRD]
    assert copies(*half, "A notice between the halves", *half) == [(n, "body") for n in range(5, 9)]


def test_a_copy_with_small_differences_goes() -> None:
    assert copies(PARAGRAPH + " " + OTHER, THIRD, PARAGRAPH.replace("noise", "sound") + " " + OTHER) == [
        (2, "near_copy")
    ]


def test_the_title_twice_at_the_head_goes_once() -> None:
    title = "Town takes its ferry out of the museum"
    assert copies(title, title, PARAGRAPH) == [(1, "title")]
    assert copies("A section", title, PARAGRAPH, title, title=title) == [(3, "title")]


def test_texts_that_differ_in_a_number_stay() -> None:
    event = f"April 7: {PARAGRAPH} {OTHER}"
    assert not copies(event, THIRD, event.replace("April 7", "April 8"))


def test_a_repeated_item_of_a_list_stays() -> None:
    assert not copies(f"- {PARAGRAPH}", OTHER, f"- {PARAGRAPH}")
