"""What the fork server of the workers loads, once, before it forks them. Nothing else imports this module."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from types import TracebackType

from cleaners.page import Page
from crawler import worker_process  # noqa: F401 - so that a worker has it when it begins
from output.processing import Task, process
from output.record import Facts

# What a worker meets that is forked while its pool is closed: the parent has taken away what it was to be handed.
_NOBODY_WAITS = (FileNotFoundError, EOFError, ConnectionError)


def _warm_up() -> None:
    """Do once what the first page of every worker would have to do: imports, phrase packs, language profiles."""
    page = Page("", b"<html><body><article><h1>A page</h1><p>Some words of a page.</p></article></body></html>")
    with suppress(Exception):  # a mistake that shows here shows again with the first page, where someone sees it
        process(Task(page, None, Facts(source="")))


def _without_noise(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, _NOBODY_WAITS):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _without_noise
_warm_up()
gc.freeze()  # what all workers share is never garbage, and is not copied to be looked at
