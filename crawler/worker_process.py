"""What runs inside a worker process. The parent imports it too, to name it: it must stay cheap to import."""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import threading
import time

from crawler.free_memory import GARBAGE
from crawler.workers import OUT_OF_MEMORY
from output.processing import Processed, Task, process
from output.recleaning import clean_again
from output.setup import Setup
from output.tools import NO_TOOLS, Tools

_MEGABYTE = 1 << 20
_LOOK_SECONDS = 0.2
_working = threading.Event()
_tools = NO_TOOLS


def start(memory_mb: int, setup: Setup | None = None) -> None:
    """Prepare a worker: limits, the reaction to signals, and what its run was set up with."""
    global _tools  # noqa: PLW0603 - a worker's initializer has no other way to hand something to its tasks
    _tools = Tools(setup)
    gc.set_threshold(*GARBAGE)
    # pebble answers SIGTERM in Python, and so never while C code hangs: it would wait three seconds for each such page.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    if sys.platform == "darwin":  # RLIMIT_AS is accepted there and not enforced
        threading.Thread(target=_watch, args=(memory_mb * _MEGABYTE,), daemon=True).start()
    else:
        limit = memory_mb * _MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def run(task: Task, cpu_seconds: float) -> Processed:
    """`process`, in a worker that meets its limits only here, where no lock of the pool is held.

    The kernel ends the process after so many seconds of its CPU, in C code too (0: never). Unlike a clock on the wall
    this gives the same outcome on a busy machine.
    """
    _working.set()
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    try:
        return process(task, _tools)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # what is left of the heap is in pieces: the next page gets a new worker
    except Exception:
        raise
    except BaseException as error:  # SystemExit, a panic of a library in Rust: as they are, they would end the parent
        raise RuntimeError(f"{type(error).__name__}: {error}") from error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        _working.clear()


def clean_page_again(record: bytes, removals: bytes, layout: bytes, memory: bytes, extraction: str) -> Processed:
    """`output.recleaning.clean_again` in a worker."""
    return clean_again(record, removals, layout, memory, _tools, extraction)


def clean_page_here(
    record: bytes, removals: bytes, layout: bytes, memory: bytes, extraction: str, setup: Setup | None
) -> Processed:
    """The same in the process of the caller."""
    return clean_again(record, removals, layout, memory, Tools(setup), extraction)


def _watch(limit: int) -> None:
    """End the process when its resident memory goes above the limit while it works on a page."""
    while True:
        time.sleep(_LOOK_SECONDS)
        if _working.is_set() and _resident() > limit:
            os._exit(OUT_OF_MEMORY)


def _resident() -> int:
    """The most resident memory this process has had, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
