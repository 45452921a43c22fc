"""`dehusk explain`: one page in the terminal, with what was removed from it and why."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

import click

from crawler.cli.errors import SOME_FAILED, UserError
from crawler.cli.restore import has_removals, opened
from crawler.cli.setup import extractor_option, setup_of, site_rules_option
from crawler.workers import WorkerPool
from output.compression import DamagedError
from output.explaining import as_json, pieces
from output.inputs import Entry, Kind, Source, kind_of, read_source
from output.jsonl import dumps, loads
from output.processing import Processed, Task, process
from output.processing import identity as identity_of
from output.publishing import LineStream
from output.record import Facts
from output.restoring import MismatchError, Row, of_id
from output.setup import Setup
from output.sinks import STDOUT
from output.tools import Tools

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_SOURCE = "dehusk/explain"


@click.command(short_help="Show what was kept and what was removed from one page, and why.")
@click.argument("page", metavar="URL|FILE")
@click.option("--json", "as_lines", is_flag=True, help="One JSON object instead of the picture.")
@click.option("--id", "identity", metavar="ID", help="Which records, where FILE holds some.  [default: the first]")
@click.option(
    "--removals", metavar="PATH", help="The removals, where FILE holds records and they do not lie beside it."
)
@click.option("--from", "kind", type=click.Choice(["txt", "html"]), help="What FILE is, whatever its name.")
@click.option("--allow-private", multiple=True, metavar="HOST", help="A private host that may be fetched from.")
@click.option("--allow-bad-certificates", is_flag=True, help="Fetch from a server that cannot prove who it is.")
@site_rules_option
@extractor_option
def explain(
    page: str,
    *,
    as_lines: bool,
    identity: str | None,
    removals: str | None,
    kind: str | None,
    allow_private: tuple[str, ...],
    allow_bad_certificates: bool,
    site_rules: tuple[str, ...],
    extractor: str | None,
) -> None:
    """Show one page in reading order: what stays, what was removed, by which cleaner, why, with which evidence.

    FILE is a page (.html, .html.gz), a text (.txt), records that dehusk wrote (.jsonl, with their removals beside
    them, or a FOLDER/ of such), or a .jsonl of texts and pages that `dehusk clean` would read; all that have the ID are
    shown. Of a page that is no document (a refusal, a form to log in, "not found") the last line says what it is taken
    for.
    """
    folder = not _ADDRESS.match(page) and Path(page).is_dir()
    lines = folder or (not _ADDRESS.match(page) and kind is None and kind_of(page) == "jsonl")
    try:
        if lines and (folder or removals or has_removals(page)):
            for record, rows in _from_records(page, identity, removals):
                _print(record, rows, None, as_lines=as_lines)
            return
        setup = setup_of(site_rules, extractor)
        if _ADDRESS.match(page):
            tasks = iter([_fetched(page, allow_private, allow_bad_certificates=allow_bad_certificates)])
        else:
            tasks = _tasks(page, cast("Kind | None", kind), identity if lines else None)
        for task in tasks:
            done = _worked_out(task, page, setup)
            _print(loads(done.record), [loads(line) for line in done.removals.splitlines()], done, as_lines=as_lines)
    except MismatchError as error:
        raise UserError(str(error), SOME_FAILED) from error


def _print(record: Row, rows: list[Row], done: Processed | None, *, as_lines: bool) -> None:
    """One record with its removals; `done` says what a page is taken for. Raises MismatchError."""
    found = list(pieces(record, rows))
    no_document = done if done and done.outcome != "ok" else None
    if as_lines:
        out = LineStream(STDOUT)
        taken_for = {"taken_for": no_document.outcome} if no_document else {}
        out.write(dumps({**taken_for, **as_json(record, found)}))
        out.close()
        return
    from crawler.cli.picture import show  # noqa: PLC0415 - rich takes a tenth of a second to load

    show(record, found, f"no document: {no_document.detail} ({no_document.outcome})" if no_document else "")


def _tasks(page: str, kind: Kind | None, identity: str | None) -> Iterator[Task]:
    """The documents of a file that have the id, or without one the first. Raises UserError where there is none."""
    entries = read_source(Source(page, kind or kind_of(page)), itertools.count(1))
    chosen = (entry for entry in entries if not entry.passed_over)  # what is no page in an archive
    wanted = (entry for entry in chosen if identity is None or _id_of(entry) == identity)
    entry = None
    for entry in wanted if identity is not None else itertools.islice(wanted, 1):
        if entry.reject:
            raise UserError(f"{entry.reject.place}: {entry.reject.detail}", SOME_FAILED)
        assert entry.task is not None
        yield entry.task
    if entry is None:
        raise UserError(f"{page} has no document {identity}", SOME_FAILED)


def _id_of(entry: Entry) -> str:
    if entry.task is None:
        return entry.reject.id if entry.reject else ""
    return identity_of(entry.task)


def _fetched(url: str, allow_private: tuple[str, ...], *, allow_bad_certificates: bool) -> Task:
    try:
        fetch = import_module("crawler.fetch").fetch
    except ImportError as error:
        raise UserError("this dehusk cannot fetch pages: save the page and name the file", SOME_FAILED) from error
    page = fetch(url, allow_private=allow_private, allow_bad_certificates=allow_bad_certificates)
    if not 200 <= page.status < 300:
        click.echo(f"dehusk: {url} answered with status {page.status}; this is the page it sent", err=True)
    facts = Facts(
        source=_SOURCE, url=page.url, http_status=page.status, metadata={"tls": "unverified"} if page.unverified else {}
    )
    return Task(page, None, facts)


def _worked_out(task: Task, name: str, setup: Setup) -> Processed:
    """What became of a task, with a record; a page is worked out in a process of its own, as it may hang or grow."""
    task = replace(task, whatever=True)
    if task.page is None:
        done = process(task, Tools(setup))
    else:
        with WorkerPool(1, setup=setup) as pool:
            done = pool.submit(task).result()
    if not done.record:
        raise UserError(f"{name}: {done.detail or done.outcome} ({done.outcome})", SOME_FAILED)
    return done


def _from_records(name: str, identity: str | None, removals: str | None) -> Iterator[tuple[Row, list[Row]]]:
    """The records of a file or folder that have the id, or without one the first. Raises UserError if there is none."""
    if not Path(name).exists():
        raise UserError(f"there is no file {name}", SOME_FAILED)
    found = False
    with ExitStack() as stack:
        records, rows = opened(name, removals, stack)
        try:
            first = list(itertools.islice(records, 1))
            wanted = first[0]["id"] if first and identity is None else identity or ""
            others = records if identity is not None else ()
            for pair in of_id(itertools.chain(first, others), rows, wanted):
                found = True
                yield pair
        except DamagedError as error:
            raise UserError(f"{name} or its removals are damaged or end early: {error}", SOME_FAILED) from error
    if not found:
        raise UserError(f"{name} has no record {identity or 'at all'}", SOME_FAILED)
