"""What a worker runs in the tests of its limits: the body of a page says what goes wrong, and in which modes."""

from __future__ import annotations

import os
import re
import signal
import sys
import time

from crawler import worker_process
from output.processing import Processed, Task

GOOD = b"good"


def misbehave(task: Task, *_: object) -> Processed:
    """`<what> <mode>…` as the body; every other mode is well behaved."""
    assert task.page
    what, *modes = task.page.body.decode().split()
    if task.mode in modes:
        _do(what)
    return Processed(task.facts.id, "ok", record=task.page.body, mode=task.mode)


def _do(what: str) -> None:
    if what == "hang_in_c":  # the regular expression engine holds the interpreter and answers no signal handler
        re.match(r"(a+)+$", "a" * 60 + "b")
    elif what == "sleep":
        time.sleep(600)
    elif what == "memory":
        hoard: list[object] = []
        # Where the address space is limited it need not be touched, which takes a second on a busy machine.
        grow = bytearray if sys.platform == "darwin" else bytes
        while True:
            hoard.append(grow(1 << 26))
    elif what == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif what == "exit":
        raise SystemExit(3)
    elif what == "recursion":
        _do(what)
    else:
        raise ValueError(what)


def run(task: Task, cpu_seconds: float) -> Processed:
    worker_process.process = misbehave
    return worker_process.run(task, cpu_seconds)
