"""Keys, letters and digits of many lines in one pass, by table instead of by regular expression.

Most texts need no more than 256 different characters, once typographic signs are blanks: those of an old code page.
One byte a character makes a table of 256 entries do what `slow_key` does with words. What fits no page (Chinese,
Arabic, two scripts in one text) is read a line at a time, and a line that fits none the slow way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

_PAGES = ("cp1252", "cp1250", "cp1251", "cp1254", "cp1253", "cp1257")
_SEPARATOR = "\0"  # stands in no normalised text
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
# East Asian writing: what fills the width of two Latin letters.
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]")
# Punctuation, arrows, box drawings, pictures: no part of a word, under any normalisation.
_SIGNS = re.compile("[\u2000-\u206f\u2190-\u245f\u2500-\u2775\u2794-\u2bff\ufe00-\ufe0f\ufeff\U0001f300-\U0001faff]")


class Reading(NamedTuple):
    """What is read in a line: its key, how many letters, decimal digits and characters of double width it has."""

    key: str
    letters: int
    digits: int
    wide: int


def slow_key(text: str) -> str:
    """The words and numbers of a text, NFKC and case-folded, joined by single spaces; empty if it has none."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    # the Turkish capital I with a dot folds to two code points, of which the second would split its word
    return " ".join(_WORD.findall(text.casefold().replace("\u0307", "")))


def read(texts: Sequence[str]) -> list[Reading]:
    """Read lines."""
    together = _by_table(_SEPARATOR.join(texts))
    if len(together) == len(texts):
        return together
    alone = [_by_table(text) for text in texts]
    return [own[0] if len(own) == 1 else _slowly(text) for own, text in zip(alone, texts, strict=True)]


class _Page(NamedTuple):
    name: str
    to_key: bytes  # for each byte the one that stands for it in a key: a blank if it is no part of a word
    no_letters: bytes
    no_digits: bytes
    spelled: tuple[tuple[str, str], ...]  # characters that are several in a key: ß, ™, ½


def _by_table(text: str) -> list[Reading]:
    """The readings of lines with a separator between them, or nothing if no page has all their characters."""
    page, encoded = _encoded(text)
    if page is None:
        return []
    letters = encoded.translate(None, page.no_letters).split(b"\0")
    digits = encoded.translate(None, page.no_digits).split(b"\0")
    respelled = text
    for char, spelling in () if text.isascii() else page.spelled:
        respelled = respelled.replace(char, spelling)
    if respelled is not text:
        page, encoded = _encoded(respelled)
        if page is None:
            return []
    folded = encoded.translate(page.to_key)
    while b"  " in folded:  # each time half as many; faster than to split the lines into words and to join these
        folded = folded.replace(b"  ", b" ")
    keys = folded.replace(b" \0", b"\0").replace(b"\0 ", b"\0").strip(b" ").decode(page.name).split("\0")
    return [
        Reading(key, len(own_letters), len(own_digits), 0)
        for key, own_letters, own_digits in zip(keys, letters, digits, strict=True)
    ]


def _encoded(text: str) -> tuple[_Page | None, bytes]:
    signs_are_blank = False
    for name in _PAGES:
        try:
            return _page(name), text.encode(name)
        except UnicodeEncodeError:
            if not signs_are_blank:
                signs_are_blank, text = True, _SIGNS.sub(" ", text)
                try:
                    return _page(name), text.encode(name)
                except UnicodeEncodeError:
                    continue
    return None, b""


@cache
def _page(name: str) -> _Page:
    to_key, letters, digits, spelled = bytearray(b" " * 256), bytearray(), bytearray(), []
    to_key[0] = 0
    for code in range(1, 256):
        char = bytes([code]).decode(name, "ignore")
        key = slow_key(f"a{char}a")[1:-1] if char else ""  # between two letters: some end a word when they are folded
        folded = key.encode(name, "ignore")
        if len(key) == len(folded) == 1:
            to_key[code] = folded[0]
        elif key:
            spelled.append((char, key))
        if _LETTER.match(char):
            letters.append(code)
        elif _DIGIT.match(char):
            digits.append(code)
    rest = bytes(range(1, 256))
    return _Page(
        name, bytes(to_key), rest.translate(None, bytes(letters)), rest.translate(None, bytes(digits)), tuple(spelled)
    )


def _slowly(text: str) -> Reading:
    return Reading(slow_key(text), len(_LETTER.findall(text)), len(_DIGIT.findall(text)), len(_WIDE.findall(text)))
