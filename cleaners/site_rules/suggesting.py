"""What template memory learnt about a host, as rules that a person can read, correct and accept.

An entry is offered as it stands only if on the pages that were looked at it takes nothing but what template memory
takes there, a few places of the same line aside. All else is offered too, but as a comment that says what is doubtful.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median_low

from cleaners.cleaning import Cleaned, clean
from cleaners.document import Document, Finding
from cleaners.lines import lines
from cleaners.memory import PAGES, HostMemory, Memory
from cleaners.normalise import line_key
from cleaners.phrases import sentences
from cleaners.registry import CLEANERS
from cleaners.site_furniture import SiteFurniture
from cleaners.site_rules.cleaner import SiteRulesCleaner
from cleaners.site_rules.matchers import Fit, Matcher
from cleaners.site_rules.spelling import heading_pattern, merged_patterns, one_pattern
from cleaners.site_rules.text_rules import SCORE, Cut, Remove, TextRules
from cleaners.sketch import masked_key

_HEADING_WORDS = 8
_SPELLINGS = 3  # shown of a line
_LOOKED_FOR_KEEPS = 4000  # lines among which a look-alike is looked for
_EXAMPLE = 160  # characters of a look-alike
_EXCEPTIONS = 0.2  # of the places of a line: so many may stand where memory leaves it


@dataclass(frozen=True, slots=True)
class Seen:
    """A page of the host: its document, and the day it was seen, if that is known (ISO 8601, else "")."""

    document: Document
    day: str = ""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is known of one line: its spellings, on how many pages it stands, on how many of them outside of the article
    (0 if memory does not say), and the day it was last seen. `whole` is false for a sentence of a block."""

    texts: tuple[str, ...]
    pages: int
    outside: int
    day: str = ""
    whole: bool = True
    beside: str = ""  # a line that stays near it, where nothing else is known of the pages
    score: float = SCORE  # how sure memory is of it


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule to offer: `rule` with its examples, what was learnt of the line, and why a person must look twice at it
    ("" if nothing speaks against it). `shown` is the text of a test for a section, `goes` and `stays` lines of it."""

    rule: Remove | Cut
    learnt: Learnt
    doubt: str = ""
    shown: str = ""
    goes: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The entries for a host, and how they do on the pages that were looked at: on how many of `pages` they leave the
    same text as template memory does (`same`), the lines that they take and memory leaves (`more`), and those that they
    leave and memory takes (`less`). `stays` are lines that repeat inside articles."""

    host: str
    entries: tuple[Entry, ...] = ()
    pages: int = 0
    same: int = 0
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    stays: tuple[Learnt, ...] = ()

    @property
    def rules(self) -> TextRules:
        """The entries that nothing speaks against."""
        sure = [entry.rule for entry in self.entries if not entry.doubt]
        return TextRules(
            tuple(rule for rule in sure if isinstance(rule, Remove)),
            cuts=tuple(rule for rule in sure if isinstance(rule, Cut)),
        )


def suggest(host: str, memory: HostMemory, pages: Sequence[Seen]) -> Suggestions:
    """Rules for what `memory` takes from pages of its host. The pages stay untouched."""
    looked = [_Looked(page, Memory({host: memory})) for page in pages]
    offered = _Offered(memory, looked)
    cuts, doubtful = offered.cuts()
    covered = [cut.rule for cut in cuts if isinstance(cut.rule, Cut)]
    entries = [*cuts, *offered.removes(covered), *doubtful]
    found = Suggestions(host, tuple(entries), len(pages), stays=tuple(offered.repeating_inside()))
    rules = SiteRulesCleaner(found.rules)
    same, more, less = 0, dict[str, None](), dict[str, None]()
    for page in looked:
        text, wanted = clean(page.document, (rules, *CLEANERS)).text, page.full.text
        same += text == wanted
        more.update(dict.fromkeys(_only_in(wanted, text)))
        less.update(dict.fromkeys(_only_in(text, wanted)))
    return replace(found, same=same, more=tuple(more), less=tuple(less))


def _only_in(one: str, other: str) -> list[str]:
    others = set(other.split("\n"))
    return [line for line in one.split("\n") if line not in others]


def from_lines(host: str, known: Iterable[Learnt]) -> Suggestions:
    """Rules for lines that were taken before, from what a memory file holds of them: nothing is tried on pages."""
    entries = []
    for learnt in known:
        matcher = one_pattern(learnt.texts, "line" if learnt.whole else "inside")
        if matcher:
            looks_alike = _not_meant(matcher, [learnt.beside, f"{learnt.texts[0]} - and more than that on one line"])
            entries.append(Entry(_remove(matcher, learnt, looks_alike), learnt))
    return Suggestions(host, tuple(entries))


class _Looked:
    """A page as it is cleaned without and with the memory of its host."""

    def __init__(self, page: Seen, memory: Memory) -> None:
        self.document, self.day = page.document, page.day
        furniture = SiteFurniture(memory)
        self.full = clean(self.document, (*CLEANERS, furniture))
        self.taken = _mask(self.full)
        self._without = _mask(clean(self.document))
        self.proposed = {found.block: found.score for found in furniture.find(self.document)}
        self.keys = [masked_key(block.text) for block in self.document.blocks]

    def gone(self, number: int) -> bool:
        """Whether no word of a block stays."""
        return self._all_gone(self.taken, number)

    def gone_anyway(self, number: int) -> bool:
        """Whether it goes without memory, too."""
        return self._all_gone(self._without, number)

    def _all_gone(self, mask: bytearray, number: int) -> bool:
        block = self.document.blocks[number]
        return all(mask[n] for n in range(block.start, block.end) if self.document.text[n].isalnum())

    def trimmed(self) -> Iterator[str]:
        """Sentences that memory takes, of blocks that stay or of some that were glued together."""
        for removal in self.full.removals:
            if removal.cleaner == "site_furniture" and removal.reason == "repeated_sentence":
                text = removal.text.strip()
                yield from (text[start:end] for start, end in sentences(text))

    def harmed_by(self, found: Iterable[Finding]) -> set[int]:
        """The blocks from which findings take a word that memory leaves."""
        text, taken = self.document.text, self.taken
        return {
            one.block for one in found if any(not taken[n] and text[n].isalnum() for n in range(one.start, one.end))
        }


def _mask(cleaned: Cleaned) -> bytearray:
    mask = bytearray(len(cleaned.document.text))
    for removal in cleaned.removals:
        mask[removal.start : removal.end] = b"\1" * (removal.end - removal.start)
    return mask


class _Offered:
    """The entries for the pages of a host."""

    def __init__(self, memory: HostMemory, pages: Sequence[_Looked]) -> None:
        self._memory = memory
        self._pages = pages
        self._places: dict[int, list[tuple[_Looked, int]]] = {}  # of each line that repeats
        kept: dict[str, None] = {}
        for page in pages:
            for number, key in enumerate(page.keys):
                if key in memory.lines:
                    self._places.setdefault(key, []).append((page, number))
                elif len(kept) < _LOOKED_FOR_KEEPS and not page.gone(number):
                    kept[page.document.blocks[number].text] = None
        self._kept = [(text, frozenset(line_key(text).split())) for text in kept]

    def removes(self, cuts: Sequence[Cut]) -> list[Entry]:
        """Entries for single lines, those that share all but a name as one; none for what is in a section of `cuts`."""
        taken = {}
        for key, places in self._places.items():
            gone = [(page, number) for page, number in places if page.gone(number)]
            outside = [place for place in gone if not _inside(place, cuts)]
            if outside and not all(page.gone_anyway(number) for page, number in gone):
                taken[key] = self._learnt(key, gone)
        entries = list(self._merged(sorted(taken.values(), key=_by_pages)))
        trimmed: dict[int, list[tuple[_Looked, str]]] = {}
        for page in self._pages:
            for text in page.trimmed():
                trimmed.setdefault(masked_key(text), []).append((page, text))
        for key, found in trimmed.items():
            if key in self._memory.lines:
                learnt = self._of([text for _, text in found], key, [page for page, _ in found])
                entries += self._entry(replace(learnt, whole=False), "inside")
        return entries + list(self._never_taken(taken.keys()))

    def _never_taken(self, taken: Iterable[int]) -> Iterator[Entry]:
        known = set(taken)
        for key, places in self._places.items():
            weak = [(page, number) for page, number in places if number in page.proposed and not page.gone(number)]
            if key not in known and weak:
                score = max(page.proposed[number] for page, number in weak)
                doubt = f"template memory is not sure (score {score:.2f}) and leaves it"
                yield from self._entry(self._learnt(key, places), "line", doubt)

    def repeating_inside(self) -> Iterator[Learnt]:
        """Lines that repeat and are proposed nowhere, as they stand inside articles."""
        for key, places in self._places.items():
            if not any(number in page.proposed or page.gone(number) for page, number in places):
                yield self._learnt(key, places)

    def _merged(self, known: Sequence[Learnt]) -> Iterator[Entry]:
        waiting = list(known)
        while waiting:
            first = waiting.pop(0)
            matcher: Matcher | None = None
            for other in waiting[:]:
                both = _together(first, other)
                for wider in merged_patterns(first.texts, other.texts):
                    if self._is_safe(wider, both):
                        matcher, first = wider, both
                        waiting.remove(other)
                        break
            if matcher:
                yield Entry(self._remove(matcher, first), first)
            else:
                yield from self._entry(first, "line")

    def _entry(self, learnt: Learnt, fit: Fit, doubt: str = "") -> Iterator[Entry]:
        """The entry for a line; where no single pattern says it, one for each of its spellings."""
        matcher = one_pattern(learnt.texts, fit)
        if matcher is None:
            if len(learnt.texts) > 1:
                for text in learnt.texts:
                    yield from self._entry(replace(learnt, texts=(text,)), fit, doubt)
            return
        if not doubt and not self._is_safe(matcher, learnt):
            doubt = "it would take more than memory does, on too many pages"
        yield Entry(self._remove(matcher, learnt), learnt, doubt)

    def _is_safe(self, matcher: Matcher, learnt: Learnt) -> bool:
        """Whether a pattern takes nothing that memory leaves, but for a few places of the same line: there memory goes
        by where it stands, which a rule cannot."""
        keys = {masked_key(text) for text in learnt.texts}
        exceptions = places = 0
        for page in self._pages:
            places += sum(key in keys for key in page.keys)
            for number in page.harmed_by(_findings(matcher, page.document)):
                if page.keys[number] not in keys:
                    return False
                exceptions += 1
        return exceptions <= _EXCEPTIONS * places

    def _remove(self, matcher: Matcher, learnt: Learnt) -> Remove:
        words = frozenset(line_key(" ".join(learnt.texts)).split())
        nearest = sorted(self._kept, key=lambda kept: (-len(words & kept[1]), len(kept[0])))[:50]
        shortened = [textwrap.shorten(text, _EXAMPLE, placeholder=" …") for text, _ in nearest]
        return _remove(matcher, learnt, _not_meant(matcher, shortened))

    def cuts(self) -> tuple[list[Entry], list[Entry]]:
        """Sections that begin with the same heading on all its pages and go to the end: those that memory takes whole
        already, and those of which it leaves lines."""
        sure, doubtful = [], []
        for key, places in self._places.items():
            ends = {id(page): (page, number) for page, number in places}  # the last place on each page
            if len(ends) < PAGES or not all(_heads(page, number) for page, number in ends.values()):
                continue
            matcher = heading_pattern([page.document.blocks[n].text for page, n in ends.values()])
            if not matcher or not all(page.gone(number) for page, number in ends.values()):
                continue
            rule = Cut(matcher, None, last_stays=False, reason="teaser")
            entry = _shown(Entry(rule, self._learnt(key, places)), list(ends.values()))
            if entry is None:
                continue
            left = [page for page in self._pages if page.harmed_by(_cut_findings(rule, page.document))]
            if left:
                doubt = f"on {len(left)} of {len(self._pages)} pages memory leaves lines of this section, or of another"
                doubtful.append(replace(entry, doubt=doubt))
            elif self._worth_it(ends.values()):
                sure.append(entry)
        return _outermost(sure), doubtful

    def _worth_it(self, places: Iterable[tuple[_Looked, int]]) -> bool:
        """Whether a section holds lines of single pages, and memory is what takes it."""
        several = list(places)
        own = any(key not in self._memory.lines for page, number in several for key in page.keys[number + 1 :])
        return own and any(not page.gone_anyway(n) for page, first in several for n in range(first, len(page.keys)))

    def _learnt(self, key: int, places: Sequence[tuple[_Looked, int]]) -> Learnt:
        texts = [page.document.blocks[number].text for page, number in places]
        scores = [page.proposed[number] for page, number in places if number in page.proposed]
        score = min(SCORE, median_low(scores)) if scores else SCORE
        return self._of(texts, key, [page for page, _ in places], score)

    def _of(self, texts: Iterable[str], key: int, pages: Iterable[_Looked], score: float = SCORE) -> Learnt:
        line = self._memory.lines[key]
        day = max((page.day for page in pages), default="")
        return Learnt(tuple(dict.fromkeys(texts)), line.pages, line.outside, day, score=score)


def _heads(page: _Looked, number: int) -> bool:
    look = page.document.derived_by_block(lines)[number]
    heading = page.document.blocks[number].is_heading or not look.final
    return heading and look.words <= _HEADING_WORDS and number < len(page.keys) - 1


def _shown(entry: Entry, places: Sequence[tuple[_Looked, int]]) -> Entry | None:
    """The entry with a page that shows it; None if none can."""
    for page, number in places:
        texts = [block.text for block in page.document.blocks]
        before = [text for n, text in enumerate(texts[:number]) if not page.gone(n)][-1:]
        section = texts[number : number + 3]
        clash = any(line in text for line in section for text in before)
        if before and not clash and not any("\n" in text for text in (*before, *section)):
            return replace(entry, shown="\n".join([*before, *section]), goes=tuple(section), stays=tuple(before))
    return None


def _outermost(entries: Sequence[Entry]) -> list[Entry]:
    """Without sections that always stand inside another one of them: shown by their first lines."""
    return [
        entry
        for entry in entries
        if not any(entry.goes[0] in other.goes[1:] for other in entries if other is not entry)
    ]


def _inside(place: tuple[_Looked, int], cuts: Sequence[Cut]) -> bool:
    page, number = place
    return any(found.block == number for cut in cuts for found in _cut_findings(cut, page.document))


def _cut_findings(cut: Cut, document: Document) -> list[Finding]:
    return list(SiteRulesCleaner(TextRules(cuts=(cut,))).find(document))


def _findings(matcher: Matcher, document: Document) -> list[Finding]:
    return list(SiteRulesCleaner(TextRules((Remove(matcher, "other", (), ()),))).find(document))


def _remove(matcher: Matcher, learnt: Learnt, keeps: Sequence[str]) -> Remove:
    return Remove(matcher, "other", learnt.texts[:_SPELLINGS], tuple(keeps[:1]), learnt.score)


def _not_meant(matcher: Matcher, texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text and not matcher.spans(text)]


def _together(first: Learnt, second: Learnt) -> Learnt:
    texts = tuple(dict.fromkeys((*first.texts, *second.texts)))
    outside, score = first.outside + second.outside, min(first.score, second.score)
    return Learnt(texts, first.pages + second.pages, outside, max(first.day, second.day), score=score)


_by_pages: Callable[[Learnt], tuple[int, str]] = lambda learnt: (-learnt.pages, learnt.texts[0])  # noqa: E731
