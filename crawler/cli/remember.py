"""Template memory of a run of `dehusk clean`: built from its inputs, or read from a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import click

from cleaners.hosts import ascii_host
from cleaners.memory import PAGES
from crawler.cli.errors import SOME_FAILED, UserError
from crawler.ordered import in_order
from crawler.workers import WorkerPool
from output.inputs import Entry
from output.memory_file import MemoryFile, Snapshot
from output.processing import Processed, Task, host_known, identity, page_name, text_sketch
from output.recleaning import clean_again
from output.spool import Spool
from output.taken import taken
from output.tools import Tools

_AHEAD = 8  # pages read ahead for each worker
_HOSTS = 1024  # whose memory is kept at hand


@dataclass(frozen=True, slots=True)
class MemoryChoice:
    """What the options say: a file or None, whether there is a memory at all, the host of inputs without URL."""

    file: Path | None = None
    wanted: bool = True
    host: str = ""

    def with_host(self, entry: Entry) -> Entry:
        """The entry, its task with the host that was named."""
        return replace(entry, task=replace(entry.task, host=self.host)) if self.host and entry.task else entry


def memory_options(command: Callable[..., int]) -> Callable[..., int]:
    """The options `--memory`, `--no-memory` and `--host` of a command."""
    file = click.option("--memory", metavar="FILE", help="Keep here what repeats on each host, and use it again.")
    none = click.option("--no-memory", is_flag=True, help="Leave in what repeats over the pages of a host.")
    host = click.option("--host", metavar="NAME", help="The host of inputs that have no URL.")
    return file(none(host(command)))


def memory_choice(options: dict[str, Any]) -> MemoryChoice:
    """The values of `memory_options`. Raises UserError where they contradict each other."""
    file, host = options["memory"], options["host"]
    if file and options["no_memory"]:
        raise UserError("--memory and --no-memory contradict each other: leave one out")
    name = ascii_host((host or "").strip())
    if host is not None and (not name or any(char.isspace() or char in "/:@" for char in name)):
        raise UserError(f"--host {host!r}: name a host, like news.example.org")
    return MemoryChoice(Path(file) if file else None, not options["no_memory"], name)


class RunMemory:
    """What a run knows of its hosts: after `learn` what its inputs and the file say, else what the file said before."""

    def __init__(self, choice: MemoryChoice, tools: Tools, *, again: bool) -> None:
        """`again`: the inputs can be read twice, so that there is something to learn from. Raises MemoryFileError."""
        self.learns = again and choice.wanted
        self._tools = tools
        self._kept = choice.file is not None
        self._spool: Spool | None = None
        self._file: MemoryFile | Snapshot | None = None
        if self.learns:
            self._file = MemoryFile(choice.file)
        elif choice.file:
            self._file = Snapshot(choice.file)
        self._of = lru_cache(maxsize=_HOSTS)(self._file.of) if self._file else lambda _: b""

    def learn(self, entries: Iterable[Entry], pool: WorkerPool, folder: Path) -> None:
        """The first pass: texts are looked at; pages are extracted and wait in `folder` for the second one.

        Raises MemoryFileError, and OSError if there is no space.
        """
        assert isinstance(self._file, MemoryFile)
        folder.mkdir(parents=True, exist_ok=True)
        self._spool = Spool(folder)

        texts = _Texts(self._file, all_of_them=self._kept)

        def begin(entry: Entry) -> Callable[[], None]:
            task = entry.task
            if task is None:
                return lambda: None
            if task.page is None:
                return lambda: texts.add(task)
            future = pool.submit(task)
            return lambda: self._add_page(task, future.result())

        for _, _ in in_order(entries, begin, pool.workers * _AHEAD, entry_size):
            pass
        self._spool.rewind()
        self._file.settle(datetime.now(UTC).date())

    def _add_page(self, task: Task, done: Processed) -> None:
        assert isinstance(self._file, MemoryFile)
        assert self._spool
        self._spool.put(done)
        self._file.add(done.host, page_name(task), done.sketch)

    def told(self, task: Task) -> Task:
        """A text with the memory of its host."""
        return replace(task, memory=self._of(host_known(task))) if self._file else task

    def page(self, entry: Entry, pool: WorkerPool) -> Callable[[], Processed]:
        """What a page becomes, with the memory of its host: begins the work and hands back what waits for it."""
        assert entry.task
        if self._spool:
            return lambda: self._again(self._taken(entry))
        future = pool.submit(entry.task)
        return lambda: self._again(future.result())

    def _taken(self, entry: Entry) -> Processed:
        assert entry.task
        assert self._spool
        try:
            done = self._spool.take()
        except IndexError:
            done = None
        if done is None or done.id != identity(entry.task):
            raise UserError(f"{entry.source} was changed while it was read: run it again", SOME_FAILED)
        return done

    def _again(self, done: Processed) -> Processed:
        memory = self._of(done.host) if done.outcome == "ok" else b""
        if not memory:
            return done
        return clean_again(done.record, done.removals, done.layout, memory, self._tools, done.extraction)

    def saw(self, done: Processed) -> None:
        """A result of the second pass: the words of what was taken are kept in the file that was named."""
        if self.learns and self._kept and done.host:
            assert isinstance(self._file, MemoryFile)
            self._file.note(done.host, taken(done))

    def keep(self) -> None:
        """The run has come to its end. Raises MemoryFileError."""
        if self.learns and self._kept:
            assert isinstance(self._file, MemoryFile)
            self._file.keep_words()

    def close(self) -> None:
        """Give back the files. A second call does nothing."""
        if self._file:
            self._file.close()
        if self._spool:
            self._spool.close()


class _Texts:
    """Texts on their way into the memory. Most hosts of a dump have one or two, which teach nothing: they wait."""

    def __init__(self, file: MemoryFile, *, all_of_them: bool) -> None:
        self._file = file
        self._all = all_of_them
        self._count: Counter[str] = Counter()

    def add(self, task: Task) -> None:
        host = host_known(task)
        if not host:
            return
        name, text = page_name(task), task.text or ""
        self._count[host] += 1
        if self._count[host] < PAGES and not self._all:
            self._file.hold(host, name, text)
            return
        for page, held in [*(self._file.held(host) if self._count[host] == PAGES else []), (name, text)]:
            self._file.add(host, page, text_sketch(held))


def entry_size(entry: Entry) -> int:
    """About how many bytes of memory an entry takes."""
    return entry.task.size if entry.task else 0
