"""`dehusk clean`: the boilerplate off text, HTML, JSONL and web archives that are already there."""

from __future__ import annotations

import itertools
import os
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

import click

from crawler.cli.compare import compare_options, prepare, refuse_overwriting
from crawler.cli.errors import ALL_DONE, INCOMPLETE, SOME_FAILED, UserError, not_writable
from crawler.cli.remember import MemoryChoice, RunMemory, entry_size, memory_choice, memory_options
from crawler.cli.setup import extractor_option, setup_of, site_rules_option
from crawler.cli.tally import Tally
from crawler.cli.targets import Target, target
from crawler.ordered import in_order
from crawler.workers import WorkerPool
from output.archive_inputs import Newest
from output.inputs import STDIN, Entry, Kind, WrongKindError, find_sources, newest_of, read_source
from output.jsonl import dumps
from output.memory_file import MemoryFileError
from output.outcomes import NO_DOCUMENT
from output.processing import Processed, Task, process
from output.rejects import Reject
from output.sinks import Sink, open_sink
from output.tools import Tools

_MESSAGES = 50  # rejects told on stderr where a file holds all of them
_ENDINGS = 5  # endings that are told of files passed over
_AHEAD = 8  # inputs read ahead for each worker
_FEW_TEXTS = 100  # so many are done before workers would have started
_LONG_TEXT = 1 << 20  # a longer one could meet the memory limit of a worker, and must not depend on where it is cleaned
_OK = "ok"
# Outcomes of pages in an archive that nobody chose one by one.
_NO_PAGES = frozenset({"empty", "not_html", *NO_DOCUMENT})


@click.command(short_help="Clean text, HTML, JSONL or web archives.")
@click.argument("inputs", nargs=-1, metavar="INPUT…")
@click.option("-o", "--output", metavar="PATH", help="FILE.jsonl[.gz|.zst], a FOLDER/, or - for stdout.")
@click.option(
    "--from", "kind", type=click.Choice(["txt", "html", "jsonl", "warc"]), help="What INPUT is, whatever its name."
)
@click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="Processes for HTML.  [default: one a processor]"
)
@click.option("--removals", metavar="PATH", help="Where removals go; with -o - they are written only if this is given.")
@click.option("--rejects", metavar="PATH", help="Where rejects go; with -o - they are written only if this is given.")
@click.option(
    "--page-seconds",
    type=click.FloatRange(0.1, 3600),
    metavar="SECONDS",
    default=10.0,
    show_default=True,
    help="What a page may take.",
)
@click.option(
    "--worker-memory",
    type=click.IntRange(256, 65536),
    metavar="MIB",
    default=1024,
    show_default=True,
    help="What a worker may take.",
)
@memory_options
@site_rules_option
@extractor_option
@click.option("--model", metavar="FILE", hidden=True)  # of another fold, for benchmarks
@compare_options
@click.option("-q", "--quiet", is_flag=True, help="No table at the end.")
@click.pass_context
def clean(
    ctx: click.Context,
    /,
    inputs: tuple[str, ...],
    output: str | None,
    kind: str | None,
    workers: int | None,
    removals: str | None,
    rejects: str | None,
    page_seconds: float,
    worker_memory: int,
    site_rules: tuple[str, ...],
    extractor: str | None,
    model: str | None,
    compare: str | None,
    compare_html: str | None,
    quiet: bool,
    **remember: Any,
) -> int:
    """Take the boilerplate off documents: one record or one reject for each, in the order of the inputs.

    INPUT is a file, a folder, a glob, or - for stdin (JSONL unless --from says otherwise). .txt holds one document, one
    block a line; .html, .xhtml and .html.gz one page; .jsonl, .ndjson, .jsonl.gz and .jsonl.zst one object a line with
    `text`, `html` or `html_path` (the first of them that is not empty is read), and optionally `id`, `url`, `title`,
    `language` and `metadata`; .warc, .warc.gz and .wacz web archives (of a crawl with --archive, of Common Crawl, of
    any other tool), of which every page that was answered with 2xx is cleaned, the newest capture of each. What else
    they hold is counted as passed over.

    Beside FILE.jsonl lie FILE.removals.jsonl (what was removed, and why), FILE.outcomes.jsonl and FILE.rejects.jsonl.
    Without -o a folder below output/data/ is written, or stdout if the input is stdin.

    Lines that repeat over the pages of a host are boilerplate from the third page on: files are read twice for that. A
    stream uses what it finds in --memory FILE.

    --compare shows which blocks the present rules newly remove or give back. Without INPUT it cleans the documents of
    OLD (a file or FOLDER/) again, from their extracted text: what rules knew from HTML tags is not in it.
    """
    comparing = prepare(ctx, compare, compare_html, inputs, output)
    if comparing:
        inputs, output = comparing.inputs, comparing.output
    chosen = target(output, inputs, removals, rejects)
    refuse_overwriting(comparing, chosen)
    began = time.monotonic()
    setup = setup_of(site_rules, extractor, model)
    given = _Inputs(inputs, cast("Kind | None", kind), chosen, memory_choice(remember))
    if given.passed_over and not quiet:
        click.echo(_said_of(given.passed_over), err=True)
    run = _Run(chosen, Tally(), Tools(setup), debug=bool(ctx.obj and ctx.obj.get("debug")))
    try:
        with (
            _stops_on_signals() as check,
            WorkerPool(workers or processors(), page_seconds, worker_memory, setup=setup) as pool,
        ):
            run.all(given, pool, check)
    except KeyboardInterrupt:
        done = "what is on stdout is whole" if chosen.stdout else "nothing of this run was published"
        message = f"stopped after {run.tally.inputs} inputs; {done}: run it again"
        raise UserError(message, INCOMPLETE) from None
    except BrokenPipeError:
        raise
    except MemoryFileError as error:
        raise UserError(f"--memory: {error}") from error
    except WrongKindError as error:
        raise UserError(str(error)) from error
    except OSError as error:  # what an input raises has become its reject
        raise not_writable(error, error.filename or chosen.name) from error
    if not quiet and (comparing is None or comparing.kept):
        run.tally.show(chosen.name, time.monotonic() - began)
    if comparing:
        comparing.show(chosen)
    return SOME_FAILED if run.tally.rejects else ALL_DONE


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _said_of(passed_over: Sequence[str]) -> str:
    names = [Path(name).name for name in passed_over]
    hidden = sum(name.startswith(".") for name in names)
    endings = Counter(os.path.splitext(name)[1] or "no ending" for name in names if not name.startswith("."))
    told = ", ".join(f"{count:,} {ending}" for ending, count in endings.most_common(_ENDINGS))
    more = ", …" if len(endings) > _ENDINGS else ""
    told_of = []
    if endings:
        why = f"whose ending tells no format ({told}{more}): --from reads them all"
        told_of.append(f"{_files(endings.total())} passed over, {why}")
    if hidden:
        told_of.append(f"{_files(hidden)} passed over, whose name begins with a dot")
    return f"dehusk: {'; '.join(told_of)}"


def _files(number: int) -> str:
    return "1 file was" if number == 1 else f"{number:,} files were"


class _Inputs:
    """The inputs of a run, for reading them once or twice."""

    def __init__(self, inputs: Sequence[str], kind: Kind | None, chosen: Target, memory: MemoryChoice) -> None:
        self.memory = memory
        self.passed_over: list[str] = []
        # Listed before the first output file is made, so that no run reads what it writes.
        self._sources = list(find_sources(inputs, kind, chosen.files.values(), self.passed_over.append))
        self._newest: Newest | None = None

    @property
    def again(self) -> bool:
        """Whether reading them a second time gives the same."""
        return not any(source.name == STDIN or Path(source.name).is_fifo() for source in self._sources)

    def read(self) -> Iterator[Entry]:
        ordinals = itertools.count(1)
        self._newest = self._newest or newest_of(self._sources)
        entries = itertools.chain.from_iterable(read_source(source, ordinals, self._newest) for source in self._sources)
        return map(self.memory.with_host, entries)


@contextmanager
def _stops_on_signals() -> Iterator[Callable[[], None]]:
    """SIGTERM stops a run as Ctrl-C does: temporary files are taken away and the exit code is 3.

    The exception of a signal can be lost, in an import or in a callback of the interpreter. What is yielded raises it
    again in that case; it must be called before anything is published.
    """
    heard = False

    def stop(signum: int, frame: Any) -> None:
        nonlocal heard
        heard = True
        signal.default_int_handler(signum, frame)

    def check() -> None:
        if heard:
            raise KeyboardInterrupt

    before = [(number, signal.signal(number, stop)) for number in (signal.SIGINT, signal.SIGTERM)]
    try:
        yield check
    finally:
        for number, handler in before:
            signal.signal(number, handler)


class _Run:
    """One run: every entry to its lines, in order."""

    def __init__(self, chosen: Target, tally: Tally, tools: Tools, debug: bool) -> None:
        self.tally = tally
        self._tools = tools
        self._chosen = chosen
        self._debug = debug
        self._told = 0
        self._texts = 0

    def all(self, inputs: _Inputs, pool: WorkerPool, check: Callable[[], None]) -> None:
        """Clean all of the inputs. `check` raises if the run is to stop."""
        memory = RunMemory(inputs.memory, self._tools, again=inputs.again and not self._chosen.stdout)
        with closing(memory), open_sink(self._chosen.files, self._chosen.stdout) as sink:
            if memory.learns:
                memory.learn(inputs.read(), pool, self._chosen.files["records"].parent)
            begin = self._beginner(pool, memory)
            for entry, result in in_order(inputs.read(), begin, pool.workers * _AHEAD, entry_size):
                check()
                self._write(sink, entry, result)
                if isinstance(result, Processed):
                    memory.saw(result)
            check()
            memory.keep()

    def _beginner(self, pool: WorkerPool, memory: RunMemory) -> Callable[[Entry], Callable[[], Processed | Reject]]:
        def begin(entry: Entry) -> Callable[[], Processed | Reject]:
            task = entry.task
            if entry.passed_over:
                return lambda: Processed("", entry.passed_over)
            if task is None:
                assert entry.reject is not None
                reject = entry.reject
                return lambda: reject
            if task.page is not None:
                return memory.page(entry, pool)
            task = memory.told(task)
            if self._worth_the_trip(task, pool):
                return pool.submit(task).result
            return lambda: self._in_process(entry, task)

        return begin

    def _worth_the_trip(self, task: Task, pool: WorkerPool) -> bool:
        """Whether a text goes to a worker. A page always does: it can hang or grow, and a text cannot."""
        self._texts += 1
        return pool.workers > 1 and self._texts > _FEW_TEXTS and task.size < _LONG_TEXT

    def _in_process(self, entry: Entry, task: Task) -> Processed | Reject:
        try:
            return process(task, self._tools)
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one document must not cost the others
            if self._debug:
                traceback.print_exc()
            detail = f"a mistake in dehusk, {type(error).__name__}: {error} (--debug shows where)"
            return Reject(entry.source, "error", detail, entry.line, task.facts.id)

    def _write(self, sink: Sink, entry: Entry, result: Processed | Reject) -> None:
        if isinstance(result, Processed) and (entry.passed_over or (entry.url and result.outcome in _NO_PAGES)):
            self.tally.passed_over[result.outcome] += 1
            sink.write({"outcomes": dumps(_outcome(entry, result.id, result.outcome))})
            return
        if entry.task and entry.task.unread:
            self.tally.unread[entry.task.unread] += 1
        if isinstance(result, Processed) and result.outcome != _OK:
            detail = result.detail or result.outcome
            result = Reject(entry.source, result.outcome, detail, entry.line, result.id, entry.offset)
        if isinstance(result, Reject):
            self.tally.reject(result)
            self._tell(result)
            outcome = _outcome(entry, result.id, result.reason)
            sink.write({"outcomes": dumps(outcome), "rejects": dumps(result.row())})
            return
        self.tally.add(result)
        outcome = _outcome(entry, result.id, _OK)
        sink.write({"outcomes": dumps(outcome), "removals": result.removals, "records": result.record})

    def _tell(self, reject: Reject) -> None:
        self._told += 1
        file = self._chosen.files.get("rejects")
        if file is None or self._told <= _MESSAGES:
            click.echo(f"dehusk: {reject.place}: {' '.join(reject.detail.split())}", err=True)
        elif self._told == _MESSAGES + 1:
            click.echo(f"dehusk: further rejects are told in {file} only", err=True)


def _outcome(entry: Entry, identity: str, outcome: str) -> dict[str, object]:
    row = {"id": identity, "input": entry.source, "line": entry.line, "offset": entry.offset, "url": entry.url}
    row["outcome"] = outcome
    return {key: value for key, value in row.items() if value}
