"""Where the phrases of the packs stand in a document.

The packs are data (`cleaners/phrases/<language>.toml`, see `cleaners.packs`); what is read here is their compiled
form, `phrases/compiled.json`. All packs are searched in every document, whatever its language: pages mix languages,
and detection errs on short texts. Whole lines are looked up in a dictionary, all else goes through one Aho-Corasick
pass over anchor words, and a regular expression runs only on a block in which its anchor stands: cleaning does not
get slower with the number of phrases.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import orjson
from ahocorasick_rs import AhoCorasick, MatchKind

from cleaners.document import Document, document_from_text
from cleaners.normalise import line_key
from cleaners.patterns import Pattern, literals, mask_numbers

_LINE_AT_MOST = 300  # characters of a key; no whole-line pattern is longer
_OPENS_AT_MOST = 900  # code points; a longer line that begins like a notice is a text about it
# A phrase lies around its anchor: so many characters of the key before and behind it are searched.
_BEFORE_ANCHOR, _BEHIND_ANCHOR = 150, 300
_LABEL_AT_MOST = 60
# Cleaners whose lines may be labels of a longer one, of at most so many code points.
_LABELS = {"disclaimer": _OPENS_AT_MOST, "share_follow": 120}
# A sentence ends at its mark, with quotes and brackets that close behind it; CJK marks need no space after them.
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’»')\]]*\s+|[。！？]+[」』”]*\s*")
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


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in a block: `start` and `end` are code points of the document's text (a line or a sentence)."""

    entry: Entry
    source: str
    words: str  # what matched, as it stands in the key
    start: int
    end: int
    quoted: bool


@dataclass(frozen=True)
class Lexicon:
    """Entries, ready to be searched."""

    entries: tuple[Entry, ...]
    lines: dict[str, list[tuple[Entry, Pattern]]]
    searched: tuple[tuple[Entry, Pattern], ...]
    automaton: AhoCorasick
    owners: tuple[tuple[int, ...], ...]  # per anchor: the numbers in `searched` that it may announce


def build_lexicon(entries: list[Entry]) -> Lexicon:
    """Make entries searchable."""
    lines: dict[str, list[tuple[Entry, Pattern]]] = {}
    searched: list[tuple[Entry, Pattern]] = []
    anchors: dict[str, list[int]] = {}
    for entry in entries:
        for pattern in entry.patterns:
            if entry.fit == "line" and pattern.literals:
                for literal in pattern.literals:
                    lines.setdefault(literal, []).append((entry, pattern))
                continue
            for anchor in pattern.anchors:
                anchors.setdefault(anchor, []).append(len(searched))
            searched.append((entry, pattern))
    automaton = AhoCorasick(list(anchors) or ["\0"], matchkind=MatchKind.Standard)
    return Lexicon(tuple(entries), lines, tuple(searched), automaton, tuple(map(tuple, anchors.values())))


@cache
def default_lexicon() -> Lexicon:
    """All packs that come with dehusk, read once a process."""
    rows = orjson.loads((resources.files("cleaners") / "phrases" / "compiled.json").read_bytes())
    return build_lexicon([_entry(*row) for row in rows])


def _entry(  # in the order of `packs.compiled`
    language: str, cleaner: str, reason: str, fit: str, strength: float, patterns: list[list[Any]]
) -> Entry:
    made = tuple(
        Pattern(source, body, tuple(anchors), literals(source) if listed else ())
        for source, body, anchors, listed in patterns
    )
    return Entry(language, cleaner, reason, fit, strength, made)


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
    hits = _find(document, lexicon)
    for number, hit in _label_hits(document, lexicon):
        hits.setdefault(number, []).append(hit)
    return hits


def _find(document: Document, lexicon: Lexicon) -> dict[int, list[Hit]]:
    hits: dict[int, list[Hit]] = {}
    for number, key in enumerate(document.keys):
        block = document.blocks[number]
        for entry, pattern in lexicon.lines.get(mask_numbers(key), ()):
            hit = Hit(entry, pattern.source, key, block.start, block.end, _is_quoted(block.text))
            hits.setdefault(number, []).append(hit)
    for number, places in _announced(document.keys, lexicon).items():
        found = list(_search_block(document, number, lexicon, places))
        if found:
            hits.setdefault(number, []).extend(found)
    return hits


def _label_hits(document: Document, lexicon: Lexicon) -> Iterator[tuple[int, Hit]]:
    """A line that stands before a colon labels what follows it: "Disclaimer: …" is a disclaimer, whatever it says."""
    labelled = [
        (number, block.text[: block.text.index(":")])
        for number, block in enumerate(document.blocks)
        if ":" in block.text[:_LABEL_AT_MOST] and len(block.text) <= _OPENS_AT_MOST
    ]
    labelled = [(number, label) for number, label in labelled if label.strip()]
    if not labelled:
        return
    found = _find(document_from_text("\n".join(label for _, label in labelled)), lexicon)
    for place, (number, _) in enumerate(labelled):
        block = document.blocks[number]
        for hit in found.get(place, ()):
            if hit.entry.fit == "line" and len(block.text) <= _LABELS.get(hit.entry.cleaner, 0):
                yield number, Hit(hit.entry, hit.source, f"{hit.words}:", block.start, block.end, quoted=False)


def _announced(keys: tuple[str, ...], lexicon: Lexicon) -> dict[int, dict[int, tuple[int, int]]]:
    """For each block the numbers in `searched` whose anchors stand in it, with the first and the last place of one."""
    text = " " + "  ".join(keys) + " "  # every word between spaces, as the anchors have it
    starts = [0]
    for key in keys:
        starts.append(starts[-1] + len(key) + 2)
    wanted: dict[int, dict[int, tuple[int, int]]] = {}
    for anchor, start, _ in lexicon.automaton.find_matches_as_indexes(text, overlapping=True):
        number = bisect_right(starts, start) - 1
        place = start - starts[number]
        places = wanted.setdefault(number, {})
        for candidate in lexicon.owners[anchor]:
            first = places[candidate][0] if candidate in places else place
            places[candidate] = first, place
    return wanted


def _search_block(
    document: Document, number: int, lexicon: Lexicon, places: dict[int, tuple[int, int]]
) -> Iterator[Hit]:
    block = document.blocks[number]
    key = document.keys[number] + " "
    parts: list[tuple[int, int, str]] = []
    for candidate, (first, last) in sorted(places.items()):
        entry, pattern = lexicon.searched[candidate]
        found = None
        if entry.fit == "line":
            found = pattern.regex.fullmatch(key) if len(key) <= _LINE_AT_MOST else None
        elif entry.fit == "opens":
            found = pattern.regex.match(key) if len(block.text) <= _OPENS_AT_MOST else None
        elif pattern.regex.search(key, max(0, first - _BEFORE_ANCHOR), last + _BEHIND_ANCHOR):
            parts = parts or [(s, e, line_key(block.text[s:e]) + " ") for s, e in sentences(block.text)]
            for start, end, part in parts:
                matches = pattern.regex.match if entry.fit == "sentence" else pattern.regex.search
                if inside := matches(part):
                    place = block.start + start, block.start + end
                    yield Hit(entry, pattern.source, inside[0].strip(), *place, _is_quoted(block.text[start:end]))
        if found:
            yield Hit(entry, pattern.source, found[0].strip(), block.start, block.end, _is_quoted(block.text))


def _is_quoted(sentence: str) -> bool:
    """Whether quotation marks open in it: what somebody said is content even where it sounds like boilerplate."""
    return bool(_QUOTES.search(sentence))


def phrase_hits(document: Document) -> dict[int, list[Hit]]:
    """The hits of all packs; ask for it by `document.derived_by_block(phrase_hits)` so that it is computed once."""
    return find_hits(document, default_lexicon())


def hits_by_cleaner(document: Document) -> dict[str, list[tuple[int, Hit]]]:
    """The same hits with their block numbers, for each cleaner, in the order of the blocks."""
    found: dict[str, list[tuple[int, Hit]]] = {}
    for number, hits in sorted(document.derived_by_block(phrase_hits).items()):
        for hit in hits:
            found.setdefault(hit.entry.cleaner, []).append((number, hit))
    return found
