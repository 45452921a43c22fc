"""dehusk beside other extractors, on pages whose text is known: words found, snippets leaked, CPU time.

    python -m benchmarks.compare FOLDER [--folds DIR] [--every N] [--without NAME] [-o FILE.md]

FOLDER holds `html/ID.html.gz` and `ground-truth/ID.json`, as WCXB does. `make compare FOLDER=…` installs the other
tools into .venv/compare and runs this there. One process takes page after page, and of each page every tool after the
other, another one first each time. CPU time is `time.process_time` around a call; before it, garbage is collected and
what tools remember of a text is forgotten, so that none gains from what another has read. `--folds` names what
`python -m benchmarks.blocks … --folds DIR` wrote: then dehusk reads each page with a model that has not seen it.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import platform
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from benchmarks.extractors import DEHUSK, TRAFILATURA, Extract, extractors, named
from benchmarks.page_scores import Sample, Score, samples, score
from benchmarks.quality import shown, table
from cleaners.classifier.model import KINDS

_CACHED = type(lru_cache(maxsize=1)(len))
# Whose caches hold what was read of pages. Those of others are loaded once: jusText's lists of stop words,
# which trafilatura uses too, compiled patterns.
_READERS = ("cleaners", "output", "trafilatura", "htmldate", "courlan")
_WARM_UP = 5  # pages, spread over the set


@dataclass
class Run:
    """What became of a tool: scores and CPU seconds by page id, and how often it raised what.

    A page on which it raised counts as an empty text, in the time that it took.
    """

    scores: dict[str, Score] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    raised: Counter[str] = field(default_factory=Counter)


def unseen(folder: Path | None, pages: Sequence[Sample]) -> dict[str, Path]:
    """By the id of a page, the model file of the fold that has not seen it; nothing without a folder.

    A page that no fold lists taught no model (it has no text to learn from), so any will do. Leaves the process if
    the folds are none, or of other pages.
    """
    if folder is None:
        return {}
    held = {one: path.with_suffix(".npz") for path in sorted(folder.glob("[0-9].json")) for one in _ids(path)}
    missing = sorted({str(path) for path in held.values() if not path.exists()})
    if missing:
        sys.exit(f"{missing[0]} is missing: let `python -m benchmarks.blocks FOLDER --folds {folder}` write the folds")
    known = sum(page.id in held for page in pages)
    if known < 0.95 * len(pages):
        sys.exit(f"the folds in {folder} know {known} of {len(pages)} pages: name the folds of these pages")
    anyone = next(iter(held.values()))
    return {page.id: held.get(page.id, anyone) for page in pages}


def _ids(path: Path) -> list[str]:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        held = None
    if not isinstance(held, list):
        sys.exit(f"{path} is no list of page ids: name a folder that `python -m benchmarks.blocks … --folds` wrote")
    return list(map(str, held))


def opened(ways: Mapping[str, Callable[[], Extract]], say: Callable[[str], None]) -> dict[str, Extract]:
    """The tools that are installed; of each other one it is said."""
    found = {}
    for name, way in ways.items():
        try:
            found[name] = way()
        except ImportError as error:
            say(f"{name} skipped: {error.name or error} is not installed (make compare installs it)")
    return found


def measure(tools: Mapping[str, Extract], pages: Sequence[Sample], say: Callable[[str], None]) -> dict[str, Run]:
    """Every tool on every page, page by page, once all have seen some of the pages."""
    runs = {name: Run() for name in tools}
    for page in pages[:: max(1, len(pages) // _WARM_UP)][:_WARM_UP]:
        for extract in tools.values():
            _text(extract, page, Counter())
    caches = _caches()
    gc.collect()
    gc.freeze()  # what is loaded by now is never looked at again: a collection takes no time
    names = list(tools)
    try:
        for number, page in enumerate(pages):
            first = number % len(names)
            for name in names[first:] + names[:first]:
                for cache in caches:
                    cache.cache_clear()
                gc.collect()
                run = runs[name]
                began = time.process_time()
                text = _text(tools[name], page, run.raised)
                run.seconds[page.id] = time.process_time() - began
                run.scores[page.id] = score(text, page)
            if (number + 1) % 100 == 0:
                say(f"{number + 1} of {len(pages)} pages")
    finally:
        gc.unfreeze()
    return runs


def _caches() -> list[Any]:
    held = (one for one in gc.get_objects() if isinstance(one, _CACHED) and one.cache_parameters()["maxsize"])
    return [one for one in held if one.__module__.partition(".")[0] in _READERS]


def _text(extract: Extract, page: Sample, raised: Counter[str]) -> str:
    try:
        return extract(page)
    except Exception as error:  # noqa: BLE001 - what a tool raises is one of its results, and is told
        raised[type(error).__name__] += 1
        return ""


def tables(runs: Mapping[str, Run], pages: Sequence[Sample]) -> str:
    """The figures of all pages, and F1, precision and recall by the kind of page."""
    ids = [page.id for page in pages]
    base = _times(runs[TRAFILATURA], ids) if TRAFILATURA in runs else None
    head = ["tool", "F1", "precision", "recall", "wanted", "leaked", "CPU ms", "median", "p99"]
    head += [f"{name} ÷ {TRAFILATURA}" for name in ("CPU", "median", "p99")]
    rows = []
    for name, run in runs.items():
        times = _times(run, ids)
        shares = [f"{own / other:.2f}" for own, other in zip(times, base, strict=True)] if base else ["-"] * len(times)
        figures = _figures(run, ids, "f1", "precision", "recall", "found", "leaked")
        rows.append([_label(name), *figures, *(f"{1000 * one:.0f}" for one in times), *shares])
    parts = [table(head, rows)]
    kinds = {kind: [page.id for page in pages if page.kind == kind] for kind in KINDS}
    kinds = {kind: own for kind, own in kinds.items() if own}
    for title, measured in (("Word F1", "f1"), ("Precision", "precision"), ("Recall", "recall")):
        head = ["tool", *(f"{kind} ({len(own)})" for kind, own in kinds.items())]
        rows = [
            [_label(name), *(figure for own in kinds.values() for figure in _figures(run, own, measured))]
            for name, run in runs.items()
        ]
        parts.append(f"{title} by kind of page:\n\n{table(head, rows)}")
    return "\n\n".join(parts)


def caption(runs: Mapping[str, Run], pages: Sequence[Sample], folds: Path | None) -> str:
    """What was measured, with which versions and which model, and what did not work."""
    told = [f"{len(pages)} pages, means over pages; CPU of one core, all tools in one process page by page"]
    told.append(f"Python {platform.python_version()}")
    versions = dict.fromkeys(filter(None, map(named, runs)))
    model = (
        "dehusk read each page with a model that has not seen it, nor its site"
        if folds
        else "dehusk read with the shipped model, which may have learnt from these pages (--folds: one that has not)"
    )
    told += [", ".join(versions)] if versions else []
    told += [model] if DEHUSK in runs else []
    failed = (
        f"{name} raised {', '.join(f'{error} on {count}' for error, count in run.raised.items())} of the pages"
        for name, run in runs.items()
        if run.raised
    )
    return "; ".join((*told, *failed)) + "."


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that so large a share of them does not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def _times(run: Run, ids: Sequence[str]) -> tuple[float, float, float]:
    """Mean, median and 99th percentile, in seconds."""
    spent = [run.seconds[one] for one in ids]
    return _mean(spent), statistics.median(spent), percentile(spent, 0.99)


def _figures(run: Run, ids: Sequence[str], *measured: str) -> list[str]:
    found: list[str] = []
    for name in measured:
        values = [value for one in ids if (value := getattr(run.scores[one], name)) is not None]
        found.append(shown(_mean(values) if values else None))
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _label(name: str) -> str:
    return f"**{name}**" if name == DEHUSK else name


def main(arguments: list[str] | None = None) -> None:
    options = _options(arguments)
    pages = list(samples(options.folder))[:: options.every]
    if not pages:
        sys.exit(f"{options.folder} holds no pages: name a folder with html/ID.html.gz and ground-truth/ID.json")
    ways = extractors(unseen(options.folds, pages))
    unknown = sorted(set(options.without) - set(ways))
    if unknown:
        sys.exit(f"there is no tool {unknown[0]!r}; there are: {', '.join(ways)}")
    tools = opened({name: way for name, way in ways.items() if name not in options.without}, _say)
    runs = measure(tools, pages, _say)
    written = f"{tables(runs, pages)}\n\n{caption(runs, pages, options.folds)}"
    print(written)
    if options.output:
        options.output.write_text(written + "\n", encoding="utf-8")


def _options(arguments: list[str] | None) -> Any:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=Path, help="models by fold, and the ids of the pages they have not seen")
    parser.add_argument("--every", type=_count, default=1, metavar="N", help="only every N-th page")
    parser.add_argument("--without", action="append", default=[], metavar="NAME", help="a tool to leave out")
    parser.add_argument("-o", "--output", type=Path, help="also write the tables there")
    return parser.parse_args(arguments)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
