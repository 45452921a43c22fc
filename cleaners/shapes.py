"""Lines that are boilerplate by their shape, in every language: crumbs, counters, tickers, clocks, imprints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

_CLOCK = r"(?:[01]?\d|2[0-4])\s?[:.h]\s?[0-5]\d(?::[0-5]\d)?"
_HALF = r"(?:\s*(?:[ap]\.?\s?m\.?|uhr|hs?\.?|godz\.?|час\w*))?"
_DATE = r"(?:\d{1,2}[./\-]\s?\d{1,2}[./\-]\s?(?:\d{4}|\d{2})|\d{4}[./\-年]\s?\d{1,2}[./\-月]\s?\d{1,2}日?)"
# What may stand around a time or a date: nothing that makes figures a price, a share or a temperature.
_AROUND = r"[^\w$€£¢¥₩₹₽₺₴₪₫฿%‰°+±−]{0,3}"
# A time, a date, or both, and nothing else but a mark between them.
STAMP = re.compile(
    rf"^{_AROUND}(?:{_DATE}\W{{0,4}}(?:\w{{1,3}}\s)?{_CLOCK}{_HALF}|{_CLOCK}{_HALF}\W{{0,4}}{_DATE}|{_DATE}|{_CLOCK}{_HALF})"
    rf"{_AROUND}$",
    re.IGNORECASE,
)
# A time before a headline, as lists of the latest news have it.
CLOCK_LED = re.compile(rf"^{_CLOCK}{_HALF}\s*[-–—|:]?\s+(?=[^\W\d])", re.IGNORECASE)
_HOUR_AND_MINUTE = re.compile(r"(\d{1,2})\s?[:.h]\s?(\d\d)(?::\d\d)?\s*(p\.?\s?m\b)?", re.IGNORECASE)
_NOON = 12 * 60
# How long a player plays, how far it has played.
PLAYER = re.compile(r"^\W*(?:\d{1,2}:)?\d{1,2}:\d{2}(?:\s*/\s*(?:\d{1,2}:)?\d{1,2}:\d{2})?\W*$")
# 4.8K, 1,2 M, 12k: how often something was shared.
COUNTER = re.compile(r"^\W{0,3}\d{1,3}(?:[.,]\d{1,2})?\s?(?:[kKmM]|mil|tys\.?|тыс\.?|万)\W{0,2}$")
# BTC $97,339.22 -2.78%
TICKER = re.compile(
    r"^[\w./&\- ]{1,24}?\s*[$€£¥₿R]{0,2}\s?\d[\d.,]*\s*(?:[A-Z]{3})?\s*[(]?[+\-−▲▼]\s?\d+(?:[.,]\d+)?\s?%[)]?$"
)
# Home » Markets » A title; News / Sweden / Lund; A > B > C
CRUMBS = re.compile(
    r"^[^»›>/|→.!?]{1,40}(?:\s*[»›>→]\s*|\s+/\s+)(?:[^»›>/|→]{1,60}(?:\s*[»›>→]\s*|\s+/\s+))+[^»›>→|]{0,160}$"
)
# Home | News | Sport: at least three short parts
MENU = re.compile(r"^(?:[^|•·.!?]{1,28}\s*[|•·]\s*){2,}[^|•·.!?]{0,28}$")
BRACKETED = re.compile(r"^\[[^\[\]]{1,60}\]$|^\(\s?[^()]{1,160}\)$")
COPYRIGHT = re.compile(r"^\W{0,3}(?:©|\(c\)|copyright\b|&copy;|ⓒ)\s", re.IGNORECASE)
_PHONE = r"\+?\(?\d[\d\s()./\-]{6,}\d"
_MAIL = r"(?:[\w.+\-]+@[\w\-]+\.[\w.\-]+|\[email[^\]]*protected\])"
# Telephone, fax, e-mail: how to reach the site. The label is a short word before the number, in any language.
CONTACT = re.compile(rf"^(?:(?:[^\W\d][\w.\-]{{0,12}}[.:]?\s*){{1,2}}(?:{_PHONE}|{_MAIL})\W{{0,4}}){{1,4}}$|^{_MAIL}$")

_AT_MOST = 240  # code points; no shape is longer
# The first that fits is the shape of a line.
SHAPES = (
    (TICKER, "ticker"),
    (COUNTER, "counter"),
    (STAMP, "stamp"),
    (PLAYER, "player"),
    (COPYRIGHT, "copyright"),
    (CONTACT, "contact"),
    (CRUMBS, "breadcrumbs"),
    (MENU, "menu"),
    (BRACKETED, "brackets"),
)
# What every shape but a copyright line has one of; most lines have none, and need not be tried.
_MARKS = re.compile(r"[\d»›>/|→•·\[(©ⓒ@&]")
_DIGIT = re.compile(r"\d")
# Without one of these a line cannot have the shape, and a search for them is quick.
_NEEDED = {
    "ticker": re.compile("%"),
    "counter": _DIGIT,
    "stamp": _DIGIT,
    "player": re.compile(":"),
    "contact": re.compile(rf"{_PHONE}|[@\[]"),
    "breadcrumbs": re.compile(r"[»›>→]|\s/\s"),
    "menu": re.compile("[|•·]"),
    "brackets": re.compile(r"[\[(]"),
}


def shape_of(text: str) -> str:
    """The name of the shape of a line, or ""."""
    if len(text) > _AT_MOST:
        return ""
    if not _MARKS.search(text):
        return "copyright" if COPYRIGHT.match(text) else ""
    for pattern, name in SHAPES:
        needed = _NEEDED.get(name)
        if (needed is None or needed.search(text)) and pattern.match(text):
            return name
    return ""


def rising(texts: Iterable[str]) -> bool:
    """Whether the times that lines begin with (`CLOCK_LED`) go on from one to the next, over midnight too.

    Programmes and timetables do. Lists of the latest news have the last one first.
    """
    minutes = []
    for text in texts:
        found = _HOUR_AND_MINUTE.match(text)
        if found:
            hour, minute, afternoon = int(found[1]), int(found[2]), bool(found[3])
            minutes.append(hour % 12 * 60 + minute + _NOON if afternoon else hour * 60 + minute)
    return all((after - before) % (2 * _NOON) < _NOON for before, after in pairwise(minutes))


def runs(numbers: Iterable[int]) -> list[list[int]]:
    """Ascending numbers, parted where one is left out."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return found
