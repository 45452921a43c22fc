"""What a finished crawl has to show: one page as it was and what was taken from it, and where the files lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.text import Text

from cleaners import restore
from output.jsonl import open_reader

_SIDE_FILES = (".removals.", ".outcomes.", ".labels.", ".rejects.")
_MOST_LINES = 40  # of one page; a terminal shows them together with the summary


def show(console: Console, folder: Path, url: str = "") -> None:
    """Print one page of a crawl, then the files of its folder.

    The page is the one at `url`, or else the one that most was removed from.
    """
    found = _most_removed(folder, url)
    if found:
        _page(console, *found)
    elif any(records(folder)):
        console.print("\nNothing was removed from any page.")
    _files(console, folder)


def records(folder: Path) -> Iterator[dict[str, Any]]:
    """The records of a crawl's folder, in the order of its segments."""
    yield from _rows(path for path in _jsonl(folder) if not any(part in path.name for part in _SIDE_FILES))


def removals(folder: Path) -> Iterator[dict[str, Any]]:
    """The removals of a crawl's folder."""
    yield from _rows(path for path in _jsonl(folder) if ".removals." in path.name)


def _jsonl(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name.endswith((".jsonl", ".jsonl.gz", ".jsonl.zst")))


def _rows(paths: Iterator[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        with open_reader(path) as lines:
            yield from (orjson.loads(line) for line in lines)


def _most_removed(folder: Path, url: str) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """The record to show and its removals, in order."""
    by_id: dict[str, list[dict[str, Any]]] = {}
    for row in removals(folder):
        by_id.setdefault(row["id"], []).append(row)
    candidates = [record for record in records(folder) if record["id"] in by_id]
    if not candidates:
        return None
    best = max(candidates, key=lambda record: (record.get("url") == url, len(by_id[record["id"]])))
    return best, sorted(by_id[best["id"]], key=lambda row: row["start"])


def _page(console: Console, record: dict[str, Any], taken: list[dict[str, Any]]) -> None:
    extracted = restore(record, taken)
    console.print(f"\n[bold]One page[/bold]: {record.get('title', '')}", highlight=False)
    console.print(f"{record.get('url', '')}", style="dim", highlight=False, soft_wrap=True)
    lines = list(_lines(extracted, taken))
    for line in _shortened(lines):
        console.print(line, no_wrap=True, overflow="ellipsis", highlight=False)
    kept = len(record["text"])
    console.print(
        f"{len(extracted):,} characters extracted, {kept:,} kept, {len(taken)} removals", style="bold", highlight=False
    )


def _lines(extracted: str, taken: list[dict[str, Any]]) -> Iterator[Text]:
    """Every line of the page, in reading order; what went is marked with its reason."""
    place = 0
    for row in taken:
        yield from (Text(f"  {line}") for line in extracted[place : row["start"]].split("\n") if line.strip())
        for line in row["text"].split("\n"):
            if line.strip():
                yield Text(f"- {_why(row):<24} ", style="red").append(line.strip(), style="dim strike")
        place = row["end"]
    yield from (Text(f"  {line}") for line in extracted[place:].split("\n") if line.strip())


def _why(row: dict[str, Any]) -> str:
    """The cleaner, and its reason where that says more."""
    return str(row["cleaner"]) if row["reason"] == row["cleaner"] else f"{row['cleaner']}: {row['reason']}"


def _shortened(lines: list[Text]) -> Iterator[Text]:
    """Runs of more than three kept lines become their first and last; then the first of what is left."""
    out: list[Text] = []
    run: list[Text] = []
    for line in [*lines, Text("- ")]:
        if line.plain.startswith("  "):
            run.append(line)
            continue
        out += run if len(run) <= 3 else [run[0], Text(f"  … {len(run) - 2} more lines kept …", style="dim"), run[-1]]
        run = []
        out.append(line)
    out.pop()
    yield from out[:_MOST_LINES]
    if len(out) > _MOST_LINES:
        yield Text(f"  … {len(out) - _MOST_LINES} more lines (dehusk explain shows all) …", style="dim")


def _files(console: Console, folder: Path) -> None:
    console.print("\n[bold]Files[/bold]")
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix != ".lock" and not path.name.startswith("."):
            console.print(f"  {path.stat().st_size:>9,} B  {path}", highlight=False, soft_wrap=True)
