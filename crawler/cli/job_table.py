"""Jobs as a person reads them: a line for each, or all of one."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.table import Table

from crawler.cli.terminal import Terminal
from output.job_status import JobStatus, Run
from output.outcomes import STATES
from output.space import readable

_RUNS = 5  # the newest that are shown


def show_list(jobs: Sequence[JobStatus]) -> None:
    """A line for each job."""
    table = Table(box=None, pad_edge=False, header_style="italic")
    table.add_column("job", overflow="fold")
    for column in ("done", "pending", "failed", "skipped", "disk"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for job in jobs:
        counts = [f"{job.counts[state]:,}" for state in ("done", "pending", "failed", "skipped")]
        table.add_row(job.name, *counts, readable(sum(job.disk.values())), _state(job))
    Terminal(file=sys.stdout, highlight=False, markup=False).print(table)


def show_status(job: JobStatus, *, checked: bool) -> None:
    """URLs by state and reason, hosts, runs, room on disk, and what to type next."""
    console = Terminal(file=sys.stdout, highlight=False, markup=False)
    console.print(f"job {job.name} ({job.spider or 'never begun'}), {_state(job)}", style="italic", soft_wrap=True)
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_row("URLs", f"{job.counts['seen']:,}")
    for state in STATES:
        table.add_row(f"  {state}", f"{job.counts[state]:,}")
        for reason, number in job.reasons.get(state, {}).items():
            if reason != "ok":
                table.add_row(f"    {reason}", f"{number:,}")
    table.add_row("hosts", f"{len(job.hosts) + job.more_hosts:,}")
    for host, states in job.hosts.items():
        table.add_row(f"  {host}", f"{sum(states.values()):,}")
    table.add_row("disk", readable(sum(job.disk.values())))
    for kind, size in job.disk.items():
        if size:
            table.add_row(f"  {kind}", readable(size))
    console.print(table)
    if job.runs:
        console.print(f"runs {len(job.runs):,}", soft_wrap=True)
    for number, run in list(enumerate(job.runs, 1))[-_RUNS:]:
        console.print(f"  {number}: {run.started} {_ended(run, job)}", soft_wrap=True)
    if checked:
        console.print("the store is sound" if not job.problems else "the store is NOT sound")
    console.print(f"next: {_next(job)}", soft_wrap=True)


def _state(job: JobStatus) -> str:
    if job.running:
        return f"running (process {job.running})"
    if job.complete:
        return "complete"
    return "to go on with" if job.counts["seen"] else "empty"


def _ended(run: Run, job: JobStatus) -> str:
    if run.ended:
        return f"to {run.ended}, {run.reason or 'finished'}"
    return "still running" if job.running and run is job.runs[-1] else "was cut off"


def _next(job: JobStatus) -> str:
    if job.running:
        return f"wait, or stop it with: kill {job.running}"
    if job.counts["pending"]:
        return f"dehusk crawl --job {job.name}"
    if job.counts["failed"]:
        return f"dehusk job retry {job.name}, then dehusk crawl --job {job.name}"
    return f"dehusk export {job.name} -o {job.name}.jsonl"
