"""Records, removals and outcomes as JSONL, made from a job store. The same store gives the same bytes."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import orjson

from output.jsonl import dumps, side_file, split_ending
from output.publishing import PendingFile, Published, publish_all, sync_folder
from output.reading import StoreReader
from output.record import RECORD_SCHEMA
from output.store import JobStore
from output.store_file import StoreError

MANIFEST = "manifest.json"
SEGMENT_LINES = 10_000
TEMPORARIES = ".part-*.tmp"  # what a killed export leaves
KINDS = ("removals", "outcomes")
_IN_HOME = ("output", "data")  # where a job lies in its home
_SEGMENT = re.compile(r"part-\d{5,}(?:\.(?:removals|outcomes))?\.jsonl(?:\.gz|\.zst)?$")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote, and where the records are: a folder of segments, or one file."""

    where: Path
    files: tuple[Published, ...]
    unchanged: int = 0  # records that were left out, as the crawl of the job before this one had published them

    @property
    def records(self) -> int:
        return sum(file.lines for file in self.files if file.kind == "records")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job is published: a file, or a folder and how the names of its segments end.

    Without `whole`, records that have not changed since the job was crawled before stay out; so do all URLs that no
    crawl of the job from number `since` on has asked for.
    """

    path: str
    ending: str = ".jsonl"
    whole: bool = True
    since: int = 0

    @property
    def is_file(self) -> bool:
        return is_file_name(self.path)


def is_file_name(output: str) -> bool:
    """Whether an output is one file, by its name, and no folder of segments."""
    return bool(split_ending(output)[1]) and not output.endswith("/")


def export(store: JobStore, place: Place) -> Exported:
    """Publish a job, and note where, so that a page which is purged goes from there too.

    Raises what `export_folder` and `export_file` do.
    """
    note_place(store, place)
    return _export(store.path, place)


def note_place(store: JobStore, place: Place) -> None:
    """Note that a job is published there, before it is."""
    path, known = os.path.abspath(place.path), _places(store)
    others = [other for other in known if other.path != path]  # one folder holds one export, whatever its ending
    noted = replace(place, path=path)
    rows = [[_as_noted(store, one.path), one.ending, one.whole, one.since] for one in [*others, noted]]
    if json.dumps(rows) != store.value("exports"):
        store.keep("exports", json.dumps(rows))


def export_again(store: JobStore) -> tuple[list[Place], list[Place]]:
    """Publish a job anew wherever it was published: those places, and those that are not there any more.

    Raises what `export_folder` and `export_file` do.
    """
    places, missing = [], []
    for place in _places(store):
        there = Path(place.path) if place.is_file else Path(place.path, MANIFEST)
        if there.exists():
            _export(store.path, place)
            places.append(place)
        else:
            missing.append(place)
    return places, missing


def _export(store: Path, place: Place) -> Exported:
    path = Path(place.path)
    if place.is_file:
        return export_file(store, path, whole=place.whole, since=place.since)
    return export_folder(store, path, ending=place.ending, whole=place.whole)


def _as_noted(store: JobStore, path: str) -> str:
    """A path as the store keeps it: from the folder of the job on if it lies in the job's home, so that a home or a job
    that was moved or copied is published where it is now, and not over what it was copied from."""
    folder = os.path.abspath(store.path.parent)
    home = Path(folder).parents[2] if Path(folder).parts[-3:-1] == _IN_HOME else Path(folder)
    return os.path.relpath(path, folder) if Path(path).is_relative_to(home) else path


def _places(store: JobStore) -> list[Place]:
    folder = os.path.abspath(store.path.parent)
    rows = json.loads(store.value("exports") or "[]")
    return [Place(os.path.normpath(os.path.join(folder, path)), *rest) for path, *rest in rows]


def export_folder(
    store: Path, folder: Path, *, ending: str = ".jsonl", segment_lines: int = SEGMENT_LINES, whole: bool = True
) -> Exported:
    """Write `part-00000.jsonl` and so on, their removals and outcomes, and `manifest.json` into a folder.

    Without `whole`, only records that are new or changed since the job was crawled before. What an earlier export left
    is replaced. Readers see whole files only; the manifest comes last and names them.
    Raises OSError where the folder cannot be written, StoreError if the store is damaged; nothing is published then.
    """
    _make_folder(folder)
    for leftover in folder.glob(TEMPORARIES):
        leftover.unlink(missing_ok=True)
    files: list[PendingFile] = []
    try:
        with closing(StoreReader(store)) as reader:
            rules: set[str] = set()
            segments = _Segments(folder, ending, segment_lines, files)
            unchanged = 0 if whole else reader.unchanged()
            for record, removals in reader.pages(whole=whole):
                segments.add("records", record, removals)
                rules.add(_rules_of(record))
            for row in reader.outcomes():
                segments.add("outcomes", dumps(row))
        sealed = tuple(file.seal() for file in files)
        manifest = PendingFile(folder / MANIFEST, "manifest")
        files.append(manifest)
        manifest.write(_manifest(sealed, rules, unchanged))
        manifest.seal()
        _settle(store)
        names = {file.path.name for file in files}
        stale = [path for path in folder.iterdir() if _SEGMENT.fullmatch(path.name) and path.name not in names]
        publish_all(files, stale=stale)
    except BaseException:
        for file in files:
            file.discard()
        raise
    return Exported(folder, sealed, unchanged)


def export_file(store: Path, path: Path, *, whole: bool = True, since: int = 0) -> Exported:
    """Write all records (`whole` as for `export_folder`, `since` as in `Place`) into one file and their side files
    beside it.

    The ending of its name says how they are compressed.

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
        with closing(StoreReader(store, since)) as reader:
            unchanged = 0 if whole else reader.unchanged()
            for record, removed in reader.pages(whole=whole):
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
    return Exported(path, sealed, unchanged)


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


def _manifest(files: tuple[Published, ...], rules: set[str], unchanged: int) -> bytes:
    rows = [asdict(file) for file in sorted(files, key=lambda file: file.name)]
    content = {
        "schema": "dehusk.manifest/1",
        "record_schema": RECORD_SCHEMA,
        "rules": sorted(rules),
        "records": sum(file.lines for file in files if file.kind == "records"),
        "files": rows,
    }
    if unchanged:
        content["unchanged"] = unchanged  # and therefore not here
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        sync_folder(folder.parent)


def _settle(store: Path) -> None:
    """Everything that the store holds to disk, so that no published file outlives the rows it was made from.

    The log of the store is synced by name: a checkpoint does nothing where another one is under way. What a finished
    checkpoint has moved out of the log, SQLite has synced before it writes the log anew. Closing the log gives up no
    lock: SQLite holds its locks on the other two files.
    """
    try:
        with closing(sqlite3.connect(store, isolation_level=None, timeout=30)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            _sync_if_there(store.with_name(f"{store.name}-wal"))
    except sqlite3.Error as error:
        raise StoreError(
            f"{store} cannot be written ({error}): free space or mend its folder, then run again"
        ) from error


def _sync_if_there(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:  # the last writer to close the store has put it into the store itself, and synced that
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
