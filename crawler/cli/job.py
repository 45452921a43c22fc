"""`dehusk job`: which jobs there are, how one stands, and what can be done with one beside crawling it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click
import orjson

from crawler.cli.errors import ALL_DONE, INCOMPLETE, SOME_FAILED, UserError
from crawler.cli.job_table import show_list, show_status
from crawler.cli.jobs import explained, home, named
from crawler.cli.reclean import reclean
from output.archive_files import eraser
from output.job_status import JobStatus, job_status
from output.jobs import STORE, job_names, jobs_folder, locked_job, opened_job
from output.purging import Purged, purge
from output.retrying import retry, retryable
from output.store_file import StoreError


@click.group(short_help="List jobs, look at one, retry or erase some of its URLs.")
def job() -> None:
    """Jobs lie in output/data/ below DEHUSK_HOME, or below the current folder."""


@job.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a job.")
def list_jobs(as_json: bool) -> int:
    """List the jobs that there are, with their URLs by state. Exits with 1 if one of them cannot be read."""
    found: list[JobStatus] = []
    unread: list[str] = []
    names = job_names(home())
    for name in names:
        try:
            found.append(job_status(jobs_folder(home()) / name, hosts=False))
        except StoreError as error:
            unread.append(str(error))
    if as_json:
        for one in found:
            click.echo(orjson.dumps(_plain(one)).decode())
    elif not names:
        click.echo(f"there is no job in {jobs_folder(home())}: dehusk crawl URL begins one", err=True)
    else:
        show_list(found)
    for message in unread:
        click.echo(f"dehusk: {message}", err=True)
    return SOME_FAILED if unread else ALL_DONE


@job.command(short_help="Show how a job stands, and what to type next.")
@click.argument("name", metavar="JOB")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.option("--check", is_flag=True, help="Read the whole store and say whether it is sound.")
def status(name: str, as_json: bool, check: bool) -> int:
    """Show how JOB stands: URLs by state and reason, hosts, runs, room on disk, and what to type next.

    It changes nothing, and a running job goes on. With --check, exits with 3 if the store is not sound.
    """
    folder = named(name)
    with explained(folder):
        found = job_status(folder, check=check)
    if as_json:
        click.echo(orjson.dumps(_plain(found), option=orjson.OPT_INDENT_2).decode())
    else:
        show_status(found, checked=check)
    if found.problems:
        raise UserError(f"the job {name} does not add up: {'; '.join(found.problems[:3])}", INCOMPLETE)
    return ALL_DONE


job.add_command(reclean)


@job.command(name="retry", short_help="Let URLs that have failed be fetched again.")
@click.argument("name", metavar="JOB")
@click.option("--reason", metavar="REASON", help="Those that ended so (timeout, http_503, robots …), not all failed.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N of them, the oldest first.")
def retry_failed(name: str, reason: str | None, limit: int | None) -> int:
    """Let URLs of JOB that have failed be fetched again when it is crawled next."""
    folder = named(name)
    with explained(folder), opened_job(folder) as store:
        known = retryable(store)
        if reason and reason not in known:
            there = ", ".join(f"{one} ({number:,})" for one, number in known.items()) or "none"
            raise UserError(f"no URL of {name} ended as {reason}; those that can be tried again: {there}")
        number = retry(store, reason or "", limit or 0)
        pending = store.pending
    click.echo(f"{number:,} URL{'' if number == 1 else 's'} to be tried again, {pending:,} to fetch in all")
    if pending:
        click.echo(f"next: dehusk crawl --job {name}")
    return ALL_DONE


@job.command(name="purge", short_help="Erase pages: store, archive, and what was exported.")
@click.argument("name", metavar="JOB")
@click.argument("urls", nargs=-1, required=True, metavar="URL…")
@click.option("--forget-url", is_flag=True, help="Put a fingerprint in place of the URL itself, too.")
def purge_urls(name: str, urls: Sequence[str], forget_url: bool) -> int:
    """Erase the pages of URLs from JOB: store, archive, and whatever was exported from it. They are not fetched again.

    Copies that you made elsewhere are not touched. Exits with 1 if JOB does not know one of the URLs.
    """
    folder = named(name)
    with explained(folder), locked_job(folder):
        done = purge(
            folder / STORE, [_with_scheme(url) for url in urls], forget_url=forget_url, erase_archived=eraser(folder)
        )
    _tell(done, forget_url)
    return SOME_FAILED if done.unknown else ALL_DONE


def _with_scheme(url: str) -> str:
    return url if "://" in url else f"https://{url}"


def _tell(done: Purged, forget_url: bool) -> None:
    urls = f"{len(done.urls):,} URL{'' if len(done.urls) == 1 else 's'}"
    pages = f"{done.pages:,} page{'' if done.pages == 1 else 's'}"
    archived = f", {done.archived:,} archived response{'' if done.archived == 1 else 's'}" if done.archived else ""
    click.echo(f"erased: {urls}, {pages}{archived}")
    for place in done.places:
        click.echo(f"exported again: {place.path}")
    for place in done.missing:
        click.echo(f"dehusk: {place.path} is not there any more: a copy of it is not touched", err=True)
    for url in done.unknown:
        hint = " (or it was forgotten already)" if forget_url else ""
        click.echo(f"dehusk: the job does not know {url}{hint}", err=True)
    sys.stderr.flush()


def _plain(status: JobStatus) -> dict[str, Any]:
    return {**asdict(status), "folder": str(status.folder), "complete": status.complete}
