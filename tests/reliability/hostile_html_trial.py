"""Runs pages through a real pool of one worker, each with a good page behind it, and says what became of them."""

from __future__ import annotations

import json
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from cleaners.page import Page
from crawler.workers import WorkerPool
from output.outcomes import NO_DOCUMENT
from output.processing import Processed, Task
from output.record import Facts
from tests.reliability import hostile_html_bytes, hostile_html_sizes, hostile_html_text, hostile_html_trees
from tests.reliability.hostile_html import GOOD, HTML, Hostile

HOSTILE: dict[str, Hostile] = {
    **hostile_html_trees.PAGES,
    **hostile_html_sizes.PAGES,
    **hostile_html_text.PAGES,
    **hostile_html_bytes.PAGES,
}
WAIT = 120.0  # seconds, for what must be over long before
# What a page may end in. `extract_failed` is not among them: that is an exception, or a process that died.
ENDS = frozenset(("ok", "empty", "not_html", "broken_encoding", "extract_timeout", "extract_memory", "too_large"))


@dataclass(frozen=True)
class Tried:
    """What became of a page. `cpu` and `clock` are seconds; `cpu` is of the attempt that gave the result, 0 if none."""

    name: str
    size: int
    done: Processed
    cpu: float
    clock: float
    behind: bytes  # the record of the good page behind it

    @property
    def way(self) -> str:
        """The way of extraction that gave the result, "-" if none did."""
        return self.done.mode or "-"

    def without_lines(self) -> Tried:
        """What a table needs of it."""
        return replace(self, done=replace(self.done, record=b"", removals=b"", links=(), layout=b"", sketch=b""))


def task(body: bytes, kind: str = HTML) -> Task:
    page = Page("https://good.example/road", body, headers={"content-type": kind})
    return Task(page, None, Facts("dehusk/test", id="t"), want_links=True)


def measured(given: Task, seconds: float) -> Processed:
    """What a worker runs, with its CPU seconds before the detail."""
    from crawler.worker_process import run

    began = time.process_time()
    done = run(given, seconds)
    return replace(done, detail=f"{time.process_time() - began:.6f} {done.detail}")


class MeasuredPool(WorkerPool):
    def _work(self) -> Callable[[Task, float], Processed]:
        return measured


def tried(pool: WorkerPool, pages: Iterable[tuple[str, bytes, str]]) -> Iterator[Tried]:
    """The pages (name, body, content type), one after another, with a good page behind each."""
    for name, body, kind in pages:
        began = time.monotonic()
        done = pool.submit(task(body, kind)).result(WAIT)
        clock = time.monotonic() - began
        behind = pool.submit(task(GOOD)).result(WAIT).record
        cpu, _, detail = done.detail.partition(" ")
        if not cpu.replace(".", "").isdigit():  # no attempt came to its end
            cpu, detail = "0", done.detail
        yield Tried(name, len(body), replace(done, detail=detail), float(cpu), clock, behind)


def problems(one: Tried, expected: bytes) -> list[str]:
    """What is wrong with an outcome, in words; `expected` is the record of the good page."""
    found = []
    if one.done.outcome not in ENDS.union(NO_DOCUMENT):
        found.append(f"{one.done.outcome}: {one.done.detail}")
    if one.behind != expected:
        found.append("the page behind it has another record")
    has_record = bool(one.done.record)
    if has_record != (one.done.outcome == "ok"):
        found.append("outcome and record do not fit")
    lines = one.done.record + one.done.removals
    if len(one.done.record.splitlines()) != has_record:
        found.append("more than one line for a record")
    if len(lines) > 12 * one.size + 20_000:  # one letter can be three bytes, kept or removed, with its evidence
        found.append(f"{len(lines)} bytes of lines from a page of {one.size}")
    found += [problem for line in lines.splitlines() for problem in broken(line)]
    found += [f"a link with controls: {link!r}" for link in one.done.links if broken_text(link.url + link.text)]
    return found


def in_time(one: Tried, seconds: float, busy: float) -> list[str]:
    """What is wrong with the time it took: the limit is of CPU, the clock has three times that, and a busy machine."""
    found = []
    if one.cpu > seconds:
        found.append(f"{one.cpu:.1f} s of CPU")
    if one.clock > 3 * seconds + busy:
        found.append(f"{one.clock:.1f} s on the clock")
    return found


def table(found: list[Tried], rows: int = 30) -> str:
    """The slowest of them, and how many ended in which way."""
    ends = Counter((one.done.outcome, one.way) for one in found)
    lines = [f"{count:6} {outcome} ({way})" for (outcome, way), count in ends.most_common()]
    lines += ["", f"{'ms':>8} {'CPU ms':>8} {'bytes':>10}  outcome          way          page"]
    for one in sorted(found, key=lambda one: -one.clock)[:rows]:
        numbers = f"{1000 * one.clock:8.0f} {1000 * one.cpu:8.0f} {one.size:10}"
        lines.append(f"{numbers}  {one.done.outcome:16} {one.way:12} {one.name}")
    return "".join(f"{line}\n" for line in lines)


def broken(line: bytes) -> list[str]:
    """What no line of JSON may have: it is none, or lone surrogates or control characters in any string of it."""
    try:
        row = json.loads(line.decode("utf-8"), parse_constant=_refused)
    except ValueError as error:
        return [f"no JSON: {error}"]
    return [f"{place}: {wrong}" for place, text in _strings(row, "") if (wrong := broken_text(text))]


def broken_text(text: str) -> str:
    """The characters of a text that no record may hold."""
    if text.isprintable():
        return ""
    wrong = {one for one in set(text) if unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t"}
    return " ".join(sorted(f"U+{ord(one):04X}" for one in wrong))


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _strings(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, f"{place}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, place)
