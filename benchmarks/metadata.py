"""How many titles, authors and dates of pages are right, and what they cost, beside trafilatura.

    python -m benchmarks.metadata FOLDER [--every N] [--half 0|1]

FOLDER holds `ground-truth/*.json` (`url`, `ground_truth.title`, `.author`, `.publish_date`) and `html/<id>.html.gz`,
as WCXB does. `--every N` takes each Nth page; `--half` takes those whose domain hashes to this half, so that what was
tuned on one can be checked on the other. Titles must agree in all letters, authors in seven of ten words (F1), dates in
the day; "spurious" is a value where the gold has none. Times are CPU milliseconds of a page: those of dehusk
for all that is done beside the extraction itself.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import statistics
import time
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from trafilatura import bare_extraction

from cleaners import hints, language, links, metadata, structured
from cleaners.decode import decode
from cleaners.hosts import hostname
from cleaners.tree import lighten, parse, tame

_VERDICTS = ("right", "wrong", "missing", "spurious")
_SAME_NAMES = 0.7
Values = dict[str, str]
Times = dict[str, list[float]]


def main(arguments: list[str] | None = None) -> None:
    """Print two tables of Markdown."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.metadata", description=(__doc__ or "").split("\n", 1)[0]
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--every", type=int, default=1, metavar="N")
    parser.add_argument("--half", type=int, choices=(0, 1))
    options = parser.parse_args(arguments)
    pages = [page for page in _pages(options.folder) if options.half is None or half(page[1]) == options.half]
    if not pages:
        parser.error(f"{options.folder} has no pages: ground-truth/*.json and html/*.html.gz are looked for")
    logging.disable(logging.CRITICAL)
    counts: Counter[tuple[str, str, str]] = Counter()
    times: Times = defaultdict(list)
    for html, url, gold in pages[:: max(1, options.every)]:
        body = gzip.decompress(html.read_bytes())
        for tool, found in (("dehusk", _dehusk(body, url, times)), ("trafilatura", _trafilatura(body, url, times))):
            for name, expected in gold.items():
                counts[tool, name, verdict(name, found[name], expected)] += 1
    print("\n".join((*_quality(counts), "", *_speed(times))))


def half(url: str) -> int:
    """0 or 1 by the last two labels of the host name."""
    return zlib.crc32(".".join(hostname(url).split(".")[-2:]).encode()) % 2


def verdict(name: str, found: str, expected: str) -> str:
    """ "right", "wrong", "missing", "spurious", or "" where both are empty."""
    if not expected:
        return "spurious" if found else ""
    if not found:
        return "missing"
    if name == "date":
        return "right" if found[:10] == expected[:10] else "wrong"
    one, other = _words(found), _words(expected)
    if name == "title":
        return "right" if one == other else "wrong"
    both = len(set(one) & set(other))
    return "right" if both and 2 * both / (len(set(one)) + len(set(other))) >= _SAME_NAMES else "wrong"


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def _pages(folder: Path) -> Iterator[tuple[Path, str, Values]]:
    for path in sorted((folder / "ground-truth").glob("*.json")):
        html = folder / "html" / f"{path.stem}.html.gz"
        if html.exists():
            data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            gold = data["ground_truth"]
            known = {
                name: gold.get(key) or "" for name, key in (("title",) * 2, ("author",) * 2, ("date", "publish_date"))
            }
            yield html, data.get("url") or "", known


def _dehusk(body: bytes, url: str, times: Times) -> Values:
    spent: Times = {}

    def timed(name: str, function: Callable[..., Any], *values: Any) -> Any:
        start = time.process_time()
        result = function(*values)
        spent[name] = [1000 * (time.process_time() - start)]
        return result

    text = timed("decode", decode, body, "").text
    tree = timed("parse", parse, timed("tame", tame, text))
    if tree is None:
        return {"title": "", "author": "", "date": ""}
    said = timed("declared", structured.read, tree)
    found = timed("metadata", metadata.read, tree, said, url, metadata.GUESSES)
    timed("links", links.outgoing, tree, url)
    timed("hints", hints.read, tree, said)
    timed("lighten", lighten, tree)
    sample = "".join(tree.xpath("//p//text()"))
    timed("language", language.detect, sample)
    for name, values in spent.items():
        times[name] += values
    times["all of these"].append(sum(sum(values) for values in spent.values()))
    return {"title": found.title, "author": found.author, "date": found.published}


def _trafilatura(body: bytes, url: str, times: Times) -> Values:
    text = decode(body, "").text
    dates = {"extensive_search": False, "original_date": True, "max_date": time.strftime("%Y-%m-%d")}
    start = time.process_time()
    try:
        found = bare_extraction(text, url=url or None, with_metadata=True, date_extraction_params=dates)
    except Exception:  # noqa: BLE001 - whatever it raises on a page: that page has no metadata
        found = None
    times["trafilatura, text and metadata"].append(1000 * (time.process_time() - start))
    return {name: str(getattr(found, name, "") or "") for name in ("title", "author", "date")}


def _quality(counts: Counter[tuple[str, str, str]]) -> Iterator[str]:
    yield f"| | | {' | '.join(_VERDICTS)} |"
    yield "|---|---|---|---|---|---|"
    for name in ("title", "author", "date"):
        for tool in ("dehusk", "trafilatura"):
            yield f"| {name} | {tool} | {' | '.join(str(counts[tool, name, each]) for each in _VERDICTS)} |"


def _speed(times: Times) -> Iterator[str]:
    yield "| CPU ms a page | median | mean | p99 | of trafilatura's mean |"
    yield "|---|---|---|---|---|"
    unit = statistics.mean(times["trafilatura, text and metadata"]) or 1.0
    for name, values in times.items():
        ranked = sorted(values)
        mean, last = statistics.mean(ranked), ranked[int(len(ranked) * 0.99)]
        yield f"| {name} | {statistics.median(ranked):.2f} | {mean:.2f} | {last:.2f} | {mean / unit:.3f} |"


if __name__ == "__main__":
    main()
