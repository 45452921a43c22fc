"""The small pattern language of the phrase packs: words, not punctuation.

A pattern is matched against the key of a line or sentence (`line_key`: case-folded words, single spaces, no marks):

    word          that word; `word~` any word that begins so
    (a|b c|d)     one of these; `(a|b)?`, `word?` or `#?` one of these or nothing
    #             a number
    *             up to five words of any kind

`leave (a|your)? (comment~|reply)` matches "Leave a comment", "LEAVE YOUR COMMENTS!", "leave reply". Where words are not
separated by spaces (ja, zh, th; `spaced=False`) `*` is up to twelve characters and spaces may be missing.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cached_property

from cleaners.normalise import line_key

_TOKEN = re.compile(r"\(([^()]*)\)(\??)|([#*])(\??)|([^\s()?]+)(\??)")
_NUMBERS = re.compile(r"\d+(?: \d+)*")
_VARIANTS = 200  # a whole-line pattern with at most so many spellings becomes plain dictionary entries
_SPELLINGS = 60  # of one anchor
_LONG = 14  # characters; an anchor so long is rare enough


@dataclass(frozen=True, slots=True)
class _Part:
    choices: tuple[str, ...]  # normalised words; "#" a number, "*" a gap; a trailing "~" means any ending
    optional: bool


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern: `source` as it was written, `body` as a regular expression for a key with a space behind it.

    `anchors` are words of which at least one stands in every match. `literals` are all its spellings if they are few
    and plain (numbers as `#`), else empty.
    """

    source: str
    body: str
    anchors: tuple[str, ...]
    literals: tuple[str, ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when it is first needed: most phrases of most packs never are."""
        return re.compile(self.body)


def mask_numbers(key: str) -> str:
    """A key with every run of numbers as one `#`: `1 234 likes` is `# likes`."""
    return _NUMBERS.sub("#", key)


def compile_pattern(source: str, *, spaced: bool = True) -> Pattern:
    """Compile a pattern. Raises ValueError if it is empty, unbalanced, or has no word to find it by."""
    parts = _parse(source)
    anchors = _anchors(parts, spaced)
    if not anchors:
        raise ValueError(f"the pattern {source!r} has no required word to find it by")
    gap = r"(?:\w+ ){0,5}?" if spaced else r"[\w ]{0,12}?"
    pieces = [_piece(part, gap, spaced) for part in parts]
    edge = r"(?<!\w)" if spaced else ""
    # every piece ends in its own space, so the key is searched with one space put behind it
    return Pattern(source, edge + "".join(pieces), anchors, _literals(parts) if spaced else ())


def _parse(source: str) -> list[_Part]:
    parts: list[_Part] = []
    rest = _TOKEN.sub("", source).strip()
    if rest or not source.strip():
        raise ValueError(f"the pattern {source!r} is empty or has an unbalanced parenthesis near {rest!r}")
    for group, group_optional, special, special_optional, word, word_optional in _TOKEN.findall(source):
        if special:
            parts.append(_Part((special,), bool(special_optional)))
        elif group:
            choices = tuple(_normal(choice) for choice in group.split("|"))
            parts.append(_Part(tuple(c for c in choices if c), bool(group_optional) or "" in choices))
        else:
            parts.append(_Part((_normal(word),), bool(word_optional)))
    return [part for part in parts if any(part.choices)]


def _normal(words: str) -> str:
    pieces = []
    for word in words.split():
        key = "#" if word == "#" else line_key(word.rstrip("~"))
        pieces.append(key + "~" if word.endswith("~") else key)
    return " ".join(pieces)


def _piece(part: _Part, gap: str, spaced: bool) -> str:
    if part.choices == ("*",):
        return gap
    space = " " if spaced else " ?"
    options = []
    for choice in part.choices:
        words = [
            r"\d+(?: \d+){0,3}"  # bounded: two numbers in a row must not try every split of a run
            if word == "#"
            else re.escape(word.rstrip("~")) + (r"\w*" if word.endswith("~") and spaced else "")
            for word in choice.split(" ")
        ]
        options.append(space.join(words))
    body = "|".join(options)
    return f"(?:(?:{body}){space})?" if part.optional else f"(?:{body}){space}"


def _anchors(parts: list[_Part], spaced: bool) -> tuple[str, ...]:
    """The run of required neighbouring parts that is rarest in other texts, to go by its length; all its spellings.

    Where words are spaced an anchor has its spaces, so that it is found as whole words only (` leave a `, ` comment`).
    """
    best: tuple[str, ...] = ()
    for first in range(len(parts)):
        spellings = [""]
        for place, part in enumerate(parts[first:]):
            numbered = any("#" in choice for choice in part.choices)
            if part.optional or part.choices == ("*",) or (numbered and place):
                break
            choices = [max(choice.split("#"), key=len).strip() for choice in part.choices]
            spellings = [f"{begun} {choice}" if spaced else choice for begun in spellings for choice in choices]
            if len(spellings) > _SPELLINGS and place:
                break
            found = tuple(_anchor(spelling, spaced) for spelling in spellings)
            if min(map(len, found)) > min(map(len, best), default=0):
                best = found
            if not spaced or numbered or any("~" in choice for choice in part.choices):
                break  # what follows an open ending is not known
        if min(map(len, best), default=0) >= _LONG:
            break
    return best if any(map(str.strip, best)) else ()


def _anchor(spelling: str, spaced: bool) -> str:
    known, open_ending, _ = spelling.partition("~")
    return known if open_ending or not spaced or not known.strip() else known + " "


def literals(source: str) -> tuple[str, ...]:
    """All spellings of a pattern, numbers as `#`, or nothing if they are too many or cannot be listed."""
    return _literals(_parse(source))


def _literals(parts: list[_Part]) -> tuple[str, ...]:
    if any("*" in part.choices or any("~" in c for c in part.choices) for part in parts):
        return ()
    options = [(*part.choices, "") if part.optional else part.choices for part in parts]
    count = 1
    for option in options:
        count *= len(option)
    if count > _VARIANTS:
        return ()
    return tuple(" ".join(word for word in words if word) for words in itertools.product(*options))
