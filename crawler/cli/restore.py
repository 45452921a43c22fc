"""`dehusk restore`: the extracted text again, from records and removals."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, cast

import click

from crawler.cli.errors import SOME_FAILED, UserError
from output.compression import DamagedError
from output.inputs import STDIN
from output.jsonl import ENDINGS, dumps, open_reader, side_file, split_ending
from output.publishing import LineStream
from output.record_files import NoRecordsError, files_in
from output.restoring import MismatchError, Row, restored, rows
from output.sinks import STDOUT


@click.command(short_help="Give the extracted text back from records and removals.")
@click.argument("records", metavar="RECORDS")
@click.option("--id", "identity", metavar="ID", help="The records of this id only, as plain text.")
@click.option("--removals", metavar="PATH", help="The removals, if they do not lie beside the records.")
def restore(records: str, identity: str | None, removals: str | None) -> None:
    """Give the extracted text back, byte for byte: all of them as JSONL of `id` and `text`, or one as plain text.

    RECORDS is a file that dehusk wrote, - for stdin, or a FOLDER/ of clean -o or export -o with all its segments. The
    removals are looked for beside the records: RECORDS.removals.jsonl. Where several records have the same ID, their
    texts come one after the other, each on a line of its own. Memory stays constant.
    """
    with ExitStack() as stack:
        out = LineStream(STDOUT)
        stack.callback(out.close)
        try:
            pairs = restored(*opened(records, removals, stack))
            if identity is None:
                for found, text in pairs:
                    out.write(dumps({"id": found, "text": text}))
                return
            _write_texts(out, records, identity, (text for found, text in pairs if found == identity))
        except MismatchError as error:
            raise UserError(str(error), SOME_FAILED) from error
        except DamagedError as error:
            raise UserError(f"{records} or its removals are damaged or end early: {error}", SOME_FAILED) from error


def _write_texts(out: LineStream, records: str, identity: str, texts: Iterator[str]) -> None:
    """The texts of one id, with a line break between them. Raises UserError where there is none."""
    number = 0
    for number, text in enumerate(texts, 1):
        out.write(b"\n" * (number > 1) + text.encode())
    if not number:
        raise UserError(f"{records} has no record {identity}", SOME_FAILED)
    if sys.stdout.isatty():  # a file or a pipe gets the text and nothing else
        out.write(b"\n")
    if number > 1:
        click.echo(
            f"dehusk: {number:,} records have the id {identity}: all of them came, one after the other", err=True
        )


def opened(records: str, removals: str | None, stack: ExitStack) -> tuple[Iterator[Row], Iterator[Row]]:
    """The rows of a file or folder of records and of its removals. Raises UserError where one cannot be opened."""
    files = record_files(records)
    places = [Path(removals)] if removals else [_beside(path) for path in files]
    own = rows(cast("BinaryIO", sys.stdin.buffer), records) if records == STDIN else _rows_of(files, stack)
    return own, _rows_of(places, stack)


def record_files(records: str) -> list[Path]:
    """The files of records that a name stands for: itself, or those of a folder. Raises UserError if it has none."""
    if records == STDIN or not Path(records).is_dir():
        return [Path(records)]
    try:
        return files_in(Path(records))
    except NoRecordsError as error:
        raise UserError(str(error), SOME_FAILED) from error


def has_removals(records: str) -> bool:
    """Whether removals lie beside a file of records."""
    return any(place.exists() for place in _places(Path(records)))


def _places(records: Path) -> list[Path]:
    first = side_file(records, "removals")
    stem = split_ending(first.name)[0]
    return [first, *(place for ending in ENDINGS if (place := first.with_name(stem + ending)) != first)]


def _beside(path: Path) -> Path:
    if str(path) == STDIN:
        raise UserError("name the removals of what comes on stdin: --removals PATH")
    if not path.exists():
        raise UserError(f"there is no file {path}", SOME_FAILED)
    tried = _places(path)
    for place in tried:
        if place.exists():
            return place
    raise UserError(f"no removals beside {path}: looked for {', '.join(map(str, tried))}; name them with --removals", 1)


def _rows_of(files: Sequence[Path], stack: ExitStack) -> Iterator[Row]:
    """The rows of files, one after the other. The first is opened at once, so that what is missing is said early."""
    first = _open(files[0], stack)
    return itertools.chain(rows(first, str(files[0])), itertools.chain.from_iterable(map(_rows_of_one, files[1:])))


def _rows_of_one(path: Path) -> Iterator[Row]:
    with ExitStack() as stack:
        yield from rows(_open(path, stack), str(path))


def _open(path: Path, stack: ExitStack) -> BinaryIO:
    try:
        return stack.enter_context(open_reader(path))
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}", SOME_FAILED) from error
