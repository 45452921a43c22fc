"""What a first pass made of its pages, on disk until the second one takes it up again, in the same order."""

from __future__ import annotations

import tempfile
from collections import deque
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from output.processing import Processed

_LINES = ("record", "removals", "layout")  # JSON themselves, as bytes
_LEFT_OUT = ("links", "sketch")  # of no use any more


class Spool:
    """A queue of results in a file that nobody else sees and that goes with the process."""

    def __init__(self, folder: Path) -> None:
        """The file lies in `folder`, which must exist: there is room for the output too. Raises OSError."""
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - `close` closes it
        self._sizes: deque[int] = deque()

    def put(self, done: Processed) -> None:
        """Add a result, without its links and sketch. Raises OSError if there is no space."""
        row = {key: value for key, value in asdict(done).items() if key not in _LEFT_OUT}
        row |= {key: row[key].decode() for key in _LINES}
        self._sizes.append(self._file.write(orjson.dumps(row)))

    def rewind(self) -> None:
        """Nothing more comes; `take` begins with the first."""
        self._file.seek(0)

    def take(self) -> Processed:
        """The next result. Raises IndexError if there is none."""
        row: dict[str, Any] = orjson.loads(self._file.read(self._sizes.popleft()))
        row |= {key: row[key].encode() for key in _LINES}
        return Processed(**row)

    def close(self) -> None:
        self._file.close()
