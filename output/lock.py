"""One run of a job at a time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class JobRunningError(Exception):
    """Another process holds the job."""


class JobLock:
    """An advisory lock on a file. The kernel lets go of it when the process ends, however it ends.

    The file itself stays: taking it away would let two runs lock two files of one name.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock at once or raise JobRunningError. Raises OSError where the file cannot be made."""
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._descriptor, 20, 0).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            raise JobRunningError(holder) from None
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, b"%d\n" % os.getpid(), 0)

    def release(self) -> None:
        """Let go of the lock. A second call does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
