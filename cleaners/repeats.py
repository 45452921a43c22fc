"""Texts that stand twice: the title, the lead, a paragraph, the whole body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaners.document import Document, Finding, whole
from cleaners.lines import Line, lines
from cleaners.normalise import line_key

_SAMPLED = 7  # letters of the first word of a sampled shingle, at least; or one character in so many
_NUMBERS = re.compile(r"\d+")
_SAMPLES = 12  # of one text are enough to find its copy
_LOOKED_AT = 80  # words: hardly a text has fewer samples in so many
# Direct speech. Tales, songs and prayers say it again.
_SPEECH = re.compile("[\"“”„«»‹›‚‘'「『—–]")
_NEVER = {"tr", "li", "pre", "blockquote"}  # rows, items, code and quotations repeat rightly when they stand alone


@dataclass(frozen=True, slots=True)
class Repeats:
    """Proposes later copies; the first one always stays.

    What stays: refrains and other short lines that come again alone, list items, table rows, code, quotations, direct
    speech that is said again, a sentence of a paragraph that is quoted again. A short line goes only as part of a
    longer run that is there twice (`run` blocks in the same order, `run_prose` of them prose), or as the title at the
    head.
    """

    name: str = "repeats"
    reasons: frozenset[str] = frozenset({"title", "paragraph", "body", "near_copy"})
    version: int = 2
    run: int = 3
    run_prose: int = 2
    paragraph_width: int = 90
    near_share: float = 0.85  # of a paragraph's 5-word shingles, all in one earlier paragraph
    near_words: int = 16
    head: int = 8  # blocks in which a title may be repeated

    def find(self, document: Document) -> Iterator[Finding]:
        keys = document.keys
        first: dict[str, int] = {}
        if len(set(keys)) < len(keys):
            looks = document.derived_by_block(lines)
            runs = _runs(keys, looks)
            for number, key in enumerate(keys):
                earlier = first.setdefault(key, number) if key else number
                if earlier != number:
                    yield from self._copy(document, number, earlier, looks[number], runs.get(number, (1, 0)))
        yield from self._title(document, keys)
        yield from self._near_copies(document, first)

    def _copy(
        self, document: Document, number: int, earlier: int, look: Line, run: tuple[int, int]
    ) -> Iterator[Finding]:
        block = document.blocks[number]
        evidence = f"the same as block {earlier}"
        length, prose = run
        if length >= self.run and prose >= self.run_prose:
            yield whole(number, block, "body", "run", 0.95, f"{length} blocks in the same order as before")
        elif block.tag in _NEVER or look.item:
            return
        elif look.prose and look.width >= self.paragraph_width and not _SPEECH.match(block.text):
            yield whole(number, block, "paragraph", "exact", 0.95, evidence)
        elif number < self.head and number == earlier + 1 and look.words >= 4 and not look.final:
            yield whole(number, block, "title", "line twice at the head", 0.9, evidence)

    def _title(self, document: Document, keys: tuple[str, ...]) -> Iterator[Finding]:
        title = line_key(document.title)
        if len(title.split()) < 3:
            return
        copies = [number for number, key in enumerate(keys) if key == title]
        for number in copies[1:]:
            yield whole(number, document.blocks[number], "title", "title again", 0.9, "the title of the page again")

    def _near_copies(self, document: Document, first: dict[str, int]) -> Iterator[Finding]:
        """`first` tells which block a key stands in first; keys that it lacks stand in one block."""
        samples = document.derived_by_block(_sampled)
        if len(set().union(*samples)) == sum(map(len, samples)):  # no two have one in common
            return
        owner: dict[str, int] = {}  # which block a sampled shingle stood in first
        for number, own in enumerate(samples):
            key = document.keys[number]
            if not own or first.get(key, number) != number:
                continue
            owners = [owner.setdefault(shingle, number) for shingle in own]
            if owners.count(number) == len(owners):
                continue
            votes = [earlier for earlier in owners if earlier != number]
            earlier = max(dict.fromkeys(votes), key=votes.count)  # the first of those that have most
            share = self._shared(key, document.keys[earlier], own)
            if share >= self.near_share:
                evidence = f"{share:.0%} of it stands in block {earlier}"
                yield whole(number, document.blocks[number], "near_copy", "shingles", 0.85, evidence)

    def _shared(self, key: str, earlier: str, samples: Sequence[str]) -> float:
        """The share of the shingles of the longer text that the other has too; 0 for short ones, and where the samples
        of the key show that it is less than `near_share`.

        Texts that differ in a number are no copies: events of a series, steps of a recipe, terms of two offers.
        """
        if not _is_unspaced(key, words := key.count(" ") + 1):
            allowed = (1 - self.near_share) * words  # a share of more shingles than there are
            inside = f" {earlier} "
            for sample in dict.fromkeys(samples):
                allowed -= f" {sample} " not in inside
                if allowed < 0:
                    return 0.0
        if _NUMBERS.findall(key) != _NUMBERS.findall(earlier):
            return 0.0
        one, other = _shingles(key), _shingles(earlier)
        if len(one) < self.near_words - 4:
            return 0.0
        return len(one.intersection(other)) / max(len(one), len(other))


def _sampled(document: Document) -> tuple[list[str], ...]:
    """The samples of every block that may be a copy, none of the others; ask for it by `document.derived_by_block`."""
    return tuple(
        [
            _samples(key) if look.prose and not look.item and block.tag not in _NEVER else []
            for look, key, block in zip(document.derived_by_block(lines), document.keys, document.blocks, strict=True)
        ]
    )


def _runs(keys: tuple[str, ...], looks: tuple[Line, ...]) -> dict[int, tuple[int, int]]:
    """For each block that is a copy: how many blocks around it are copies in the same order, how many of them prose."""
    if len(set(keys)) == len(keys):
        return {}
    places: dict[str, list[int]] = {}
    for number, key in enumerate(keys):
        if key:
            places.setdefault(key, []).append(number)
    length: dict[int, tuple[int, int]] = {}
    for copies in places.values():
        for place, number in enumerate(copies[1:]):
            if number in length:
                continue
            for origin in {copies[0], copies[place]}:  # two are enough, and keep this linear
                end = 0
                while number + end < len(keys) and origin + end < number and keys[number + end] == keys[origin + end]:
                    end += 1
                prose = sum(look.prose for look in looks[number : number + end])
                for step in range(end):
                    length[number + step] = max(length.get(number + step, (0, 0)), (end, prose))
    return length


def _shingles(key: str) -> set[str] | set[tuple[str, str, str, str, str]]:
    """The 5-word shingles of a key, 10-character ones where words are not separated by spaces."""
    words = key.split(" ")
    if _is_unspaced(key, len(words)):
        return {key[n : n + 10] for n in range(max(0, len(key) - 9))}
    return set(zip(words, words[1:], words[2:], words[3:], words[4:], strict=False))


def _samples(key: str) -> list[str]:
    """The first few of the shingles that begin with a long word: mostly the same ones in every copy of a text."""
    words = key.split(" ")
    if _is_unspaced(key, len(words)):
        return [key[n : n + 10] for n in range(max(0, len(key) - 9)) if ord(key[n]) % _SAMPLED == 0]
    places = [n for n, word in enumerate(words[:_LOOKED_AT]) if len(word) >= _SAMPLED]
    if len(places) < _SAMPLES and len(words) > _LOOKED_AT:
        places += [n for n, word in enumerate(words[_LOOKED_AT:], _LOOKED_AT) if len(word) >= _SAMPLED]
    behind = len(words) - 4
    return [" ".join(words[n : n + 5]) for n in places[:_SAMPLES] if n < behind]


def _is_unspaced(key: str, words: int) -> bool:
    return len(key) > 15 * words
