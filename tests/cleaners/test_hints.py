"""Hints say what the page says; a page that lies or floods is survived at a small price."""

from __future__ import annotations

import json

import pytest

from cleaners.hints import Hints, read
from cleaners.structured import read as read_structured
from cleaners.tree import parse


def hints(html: str) -> Hints:
    tree = parse(html)
    assert tree is not None
    return read(tree, read_structured(tree))


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script><p>x</p>'


def test_a_page_that_says_nothing_gives_nothing() -> None:
    assert hints("<p>x</p>") == Hints()


@pytest.mark.parametrize(
    "html",
    [
        '<script type="application/ld+json">{"@type": "Product", "description": </script><p>x</p>',
        ld({"@type": ["Product", None, 3], "description": {"@value": 1}}),
        ld({"@type": "DiscussionForumPosting", "text": ["", 3], "comment": "none"}),
        ld({"@type": "ItemList", "itemListElement": "many"}),
        '<meta property="og:type"><svg><title>Icon</title></svg><h1> </h1>',
    ],
)
def test_odd_values_are_no_hints(html: str) -> None:
    found = hints(html)
    assert (found.product_description, found.posts, found.listed, found.title, found.og_type) == ("", (), 0, "", "")


def test_no_more_posts_are_read_than_a_thread_has() -> None:
    many = [{"@type": "Comment", "text": "c", "comment": [{"@type": "Comment", "text": "d"}]}] * 5_000
    posts = hints(ld({"@type": "DiscussionForumPosting", "text": "first", "comment": many})).posts
    assert posts[:3] == ("first", "c", "d")
    assert len(posts) == 500


def test_what_a_page_says() -> None:
    found = hints(
        '<html><head><title>One - Site</title><meta property="og:type" content="Article">'
        '<meta name="description" content="About &amp;amp; one"><meta name="generator" content="WordPress 6.1">'
        '<link rel="next" href="/2">'
        + ld({"@type": "NewsArticle", "headline": "One", "articleBody": "four"})
        + "<article><h1></h1><h1> The  one </h1><time>now</time></article></html>"
    )
    assert found == Hints(
        title="One",
        description="About & one",
        heading="The one",
        og_type="article",
        types=frozenset({"newsarticle"}),
        generator="WordPress 6.1",
        has_next=True,
        times=1,
        headings=2,
        articles=1,
        article_body=4,
    )
    assert found.says_article
    assert not found.says_product
    assert not found.says_thread


def test_products_in_json_ld_and_microdata() -> None:
    found = hints(ld({"@graph": [{"@type": "Product", "description": "<p>Warm &amp; dry</p>"}]}))
    assert (found.product_description, found.says_product) == ("Warm & dry", True)
    assert hints('<div itemscope itemtype="https://schema.org/Product">x</div>').says_product


def test_posts_stand_in_order() -> None:
    thread = {
        "@type": "QAPage",
        "mainEntity": {
            "@type": "Question",
            "text": "why?",
            "acceptedAnswer": {"@type": "Answer", "text": "so"},
            "suggestedAnswer": [{"@type": "Answer", "text": "or so", "comment": {"@type": "Comment", "text": "no"}}],
        },
    }
    found = hints(ld(thread))
    assert (found.posts[0], sorted(found.posts[1:]), found.says_thread) == ("why?", ["no", "or so", "so"], True)
