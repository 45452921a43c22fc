"""Reading the inputs of `dehusk clean`: files, folders, globs and stdin become tasks and rejects, in order."""

from __future__ import annotations

import glob
import os
import sys
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal, cast

from cleaners.page import Page
from output.archive_inputs import Newest, newest_captures, read_archive
from output.compression import DamagedError, decompressed
from output.objects import MAX_BYTES, read_object
from output.processing import Task
from output.record import Facts
from output.rejects import Reject
from output.wide import in_utf8, wide_encoding

Kind = Literal["txt", "html", "jsonl", "warc"]
STDIN = "-"
_SOURCE = "dehusk/clean"
_ENDINGS: dict[str, Kind] = {
    ".txt": "txt",
    ".txt.gz": "txt",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".html.gz": "html",
    ".htm.gz": "html",
    ".xhtml.gz": "html",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".jsonl.zst": "jsonl",
    ".ndjson": "jsonl",
    ".ndjson.gz": "jsonl",
    ".ndjson.zst": "jsonl",
    ".warc": "warc",
    ".warc.gz": "warc",
    ".wacz": "warc",
}


class WrongKindError(Exception):
    """What comes on stdin is no JSONL, and nobody said what it is; `str()` is one line that names the option."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One input: where it came from (`source` as it was named, `line` where lines count, `offset` in an archive), its
    task or its reject; or `passed_over`, why a response of an archive is no page, in a word of the outcomes."""

    source: str
    line: int
    task: Task | None
    reject: Reject | None = None
    passed_over: str = ""
    offset: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, or stdin. `kind` is None where its format is not known; `problem`: why it cannot be read, and
    `reason` what that is called (`output.rejects`). `guessed`: nobody said what comes on stdin."""

    name: str
    kind: Kind | None
    problem: str = ""
    reason: str = "unreadable"
    guessed: bool = False


def find_sources(
    inputs: Collection[str],
    kind: Kind | None,
    leave_out: Collection[Path] = (),
    passed_over: Callable[[str], object] = lambda _: None,
) -> Iterator[Source]:
    """The files behind the inputs: a file, a folder (with all below it, sorted by name), a glob (sorted), or `-`.

    From folders come the files whose ending is known, all of them if `kind` is given, none whose name begins with a
    dot, and none of `leave_out` (what this run writes). A file that is named itself always comes, even if there is none
    of that name: reading it says so, as it does for a glob that nothing matches. `passed_over` is called with the name
    of each file of a folder that does not come because of its ending, or because it begins with a dot.
    """
    own = {path.absolute() for path in leave_out}
    for name in inputs:
        if name == STDIN:
            yield Source(STDIN, kind or "jsonl", guessed=kind is None)
        elif os.path.isdir(name):
            yield from (
                source for source in _in_folder(name, kind, passed_over) if Path(source.name).absolute() not in own
            )
        elif glob.has_magic(name) and not os.path.lexists(name):
            matches = sorted(glob.glob(name, recursive=True))
            files = [match for match in matches if not os.path.isdir(match)]
            if not files:
                what = "matches only folders: name them" if matches else "matches nothing: look at how it is written"
                yield Source(name, kind, f"this pattern {what}", "missing")
            yield from (Source(match, kind or kind_of(match)) for match in files if Path(match).absolute() not in own)
        else:
            yield Source(name, kind or kind_of(name))


def kind_of(name: str) -> Kind | None:
    """The kind of a file by the ending of its name, None if it does not tell."""
    lower = name.lower()
    return next((kind for ending, kind in _ENDINGS.items() if lower.endswith(ending)), None)


def _in_folder(folder: str, kind: Kind | None, passed_over: Callable[[str], object]) -> Iterator[Source]:
    problems: list[OSError] = []
    empty, others = True, False
    for root, folders, files in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            found = None if name.startswith(".") else kind or kind_of(name)
            if found:
                empty = False
                yield Source(os.path.join(root, name), found)
            else:
                others = others or not name.startswith(".")
                passed_over(os.path.join(root, name))
    for problem in problems:
        yield Source(str(problem.filename), kind, f"cannot be read: {problem.strerror}")
    if empty and not problems:
        what = "no file has an ending that dehusk knows: --from says what they are" if others else "it holds no files"
        yield Source(folder, kind, f"nothing in this folder can be read: {what}", "empty")


def newest_of(sources: Iterable[Source]) -> Newest | None:
    """The last capture of each page in the archives among the sources; None if there is none, or a stream that cannot
    be read twice."""
    archives = [source for source in sources if source.kind == "warc" and not source.problem]
    if not archives or any(source.name == STDIN or not Path(source.name).is_file() for source in archives):
        return None
    return newest_captures((source.name, partial(_open, source)) for source in archives)


def read_source(source: Source, ordinals: Iterator[int], newest: Newest | None = None) -> Iterator[Entry]:
    """The entries of a source: one for each document, and for each document that cannot be read. Raises nothing for a
    bad input but WrongKindError. `ordinals` numbers the inputs of the run; of the captures in `newest` older ones are
    passed over."""
    if source.problem:
        yield _rejected(source, source.reason, source.problem)
        return
    if source.kind is None:
        detail = "its ending tells no format: use --from txt, html, jsonl or warc"
        yield _rejected(source, "unknown_format", detail)
        return
    try:
        with _open(source) as stream:
            if source.kind == "warc":
                yield from _responses(source, stream, newest)
            elif source.kind == "jsonl":
                yield from _lines(source, stream, ordinals)
            else:
                yield _document(source, stream, next(ordinals))
    except FileNotFoundError:
        yield _rejected(source, "missing", "there is no such file")
    except OSError as error:
        yield _rejected(source, "unreadable", f"cannot be read: {error.strerror or error}")
    except zipfile.BadZipFile as error:
        yield _rejected(source, "unreadable", f"this is no WACZ, or a damaged one ({error})")


def _open(source: Source) -> BinaryIO:
    if source.name == STDIN:
        # Its own object on the same descriptor: closing it must not close the process's stdin.
        raw = cast("BinaryIO", os.fdopen(os.dup(sys.stdin.fileno()), "rb"))
    else:
        raw = cast("BinaryIO", Path(source.name).open("rb"))  # noqa: SIM115 - the caller closes it
    return raw if source.kind == "warc" else decompressed(raw)  # a member of gzip is a record there


def _responses(source: Source, stream: BinaryIO, newest: Newest | None) -> Iterator[Entry]:
    empty = True
    for found in read_archive(source.name, stream, newest):
        empty = False
        yield Entry(found.file, 0, found.task, found.reject, found.passed_over, found.offset, found.url)
    if empty:
        yield _rejected(source, "empty", "there is no response in this archive")


def _rejected(source: Source, reason: str, detail: str, line: int = 0) -> Entry:
    return Entry(source.name, line, None, Reject(source.name, reason, detail, line))


def _document(source: Source, stream: BinaryIO, ordinal: int) -> Entry:
    """The one document of a text or HTML file."""
    try:
        body = stream.read(MAX_BYTES + 1)
    except DamagedError as error:
        return _rejected(source, "truncated", f"the compressed file is damaged or ends early ({error})")
    if len(body) > MAX_BYTES:
        return _rejected(source, "too_large", f"more than {MAX_BYTES >> 20} MiB for one document")
    if not body.strip():
        return _rejected(source, "empty", "the file is empty")
    facts = Facts(source=_SOURCE, ordinal=ordinal)
    if source.kind == "html":
        return Entry(source.name, 0, Task(Page("", body), None, facts))
    text = _text(body)
    if isinstance(text, tuple):
        return _rejected(source, *text)
    return Entry(source.name, 0, Task(None, text, facts))


def _text(body: bytes) -> str | tuple[str, str]:
    """The text of bytes in UTF-8, or in what their byte order mark says; or why they are none, as reason and detail."""
    encoding = wide_encoding(body)
    if encoding is None and b"\0" in body:
        return "binary", "this is no text: it holds NUL bytes"
    try:
        return body.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            return "bad_utf8", f"byte {error.start} is not {encoding.upper()}, as its byte order mark says it is"
        line = body.count(b"\n", 0, error.start) + 1
        return "bad_utf8", f"byte {error.start} (line {line}) is not UTF-8: convert the file, with iconv for example"


def _lines(source: Source, stream: BinaryIO, ordinals: Iterator[int]) -> Iterator[Entry]:
    folder = Path() if source.name == STDIN else Path(source.name).parent
    number = 0
    blank = True
    try:
        for number, line in enumerate(_long_lines(in_utf8(stream)), 1):
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")  # noqa: PLW2901 - the first line only
                if b"\0" in line:
                    yield _rejected(source, "binary", "this is no JSONL: it holds NUL bytes")
                    return
            if not line.strip():
                continue
            if blank and source.guessed:
                _refuse_other_kinds(line)
            blank = False
            yield _entry(source, number, line, folder, next(ordinals))
    except DamagedError as error:
        detail = f"the compressed file is damaged or ends early, behind line {number} ({error})"
        yield _rejected(source, "truncated", detail, number + 1)
        return
    except UnicodeDecodeError as error:
        yield _rejected(source, "bad_utf8", f"this is not {error.encoding.upper()}, as its byte order mark says it is")
        return
    if blank:
        yield _rejected(source, "empty", "the file is empty")


def _refuse_other_kinds(line: bytes) -> None:
    """Raises WrongKindError if the first line is one of HTML or of a WARC: neither it nor any other line is JSON."""
    start = line.lstrip()
    for beginning, kind, what in ((b"<", "html", "HTML"), (b"WARC/", "warc", "a web archive")):
        if start.startswith(beginning):
            raise WrongKindError(f"what comes on stdin looks like {what}, and is read as JSONL: give --from {kind}")


def _entry(source: Source, number: int, line: bytes, folder: Path, ordinal: int) -> Entry:
    if len(line) > MAX_BYTES:
        return _rejected(source, "too_large", f"a line of more than {MAX_BYTES >> 20} MiB", number)
    found = read_object(line, folder, Facts(source=_SOURCE, ordinal=ordinal), source.name, number)
    if isinstance(found, Task):
        return Entry(source.name, number, found)
    return Entry(source.name, number, None, found)


def _long_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream. Of a line above `MAX_BYTES` only its beginning comes, one byte longer than that."""
    while line := stream.readline(MAX_BYTES + 1):
        yield line
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES + 1)
