"""Reasons in words: every reason of every cleaner can be told, and no number of a block is."""

from __future__ import annotations

import pytest

from cleaners.evidence import FEATURES
from cleaners.registry import CLEANERS
from output.wording import guarded, sure, why


def removal(**more: object) -> dict[str, object]:
    return {"cleaner": "teaser", "reason": "echo", "rule": "a rule", "evidence": "", "score": 0.5, **more}


def test_every_reason_of_every_cleaner_is_one_line() -> None:
    for cleaner in CLEANERS:
        for reason in cleaner.reasons:
            said = why(removal(cleaner=cleaner.name, reason=reason, rule="a\nrule"))
            assert said.startswith(f"{cleaner.name}: {reason} · ")
            assert "\n" not in said


@pytest.mark.parametrize(
    "evidence",
    [
        "the same as block 12",
        "5 blocks in the same order as before",
        "99% of it stands in block 3",
        "its lead is block 27 again",
        "the lead of block 24 again",
        "follows the label in block 3",
        "follows the heading in block 3",
        "between the crumbs in blocks 3 and 5",
    ],
)
def test_numbers_of_blocks_are_told_in_words(evidence: str) -> None:
    assert "block" not in why(removal(evidence=evidence))


def test_features_of_the_decision_are_told_in_words() -> None:
    assert not [words for words in FEATURES.values() if "_" in words]


def test_how_sure_and_the_guard() -> None:
    assert (sure(1.0), sure(0.731)) == ("sure", "73 % sure")
    assert guarded("nothing_left") == "left uncleaned: no word would have stayed (guard: nothing_left)"
    assert guarded("something_new").startswith("left uncleaned: something new")
