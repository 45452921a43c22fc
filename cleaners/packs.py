"""Phrase packs: what boilerplate says, as data per language, written and checked by people.

A pack is `phrases/<language>.toml`: `language`, `spaced` (false where words are written without spaces), and entries:

    [[entry]]
    cleaner = "comments"            # which cleaner reads it
    reason = "form"                 # one of that cleaner's reasons
    fit = "line"                    # see FITS
    strength = "strong"             # see STRENGTHS
    patterns = ["leave (a|your)? (comment~|reply)"]   # see cleaners.patterns
    removes = ["Leave a comment"]   # at least one line that must be found ...
    keeps = ["..."]                 # ... and one look-alike that must not

`python -m cleaners.packs` prints the compiled form, without the examples, that `cleaners.phrases` reads (`make packs`).
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

import orjson

from cleaners.patterns import Pattern, compile_pattern
from cleaners.phrases import Entry

FITS = {
    "line": "the pattern is the whole line",
    "opens": "the line begins with the pattern; the whole line is meant",
    "sentence": "a sentence begins with the pattern; that sentence is meant",
    "inside": "the pattern stands anywhere in a sentence; that sentence is meant",
}
STRENGTHS = {
    "strong": 0.95,  # boilerplate wherever it stands
    "medium": 0.7,  # boilerplate before and after the article, or beside other boilerplate
    "weak": 0.4,  # only where everything around it is boilerplate
}


@dataclass(frozen=True, slots=True)
class PackEntry:
    """An entry with its examples: lines that it finds, and look-alikes that stay."""

    entry: Entry
    removes: tuple[str, ...]
    keeps: tuple[str, ...]


def load_packs() -> list[PackEntry]:
    """All packs that come with dehusk, in the order of their names."""
    folder = resources.files("cleaners") / "phrases"
    sources = sorted((p for p in folder.iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)
    return [entry for source in sources for entry in load_pack(source)]


def load_pack(source: Traversable) -> list[PackEntry]:
    """Read one pack. Raises ValueError that names file and entry if one is malformed."""
    pack = tomllib.loads(source.read_text(encoding="utf-8"))
    spaced = bool(pack.get("spaced", True))
    entries = []
    for number, row in enumerate(pack.get("entry", []), 1):
        try:
            if row["fit"] not in FITS or row["strength"] not in STRENGTHS:
                raise ValueError(f"fit is one of {', '.join(FITS)}, strength one of {', '.join(STRENGTHS)}")
            patterns = tuple(compile_pattern(source, spaced=spaced) for source in row["patterns"])
            entry = Entry(
                language=pack["language"],
                cleaner=row["cleaner"].replace("ui_words", "ui_debris"),
                reason=row["reason"],
                fit=row["fit"],
                strength=STRENGTHS[row["strength"]],
                patterns=patterns,
            )
            entries.append(PackEntry(entry, tuple(row["removes"]), tuple(row["keeps"])))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{source.name}: entry {number}: {error}") from error
    return entries


def compiled(packs: list[PackEntry]) -> bytes:
    """The packs as `cleaners.phrases.default_lexicon` reads them: JSON, an entry a line."""
    rows = [
        [e.language, e.cleaner, e.reason, e.fit, e.strength, [_row(e.fit, pattern) for pattern in e.patterns]]
        for e in (pack.entry for pack in packs)
    ]
    return b"[\n" + b",\n".join(orjson.dumps(row) for row in rows) + b"\n]\n"


def _row(fit: str, pattern: Pattern) -> list[object]:
    if fit == "line" and pattern.literals:
        return [pattern.source, pattern.literals]
    return [pattern.source, [], pattern.body, pattern.anchors, sorted(pattern.also), pattern.words]


if __name__ == "__main__":
    sys.stdout.buffer.write(compiled(load_packs()))
