"""Records, removals and outcomes as JSONL, made from a job store. The same store gives the same bytes."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from output.jsonl import dumps, side_file, split_ending
from output.publishing import PendingFile, Published, publish_all
from output.reading import StoreReader
from output.record import RECORD_SCHEMA
from output.store import StoreError

MANIFEST = "manifest.json"
SEGMENT_LINES = 10_000
KINDS = ("removals", "outcomes")
_SEGMENT = re.compile(r"part-\d{5,}(?:\.(?:removals|outcomes))?\.jsonl(?:\.gz|\.zst)?$")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote, and where the records are: a folder of segments, or one file."""

    where: Path
    files: tuple[Published, ...]

    @property
    def records(self) -> int:
        return sum(file.lines for file in self.files if file.kind == "records")


def export_folder(store: Path, folder: Path, *, ending: str = ".jsonl", segment_lines: int = SEGMENT_LINES) -> Exported:
    """Write `part-00000.jsonl` and so on, their removals and outcomes, and `manifest.json` into a folder.

    What an earlier export left is replaced. Readers see whole files only; the manifest comes last and names them.
    Raises OSError where the folder cannot be written, StoreError if the store is damaged; nothing is published then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files: list[PendingFile] = []
    try:
        with closing(StoreReader(store)) as reader:
            rules: set[str] = set()
            segments = _Segments(folder, ending, segment_lines, files)
            for record, removals in reader.pages():
                segments.add("records", record, removals)
                rules.add(_rules_of(record))
            for row in reader.outcomes():
                segments.add("outcomes", dumps(row))
        sealed = tuple(file.seal() for file in files)
        manifest = PendingFile(folder / MANIFEST, "manifest")
        files.append(manifest)
        manifest.write(_manifest(sealed, rules))
        manifest.seal()
        _settle(store)
        names = {file.path.name for file in files}
        stale = [path for path in folder.iterdir() if _SEGMENT.fullmatch(path.name) and path.name not in names]
        publish_all(files, stale=stale)
    except BaseException:
        for file in files:
            file.discard()
        raise
    return Exported(folder, sealed)


def export_file(store: Path, path: Path) -> Exported:
    """Write all records into one file and their side files beside it; the ending says how they are compressed.

    The file appears when it is whole, after its side files. Raises as `export_folder` does, and ValueError if the name
    does not end in `.jsonl`, `.jsonl.gz` or `.jsonl.zst`.
    """
    if not split_ending(path.name)[1]:
        raise ValueError(f"{path} does not end in .jsonl, .jsonl.gz or .jsonl.zst")
    files: list[PendingFile] = []
    try:
        for kind in reversed(KINDS):
            files.append(PendingFile(side_file(path, kind), kind))  # noqa: PERF401 - a failing second must see the first
        files.append(PendingFile(path, "records"))
        outcomes, removals, records = files
        with closing(StoreReader(store)) as reader:
            for record, removed in reader.pages():
                records.write(record)
                removals.write(removed)
            for row in reader.outcomes():
                outcomes.write(dumps(row))
        sealed = tuple(file.seal() for file in files)
        _settle(store)
        publish_all(files)
    except BaseException:
        for file in files:
            file.discard()
        raise
    return Exported(path, sealed)


class _Segments:
    """Hands lines out to numbered files, a fixed number of lines to each."""

    def __init__(self, folder: Path, ending: str, lines: int, files: list[PendingFile]) -> None:
        self._folder = folder
        self._ending = ending
        self._lines = lines
        self._files = files
        self._records = self._next("records", 0)
        self._removals = self._next("removals", 0)
        self._outcomes = self._next("outcomes", 0)

    def add(self, kind: str, line: bytes, removals: bytes = b"") -> None:
        if kind == "outcomes":
            if self._outcomes.lines >= self._lines:
                self._outcomes.seal()
                self._outcomes = self._next(kind, self._number_of(kind))
            self._outcomes.write(line)
            return
        if self._records.lines >= self._lines:
            number = self._number_of("records")
            self._records.seal()
            self._removals.seal()
            self._records = self._next("records", number)
            self._removals = self._next("removals", number)
        self._records.write(line)
        self._removals.write(removals)

    def _number_of(self, kind: str) -> int:
        return sum(file.kind == kind for file in self._files)

    def _next(self, kind: str, number: int) -> PendingFile:
        middle = "" if kind == "records" else f".{kind}"
        file = PendingFile(self._folder / f"part-{number:05d}{middle}{self._ending}", kind)
        self._files.append(file)
        return file


def _rules_of(record: bytes) -> str:
    return str(orjson.loads(record)["metadata"].get("rules", ""))


def _manifest(files: tuple[Published, ...], rules: set[str]) -> bytes:
    rows = [asdict(file) for file in sorted(files, key=lambda file: file.name)]
    content = {
        "schema": "dehusk.manifest/1",
        "record_schema": RECORD_SCHEMA,
        "rules": sorted(rules),
        "records": sum(file.lines for file in files if file.kind == "records"),
        "files": rows,
    }
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _settle(store: Path) -> None:
    """Everything that the store holds to disk, so that no published file outlives the rows it was made from."""
    try:
        with closing(sqlite3.connect(store, isolation_level=None, timeout=30)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    except sqlite3.Error as error:
        raise StoreError(
            f"{store} cannot be written ({error}): free space or mend its folder, then run again"
        ) from error
