"""The table at the end of a crawl."""

from __future__ import annotations

from typing import TextIO

from rich.table import Table

from crawler.cli.terminal import Terminal
from crawler.job import JobRun


def show(run: JobRun, stream: TextIO) -> None:
    """Outcomes by reason, removals by cleaner, characters in and out, and where the files lie."""
    console = Terminal(file=stream, highlight=False)
    result = run.result
    table = Table(box=None, show_header=False, pad_edge=False)
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
    console.print(f"job {run.name}", style="italic", soft_wrap=True, markup=False)
    console.print(table)
    if result.exported is not None:
        number = result.exported.records
        records = f"{number:,} record{'' if number == 1 else 's'}"
        console.print(f"{records} in {result.exported.where}", soft_wrap=True, markup=False)
        if unchanged := result.exported.unchanged:
            said = f"{unchanged:,} more say what they said at the last crawl and are not written again (--all does)"
            console.print(said, soft_wrap=True, markup=False)
    console.print(f"job store: {run.store.path}", soft_wrap=True, markup=False)
