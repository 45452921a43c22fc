"""Lines that repeat over the pages of a site: slogans, desk lines, service boxes, issue counters."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from cleaners.document import Document, Finding, whole
from cleaners.facts import facts, is_sheet, is_telephone, is_value, says_something
from cleaners.hosts import host_of
from cleaners.lines import Line, lines
from cleaners.memory import HostMemory, Memory, Repeated, article
from cleaners.normalise import line_key
from cleaners.sketch import looks_own, masked_key, parts
from cleaners.zones import body

_SURE, _COMMON, _STRONG, _MEDIUM, _WEAK = 0.98, 0.95, 0.9, 0.6, 0.5


@dataclass(frozen=True, slots=True)
class SiteFurniture:
    """Proposes lines that stand before or behind the article on at least three pages of its host, and counters.

    What stays: whatever repeats inside the article (a company's description of itself, the introduction of a series,
    headings such as "Background"), the title, headings that lists follow, lines whose numbers say something, lists,
    tables and sections that hold something of the page's own (`cleaners.facts`), and every page on which nothing else
    would be left. A document whose host has no memory has no findings.
    """

    memory: Memory
    name: str = "site_furniture"
    reasons: frozenset[str] = frozenset({"repeated_line", "repeated_sentence", "counter"})
    version: int = 3
    steady: float = 0.7  # of the pages that have a line: so many have it outside of the article if it is furniture
    outside: float = 0.5  # ... and with fewer than so many it stays wherever it stands
    head_share: float = 0.5  # of the host's pages, for a line between title and text
    counter_share: float = 0.4  # of the host's pages, for a line inside the text whose numbers change
    counter_pages: int = 4
    counter_change: float = 0.8  # of its pages on which its numbers are other ones
    counter_width: int = 120
    heading_words: int = 4
    heading_pages: int = 6  # a heading that a list follows is furniture on so many
    most: float = 0.5  # of a document's sentences; if more would go, only its short lines do

    def may_propose(self, host: str) -> frozenset[int]:
        """The keys of the lines and sentences of a host that could be proposed somewhere. A document that holds none of
        them has no findings, whichever of its blocks are taken away."""
        known = self.memory.hosts.get(host)
        if known is None:
            return frozenset()
        return frozenset(
            key
            for key, line in known.lines.items()
            if line.outside >= self.outside * line.pages or self._often_counts(known, line)
        )

    def find(self, document: Document) -> Iterator[Finding]:
        host = host_of(document)
        known = self.memory.hosts.get(host)
        if known is None or not known.lines:
            return
        found = _seen(document, known)
        own = document.derived_by_block(own_lines)
        first, last = article([(yes, line is not None) for yes, line in zip(own, found, strict=True)])
        if first > last:
            return
        looks = document.derived_by_block(lines)
        belong = facts(document, found, own, first, last)
        page = _Page(document, known, found, first, last, looks, belong, is_sheet(document, found))
        proposed = list(self._proposed(page, host))
        text = [look.width if yes else 0 for look, yes in zip(page.looks, own, strict=True)]
        lost = sum(text[finding.block] for finding in proposed)
        if lost > self.most * sum(text):
            proposed = [finding for finding in proposed if not text[finding.block]]
        gone = {finding.block for finding in proposed}
        for finding in proposed:
            if not page.heads_text(finding.block, gone):
                yield finding

    def _proposed(self, page: _Page, host: str) -> Iterator[Finding]:
        for number, line in enumerate(page.found):
            if line is None:
                yield from self._sentences(page, number, host)
                continue
            score, reason = self._score(page, number, line)
            if score:
                block = page.document.blocks[number]
                yield whole(number, block, reason, "template memory", score, _evidence(line, page.known, host))

    def _score(self, page: _Page, number: int, line: Repeated) -> tuple[float, str]:
        """How surely the line is furniture where it stands, 0 if it says nothing, and the reason."""
        if page.is_title(number):
            return 0.0, ""
        if number in page.facts and not page.above_title(number):
            return 0.0, ""
        if self._counts(page, number, line):
            return _SURE, "counter"
        zone = page.zone(number)
        if zone == "body" or line.outside < self.outside * line.pages:
            return 0.0, ""
        score = (self._head if zone == "head" else self._tail)(page, number, line)
        if page.sheet and not page.looks[number].final:
            score = min(score, _WEAK)
        return score, "repeated_line"

    def _head(self, page: _Page, number: int, line: Repeated) -> float:
        """Before the text stand bylines and the introductions of series too: only what most pages have is furniture."""
        if line.before < self.outside * line.pages:  # on other pages it is a teaser: here it is the article's own lead
            return 0.0
        if page.above_title(number):
            return _SURE
        if line.pages < self.head_share * page.known.pages or page.names_author(number):
            return 0.0
        return _MEDIUM if page.looks[number].prose else _SURE

    def _tail(self, page: _Page, number: int, line: Repeated) -> float:
        steady = line.outside >= self.steady * line.pages
        if says_something(line) and not is_telephone(page.document.blocks[number].text):
            return _WEAK
        if page.first < number < page.last:  # only the phrases around it say that the article has ended
            return _STRONG if steady else 0.0
        if self._heads_a_list(page, number, page.looks[number]):
            common = line.pages >= max(self.heading_pages, self.head_share * page.known.pages)
            return _COMMON if common else _MEDIUM
        return _SURE if steady else _STRONG

    def _counts(self, page: _Page, number: int, line: Repeated) -> bool:
        """Whether it is a counter: once on most pages, its numbers others each time, alone between paragraphs."""
        look = page.looks[number]
        return (
            self._often_counts(page.known, line)
            and look.width <= self.counter_width
            and _words(page.document.keys[number]) > 1
            and not look.item
            and not look.final
            and not is_value(page.document.blocks[number].text)
            and page.is_alone(number)
        )

    def _often_counts(self, known: HostMemory, line: Repeated) -> bool:
        return (
            line.pages >= max(self.counter_pages, self.counter_share * known.pages)
            and line.numbers >= self.counter_change * line.pages
            and line.often <= (1 - self.counter_change) * line.pages
        )

    def _heads_a_list(self, page: _Page, number: int, look: Line) -> bool:
        block = page.document.blocks[number]
        heading = block.is_heading or (not look.final and look.words <= self.heading_words) or block.text.endswith(":")
        behind = number + 1
        return heading and behind < len(page.found) and page.found[behind] is None

    def _sentences(self, page: _Page, number: int, host: str) -> Iterator[Finding]:
        """Furniture that was glued to other furniture, or to the first or last paragraph."""
        if page.first < number < page.last:
            return
        block = page.document.blocks[number]
        spans = parts(block.text)
        lines_of = [page.known.lines.get(masked_key(block.text[start:end])) for start, end in spans]
        good = [line is not None and line.outside >= self.steady * line.pages for line in lines_of]
        if not any(good):
            return
        begin = next((n for n, yes in enumerate(reversed(good)) if not yes), len(good))
        if begin and number >= page.last:
            line = lines_of[-begin]
            assert line is not None
            start = block.start + spans[-begin][0]
            yield Finding(
                number,
                start,
                block.end,
                "repeated_sentence",
                "template memory",
                _STRONG if start > block.start else _SURE,
                _evidence(line, page.known, host),
            )


@dataclass(frozen=True, slots=True)
class _Page:
    document: Document
    known: HostMemory
    found: Sequence[Repeated | None]
    first: int  # block that looks like text of its own
    last: int
    looks: tuple[Line, ...]
    facts: frozenset[int]
    sheet: bool

    def zone(self, number: int) -> str:
        if number < self.first:
            return "head"
        return "tail" if number > self.last else self.body_zone(number)

    def body_zone(self, number: int) -> str:
        return self.document.derived(body).zone(number)

    def is_title(self, number: int) -> bool:
        return bool(self.document.title) and self.document.keys[number] == self._title_key()

    def above_title(self, number: int) -> bool:
        if not self.document.title:
            return False
        title = self._title_key()
        return any(key == title for key in self.document.keys[number + 1 : self.first + 1])

    def names_author(self, number: int) -> bool:
        author = self.document.metadata.get("author")
        key = line_key(author) if isinstance(author, str) else ""
        return bool(key) and key in self.document.keys[number]

    def heads_text(self, number: int, gone: Collection[int]) -> bool:
        """Whether it is a heading by its markup, and of the text below it, which others have too, something stays."""
        behind = number + 1
        return (
            self.document.blocks[number].is_heading
            and behind < len(self.found)
            and self.found[behind] is not None
            and behind not in gone
        )

    def is_alone(self, number: int) -> bool:
        """Whether text stands beside it and no other line with changing numbers: facts of a product stand together."""
        beside = [n for n in (number - 1, number + 1) if 0 <= n < len(self.found)]
        own = self.document.derived_by_block(own_lines)
        return any(own[n] for n in beside) and not any((line := self.found[n]) and line.numbers > 1 for n in beside)

    def _title_key(self) -> str:
        return line_key(self.document.title)


def own_lines(document: Document) -> tuple[bool, ...]:
    """Whether each block reads like the text of an article; ask for it by `document.derived_by_block`."""
    return tuple([looks_own(block.text) for block in document.blocks])


def masked_keys(document: Document) -> tuple[int, ...]:
    """The key of each block in template memory; ask for it by `document.derived_by_block`."""
    return tuple([masked_key(block.text) for block in document.blocks])


def _words(key: str) -> int:
    """How many words of a key are no numbers; a line without spaces counts three letters as a word."""
    words = [word for word in key.split() if not word.isdecimal()]
    return max(len(words), 0 if key.isascii() else sum(map(len, words)) // 3 if len(words) == 1 else 0)


def _seen(document: Document, known: HostMemory) -> list[Repeated | None]:
    return [known.lines.get(key) if key else None for key in document.derived_by_block(masked_keys)]


def _evidence(line: Repeated, known: HostMemory, host: str) -> str:
    return f"on {line.pages} of {known.pages} pages of {host}, outside of the article on {line.outside}"
