"""Broken self-descriptions neither raise nor invent."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.structured import ARTICLE_TYPES, parse_json_ld, read, types_of
from cleaners.tree import parse


@pytest.mark.parametrize("text", ["", "null", "42", '"text"', "{", "[}", "var a = {};", '{"@type": 3}', "[" * 5000])
def test_nothing_is_made_of_nothing(text: str) -> None:
    assert not any(types_of(node) & ARTICLE_TYPES for node in parse_json_ld(text))


@pytest.mark.parametrize(
    "text",
    [
        '<!-- {"@type": "Article", "headline": "One"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "One"}\n//]]>',
        '{"@type": "Article", "headline": "One",}',
        '{"@type": "Article", "headline": "One"};',
        '[[{"@graph": [{"@type": ["Thing", "Article"], "headline": "One"}]}]]',
        '{"@type": "http://schema.org/Article", "headline": "One"}',
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "One"}}',
        '{"@type": "WebSite"}{"@type": "Article", "headline": "One"}',
        '{"@type": "Article", "headline": "One", "text": "a "quoted" word"}',
    ],
)
def test_an_article_is_found_in_it(text: str) -> None:
    articles = [node for node in parse_json_ld(text) if types_of(node) & ARTICLE_TYPES]
    assert [node["headline"] for node in articles] == ["One"]


def test_line_breaks_in_strings_are_read() -> None:
    assert parse_json_ld('{"headline": "two\nlines"}') == [{"headline": "two\nlines"}]


def test_salvage_reads_the_author_and_the_date() -> None:
    broken = '{"@type":"Article","author":[{"@type":"Person","name":"Ana Lima"}],"datePublished":"2026-01-02", oops'
    assert parse_json_ld(broken) == [{"@type": "Article", "datePublished": "2026-01-02", "author": "Ana Lima"}]


def test_references_are_resolved_and_loops_end() -> None:
    graph = [
        {"@type": "Article", "author": {"@id": "#a"}},
        {"@id": "#a", "@type": "Person", "name": "Jo", "author": {"@id": "#a"}},
    ]
    tree = parse(f'<script type="application/ld+json">{json.dumps(graph)}</script><p>x</p>')
    assert tree is not None
    assert read(tree).article["author"]["name"] == "Jo"


def test_meta_is_read_by_property_name_and_itemprop_in_order() -> None:
    tree = parse(
        '<meta property="OG:Title" content=" A "><meta name="author" content="B"><meta name="author" content="C">'
        '<meta itemprop="x">'
    )
    assert tree is not None
    said = read(tree)
    assert said.first("missing", "og:title") == "A"
    assert said.all("author") == ["B", "C"]
    assert "x" not in said.meta


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "@graph", "author", "name", "headline", "mainEntity"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(JSON, st.integers(min_value=0, max_value=60))
def test_any_json_and_any_piece_of_it_is_survived(value: object, cut: int) -> None:
    text = json.dumps(value)
    for script in (text, text[:cut]):
        for node in parse_json_ld(script):
            types_of(node)
