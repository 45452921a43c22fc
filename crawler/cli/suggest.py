"""`dehusk rules suggest`: what template memory learnt about a host, as a file of site rules for a person to accept."""

from __future__ import annotations

import itertools
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from cleaners.hosts import ascii_host, host_of
from cleaners.memory import MOST_PAGES, PAGES, HostMemory, build, host_memory
from cleaners.site_rules.suggesting import Learnt, Seen, Suggestions, from_lines, suggest
from cleaners.site_rules.writing import toml
from cleaners.sketch import sketch
from crawler.cli.clean import processors
from crawler.cli.errors import ALL_DONE, SOME_FAILED, UserError, not_writable
from crawler.cli.restore import has_removals, opened
from crawler.cli.targets import home
from crawler.ordered import in_order
from crawler.workers import WorkerPool
from output.comparing import documents
from output.compression import DamagedError
from output.inputs import Entry, Source, WrongKindError, find_sources, read_source
from output.memory_file import MemoryFileError, hosts_in, learnt
from output.processing import Processed, process
from output.publishing import PendingFile, publish_all
from output.restoring import MismatchError
from output.store import StoreError
from output.suggesting import hosts_of_job, of_host, page_of, pages_of_job, text_page

_AHEAD = 8  # pages read ahead for each worker
_NAMED = 5  # other hosts that a message names


@click.command("suggest", short_help="Write what template memory learnt about a host as site rules.")
@click.argument("host", metavar="HOST")
@click.argument("more", nargs=-1, metavar="[FILE…]")
@click.option("--job", metavar="NAME", help="From the pages of this job.")
@click.option("--from", "files", multiple=True, metavar="FILE", help="From these documents: all that clean reads.")
@click.option("--memory", metavar="FILE", help="From this memory file; with --job or --from, tried on their pages.")
@click.option("-o", "--output", metavar="PATH", help="A file, or a FOLDER for HOST.toml.  [default: stdout]")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def suggest_rules(
    host: str,
    *,
    more: tuple[str, ...],
    job: str | None,
    files: tuple[str, ...],
    memory: str | None,
    output: str | None,
    force: bool,
) -> int:
    """Write what template memory learnt about HOST as rules for --site-rules, for you to read, correct and keep.

    Each entry says on how many pages its line stood and when last, and has examples for `dehusk rules test`. Lines that
    differ in numbers, dates or names are one entry; a heading that always begins the tail of a page cuts a section.
    What is doubtful is commented out.
    """
    name = ascii_host(host.strip())
    if not name or any(char.isspace() or char in "/:@" for char in name):
        raise UserError(f"{host!r} is no host: name one, like news.example.org")
    place = _place(output, name, force=force)
    if more and not files:
        raise UserError(f"{more[0]}: name documents with --from FILE")
    if (job is not None) + bool(files) > 1 or not (job or files or memory):
        raise UserError("name one thing to learn from: --job NAME, --from FILE… or --memory FILE")
    found, origin = _suggested(name, job, (*files, *more), memory)
    if not found.entries:
        raise UserError(f"nothing repeats on {name} that is taken: no rules to suggest from {origin}", SOME_FAILED)
    text = toml(found, origin)
    if place is None:
        click.echo(text, nl=False)
    else:
        _write(place, text)
        told = f"{found.rules.count} rules, {sum(bool(entry.doubt) for entry in found.entries)} commented out"
        click.echo(f"{place}: {told}; read it, then: dehusk rules test {place.parent}", err=True)
    return ALL_DONE


def _place(output: str | None, host: str, *, force: bool) -> Path | None:
    if output is None or output == "-":
        return None
    place = Path(output)
    if output.endswith("/") or place.is_dir():
        place /= f"{host}.toml"
    if place.suffix != ".toml":
        raise UserError(f"-o {output}: name a file that ends in .toml, or a folder (ends in /)")
    if place.exists() and not force:
        raise UserError(f"{place} is there already: name another file, or write over it with --force")
    return place


def _write(place: Path, text: str) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        pending = PendingFile(place, "rules")
        pending.write(text.encode())
        pending.seal()
        publish_all([pending])
    except OSError as error:
        raise not_writable(error, str(place)) from error


def _suggested(host: str, job: str | None, files: Sequence[str], memory: str | None) -> tuple[Suggestions, str]:
    """The suggestions, and in a few words what they were made from."""
    kept: HostMemory | None = None
    lines: list[Learnt] = []
    if memory:
        try:
            kept, lines = learnt(Path(memory), host)
            if kept is None:
                raise _unknown(f"the memory file {memory} knows nothing that repeats on {host}", hosts_in(Path(memory)))
        except MemoryFileError as error:
            raise UserError(f"--memory: {error}") from error
    if job:
        pages, own = _of_job(job, host)
        number, origin = len(pages), f"{len(pages)} pages of the job {job}"
    elif files:
        try:
            pages, own, number = _of_files(files, host)
        except WrongKindError as error:
            raise UserError("what comes on stdin is no JSONL: save it as a file and name that") from error
        origin = f"{len(pages)} documents"
    else:
        return from_lines(host, lines), f"the memory file {Path(str(memory)).name}"
    known = kept or own
    if known is None:
        looked_at = origin if job else f"{number} documents"
        why = _why_nothing(pages, number)
        raise UserError(f"nothing repeats on {host}: {looked_at} were looked at, {why}", SOME_FAILED)
    return suggest(host, known, pages), origin + (f" and the memory file {Path(memory).name}" if memory else "")


def _why_nothing(pages: Sequence[Seen], number: int) -> str:
    """Why so many documents teach nothing; `pages` are those of them that are not the same to the letter."""
    different = host_memory((str(n), sketch(page.document)) for n, page in enumerate(pages)).pages
    if number < PAGES:
        return "three different ones are needed"
    if different < PAGES:
        said = "and all say the same" if different < 2 else f"and only {different} of them say something of their own"
        return f"{said}: three different ones are needed"
    return "and no line stands on three of them beside text of their own"


def _unknown(what: str, others: Iterable[str]) -> UserError:
    known = list(others)
    more = ", …" if len(known) > _NAMED else ""
    return UserError(what + (f"; it knows {', '.join(known[:_NAMED])}{more}" if known else ""), SOME_FAILED)


def _of_job(job: str, host: str) -> tuple[list[Seen], HostMemory | None]:
    store = home() / "output" / "data" / job / "job.sqlite"
    if not store.exists():
        raise UserError(f"there is no job {job} (looked for {store})")
    try:
        pages, memory = pages_of_job(store, host)
        if not pages:
            raise _unknown(f"the job {job} has no pages of {host}", hosts_of_job(store))
    except (StoreError, MismatchError) as error:
        raise UserError(f"the job {job}: {error}", SOME_FAILED) from error
    except sqlite3.Error as error:
        raise UserError(f"the job {job} cannot be read: {error}", SOME_FAILED) from error
    return pages, memory


def _of_files(files: Sequence[str], host: str) -> tuple[list[Seen], HostMemory | None, int]:
    """The different pages of the host, what they teach, and how many there were with those that are the same."""
    found: dict[bytes, Seen] = {}
    number = 0
    others = Counter[str]()
    for page in _all_pages(files):
        own = of_host(page, host)
        if own is None:
            others[host_of(page.document)] += 1
            continue
        number += 1
        if len(found) < MOST_PAGES:
            found[own.document.text.encode("utf-8", "replace")] = own
    if not found:
        known = [name for name, _ in others.most_common()]
        raise _unknown(f"none of these documents is one of {host}", known)
    pages = list(found.values())
    memory = build((host, page.document.url or str(n), page.document) for n, page in enumerate(pages))
    return pages, memory.hosts.get(host), number


def _all_pages(files: Sequence[str]) -> Iterator[Seen]:
    """The documents behind the names, those of dehusk's own records as they were extracted."""
    with WorkerPool(processors()) as pool:
        for source in find_sources(files, None):
            if source.kind == "jsonl" and has_removals(source.name):
                yield from _recorded(source.name)
            else:
                yield from _cleaned(source, pool)


def _recorded(name: str) -> Iterator[Seen]:
    with ExitStack() as stack:
        try:
            for one in documents(opened(name, None, stack)):
                yield text_page(one.record, one.text)
        except (MismatchError, DamagedError) as error:
            raise UserError(f"{name}: {error}", SOME_FAILED) from error


def _cleaned(source: Source, pool: WorkerPool) -> Iterator[Seen]:
    def begin(entry: Entry) -> Callable[[], Processed | None]:
        task = entry.task
        if task is None:
            return lambda: None
        return pool.submit(task).result if task.page else lambda: process(task)

    for entry, done in in_order(read_source(source, itertools.count(1)), begin, pool.workers * _AHEAD):
        if done is None or done.outcome != "ok":
            why = entry.reject.detail if entry.reject else (done.detail or done.outcome) if done else ""
            click.echo(f"dehusk: {entry.source}{f':{entry.line}' if entry.line else ''}: {why}", err=True)
        else:
            yield page_of(done)
