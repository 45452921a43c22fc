"""Suggested rules: what memory leaves stays, what is doubtful is commented out, and the file holds by its own tests."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

import pytest

from cleaners import clean
from cleaners.document import Document
from cleaners.memory import build
from cleaners.registry import CLEANERS
from cleaners.site_furniture import SiteFurniture
from cleaners.site_rules.cleaner import SiteRulesCleaner, failures
from cleaners.site_rules.spelling import heading_pattern, merged_patterns, one_pattern
from cleaners.site_rules.suggesting import Learnt, Seen, Suggestions, from_lines, suggest
from cleaners.site_rules.text_rules import Cut, TextRules, parse_rules
from cleaners.site_rules.writing import toml
from tests.cleaners.sites import BOX, DESK, HOST, SLOGAN, lines, page, story

MONTHS = ("March", "April", "May", "June", "July", "August", "October", "November")


def suggested(pages: Sequence[Document]) -> tuple[Suggestions, TextRules, str]:
    """The suggestions for pages, and the rules as they are read back from the text of the file."""
    memory = build((HOST, document.url, document) for document in pages)
    found = suggest(HOST, memory.hosts[HOST], [Seen(document, "2026-11-21") for document in pages])
    text = toml(found, "a test")
    rules = parse_rules(text)
    assert failures(rules) == []
    assert rules.count == found.rules.count
    return found, rules, text


def with_memory(pages: Sequence[Document]) -> list[str]:
    memory = build((HOST, document.url, document) for document in pages)
    return [clean(document, (*CLEANERS, SiteFurniture(memory))).text for document in pages]


def with_rules(pages: Sequence[Document], rules: TextRules) -> list[str]:
    return [clean(document, (SiteRulesCleaner(rules), *CLEANERS)).text for document in pages]


@pytest.mark.parametrize(
    "more",
    [
        {"tail": (DESK, BOX)},
        {"head": (SLOGAN,), "tail": (DESK,)},
        {"tail": (f"{DESK} {BOX}",)},
        {"head": (SLOGAN,), "middle": ("The Quill, founded in 1931, employs 40 people.",), "tail": (DESK,)},
    ],
)
def test_the_rules_take_what_memory_takes_and_nothing_else(more: dict[str, tuple[str, ...]]) -> None:
    pages = [page(number, **more) for number in range(6)]
    found, rules, text = suggested(pages)
    assert with_rules(pages, rules) == with_memory(pages)
    assert (found.same, found.more, found.less) == (6, (), ())
    assert "On 6 of 6 pages these rules leave exactly the text" in text
    assert any(DESK not in one for one in with_rules(pages, rules))


def test_what_repeats_inside_articles_is_no_rule() -> None:
    company = "The Quill, founded in 1931, employs 40 people."
    pages = [page(number, middle=(company,), tail=(DESK,)) for number in range(6)]
    _, rules, text = suggested(pages)
    assert not any(rule.matcher.spans(company) for rule in rules.removes)
    assert f"# on 6 pages: {company}" in text


def test_a_line_that_would_also_be_taken_inside_articles_is_commented_out() -> None:
    pages = [page(n, tail=(DESK, "Notes from the quay")) for n in range(5)]
    pages += [page(n, middle=("Notes from the quay",), tail=(DESK,)) for n in range(5, 8)]
    found, rules, text = suggested(pages)
    assert not any(rule.matcher.spans("Notes from the quay") for rule in rules.removes)
    assert any(entry.doubt and "Notes from the quay" in entry.learnt.texts for entry in found.entries)
    assert '# pattern = "notes from the quay"' in text
    assert all("Notes from the quay" in one for one in with_rules(pages, rules)[5:])


def test_numbers_and_dates_are_one_entry() -> None:
    pages = [page(n, tail=(DESK, f"Issue {140 + n} of {n + 1} {MONTHS[n % 2]} 2026")) for n in range(8)]
    _, rules, _ = suggested(pages)
    sources = [rule.matcher.source for rule in rules.removes]
    assert "issue # of # * #" in sources or "issue # of # (april|march) #" in sources
    assert sum(source.startswith("issue") for source in sources) == 1
    assert with_rules(pages, rules) == with_memory(pages)


def test_a_heading_that_always_begins_the_tail_cuts_the_section() -> None:
    def tail(number: int) -> tuple[str, ...]:
        towns = ("Aldmoor", "Birch Quay", "Coldwater", "Dunmere", "Eastholm", "Fennick")
        return ("More from the lighthouse", f"What the ferry to {towns[number]} costs now", DESK, BOX)

    pages = [page(number, tail=tail(number)) for number in range(6)]
    found, _, text = suggested(pages)
    cuts = [entry for entry in found.entries if isinstance(entry.rule, Cut)]
    assert [entry.goes[0] for entry in cuts] == ["More from the lighthouse"]
    assert "from = " in text
    long = lines(9, *story(9)[:2], "More from the lighthouse keeper, who is 90, in the next paragraph.", story(9)[3])
    opened = TextRules(cuts=tuple(entry.rule for entry in cuts if isinstance(entry.rule, Cut)))
    assert list(SiteRulesCleaner(opened).find(long)) == [], "a sentence that begins like the heading is none"


def test_the_text_of_pages_cannot_break_out_of_the_file() -> None:
    odd = 'A "quoted" \\ line\twith ]] and # and \x7f\udc80'
    found = from_lines(HOST, [Learnt((odd, "x\n[[remove]]\nregex = '.*' and more"), 3, 3), Learnt((odd,), 4, 4)])
    text = toml(found, "a \n[[remove]] file")
    data = tomllib.loads(text)
    assert all("regex = '.*'" not in row.get("pattern", "") for row in data["remove"])
    assert failures(parse_rules(text)) == []


def test_one_pattern_is_the_narrowest() -> None:
    assert one_pattern(["Since 1931, daily"], "line").source == "since 1931 daily"  # type: ignore[union-attr]
    assert one_pattern(["Issue 1", "Issue 22"], "line").source == "issue #"  # type: ignore[union-attr]
    assert one_pattern(["Issue 1", "Volume 2"], "line") is None
    mixed = one_pattern(["Flight AB12 is late", "Flight AB7 is late"], "line")
    assert mixed
    assert mixed.is_regex
    assert mixed.spans("flight ab9 is late")
    assert not mixed.spans("flight abc is late")
    assert one_pattern(["続きを読む 12", "続きを読む 3"], "line").spans("続きを読む 45")  # type: ignore[union-attr]
    long = one_pattern(["word " * 30 + "number 12 and so on " * 10], "line")
    assert long
    assert long.fit == "opens"


def test_names_are_merged_only_where_the_rest_is_the_same() -> None:
    wide, narrow = merged_patterns(["From our correspondent Ana Lima"], ["From our correspondent Rui Costa"])
    assert wide.source == "from our correspondent *"
    assert narrow.spans("From our correspondent Rui Costa")
    assert not narrow.spans("From our correspondent Eva Moss")
    assert list(merged_patterns(["The bridge is open"], ["The bridge was closed by the council on Monday"])) == []
    assert not list(merged_patterns(["Read more"], ["Read less"])), "too little is the same"


def test_a_heading_is_the_whole_line() -> None:
    found = heading_pattern(["More news:", "More news"])
    assert found
    assert found.spans("MORE NEWS »")
    assert not found.spans("More news came in the evening.")
