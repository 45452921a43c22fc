"""Rich's console, as a program in a shell pipe needs it."""

from __future__ import annotations

from typing import NoReturn

from rich.console import Console
from rich.text import Text


class Terminal(Console):
    """A console whose reader may go away: that is no failure, where rich would end the process with exit code 1."""

    def on_broken_pipe(self) -> NoReturn:
        """Raises BrokenPipeError, which `crawler.cli.main` answers."""
        raise BrokenPipeError


def rows_of(console: Console, text: Text, first: Text, others: str) -> list[Text]:
    """A text in rows as wide as the console, without white space at their ends; `first` stands before the first of
    them, `others` before the rest. Print them with `soft_wrap=True`."""
    rows = text.wrap(console, console.width - first.cell_len, overflow="fold")
    for row in rows:
        row.rstrip()
    return [Text.assemble(first if number == 0 else others, row) for number, row in enumerate(rows)]
