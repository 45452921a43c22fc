"""The gate of extraction: floors under the word F1 of dehusk's own extractor on pages that we wrote.

    python -m tests.quality.pages_gate                          show each page, and the figures beside the floors
    python -m tests.quality.pages_gate --raise-floors           lift the floors to a little under what is measured now
    python -m tests.quality.pages_gate --lower-floors REASON    lower those that do not hold; CHANGELOG.md says why
    python -m tests.quality.pages_gate --pin-pages              after a page was changed: note the new hash

`pages/<kind>_<n>.html` is a page, `.txt` beside it the text that is wanted. A model that was learnt anew moves single
pages, so floors leave a margin: one point for all pages together, four for the four or five pages of a kind.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from benchmarks.extractors import Extract, dehusk
from benchmarks.page_scores import Sample, score
from tests.quality.gate import CHANGELOG, note_in_changelog

HERE = Path(__file__).resolve().parent
PAGES = HERE / "pages"
FLOORS = HERE / "page_floors.json"
ALL = "all"
MARGINS = {ALL: 0.01}
MARGIN = 0.04

Floors = dict[str, float]  # by kind of page


def load_pages(folder: Path = PAGES) -> list[Sample]:
    """The pages by name; each is of a site of its own."""
    return [
        Sample(
            path.stem,
            path.stem.rpartition("_")[0],
            f"https://{path.stem.replace('_', '-')}.example.org/a/page",
            path.read_bytes(),
            path.with_suffix(".txt").read_text(encoding="utf-8"),
        )
        for path in sorted(folder.glob("*.html"))
    ]


def pages_hash(folder: Path = PAGES) -> str:
    """sha256 of the names and bytes of pages and texts."""
    digest = hashlib.sha256()
    for path in sorted((*folder.glob("*.html"), *folder.glob("*.txt"))):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def scored(pages: Sequence[Sample], extract: Extract) -> dict[str, float]:
    """The word F1 of each page by its name."""
    return {page.id: score(extract(page), page).f1 for page in pages}


def by_kind(found: Mapping[str, float]) -> dict[str, float]:
    """The means over the pages of each kind, and over all."""
    kinds: dict[str, list[float]] = {ALL: list(found.values())}
    for name, value in found.items():
        kinds.setdefault(name.rpartition("_")[0], []).append(value)
    return {kind: sum(values) / len(values) for kind, values in kinds.items()}


def broken(floors: Floors, figures: Mapping[str, float]) -> list[tuple[str, float, float]]:
    """The floors that do not hold: kind, floor, what was measured. A kind without a floor is broken as well."""
    return [(kind, floors.get(kind, 1.0), value) for kind, value in figures.items() if value < floors.get(kind, 1.0)]


def floor_of(kind: str, value: float) -> float:
    """The floor for what was measured, three decimals."""
    return max(0, int((value - MARGINS.get(kind, MARGIN)) * 1000 + 1e-9)) / 1000


def read_pinned(path: Path = FLOORS) -> tuple[Floors, str]:
    """The floors and the hash of the pages that they were measured on."""
    held = json.loads(path.read_text(encoding="utf-8"))
    return held["floors"], held["pages"]


def write_pinned(floors: Floors, pages: str, path: Path = FLOORS) -> None:
    path.write_text(json.dumps({"pages": pages, "floors": floors}, indent=2) + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise-floors", action="store_true")
    parser.add_argument("--lower-floors", metavar="REASON")
    parser.add_argument("--pin-pages", action="store_true")
    options = parser.parse_args(arguments)
    floors, pinned = read_pinned() if FLOORS.exists() else ({}, "")
    if options.pin_pages:
        pinned = pages_hash()
        write_pinned(floors, pinned)
    if pinned != pages_hash():
        click.echo("the pages are not those that were pinned: --pin-pages if that is meant", err=True)
        return 1
    found = scored(load_pages(), dehusk("blocks", {}))
    figures = by_kind(found)
    missed = broken(floors, figures)
    if options.lower_floors is not None and missed:
        lines = [("extraction", f"{kind} F1", floor, value) for kind, floor, value in missed]
        noted = note_in_changelog(CHANGELOG.read_text(encoding="utf-8"), lines, options.lower_floors)
        CHANGELOG.write_text(noted, encoding="utf-8")
        floors |= {kind: floor_of(kind, value) for kind, _, value in missed}
        write_pinned(floors, pinned)
    elif options.raise_floors:
        floors |= {kind: max(floors.get(kind, 0.0), floor_of(kind, value)) for kind, value in figures.items()}
        write_pinned(floors, pinned)
    for name, value in found.items():
        click.echo(f"    {name:20} {value:.3f}")
    for kind, value in figures.items():
        click.echo(f"{kind:20} {value:.4f}  floor {floors.get(kind, 0):.3f}")
    return 1 if broken(floors, figures) else 0


if __name__ == "__main__":
    sys.exit(main())
