"""Related-article blocks, by their structure: echoes, crumbs between titles, lists that a heading opens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from cleaners.chronicle import chronicle
from cleaners.document import Document, Finding, whole
from cleaners.echoes import echoes
from cleaners.lines import glued_words, lines
from cleaners.phrases import phrase_hits
from cleaners.shapes import rising, runs
from cleaners.zones import STRONG, SURE, body, openers

_LEAD_AT_MOST = 450  # columns; a longer paragraph is no teaser's lead
_CRUMB_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class Teaser:
    """Proposes teasers of other articles.

    What stays: the paragraphs of the article, whatever stands around them, a sentence of it that is set apart as a
    quotation, programmes and timetables, whose times go on, and the entries of chronicles. `echo` (a title with its
    lead, and the lead again near by) counts anywhere once there are two of them, a crumb stands between, or title and
    lead run into each other; `crumbs` (titles, and leads with a title, between times and author names), `list` (what
    follows a heading that opens a list) and `glued` count outside the body only.
    """

    name: str = "teaser"
    reasons: frozenset[str] = frozenset({"echo", "glued", "crumbs", "list", "box", "clock"})
    version: int = 5
    crumb_gap: int = 5  # blocks
    clocks: int = 3  # so many lines near each other that begin with a time are a list of news
    titles: int = 3  # at most so many belong to a label
    box: int = 6  # at most so many lines belong to a heading inside the body

    def find(self, document: Document) -> Iterator[Finding]:
        crumbs = _crumbs(document)
        yield from self._echoes(document, crumbs)
        yield from self._between_crumbs(document, crumbs)
        yield from self._after_headings(document)
        yield from self._glued(document)
        yield from self._clocks(document)
        yield from self._labelled(document)

    def _echoes(self, document: Document, crumbs: set[int]) -> Iterator[Finding]:
        pairs = document.derived(echoes)
        for title, lead in pairs:
            block = document.blocks[title]
            between = range(min(title, lead) + 1, max(title, lead))
            several = len(pairs) > 1 or any(number in crumbs for number in between)
            score = 0.95 if several or glued_words(block.text) else 0.6
            yield whole(title, block, "echo", "title and lead", score, f"its lead is block {lead} again")
            if several:
                yield whole(lead, document.blocks[lead], "echo", "lead again", 0.9, f"the lead of block {title} again")

    def _glued(self, document: Document) -> Iterator[Finding]:
        where = document.derived(body)
        looks = document.derived_by_block(lines)
        glued = {
            number: glued_words(document.blocks[number].text)
            for number in (range(where.last + 1, len(looks)) if where else ())
            if looks[number].width < _LEAD_AT_MOST
        }
        if not any(glued.values()):
            return
        for number, words in glued.items():  # a name such as DeepSeek stands elsewhere too
            once = [word for word in words if document.derived_of_text(_words)[word] == 1]
            if once:
                evidence = f"a title runs into its lead: {once[0]}"
                yield whole(number, document.blocks[number], "glued", "no space", 0.45, evidence)

    def _clocks(self, document: Document) -> Iterator[Finding]:
        looks = document.derived_by_block(lines)
        led = [look.clock_led and not look.prose and not look.final for look in looks]
        if sum(led) < self.clocks:
            return
        programmes = set(document.derived(chronicle))
        for run in runs([number for number, is_led in enumerate(led) if is_led]):
            if len(run) > 1 and rising(document.blocks[number].text for number in run):
                programmes.update(run)
        for number, is_led in enumerate(led):
            around = range(max(0, number - self.clocks + 1), min(len(led), number + self.clocks))
            row = sum(led[other] for other in around)
            if is_led and row >= self.clocks and number not in programmes:
                evidence = f"{row} lines around begin with a time, not in the order of a day"
                yield whole(number, document.blocks[number], "clock", "times", 0.9, evidence)

    def _labelled(self, document: Document) -> Iterator[Finding]:
        """Titles right behind a line that says "read also" and nothing more."""
        looks = document.derived_by_block(lines)
        hits = document.derived_by_block(phrase_hits)
        for number, own in hits.items():
            if not any(hit.entry.cleaner == "read_also" and hit.entry.fit == "line" and not hit.quoted for hit in own):
                continue
            if document.derived(_often)[document.keys[number]] > self.titles:  # a button of every entry of a list
                continue
            for title in range(number + 1, min(number + 1 + self.titles, len(looks))):
                if looks[title].final or (looks[title].prose and not looks[title].title):
                    break
                yield whole(title, document.blocks[title], "box", "label", 0.9, f"follows the label in block {number}")

    def _between_crumbs(self, document: Document, crumbs: set[int]) -> Iterator[Finding]:
        looks = document.derived_by_block(lines)
        where = document.derived(body)
        outside = sorted(number for number in crumbs if where.zone(number) != "body")
        for one, other in pairwise(outside):
            if other - one > self.crumb_gap or where.zone(one) != where.zone(other):
                continue
            titled = any(not look.final for look in looks[one + 1 : other])
            for number in range(one + 1, other):
                if looks[number].width <= _LEAD_AT_MOST and (titled or not looks[number].final):
                    evidence = f"between the crumbs in blocks {one} and {other}"
                    yield whole(number, document.blocks[number], "crumbs", "between crumbs", 0.7, evidence)

    def _after_headings(self, document: Document) -> Iterator[Finding]:
        where = document.derived(body)
        opens = document.derived(openers)
        if not any(score >= SURE for score in opens.values()):
            return
        opener, sure = -1, 0.0
        for number, look in enumerate(document.derived_by_block(lines)):
            zone = where.zone(number)
            block = document.blocks[number]
            if opens.get(number, 0.0) >= SURE:
                opener, sure = number, max(sure, opens[number])
            elif opener < 0:
                continue
            elif zone == "body" and number - opener <= self.box and not look.prose and not look.final:
                yield whole(number, block, "box", "in the body", 0.55, f"follows the heading in block {opener}")
            elif zone != "body" and zone == where.zone(opener):
                if look.width <= _LEAD_AT_MOST:
                    score = 0.7 if zone == "tail" and sure >= STRONG and not look.item else 0.45
                    if score == 0.7 and "card" in block.marks:  # the markup says the same as the heading
                        score = 0.97
                    if zone == "head" and look.prose:  # it may be the standfirst of the article itself
                        score = 0.2
                    yield whole(
                        number, block, "list", f"in the {zone}", score, f"follows the heading in block {opener}"
                    )
            else:
                opener, sure = -1, 0.0


def _words(document: Document) -> Counter[str]:
    """How often each word with a capital stands in the text; ask for it by `document.derived_of_text`."""
    return Counter([word for word in document.text.split() if not word.islower()])


def _often(document: Document) -> Counter[str]:
    """How often each key stands in the document."""
    return Counter(document.keys)


def _crumbs(document: Document) -> set[int]:
    """The blocks that are nothing but an author or a time, without the times of a chronicle."""
    looks = document.derived_by_block(lines)
    found = {
        number
        for number, own in document.derived_by_block(phrase_hits).items()
        if looks[number].width <= _CRUMB_AT_MOST
        and any(hit.entry.cleaner == "byline_time" and not hit.quoted for hit in own)
    } | {number for number, look in enumerate(looks) if look.shape == "stamp"}
    return found - document.derived(chronicle)
