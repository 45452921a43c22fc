"""The parse of a page keeps its text, however its tags are glued together."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.extract import extract
from cleaners.page import Page
from cleaners.tree import parse, text_of

TAGS = (
    *("<html>", "</html>", "<head>", "</head>", "<body>", "</body>", "<title>", "</title>", "<div>", "</div>", "<p>"),
    *(
        "</p>",
        "<main>",
        "</main>",
        "<a href=x>",
        "</a>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
    ),
    *("<noscript>", "</noscript>", "<form>", "</form>", "<br>", "<frameset>", "<!doctype html>"),
)


@given(st.lists(st.sampled_from(TAGS), max_size=14))
def test_no_word_is_lost_whatever_the_tags_around_it(tags: list[str]) -> None:
    words = [f" word{number} " for number in range(len(tags) + 1)]
    tree = parse(words[0] + "".join(tag + word for tag, word in zip(tags, words[1:], strict=True)))
    assert tree is not None
    kept = [word for word in "".join(tree.itertext()).split() if word.startswith("word")]  # a title has tags as text
    assert sorted(kept) == sorted("".join(words).split())


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<html><body><p>one</p></body></html><p>two</p>", "<p>one</p><p>two</p>"),
        ("<html><body><p>one</p></body></html>two<p>three</p>four", "<p>one</p>two<p>three</p>four"),
        ("<html><body>one</body></html>two", "onetwo"),
        ("<body><p>one</p>\x01</body></html>\x02two<p>three</p>\x03", "<p>one</p>  two<p>three</p>\x03"),
        ("<body>one</body></html><html><body><p>two</p></body></html><p>three</p>", "one<p>two</p><p>three</p>"),
    ],
)
def test_what_stands_behind_the_end_of_the_page_is_in_its_body(html: str, wanted: str) -> None:
    tree = parse(html)
    assert tree is not None
    body = tree.find("body")
    assert body is not None
    inside = (body.text or "") + "".join(
        f"<{child.tag}>{child.text or ''}</{child.tag}>{child.tail or ''}" for child in body
    )
    assert inside == wanted


@pytest.mark.parametrize(
    "piece", ["</html>text", "</html>\x01t", "</html><p>x</p>", "<html><body>a</body></html>", "<head>x</head>y"]
)
def test_many_ends_take_their_length_and_no_more(piece: str) -> None:
    began = time.process_time()
    tree = parse("<html><body><p>a</p></body></html>" + piece * 30_000)
    assert time.process_time() - began < 2  # 8 s and more where texts are added to each other one by one
    assert tree is not None


def test_a_page_whose_header_ends_the_html_has_its_article_and_its_links() -> None:
    story = "".join(
        f"<p>Paragraph {number} tells how the council of the town met on Monday and voted for the bridge.</p>"
        for number in range(6)
    )
    html = (
        "<html><head><title>The bridge</title></head><body><nav><a href=/a>Home</a></nav></body></html>"
        f"<div class=post><h1>The bridge</h1>{story}<a href=/next>Next story</a></div></body></html>"
    )
    found = extract(Page("https://example.org/", html.encode()))
    assert found.document.text.count("voted for the bridge") == 6
    assert "https://example.org/next" in [link.url for link in found.links]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>see <a href='#n5'>§</a> 5 and <a href='#1'>#1</a></p>", "see § 5 and #1"),
        ("<h2>The <a href='#c'>C#</a> compiler</h2>", "The C# compiler"),
        ("<h2>Felder<a class='headerlink' href='#f' title='Link'>¶</a></h2>", "Felder"),
        ("<h2><a href='#o' aria-hidden='true'><span>#</span></a> Öffnen</h2>", "Öffnen"),
        ("<dl><dt>close()<a href='https://example.org/a#close'>🔗\ufe0f</a> new</dt></dl>", "close() new"),
        ("<p>配置<a class='anchor' href='#x'> § </a></p>", "配置"),
    ],
)
def test_signs_that_link_to_their_heading_are_no_text(html: str, text: str) -> None:
    tree = parse(html)
    assert tree is not None
    assert text_of(tree) == text
