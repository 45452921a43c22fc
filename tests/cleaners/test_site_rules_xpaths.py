"""XPaths of rule files: none that would take long is run, and all that people write are."""

from __future__ import annotations

import time

import pytest
from lxml.html import HtmlElement, document_fromstring

from cleaners.site_rules import xpaths
from cleaners.site_rules.xpaths import Searched, fault


def tree(divs: int = 3000) -> HtmlElement:
    body = "".join(f"<div class=a{n}><p>x<b>y</b></p><span>z</span></div>" for n in range(divs))
    return document_fromstring(f"<html><body>{body}</body></html>")


@pytest.mark.parametrize(
    "expression",
    [
        "//*[//nothing]",
        "//*[.//*[//nothing]]",
        "//p[following::*[preceding::*]]",
        "//div[preceding-sibling::div[following-sibling::div[@class='a1']]]",
        "//*[count(//*[count(//*) > 3]) > 2]",
        "//div[../div[../div]]",
        "//p[count(/html/body/div/p) > 3]",
        "//div[p[/html/body/div[/html/body/div]]]",
        "//*[not(//nothing | //nowhere)]",
        "//p/following::b/preceding::span[following::x]",
    ],
)
def test_what_would_take_minutes_is_refused_at_once(expression: str) -> None:
    searched = Searched(tree())
    began = time.process_time()
    assert searched.select(expression) == []
    assert time.process_time() - began < 2
    assert searched.refused == [expression]


def test_many_slow_ones_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xpaths, "_PAGE_BUDGET", 10_000_000)
    searched = Searched(tree(400))
    for number in range(10):
        searched.select(f"//*[//nothing{number}]")
    assert searched.refused == [f"//*[//nothing{number}]" for number in range(3, 10)]
    assert len(searched.select("//div")) == 400


@pytest.mark.parametrize(
    ("expression", "count"),
    [
        ("//div[.//b]", 3000),
        ("//div[contains(concat(' ', normalize-space(@class), ' '), ' a7 ')]//b", 1),
        ("//p[ancestor::div[@class='a9']]", 1),
        ("//div[@class='a1']/following-sibling::div", 2998),
        ("(//p)[last()]", 1),
        ("//b/text()", 3000),
        ("//div/@class", 3000),
        ("concat('a', //div[2]/@class)", 1),
        ("//div[@class='no//such[thing'] | //span", 3000),
    ],
)
def test_what_people_write_is_run(expression: str, count: int) -> None:
    searched = Searched(tree())
    assert len(searched.select(expression)) == count
    assert searched.refused == []


@pytest.mark.parametrize("expression", ["", "//", "//a[", "foo(//a)", "a:b(//a)", "//a[b:c()]", "\x00", "x" * 2001])
def test_what_is_no_xpath_has_a_fault(expression: str) -> None:
    assert fault(expression)
    if len(expression) < 2000:
        assert Searched(tree(1)).select(expression) == []


@pytest.mark.parametrize("expression", ["1 + 1", "true()", "//nothing", "''"])
def test_what_finds_no_node_and_no_text_is_empty(expression: str) -> None:
    assert fault(expression) == ""
    assert Searched(tree(1)).select(expression) == []
