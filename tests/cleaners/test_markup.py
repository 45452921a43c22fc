"""No word of a fragment is lost, and a mark means structure, not words."""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import normalize

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from cleaners import document_from_blocks
from cleaners.document import Block
from cleaners.marks import MARKS
from cleaners.markup import blocks_from_fragment, blocks_of_extraction
from cleaners.markup_remains import MarkupRemains
from cleaners.tree import parse

SENTENCE = "Behind the school there are forty-two apple trees, and every child has eaten one of their apples."


def shape(html: str) -> list[tuple[str, str]]:
    return [(block.tag, block.text) for block in blocks_from_fragment(html)]


def marked(extracted: str, page: str = "", host: str = "example.org") -> list[Block]:
    tree = parse(page or extracted)
    assert tree is not None
    return blocks_of_extraction(extracted, tree, host)


def proposed(extracted: str, page: str = "", at_least: float = 0.0) -> list[tuple[str, str]]:
    document = document_from_blocks(marked(extracted, page))
    return [
        (finding.reason, document.text[finding.start : finding.end])
        for finding in MarkupRemains().find(document)
        if finding.score >= at_least
    ]


# --- what stays -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{SENTENCE}</p>",
        f'<p>{SENTENCE} <a href="/x">a link in a sentence</a> and more of it.</p>',
        f'<p>{SENTENCE[:80]} The report says more: <a href="/x">a long link at the end of the paragraph</a></p>',
        '<h2><a href="/x">A heading that is a link</a></h2>',
        "<p>* * *</p><p>***</p><p>— — —</p>",
        '<p><a href="/a">One source of it all</a></p><p><a href="/b">Another source of it</a></p>',
        "<figure><figcaption>The school seen from the orchard</figcaption></figure>",
        '<blockquote class="twitter-tweet"><p>What a person said on a network.</p></blockquote>',
        "<p>42</p><p>7 : 3</p><p>C# → F#</p>",
        "<pre>→ =></pre>",
        "<p>Price: 7 euros</p>",
    ],
)
def test_nothing_is_proposed(html: str) -> None:
    assert proposed(html) == []


def test_a_lead_in_to_another_host_is_only_a_hint() -> None:
    source = '<p>Source: <a href="https://journal.example.net/9">A very long title of a paper</a></p>'
    assert proposed(source, at_least=0.5) == []


def test_linked_titles_in_a_row_are_only_a_hint() -> None:
    cards = "".join(
        f'<p><a href="/{n}">A linked title, number {n}</a></p><p>With a sentence {n}.</p>' for n in range(3)
    )
    assert len(proposed(cards)) == 6
    assert proposed(cards, at_least=0.8) == []


# --- what goes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lead_in", ["Lees ook:", "Leia também:", "続きを読む：", "Related →", "►"])
def test_read_also_in_any_language(lead_in: str) -> None:
    link = '<a href="/x">Why there is no bridge over the river</a>'
    html = f"<p>{SENTENCE}</p><p><b>{lead_in}</b> {link}</p><p>{SENTENCE}</p>"
    assert [reason for reason, _ in proposed(html, at_least=0.8)] == ["read_also"]


def test_icons() -> None:
    assert [reason for reason, _ in proposed("<p>\ue001 \ue002</p><p>›</p><p>🔗</p>", at_least=0.8)] == ["icon"] * 3


def test_a_button_of_the_page() -> None:
    page = f'<p>{SENTENCE}</p><button class="x">Share this</button>'
    assert proposed(f"<p>{SENTENCE}</p><p>Share this</p>", page, at_least=0.8) == [("button", "Share this")]


def test_addresses_of_an_embedded_post() -> None:
    assert proposed("<p>https://t.co/abc pic.twitter.com/xyz #orchard</p>", at_least=0.8) == [
        ("embed", "https://t.co/abc pic.twitter.com/xyz #orchard")
    ]


# --- blocks -----------------------------------------------------------------------------------------------------------


def test_tags_and_places() -> None:
    blocks = blocks_from_fragment(
        "<div><h2>A</h2><ul><li>b<p>c</p></li></ul><blockquote><p>d</p><p>e</p></blockquote></div>"
    )
    assert [(b.tag, b.text) for b in blocks] == [
        ("h2", "A"),
        ("li", "b"),
        ("li", "c"),
        ("blockquote", "d"),
        ("blockquote", "e"),
    ]
    assert [b.path for b in blocks][:2] == ["div[1]/h2[1]", "div[1]/ul[1]/li[1]"]


def test_line_breaks_split_and_inline_markup_does_not() -> None:
    assert shape("<p>one <b>two</b>three<br>four<br/><br>  </p>tail") == [
        ("p", "one twothree"),
        ("p", "four"),
        ("p", "tail"),
    ]


def test_rows_keep_their_columns() -> None:
    rows = [
        "<th>a</th><th>b</th><th>c</th>",
        "<td>1</td><td></td><td>3<br>4<p>5</p></td>",
        "<td>6</td><td> </td><td></td>",
    ]
    table = f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    assert shape(table) == [("tr", "a | b | c"), ("tr", "1 | | 3 4 5"), ("tr", "6")]


def test_a_table_in_a_cell_loses_no_word() -> None:
    assert shape("<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>") == [
        ("tr", "a b c | d")
    ]


def test_pre_keeps_its_lines_and_the_rest_does_not() -> None:
    assert shape("<pre>a\n  b<br>c\n</pre><p>a\n  b\u2028c</p>") == [("pre", "a\n  b\nc"), ("p", "a b c")]


def test_soft_hyphens_go_and_joiners_stay() -> None:
    assert shape("<p>Don\u00adau\u200bdampf می\u200cخواهم 👩\u200d🔧 e\u0301</p>") == [
        ("p", "Donaudampf می\u200cخواهم 👩\u200d🔧 é")
    ]


def test_scripts_styles_and_comments_are_no_text() -> None:
    assert shape("<p>a<script>x</script><!-- y --><style>z</style>b</p><select><option>o</select>") == [("p", "ab")]


def test_link_chars() -> None:
    blocks = blocks_from_fragment('<p>see <a href="/x"> the <b>page</b> </a>.</p><p><a href="/y">all of it</a></p>')
    assert [(b.text, b.link_chars) for b in blocks] == [("see the page .", 8), ("all of it", 9)]
    assert blocks[1].marks == ("link_only",)


def test_links_are_found_again_in_the_page() -> None:
    page = '<p>see <a href="/x">the page</a> or not</p><li><a href="/y">all of it</a></li><nav><a href="/">or</a></nav>'
    blocks = marked("<p>see the page or not</p><p>all of it</p>", page)
    assert [b.link_chars for b in blocks] == [8, 9]


def test_a_short_link_text_elsewhere_is_no_link_here() -> None:
    assert marked("<p>go home now</p>", '<p>go home now</p><nav><a href="/">home</a></nav>')[0].link_chars == 0


def test_deep_markup_is_read() -> None:
    html = "<div>" * 900 + SENTENCE + "</div>" * 900
    assert SENTENCE in " ".join(text for _, text in shape(html)) or shape(html) == []


# --- properties -------------------------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from(["apfel", "birne", "quince", "梨", "42", "a\u0301"]), max_size=3).map(" ".join)
INLINE = ["b", "i", "span", "a", "em", "code"]
BLOCK = [
    "p",
    "div",
    "h2",
    "ul",
    "li",
    "blockquote",
    "table",
    "tr",
    "td",
    "th",
    "pre",
    "section",
    "figure",
    "figcaption",
    "dl",
    "dt",
    "dd",
]
MARKUP = st.recursive(
    WORDS,
    lambda inner: st.tuples(
        st.sampled_from(INLINE + BLOCK), st.lists(inner, max_size=3), st.sampled_from(["", "<br>", " "])
    ).map(lambda part: f"<{part[0]} class=c href=/x>{part[2].join(part[1])}</{part[0]}>"),
    max_leaves=14,
)


@given(st.lists(MARKUP, max_size=4).map(" ".join))
def test_no_word_is_lost_or_made(html: str) -> None:
    seen = re.sub(r"[\s|]", "", normalize("NFC", BeautifulSoup(html, "lxml").get_text()))
    blocks = blocks_from_fragment(html)
    assert re.sub(r"[\s|]", "", normalize("NFC", "".join(block.text for block in blocks))) == seen
    for block in blocks:
        assert block.text == block.text.strip() or block.tag == "pre"
        assert "\n" not in block.text or block.tag == "pre"
        assert 0 <= block.link_chars <= len(block.text)
        assert set(block.marks) <= MARKS


@given(st.text(max_size=120))
def test_any_text_is_survived(html: str) -> None:
    document = document_from_blocks(blocks_from_fragment(html))
    assert all(before.end < after.start for before, after in pairwise(document.blocks))
    assert {finding.reason for finding in MarkupRemains().find(document)} <= MarkupRemains().reasons
