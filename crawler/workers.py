"""Worker processes: all CPU work on a page, with a limit of time and of memory, and no page that harms the next."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import forkserver
from typing import TYPE_CHECKING, Any

from crawler.cli.errors import INCOMPLETE, UserError

if TYPE_CHECKING:  # pebble and the extractor are imported with the first task: `dehusk --help` needs neither
    from output.processing import Processed, Task
    from output.setup import Mode, Setup

logger = logging.getLogger(__name__)

# What each way of extraction falls back to, and what it may take of the time for a page: a fall-back needs less.
_FIRST_SHARE = 0.6
_RESILIPARSE: tuple[tuple[Mode, float], ...] = (("resiliparse", 0.15),)
_FAST: tuple[tuple[Mode, float], ...] = (("fast", 0.25), *_RESILIPARSE)
CHAINS: dict[Mode, tuple[tuple[Mode, float], ...]] = {
    "blocks": (("blocks", _FIRST_SHARE), *_FAST),
    "full": (("full", _FIRST_SHARE), *_FAST),
    "fast": _FAST,
    "resiliparse": _RESILIPARSE,
}
OUT_OF_MEMORY = 77  # exit code of a worker that reached its memory limit
_MEGABYTE = 1 << 20
# Clock time for a second of CPU. A hang is cut off by CPU time, which other programs do not use up; the clock is for
# what waits, and must not be met by a page that only shares its processor with others.
_BUSY = 3.0
# trafilatura, the first fall-back, reads 25,000 to 40,000 tags a second of most pages. One with far more than its time
# allows would be given up in two ways before the third, which then has too little time for the text of so large a page.
_TAGS_PER_SECOND = 15_000
_BROKEN_POOL_LIMIT = 3  # a task that saw the whole pool break this often is given up as the cause
# The fork server loads these once. The commands are here because a child imports what its parent's script imports.
_PRELOAD = ("crawler.fork_server", "crawler.cli")
_PRELOAD_IF_LOADED = ("scrapy.cmdline",)
_MEND = "mend the installation (make setup) and run it again"


class BrokenWorkersError(UserError):
    """The workers cannot do anything, whatever page they are given: a part of dehusk cannot be imported."""

    def __init__(self, error: ImportError) -> None:
        super().__init__(f"the workers cannot start, {type(error).__name__}: {error}; {_MEND}", INCOMPLETE)


class WorkerPool:
    """Runs `output.processing.process` in worker processes.

    `page_seconds` is the CPU time for one page, for all of its fall-backs together, so that a busy machine gives the
    same outcomes as an idle one. A page that waits instead of computing is ended after three times that on the clock,
    counted from when a worker takes it up. One with more tags than can be read in that time (90,000 in 10 s) begins
    with the last fall-back, which then has all of it. `memory_mb` is the address space of a
    worker in MiB (on macOS, which does not enforce that, its resident memory, looked at five times a second). A worker
    is replaced after `recycle_after` pages. Every worker begins with the `setup` of the run. Workers start with the
    first task; an idle pool costs nothing.

    The pool takes every task that it is given: whoever submits bounds what is in flight (see `crawler.ordered`).
    """

    def __init__(
        self,
        workers: int,
        page_seconds: float = 10.0,
        memory_mb: int = 1024,
        recycle_after: int = 500,
        setup: Setup | None = None,
    ) -> None:
        if workers < 1:
            raise ValueError("a pool has at least one worker")
        self.workers = workers
        self.page_seconds = page_seconds
        self.memory_mb = memory_mb
        self.recycle_after = recycle_after
        self.setup = setup
        self._lock = threading.Lock()
        self._pool: Any = None
        self._closed = False
        self._waiting: set[Future[Processed]] = set()

    def submit(self, task: Task) -> Future[Processed]:
        """The future outcome of a task. It never raises for a bad page, and is cancelled only by `close(kill=True)`.

        A page whose extraction breaks its limits is tried again in cheaper modes; when all have failed the outcome
        names the first failure: `extract_timeout`, `extract_memory` or `extract_failed`, with an empty record. A page
        too large for the memory limit is `too_large` without being tried. Raises RuntimeError after `close`. Raises
        BrokenWorkersError, or the future does, where workers can do nothing at all.
        """
        from output.processing import Processed, identity  # noqa: PLC0415

        future: Future[Processed] = Future()
        if task.size > self.memory_mb * _MEGABYTE // 12:  # a parsed tree takes about ten times the size of its page
            detail = f"{task.size} bytes are more than fit the memory of a worker ({self.memory_mb} MiB)"
            future.set_result(Processed(identity(task), "too_large", detail=detail))
            return future
        self._waiting.add(future)
        future.add_done_callback(self._waiting.discard)
        try:
            _Attempts(self, task, future).start()
        except BaseException:
            self._waiting.discard(future)
            raise
        return future

    def again(
        self, record: bytes, removals: bytes, layout: bytes, memory: bytes, extraction: str = ""
    ) -> Callable[[], Processed]:
        """Begin `output.recleaning.clean_again` in a worker; hands back what waits for the result.

        Where the worker dies of it or the pool is closed, the page is cleaned in this process instead: cleaning is
        linear, and a page must not get lost in its second pass.
        """
        from crawler.worker_process import clean_page_again, clean_page_here  # noqa: PLC0415

        page = (record, removals, layout, memory, extraction)
        try:
            with self._lock:
                if self._closed:
                    raise RuntimeError("the worker pool is closed")
                if self._pool is None:
                    self._pool = self._new_pool()
                running = self._pool.schedule(clean_page_again, args=page)
        except Exception:  # noqa: BLE001 - whatever the pool cannot do is done here, where an error is seen
            return lambda: clean_page_here(*page, self.setup)

        def wait() -> Processed:
            try:
                done: Processed = running.result()
            except Exception as error:  # noqa: BLE001 - the same
                logger.debug("a page is cleaned again in this process: %r", error)
                return clean_page_here(*page, self.setup)
            return done

        return wait

    def close(self, kill: bool = False) -> None:
        """End the workers: after the tasks that were submitted, or at once with `kill`, which cancels those."""
        with self._lock:
            self._closed = True
            pool, self._pool = self._pool, None
        if pool is None:
            return
        if kill:
            for future in list(self._waiting):  # pebble leaves them waiting for ever
                future.cancel()
            pool.stop()
        else:
            pool.close()
        pool.join()

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.close(kill=kind is not None)

    def schedule(self, task: Task, seconds: float) -> tuple[Any, Any]:
        """One attempt in a worker, with so many seconds of CPU (0: no limit): pebble's future and its pool."""
        with self._lock:
            if self._closed:
                raise RuntimeError("the worker pool is closed")
            try:
                run = self._work()
                if self._pool is None:
                    self._pool = self._new_pool()
            except ImportError as error:
                raise BrokenWorkersError(error) from error
            pool = self._pool
        return pool.schedule(run, args=(task, seconds), timeout=seconds * _BUSY or None), pool

    def _work(self) -> Callable[[Task, float], Processed]:
        """What a worker runs. Its own method so that tests can put a misbehaving one in its place."""
        from crawler.worker_process import run  # noqa: PLC0415

        return run

    def retire(self, broken: Any) -> None:
        """Put a pool that broke as a whole aside; the next task starts another."""
        with self._lock:
            if self._pool is broken:
                self._pool = None
        broken.stop()

    def _new_pool(self) -> Any:
        from pebble import ProcessPool  # noqa: PLC0415

        from crawler.worker_process import start  # noqa: PLC0415

        return ProcessPool(
            max_workers=self.workers,
            max_tasks=self.recycle_after,
            initializer=start,
            initargs=(self.memory_mb, self.setup),
            context=_fork_server(),
        )


def start_fork_server() -> None:
    """Let the fork server load what workers need while this process loads the rest: nearly a second less for a crawl.

    Without this call it starts with the first task. It ends with this process.
    """
    _fork_server()
    # Ctrl-C is for this process, which ends the others; one that still loads its modules would say a traceback.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        forkserver.ensure_running()
    finally:
        signal.signal(signal.SIGINT, before)


def _fork_server() -> Any:
    """How workers start. A fork server that has the extractor loaded forks one in 20 ms; forking this process, with
    its threads and its reactor, is not safe, and spawning takes a second for each."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*_PRELOAD, *(name for name in _PRELOAD_IF_LOADED if name in sys.modules)])
    return context


class _Attempts:
    """One task on its way through the modes of extraction."""

    def __init__(self, owner: WorkerPool, task: Task, future: Future[Processed]) -> None:
        self._owner = owner
        self._task = task
        self._future = future
        # Text has nothing to fall back to; a page begins with the mode it was given, or with that of the run.
        first = task.mode or (owner.setup.extractor if owner.setup else "blocks")
        chain = CHAINS["resiliparse" if _has_too_many_tags(task, owner.page_seconds) else first]
        self._left = list(chain) if task.page else [(first, 1.0)]
        self._total = sum(share for _, share in self._left)
        self._outcome = ""
        self._details: dict[str, list[str]] = {}  # what went wrong, and in which modes
        self._broken = 0

    def start(self) -> None:
        mode, share = self._left[0]
        attempt = replace(self._task, mode=mode)
        # Cleaning a text is linear and has nothing to fall back to: a limit could only lose a long one.
        seconds = self._owner.page_seconds * share / self._total if attempt.page else 0.0
        running, pool = self._owner.schedule(attempt, seconds)
        running.add_done_callback(lambda done: self._ended(done, pool))

    def _ended(self, done: Any, pool: Any) -> None:
        try:
            self._settle(done, pool)
        except BaseException as error:  # noqa: BLE001 - handed on, to whoever waits
            # This runs in a thread of the pool: what is raised here would be lost, and the future never be done.
            # One that is done was cancelled meanwhile.
            if not self._future.done():
                self._future.set_exception(error)

    def _settle(self, done: Any, pool: Any) -> None:
        try:
            processed: Processed = done.result()
        except CancelledError:
            self._future.cancel()
            return
        except BrokenProcessPool:
            self._owner.retire(pool)
            self._broken += 1
            if self._broken < _BROKEN_POOL_LIMIT:
                self.start()
                return
            self._fail("extract_failed", "the worker processes broke down")
        except FutureTimeout:
            self._fail("extract_timeout", "took too long")
        except ImportError as error:  # not this page's fault, and no other would fare better
            self._future.set_exception(BrokenWorkersError(error))
        except Exception as error:  # noqa: BLE001 - a bad page may raise anything; its outcome says what
            self._fail(*_reason(error))
        else:
            self._future.set_result(processed)

    def _fail(self, outcome: str, detail: str) -> None:
        mode, _ = self._left.pop(0)
        self._outcome = self._outcome or outcome
        self._details.setdefault(detail, []).append(mode)
        if self._left:
            logger.debug("%s %s: %s, falling back to %s", self._task.facts.url, mode, detail, self._left[0][0])
            self.start()
            return
        from output.processing import Processed, identity  # noqa: PLC0415

        self._future.set_result(Processed(identity(self._task), self._outcome, detail=self._detail()))

    def _detail(self) -> str:
        return "; ".join(f"{detail} ({', '.join(modes)})" for detail, modes in self._details.items())


def _has_too_many_tags(task: Task, page_seconds: float) -> bool:
    if task.page is None or task.reads != "page":
        return False
    return task.page.body.count(b"<") > _TAGS_PER_SECOND * page_seconds * _FIRST_SHARE


def _reason(error: Exception) -> tuple[str, str]:
    code = getattr(error, "exitcode", None)
    if code == OUT_OF_MEMORY or isinstance(error, MemoryError):
        return "extract_memory", "took too much memory"
    if code == -signal.SIGPROF:
        return "extract_timeout", "took too long"
    if code is not None:
        return "extract_failed", f"the worker process died ({_died_of(code)})"
    line = " ".join(str(error).split())[:200]
    return "extract_failed", f"{type(error).__name__}: {line}" if line else type(error).__name__


def _died_of(code: int) -> str:
    try:
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        return f"signal {-code}"
