"""Where the patterns of a rule file stand in a block: the pattern language of the packs, or a regular expression."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import regex  # type: ignore[import-untyped]

from cleaners.normalise import line_key
from cleaners.patterns import compile_pattern
from cleaners.phrases import sentences

Fit = Literal["line", "opens", "inside"]
FITS: tuple[Fit, ...] = ("line", "opens", "inside")
_SECONDS = 0.05  # for one regular expression on one block; `regex` counts what the process uses, not the clock
_SEARCHED = 2000  # code points of a block that a regular expression sees
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")  # Thai, kana, Han
# Blocks on which an expression that tries everything shows itself.
_STRESS = tuple(400 * text + "!" for text in ("a", "1", " ", "a ", "ab1, ", "word "))


class TooSlowError(Exception):
    """A regular expression has met its time limit."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """One pattern. `fit` "line": it is the whole block; "opens": the block begins so; "inside": it stands in it."""

    source: str
    fit: Fit
    is_regex: bool = False

    def spans(self, text: str) -> list[tuple[int, int]]:
        """What of a block's text it means, as (start, end): all of it, or for "inside" the sentences that hold it.

        A regular expression inside means what it matches. Raises TooSlowError.
        """
        if self.is_regex:
            return self._regex_spans(text)
        key = line_key(text) + " "
        pattern = _pattern(self.source)
        if self.fit == "line":
            return [(0, len(text))] if pattern.fullmatch(key) else []
        if self.fit == "opens":
            return [(0, len(text))] if pattern.match(key) else []
        if not pattern.search(key):
            return []
        found = [(s, e) for s, e in sentences(text) if pattern.search(line_key(text[s:e]) + " ")]
        return found or [(0, len(text))]  # it runs over the end of a sentence

    def _regex_spans(self, text: str) -> list[tuple[int, int]]:
        compiled = _expression(self.source)
        seen = text[:_SEARCHED]
        try:
            if self.fit == "line":
                whole = len(text) <= _SEARCHED and compiled.fullmatch(seen, timeout=_SECONDS)
                return [(0, len(text))] if whole else []
            if self.fit == "opens":
                return [(0, len(text))] if compiled.match(seen, timeout=_SECONDS) else []
            return [match.span() for match in compiled.finditer(seen, timeout=_SECONDS) if match.group()]
        except TimeoutError as error:
            raise TooSlowError(self.source) from error


def fault(source: str, *, is_regex: bool) -> str:
    """What is wrong with a pattern, or ""."""
    try:
        if not is_regex:
            _pattern(source)
            return ""
        for text in _STRESS:
            _expression(source).search(text, timeout=_SECONDS)
    except TimeoutError:
        return f"the regular expression {source!r} takes too long"
    except (ValueError, re.error, regex.error) as error:
        return str(error)
    return ""


@lru_cache(maxsize=2048)
def _pattern(source: str) -> re.Pattern[str]:
    return compile_pattern(source, spaced=not _UNSPACED.search(source)).regex


@lru_cache(maxsize=2048)
def _expression(source: str) -> Any:
    return regex.compile(source, regex.IGNORECASE)
