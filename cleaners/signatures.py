"""What the text of a byline is made of: a day, who wrote it, where, as what, and what else stands beside."""

from __future__ import annotations

import re
from itertools import islice

from cleaners.names import BYLINE, is_name_alone, people
from cleaners.shown_dates import dates_in

_FIELD = re.compile(r"\s*[|•｜]\s*|\s+[·–—-]\s+")  # what follows is no further name, but another thing that is told
_MOST_FIELDS = 4
_JOINT = re.compile(r"\s*([;,/&、，،\n])\s*")
_CLOCK = re.compile(r"[\s,.]*(?:\d\d?[:.h]\d\d(?:\s?(?:Uhr|uur|hs?|[ap]\.?m\.?)\b)?)?[\s,.]*", re.IGNORECASE)
_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-ŽȘȚА-ЯЁІЇЄ]"
_FULL_NAME = rf"{_CAPITAL}[\w.'’-]*(?:\s(?:de|del|della|di|van|der|den|ter|{_CAPITAL}[\w.'’-]*)){{1,4}}"
# "di Elena Conti", which any phrase may begin with: only as a whole text, or before a mark.
_OF = re.compile(
    rf"(?:di|da|de|od|от|[Dd]oor|[Aa]v|[Aa]f)\s{_FULL_NAME}(?:\s(?:e|en|og|och|și|i|и)\s{_FULL_NAME})?(?:\s*$|\s*[|·•,]|\s[–—-]\s)"
)
_PARTICLES = frozenset(
    (
        *("af", "al", "av", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "la", "le"),
        *("ten", "ter", "van", "von", "y", "zu", "zum"),
    )
)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・·\s]{3,10}")
# Parts of words that only titles, offices and houses have.
_OFFICE = re.compile(
    r"corr?espond|korrespond|корреспонд|кореспонд|report[eé]r|репорт|edit[oö]r|redak|redac|rédac|redaz|redat|редак|journal"
    r"|журнал|giornal|period(?:ist|ista)|dzienn|gazete|muhabir|writer|autor|columnist|kolumn|обозрев|producer|photogr"
    r"|fotogr|фотограф|direct|direkt|diret|директор|manager|chief|chef|\bhead\b|leiter|profess|doctor|doktor|analyst"
    r"|founder|president|officer|consult|specialist|expert|coach|attorney|lawyer|engineer|student|teacher|contribut"
    r"|staff|team|desk|bureau|agenc|agent|press|presse|news|times|herald|tribune|magazin|blog|network|universit|institut"
    r"|college|school|company|services|stand\b|\b(?:ph\.?d|m\.?d|ceo|cto|cfo|llc|inc|ltd|gmbh|dpa|afp|ap|pap|ansa)\b",
    re.IGNORECASE,
)
_PLACES = frozenset(
    (
        *(
            "new york",
            "new york city",
            "new delhi",
            "los angeles",
            "las vegas",
            "san francisco",
            "san diego",
            "tel aviv",
        ),
        *(
            "hong kong",
            "cape town",
            "kuala lumpur",
            "abu dhabi",
            "buenos aires",
            "rio de janeiro",
            "são paulo",
            "sao paulo",
        ),
        *("mexico city", "ciudad de méxico", "den haag", "the hague", "new orleans", "new jersey", "south africa"),
        *(
            "united states",
            "united kingdom",
            "new zealand",
            "san josé",
            "san jose",
            "frankfurt am main",
            "st. petersburg",
        ),
        *("washington dc", "washington d.c", "st. gallen", "bad homburg", "нижний новгород", "saudi arabia"),
    )
)


def begins_byline(text: str, *, alone: bool) -> bool:
    """Whether a text, or what stands in it behind a day or a mark, begins as bylines do.

    `alone` says that nothing stands before it in its line: only then "di Elena Conti" is a byline.
    """
    signed = byline_of(text)
    return BYLINE.match(signed) is not None or (alone and _OF.match(signed) is not None)


def byline_of(text: str) -> str:
    """The part of a text from where it begins as bylines do, else all of it."""
    text = text.strip()
    starts = (0, *(mark.end() for mark in islice(_FIELD.finditer(text), _MOST_FIELDS)))
    rests = (_behind_day(text[start:]) for start in starts)
    return next((rest for rest in rests if BYLINE.match(rest) or _OF.match(rest)), text)


def _behind_day(text: str) -> str:
    if not any(char.isdecimal() for char in text):
        return text
    day = next(dates_in(text), None)
    if day is None or day[1] > len("Mon., "):
        return text
    rest = text[day[2] :]
    match = _CLOCK.match(rest)
    return rest[match.end() :] if match else rest


def signed_names(text: str, *, first: bool) -> list[str]:
    """The names of a piece of a byline.

    The first name may be anything that reads as one (if `first`), and so may a name behind "and"; behind a comma, where
    places and offices stand too, only what looks like the full name of a person is a further one, and none comes after
    what is none. What a mark like "|" sets off is looked at only where nothing before it is a name.
    """
    fields = (_names_of(field, first=first) for field in _FIELD.split(byline_of(text)))
    return next(filter(None, fields), [])


def _names_of(field: str, *, first: bool) -> list[str]:
    names: list[str] = []
    parts = _JOINT.split(field.strip())
    for part, joint in zip(parts[::2], ["", *parts[1::2]], strict=True):
        found = [name for name in people([part]) if is_name_alone(name)]
        if not (first and not names) and joint != "&":
            single = bool(names) and " " not in names[0]  # accounts, or a family name before the given one
            found = [name for name in found if _is_further(part, name, single=single)]
            if not found and part:
                break
        names += found
    return names


def _is_further(part: str, name: str, *, single: bool) -> bool:
    words = name.split()
    if ":" in part or _OFFICE.search(part) or name.casefold() in _PLACES:
        return False
    if _WIDE.fullmatch(name):
        return True
    return (single or len(words) > 1) and not any(word[0].islower() and word not in _PARTICLES for word in words)
