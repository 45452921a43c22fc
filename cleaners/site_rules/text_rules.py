"""Our own rule files: TOML that says which blocks of a host's text go and which stay.

[[remove]]
pattern = "read our newsletter *"     # the language of the phrase packs (cleaners/patterns.py), or regex = '…'
fit = "line"                          # line: the whole block; opens: it begins so; inside: the sentences with it
reason = "promo"                      # one of REASONS
score = 0.9                           # how sure, 0.98 without it: below 0.97 it weighs with what stands around
example_removes = ["Read our newsletter every morning"]
example_keeps = ["The prime minister said that he had read our newsletter."]

[[keep]]                              # no cleaner may take these blocks
pattern = "disclaimer: a novel"
example_keeps = ["Disclaimer: A Novel"]

[[cut]]                               # from a block to another one, both included; to the end without `to`
from = "more from this desk"
to = "back to the front page"         # or before = "…": that block stays
reason = "teaser"

[[test]]
text = "…"
removes = ["a line that goes"]
keeps = ["a line that stays"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from cleaners.site_rules.matchers import FITS, Fit, Matcher, fault

REASONS = frozenset(
    {
        *("ui", "disclaimer", "promo", "share", "comments", "paywall", "cookie_notice", "credit", "byline_time"),
        *("read_also", "teaser", "repeat", "other"),
    }
)
SCORE = 0.98  # a person wrote it for this host
_KEYS = {
    "remove": {"pattern", "regex", "fit", "reason", "score", "example_removes", "example_keeps"},
    "keep": {"pattern", "regex", "fit", "example_keeps"},
    "cut": {"from", "to", "before", "reason", "regex"},
    "test": {"text", "removes", "keeps"},
}


class RuleFileError(ValueError):
    """A rule file that cannot be used; `str()` of it is one line that says where and why."""


@dataclass(frozen=True, slots=True)
class Remove:
    matcher: Matcher
    reason: str
    removes: tuple[str, ...]
    keeps: tuple[str, ...]
    score: float = SCORE


@dataclass(frozen=True, slots=True)
class Keep:
    matcher: Matcher
    keeps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """`first` matches the block it begins with; `last` the one it ends with (None: the last of the document)."""

    first: Matcher
    last: Matcher | None
    last_stays: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    removes: tuple[str, ...]
    keeps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextRules:
    """The rules of one or several files for a host, in the order in which they stand there."""

    removes: tuple[Remove, ...] = ()
    keeps: tuple[Keep, ...] = ()
    cuts: tuple[Cut, ...] = ()
    tests: tuple[Example, ...] = ()

    @property
    def count(self) -> int:
        return len(self.removes) + len(self.keeps) + len(self.cuts)


def parse_rules(text: str) -> TextRules:
    """Read the text of a rule file. Raises RuleFileError for anything in it that is not understood."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleFileError(f"no TOML: {error}") from error
    strangers = data.keys() - _KEYS.keys()
    if strangers:
        raise RuleFileError(f"unknown table {min(strangers)}: there are {', '.join(_KEYS)}")
    tables = {name: _tables(data, name) for name in _KEYS}
    return TextRules(
        tuple(_remove(place, row) for place, row in tables["remove"]),
        tuple(_keep(place, row) for place, row in tables["keep"]),
        tuple(_cut(place, row) for place, row in tables["cut"]),
        tuple(_example(place, row) for place, row in tables["test"]),
    )


def joined(rules: Iterable[TextRules]) -> TextRules:
    """Several files for one host as one."""
    several = list(rules)
    return TextRules(
        tuple(rule for one in several for rule in one.removes),
        tuple(rule for one in several for rule in one.keeps),
        tuple(rule for one in several for rule in one.cuts),
        tuple(test for one in several for test in one.tests),
    )


def _tables(data: Mapping[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
    rows = data.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise RuleFileError(f"{name} is no list of tables: write [[{name}]]")
    found = []
    for number, row in enumerate(rows, 1):
        place = f"[[{name}]] {number}"
        strangers = row.keys() - _KEYS[name]
        if strangers:
            raise RuleFileError(f"{place}: unknown key {min(strangers)}: there are {', '.join(sorted(_KEYS[name]))}")
        found.append((place, row))
    return found


def _remove(place: str, row: Mapping[str, Any]) -> Remove:
    removes, keeps = _strings(place, row, "example_removes"), _strings(place, row, "example_keeps")
    return Remove(_matcher(place, row), _reason(place, row), removes, keeps, _score(place, row))


def _keep(place: str, row: Mapping[str, Any]) -> Keep:
    return Keep(_matcher(place, row), _strings(place, row, "example_keeps"))


def _cut(place: str, row: Mapping[str, Any]) -> Cut:
    if "to" in row and "before" in row:
        raise RuleFileError(f"{place}: either `to` or `before`")
    is_regex = row.get("regex", False)
    if not isinstance(is_regex, bool):
        raise RuleFileError(f"{place}: regex is true or false here")
    end = row.get("to", row.get("before"))
    last = None if end is None else _made(place, end, "opens", is_regex=is_regex)
    first = _made(place, row.get("from"), "opens", is_regex=is_regex)
    return Cut(first, last, "before" in row, _reason(place, row))


def _example(place: str, row: Mapping[str, Any]) -> Example:
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise RuleFileError(f"{place}: there is no text")
    removes, keeps = _strings(place, row, "removes"), _strings(place, row, "keeps")
    if not removes and not keeps:
        raise RuleFileError(f"{place}: it says neither what goes nor what stays")
    return Example(text, removes, keeps)


def _matcher(place: str, row: Mapping[str, Any]) -> Matcher:
    if ("pattern" in row) == ("regex" in row):
        raise RuleFileError(f"{place}: either `pattern` or `regex`")
    fit = row.get("fit", "line")
    if fit not in FITS:
        raise RuleFileError(f"{place}: fit {fit!r} is none of {', '.join(FITS)}")
    return _made(place, row.get("pattern", row.get("regex")), cast("Fit", fit), is_regex="regex" in row)


def _made(place: str, source: object, fit: Fit, *, is_regex: bool) -> Matcher:
    if not isinstance(source, str) or not source.strip():
        raise RuleFileError(f"{place}: a pattern is missing")
    wrong = fault(source, is_regex=is_regex)
    if wrong:
        raise RuleFileError(f"{place}: {wrong}")
    return Matcher(source, fit, is_regex)


def _reason(place: str, row: Mapping[str, Any]) -> str:
    reason = row.get("reason", "other")
    if reason not in REASONS:
        raise RuleFileError(f"{place}: reason {reason!r} is none of {', '.join(sorted(REASONS))}")
    return str(reason)


def _score(place: str, row: Mapping[str, Any]) -> float:
    score = row.get("score", SCORE)
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 < score <= 1:
        raise RuleFileError(f"{place}: score is a number above 0 and up to 1")
    return float(score)


def _strings(place: str, row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) and item.strip() for item in values):
        raise RuleFileError(f"{place}: {key} is a text or a list of texts")
    return tuple(values)
