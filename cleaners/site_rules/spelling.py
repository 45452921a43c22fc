"""One pattern for several spellings of a line: lines that differ in numbers, dates or names only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaners.normalise import line_key
from cleaners.patterns import mask_numbers
from cleaners.site_rules.matchers import Fit, Matcher, fault

_LONG = 240  # characters of a line; a longer one is known by how it begins
_OPENING = 12  # words
_FIXED, _FIXED_WORDS = 3, 2  # words and numbers, and words alone, that lines with different names must share
_NAMED_WORDS = 4  # of a name or a date
_CHOICES = 8
_NUMBER = re.compile(r"\d+")


def one_pattern(texts: Sequence[str], fit: Fit) -> Matcher | None:
    """The narrowest pattern that means each of the texts, which differ in their numbers at most; None if none does."""
    keys = {line_key(text) for text in texts}
    if fit == "line" and max(map(len, texts)) > _LONG:
        fit = "opens"
        keys = {" ".join(key.split()[:_OPENING]) for key in keys}
    sources = {min(keys)} if len(keys) == 1 else {mask_numbers(key) for key in keys}
    found = Matcher(min(sources), fit) if len(sources) == 1 else None
    if found and _means(found, texts):
        return found
    expressions = set(map(_expression, texts))
    if len(expressions) > 1 or max(map(len, texts)) > _LONG:
        return None
    found = Matcher(min(expressions), fit, is_regex=True)
    return found if _means(found, texts) else None


def heading_pattern(texts: Sequence[str]) -> Matcher | None:
    """The pattern of lines that say no more than this heading, which may differ in its numbers: a regular expression,
    as the beginning of a section may not be the beginning of a sentence. None if no single one says it."""
    expressions = {_expression(text.rstrip(".:…>»→ ")) for text in texts}
    found = Matcher(f"{min(expressions)}\\W*$", "opens", is_regex=True)
    return found if len(expressions) == 1 and _means(found, texts) else None


def _expression(text: str) -> str:
    words = [_NUMBER.sub(r"\\d+", re.escape(word)) for word in text.split()]
    return r"\s+".join(words)


def merged_patterns(first: Sequence[str], second: Sequence[str]) -> Iterator[Matcher]:
    """Patterns for two groups of lines that differ in one place only, by a name or a date: first the wider one, which
    takes any name there, then the one that takes those that were seen."""
    rows = [mask_numbers(line_key(text)).split() for text in (*first, *second)]
    before = _shared(rows)
    behind = min(_shared([row[::-1] for row in rows]), min(map(len, rows)) - before)
    middles = sorted({" ".join(row[before : len(row) - behind]) for row in rows})
    head, tail = rows[0][:before], rows[0][len(rows[0]) - behind :]
    fixed = [*head, *tail]
    if len(fixed) < _FIXED or len(fixed) - fixed.count("#") < _FIXED_WORDS:
        return
    if any(len(words.split()) > _NAMED_WORDS for words in middles):
        return
    named = "" not in middles and all(_is_named(text, before) for text in (*first, *second))
    spellings = ["*"] if named else []
    if len(middles) <= _CHOICES:
        spellings.append(f"({'|'.join(word for word in middles if word)}){'?' if '' in middles else ''}")
    for middle in spellings:
        found = Matcher(" ".join([*head, middle, *tail]), "line")
        if _means(found, (*first, *second)):
            yield found


def _shared(rows: Sequence[Sequence[str]]) -> int:
    """How many words all rows begin with."""
    return next((n for n, words in enumerate(zip(*rows, strict=False)) if len(set(words)) > 1), min(map(len, rows)))


def _is_named(text: str, place: int) -> bool:
    """Whether a name or a number stands in a line behind so many words."""
    words = re.findall(r"\w+", text)
    return place < len(words) and (words[place][0].isupper() or words[place][0].isdigit())


def _means(matcher: Matcher, texts: Sequence[str]) -> bool:
    if fault(matcher.source, is_regex=matcher.is_regex):
        return False
    return all(matcher.spans(text) == [(0, len(text))] for text in texts)
