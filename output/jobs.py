"""Where jobs lie, which there are, and that one process at a time works on one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from output.lock import JobLock
from output.store import JobStore

STORE, LOCK = "job.sqlite", "job.lock"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LISTED = 8  # names that an error tells


class JobError(Exception):
    """The job cannot be run; `str()` of it is one line that says why and how to mend it."""


class WrongJobError(JobError):
    """What was asked for does not fit the job."""


def jobs_folder(home: str) -> Path:
    """What the folders of all jobs lie in."""
    return Path(home or ".") / "output" / "data"


def job_folder(home: str, name: str) -> Path:
    """Where a job lies. Raises WrongJobError for a name that is no name of a folder."""
    if not _NAME.fullmatch(name):
        raise WrongJobError(f"{name!r} is no name for a job: letters, digits, dots, dashes and underscores")
    return jobs_folder(home) / name


def job_names(home: str) -> list[str]:
    """The jobs that there are, in the order of their names. Raises OSError if their folder cannot be read."""
    folder = jobs_folder(home)
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if (path / STORE).is_file())


def existing_job(home: str, name: str) -> Path:
    """The folder of a job that there is. Raises WrongJobError, which names those that there are."""
    folder = job_folder(home, name)
    if (folder / STORE).is_file():
        return folder
    names = job_names(home)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if close:
        hint = f"did you mean {close[0]}?"
    elif names:
        more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
        hint = f"there are {', '.join(names[:_LISTED])}{more}"
    else:
        hint = "dehusk crawl URL begins one"
    raise WrongJobError(f"there is no job {name} in {folder.parent}: {hint}")


@contextmanager
def locked_job(folder: Path) -> Iterator[None]:
    """Hold the lock of a job. Raises JobRunningError if another process works on it."""
    lock = JobLock(folder / LOCK)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def opened_job(folder: Path) -> Iterator[JobStore]:
    """The store of a job, held with its lock. Raises JobRunningError, and what `JobStore` raises."""
    with locked_job(folder), closing(JobStore(folder / STORE)) as store:
        yield store
