"""`dehusk job reclean`: the archived pages of a job cleaned again with the rules of today, without fetching."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click

from crawler.cli.clean import processors
from crawler.cli.compare import Picture
from crawler.cli.errors import ALL_DONE, INCOMPLETE, SOME_FAILED, UserError, not_writable
from crawler.cli.jobs import explained, named
from crawler.cli.setup import extractor_option, setup_of, site_rules_option
from crawler.job_cleaning import kept_extractor, kept_memory, kept_rules
from crawler.ordered import in_order
from crawler.workers import WorkerPool
from output.archive import FOLDER
from output.archive_files import recover
from output.comparing import Comparison, compare
from output.comparing_page import page
from output.export import Place, export, export_again
from output.jobs import STORE, locked_job
from output.memory_file import MemoryFileError, Snapshot
from output.processing import Processed
from output.reading import StoreReader
from output.recleaning import Passing
from output.replaying import Archived, Staging, StoreOutput, rules_key
from output.setup import Setup
from output.store import JobStore
from output.tools import Tools

_AHEAD = 8  # pages read ahead for each worker
_BATCH = 100  # pages in one transaction
_MESSAGES = 10  # damaged records that are told one by one


@click.command(name="reclean")
@click.argument("name", metavar="JOB")
@click.option("--compare", "only_compare", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--compare-html", metavar="PATH", help="Write the comparison as one HTML file, too.")
@click.option("-o", "--output", metavar="PATH", help="FILE.jsonl[.gz|.zst] or FOLDER/.  [default: where they were]")
@click.option("--workers", type=click.IntRange(1, 256), metavar="N", help="Processes.  [default: one a processor]")
@site_rules_option
@extractor_option
@click.option("--no-memory", is_flag=True, help="Without the memory file that the job was crawled with.")
@click.option("-q", "--quiet", is_flag=True, help="Only what went wrong.")
def reclean(
    name: str,
    *,
    only_compare: bool,
    compare_html: str | None,
    output: str | None,
    workers: int | None,
    site_rules: tuple[str, ...],
    extractor: str | None,
    no_memory: bool,
    quiet: bool,
) -> int:
    """Clean the archived pages of JOB again with the rules of today, without fetching, and export them.

    The records are replaced all at once when everything is done; a run that was stopped goes on where it was. With
    --compare it only shows which documents and blocks would change; the same command without it then applies what was
    worked out. Pages without an archived response are cleaned again from their extracted text.
    """
    if output == "-":
        raise UserError("-o -: name a file or a folder")
    if compare_html and not only_compare:
        raise UserError("--compare-html goes with --compare")
    folder = named(name)
    with explained(folder, output or ""), locked_job(folder):
        with closing(JobStore(folder / STORE)) as store:
            site_rules = site_rules or kept_rules(store)
            memory = "" if no_memory else kept_memory(store)
            kept = kept_extractor(store)
        setup = setup_of(site_rules, extractor)
        setup, how = setup if extractor else replace(setup, extractor=kept), _with_memory(memory)
        recover(folder / FOLDER)
        with closing(Staging(folder, rules_key(setup))) as staging:
            lost = _cleaned(staging, setup, workers or processors())
            staging.settle(Tools(setup), how)
            done, without = staging.counts()
            if not quiet:
                _tell(name, done, without)
            if only_compare:
                _compare(folder, staging, name, compare_html)
            else:
                staging.apply()
                _export(folder, output, quiet=quiet)
    return SOME_FAILED if lost else ALL_DONE


def _with_memory(memory: str) -> Passing:
    """How the pages are cleaned a second time: with the job's memory file, which is only read, if it has one."""
    if not memory:
        return Passing()
    try:
        return Passing(memory=Snapshot(Path(memory)).of)
    except MemoryFileError as error:
        raise UserError(f"the memory file of the job: {error}, or add --no-memory") from error


def _cleaned(staging: Staging, setup: Setup, workers: int) -> int:
    """Clean what is left; how many archived responses are damaged."""
    from crawler.pipelines import stored_page  # noqa: PLC0415 - brings Scrapy, half a second

    lost = 0
    batch = []
    try:
        with WorkerPool(workers, setup=setup) as pool:
            for archived, done in _results(staging, pool):
                if done is None:
                    lost += 1
                    _tell_lost(archived, lost)
                    continue
                url = archived.task.page.url if archived.task and archived.task.page else archived.url
                batch.append((archived.row, done, stored_page(done, url) if done.outcome == "ok" else None))
                if len(batch) >= _BATCH:
                    staging.put(batch)
                    batch = []
    except KeyboardInterrupt:
        staging.put(batch)
        job = staging.job.name
        message = f"stopped; the records of {job} are as they were: the same command goes on where it was"
        raise UserError(message, INCOMPLETE) from None
    staging.put(batch)
    return lost


def _results(staging: Staging, pool: WorkerPool) -> Iterator[tuple[Archived, Processed | None]]:
    def begin(archived: Archived) -> Callable[[], Processed | None]:
        return pool.submit(archived.task).result if archived.task else lambda: None

    def size(archived: Archived) -> int:
        return archived.task.size if archived.task else 0

    return in_order(staging.left(), begin, pool.workers * _AHEAD, size)


def _tell_lost(archived: Archived, lost: int) -> None:
    if lost <= _MESSAGES:
        click.echo(f"dehusk: {archived.url}: {archived.problem}; its record stays as it is", err=True)
    elif lost == _MESSAGES + 1:
        click.echo("dehusk: and more; they are counted", err=True)


def _tell(name: str, done: int, without: int) -> None:
    rest = f", {without:,} without an archived response from their text" if without else ""
    click.echo(f"{name}: {done:,} archived page{'' if done == 1 else 's'} cleaned again{rest}", err=True)


def _compare(folder: Path, staging: Staging, name: str, html: str | None) -> None:
    with closing(StoreReader(folder / STORE)) as old, closing(StoreReader(staging.path)) as new:
        found: Comparison = compare(StoreOutput(old).pair(), StoreOutput(new).pair())
    Picture().print(found, name, "the present rules")
    if html:
        try:
            Path(html).write_text(page(found, name, "the present rules"), encoding="utf-8")
        except OSError as error:
            raise not_writable(error, html) from error


def _export(folder: Path, output: str | None, *, quiet: bool) -> None:
    with closing(JobStore(folder / STORE)) as store:
        if output:
            written = [export(store, Place(output)).where]
        else:
            places, missing = export_again(store)
            written = [Path(place.path) for place in places]
            for place in missing:
                click.echo(f"dehusk: {place.path} is not there any more: a copy of it is not touched", err=True)
            if not places:
                written = [export(store, Place(str(folder))).where]
    if not quiet:
        for where in written:
            click.echo(f"exported: {where}")
    sys.stdout.flush()
