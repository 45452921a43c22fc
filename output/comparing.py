"""Two outputs over the same documents: what the newer rules take that the older ones left, and the other way round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from output.restoring import MismatchError, Row, text_of

REMOVED, GIVEN_BACK = "removed", "given back"
_CONTEXT = 160  # characters of the lines around a change
_KEPT_DOCUMENTS = 2000  # changed documents whose changes are held; all are counted


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of one line that only one of the two took.

    `kind` is REMOVED (newly) or GIVEN_BACK; `why` is the removal row that has it, of the newer or of the older output.
    `start` is its place in the extracted text, in code points; `before` and `after` are the lines around it, cut short.
    """

    kind: str
    start: int
    text: str
    why: Mapping[str, Any]
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A document that is not cleaned as it was. `guard` is told if it differs: (older, newer), "" for none."""

    id: str
    title: str
    url: str
    changes: tuple[Change, ...]
    guard: tuple[str, str] = ("", "")


@dataclass(slots=True)
class Comparison:
    """What differs. `relabelled` counts removals of the same text for another reason or by another cleaner."""

    documents: int = 0
    changed: int = 0
    relabelled: int = 0
    only_old: list[str] = field(default_factory=list)
    only_new: list[str] = field(default_factory=list)
    other_text: list[str] = field(default_factory=list)  # ids whose extracted text is another one: not comparable
    blocks: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # by kind, cleaner, reason
    chars: Counter[str] = field(default_factory=Counter)  # by kind
    details: list[Changed] = field(default_factory=list)

    def total(self, kind: str) -> int:
        """How many stretches are of a kind."""
        return sum(count for (own, _, _), count in self.blocks.items() if own == kind)

    def rows(self) -> list[tuple[str, str, int, int]]:
        """(cleaner, reason, newly removed, given back), the greatest sums first."""
        reasons = {(cleaner, reason) for _, cleaner, reason in self.blocks}
        rows = [(*pair, self.blocks[REMOVED, *pair], self.blocks[GIVEN_BACK, *pair]) for pair in reasons]
        return sorted(rows, key=lambda row: (-row[2] - row[3], row[0], row[1]))


Output = tuple[Iterable[Row], Iterable[Row]]  # records and removals, in one order


def compare(old: Output, new: Output) -> Comparison:
    """Compare two outputs, matched by id. Memory is constant where both hold their documents in the same order.

    Raises MismatchError where records and removals of one of them do not belong together.
    """
    found = Comparison()
    waiting: tuple[dict[str, list[Restored]], dict[str, list[Restored]]] = ({}, {})
    for older, newer in zip_longest(documents(old), documents(new)):
        for side, document in ((0, older), (1, newer)):
            if document is None:
                continue
            partners = waiting[1 - side].get(document.id)
            if partners:
                partner = partners.pop(0)
                if not partners:
                    del waiting[1 - side][document.id]
                pair = (document, partner) if side == 0 else (partner, document)
                _add(found, *pair)
            else:
                waiting[side].setdefault(document.id, []).append(document)
    found.only_old = [document.id for rest in waiting[0].values() for document in rest]
    found.only_new = [document.id for rest in waiting[1].values() for document in rest]
    return found


@dataclass(frozen=True, slots=True)
class Restored:
    """A record with its own removals and its extracted text."""

    record: Row
    text: str
    removals: tuple[Row, ...]

    @property
    def id(self) -> str:
        return str(self.record["id"])

    @property
    def guard(self) -> str:
        return str(self.record["metadata"].get("guard", ""))


def documents(output: Output) -> Iterator[Restored]:
    """The documents of an output in its order. Raises MismatchError where records and removals do not fit."""
    records, removals = output
    rest = iter(removals)
    for record in records:
        metadata = record.get("metadata")
        count = metadata.get("n_removed") if isinstance(metadata, dict) else None
        if not isinstance(count, int) or not isinstance(record.get("text"), str):
            raise MismatchError(f"{record['id']} is no record of dehusk: it has no text or no metadata.n_removed")
        own = tuple(row for _, row in zip(range(count), rest, strict=False))
        if len(own) < count or any(row["id"] != record["id"] for row in own):
            raise MismatchError(f"the removals of {record['id']} are not where they should be")
        yield Restored(record, text_of(record, own), own)


def _add(found: Comparison, old: Restored, new: Restored) -> None:
    found.documents += 1
    if old.text != new.text:
        found.other_text.append(old.id)
        return
    changes = sorted(
        (*_changes(REMOVED, new, old.removals), *_changes(GIVEN_BACK, old, new.removals)), key=lambda one: one.start
    )
    found.relabelled += _relabelled(old.removals, new.removals)
    for change in changes:
        found.blocks[change.kind, change.why["cleaner"], change.why["reason"]] += 1
        found.chars[change.kind] += len(change.text)
    if not changes and old.guard == new.guard:
        return
    found.changed += 1
    if len(found.details) < _KEPT_DOCUMENTS:
        title, url = (str(new.record.get(key, "")) for key in ("title", "url"))
        found.details.append(Changed(new.id, title, url, tuple(changes), (old.guard, new.guard)))


def _changes(kind: str, document: Restored, others: Sequence[Row]) -> Iterator[Change]:
    """What the removals of a document take that the others do not, a line at a time; white space is no change."""
    spans = sorted((row["start"], row["end"]) for row in others)
    place = 0
    for row in sorted(document.removals, key=lambda row: int(row["start"])):
        while place < len(spans) and spans[place][1] <= row["start"]:
            place += 1
        for start, end in _without(row["start"], row["end"], spans, place):
            yield from _lines(kind, document.text, start, end, row)


def _without(start: int, end: int, spans: Sequence[tuple[int, int]], place: int) -> Iterator[tuple[int, int]]:
    """A span less the sorted spans, of which those before `place` end before it."""
    while place < len(spans) and spans[place][0] < end:
        if start < spans[place][0]:
            yield start, spans[place][0]
        start = max(start, spans[place][1])
        place += 1
    if start < end:
        yield start, end


def _lines(kind: str, text: str, start: int, end: int, why: Row) -> Iterator[Change]:
    for line in text[start:end].split("\n"):
        core = line.strip()
        if any(map(str.isalnum, core)):
            at = start + line.index(core)
            yield Change(kind, at, core, why, _line_before(text, at), _line_after(text, at + len(core)))
        start += len(line) + 1


def _line_before(text: str, place: int) -> str:
    """The end of what stands before a place: of its own line, or of the line above."""
    return end_of(text[max(0, place - 2 * _CONTEXT) : place].rstrip().rpartition("\n")[2].lstrip(), _CONTEXT)


def _line_after(text: str, place: int) -> str:
    line = text[place : place + 2 * _CONTEXT].lstrip().partition("\n")[0].rstrip()
    return line if len(line) <= _CONTEXT else f"{line[: _CONTEXT - 2].rpartition(' ')[0] or line[: _CONTEXT - 2]} …"


def end_of(line: str, most: int) -> str:
    """The last words of a line, at most so many characters."""
    if len(line) <= most:
        return line
    end = line[2 - most :]
    return f"… {end.partition(' ')[2] or end}"


def _relabelled(old: Sequence[Row], new: Sequence[Row]) -> int:
    known = {(row["start"], row["end"]): (row["cleaner"], row["reason"]) for row in old}
    return sum(
        known.get((row["start"], row["end"]), (row["cleaner"], row["reason"])) != (row["cleaner"], row["reason"])
        for row in new
    )
