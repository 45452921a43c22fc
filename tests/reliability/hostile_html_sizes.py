"""Hostile by the size of one thing, and by what stands in the head: attributes, texts, metadata, JSON-LD."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from tests.reliability.hostile_html import PARAGRAPHS, STORY, Pages, numbered, page

PAGES = Pages()
add, head = PAGES.add, PAGES.head


def within(name: str, few: int, many: int, before: str, piece: str, after: str) -> None:
    """A page that has `piece` so many times between `before` and `after`, and then a good text."""
    add(name, few, many, lambda size: page(before + numbered(piece, size) + after + PARAGRAPHS))


# ---------------------------------------------------------------------- one thing that is too large

within("giant_attribute", 5_000, 2_000_000, '<div data-x="', "x", '">word</div>')
within("giant_attribute_never_closed", 5_000, 2_000_000, '<div title="', "x<p>", "")
within("giant_attribute_name", 5_000, 1_000_000, "<div ", "x", ">word</div>")
within("giant_tag_name", 5_000, 1_000_000, "<", "x", ">word")
within("giant_id", 5_000, 1_000_000, '<p id="', "comment-", '">word</p>')
within("giant_class_list", 500, 100_000, '<div class="', "article c# ", f'"><p>{STORY}</p></div>')
within("many_attributes", 200, 100_000, "<p ", "a#=1 ", ">word</p>")
within("many_same_attributes", 500, 100_000, "<p ", 'class="a" ', ">word</p>")
within("many_attributes_of_many_tags", 30, 3_000, "", f"<p {numbered('a#=b ', 100)}>word #</p>", "")
within("many_large_class_lists", 50, 3_000, "", f'<p class="{numbered("author-c# ", 60)}">By word #</p>', "")
within("giant_inline_style", 1_000, 200_000, '<p style="', "color: red; ", '">word</p>')
within("giant_address", 5_000, 2_000_000, '<a href="/', "a/", '">word</a>')
within("giant_query", 1_000, 100_000, '<a href="/?', "k#=v&amp;", '">word</a>')
within("giant_data_address", 5_000, 2_000_000, '<img src="data:image/png;base64,', "A", '">')
within("giant_alt", 500, 100_000, '<img src="/a" alt="', "word # ", '">')
within("giant_srcset", 500, 100_000, '<img srcset="', "/i#.png #w, ", '">')
within("giant_link_text", 1_000, 200_000, '<a href="/a">', "word # ", "</a>")
within("giant_comment", 5_000, 1_000_000, "<!--", " - <p> ", "-->")
within("giant_comment_never_closed", 5_000, 500_000, "<!-- ", "-- > ", "")
within("giant_script", 2_000, 300_000, "<script>", "var a = '</p>'; ", "</script>")
within("giant_style", 2_000, 200_000, "<style>", ".a# > p { color: red } ", "</style>")
within("giant_text", 500, 100_000, "<p>", "All is well with number #, and so on. ", "</p>")
within("giant_text_outside_of_blocks", 500, 100_000, "", "All is well with number #, and so on. ", "")
within("giant_heading", 500, 50_000, "<h1>", "word # ", "</h1>")
within("giant_list_item", 500, 50_000, "<ul><li>", "word # ", "</li></ul>")
within("giant_cell", 500, 50_000, "<table><tr><td>", "word # ", "</td></tr></table>")
within("giant_pre", 500, 100_000, "<pre>", "  line #\n", "</pre>")
within("giant_code", 500, 50_000, "<code>", "if (a#) { b(); }\n", "</code>")
within("giant_textarea", 500, 100_000, "<textarea>", "<p>line #\n", "</textarea>")
within("giant_noscript", 80, 30_000, "<noscript>", "<img src=/#><p>line #</p>", "</noscript>")
within("giant_byline", 500, 50_000, '<p class="byline author">By ', "Ada Fischer and ", "</p>")
within("giant_caption", 500, 50_000, "<figure><figcaption>", "Photo: agency # / ", "</figcaption></figure>")

# ---------------------------------------------------------------------- heads

head("giant_title", 1_000, 300_000, lambda size: f"<title>{'word - ' * size}</title>")
head("giant_title_of_separators", 1_000, 200_000, lambda size: f"<title>{' | - · : ' * size}</title>")
head("title_never_closed", 100, 100, lambda size: "<title>" + "word " * size)
head("many_titles", 300, 10_000, lambda size: numbered("<title>Title #</title>", size))
head("giant_description", 1_000, 200_000, lambda size: f'<meta name="description" content="{"word " * size}">')
head("many_meta", 500, 50_000, lambda size: numbered('<meta name="m#" content="#">', size))
head("many_og_titles", 500, 50_000, lambda size: numbered('<meta property="og:title" content="T #">', size))
head("many_authors", 500, 50_000, lambda size: numbered('<meta name="author" content="Ada Fischer #">', size))
head("giant_author", 500, 50_000, lambda size: f'<meta name="author" content="{"Ada Fischer, and " * size}">')
head("giant_keywords", 500, 100_000, lambda size: f'<meta name="keywords" content="{numbered("word #,", size)}">')
head("many_dates_declared", 300, 30_000, lambda size: numbered('<meta name="date" content="99.99.20#">', size))
head("giant_date", 1_000, 100_000, lambda size: f'<meta name="date" content="{"2026-" * size}">')
head("dates_out_of_range", 1, 1, lambda _: '<meta name="date" content="99999-12-31T25:61:61+99:99">')
head("many_canonicals", 300, 30_000, lambda size: numbered('<link rel="canonical" href="http://[::#">', size))
head("giant_canonical", 2_000, 500_000, lambda size: f'<link rel="canonical" href="https://a.example/{"../" * size}">')
head("canonical_of_controls", 1, 1, lambda _: '<link rel="canonical" href="https://a.example/&#1;&#xD800;&#27;[2J">')
head("many_alternates", 300, 30_000, lambda size: numbered('<link rel="alternate" hreflang="x#" href="/#">', size))
head("many_bases", 300, 30_000, lambda size: numbered('<base href="http://h#.example:99999999/">', size))
head("giant_base", 2_000, 500_000, lambda size: f'<base href="https://a.example/{"a/" * size}">')
head("many_charsets", 300, 30_000, lambda size: numbered('<meta charset="x-none-#">', size))
head("giant_charset", 2_000, 500_000, lambda size: f'<meta charset="{"utf-" * size}">')
head("giant_robots", 1_000, 100_000, lambda size: f'<meta name="robots" content="{"nofollow, " * size}">')
head("giant_og_type", 1_000, 100_000, lambda size: f'<meta property="og:type" content="{"article." * size}">')
head("languages_that_are_none", 1_000, 100_000, lambda size: f'<meta property="og:locale" content="{"x-" * size}">')
head(
    "escapes_in_all_metadata", 1, 1, lambda _: numbered('<meta name="author" content="&#27;[2J&#0;&#xD800; Ada #">', 3)
)

# ---------------------------------------------------------------------- JSON-LD


def script(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


def article(**values: Any) -> str:
    return script(json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", **values}))


VALUES: list[Any] = [None, True, 0, -1.5e300, "", " ", "\ud800", [], {}, [[]], [None], {"name": None}, {"@id": 7}]
VALUES += [[{"name": ["Ada", 3, {"name": {}}]}], {"@type": ["Person", 1, None], "name": {"name": {"name": 1}}}]
KEYS = ("@type", "@id", "@graph", "author", "creator", "publisher", "headline", "name", "datePublished", "dateModified")
KEYS += ("articleBody", "keywords", "description", "mainEntity", "mainEntityOfPage", "uploadDate", "articleSection")


def wrong_types(size: int) -> str:
    random = Random("wrong types")
    objects = [{key: random.choice(VALUES) for key in KEYS} | {"@type": "Article"} for _ in range(size)]
    pairs = [{"@type": "Article", key: value} for key in KEYS for value in VALUES]
    return script(json.dumps(objects + pairs))


def in_circles(size: int) -> str:
    nodes = [{"@id": f"#{n}", "@type": "Article", "author": {"@id": f"#{(n + 1) % size}"}} for n in range(size)]
    return script(json.dumps({"@graph": nodes, "mainEntity": nodes[0]}))


head("json_ld_of_wrong_types", 20, 3_000, wrong_types)
head("json_ld_in_circles", 100, 30_000, in_circles)
head("json_ld_of_deep_lists", 2_000, 500_000, lambda size: script("[" * size + "]" * size))
head("json_ld_of_deep_objects", 2_000, 200_000, lambda size: script('{"@graph":' * size + "{}" + "}" * size))
head("json_ld_of_deep_lists_never_closed", 2_000, 500_000, lambda size: script("[" * size))
head(
    "json_ld_of_deep_authors",
    300,
    900,
    lambda size: script('{"@type":"Article","author":' + "[" * size + "]" * size + "}"),
)
head(
    "json_ld_of_deep_names",
    300,
    900,
    lambda size: script('{"@type":"Article","author":' + '{"name":' * size + '"A"' + "}" * size + "}"),
)
head("giant_json_ld_value", 2_000, 1_900_000, lambda size: article(headline="x" * size))
head("giant_json_ld_body", 100, 50_000, lambda size: article(articleBody=f"{STORY}\n" * size))
head("json_ld_body_of_tags", 100, 50_000, lambda size: article(articleBody="<p>word<b></p>" * size))
head("json_ld_body_of_deep_tags", 300, 50_000, lambda size: article(articleBody="<div>" * size + "<p>word</p>" * 3))
head(
    "json_ld_body_of_entities", 300, 50_000, lambda size: article(articleBody="&amp;" * size + "&lt;p&gt;word " * size)
)
head(
    "json_ld_body_of_controls",
    50,
    5_000,
    lambda size: article(articleBody=f"{STORY} \x00\x1b[2J\ud800\ufffe\x85" * size),
)
head("many_json_ld_scripts", 200, 20_000, lambda size: numbered(script('{"@type":"Article","headline":"H #"}'), size))
head("many_json_ld_objects", 200, 20_000, lambda size: script(numbered('{"@type":"Article","headline":"H #"} ', size)))
head(
    "many_json_ld_authors",
    300,
    30_000,
    lambda size: article(author=[{"name": f"Ada Fischer {n}"} for n in range(size)]),
)
head("many_json_ld_keywords", 300, 30_000, lambda size: article(keywords=[f"word {n}" for n in range(size)]))
head("broken_json_ld_of_quotes", 2_000, 200_000, lambda size: script('{"headline": "' + '\\"' * size))
head("broken_json_ld_of_authors", 500, 50_000, lambda size: script('{"author": {' + '"author" : [{' * size))
head("broken_json_ld_of_commas", 2_000, 200_000, lambda size: script("{" + ", " * size + "}"))
head("broken_json_ld_of_spaces", 2_000, 200_000, lambda size: script('{"a": 1,' + " " * size + "x}"))
head("broken_json_ld_of_braces", 1_000, 100_000, lambda size: script("{ [ " * size))
head(
    "json_ld_of_long_numbers", 1_000, 100_000, lambda size: script('{"@type":"Article","headline":' + "9" * size + "}")
)
head(
    "json_ld_never_closed",
    500,
    50_000,
    lambda size: '<script type="application/ld+json">{"headline": "' + "word " * size,
)
