"""Where `dehusk clean` writes: whole files that appear at the end, or a stream that flows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from output.jsonl import open_writer, side_file
from output.publishing import LineStream, PendingFile, publish_all, temporary_name

KINDS = ("records", "removals", "outcomes", "rejects")
STDOUT = 1


class Sink(Protocol):
    """Takes the lines of one input at a time. Raises OSError where they cannot be written."""

    def write(self, lines: Mapping[str, bytes]) -> None:
        """Lines by kind (`KINDS`), each with its line break; the record is written last, after what explains it."""


def files_of(records: Path, removals: Path | None = None) -> dict[str, Path]:
    """Where each kind of line goes if the records go to the file `records`."""
    paths = {kind: side_file(records, kind) for kind in ("removals", "outcomes", "rejects")}
    if removals is not None:
        paths["removals"] = removals
    return {**paths, "records": records}


class FileSink:
    """Files under temporary names that all appear when the run has ended well, the records last."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._files: dict[str, PendingFile] = {}
        self._temporaries = [temporary_name(path) for path in paths.values()]
        try:
            for kind, path in paths.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                self._files[kind] = PendingFile(path, kind)
        except BaseException:
            self.discard()
            raise

    def write(self, lines: Mapping[str, bytes]) -> None:
        for kind, file in self._files.items():
            if lines.get(kind):
                file.write(lines[kind])

    def publish(self) -> None:
        for file in self._files.values():
            file.seal()
        publish_all(list(self._files.values()))

    def discard(self) -> None:
        for file in self._files.values():
            file.discard()
        for name in self._temporaries:  # Ctrl-C may have come while one was being opened
            with suppress(OSError):
                name.unlink(missing_ok=True)


class StreamSink:
    """Records to stdout, each at once; removals and rejects, where they are asked for, go straight to their files.

    They do not wait for the end as a whole file does: the records have gone downstream already, and a run that is
    killed after days must not take with it what brings their text back.
    """

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._side: dict[str, BinaryIO] = {}
        for kind, path in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._side[kind] = open_writer(path)
        self._out = LineStream(STDOUT)

    def write(self, lines: Mapping[str, bytes]) -> None:
        for kind, file in self._side.items():
            if lines.get(kind):
                file.write(lines[kind])
                file.flush()
        if lines.get("records"):
            self._out.write(lines["records"])

    def close(self) -> None:
        for file in self._side.values():
            file.close()
        self._out.close()


@contextmanager
def open_sink(paths: Mapping[str, Path], to_stdout: bool) -> Iterator[Sink]:
    """A sink that is published or closed at the end. Whole files leave nothing behind if the body raises."""
    if to_stdout:
        stream = StreamSink(paths)
        try:
            yield stream
        finally:
            stream.close()
        return
    files: FileSink | None = None
    try:
        files = FileSink(paths)
        yield files
        files.publish()
    except BaseException:
        if files:
            files.discard()
        raise
