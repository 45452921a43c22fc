"""Finds the wordings of pages that are no document: names of pages (`names`) and parts of sentences (`phrases`).

`a (b|c|) d` stands for each of its forms, ` … ` for up to 60 characters. Case, punctuation and width do not matter.
A name is a whole title, a part of it between dashes and bars, or a whole heading; numbers of HTTP and cries like "oops"
around it are passed over. A phrase is a part of a sentence, of which the last word may go on. Write them for the class
of pages, in the second person or with "this page": what a report about such a page would not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from cleaners.alphabets import slow_key
from cleaners.no_document.companions import COMPANIONS
from cleaners.no_document.kinds import BLOCKED, ERROR, NOT_FOUND
from cleaners.no_document.names import NAMES
from cleaners.no_document.phrases import PHRASES

_SHARE = 0.4  # of a sentence that phrases cover, if it is one of theirs and not a report with their words in it
_LONGEST = 400  # code points of a sentence that is looked at
_CODES = {"403": BLOCKED, "404": NOT_FOUND, "410": NOT_FOUND, **{str(code): ERROR for code in (500, 502, 503, 504)}}
_CRIES = frozenset(("error", "http", "oops", "ooops", "sorry", "ups", "uh", "oh", "status", "code", "erro", "errore"))
_CRIES |= frozenset(("erreur", "fehler", "fout", "błąd", "ошибка", "hata", "hoppla", "the"))
_CRIES |= frozenset(("エラー", "错误", "錯誤", "오류"))
_PARTS = re.compile(r"\s+[-–—·•|:»«›]+\s+|\s*[|»«｜]\s*|:\s+|[.!?…]+\s*$")
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|[。！？\n]+")
_QUOTED = re.compile(r"[\"“„«»‘「『][^\"”“»«’」』]{0,200}[\"”“»«’」』]")
_LATIN = re.compile(r"[^\W\d_]")
_WIDE = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")


def named(title: str, *, whole: bool = False) -> frozenset[str]:
    """The kinds whose name a title or heading is, or a part of it unless it must be the `whole`."""
    found = set()
    for part in (title, *(() if whole else _PARTS.split(title))):
        words = slow_key(part).split()
        if len(words) > 12:
            continue
        kinds = {_CODES[word] for word in words if word in _CODES}
        inner = list(words)
        while inner and (inner[0] in _CRIES or inner[0] in _CODES):
            inner.pop(0)
        while inner and (inner[-1] in _CRIES or inner[-1] in _CODES):
            inner.pop()
        if words and not inner:
            found |= kinds
        for name in (" ".join(inner), " ".join(words)):
            found |= {kind for kind, pattern in _names() if name and pattern.fullmatch(name)}
    return frozenset(found)


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text."""
    return [part for part in map(str.strip, _SENTENCES.split(text)) if part]


def kinds_said(sentence: str) -> frozenset[str]:
    """The kinds of page that a sentence is typical of: phrases that are not quoted cover much of it."""
    key = slow_key(_QUOTED.sub(" ", sentence))
    if not key or len(sentence) > _LONGEST:
        return frozenset()
    enough = _SHARE * len(slow_key(sentence))
    return frozenset(kind for kind, pattern in _phrases() if _covered(pattern, key) >= enough)


def goes_along(sentence: str) -> bool:
    """Whether a sentence or line is what goes with such pages: a way back, advice, the label of a form."""
    key = slow_key(sentence)
    return not key or (len(sentence) <= _LONGEST and _covered(_companions(), key) >= _SHARE * len(key))


def _covered(pattern: re.Pattern[str], key: str) -> int:
    return sum(match.end() - match.start() for match in pattern.finditer(key))


@cache
def _names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, _compiled(names)) for kind, names in NAMES.items())


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, _compiled(phrases)) for kind, phrases in PHRASES.items())


@cache
def _companions() -> re.Pattern[str]:
    return _compiled(COMPANIONS)


def _compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    wide = [_as_pattern(phrase) for phrase in phrases if _WIDE.search(phrase)]
    spaced = [_as_pattern(phrase) for phrase in phrases if not _WIDE.search(phrase)]
    return re.compile("|".join((*wide, rf"\b(?:{'|'.join(spaced)})")))


def _as_pattern(phrase: str) -> str:
    phrase = phrase.replace(" … ", "\0").replace(" …", "\0").replace("(", "(?:").replace(" ", " ?")
    return phrase.replace("\0", ".{0,60}?")
