"""Whatever the text is: cleaning raises nothing, loses nothing, and says what it did."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import Block, clean, document_from_blocks, document_from_text
from cleaners.apply import restore_text
from cleaners.cleaning import Cleaned
from cleaners.normalise import normalise_text
from cleaners.registry import CLEANERS

PIECES = [
    "Subscribe to our newsletter",
    "Leave a comment",
    "Read also: ",
    "Related articles",
    "Disclaimer:",
    "placeholder",
    "goTop",
    "3 hours ago",
    "Author  Ann Lee",
    "https://t.co/abc1 pic.twitter.com/xyz",
    "The bridge was closed in March after an engineer heard a noise that she had not heard before, she said.",
    "Nobody on the council could say how long the work would last or who in the end was going to pay for it.",
    "Este texto não é uma recomendação de investimento.",
    "Tutti i diritti riservati",
    "返回顶部",
    "この記事をシェアする",
    "“Follow us,” he said.",
    "1 2 3",
    "***",
]
# İ, ß and the ligature change their length when they are folded; the others are white space and marks of odd kinds.
ODD = st.text(alphabet="aZ 1.:;?!\"'«»“”()[]|-–—*>•\t\u00a0\u200b\u3000\u202eİßﬁ\u0301漢、。ñЖع", max_size=40)
PIECE = st.one_of(st.sampled_from(PIECES), ODD, st.text(max_size=60))
LINE = st.lists(PIECE, max_size=4).map(" ".join)
TEXT = st.one_of(
    st.lists(LINE, max_size=25).map("\n".join), st.lists(st.sampled_from(PIECES), max_size=40).map("\n".join)
)
TAGS = st.sampled_from(["p", "h1", "h2", "li", "tr", "pre", "blockquote", "figcaption"])


def check(cleaned: Cleaned) -> None:
    """What holds for every document."""
    document = cleaned.document
    assert restore_text(cleaned.text, cleaned.removals) == document.text
    reached = 0
    reasons = {cleaner.name: cleaner.reasons for cleaner in CLEANERS} | {"decision": frozenset({"surroundings"})}
    for removal in cleaned.removals:
        assert reached <= removal.start < removal.end <= len(document.text)
        assert removal.text == document.text[removal.start : removal.end]
        assert removal.reason in reasons[removal.cleaner]
        assert 0 < removal.score <= 1
        reached = removal.end
    if cleaned.guard:
        assert not cleaned.removals
    if any(map(str.isalnum, document.text)):
        assert any(map(str.isalnum, cleaned.text)), "a document never ends up empty"


@given(TEXT, st.one_of(st.just(""), LINE))
@settings(max_examples=150)
def test_any_text_is_cleaned_and_restored(text: str, title: str) -> None:
    check(clean(document_from_text(normalise_text(text), title=title)))


@given(st.lists(st.tuples(LINE.map(normalise_text), TAGS, st.integers(0, 200)), max_size=20))
@settings(max_examples=100)
def test_any_blocks_are_cleaned_and_restored(parts: list[tuple[str, str, int]]) -> None:
    blocks = [Block(" ".join(text.split()), 0, 0, tag, link_chars=links) for text, tag, links in parts if text.split()]
    check(clean(document_from_blocks(blocks)))


@given(TEXT)
@settings(max_examples=60)
def test_cleaning_depends_on_nothing_but_the_document(text: str) -> None:
    text = normalise_text(text)
    first = clean(document_from_text(text))
    clean(document_from_text("Leave a comment\n" + text))
    assert clean(document_from_text(text)) == first
