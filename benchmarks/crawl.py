"""`make bench`: plain Scrapy with trafilatura against `dehusk crawl`, on the same pages, in the same run.

    python -m benchmarks.crawl [--pages FOLDER] [--count 300] [--rounds 3]

(a) Scrapy with `trafilatura.bare_extraction(with_metadata=True)` in the callback, (a') the same in a process pool of
2, (b) dehusk with everything on: worker processes, cleaning, job store, export. Each run is a process of its own
against a server in another one, whose CPU does not count; the rounds are interleaved, medians are printed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from benchmarks.pages import pages
from benchmarks.server import bodies
from benchmarks.usage import Usage, measure

ROOT = Path(__file__).resolve().parents[1]
NAMES = {"a": "(a) Scrapy, trafilatura in the callback", "a'": "(a') the same, process pool of 2", "b": "(b) dehusk"}


def main() -> int:
    """Measure and print; 1 if a contender failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, help="serve *.html and *.html.gz of this folder instead")
    parser.add_argument(
        "--count", type=int, default=300, help="pages to generate or to take [300]; 0: all of the folder"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="a,a',b", help="contenders, separated by commas")
    parser.add_argument("--seconds", type=float, default=900, help="longest run of one contender")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dehusk-bench-") as scratch:
        folder, sizes = _material(given.pages, given.count, Path(scratch))
        with _server(folder, Path(scratch)) as port:
            urls = Path(scratch, "urls.txt")
            urls.write_text("".join(f"http://127.0.0.1:{port}{name}\n" for name in sizes))
            _progress(f"{len(sizes)} pages, median {statistics.median(sizes.values()) / 1000:.0f} kB")
            found = _rounds(given.only.split(","), given.rounds, urls, Path(scratch), given.seconds)
    _print(found, len(sizes))
    return 0 if all(run.usage.exit_code == 0 for runs in found.values() for run in runs) else 1


class Run:
    """One run of one contender: what it used and how many records with text it wrote."""

    def __init__(self, usage: Usage, records: int) -> None:
        self.usage = usage
        self.records = records


def _material(folder: Path | None, count: int, scratch: Path) -> tuple[Path, dict[str, int]]:
    """A folder with the pages, and the bytes of each by path."""
    target = scratch / "pages"
    target.mkdir()
    if folder is None:
        found = pages(count or 300)
    else:
        found = {path[1:]: body for path, body in bodies(folder).items()}
        if count:
            found = dict(list(found.items())[:count])
    if not found:
        raise SystemExit(f"{folder}: no *.html and no *.html.gz here")
    for name, body in found.items():
        (target / name).write_bytes(body)
    return target, {f"/{name}": len(body) for name, body in found.items()}


@contextmanager
def _server(folder: Path, scratch: Path) -> Iterator[int]:
    port_file = scratch / "port"
    command = [sys.executable, "-m", "benchmarks.server", str(folder), str(port_file)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE)
    try:
        while not (port_file.exists() and port_file.read_text()):
            if process.poll() is not None:
                raise SystemExit("the page server did not start")
            time.sleep(0.05)
        yield int(port_file.read_text())
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait(10)


def _rounds(names: list[str], rounds: int, urls: Path, scratch: Path, seconds: float) -> dict[str, list[Run]]:
    found: dict[str, list[Run]] = {name: [] for name in names}
    for number in range(rounds):
        for name in names:
            run = _run(name, urls, scratch / f"{number}-{names.index(name)}", seconds)
            found[name].append(run)
            used = run.usage
            _progress(
                f"round {number + 1} {name:3} {used.wall:6.1f} s wall {used.cpu:6.1f} s CPU {run.records} records"
                f"{'' if used.exit_code == 0 else f', EXIT CODE {used.exit_code}'}"
            )
    return found


def _run(name: str, urls: Path, folder: Path, seconds: float) -> Run:
    folder.mkdir()
    environment = os.environ | {"DEHUSK_HOME": str(folder), "PYTHONPATH": str(ROOT)}
    out = folder / "out.jsonl"
    if name == "b":
        command = [sys.executable, "-m", "crawler.cli", "crawl", "--urls", str(urls)]
        command += ["--spider", "page", "--job", "bench", "--concurrency", "32", "--delay", "0"]
        command += ["--allow-private", "127.0.0.1", "--quiet"]
        out = folder / "output" / "data" / "bench"
    else:
        command = [sys.executable, "-m", "benchmarks.plain", str(urls), str(out)]
        command += ["--pool", "2"] if name == "a'" else []
    usage = measure(command, environment=environment, log=folder / "log.txt", seconds=seconds)
    if usage.exit_code:
        _progress((folder / "log.txt").read_text("utf-8", "replace")[-2000:])
    return Run(usage, _count(out))


def _count(out: Path) -> int:
    """Records with text in a file or in the segments of a folder."""
    files = [out] if out.is_file() else []
    if out.is_dir():
        files = [path for path in out.glob("*.jsonl") if not path.stem.endswith((".removals", ".outcomes", ".labels"))]
    return sum(bool(orjson.loads(line).get("text")) for path in files for line in path.read_bytes().splitlines())


def _print(found: dict[str, list[Run]], count: int) -> None:
    base: tuple[float, float] | None = None
    rounds = len(next(iter(found.values())))
    print(f"\n{count} pages, medians of {rounds} rounds, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    print("| | pages/s | × (a) | CPU ms a page | × (a) | peak memory MB | records |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, runs in found.items():
        speed = statistics.median(count / run.usage.wall for run in runs)
        cpu = statistics.median(run.usage.cpu / count for run in runs)
        peak = statistics.median(run.usage.peak for run in runs)
        base = base or (speed, cpu)
        print(
            f"| {NAMES[name]} | {speed:.1f} | {speed / base[0]:.2f} | {cpu * 1000:.1f} | {cpu / base[1]:.2f} "
            f"| {peak / 1e6:.0f} | {min(run.records for run in runs)} |"
        )


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
