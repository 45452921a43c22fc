"""The frontier of the job store with a made-up crawl: how many URLs a second, and how much memory.

    python -m benchmarks.frontier [--urls 1000000] [--hosts 200]

Three passes over the same store, as a crawl would do it: **enqueue** (each page's links with the page that led to them,
in one transaction of 50), **dedupe** (the same URLs again, in other spellings, none new) and **dequeue** (rows of one
host after the other are handed out and ended, one transaction each). Opening the store again, and checking at the end
that all adds up, are timed too. Memory is the greatest resident size of this process.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from output.outcomes import Outcome
from output.store import Found, JobStore

PASSES = ("enqueue", "dedupe", "dequeue")
LINKS = 50  # new links of a page, in one transaction
_ROWS = 64  # rows of a host that are read at once, as the scheduler does


@dataclass
class Figures:
    """What was measured: seconds and CPU seconds by step, the peak of memory and the size of the file in MB."""

    seconds: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    memory_mb: float = 0.0
    size_mb: float = 0.0


def urls(number: int, hosts: int, query: str = "") -> Iterator[str]:
    """Addresses as sites have them: a host, a section, a long last part."""
    for place in range(number):
        host = place % hosts
        yield f"https://www.site-{host}.example/section-{place % 31}/{place}-a-story-about-the-town-and-more{query}"


def measure(path: Path, number: int, hosts: int) -> Figures:
    """All passes on a new store at `path`. Raises AssertionError if it does not hold what was put in."""
    figures = Figures()

    def timed(name: str, step: Callable[[], object]) -> None:
        began, used = time.monotonic(), time.process_time()
        step()
        figures.seconds[name], figures.cpu[name] = time.monotonic() - began, time.process_time() - used

    store = JobStore(path)
    store.begin_run("bench", follows=True)
    timed("enqueue", lambda: _enqueue(store, number, hosts))
    timed("dedupe", lambda: _dedupe(store, number, hosts))
    store.close()
    opened: list[JobStore] = []
    timed("open again", lambda: opened.append(JobStore(path)))
    store = opened[0]
    timed("dequeue", lambda: _dequeue(store))
    timed("check", lambda: _check(store, number))
    store.close()
    figures.size_mb = path.stat().st_size / 1e6
    figures.memory_mb = _peak_mb()
    return figures


def _peak_mb() -> float:
    """The most memory that this process had; getrusage on Linux counts what its parent had at the fork, too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1e3
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def _chunks(source: Iterator[str]) -> Iterator[list[str]]:
    while chunk := list(islice(source, LINKS)):
        yield chunk


def _enqueue(store: JobStore, number: int, hosts: int) -> None:
    for chunk in _chunks(urls(number, hosts)):
        new = store.unknown(chunk)
        assert store.add(Found(url, depth=1) for url in new) == len(chunk)


def _dedupe(store: JobStore, number: int, hosts: int) -> None:
    for chunk in _chunks(urls(number, hosts, "?utm_source=mail#top")):
        assert not store.unknown(chunk)
        assert not store.add(Found(url) for url in chunk[:1])


def _dequeue(store: JobStore) -> None:
    outcome = Outcome("http_404", 404)
    while hosts := store.pending_hosts():
        for host in hosts:
            for row in store.next_rows(host, _ROWS):
                assert store.finish(row.id, outcome)


def _check(store: JobStore, number: int) -> None:
    assert store.counts() == {"pending": 0, "done": 0, "failed": number, "skipped": 0, "seen": number}
    assert not store.problems()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--urls", type=int, default=1_000_000)
    parser.add_argument("--hosts", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dehusk-frontier-") as folder:
        found = measure(Path(folder, "job.sqlite"), given.urls, given.hosts)
    print(f"{given.urls:,} URLs on {given.hosts:,} hosts, Python {sys.version.split()[0]}\n")
    for name in PASSES:
        speed, by_cpu = given.urls / found.seconds[name], given.urls / found.cpu[name]
        print(f"{name:12}{speed:10,.0f} URLs/s {by_cpu:10,.0f} URLs a CPU second")
    for name in ("open again", "check"):
        print(f"{name:12}{found.seconds[name]:10.1f} s      {found.cpu[name]:10.1f} CPU s")
    print(f"{'memory':12}{found.memory_mb:10.0f} MB\n{'store':12}{found.size_mb:10.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
