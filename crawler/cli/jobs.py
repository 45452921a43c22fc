"""Jobs by their names, and what can go wrong with one, for every command that takes one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.cli.errors import ALREADY_RUNNING, INCOMPLETE, NO_SPACE, UserError, not_writable
from output.jobs import JobError, existing_job
from output.lock import JobRunningError
from output.store_file import StoreError, is_damage


def home() -> str:
    """What `output/data/` lies in: DEHUSK_HOME, or "" for the current folder."""
    return os.environ.get("DEHUSK_HOME", "")


def named(job: str) -> Path:
    """The folder of a job. Raises UserError, which says which jobs there are."""
    try:
        return existing_job(home(), job)
    except JobError as error:
        raise UserError(str(error)) from error


@contextmanager
def explained(folder: Path, where: str = "") -> Iterator[None]:
    """What goes wrong with a job in the body as one line and an exit code. `where`: what was being written."""
    try:
        yield
    except JobRunningError as error:
        message = f"the job {folder.name} is running (process {error}): wait for it or stop it"
        raise UserError(message, ALREADY_RUNNING) from error
    except StoreError as error:
        raise UserError(str(error), INCOMPLETE) from error
    except sqlite3.Error as error:
        if is_damage(error):
            message = f"the store of {folder.name} is damaged ({error}): restore it, or move it away to begin anew"
            raise UserError(message, INCOMPLETE) from error
        message = f"the store of {folder.name} cannot be written ({error}): free space or mend {folder}, then try again"
        raise UserError(message, NO_SPACE) from error
    except OSError as error:
        raise not_writable(error, error.filename or where or folder) from error
