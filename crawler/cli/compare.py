"""`dehusk clean --compare`: what changed since an older output, in the terminal and as one HTML file."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from crawler.cli.errors import SOME_FAILED, UserError, not_writable
from crawler.cli.restore import opened, record_files
from crawler.cli.targets import Target
from output.comparing import REMOVED, Changed, Comparison, compare, documents, end_of
from output.comparing_page import because, page, summary
from output.compression import DamagedError
from output.jsonl import dumps
from output.processing import normalise_line
from output.restoring import MismatchError

_SHOWN = 20  # documents in the terminal; the HTML file holds more
_WIDEST = 100
_HANDED_ON = ("url", "title", "language", "created", "added")


@dataclass(frozen=True, slots=True)
class Comparing:
    """An older output that a run is compared with.

    `inputs` and `output` are what the run reads and writes; `kept` is false if what it writes is for comparing only.
    """

    old: str
    html: str | None
    inputs: tuple[str, ...]
    output: str | None
    kept: bool = True

    def show(self, chosen: Target) -> None:
        """Print the comparison and write the HTML file. Raises UserError if it cannot be read or written."""
        new = str(chosen.files["records"])
        found = _read(self.old, new, str(chosen.files["removals"]))
        name = new if self.kept else "the present rules"
        Picture().print(found, self.old, name)
        if self.html:
            try:
                Path(self.html).write_text(page(found, self.old, name), encoding="utf-8")
            except OSError as error:
                raise not_writable(error, self.html) from error


def compare_options(command: Callable[..., int]) -> Callable[..., int]:
    """The options `--compare` and `--compare-html` of a command."""
    html = click.option("--compare-html", metavar="PATH", help="Write the comparison as one HTML file, too.")
    old = click.option("--compare", metavar="OLD", help="Show what changed since this older output of dehusk.")
    return old(html(command))


def prepare(
    ctx: click.Context, old: str | None, html: str | None, inputs: tuple[str, ...], output: str | None
) -> Comparing | None:
    """What `--compare OLD --compare-html PATH` means for a run, None without them.

    Without INPUT the documents are those of OLD, restored; unless -o is given, nothing of that run is kept. Raises
    UserError if OLD cannot be read, before anything is cleaned.
    """
    if old is None:
        if html is not None:
            raise UserError("--compare-html goes with --compare OLD")
        if not inputs:
            raise click.UsageError("Missing argument 'INPUT…'.", ctx)
        return None
    if output == "-" or (output is None and "-" in inputs):
        raise UserError("--compare prints on stdout: name a file or folder with -o")
    with ExitStack() as stack:
        opened(old, None, stack)  # says now what is missing
    if inputs:
        return Comparing(old, html, inputs, output)
    folder = Path(ctx.with_resource(TemporaryDirectory(prefix="dehusk-compare-")))
    again = folder / "restored.jsonl"
    with again.open("wb") as file:
        for line in _restored_lines(old):
            file.write(line)
    return Comparing(old, html, (str(again),), output or str(folder / "new.jsonl"), kept=output is not None)


def refuse_overwriting(comparing: Comparing | None, chosen: Target) -> None:
    """Raises UserError if the run would write over what it is compared with."""
    written = {path.resolve() for path in chosen.files.values()}
    if comparing and any(path.resolve() in written for path in record_files(comparing.old)):
        raise UserError(f"{comparing.old} is compared with and would be written over: name another place with -o")


def _restored_lines(old: str) -> Iterator[bytes]:
    """The documents of an older output as input lines."""
    with ExitStack() as stack:
        try:
            for document in documents(opened(old, None, stack)):
                facts = {key: document.record[key] for key in _HANDED_ON if document.record.get(key)}
                yield dumps({"id": document.id, "text": document.text, **facts})
        except (MismatchError, DamagedError) as error:
            raise UserError(f"{old}: {error}", SOME_FAILED) from error


def _read(old: str, new: str, new_removals: str) -> Comparison:
    with ExitStack() as stack:
        try:
            return compare(opened(old, None, stack), opened(new, new_removals, stack))
        except (MismatchError, DamagedError) as error:
            raise UserError(f"{old} cannot be compared: {error}", SOME_FAILED) from error


class Picture:
    """The comparison on stdout: in colour on a terminal, without any when piped or with NO_COLOR."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - a tenth of a second that other runs need not pay

        plain = not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR"))
        self._console = Console(color_system=None if plain else "auto", highlight=False)
        self._console.width = min(self._console.width, _WIDEST)

    def print(self, found: Comparison, old: str, new: str) -> None:
        from rich.text import Text  # noqa: PLC0415

        self._console.print(Text(f"{old} → {new}", "dim"))
        for line in summary(found):
            self._console.print(Text(line))
        if found.blocks:
            self._table(found)
        for document in found.details[:_SHOWN]:
            self._document(document)
        if found.changed > _SHOWN:
            rest = f"and {found.changed - _SHOWN:,} more changed documents: --compare-html PATH shows them"
            self._console.print(Text(rest, "dim"))

    def _table(self, found: Comparison) -> None:
        from rich.table import Table  # noqa: PLC0415

        table = Table(box=None, pad_edge=False)
        table.add_column("cleaner")
        table.add_column("reason")
        table.add_column("newly removed", justify="right")
        table.add_column("given back", justify="right")
        for cleaner, reason, gone, back in found.rows():
            table.add_row(cleaner, reason, f"{gone:,}" if gone else "", f"{back:,}" if back else "")
        self._console.print(table)

    def _document(self, document: Changed) -> None:
        from rich.text import Text  # noqa: PLC0415

        self._console.rule(style="dim", characters="─")
        # ids and addresses come from inputs as they are: no escape code of theirs may reach the terminal
        identity, url = normalise_line(document.id), normalise_line(document.url)
        named = textwrap.shorten(document.title or url, 200)
        if named:
            self._console.print(Text(named, "bold"))
        self._console.print(Text(identity, "dim"))
        if document.guard[0] != document.guard[1]:
            was, now = (reason or "none" for reason in document.guard)
            self._console.print(Text(f"guard: {was} → {now}", "yellow"))
        for change in document.changes:
            gone = change.kind == REMOVED
            sign, style = ("- ", "red") if gone else ("+ ", "green")
            self._row("  ", end_of(change.before, 76), "dim")
            self._row(sign, change.text, style)
            self._row("  ↳ ", f"{change.kind} · {because(change)}", "yellow")

    def _row(self, sign: str, text: str, style: str) -> None:
        from rich.text import Text  # noqa: PLC0415

        from crawler.cli.terminal import rows_of  # noqa: PLC0415

        for row in rows_of(self._console, Text(text, style), Text(sign, style), " " * len(sign)) if text else ():
            self._console.print(row, soft_wrap=True)
