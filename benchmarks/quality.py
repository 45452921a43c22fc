"""How much debris goes and how much content stays, beside other tools: one page of Markdown tables.

    python -m benchmarks.quality [FOLDER] [--set NAME] [--limit N] [--without NAME] [-o FILE.md]

FOLDER (default ../shared/bench) holds sets of labelled dumps, `*/*.jsonl`, and the scorer that belongs to them,
`debris/score.py`. dehusk runs as `dehusk clean` over the whole set, as its users run it; the others line by line.
Without the folder only our own corpus (tests/quality/corpus) is measured. winnow-md is installed into .venv/quality.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.baselines import BASELINES, WINNOW, identity, winnow, winnow_python
from benchmarks.scoring import Figures, Scores

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT.parent / "shared" / "bench"
OWN = ROOT / "tests" / "quality" / "corpus"
DEHUSK = "dehusk"
# Sets of one kind, whose languages are too thin to be judged one by one.
TOGETHER = {"both by hand": ("debris/dev_hand", "debris/dev_hand2")}

Document = dict[str, Any]
Align = Callable[[Sequence[Mapping[str, Any]], str], Sequence[float | None]]
Results = dict[str, dict[str, Scores]]  # by set, by cleaner


def find_sets(folder: Path) -> dict[str, list[Document]]:
    """The labelled sets of a folder, by `folder/name`; a `.jsonl` whose rows have no `lines` is none."""
    found = {}
    for path in sorted(folder.glob("*/*.jsonl")):
        rows = list(_rows(path))
        if rows and all(isinstance(row.get("lines"), list) for row in rows):
            found[f"{path.parent.name}/{path.stem}"] = rows
    return found


def own_sets() -> dict[str, list[Document]]:
    """The corpus of the repository."""
    return {f"own/{path.stem}": list(_rows(path)) for path in sorted(OWN.glob("*.jsonl"))}


def _rows(path: Path) -> Iterator[Document]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def load_align(folder: Path) -> Align | None:
    """The alignment of the scorer in the folder, None if there is none."""
    path = folder / "debris" / "score.py"
    spec = importlib.util.spec_from_file_location("bench_score", path)
    if not path.exists() or spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda lines, text: module.align(lines, text)[0]


def align_lines(lines: Sequence[Mapping[str, Any]], text: str) -> list[float | None]:
    """Whole lines found again in their order, where there is no better scorer: a trimmed line counts as gone."""
    left = text.split("\n")
    place = 0
    found: list[float | None] = []
    for line in lines:
        if not any(map(str.isalnum, line["text"])):
            found.append(None)
            continue
        stays = line["text"] in left[place:]
        place = left.index(line["text"], place) + 1 if stays else place
        found.append(float(stays))
    return found


def dehusk(documents: Sequence[Document]) -> list[str]:
    """The documents as `dehusk clean` leaves them; "" for those that it rejects."""
    with tempfile.TemporaryDirectory(prefix="dehusk-quality-") as folder:
        given, made = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        with given.open("w", encoding="utf-8") as file:
            for number, document in enumerate(documents):
                row = {"id": str(number), "text": identity(document)}
                named = (("url", "url"), ("language", "lang"), ("title", "title"))
                row |= {key: document[name] for key, name in named if document.get(name)}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        command = [sys.executable, "-m", "crawler.cli", "clean", str(given), "-o", str(made), "--quiet"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if not made.exists():
            raise SystemExit(f"dehusk clean failed: {done.stderr.strip()}")
        cleaned = {row["id"]: str(row["text"]) for row in _rows(made)}
    return [cleaned.get(str(number), "") for number in range(len(documents))]


def measure(documents: Sequence[Document], cleaned: Sequence[str], align: Align) -> Scores:
    """The figures of one cleaner on one set."""
    scores = Scores.empty()
    for document, text in zip(documents, cleaned, strict=True):
        scores.add(document, align(document["lines"], text), text)
    return scores


def run(
    sets: Mapping[str, list[Document]], align: Align, without: Sequence[str], say: Callable[[str], None]
) -> Results:
    """Every cleaner on every set. What is left out is said."""
    python = None
    if WINNOW not in without:
        python = winnow_python(ROOT / ".venv" / "quality")
        if python is None:
            say(f"{WINNOW} skipped: it cannot be installed into .venv/quality")
    results: Results = {}
    for name, documents in sets.items():
        began = time.monotonic()
        row = results.setdefault(name, {})
        row[DEHUSK] = measure(documents, dehusk(documents), align)
        for cleaner, clean in BASELINES.items():
            if cleaner not in without:
                row[cleaner] = measure(documents, [clean(document) for document in documents], align)
        if python:
            try:
                row[WINNOW] = measure(documents, winnow(documents, python), align)
            except subprocess.SubprocessError as error:
                say(f"{WINNOW} skipped on {name}: {type(error).__name__}")
        say(f"{name}: {len(documents)} documents in {time.monotonic() - began:.0f} s")
    return results


def tables(results: Results) -> str:
    """The page: all sets and cleaners; dehusk by language; every cleaner's junk recall by type."""
    return "\n\n".join(
        (
            "## By data set\n\n" + _by_set(results),
            "## dehusk by language\n\n" + _by_language(results),
            "## Junk recall by type\n\n" + _by_type(results),
        )
    )


_MEASURES = ("content recall", "line recall", "junk recall", "junk characters", "traps kept")


def _measures(figures: Figures) -> list[str]:
    values = (
        figures.content_recall,
        figures.line_recall,
        figures.junk_recall,
        figures.junk_chars,
        figures.traps_kept,
    )
    return [shown(value) for value in values]


def shown(value: float | None) -> str:
    """A share with three decimals, cut and not rounded: 0.9979 does not meet a target of 0.998."""
    return "-" if value is None else f"{int(value * 1000 + 1e-9) / 1000:.3f}"


def _by_set(results: Results) -> str:
    rows = []
    for name, cleaners in results.items():
        for cleaner, scores in cleaners.items():
            label = f"**{cleaner}**" if cleaner == DEHUSK else cleaner
            rows.append([name, label, *_measures(scores.whole)])
    return table(["set", "cleaner", *_MEASURES], rows)


def _by_language(results: Results) -> str:
    groups = {name: [cleaners[DEHUSK].languages] for name, cleaners in results.items()}
    for name, members in TOGETHER.items():
        if all(member in results for member in members):
            groups[name] = [results[member][DEHUSK].languages for member in members]
    rows = []
    for name, parts in groups.items():
        merged: dict[str, Figures] = {}
        for part in parts:
            for language, figures in part.items():
                total = merged.setdefault(language, Figures())
                total += figures
        for language, figures in sorted(merged.items(), key=lambda item: -item[1].keep_lines):
            counts = [str(figures.keep_lines), str(figures.drop_lines)]
            rows.append([name, language, *counts, *_measures(figures)])
    return table(["set", "language", "keep lines", "drop lines", *_MEASURES], rows)


def _by_type(results: Results) -> str:
    cleaners = list(dict.fromkeys(cleaner for row in results.values() for cleaner in row))
    rows = []
    for name, row in results.items():
        for kind, figures in sorted(row[DEHUSK].types.items(), key=lambda item: -item[1].drop_lines):
            shares = [
                shown(row[cleaner].types.get(kind, Figures()).junk_recall) if cleaner in row else "-"
                for cleaner in cleaners
            ]
            rows.append([name, kind, str(figures.drop_lines), *shares])
    return table(["set", "type", "drop lines", *cleaners], rows)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; a cell that says the same as the one above it is left empty in the first column."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    above = ""
    for row in rows:
        first = "" if row[0] == above else row[0]
        above = row[0]
        lines.append(f"| {' | '.join([first, *row[1:]])} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--set", dest="only", action="append", metavar="NAME", help="only sets whose name holds this")
    parser.add_argument("--limit", type=int, help="at most so many documents of a set, drawn with a fixed seed")
    parser.add_argument("--without", action="append", default=[], metavar="NAME", help="a baseline to leave out")
    parser.add_argument("-o", "--output", type=Path, help="also write the tables there")
    options = parser.parse_args()
    align = load_align(options.folder)
    sets = own_sets()
    if align is None:
        print(
            f"skipped: {options.folder} holds no sets with a scorer; only our own corpus is measured", file=sys.stderr
        )
    else:
        sets = find_sets(options.folder) | sets
    chosen = {
        name: _drawn(documents, options.limit)
        for name, documents in sets.items()
        if not options.only or any(part in name for part in options.only)
    }
    results = run(chosen, align or align_lines, options.without, lambda text: print(text, file=sys.stderr, flush=True))
    page = tables(results)
    print(page)
    if options.output:
        options.output.write_text(page + "\n", encoding="utf-8")


def _drawn(documents: list[Document], limit: int | None) -> list[Document]:
    if not limit or limit >= len(documents):
        return documents
    chosen = set(random.Random(0).sample(range(len(documents)), limit))
    return [document for number, document in enumerate(documents) if number in chosen]


if __name__ == "__main__":
    main()
