"""Rich's console, as a program in a shell pipe needs it."""

from __future__ import annotations

from typing import NoReturn

from rich.console import Console


class Terminal(Console):
    """A console whose reader may go away: that is no failure, where rich would end the process with exit code 1."""

    def on_broken_pipe(self) -> NoReturn:
        """Raises BrokenPipeError, which `crawler.cli.main` answers."""
        raise BrokenPipeError
