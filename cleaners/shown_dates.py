"""Dates as pages show them to their readers: words and figures in many languages, in the midst of a short text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from cleaners.dates import iso_date
from cleaners.months import month_of

_LONGEST = 300  # characters that are looked at: a date that tells of its page stands in a short text
_YEAR = r"((?:19|20)\d\d)(?!\d)"
_WORD = r"([^\W\d_]{3,14})"
_PARTS = (
    # 2026-11-19, 2026/11/19, 2026.11.19, 2026. 11. 19.
    ("ymd", re.compile(rf"(?<!\d){_YEAR}\s?[-/.]\s?(\d\d?)\s?[-/.]\s?(\d\d?)(?!\d)")),
    # 2026年11月19日, 2026년 11월 19일
    ("ymd", re.compile(rf"(?<!\d){_YEAR}\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日일号]")),
    # 19 November 2026, 19. Nov 2026, 19 de noviembre de 2026, 19th of November, 2026
    (
        "dwy",
        re.compile(
            rf"(?<!\d)(\d\d?)(?:st|nd|rd|th|er|º|ª|-го|-е)?\.?,?[\s/-]+(?:(?:de|of|d['’])\s?)?{_WORD}\.?,?[\s/-]+(?:(?:de|del|of)\s)?{_YEAR}"
        ),
    ),
    # November 19, 2026; Nov. 19th 2026
    ("wdy", re.compile(rf"(?<![^\W\d_]){_WORD}\.?\s+(\d\d?)(?:st|nd|rd|th)?,?\s+(?:(?:de|del|of)\s)?{_YEAR}")),
    # 2026. november 19.
    ("ywd", re.compile(rf"(?<!\d){_YEAR}\.?,?\s+{_WORD}\.?\s+(\d\d?)(?!\d)")),
    # ngày 19 tháng 11 năm 2026
    ("dmy", re.compile(rf"(?<!\d)(\d\d?)\s+tháng\s+(\d\d?),?\s+(?:năm\s+)?{_YEAR}")),
    # 19.11.2026, 19/11/2026, 11/19/2026
    ("figures", re.compile(rf"(?<![\d.,/-])(\d\d?)\s?([./-])\s?(\d\d?)\s?\2\s?{_YEAR}")),
)
_MONTH_FIRST = frozenset(("en-us", "en_us", "en-ph", "en-ca"))
_TO_COME = timedelta(days=2)


def shown_date(text: str, tag: str = "") -> str:
    """The first whole date (`2026-11-19`) that a text shows, "" if it shows none that can be told for certain.

    `tag` is the language tag of the page (`en-US`): it tells 03/04/2026 in the United States from the same elsewhere;
    in an English page that does not say where it comes from, such a date is none. Years before 1990 and days to come
    are none. Only the first 300 characters count.
    """
    return next(dates_in(text, tag), ("", 0, 0))[0]


def dates_in(text: str, tag: str = "") -> Iterator[tuple[str, int, int]]:
    """The dates of a text in order, with the span of each; conditions as for `shown_date`."""
    text = text[:_LONGEST]
    found: list[tuple[int, int, str]] = []
    for order, pattern in _PARTS:
        for match in pattern.finditer(text):
            day = _day(order, match, tag.lower())
            if day:
                found.append((match.start(), match.end(), day))
    for start, end, day in sorted(found):
        yield day, start, end


def _day(order: str, match: re.Match[str], tag: str) -> str:
    language = tag[:2]
    if order == "ymd":
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif order == "dwy":
        year, month, day = int(match[3]), month_of(match[2], language), int(match[1])
    elif order == "wdy":
        year, month, day = int(match[3]), month_of(match[1], language), int(match[2])
    elif order == "ywd":
        year, month, day = int(match[1]), month_of(match[2], language), int(match[3])
    elif order == "dmy":
        year, month, day = int(match[3]), int(match[2]), int(match[1])
    else:
        year = int(match[4])
        month, day = _month_and_day(int(match[1]), int(match[3]), match[2], tag)
    return _past(year, month, day)


def _month_and_day(first: int, second: int, separator: str, tag: str) -> tuple[int, int]:
    """0, 0 where the order cannot be told."""
    if first == second or first > 12:
        return second, first
    if second > 12 or tag in _MONTH_FIRST:
        return first, second
    if separator == "." or (tag and not (tag[:2] == "en" and len(tag) < 5)):
        return second, first
    return 0, 0


def _past(year: int, month: int, day: int) -> str:
    try:
        moment = date(year, month, day)
    except ValueError:
        return ""
    if moment > datetime.now(UTC).date() + _TO_COME:
        return ""
    return iso_date(moment.isoformat())
