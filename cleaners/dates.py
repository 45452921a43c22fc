"""Dates as pages write them, in the one form that records hold."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_ISO = re.compile(
    r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?Z?\s*$")
_SLASHED = re.compile(r"^\s*(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*$")
_RFC = re.compile(
    r"^\s*(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(Z|UTC|GMT|[+-]\d{4})?)?"
)
_AMERICAN = re.compile(r"^\s*(?:[A-Za-z]{3,9},?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_SECONDS = re.compile(r"^\s*(\d{10})(\d{3})?\s*$")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_FIRST_YEAR = 1990  # before it there were no pages, only templates with a zero date


def iso_date(value: str) -> str:
    """A date as ISO 8601, or "" if the value is none that can be told for certain.

    `2026-11-19` where only the day is known, `2026-11-19T08:00:00-03:00` (`Z` for UTC) where a zone is given, so that
    the day is the one that the page shows, `2026-11-19T08:00:00` where there is none. Day and month in figures count
    only in year-month-day order. Dates before 1990 or more than a year ahead are no publication dates.
    """
    if not value or len(value) > 80:
        return ""
    for pattern in (_ISO, _COMPACT, _SLASHED):
        match = pattern.match(value)
        if match:
            year, month, day, *time = match.groups()
            return _joined(int(year), int(month), int(day), time)
    match = _RFC.match(value)
    if match:
        day, name, year, *time = match.groups()
        return _joined(int(year), _MONTHS.get(name[:3].lower(), 0), int(day), time)
    match = _AMERICAN.match(value)
    if match:
        return _joined(int(match[3]), _MONTHS.get(match[1][:3].lower(), 0), int(match[2]), [])
    match = _SECONDS.match(value)
    if match:
        moment = datetime.fromtimestamp(int(match[1]), UTC)
        return _joined(
            moment.year, moment.month, moment.day, [f"{moment.hour}", f"{moment.minute}", f"{moment.second}", "Z"]
        )
    return ""


def _joined(year: int, month: int, day: int, time: list[str | None]) -> str:
    hour, minute, second, zone = (*time, None, None, None, None)[:4]
    try:
        moment = datetime(year, month, day, int(hour or 0), int(minute or 0), min(int(second or 0), 59))
    except ValueError:
        return ""
    if year < _FIRST_YEAR or year > datetime.now(UTC).year + 1:
        return ""
    if hour is None:
        return f"{moment:%Y-%m-%d}"
    if not zone:
        return f"{moment:%Y-%m-%dT%H:%M:%S}"
    offset = "+0000" if zone.upper() in ("Z", "UTC", "GMT") else zone.replace(":", "")
    if len(offset) == 3:
        offset += "00"
    try:
        known = datetime.strptime(f"{moment:%Y-%m-%dT%H:%M:%S}{offset}", "%Y-%m-%dT%H:%M:%S%z")
        known.astimezone(UTC)  # a record holds the same moment in UTC, beside this one
    except (ValueError, OverflowError):
        return f"{moment:%Y-%m-%d}"
    return known.isoformat().replace("+00:00", "Z")
