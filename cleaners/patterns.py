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
_DIGIT = re.compile(r"\d")
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

    `anchors` are spellings of which at least one stands in every match, and so it is with the words of `also`, from
    another part, if there are any. `literals` are all its spellings if they are few and plain (numbers as `#`), else
    empty. A match has at most `words` words, however many if that is 0.
    """

    source: str
    body: str
    anchors: tuple[str, ...]
    literals: tuple[str, ...]
    also: frozenset[str] = frozenset()
    words: int = 0

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when it is first needed: most phrases of most packs never are."""
        return re.compile(self.body)


def mask_numbers(key: str) -> str:
    """A key with every run of numbers as one `#`: `1 234 likes` is `# likes`."""
    return _NUMBERS.sub("#", key) if _DIGIT.search(key) else key


def compile_pattern(source: str, *, spaced: bool = True) -> Pattern:
    """Compile a pattern. Raises ValueError if it is empty, unbalanced, or has no word to find it by."""
    parts = _parse(source)
    anchors, run = _anchors(parts, spaced)
    if not anchors:
        raise ValueError(f"the pattern {source!r} has no required word to find it by")
    gap = r"(?:\w+ ){0,5}?" if spaced else r"[\w ]{0,12}?"
    pieces = [_piece(part, gap, spaced) for part in parts]
    edge = r"(?<!\w)" if spaced else ""
    # every piece ends in its own space, so the key is searched with one space put behind it
    body = edge + "".join(pieces)
    if not spaced:
        return Pattern(source, body, anchors, ())
    rest = [part for number, part in enumerate(parts) if number not in run]
    return Pattern(source, body, anchors, _literals(parts), _also(rest), sum(map(_most_words, parts)))


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


def _anchors(parts: list[_Part], spaced: bool) -> tuple[tuple[str, ...], range]:
    """The run of required neighbouring parts that is rarest in other texts, to go by its length: all its spellings.

    Where words are spaced an anchor has its spaces, so that it is found as whole words only (` leave a `, ` comment`).
    Beside them, which parts the run is.
    """
    best: tuple[str, ...] = ()
    run = range(0)
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
                best, run = found, range(first, first + place + 1)
            if not spaced or numbered or any("~" in choice for choice in part.choices):
                break  # what follows an open ending is not known
        if min(map(len, best), default=0) >= _LONG:
            break
    return (best, run) if any(map(str.strip, best)) else ((), run)


def _also(parts: list[_Part]) -> frozenset[str]:
    """One word of each spelling of a required part, of the part that is rarest in other texts, or nothing."""
    best: list[str] = []
    for part in parts:
        if part.optional or part.choices == ("*",) or any("~" in choice for choice in part.choices):
            continue
        words = [max(choice.replace("#", "").split(), key=len, default="") for choice in part.choices]
        if min(map(len, words)) > min(map(len, best), default=0):
            best = words
    return frozenset(best)


def _most_words(part: _Part) -> int:
    """How many words a part is at most; a number may be written as four (`1 234 567 890`), a gap is five words."""
    if part.choices == ("*",):
        return 5
    return max(sum(4 if word == "#" else 1 for word in choice.split(" ")) for choice in part.choices)


def _anchor(spelling: str, spaced: bool) -> str:
    known, open_ending, _ = spelling.partition("~")
    return known if open_ending or not spaced or not known.strip() else known + " "


def _literals(parts: list[_Part]) -> tuple[str, ...]:
    """All spellings of a pattern, numbers as `#`, or nothing if they are too many or cannot be listed."""
    if any("*" in part.choices or any("~" in c for c in part.choices) for part in parts):
        return ()
    options = [(*part.choices, "") if part.optional else part.choices for part in parts]
    count = 1
    for option in options:
        count *= len(option)
    if count > _VARIANTS:
        return ()
    return tuple(" ".join(word for word in words if word) for words in itertools.product(*options))
