"""Template memory: which lines repeat over the pages of one host, and where they stand there.

A frozen value: built from sketches of pages (`cleaners.sketch`), it depends neither on their order nor on how often one
of them was seen. A page that says nearly the same as another counts once with it, so that an article under five
addresses is no template.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

import orjson

from cleaners.document import Document
from cleaners.sketch import Item, items, sketch

VERSION = 1
PAGES = 3  # a line must stand on so many distinct pages
MOST_PAGES = 400  # of one host that are looked at
_GAP, _STRAY = 2, 2  # see `article`
# A page is no page of its own if so much of its text stands in another one, or in one of the same address: there it is
# the same page at another time, unless the address says nothing.
_NEAR, _NEAR_AGAIN = 0.8, 0.3


@dataclass(frozen=True, slots=True)
class Repeated:
    """A line that repeats: on how many pages, on how many of them before or behind the article (`outside`) or before it
    (`before`), how many different numbers it had (`numbers`, 0 where it has none), on how many pages it stands more
    than once (`often`)."""

    pages: int
    outside: int
    before: int
    numbers: int
    often: int


@dataclass(frozen=True, slots=True)
class HostMemory:
    """What repeats on one host: its number of distinct pages, and the repeated lines by `masked_key`."""

    pages: int
    lines: Mapping[int, Repeated]


@dataclass(frozen=True)
class Memory:
    """What repeats on each host; hosts where nothing does are absent. Frozen; `digest` says which memory it is."""

    hosts: Mapping[str, HostMemory] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """Eight hex digits that change whenever a host, a line or a count does."""
        return sha256(self.to_bytes()).hexdigest()[:8]

    def of(self, host: str) -> Memory:
        """The memory of this host alone."""
        return Memory({host: self.hosts[host]} if host in self.hosts else {})

    def to_bytes(self) -> bytes:
        """The memory as JSON, the same bytes for the same memory."""
        hosts = {
            name: [
                memory.pages,
                [
                    [f"{key:016x}", r.pages, r.outside, r.before, r.numbers, r.often]
                    for key, r in sorted(memory.lines.items())
                ],
            ]
            for name, memory in sorted(self.hosts.items())
        }
        return orjson.dumps({"version": VERSION, "hosts": hosts})

    @staticmethod
    def from_bytes(data: bytes) -> Memory:
        """The memory that `to_bytes` wrote. Raises ValueError if it is none, or one of another version."""
        found = orjson.loads(data)
        if not isinstance(found, dict) or found.get("version") != VERSION:
            raise ValueError("this is no template memory of this version")
        return Memory(
            {
                name: HostMemory(pages, {int(key, 16): Repeated(*counts) for key, *counts in lines})
                for name, (pages, lines) in found["hosts"].items()
            }
        )


def build(pages: Iterable[tuple[str, str, Document]]) -> Memory:
    """The memory of documents, each with its host ("" for none) and its URL, or its id if it has none."""
    hosts: dict[str, list[tuple[str, bytes]]] = {}
    for host, name, document in pages:
        if host:
            hosts.setdefault(host, []).append((name, sketch(document)))
    return Memory({host: found for host, own in hosts.items() if (found := host_memory(own)).lines})


@dataclass(frozen=True, slots=True)
class _Page:
    name: str
    items: tuple[Item, ...]

    def text(self, common: set[int]) -> set[int]:
        return {item.key for item in self.items if item.own and item.key not in common}


def host_memory(pages: Iterable[tuple[str, bytes]]) -> HostMemory:
    """What repeats over the pages of one host, each its name (URL or id) and its sketch.

    Of more than `MOST_PAGES` the caller chooses which to hand over.
    """
    seen = [_Page(name, tuple(items(page))) for name, page in sorted(set(pages)) if page]
    if len(seen) < PAGES:
        return HostMemory(len(seen), {})
    # Twice: first with everything, then without the lines that repeat, so that long notices on every page do not make
    # short articles look alike, and copies of a page do not make its text look like a notice.
    distinct = _distinct(seen, _common(_distinct(seen, set())))
    return HostMemory(len(distinct), _counted(distinct, _common(distinct)))


def _distinct(pages: Sequence[_Page], common: set[int]) -> list[_Page]:
    """The pages that have text of their own; of those that say nearly the same, the longest."""
    texts = [page.text(common) for page in pages]
    chosen: list[_Page] = []
    owners: dict[int, list[int]] = {}
    for number in sorted(range(len(pages)), key=lambda n: -len(texts[n])):  # stable: equal ones in the order given
        page, text = pages[number], texts[number]
        shared = Counter(owner for key in text for owner in owners.get(key, ()))
        if not text or any(
            count >= (_NEAR_AGAIN if chosen[owner].name == page.name else _NEAR) * len(text)
            for owner, count in shared.items()
        ):
            continue
        for key in text:
            owners.setdefault(key, []).append(len(chosen))
        chosen.append(page)
    return chosen


def _common(pages: Iterable[_Page]) -> set[int]:
    """The lines that stand on enough of the pages to count as repeated."""
    counts = Counter(key for page in pages for key in {item.key for item in page.items})
    return {key for key, count in counts.items() if count >= PAGES}


def _counted(pages: Sequence[_Page], common: set[int]) -> dict[int, Repeated]:
    on, outside, before, often = Counter[int](), Counter[int](), Counter[int](), Counter[int]()
    numbers: dict[int, set[int]] = {}
    for page in pages:
        first, last = article([(item.own, item.key in common) for item in page.items if not item.part])
        shown = [item.place for item in page.items if not item.part]
        first, last = shown[first], shown[last]
        places: dict[int, list[Item]] = {}
        for item in page.items:
            if item.key in common:
                places.setdefault(item.key, []).append(item)
        for key, found in places.items():
            on[key] += 1
            sides = {_side(item, first, last) for item in found}
            outside[key] += 0 not in sides
            before[key] += sides == {-1}
            often[key] += len(found) > 1
            if found[0].numbers:
                numbers.setdefault(key, set()).add(found[0].numbers)
    return {
        key: Repeated(on[key], outside[key], before[key], len(numbers.get(key, ())), often[key]) for key in sorted(on)
    }


def article(lines: Sequence[tuple[bool, bool]]) -> tuple[int, int]:
    """The first and the last line of a page's own text; (0, -1) if it has none.

    Each line says whether it reads like text (`Item.own`) and whether it repeats. A stray sentence behind several lines
    that repeat (a notice that only this page has, the lead of a teaser) is not counted, nor one before such lines.
    """
    groups: list[list[int]] = []  # lines of own text with no more than one repeated line in a row between them
    gap = _GAP
    for number, (own, repeats) in enumerate(lines):
        if own and not repeats:
            if gap >= _GAP:
                groups.append([])
            groups[-1].append(number)
            gap = 0
        elif repeats:
            gap += 1
    stray = min(_STRAY, sum(map(len, groups)) // 5)
    while len(groups) > 1 and len(groups[-1]) <= stray:
        groups.pop()
    while len(groups) > 1 and len(groups[0]) <= stray:
        groups.pop(0)
    return (groups[0][0], groups[-1][-1]) if groups else (0, -1)


def _side(item: Item, first: int, last: int) -> int:
    """-1 before the article, 1 behind it, 0 inside. A sentence glued to its first or last paragraph is not inside."""
    glued = item.part
    if item.place < first + glued:
        return -1
    return 1 if item.place > last - glued else 0
