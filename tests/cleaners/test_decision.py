"""The decision keeps articles whole, and the guard gives back what would leave nothing."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners import clean, document_from_text
from cleaners.decision import Thresholds, decide, guard
from cleaners.document import Finding, whole
from cleaners.evidence import FEATURES, weigh

BODY = [
    "The ferry that crosses the river at Oldham was taken out of the museum on Monday and put on the water again.",
    "Its captain, who is seventy-nine, said that the engine had never been the problem; the paperwork had been.",
    "By Tuesday it had carried four hundred people, two dogs and a piano, and it had only once run late, by a minute.",
    "The council will decide in March whether it may stay, and until then the fare is whatever people want to give.",
]


def cleaned(*lines: str) -> str:
    return clean(document_from_text("\n".join(lines))).text


@pytest.mark.parametrize(
    "line",
    [
        "Past performance was cited by the fund manager as proof, and the investors believed him.",
        "The newsletter, begun almost as a joke, now has more readers than the printed paper.",
        "“Subscribe and hit the bell,” the boy told the mirror, just like his heroes.",
        "The contract put every loss on the customer, but the court struck the clause down.",
        "“No.”",
        "Silence.",
        "Conclusion",
        "Source: the port authority",
    ],
)
def test_true_lines_inside_an_article_stay(line: str) -> None:
    assert line in cleaned(*BODY[:2], line, *BODY[2:]).split("\n")


def test_boilerplate_at_both_ends_goes() -> None:
    lines = ["Skip to content", *BODY, "Leave a comment", "Your email address will not be published."]
    assert cleaned(*lines) == "\n".join(BODY)


def test_a_page_of_boilerplate_comes_back_and_says_so() -> None:
    result = clean(document_from_text("Leave a comment\nplaceholder\ngoTop"))
    assert result.text == result.document.text
    assert not result.removals
    assert result.guard == "nothing_left"


def test_the_guard_holds_when_no_article_would_stay() -> None:
    document = document_from_text("\n".join([*BODY, "A last line"]))
    gone = [whole(n, document.blocks[n], "list", "r", 0.9) for n in range(4)]
    assert guard(document, gone) == "most_prose"
    assert guard(document, gone[:2]) == ""


@pytest.mark.parametrize(
    "lines",
    [
        [f"— Et {name} ? — {name} dort encore." for name in ("Lucie", "Marc", "Inès", "Paul", "Zoé", "Jean", "Léa")],
        [f"{amount} g {what}" for amount, what in enumerate(("harina", "sal", "azúcar", "levadura", "nueces"), 100)],
    ],
)
def test_a_text_without_prose_is_no_reason_to_give_its_notice_back(lines: list[str]) -> None:
    document = document_from_text("\n".join([*lines, BODY[0]]))
    last = len(lines)
    assert guard(document, [whole(last, document.blocks[last], "risk", "r", 0.9)]) == ""
    assert guard(document, [whole(n, document.blocks[n], "list", "r", 0.9) for n in range(1, last + 1)]) == "most_prose"


def test_every_block_has_every_feature_and_all_of_them_are_numbers() -> None:
    document = document_from_text("\n".join(["Home | News | Sport", *BODY, "Leave a comment"]))
    evidence = weigh(document, [])
    assert evidence.features.shape == (6, len(FEATURES))
    assert np.isfinite(evidence.features).all()
    assert len(evidence.strongest) == 6


def test_a_finding_on_part_of_a_block_is_no_evidence_against_the_block() -> None:
    document = document_from_text("\n".join(BODY))
    part = Finding(1, document.blocks[1].start, document.blocks[1].start + 9, "list", "r", 0.9)
    assert weigh(document, [part]).strongest == (None,) * 4
    assert (weigh(document, [part]).features == weigh(document, []).features).all()


def test_a_removal_that_nobody_proposed_says_what_spoke_for_it() -> None:
    document = document_from_text("\n".join([*BODY, "Harbour", "The north", "Contact us", "Privacy policy"]))
    chosen = decide(document, [], Thresholds(removed=0.01))
    assert chosen
    assert {finding.cleaner for finding in chosen} == {"decision"}
    assert all(any(words in finding.evidence for words in FEATURES.values()) for finding in chosen)
