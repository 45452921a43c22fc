"""One document in reading order: what stayed, what went, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from output.restoring import text_of


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the extracted text, `start` to `end` in code points; `removal` is the row that took it, or None."""

    start: int
    end: int
    text: str
    removal: Mapping[str, Any] | None = None


def pieces(record: Mapping[str, Any], removals: Iterable[Mapping[str, Any]]) -> Iterator[Piece]:
    """The extracted text of a record as pieces without gaps. Raises `MismatchError` if the removals are not its own."""
    own = sorted(removals, key=lambda row: int(row["start"]))
    text = text_of(dict(record), [dict(row) for row in own])
    place = 0
    for row in own:
        if place < row["start"]:
            yield Piece(place, row["start"], text[place : row["start"]])
        yield Piece(row["start"], row["end"], text[row["start"] : row["end"]], row)
        place = row["end"]
    if place < len(text):
        yield Piece(place, len(text), text[place:])


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the extracted text, as pieces; `notes` are the removals whose words end in it."""

    pieces: tuple[Piece, ...]
    notes: tuple[Mapping[str, Any], ...]

    @property
    def removed(self) -> bool:
        """Whether no word of it stays."""
        return all(piece.removal or not piece.text.strip() for piece in self.pieces)


def paragraphs(found: Iterable[Piece]) -> Iterator[Paragraph]:
    """The lines of the text in reading order, lines of white space left out."""
    line: list[Piece] = []
    for piece in found:
        place = piece.start
        for part in piece.text.splitlines(keepends=True):
            line.append(Piece(place, place + len(part), part.rstrip("\n"), piece.removal))
            place += len(part)
            if part.endswith("\n"):
                yield from _paragraph(line)
                line = []
    yield from _paragraph(line)


def _paragraph(line: Sequence[Piece]) -> Iterator[Paragraph]:
    if not any(piece.text.strip() for piece in line):
        return
    notes = [
        piece.removal
        for piece in line
        if piece.removal
        and piece.text.strip()
        and not piece.removal["text"][piece.end - piece.removal["start"] :].strip()
    ]
    yield Paragraph(tuple(piece for piece in line if piece.text), tuple(notes))


def as_json(record: Mapping[str, Any], found: Iterable[Piece]) -> dict[str, Any]:
    """What `dehusk explain --json` prints: the record's facts without its text, and the pieces in reading order."""
    facts = {key: value for key, value in record.items() if key != "text"}
    rows = []
    for piece in found:
        why = {key: value for key, value in (piece.removal or {}).items() if key not in ("id", "start", "end", "text")}
        rows.append({"start": piece.start, "end": piece.end, "kept": piece.removal is None, "text": piece.text, **why})
    return {**facts, "pieces": rows}
