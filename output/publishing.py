"""Files that appear under their names when they are whole, and not before."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from output.jsonl import compressed

TEMPORARY = ".tmp"


@dataclass(frozen=True, slots=True)
class Published:
    """A whole file: its name, what is in it, and its size and hash as it lies there."""

    name: str
    kind: str
    lines: int
    bytes: int
    sha256: str


def temporary_name(path: Path) -> Path:
    """Where a file is written until it is whole."""
    return path.with_name(f".{path.name}{TEMPORARY}")


class PendingFile:
    """A file under a temporary name beside its own. `publish` gives it its name once it is safe on disk."""

    def __init__(self, path: Path, kind: str) -> None:
        """Raises OSError if the file cannot be made."""
        self.path = path
        self.kind = kind
        self.lines = 0
        self._temporary = temporary_name(path)
        try:
            self._file = self._temporary.open("w+b")
        except OSError as error:
            error.filename = str(path)  # a person never sees the temporary one
            raise
        self._writer = compressed(cast("BinaryIO", self._file), path.name)
        self._sealed: Published | None = None

    def write(self, lines: bytes) -> None:
        self._writer.write(lines)
        self.lines += lines.count(b"\n")

    def seal(self) -> Published:
        """Everything to disk, still under the temporary name; no more lines after that. Raises OSError."""
        if self._sealed:
            return self._sealed
        if cast("Any", self._writer) is not self._file:
            self._writer.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.seek(0)
        digest, size = hashlib.sha256(), 0
        while piece := self._file.read(1 << 20):
            digest.update(piece)
            size += len(piece)
        self._file.close()
        self._sealed = Published(self.path.name, self.kind, self.lines, size, digest.hexdigest())
        return self._sealed

    def publish(self) -> None:
        """Give the file its name. Raises OSError."""
        self._temporary.replace(self.path)

    def discard(self) -> None:
        """Take the temporary file away; never raises, as it cleans up after another error."""
        with contextlib.suppress(OSError, ValueError):
            if not self._file.closed:
                self._file.close()
        with contextlib.suppress(OSError):
            self._temporary.unlink()


def publish_all(files: Sequence[PendingFile], *, stale: Iterable[Path] = ()) -> None:
    """Rename sealed files into place, take stale ones away, and sync their folders. Raises OSError.

    The last file speaks for the others: it gets its name when theirs are safe.
    """
    *others, last = files
    for file in others:
        file.publish()
    for path in stale:
        path.unlink(missing_ok=True)
    for folder in {file.path.parent for file in others}:
        sync_folder(folder)
    last.publish()
    sync_folder(last.path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a loss of power. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class LineStream:
    """Lines to an open descriptor (stdout), each at once. Raises BrokenPipeError when the reader has gone."""

    def __init__(self, descriptor: int) -> None:
        self._raw = io.FileIO(os.dup(descriptor), "wb")

    def write(self, lines: bytes) -> None:
        view = memoryview(lines)
        while view:
            view = view[self._raw.write(view) or 0 :]

    def close(self) -> None:
        self._raw.close()
