"""The table at the end of a crawl."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console
from rich.table import Table

from crawler.job import JobRun


def show(run: JobRun, stream: TextIO) -> None:
    """Outcomes by reason, removals by cleaner, characters in and out, and where the files lie."""
    console = Console(file=stream, highlight=False)
    result = run.result
    table = Table(title=f"job {run.name}", title_justify="left", box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("URLs", f"{result.counts.get('seen', 0):,}")
    for reason, number in result.reasons.items():
        table.add_row(f"  {reason}", f"{number:,}")
    if result.counts.get("pending"):
        table.add_row("  still to fetch", f"{result.counts['pending']:,}")
    table.add_row("removed", f"{sum(result.removed.values()):,}")
    for cleaner, number in result.removed.items():
        table.add_row(f"  {cleaner}", f"{number:,}")
    table.add_row("characters in", f"{result.chars_in:,}")
    table.add_row("characters out", f"{result.chars_out:,}")
    console.print(table)
    if result.exported is not None:
        console.print(f"{result.exported.records:,} records in {result.exported.where}", soft_wrap=True, markup=False)
    console.print(f"job store: {run.store.path}", soft_wrap=True, markup=False)
