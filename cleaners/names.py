"""Names of authors, cleaned: no addresses, no roles, no machine accounts, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from cleaners.normalise import normalise_text

_MAX_NAME = 80
_MAX_PEOPLE = 20
_MARKUP = re.compile(r"<[^<>]*>")
_ADDRESS = re.compile(r"https?:|www\.|\.(?:com|org|net|html?)\b/|/\w+/", re.IGNORECASE)
_MAIL = re.compile(r"\S+@\S+\.\w+")
_HANDLE = re.compile(r"\(?@\w+\)?")
_SPLIT = re.compile(r"\s*(?:;|,|/|\||&|\n|•|·|、|，)\s*")
_AND = re.compile(r"\s(?:and|und|y|et|e|en|och|og|i|и)\s", re.IGNORECASE)
_BY = re.compile(
    r"^(?i:(?:(?:written|words|story|text|posted|published|reviewed|updated)\s+)?by\b|von\b|por\b|par\b)\s*:?\s+"
    r"|^(?:di|da|door|av|af)\s+(?=[A-ZÀ-Þ])"  # lower case only: "Di Stefano" is a name
)
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
        name = _TAIL.sub("", _NICKNAME.sub("", name)).strip(_EDGES)
        if _is_name(name):
            yield name.title() if name.islower() else name


def _persons(value: str) -> list[str]:
    """ "Ana Lima e Rui Costa" are two people, "José Ortega y Gasset" is one."""
    parts = _AND.split(value)
    return parts if all(len(part.split()) > 1 for part in parts) else [value]


def _is_name(name: str) -> bool:
    if not 2 <= len(name) <= _MAX_NAME or name.casefold() in _MACHINES:
        return False
    letters = sum(char.isalpha() for char in name)
    return letters >= 2 and letters * 2 > len(name)
