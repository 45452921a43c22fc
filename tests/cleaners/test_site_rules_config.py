"""The site-config format: no line of a file is passed over in silence, whatever is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.site_rules.config import merged, parse_config
from cleaners.site_rules.directives import DIRECTIVES
from cleaners.site_rules.naming import names_for

CORPUS = Path(__file__).parents[1] / "site_rules"


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("titl: //h1", "title is meant?"),
        ("test_content: a word", "test_contains is meant?"),
        ("https://example.org/a-page", "unknown directive https"),
        ("only words", "no directive"),
        ("body:", "no value"),
        ("strip_id_or_class: ''", "no value"),
        ("body: //div[@class='a'", "no XPath 1.0"),
        ("strip: //a[contain(@class, 'b')]", "no XPath 1.0"),
        ("strip: //a[php:function(.)]", "no XPath 1.0"),
        ("body: " + "//div" * 500, "longer than 2000"),
        ("prune: perhaps", "neither yes nor no"),
        ("prune(x): no", "no parentheses"),
        ("wrap_in: //p", "names the name of an element"),
        ("wrap_in(<p>): //p", "no name of an element"),
        ("move_into(//[): //p", "no XPath 1.0"),
        ("http_header: a", "names the name of a header"),
        ("find_string: a", "without a replace_string"),
        ("replace_string: a", "without a find_string"),
        ("replace_string(): a", "nothing to be found"),
        ("x" * 5000, "longer than 4000"),
    ],
)
def test_a_line_that_does_nothing_is_listed(line: str, wrong: str) -> None:
    config = parse_config(f"body: //main\n{line}\ntitle: //h1\n")
    assert [problem.line for problem in config.problems] == [2]
    assert wrong in config.problems[0].wrong
    assert (config.body, config.title) == (("//main",), ("//h1",))


def test_the_corpus_uses_every_directive_and_has_no_mistake() -> None:
    config = parse_config((CORPUS / "example.org.txt").read_text("utf-8"))
    assert config.problems == ()
    assert set(config.counts) == set(DIRECTIVES)


def test_values_are_read_as_they_are_meant() -> None:
    config = parse_config(
        "\ufeff# a comment\r\n  body :  //main  \r\nBODY://article\n\n#strip: //p\nstrip_id_or_class: 'box'\nprune:no\n"
    )
    assert config.body == ("//main", "//article")
    assert config.strip == ()
    assert config.strip_id_or_class == ("box",)
    assert config.prune is False
    assert config.autodetect_on_failure is None


def test_replacements_pair_in_order_and_may_hold_colons_and_nothing() -> None:
    config = parse_config(
        "find_string: a: b\nfind_string: c\nreplace_string: d\nreplace_string(e="
        'f:"g"): h\nreplace_string(i):\nreplace_string:\n'
    )
    assert config.replacements == (("a: b", "d"), ('e=f:"g"', "h"), ("i", ""), ("c", ""))
    assert config.problems == ()


def test_a_wildcard_adds_to_the_file_of_a_host_and_overrules_nothing() -> None:
    own, wide = (
        parse_config("body: //a\nprune: yes"),
        parse_config("body: //b\nbody: //a\nprune: no\nskip_json_ld: yes"),
    )
    both = merged([own, wide])
    assert (both.body, both.prune, both.skip_json_ld) == (("//a", "//b"), True, True)
    alone = merged([parse_config("body: //a\nautodetect_on_failure: no"), wide])
    assert (alone.body, alone.skip_json_ld) == (("//a",), None)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    lines = [line for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    config = parse_config(text)
    known = sum(config.counts.values())
    comments = sum(line.strip().startswith("#") for line in lines)
    assert known + len(config.problems) + comments >= len(lines)


@pytest.mark.parametrize("host", ["", "..", "a/b", "a\\b", "a\0b", "/etc/passwd"])
def test_no_host_names_a_path(host: str) -> None:
    assert names_for(host) == []


def test_the_nearest_file_comes_first() -> None:
    assert names_for("WWW.news.example.org") == [
        "www.news.example.org",
        "news.example.org",
        ".news.example.org",
        ".example.org",
        "global",
    ]
    assert names_for("example.org") == ["example.org", ".example.org", "global"]
    assert ".org" not in names_for("example.org")
