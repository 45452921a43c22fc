"""Segments: what must not be lost or joined, then what they say of their place."""

import random

import pytest
from lxml.html import document_fromstring

from cleaners.classifier.segments import segment


def texts(html: str) -> list[str]:
    return [one.text for one in segment(document_fromstring(html)).segments]


def test_no_visible_character_is_lost() -> None:
    chance = random.Random(7)
    tags = [
        "div",
        "p",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "b",
        "a",
        "h2",
        "br",
        "section",
        "span",
        "blockquote",
        "button",
    ]
    for _ in range(200):
        words = [f"w{number}" for number in range(30)]
        html = ""
        for word in words:
            tag = chance.choice(tags)
            html += chance.choice([f"<{tag}>{word}", f"{word}</{tag}>", f"<{tag}>{word}</{tag}>", f" {word} "])
        found = "".join(texts(f"<html><body>{html}</body></html>")).replace("|", "")
        assert "".join(found.split()) == "".join(words), html


@pytest.mark.parametrize("hidden", ["script", "style", "template", "select", "textarea", "svg", "iframe"])
def test_what_no_one_reads_is_no_text(hidden: str) -> None:
    assert texts(f"<body><p>One.</p><{hidden}>not this</{hidden}><p>Two.</p></body>") == ["One.", "Two."]


def test_words_in_inline_elements_stay_one_segment() -> None:
    assert texts("<body><p>A <b>bold</b> <a href=x>link</a>, and <i>more</i>.</p></body>") == ["A bold link, and more."]


def test_links_are_spans_of_the_text() -> None:
    (one,) = segment(document_fromstring('<body><p>See <a href="/a">this <b>page</b></a> now</p></body>')).segments
    assert [(one.text[start:end], target) for start, end, target in one.links] == [("this page", "/a")]


def test_a_row_is_one_segment_and_a_column_of_prose_is_not() -> None:
    prose = "A sentence that is long enough to stand for itself. " * 8
    assert texts("<body><table><tr><td>Weight</td><td>2 kg</td></tr></table></body>") == ["Weight | 2 kg"]
    assert texts(f"<body><table><tr><td><p>{prose}</p><p>Last.</p></td><td>Menu</td></tr></table></body>") == [
        prose.strip(),
        "Last.",
        "Menu",
    ]


def test_line_breaks_part_and_code_keeps_its_lines() -> None:
    assert texts("<body><p>One<br>Two</p><pre>a = 1\n  b = 2</pre></body>") == ["One", "Two", "a = 1\n  b = 2"]


def test_a_thread_in_noscript_is_read() -> None:
    assert texts("<body><div id=app></div><noscript><p>First post.</p></noscript></body>") == ["First post."]


def test_nodes_know_what_is_inside_of_them() -> None:
    html = "<body><div class='Post Body' id=x><p>One</p><p>Two</p></div><p>Three</p></body>"
    page = segment(document_fromstring(html))
    div = next(node for node in page.nodes if node.tag == "div")
    assert (div.first, div.end, div.words) == (0, 2, "post body x")
    assert (page.nodes[0].first, page.nodes[0].end) == (0, 3)
    for number, one in enumerate(page.segments):
        assert page.nodes[one.node].first <= number < page.nodes[one.node].end


def test_hidden_elements_say_so() -> None:
    page = segment(document_fromstring('<body><div style="display: none">x</div><div hidden>y</div></body>'))
    assert [node.words for node in page.nodes[1:]] == [" hidden", " hidden"]


def test_text_from_elsewhere_comes_behind_the_page() -> None:
    page = segment(document_fromstring("<body><p>One</p></body>"))
    assert page.shown == 1
    page.add(["From data."])
    assert ([one.text for one in page.segments], page.shown) == (["One", "From data."], 1)


def test_deep_markup_is_read_flat_and_nothing_is_raised() -> None:
    assert "".join(texts("<body>" + "<div>" * 240 + "deep" + "</div>" * 240 + "</body>")) == "deep"
    assert texts("<body></body>") == []


def test_the_walk_over_a_dump_of_data_ends_early() -> None:
    page = segment(document_fromstring("<body>" + "<p>x</p>" * 200 + "</body>"), most=50)
    assert 50 < len(page.segments) < 60
    assert len(segment(document_fromstring("<body>" + "<p>x</p>" * 50 + "</body>"), most=50).segments) == 50
