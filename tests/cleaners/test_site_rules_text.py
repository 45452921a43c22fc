"""Rules for the text of a host: what a person wants kept stays, a mistake in a file is told, no pattern can hang."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from cleaners import clean, restore
from cleaners.document import Document, document_from_text
from cleaners.registry import CLEANERS
from cleaners.site_rules.cleaner import SiteRulesCleaner, failures, protected
from cleaners.site_rules.matchers import Matcher, TooSlowError, fault
from cleaners.site_rules.text_rules import RuleFileError, TextRules, parse_rules

CORPUS = Path(__file__).parents[1] / "site_rules"
STORY = (
    "The old ferry will sail again from Monday, after a winter in which her engine was taken apart and mended twice."
)


def rules(name: str = "example.org.toml") -> TextRules:
    return parse_rules((CORPUS / name).read_text("utf-8"))


def taken(document: Document, own: TextRules) -> list[str]:
    return [document.text[found.start : found.end] for found in SiteRulesCleaner(own).find(document)]


def test_what_a_file_keeps_is_taken_by_no_rule_of_it() -> None:
    own = parse_rules('[[remove]]\npattern = "a line"\n[[cut]]\nfrom = "cut here"\n[[keep]]\nregex = "(a|cut) .*two"\n')
    document = document_from_text("a line\ncut here\ncut and two\nthree")
    assert protected(document, own) == {2}
    assert taken(document, own) == ["a line", "cut here", "three"]


def test_what_a_file_keeps_is_given_back_whoever_took_it() -> None:
    own = parse_rules('[[keep]]\npattern = "share this article"\n')
    document = document_from_text(
        f"{STORY}\n{STORY.replace('ferry', 'tug')}\nShare this article\nLeave a comment\ngoTop"
    )
    cleaned = clean(document)
    assert {"Share this article", "goTop"} <= {removal.text.strip() for removal in cleaned.removals}
    kept = clean(document, (cleaner for cleaner in (*CLEANERS, SiteRulesCleaner(own))))
    assert "Share this article" in kept.text.split("\n")
    assert "goTop" not in kept.text
    rows = [{"id": "a", "version": 1, **{name: getattr(r, name) for name in r.__slots__}} for r in kept.removals]
    assert restore({"id": "a", "text": kept.text}, rows) == document.text


def test_what_a_file_keeps_is_no_evidence_against_its_neighbours() -> None:
    lines = [STORY, STORY.replace("ferry", "tug"), "Share this article", "Bridge", "Leave a comment"]
    document = document_from_text("\n".join(lines))
    held = parse_rules('[[keep]]\npattern = "share this article"\n[[keep]]\npattern = "leave a comment"\n')
    assert "Bridge" not in clean(document).text, "it is taken with what stands around it"
    assert clean(document, (SiteRulesCleaner(held), *CLEANERS)).text == document.text


def test_a_section_whose_end_is_missing_stays() -> None:
    own = parse_rules('[[cut]]\nfrom = "more from"\nto = "back to the top"\n')
    assert taken(document_from_text("one\nmore from here\ntwo"), own) == []
    assert taken(document_from_text("one\nmore from here\ntwo\nBack to the top\nthree\nmore from"), own) == [
        "more from here",
        "two",
        "Back to the top",
    ]


def test_the_corpus_holds_and_a_wrong_example_is_told() -> None:
    assert failures(rules()) == []
    text = (CORPUS / "example.org.toml").read_text("utf-8")
    assert failures(parse_rules(text.replace("built 1998", "hp/kt").replace("(hp/kt) sails again.", "(hp/kt)")))
    assert failures(
        parse_rules(text.replace('keeps = ["The ferry sails again.",', 'keeps = ["The crane that nobody",'))
    )
    assert (
        failures(parse_rules(text.replace("More from the harbour\\", "Less").replace("[[test]]", "[[test]]\n#"))) == []
    )


def test_a_rule_without_examples_fails_its_test() -> None:
    assert failures(parse_rules('[[remove]]\npattern = "a b"\n')) == [
        "[[remove]] 1 (a b): has no example_removes",
        "[[remove]] 1 (a b): has no example_keeps",
    ]
    assert failures(parse_rules('[[keep]]\npattern = "a b"\n')) == ["[[keep]] 1 (a b): has no example_keeps"]
    assert failures(parse_rules('[[cut]]\nfrom = "a b"\n')) == ["there is a [[cut]] and no [[test]] that shows it"]


def test_fits() -> None:
    text = "One thing. Read our paper today! Another thing."
    assert Matcher("read our paper", "line").spans(text) == []
    assert Matcher("read our paper", "opens").spans(text) == []
    assert Matcher("read our paper", "opens").spans("Read our PAPER, please") == [(0, 22)]
    assert [text[s:e] for s, e in Matcher("read our paper", "inside").spans(text)] == ["Read our paper today!"]
    assert [text[s:e] for s, e in Matcher(r"our \w+", "inside", is_regex=True).spans(text)] == ["our paper"]
    assert Matcher("続きを読む", "line").spans("続きを読む") == [(0, 5)]


@pytest.mark.parametrize("source", ["(a+)+$", r"(\w+\s?)*$(?<!\w)", "(.*)*x", "(a|a)*b"])
def test_a_regular_expression_that_hangs_is_refused_or_stopped(source: str) -> None:
    began = time.process_time()
    if not fault(source, is_regex=True):
        with suppress(TooSlowError):
            Matcher(source, "inside", is_regex=True).spans("a" * 5000 + " ab" * 5000)
    assert time.process_time() - began < 2


def test_a_rule_that_meets_its_limit_does_nothing_and_the_others_go_on() -> None:
    own = parse_rules('[[remove]]\npattern = "goes away"\n')
    slow = parse_rules('[[remove]]\nregex = "(c|c)*d"\nfit = "inside"\n')
    document = document_from_text("goes away\n" + "c" * 1900)
    both = TextRules(removes=(*slow.removes, *own.removes))
    assert taken(document, both) == ["goes away"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[[remove]", "no TOML"),
        ('[[remov]]\npattern = "a"', "unknown table remov"),
        ('[remove]\npattern = "a"', "write [[remove]]"),
        ('[[remove]]\npatern = "a"', "unknown key patern"),
        ("[[remove]]", "either `pattern` or `regex`"),
        ('[[remove]]\npattern = "a"\nregex = "b"', "either `pattern` or `regex`"),
        ("[[remove]]\npattern = 1", "a pattern is missing"),
        ('[[remove]]\npattern = "(a"', "unbalanced"),
        ('[[remove]]\npattern = "*"', "no required word"),
        ('[[remove]]\nregex = "(a"', "missing )"),
        ('[[remove]]\npattern = "a"\nfit = "some"', "fit 'some' is none of"),
        ('[[remove]]\npattern = "a"\nreason = "spite"', "reason 'spite' is none of"),
        ('[[remove]]\npattern = "a"\nexample_keeps = 3', "example_keeps is a text"),
        ("[[cut]]\nto = 'a'", "a pattern is missing"),
        ("[[cut]]\nfrom = 'a'\nto = 'b'\nbefore = 'c'", "either `to` or `before`"),
        ("[[test]]\ntext = ''", "there is no text"),
        ("[[test]]\ntext = 'a'", "neither what goes nor what stays"),
    ],
)
def test_a_mistake_in_a_file_is_told(text: str, wrong: str) -> None:
    with pytest.raises(RuleFileError) as error:
        parse_rules(text)
    assert wrong in str(error.value)
    assert "\n" not in str(error.value)
