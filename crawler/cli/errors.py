"""How every command ends: one line that says what is wrong and how to mend it, and an exit code."""

from __future__ import annotations

import errno

ALL_DONE = 0
SOME_FAILED = 1
WRONG_USAGE = 2
INCOMPLETE = 3
NO_SPACE = 4
ALREADY_RUNNING = 5

_NOT_WRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG, errno.EIO}


class UserError(Exception):
    """What a person can mend. `str()` of it is one line: what is wrong and how to mend it.

    `exit_code` is one of this module's; wrong usage by default.
    """

    def __init__(self, message: str, exit_code: int = WRONG_USAGE) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class NotWritableError(UserError):
    """The output cannot be written: no space, no permission, a read-only file system."""

    def __init__(self, message: str) -> None:
        super().__init__(message, NO_SPACE)


def not_writable(error: OSError, path: object) -> NotWritableError:
    """The error to raise where writing to `path` failed."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NotWritableError(f"no space left for {path}; nothing was published: free some and run it again")
    return NotWritableError(
        f"{path} cannot be written ({error.strerror or error}); nothing was published: name another place with -o"
    )


def is_write_error(error: OSError) -> bool:
    """Whether an error of the system means that output cannot be written, and not that input cannot be read."""
    return error.errno in _NOT_WRITABLE
