"""`dehusk restore`: the extracted text again, from records and removals."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, cast

import click

from crawler.cli.errors import SOME_FAILED, UserError
from output.compression import DamagedError
from output.inputs import STDIN
from output.jsonl import ENDINGS, dumps, open_reader, side_file, split_ending
from output.publishing import LineStream
from output.restoring import MismatchError, Row, restored, rows
from output.sinks import STDOUT


@click.command(short_help="Give the extracted text back from records and removals.")
@click.argument("records", metavar="RECORDS.jsonl")
@click.option("--id", "identity", metavar="ID", help="One record only, as plain text.")
@click.option("--removals", metavar="PATH", help="The removals, if they do not lie beside the records.")
def restore(records: str, identity: str | None, removals: str | None) -> None:
    """Give the extracted text back, byte for byte: all of them as JSONL of `id` and `text`, or one as plain text.

    The removals are looked for beside the records: RECORDS.removals.jsonl. Memory stays constant.
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
            wanted = next((text for found, text in pairs if found == identity), None)
        except MismatchError as error:
            raise UserError(str(error), SOME_FAILED) from error
        except DamagedError as error:
            raise UserError(f"{records} or its removals are damaged or end early: {error}", SOME_FAILED) from error
        if wanted is None:
            raise UserError(f"{records} has no record {identity}", SOME_FAILED)
        out.write(wanted.encode())
        if sys.stdout.isatty():  # a file or a pipe gets the text and nothing else
            out.write(b"\n")


def opened(records: str, removals: str | None, stack: ExitStack) -> tuple[Iterator[Row], Iterator[Row]]:
    """The rows of a records file and of its removals. Raises UserError where one of them cannot be opened."""
    place = Path(removals) if removals else _beside(records)
    record_file = cast("BinaryIO", sys.stdin.buffer) if records == STDIN else _open(Path(records), stack)
    return rows(record_file, records), rows(_open(place, stack), str(place))


def has_removals(records: str) -> bool:
    """Whether removals lie beside a file of records."""
    return any(place.exists() for place in _places(Path(records)))


def _places(records: Path) -> list[Path]:
    first = side_file(records, "removals")
    stem = split_ending(first.name)[0]
    return [first, *(place for ending in ENDINGS if (place := first.with_name(stem + ending)) != first)]


def _beside(records: str) -> Path:
    if records == STDIN:
        raise UserError("name the removals of what comes on stdin: --removals PATH")
    path = Path(records)
    if not path.exists():
        raise UserError(f"there is no file {path}", SOME_FAILED)
    tried = _places(path)
    for place in tried:
        if place.exists():
            return place
    raise UserError(f"no removals beside {path}: looked for {', '.join(map(str, tried))}; name them with --removals", 1)


def _open(path: Path, stack: ExitStack) -> BinaryIO:
    try:
        return stack.enter_context(open_reader(path))
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}", SOME_FAILED) from error
