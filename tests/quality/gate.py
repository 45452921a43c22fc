"""The quality gate: floors under what cleaning does to a corpus that we wrote, and how they move.

    python -m tests.quality.gate                          show the figures beside the floors
    python -m tests.quality.gate --raise-floors           lift each floor to what is measured now
    python -m tests.quality.gate --lower-floors REASON    lower those that do not hold, and say why in CHANGELOG.md
    python -m tests.quality.gate --pin-corpus             after the corpus was changed: note its new hash

A floor of what must stay (content, lines, traps) is the measured share itself; that of junk is cut to two decimals.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from benchmarks.scoring import GONE, KEPT, Figures, Scores, shares
from cleaners import Cleaned, Document, clean, document_from_text
from cleaners.normalise import normalise_text

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
FLOORS = HERE / "floors.json"
CHANGELOG = HERE.parents[1] / "CHANGELOG.md"
DECIMALS = {"content_recall": 3, "line_recall": 3, "junk_recall": 2, "traps_kept": 3}

Floors = dict[str, dict[str, float]]  # by set, by measure
Clean = Callable[[Document], Cleaned]


def load_corpus(folder: Path = CORPUS) -> dict[str, list[dict[str, Any]]]:
    """The documents of the corpus by the name of their file."""
    return {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
        for path in sorted(folder.glob("*.jsonl"))
    }


def corpus_hash(folder: Path = CORPUS) -> str:
    """sha256 of the names and bytes of the corpus files."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl")):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def left_of(document: Mapping[str, Any], cleaner: Clean = clean) -> list[float | None]:
    """The share of each line of a labelled document that cleaning leaves."""
    text = "\n".join(line["text"] for line in document["lines"])
    assert normalise_text(text) == text, f"{document['id']}: offsets would not fit"
    return shares(document["lines"], cleaner(document_from_text(text)).removals)


def measured(corpus: Mapping[str, Iterable[Mapping[str, Any]]], cleaner: Clean = clean) -> dict[str, Figures]:
    """The figures of each set of the corpus."""
    figures = {}
    for name, documents in corpus.items():
        scores = Scores.empty()
        for document in documents:
            scores.add(document, left_of(document, cleaner))
        figures[name] = scores.whole
    return figures


def floor_of(figures: Figures, measure: str) -> float | None:
    """The highest floor that the figures hold, None where there is nothing to count."""
    value: float | None = getattr(figures, measure)
    scale = 10 ** DECIMALS[measure]
    return None if value is None else int(value * scale + 1e-9) / scale


def broken(floors: Floors, figures: Mapping[str, Figures]) -> list[tuple[str, str, float, float]]:
    """The floors that do not hold: set, measure, floor, what was measured. A set without floors is broken as well."""
    found = []
    for name, own in figures.items():
        for measure in DECIMALS:
            value = getattr(own, measure)
            floor = floors.get(name, {}).get(measure, 1.0 if name not in floors else 0.0)
            if value is not None and value < floor - 1e-9:
                found.append((name, measure, floor, value))
    return found


def raised(floors: Floors, figures: Mapping[str, Figures]) -> Floors:
    """The floors, each lifted to what is measured; none gets lower."""
    return _moved(floors, figures, max)


def lowered(floors: Floors, figures: Mapping[str, Figures]) -> Floors:
    """The floors, each lowered to what is measured where it does not hold; none gets higher."""
    return _moved(floors, figures, min)


def _moved(floors: Floors, figures: Mapping[str, Figures], choose: Callable[[float, float], float]) -> Floors:
    moved: Floors = {}
    for name, own in figures.items():
        for measure in DECIMALS:
            new = floor_of(own, measure)
            if new is not None:
                old = floors.get(name, {}).get(measure, new)
                moved.setdefault(name, {})[measure] = choose(old, new)
    return moved


def read_pinned(path: Path = FLOORS) -> tuple[Floors, str]:
    """The floors and the hash of the corpus they were measured on."""
    held = json.loads(path.read_text(encoding="utf-8"))
    return held["floors"], held["corpus"]


def write_pinned(floors: Floors, corpus: str, path: Path = FLOORS) -> None:
    path.write_text(json.dumps({"corpus": corpus, "floors": floors}, indent=2) + "\n", encoding="utf-8")


def note_in_changelog(changelog: str, missed: Iterable[tuple[str, str, float, float]], reason: str) -> str:
    """The changelog with a line for each lowered floor at the end of its newest section.

    Raises ValueError without a reason or without a section.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise ValueError("a floor is lowered for a reason: say it")
    rows = changelog.rstrip("\n").split("\n")
    first = next((n for n, row in enumerate(rows) if row.startswith("## ")), None)
    if first is None:
        raise ValueError("the changelog has no section")
    end = next((n for n in range(first + 1, len(rows)) if rows[n].startswith("## ")), len(rows))
    while not rows[end - 1].strip():
        end -= 1
    notes = [
        f"- Quality floor lowered, {name} {measure.replace('_', ' ')} {floor:.3f} to {value:.3f}: {reason}"
        for name, measure, floor, value in missed
    ]
    return "\n".join([*rows[:end], *notes, *rows[end:]]) + "\n"


def wrong_lines(corpus: Mapping[str, Iterable[Mapping[str, Any]]], name: str, cleaner: Clean = clean) -> list[str]:
    """What a person wants to see of a broken set: its lost keep lines and the drop lines that stay."""
    found = []
    for document in corpus[name]:
        for line, share in zip(document["lines"], left_of(document, cleaner), strict=True):
            if share is None:
                continue
            lost = line["label"] == "keep" and share < KEPT
            if lost or (line["label"] == "drop" and share >= GONE):
                found.append(f"{'LOST' if lost else 'left'} {document['id']} {line['type']}: {line['text']}")
    return sorted(found, key=lambda row: not row.startswith("LOST"))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise-floors", action="store_true")
    parser.add_argument("--lower-floors", metavar="REASON")
    parser.add_argument("--pin-corpus", action="store_true")
    options = parser.parse_args(arguments)
    corpus = load_corpus()
    floors, pinned = read_pinned() if FLOORS.exists() else ({}, "")
    if options.pin_corpus:
        pinned = corpus_hash()
        write_pinned(floors, pinned)
    if pinned != corpus_hash():
        click.echo("the corpus is not the one that was pinned: --pin-corpus if that is meant", err=True)
        return 1
    figures = measured(corpus)
    missed = broken(floors, figures)
    if options.lower_floors is not None and missed:
        CHANGELOG.write_text(
            note_in_changelog(CHANGELOG.read_text(encoding="utf-8"), missed, options.lower_floors), encoding="utf-8"
        )
        floors = lowered(floors, figures)
        write_pinned(floors, pinned)
    elif options.raise_floors:
        floors = raised(floors, figures)
        write_pinned(floors, pinned)
    _show(corpus, floors, figures)
    return 1 if broken(floors, figures) else 0


def _show(corpus: Mapping[str, Any], floors: Floors, figures: Mapping[str, Figures]) -> None:
    for name, own in figures.items():
        for measure in DECIMALS:
            value = getattr(own, measure)
            if value is not None:
                click.echo(f"{name:10} {measure:15} {value:.4f}  floor {floors.get(name, {}).get(measure, 0):.3f}")
        for row in wrong_lines(corpus, name):
            click.echo(f"    {row}")


if __name__ == "__main__":
    sys.exit(main())
