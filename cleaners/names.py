"""Names of authors, cleaned: no addresses, no roles, no machine accounts, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from cleaners.months import month_of
from cleaners.normalise import normalise_text

_MAX_NAME = 80
_MAX_PEOPLE = 20
_MARKUP = re.compile(r"<[^<>]*>")
_ADDRESS = re.compile(r"https?:|www\.|\.(?:com|org|net|html?)\b/|/\w+/", re.IGNORECASE)
_MAIL = re.compile(r"\S+@\S+\.\w+")
_HANDLE = re.compile(r"\(?@\w+\)?")
_SPLIT = re.compile(r"\s*(?:;|,|/|\||&|\n|•|·|、|，)\s*")
AND = frozenset(("and", "und", "y", "et", "e", "en", "och", "og", "i", "и", "ve", "dan", "és", "și", "ja", "и"))
_AND = re.compile(rf"\s(?:{'|'.join(sorted(AND))})\s", re.IGNORECASE)
_DOING = (
    r"(?:(?:written|words|story|text|posted|published|reviewed|updated|authored|reported|article|recipe|photos?|asked"
    r"|started|created)\s+)?by\b|von\b|por\b|par\b|oleh\b|pelo\b|napsala?\b|skrevet\s+av\b|skriven\s+av\b"
    r"|بقلم\b|מאת\b|scritto\s+da\b|escrito\s+por\b|écrit\s+par\b|geschreven\s+door\b|geschrieben\s+von\b"
)
_ROLE = (
    r"author|written\s+by|autor[ae]?|autorzy|auteure?|verfasser|redaktion|forfatter|författare|kirjoittaja|szerző|yazar"
    r"|автор[ыи]?|текст|penulis|tác\s+giả|συντάκτης|por|por|by|كتبت?|بقلم|الكاتبة?|نویسنده|כתבה?|लेखक|โดย|yazan|piše"
    r"|texto?|texte|testo|teksti?|scris\s+de|autorka|autoři"
)
_BY = re.compile(
    rf"^(?i:{_DOING})\s*:?\s+"
    rf"|^(?i:{_ROLE})\s*[:：]\s*"
    r"|^(?:作者|文|著者|記者|记者|編集|撰文|글)\s*[/／:：・＝]\s*"
    r"|^(?:di|da|[Dd]oor|[Aa]v|[Aa]f|de|od|от)\s+(?=[A-ZÀ-ÞА-Я])"  # lower case only: "Di Stefano" is a name
)
# Text that is a byline from its first word on: no sentence begins so and goes on with a capital.
BYLINE = re.compile(
    rf"(?i:{_DOING})\s*:?\s+(?=[^\W\d_])(?![a-zß-ÿ]{{2}})|(?i:{_DOING})\s*:?$|(?i:{_ROLE})\s*[:：]"
    r"|(?:作者|文|著者|記者|记者|撰文|글)\s*[/／:：]|(?:文|取材)\s*[・＝]\s*(?=[^\s。、のはがをにで]{2,8}(?:[\s|｜（(、]|$))"
)
_LEAD = re.compile(rf"(?i:{_DOING}|{_ROLE})\s*[:：]?$")
_REPORTER = re.compile(r"\s*(?:기자|記者|记者)$")
_NICKNAME = re.compile(r"\s*[(\[{][^)\]}]*[)\]}]")
_TAIL = re.compile(r"\s+(?:[–—|-]\s.*|\d.*|(?:am|on|for|at|in|of|via|from)\s.*)$", re.IGNORECASE)
_EDGES = " \t\"'“”„‘’«».,:*_#!?-–—"
# Accounts that content management systems make, not people.
_MACHINES = frozenset(
    (
        *("admin", "administrator", "administrador", "amministratore", "adm", "author", "autor", "autore", "staff"),
        *("editor", "user", "username", "root", "webmaster", "anonymous", "anonymus", "guest", "unknown", "none"),
        *("null", "undefined", "nan", "false", "true", "test", "wordpress", "wpadmin", "wp-admin"),
    )
)


_MAX_WORDS = 5
_NAMES_OF_MONTHS = frozenset(("may", "jan", "mai", "august", "april", "june", "mar", "gen", "set", "out", "dan", "ian"))
_DAYS_OF_WEEK = frozenset(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
_NOT_IN_NAMES = frozenset(
    (
        *(
            "read",
            "min",
            "mins",
            "minutes",
            "minute",
            "updated",
            "update",
            "published",
            "posted",
            "ago",
            "views",
            "reply",
        ),
        *(
            "comments",
            "comment",
            "share",
            "follow",
            "more",
            "about",
            "all",
            "posts",
            "post",
            "joined",
            "messages",
            "offline",
        ),
        *("online", "privacy", "policy", "terms", "menu", "submenu", "copyright", "subscribe", "newsletter", "reviews"),
        *(
            "testimonial",
            "wrote",
            "said",
            "the",
            "your",
            "you",
            "our",
            "this",
            "with",
            "how",
            "why",
            "what",
            "to",
            "is",
        ),
    )
)
_NO_AUTHORS = frozenset(
    (
        *("facebook", "twitter", "x", "instagram", "linkedin", "youtube", "mastodon", "bluesky", "fediverse", "github"),
        *("pinterest", "whatsapp", "telegram", "tiktok", "reddit", "email", "e-mail", "mail", "rss", "website", "name"),
        *(
            "home",
            "blog",
            "news",
            "via",
            "by",
            "von",
            "por",
            "par",
            "di",
            "written",
            "contributor",
            "contributors",
            "team",
        ),
        *("member", "moderator", "guest", "new member", "full member", "senior member", "well-known member", "login"),
        *("active member", "staff writer", "editorial team", "authors", "writer", "reporter", "editor", "op", "get"),
    )
)


def people(values: Iterable[str]) -> list[str]:
    """The names in the given author values, in order, each once; a shorter form of a fuller name is left out."""
    found: dict[str, str] = {}
    for value in values:
        for name in _split(value):
            found.setdefault(name.casefold(), name)
    names = list(found.values())[:_MAX_PEOPLE]
    folded = [f" {name.casefold()} " for name in names]
    return [
        name
        for number, name in enumerate(names)
        if not any(folded[number] in other for place, other in enumerate(folded) if place != number)
    ]


def _split(value: str) -> Iterable[str]:
    value = _MARKUP.sub(" ", unescape(normalise_text(value)))
    if _ADDRESS.search(value) or len(value) > 1000:
        return
    value = _HANDLE.sub("", _MAIL.sub("", value))
    for part in (one for several in _SPLIT.split(value) for one in _persons(several)):
        name = _BY.sub("", " ".join(part.split()).strip(_EDGES))
        name = _REPORTER.sub("", _TAIL.sub("", _NICKNAME.sub("", name)).strip(_EDGES))
        if _is_name(name):
            yield name.title() if name.islower() else name


def _persons(value: str) -> list[str]:
    """ "Ana Lima e Rui Costa" are two people, "José Ortega y Gasset" is one."""
    parts = _AND.split(value)
    return parts if all(len(part.split()) > 1 for part in parts) else [value]


def is_lead(text: str) -> bool:
    """Whether a text is only what stands before a name: "Written by", "Autor:"."""
    return _LEAD.match(text) is not None


def is_name_alone(name: str) -> bool:
    """Whether what was found in a page's body, where anything may stand, reads as the name of a person or a team.

    Judged stricter than a declared name: no sentences, dates, figures, initials of a picture, names of networks.
    """
    words = [word.strip(".,;:()").casefold() for word in name.split()]
    if not words or len(words) > _MAX_WORDS or len(name) < 3 or name[0] in "©#§@+":
        return False
    if not _NOT_IN_NAMES.isdisjoint(words) or name.casefold() in _NO_AUTHORS:
        return False
    if not _DAYS_OF_WEEK.isdisjoint(words) and any(map(month_of, words)):  # "Mon Jan" of "Mon Jan 8, 2024"
        return False
    return not any(month_of(word) and (len(words) == 1 or word not in _NAMES_OF_MONTHS) for word in words)


def _is_name(name: str) -> bool:
    if not 2 <= len(name) <= _MAX_NAME or name.casefold() in _MACHINES:
        return False
    letters = sum(char.isalpha() for char in name)
    return letters >= 2 and letters * 2 > len(name)
