"""Only what can be fetched is a link, and each once."""

from __future__ import annotations

import pytest

from cleaners.links import MAX_LINKS, outgoing
from cleaners.page import Link
from cleaners.tree import parse

URL = "https://example.org/a/b.html?q=1#here"


def links(html: str, url: str = URL, robots: str = "") -> tuple[Link, ...]:
    tree = parse(html)
    assert tree is not None
    return outgoing(tree, url, robots)


@pytest.mark.parametrize(
    "href",
    [
        "",
        "#top",
        "mailto:a@b.c",
        "javascript:void(0)",
        "data:text/html,x",
        "ftp://x.y/",
        "file:///etc/passwd",
        "http://",
        "http://[",
        "https:///x",
        "http://host.example:99999/x",
        "//host.example:80a/x",
        "?q=1",
    ],
)
def test_no_link(href: str) -> None:
    assert links(f'<a href="{href}">x</a>') == ()


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("c.html", "https://example.org/a/c.html"),
        ("/c", "https://example.org/c"),
        ("/../c", "https://example.org/c"),
        ("//other.org/x", "https://other.org/x"),
        ("?p=2", "https://example.org/a/b.html?p=2"),
        (" HTTP://Other.org/x y#z ", "HTTP://Other.org/x%20y"),
        ("/a\n/b", "https://example.org/a/b"),
    ],
)
def test_absolute(href: str, expected: str) -> None:
    assert [link.url for link in links(f'<a href="{href}">x</a>')] == [expected]


def test_base_is_respected() -> None:
    assert links('<base href="/other/"><a href="c">x</a>')[0].url == "https://example.org/other/c"


def test_relative_links_of_a_page_without_a_url_are_none() -> None:
    assert links('<a href="/c">x</a><a href="c">y</a>', "") == ()


def test_each_target_once_in_order_with_its_first_text() -> None:
    found = links('<a href="/1"><img></a><a href="/2">two</a><a href="/1#x">one  <b>1</b></a><a href="/1">more</a>')
    assert [(link.url[-2:], link.text) for link in found] == [("/1", "one 1"), ("/2", "two")]


def test_nofollow_needs_every_link_or_the_page() -> None:
    page = '<a rel="nofollow" href="/1">a</a><a href="/1">b</a><a rel="ugc NoFollow" href="/2">c</a>'
    assert [link.nofollow for link in links(page)] == [False, True]
    assert all(link.nofollow for link in links(page, robots="noindex, NOFOLLOW"))
    assert all(link.nofollow for link in links(page, robots="none"))
    assert not links(page, robots="max-snippet:-1, nofollowing")[0].nofollow


def test_limits() -> None:
    assert len(links("".join(f'<a href="/{n}">x</a>' for n in range(MAX_LINKS + 50)))) == MAX_LINKS
    assert len(links(f'<a href="/1">{"long " * 100}</a>')[0].text) == 200
