"""Sentences are told from titles in every script."""

from __future__ import annotations

import pytest

from cleaners import document_from_text
from cleaners.lines import ends, lines
from cleaners.phrases import sentences


@pytest.mark.parametrize(
    "text",
    [
        "„Das Boot bleibt.“",
        "»Und wir?«",
        "›Nie wieder!‹",
        "नाव कल लौटेगी।",
        "هل يعود القارب؟",
        "کشتی کل آئے گی۔",
        "Նավը վաղը կգա։",
        "កប៉ាល់មកវិញ។",
        "ጀልባው ነገ ይመጣል።",
        "Πού είναι το πλοίο\u037e",
        "船は明日戻る．",
        "船は戻る（たぶん明日。）",
        "他说：【船明天回来。】",
    ],
)
def test_what_ends_like_a_sentence_is_one(text: str) -> None:
    assert ends(text)
    assert document_from_text(text).derived_by_block(lines)[0].final


@pytest.mark.parametrize(
    "text", ["Weiter ›", "‹", "【関連記事】", "【转载请注明出处。】", "Minister nennt es „Unfug“", "船が戻る"]
)
def test_titles_and_arrows_end_like_none(text: str) -> None:
    assert not ends(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Er rief: „Halt!“ Dann war es still.", 2),
        ("नाव गई। कोई नहीं रोया।", 2),
        ("هل عاد؟ نعم، عاد.", 2),
        ("船が来た。（そう見えた。）誰もいない。", 3),
        ("重さは３．５キロ、長さは九メートル．", 1),
        ("The rope is 3.5 metres long.", 1),
    ],
)
def test_a_line_is_parted_at_the_marks_of_its_script(text: str, count: int) -> None:
    assert len(list(sentences(text))) == count
