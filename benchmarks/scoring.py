"""What a cleaner kept of labelled lines, as figures.

A document is `{"id", "lang", "lines": [{"text", "label", "type"}]}`. Labels: `keep` is content (of type `trap` where it
resembles debris), `drop` is debris, `neutral` is not scored. What is counted are letters and digits, so that white
space and marks weigh nothing; where words are not separated, a character is a letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol

KEPT, GONE = 0.9, 0.5  # a keep line survives from this share on; of a drop line that went, less than this is left
TRAP = "trap"


class Span(Protocol):
    """What was removed: code points of the text that came in."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(slots=True)
class Figures:
    """Counts over lines; the recalls are None where there is nothing to count."""

    keep_chars: int = 0
    kept_chars: float = 0.0
    keep_lines: int = 0
    kept_lines: int = 0
    drop_chars: int = 0
    gone_chars: float = 0.0
    drop_lines: int = 0
    gone_lines: int = 0
    traps: int = 0
    kept_traps: int = 0

    def add(self, label: str, kind: str, width: int, share: float) -> None:
        """One line of `width` letters, `share` of which the cleaner left."""
        if label == "keep":
            self.keep_chars += width
            self.kept_chars += width * share
            self.keep_lines += 1
            self.kept_lines += share >= KEPT
            self.traps += kind == TRAP
            self.kept_traps += kind == TRAP and share >= KEPT
        elif label == "drop":
            self.drop_chars += width
            self.gone_chars += width * (1 - share)
            self.drop_lines += 1
            self.gone_lines += share < GONE

    def __iadd__(self, other: Figures) -> Figures:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))
        return self

    @property
    def content_recall(self) -> float | None:
        return _share(self.kept_chars, self.keep_chars)

    @property
    def line_recall(self) -> float | None:
        return _share(self.kept_lines, self.keep_lines)

    @property
    def junk_recall(self) -> float | None:
        return _share(self.gone_lines, self.drop_lines)

    @property
    def junk_chars(self) -> float | None:
        return _share(self.gone_chars, self.drop_chars)

    @property
    def traps_kept(self) -> float | None:
        return _share(self.kept_traps, self.traps)


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None


def shares(lines: Sequence[Mapping[str, Any]], removed: Iterable[Span]) -> list[float | None]:
    """The share of each line that is left, None for a line without a letter.

    `removed` are disjoint spans of the lines joined by single line breaks.
    """
    text = "\n".join(line["text"] for line in lines)
    left = bytearray(char.isalnum() for char in text)
    for span in removed:
        left[span.start : span.end] = bytes(span.end - span.start)
    found: list[float | None] = []
    start = 0
    for line in lines:
        width = letters(line["text"])
        found.append(sum(left[start : start + len(line["text"])]) / width if width else None)
        start += len(line["text"]) + 1
    return found


def letters(text: str) -> int:
    """How many letters and digits stand in a text."""
    return sum(map(str.isalnum, text))


@dataclass(slots=True)
class Scores:
    """The figures of one cleaner on one set: all of it, by language, by type of debris."""

    whole: Figures
    languages: dict[str, Figures]
    types: dict[str, Figures]

    @classmethod
    def empty(cls) -> Scores:
        return cls(Figures(), {}, {})

    def add(self, document: Mapping[str, Any], kept: Sequence[float | None], text: str | None = None) -> None:
        """One document and what is left of each of its lines.

        `text` is the cleaned text, needed where lines carry `trim`: debris inside a line, which counts as a drop line
        of its own, while the rest of the line counts as usual.
        """
        language = self.languages.setdefault(str(document.get("lang") or "?"), Figures())
        for line, left in zip(document["lines"], kept, strict=True):
            if left is None:
                continue
            share = left
            width = letters(line["text"])
            for part in line.get("trim", ()) if text is not None else ():
                for figures in (self.whole, language, self.types.setdefault("tracking", Figures())):
                    figures.add("drop", "", 0, float(part in (text or "")))
                core = max(1, width - letters(part))
                share, width = min(1.0, share * width / core), core
            label, kind = line["label"], line.get("type") or "other"
            for figures in (self.whole, language):
                figures.add(label, kind, width, share)
            if label == "drop":
                self.types.setdefault(kind, Figures()).add(label, kind, width, share)
