"""`python -m tests.reliability.faulty FAULT… -- crawl …`: dehusk with faults that are put in from outside.

    kill:POINT:N     the process kills itself (SIGKILL) when it comes to a point for the Nth time
    full:PLACE:N     from the Nth time on, what writes to a place fails as on a full disk
    ioerror:PLACE:N  the same, as on a broken disk

Nothing of this is in dehusk itself: production code pays nothing for it, not even a name.
"""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

POINTS = (
    "before_enqueue",
    "after_enqueue",
    "before_commit",
    "after_commit",
    "before_warc",
    "after_warc",
    "segment",
    "before_fsync",
    "after_fsync",
    "before_rename",
    "after_rename",
    "manifest",
)
PLACES = ("store", "archive", "output")
_SQLITE = {
    "full": ("database or disk is full", "SQLITE_FULL"),
    "ioerror": ("disk I/O error", "SQLITE_IOERR_WRITE"),
}


class Faults:
    """What is to go wrong, and how often each point was passed."""

    def __init__(self, words: list[str]) -> None:
        self.kills: dict[str, int] = {}
        self.failing: dict[str, tuple[str, int]] = {}
        self._passed: Counter[str] = Counter()
        for word in words:
            kind, name, number = word.split(":")
            if kind == "kill":
                assert name in POINTS
                self.kills[name] = int(number)
            else:
                assert name in PLACES
                self.failing[name] = (kind, int(number))

    def at(self, point: str) -> None:
        self._passed[point] += 1
        if self.kills.get(point) == self._passed[point]:
            sys.stderr.write(f"killed at {point}\n")
            sys.stderr.flush()
            os.kill(os.getpid(), signal.SIGKILL)

    def writes(self, place: str, name: object) -> None:
        kind, number = self.failing.get(place, ("", 0))
        self._passed[place] += 1
        if not kind or self._passed[place] < number:
            return
        if place == "store":
            message, code = _SQLITE[kind]
            error = sqlite3.OperationalError(message)
            error.sqlite_errorname = code
            raise error
        code = errno.ENOSPC if kind == "full" else errno.EIO
        raise OSError(code, os.strerror(code), str(name))


def install(faults: Faults) -> None:
    """Put the faults around the functions that write."""
    import output.export
    from output.frontier import Frontier
    from output.publishing import PendingFile

    _around(Frontier, "_insert", faults, "before_enqueue", "after_enqueue")
    _around(PendingFile, "seal", faults, "before_fsync", "after_fsync")
    _around(PendingFile, "publish", faults, "before_rename", "after_rename")
    _around(output.export, "_manifest", faults, "manifest", "")
    _segments(PendingFile, faults)
    _store(faults)
    try:
        from output.archive import ArchiveWriter
    except ImportError:  # no archive in this version
        return
    _around(ArchiveWriter, "add", faults, "before_warc", "after_warc")
    _failing(ArchiveWriter, "_append", faults)


def _around(owner: Any, name: str, faults: Faults, before: str, after: str) -> None:
    inner: Callable[..., Any] = getattr(owner, name)

    def outer(*args: Any, **kwargs: Any) -> Any:
        faults.at(before)
        result = inner(*args, **kwargs)
        if after:
            faults.at(after)
        return result

    setattr(owner, name, outer)


def _failing(owner: Any, name: str, faults: Faults) -> None:
    inner: Callable[..., Any] = getattr(owner, name)

    def outer(self: Any, *args: Any, **kwargs: Any) -> Any:
        faults.writes("archive", self.folder)
        return inner(self, *args, **kwargs)

    setattr(owner, name, outer)


def _segments(owner: Any, faults: Faults) -> None:
    write, seal = owner.write, owner.seal

    def half(self: Any, lines: bytes) -> None:
        faults.writes("output", self.path)
        if faults.kills.get("segment") and lines:  # the first half of a line may be on disk
            write(self, lines[: len(lines) // 2])
            self._writer.flush()
            faults.at("segment")
            write(self, lines[len(lines) // 2 :])
        else:
            write(self, lines)

    def sealing(self: Any) -> Any:
        faults.writes("output", self.path)
        return seal(self)

    owner.write, owner.seal = half, sealing


def _store(faults: Faults) -> None:
    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *parameters: Any) -> Any:
            if sql != "COMMIT":
                return super().execute(sql, *parameters)
            faults.at("before_commit")
            faults.writes("store", "job.sqlite")
            result = super().execute(sql, *parameters)
            faults.at("after_commit")
            return result

    connect = sqlite3.connect
    sqlite3.connect = lambda *args, **kwargs: connect(*args, **{"factory": Connection, **kwargs})  # type: ignore[assignment]


def main() -> None:
    cut = sys.argv.index("--")
    install(Faults(sys.argv[1:cut]))
    sys.argv = ["dehusk", *sys.argv[cut + 1 :]]

    from crawler.cli import main as dehusk

    dehusk()


if __name__ == "__main__":
    main()
