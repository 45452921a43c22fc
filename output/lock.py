"""One run of a job at a time."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

_PATIENCE = 0.3  # seconds; who only looks whether a job runs holds the lock for a moment


class JobRunningError(Exception):
    """Another process holds the job; `str()` of it is the number of that process."""


class JobLock:
    """An advisory lock on a file. The kernel lets go of it when the process ends, however it ends.

    The file itself stays: taking it away would let two runs lock two files of one name.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock within a third of a second or raise JobRunningError. Raises OSError where the file cannot be
        made."""
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            self._take(time.monotonic() + _PATIENCE)
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, b"%d\n" % os.getpid(), 0)
        except BaseException:
            self.release()
            raise

    def _take(self, until: float) -> None:
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise JobRunningError(_holder(self._descriptor)) from None
                time.sleep(0.02)
            else:
                return

    def release(self) -> None:
        """Let go of the lock. A second call does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def running(path: Path) -> str:
    """The number of the process that holds a lock, "" if none does."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return ""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(descriptor) or "?"
    else:
        return ""
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    return os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
