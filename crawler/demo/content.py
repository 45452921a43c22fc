"""The demo's articles and what a clean record of each must hold: the data files of `site/`, read once."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

# Both names reach the loopback interface on every platform without an entry in a hosts file, which
# made-up names such as `news.localhost` do not (glibc without systemd resolves only `localhost`).
HOSTS = {"noticias": "127.0.0.1", "giornale": "localhost"}

_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_EMPHASIS = re.compile(r"\*([^*]+)\*")
_LONG = 20  # a debris string of so many characters is nowhere else by chance


@dataclass(frozen=True, slots=True)
class Newspaper:
    """One of the two sites: its words for navigation, footer, and its teasers' bylines."""

    key: str
    name: str
    language: str
    slogan: str
    sections: list[str]
    menu: list[str]
    footer: str
    cookies: str
    by: str
    ago: str
    one_more: str
    forbidden: str

    @property
    def host(self) -> str:
        return HOSTS[self.key]


@dataclass(frozen=True, slots=True)
class Part:
    """One unit of a body. `kind` is p, h2, blockquote, li, or post and by (an embedded post and its signature)."""

    kind: str
    source: str  # with [text](path) links and *emphasis*

    @property
    def text(self) -> str:
        """What a reader sees."""
        return _EMPHASIS.sub(r"\1", _LINK.sub(r"\1", self.source))


@dataclass(frozen=True, slots=True)
class Debris:
    """What was put around a body on purpose, by where it stands."""

    head: list[str] = field(default_factory=list)  # a line of source below the title: part of the head, it may stay
    start: list[str] = field(default_factory=list)
    middle: list[str] = field(default_factory=list)
    between: list[str] = field(default_factory=list)
    end: list[str] = field(default_factory=list)
    tails: list[str] = field(default_factory=list)
    teasers: list[str] = field(default_factory=list)  # paths of articles of the same newspaper
    tokens: list[str] = field(default_factory=list)
    by: str = ""
    ago: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its data file says it."""

    host: str
    path: str
    layout: str
    language: str
    section: str
    title: str
    lead: str
    author: str
    published: str
    body: str
    tags: list[str]
    debris: Debris
    charset_header: str = "utf-8"
    charset_bytes: str = "utf-8"

    @property
    def parts(self) -> list[Part]:
        return [part for chunk in self.body.strip().split("\n\n") for part in _parts(chunk)]

    def teasers(self) -> list[Teaser]:
        """The cards under the article, newest last, as the layout prints them."""
        paper = newspapers()[self.host]
        by, ago = self.debris.by or paper.by, self.debris.ago or paper.ago
        cards = []
        for number, path in enumerate(self.debris.teasers):
            other = articles()[self.host, path]
            hours = 13 - number * 2
            cards.append(Teaser(path, other.title, other.lead, f"{by}  {other.author}", ago.format(hours)))
        return cards


@dataclass(frozen=True, slots=True)
class Teaser:
    """A card that leads to another article."""

    path: str
    title: str
    lead: str
    by: str
    ago: str


@dataclass(frozen=True, slots=True)
class Expected:
    """The truth about one page: texts that a clean record must hold, as often as given, and those it must not.

    `stays` maps each body unit to how often it stands in the body (a refrain twice). `goes` are the debris strings.
    """

    title: str
    stays: dict[str, int]
    goes: tuple[str, ...]

    def missing(self, text: str) -> list[str]:
        """Body units that the text lacks (or holds less often than the body does); white space does not count."""
        flat = _flat(text)
        lines = Counter(_flat(line).removeprefix("- ") for line in text.split("\n"))
        return [
            unit
            for unit, times in self.stays.items()
            if (flat.count(unit) if len(unit) > _LONG else lines[unit]) < times
        ]

    def left(self, text: str) -> list[str]:
        """Debris that the text still holds: a long string anywhere, a short one as a line of its own."""
        flat = _flat(text)
        lines = {_flat(line).removeprefix("- ") for line in text.split("\n")}
        return [junk for junk in self.goes if (_flat(junk) in flat if len(junk) > _LONG else _flat(junk) in lines)]

    def repeated(self, text: str) -> list[str]:
        """Body units, and the title, that the text holds more often than the body: a body or a title twice."""
        flat = _flat(text)
        units = {unit: times for unit, times in self.stays.items() if len(unit) > _LONG} | {self.title: 1}
        return [unit for unit, times in units.items() if flat.count(unit) > times]


@cache
def newspapers() -> dict[str, Newspaper]:
    """Both newspapers by key."""
    table = tomllib.loads((files("crawler.demo") / "site" / "sites.toml").read_text("utf-8"))
    return {key: Newspaper(key=key, **row) for key, row in table.items()}


@cache
def articles() -> dict[tuple[str, str], Article]:
    """All articles by (newspaper key, path), in the order of their files."""
    found = {}
    folder = files("crawler.demo") / "site" / "pages"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        row = tomllib.loads(entry.read_text("utf-8"))
        article = Article(**{**row, "debris": Debris(**row["debris"])})
        found[article.host, article.path] = article
    return found


def expected(key: str, path: str) -> Expected:
    """The truth about the article of a newspaper at a path. Raises KeyError if there is none."""
    article = articles()[key, path]
    debris = article.debris
    cards = article.teasers()
    goes = [*debris.start, *debris.middle, *debris.between, *debris.end, *debris.tails, *debris.tokens]
    for card in cards:
        goes += [card.title, card.lead, card.by, card.ago]
    if cards:
        goes.append("placeholder")
    stays = Counter(_flat(part.text) for part in article.parts)
    return Expected(article.title, dict(stays), tuple(dict.fromkeys(goes)))


def _parts(chunk: str) -> list[Part]:
    marks = {"## ": "h2", "> ": "blockquote", "- ": "li", "@ ": "post", "@@ ": "by"}
    if chunk[:2] in {"- ", "@ "}:
        lines = [(line.partition(" ")[0] + " ", line.partition(" ")[2]) for line in chunk.split("\n")]
        return [Part(marks[mark], rest) for mark, rest in lines]
    for mark in ("## ", "> "):
        if chunk.startswith(mark):
            return [Part(marks[mark], chunk.removeprefix(mark))]
    return [Part("p", chunk)]


def _flat(text: str) -> str:
    return " ".join(text.split())
