"""The only code that takes text away, and the code that gives it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from cleaners.document import Block, Document, Finding, Removal

if TYPE_CHECKING:
    from cleaners.cleaning import Cleaned  # which imports this module


def apply_findings(document: Document, findings: Sequence[Finding]) -> tuple[str, tuple[Removal, ...]]:
    """Take what the findings name out of a document: the text that is left, and the removals.

    Findings may overlap; the earlier one in the sequence wins, and one that takes a whole block wins over spans of it.
    A block goes with the white space that follows it, or, where no block stays behind it, with the white space
    before it, so that the text that is left begins and ends with a block that stays.
    The document is not touched.
    """
    by_block: dict[int, list[Finding]] = {}
    for finding in findings:
        by_block.setdefault(finding.block, []).append(finding)
    gone: dict[int, Finding] = {}
    for number, proposals in by_block.items():
        block = document.blocks[number]
        full = next((f for f in proposals if f.takes(block)), None) or _covering(block, proposals)
        if full:
            gone[number] = full
    last_kept = next((n for n in reversed(range(len(document.blocks))) if n not in gone), -1)
    removals: list[Removal] = []
    for number in sorted(by_block):
        if number in gone:
            start, end = _with_white_space(document, number, last_kept)
            removals.append(_removal(document, gone[number], start, end))
        else:
            removals.extend(_spans(document, document.blocks[number], by_block[number]))
    return without(document.text, removals), tuple(removals)


def _covering(block: Block, proposals: list[Finding]) -> Finding | None:
    """The first of the spans if together they leave no word of the block."""
    left = bytearray(b"\1" * len(block.text))
    for finding in proposals:
        left[finding.start - block.start : finding.end - block.start] = bytes(finding.end - finding.start)
    rest = "".join(char for char, stays in zip(block.text, left, strict=True) if stays)
    return None if any(char.isalnum() for char in rest) else proposals[0]


def _with_white_space(document: Document, number: int, last_kept: int) -> tuple[int, int]:
    blocks = document.blocks
    if number < last_kept:
        start = blocks[number].start if number else 0
        return start, blocks[number + 1].start
    start = blocks[number - 1].end if number else 0
    return start, blocks[number].end if number + 1 < len(blocks) else len(document.text)


def _spans(document: Document, block: Block, proposals: list[Finding]) -> list[Removal]:
    taken: list[tuple[int, int, Finding]] = []
    for finding in proposals:
        start, end = finding.start, finding.end
        for other_start, other_end, _ in taken:
            if start < other_end and other_start < end:  # what an earlier finding took is its own
                start, end = (other_end, end) if other_start <= start else (start, other_start)
        if start < end:
            taken.append((start, end, finding))
    removals = []
    reached = block.start
    for start, end, finding in sorted(taken, key=lambda item: item[0]):
        own = max(start, reached)  # the span before may have taken the white space that this one begins with
        if own >= end:
            continue
        span = _trimmed(document.text, own, end, block, reached)
        reached = span[1]
        removals.append(_removal(document, finding, *span))
    return removals


def _trimmed(text: str, start: int, end: int, block: Block, reached: int) -> tuple[int, int]:
    """A span with the white space it would leave behind: before it at the end of a block, else after it."""
    if end == block.end:
        while start > reached and text[start - 1].isspace():
            start -= 1
    elif start == block.start or text[start - 1].isspace():
        while end < block.end and text[end].isspace():
            end += 1
    return start, end


def _removal(document: Document, finding: Finding, start: int, end: int) -> Removal:
    return Removal(
        start=start,
        end=end,
        reason=finding.reason,
        cleaner=finding.cleaner,
        rule=finding.rule,
        version=finding.version,
        score=finding.score,
        text=document.text[start:end],
        evidence=finding.evidence,
    )


def without(text: str, removals: Iterable[Removal]) -> str:
    """The text without the spans of the removals, which must be disjoint and ordered."""
    kept: list[str] = []
    place = 0
    for removal in removals:
        kept.append(text[place : removal.start])
        place = removal.end
    kept.append(text[place:])
    return "".join(kept)


def restore_text(text: str, removals: Iterable[Removal]) -> str:
    """The extracted text again: every removal put back at its offset. Raises ValueError if they do not fit the text."""
    pieces: list[str] = []
    place = 0  # in the cleaned text
    reached = 0  # in the extracted text
    for removal in sorted(removals, key=lambda r: r.start):
        step = removal.start - reached
        if step < 0 or place + step > len(text) or len(removal.text) != removal.end - removal.start:
            raise ValueError(
                f"the removal at {removal.start} does not fit this text: removals and record are not of the same run"
            )
        pieces += (text[place : place + step], removal.text)
        place += step
        reached = removal.end
    pieces.append(text[place:])
    return "".join(pieces)


@overload
def restore(cleaned: Cleaned, /) -> str: ...
@overload
def restore(text: str, removals: Iterable[Removal], /) -> str: ...
@overload
def restore(record: Mapping[str, Any], removals: Iterable[Mapping[str, Any]]) -> str: ...
def restore(
    record: Cleaned | str | Mapping[str, Any], removals: Iterable[Removal] | Iterable[Mapping[str, Any]] | None = None
) -> str:
    """The extracted text again, byte for byte: the clean text with every removal put back.

    Takes what `clean` gave, alone: `restore(cleaned)`; or its text and its removals; or a record, one line of the
    records, and lines of the removals file, of which those of other ids are passed over.
    Raises ValueError where they do not belong together, TypeError for anything else.
    """
    if isinstance(record, Mapping):
        return restore_text(str(record["text"]), _own_rows(record, removals))
    if isinstance(record, str):
        return restore_text(record, _own_removals(removals))
    text, own, document = (getattr(record, name, None) for name in ("text", "removals", "document"))
    if not isinstance(text, str) or own is None or document is None:
        raise TypeError(f"nothing to restore in {type(record).__name__}: hand on what clean() gave, or a record")
    if removals is not None:
        raise TypeError("what clean() gave holds its removals: restore(cleaned) is enough")
    whole: str = document.text
    if restore_text(text, own) != whole:
        raise ValueError("the removals do not fit this text: one of the two was changed")
    return whole


def _own_removals(removals: Iterable[Any] | None) -> list[Removal]:
    if removals is None:
        raise TypeError("a text needs its removals: restore(cleaned.text, cleaned.removals), or restore(cleaned)")
    own = list(removals)
    if not all(isinstance(removal, Removal) for removal in own):
        raise ValueError("a text goes with the removals of clean(); lines of a removals file go with their record")
    return own


def _own_rows(record: Mapping[str, Any], removals: Iterable[Any] | None) -> list[Removal]:
    if removals is None:
        raise TypeError("a record needs the lines of its removals: restore(record, removals)")
    rows = list(removals)
    if not all(isinstance(row, Mapping) for row in rows):
        raise ValueError("a record goes with lines of a removals file; the removals of clean() go with its text")
    return [
        Removal(
            start=row["start"],
            end=row["end"],
            reason=row["reason"],
            cleaner=row["cleaner"],
            rule=row["rule"],
            version=row["version"],
            score=row["score"],
            text=row["text"],
        )
        for row in rows
        if row.get("id", record.get("id")) == record.get("id")
    ]
