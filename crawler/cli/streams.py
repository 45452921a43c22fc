"""What a process may lack when it is started: standard streams, a folder to be in."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence

from crawler.cli.errors import UserError

_STDIN, _STDOUT = 0, 1
_TO_STDOUT = frozenset({"-o-", "--output=-"})
_OUTPUTS = frozenset({"-o", "--output"})


def open_missing() -> set[int]:
    """Open /dev/null for each standard stream that is closed, so that no file takes its number; which ones were."""
    missing = set()
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            missing.add(number)
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - to the end
    return missing


def check_start(words: Sequence[str], missing: Collection[int]) -> None:
    """Raises UserError where the command line names a stream that is closed, or there is no current folder any more."""
    try:
        os.getcwd()
    except FileNotFoundError as error:
        raise UserError("the current folder was deleted: go to another one and run it again") from error
    before = ""
    for word in words:
        if word in _TO_STDOUT or (word == "-" and before in _OUTPUTS):
            if _STDOUT in missing:
                raise UserError("-o -: stdout is closed; name a file")
        elif word in {"-", "--urls=-"} and _STDIN in missing:
            raise UserError("-: stdin is closed; name a file")
        before = word
