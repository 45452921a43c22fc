"""What a page says about itself in its head: meta elements, Open Graph, JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from cleaners.survey import Survey, survey

Node = Mapping[str, Any]

ARTICLE_TYPES = frozenset(
    (
        *("article", "newsarticle", "blogposting", "report", "techarticle", "socialmediaposting", "liveblogposting"),
        *("analysisnewsarticle", "askpublicnewsarticle", "backgroundnewsarticle", "opinionnewsarticle"),
        *("reportagenewsarticle", "reviewnewsarticle", "satiricalarticle", "advertisercontentarticle"),
        *("scholarlyarticle", "medicalscholarlyarticle"),
    )
)
_MAX_SCRIPT = 2_000_000  # characters: longer ones are data for the page's scripts, not a description of it
_MAX_NODES = 2_000
_MAX_VALUES = 100  # of one name
_MAX_DEPTH = 50  # of objects and lists in one another; what describes a page needs six
_NAMES = ("property", "name", "itemprop", "http-equiv")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>|;)\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_STRING = r'\s*:\s*"((?:[^"\\]|\\.){1,500})"'
_SALVAGED = {
    key: re.compile(f'"{key}"{_STRING}')
    for key in ("@type", "headline", "datePublished", "dateModified", "articleSection")
}
_SALVAGED_AUTHOR = re.compile(rf'"author"(?:\s*:\s*[\[{{\s]*[^}}\[\]]{{0,300}}?"name")?{_STRING}')


@dataclass(frozen=True, slots=True)
class Structured:
    """`meta`: lower-case property or name -> contents in order. `nodes`: JSON-LD objects in order, `@graph` opened.

    `seen` are the elements that were read, so that no one need look for them again.
    """

    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nodes: tuple[Node, ...] = ()
    seen: Survey | None = field(default=None, compare=False, repr=False)

    def first(self, *names: str) -> str:
        """The first content that one of these names has, in the order of the names, or ""."""
        for name in names:
            values = self.meta.get(name)
            if values:
                return values[0]
        return ""

    def all(self, *names: str) -> list[str]:
        """Every content of these names, in the order of the names."""
        return [value for name in names for value in self.meta.get(name, ())]

    def of_types(self, types: frozenset[str]) -> Iterator[Node]:
        """The JSON-LD objects that have one of these types (lower case)."""
        return (node for node in self.nodes if not types.isdisjoint(types_of(node)))

    @property
    def article(self) -> Node:
        """The first JSON-LD object that is an article, or an empty one."""
        return next(self.of_types(ARTICLE_TYPES), {})


def read(tree: HtmlElement) -> Structured:
    """Read the meta elements and the JSON-LD of a page; broken JSON-LD gives what can be saved. Never raises."""
    seen = survey(tree)
    meta: dict[str, list[str]] = {}
    for element in seen.metas:
        content = (element.get("content") or "").strip()
        if not content:
            continue
        for attribute in _NAMES:
            name = element.get(attribute)
            if name:
                values = meta.setdefault(name.strip().lower(), [])
                if len(values) < _MAX_VALUES and content not in values:
                    values.append(content)
    nodes: list[Node] = []
    for script in seen.scripts:
        if script.text:
            nodes.extend(parse_json_ld(script.text))
    return Structured({name: tuple(values) for name, values in meta.items()}, _resolved(nodes[:_MAX_NODES]), seen)


def types_of(node: Node) -> frozenset[str]:
    """The lower-case types of a JSON-LD object, without a schema.org prefix."""
    return frozenset(value.rpartition("/")[2].rpartition(":")[2].lower() for value in strings(node.get("@type")))


def strings(value: object) -> list[str]:
    """The strings of a value that may be a string, a list of strings, or anything else."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str) and item.strip()]
    return []


def parse_json_ld(text: str) -> list[Node]:
    """The objects of one JSON-LD script, with lists and `@graph` opened; of broken JSON what patterns can save."""
    if len(text) > _MAX_SCRIPT:
        return []
    cleaned = _WRAPPING.sub("", text).strip()
    for attempt in (cleaned, _TRAILING_COMMA.sub("", cleaned)):
        try:
            # strict=False: line breaks inside strings are the commonest fault
            return list(_flat([_shallow(json.loads(attempt, strict=False))]))
        except RecursionError:
            return []
        except ValueError:
            continue
    several = list(_one_by_one(cleaned))
    return list(_flat(several)) if several else _salvaged(cleaned)


def _one_by_one(text: str) -> Iterator[Any]:
    """Objects that stand one after another in a script."""
    decoder = json.JSONDecoder(strict=False)
    place = 0
    while True:
        starts = [start for start in (text.find("{", place), text.find("[", place)) if start >= 0]
        if not starts or (place and min(starts) - place > 3):
            return
        try:
            value, place = decoder.raw_decode(text, min(starts))
        except (ValueError, RecursionError):
            return
        yield _shallow(value)


def _shallow(value: Any, depth: int = 0) -> Any:
    """The value without what is nested too deeply for those who walk it."""
    if depth > _MAX_DEPTH:
        return None
    if isinstance(value, list):
        return [_shallow(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {key: _shallow(item, depth + 1) for key, item in value.items()}
    return value


def _flat(values: list[Any]) -> Iterator[Node]:
    waiting = list(reversed(values))
    seen = 0
    while waiting and seen < _MAX_NODES:
        value = waiting.pop()
        seen += 1
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            yield value
            inner = [
                value[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage")
                if isinstance(value.get(key), dict | list)
            ]
            waiting.extend(reversed(inner))


def _resolved(nodes: list[Node]) -> tuple[Node, ...]:
    """The nodes with `{"@id": …}` in author and publisher replaced by the node that is meant."""
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    if not by_id:
        return tuple(nodes)

    def target(value: Any) -> Any:
        if isinstance(value, list):
            return [target(item) for item in value]
        if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
            return by_id.get(value["@id"], value)
        return value

    return tuple(
        {key: target(value) if key in ("author", "publisher", "creator") else value for key, value in node.items()}
        for node in nodes
    )


def _salvaged(text: str) -> list[Node]:
    found: dict[str, Any] = {}
    for key, pattern in _SALVAGED.items():
        match = pattern.search(text)
        if match:
            found[key] = _unescaped(match[1])
    author = _SALVAGED_AUTHOR.search(text)
    if author:
        found["author"] = _unescaped(author[1])
    return [found] if len(found) > 1 or "headline" in found else []


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
