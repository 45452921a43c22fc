"""Where a site has no end: bounds that a crawl ends at, each with a reason of its own in the outcomes.

What stays: every page that says something of its own. An archive with thousands of numbered pages is none; its pages
differ, or lead to pages that do.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from hashlib import blake2b

from cleaners.sketch import items
from crawler.spiders.following import PatternBudget, pattern_of, repeats
from output.canonical import hostname

_BANDS, _BAND = 4, 2  # a page is known by the least 8 hashes of its lines, in 4 pairs
_SAME_BANDS = 3
_RICH_LINES, _RICH_SENTENCES = 8, 3  # a page of so many lines of its own, or of sentences, counts as a page of text


@dataclass(frozen=True, slots=True)
class TrapBounds:
    """The most there may be, 0 for no bound.

    `depth`: links away from where the crawl began. `host`: URLs of one host. `pattern`: URLs that differ in numbers and
    ids only, beyond ten for each page of theirs with a text of its own; `dated`: those of them with dates. `segments`:
    how often a path may have the same segment. `similar`: pages of one pattern that say the same as another page and
    lead nowhere else, before their links count as the trap's.
    """

    depth: int = 10_000
    host: int = 500_000
    pattern: int = 20_000
    dated: int = 1000
    segments: int = 3
    similar: int = 50


BOUNDS = tuple(field.name for field in fields(TrapBounds))


def bounds_of(texts: Iterable[str]) -> TrapBounds:
    """Bounds from texts such as `depth=50`; the others as they are. Raises ValueError for what is none."""
    wanted: dict[str, int] = {}
    for text in texts:
        name, _, number = text.partition("=")
        if name.strip() not in BOUNDS or not re.fullmatch(r"\s*\d{1,12}\s*", number):
            raise ValueError(f"{text!r} is no bound: write NAME=NUMBER with one of {', '.join(BOUNDS)}; 0 lifts it")
        wanted[name.strip()] = int(number)
    return TrapBounds(**wanted)


class Traps:
    """Counts what a crawl has seen of its hosts and says which links it must not follow any more."""

    def __init__(self, bounds: TrapBounds | None = None) -> None:
        self.bounds = bounds or TrapBounds()
        no_bound = 1 << 62
        self._budget = PatternBudget(self.bounds.pattern or no_bound, self.bounds.dated or no_bound)
        self._hosts: Counter[str] = Counter()
        self._known = _Recent()  # bands of the pages that were seen
        self._idle: Counter[str] = Counter()  # pages of a group that brought nothing

    def count(self, known: Iterable[tuple[str, int]]) -> None:
        """Count URLs that are in the frontier already, each with how many lines its page has, 0 for those without."""
        for url, lines in known:
            self._hosts[hostname(url)] += 1
            self._budget.count((url,))
            if lines >= _RICH_LINES:
                self._budget.reward(url, text=True)

    def sort_out(
        self, urls: Iterable[str], depth: int, page_url: str, sketch: bytes
    ) -> tuple[list[str], list[tuple[str, str]]]:
        """Which of the URLs, all new to the job, are followed from a page of that depth, and which are not, with the
        reason. `sketch` is the page's own (`cleaners.sketch`), empty if it had no text."""
        urls = list(urls)
        idle_group = self._idle_group(urls, page_url, sketch)
        follow: list[str] = []
        refused: list[tuple[str, str]] = []
        for url in urls:
            reason = self._refusal(url, depth + 1, idle_group)
            if reason:
                refused.append((url, reason))
            else:
                self._hosts[hostname(url)] += 1
                follow.append(url)
        return follow, refused

    def _refusal(self, url: str, depth: int, idle_group: str) -> str:
        bounds = self.bounds
        if bounds.segments and repeats(url) > bounds.segments:
            return "trap_segments"
        if bounds.depth and depth > bounds.depth:
            return "trap_depth"
        if idle_group and _group(url) == idle_group:
            return "trap_similar"
        if bounds.host and self._hosts[hostname(url)] >= bounds.host:
            return "trap_host"
        return "" if self._budget.take(url) else "trap_pattern"

    def _idle_group(self, urls: list[str], page_url: str, sketch: bytes) -> str:
        """The group of addresses of a page that says nothing new and leads nowhere else, if the group has had its
        share of such pages; else ""."""
        group = _group(page_url)
        own = [item for item in items(sketch) if not item.part]
        lines = {item.key ^ item.numbers for item in own}
        similar = self._is_known(hostname(page_url), lines)
        leads_on = any(_group(url) != group for url in urls)
        words = {item.key for item in own}  # numbers are no text: each day of a calendar has others
        is_rich = len(words) >= _RICH_LINES or sum([item.own for item in own]) >= _RICH_SENTENCES
        is_text = is_rich and not self._is_known(f"{hostname(page_url)} words", words)
        if not similar and (leads_on or len(lines) >= _RICH_LINES or is_text):
            self._budget.reward(page_url, text=is_text)
        if leads_on or not similar:
            self._idle[group] = max(0, self._idle[group] - 1)
            return ""
        self._idle[group] += 1
        return group if self.bounds.similar and self._idle[group] > self.bounds.similar else ""

    def _is_known(self, host: str, lines: set[int]) -> bool:
        """Whether a page of the host had nearly the same lines; they are remembered."""
        if not lines:
            return True
        hashed = sorted(blake2b(b"%d" % line, digest_size=8).digest() for line in lines)[: _BANDS * _BAND]
        seed = host.encode("utf-8", "replace")
        if len(hashed) < _BANDS * _BAND:
            bands = [b"".join(hashed)] * _BANDS
        else:
            bands = [b"".join(hashed[place : place + _BAND]) for place in range(0, _BANDS * _BAND, _BAND)]
        keys = (blake2b(seed + b"%d" % n + band, digest_size=8).digest() for n, band in enumerate(bands))
        return sum([self._known.add(int.from_bytes(key, "little")) for key in keys]) >= _SAME_BANDS


class _Recent:
    """Hashes of 8 bytes in a megabyte, however many come: one forgets another that has its slot. A trap repeats itself
    at once, so that what was long ago need not be known; a set of all would grow by megabytes every 10,000 pages."""

    def __init__(self, slots: int = 1 << 17) -> None:
        """`slots` is a power of two."""
        self._slots = array("Q", bytes(8 * slots))
        self._mask = slots - 1

    def add(self, key: int) -> bool:
        """Remember a hash; whether it was known."""
        slot = key & self._mask
        known = self._slots[slot] == key
        self._slots[slot] = key
        return known


def _group(url: str) -> str:
    """What addresses of one kind have in common: their pattern, or the host for one that has none."""
    return pattern_of(url) or hostname(url)
