"""Where the phrases of the packs stand in a document.

The packs are data (`cleaners/phrases/<language>.toml`, see `cleaners.packs`); what is read here is their compiled
form, `phrases/compiled.json`. All packs are searched in every document, whatever its language: pages mix languages,
and detection errs on short texts. Whole lines are looked up in a dictionary, all else goes through one Aho-Corasick
pass over anchor words, and a regular expression runs only on a block in which its anchor stands: cleaning does not
get slower with the number of phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import orjson
from ahocorasick_rs import AhoCorasick, MatchKind

from cleaners.alphabets import read
from cleaners.document import Block, Document
from cleaners.lines import states
from cleaners.normalise import line_key
from cleaners.patterns import Pattern, mask_numbers

_LINE_AT_MOST = 300  # characters of a key; no whole-line pattern is longer
_OPENS_AT_MOST = 900  # code points; a longer line that begins like a notice is a text about it
_SHORT = 12  # words; most whole-line patterns have no more, and most lines have more
_ENDLESS = 1 << 60  # words
_LABEL_AT_MOST = 60
# Cleaners whose lines may be labels of a longer one, of at most so many code points.
_LABELS = {"disclaimer": _OPENS_AT_MOST, "share_follow": 120}
# A sentence ends at its mark, with quotes and brackets that close behind it. CJK marks need no space after them; a
# point between figures is none.
_SENTENCE_END = re.compile(
    r"[.!?…؟۔।॥\u0589\u104b\u1362\u17d4]+[\"”“’»«›‹')\]]*\s+|(?:[。！？｡]|．(?!\d))+[」』”）】》]*\s*"
)
# The number of a heading or a clause: "5. Comments", "2.3 Comments", "5) Comments", "§ 5 Comments".
_HEAD_NUMBER = re.compile(r"[ \t]*(?:§[ \t]*(\d{1,3})|(\d{1,3}(?:\.\d{1,3})+)\.?|(\d{1,3})[.)])[ \t]+[^\W\d_]")
_NO_SENTENCES = frozenset({"teaser_words", "read_also"})  # cleaners that look for headings and links
_GOES_ON = 0.5  # times the strength of a phrase for such, where a line goes on and ends like a statement
_WITHIN = frozenset({"sentence", "inside"})  # kinds of fit that mean a sentence
_QUOTES = re.compile('["“”„«»「『]')


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a pack: `strength` in 0..1, `fit` one of `cleaners.packs.FITS`, and its compiled patterns."""

    language: str
    cleaner: str
    reason: str
    fit: str
    strength: float
    patterns: tuple[Pattern, ...]


class Hit(NamedTuple):
    """An entry found in a block: `start` and `end` are code points of the document's text (a line or a sentence)."""

    entry: Entry
    source: str
    words: str  # what matched, as it stands in the key
    start: int
    end: int
    quoted: bool
    strength: float  # of the entry, less where the line may be a sentence that only begins like the phrase


@dataclass(frozen=True)
class Anchors:
    """Words that announce patterns: in a key without them a pattern need not be looked for."""

    automaton: AhoCorasick
    owners: tuple[tuple[int, ...], ...]  # per word the numbers of the patterns that it may announce

    def announce(self, keys: Sequence[str]) -> dict[int, set[int]]:
        """For each key (by its number) that has one of the words, the patterns, in one pass over all the keys."""
        text = " " + "  ".join(keys) + " "  # every word between spaces, as the anchors have it
        announced: dict[int, set[int]] = {}
        number, behind = -1, 0
        own: set[int] = set()
        for word, start, _ in self.automaton.find_matches_as_indexes(text, overlapping=True):
            if start >= behind:  # the matches come in the order of their ends, and none reaches over two keys
                while start >= behind:
                    number += 1
                    behind += len(keys[number]) + 2
                own = announced[number] = set()
            own.update(self.owners[word])
        return announced


@dataclass(frozen=True)
class Lexicon:
    """Entries, ready to be searched."""

    entries: tuple[Entry, ...]
    lines: dict[str, tuple[tuple[Entry, Pattern], ...]]
    searched: tuple[tuple[Entry, Pattern], ...]
    whole: Anchors  # of patterns that are a whole short line
    within: Anchors  # of all others
    also: tuple[frozenset[str], ...]  # `Pattern.also` of those that are searched
    most: tuple[int, ...]  # words of a key in which each can stand


def build_lexicon(entries: list[Entry]) -> Lexicon:
    """Make entries searchable."""
    # Tuples, of which all spellings of a pattern share one: a hundred thousand lists take longer to make.
    lines: dict[str, tuple[tuple[Entry, Pattern], ...]] = {}
    searched: list[tuple[Entry, Pattern]] = []
    whole: dict[str, tuple[int, ...]] = {}
    within: dict[str, tuple[int, ...]] = {}
    for entry in entries:
        for pattern in entry.patterns:
            own = ((entry, pattern),)
            if entry.fit == "line" and pattern.literals:
                for literal in pattern.literals:
                    lines[literal] = lines[literal] + own if literal in lines else own
                continue
            owners = whole if entry.fit == "line" and pattern.words <= _SHORT else within
            number = (len(searched),)
            for anchor in pattern.anchors:
                owners[anchor] = owners[anchor] + number if anchor in owners else number
            searched += own
    return Lexicon(
        tuple(entries),
        lines,
        tuple(searched),
        _anchors(whole),
        _anchors(within),
        tuple([pattern.also for _, pattern in searched]),
        tuple([(pattern.words or _LINE_AT_MOST) if entry.fit == "line" else _ENDLESS for entry, pattern in searched]),
    )


def _anchors(owners: dict[str, tuple[int, ...]]) -> Anchors:
    automaton = AhoCorasick(list(owners) or ["\0"], matchkind=MatchKind.Standard)
    return Anchors(automaton, tuple(owners.values()))


@cache
def default_lexicon() -> Lexicon:
    """All packs that come with dehusk, read once a process."""
    rows = orjson.loads((resources.files("cleaners") / "phrases" / "compiled.json").read_bytes())
    return build_lexicon([_entry(*row) for row in rows])


def _entry(  # in the order of `packs.compiled`
    language: str, cleaner: str, reason: str, fit: str, strength: float, patterns: list[list[Any]]
) -> Entry:
    made = tuple([_pattern(*pattern) for pattern in patterns])
    return Entry(language, cleaner, reason, fit, strength, made)


def _pattern(  # in the order of `packs._row`
    source: str,
    literals: list[str],
    body: str = "",
    anchors: Sequence[str] = (),
    also: Sequence[str] = (),
    words: int = 0,
) -> Pattern:
    return Pattern(source, body, tuple(anchors), tuple(literals), frozenset(also), words)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a line as (start, end) in code points; together with the white space between them, all of it."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        end = start + len(text[start : match.end()].rstrip())
        if end > start:
            yield start, end
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def find_hits(document: Document, lexicon: Lexicon) -> dict[int, list[Hit]]:
    """Every phrase of the lexicon that stands in the document, by block number."""
    labels = _labels(document)
    short = [(number, key) for number, key in enumerate(document.keys) if 0 < len(key) <= _LINE_AT_MOST]
    few_words = [(number, key) for number, key in short if key.count(" ") < _SHORT]
    named = lexicon.whole.announce([key for _, key in (*few_words, *labels)])
    announced = lexicon.within.announce(document.keys)
    for place, (number, _) in enumerate(few_words):
        if place in named:
            announced.setdefault(number, set()).update(named[place])
    hits: dict[int, list[Hit]] = {}
    for number, key in short:
        for entry, pattern in lexicon.lines.get(mask_numbers(key), ()):
            block = document.blocks[number]
            hit = Hit(entry, pattern.source, key, block.start, block.end, _is_quoted(block.text), entry.strength)
            hits.setdefault(number, []).append(hit)
    possible = {number: _possible(document.keys[number], lexicon, own) for number, own in announced.items()}
    parts = _parts(document, [number for number, own in possible.items() if any(c[0].fit in _WITHIN for c in own)])
    for number, candidates in possible.items():
        found = list(_search_block(document, number, candidates, parts.get(number, ()))) if candidates else ()
        if found:
            hits.setdefault(number, []).extend(found)
    for place, (number, key) in enumerate(labels, len(few_words)):
        for hit in _label_hits(document.blocks[number], key, lexicon, named.get(place, set())):
            hits.setdefault(number, []).append(hit)
    return {number: own for number, found in sorted(hits.items()) if (own := _no_head_numbers(document, number, found))}


def _no_head_numbers(document: Document, number: int, hits: list[Hit]) -> list[Hit]:
    """The hits on a block but those that take the number of a heading for one that counts: "5. Comments"."""
    if not any(hit.words[0].isdigit() for hit in hits):
        return hits
    block = document.blocks[number]
    place = head_number(block.text)
    if not place or place not in document.derived_of_text(numbered):
        return hits
    return [hit for hit in hits if hit.start > block.start or not hit.words[0].isdigit()]


def head_number(line: str) -> tuple[int, ...]:
    """The number that a line begins with as headings and clauses do, its parts; () if it begins with none."""
    found = _HEAD_NUMBER.match(line)
    return tuple(map(int, found[found.lastindex or 0].split("."))) if found else ()


def numbered(document: Document) -> frozenset[tuple[int, ...]]:
    """The numbers of lines (`head_number`) that are one of a row; ask for it by `document.derived_of_text`."""
    seen = {place for line in document.text.split("\n") if (place := head_number(line))}
    return frozenset(p for p in seen if {(*p[:-1], p[-1] - 1), (*p[:-1], p[-1] + 1)} & seen)


def _labels(document: Document) -> list[tuple[int, str]]:
    """The keys of what stands before a colon at the beginning of a block, with the number of the block."""
    return [
        (number, key)
        for number, block in enumerate(document.blocks)
        if ":" in block.text[:_LABEL_AT_MOST]
        and len(block.text) <= _OPENS_AT_MOST
        and (key := line_key(block.text[: block.text.index(":")]))
    ]


def _label_hits(block: Block, key: str, lexicon: Lexicon, candidates: set[int]) -> Iterator[Hit]:
    """A line that stands before a colon labels what follows it: "Disclaimer: …" is a disclaimer, whatever it says."""
    found = [*lexicon.lines.get(mask_numbers(key), ()), *_whole_line(key, lexicon, candidates)]
    for entry, pattern in found:
        if len(block.text) <= _LABELS.get(entry.cleaner, 0):
            yield Hit(entry, pattern.source, f"{key}:", block.start, block.end, quoted=False, strength=entry.strength)


def _whole_line(key: str, lexicon: Lexicon, candidates: set[int]) -> Iterator[tuple[Entry, Pattern]]:
    """Those of the whole-line patterns that a key matches."""
    words = key.count(" ") + 1
    for entry, pattern in [lexicon.searched[candidate] for candidate in sorted(candidates)]:
        if (not pattern.words or words <= pattern.words) and pattern.regex.fullmatch(key + " "):
            yield entry, pattern


def _possible(key: str, lexicon: Lexicon, candidates: set[int]) -> list[tuple[Entry, Pattern]]:
    """Those of the candidates that may stand in a key, by its words and its length."""
    words = key.split()
    distinct = frozenset(words)
    count = len(words) if len(key) < _LINE_AT_MOST else _ENDLESS
    searched, also, most = lexicon.searched, lexicon.also, lexicon.most
    return [
        searched[number]
        for number in sorted(candidates)
        if count <= most[number] and not (also[number] and also[number].isdisjoint(distinct))
    ]


def _search_block(
    document: Document, number: int, candidates: list[tuple[Entry, Pattern]], parts: Sequence[tuple[int, int, str]]
) -> Iterator[Hit]:
    block = document.blocks[number]
    key = document.keys[number] + " "
    for entry, pattern in candidates:
        found = None
        if entry.fit == "line":
            found = pattern.regex.fullmatch(key)
        elif entry.fit == "opens":
            found = pattern.regex.match(key) if len(block.text) <= _OPENS_AT_MOST else None
        else:
            matches = pattern.regex.match if entry.fit == "sentence" else pattern.regex.search
            for start, end, part in parts:
                if inside := matches(part):
                    place = block.start + start, block.start + end
                    quoted = _is_quoted(block.text[start:end])
                    yield Hit(entry, pattern.source, inside[0].strip(), *place, quoted, entry.strength)
        if found:
            strength = entry.strength * (_GOES_ON if _may_go_on(entry, pattern) and states(block.text) else 1.0)
            quoted = _is_quoted(block.text)
            yield Hit(entry, pattern.source, found[0].strip(), block.start, block.end, quoted, strength)


def _may_go_on(entry: Entry, pattern: Pattern) -> bool:
    """Whether a pattern for headings and links takes any words behind its own: so it takes sentences too."""
    return entry.fit == "line" and entry.cleaner in _NO_SENTENCES and pattern.source.endswith("*")


def _parts(document: Document, numbers: Sequence[int]) -> dict[int, list[tuple[int, int, str]]]:
    """The sentences of blocks with their keys, as patterns match them. They are read in one pass for all blocks."""
    spans = {number: list(sentences(document.blocks[number].text)) for number in numbers}
    texts = [document.blocks[number].text[start:end] for number, own in spans.items() for start, end in own]
    readings = iter(read(texts)) if texts else iter(())
    return {number: [(start, end, next(readings).key + " ") for start, end in own] for number, own in spans.items()}


def _is_quoted(sentence: str) -> bool:
    """Whether quotation marks open in it: what somebody said is content even where it sounds like boilerplate."""
    return bool(_QUOTES.search(sentence))


def phrase_hits(document: Document) -> dict[int, list[Hit]]:
    """The hits of all packs; ask for it by `document.derived_by_block(phrase_hits)` so that it is computed once."""
    return find_hits(document, default_lexicon())


def hits_by_cleaner(document: Document) -> dict[str, dict[int, list[Hit]]]:
    """The same hits for each cleaner, by block number, in the order of the blocks."""
    found: dict[str, dict[int, list[Hit]]] = {}
    for number, hits in sorted(document.derived_by_block(phrase_hits).items()):
        for hit in hits:
            found.setdefault(hit.entry.cleaner, {}).setdefault(number, []).append(hit)
    return found
