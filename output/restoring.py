"""Records and their removals side by side: the extracted text of each again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from cleaners import restore
from output.jsonl import loads

Row = dict[str, Any]


class MismatchError(Exception):
    """The removals do not belong to the records; `str()` is one line for a person."""


def rows(lines: Iterable[bytes], name: str) -> Iterator[Row]:
    """The objects of JSONL lines; blank lines are passed over. Raises MismatchError for a line that holds none."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = loads(line)
        except ValueError as error:
            raise MismatchError(f"{name}:{number} is not JSON: {error}") from None
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise MismatchError(f"{name}:{number} is no line that dehusk wrote: it has no id")
        yield row


def restored(records: Iterable[Row], removals: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Pairs of id and extracted text, in the order of the records.

    The removals stand in the order of their records, as dehusk writes them; each record says how many are its own, so
    that memory stays constant and two records of one id (an input named twice) do not get mixed up. Raises
    MismatchError where the two do not belong together.
    """
    rest = iter(removals)
    for record in records:
        identity = record["id"]
        expected = _count(record)
        own = [row for _, row in zip(range(expected), rest, strict=False)]
        if len(own) < expected or any(row["id"] != identity for row in own):
            raise MismatchError(f"the removals of {identity} are not where they should be: {_ADVICE}")
        yield identity, text_of(record, own)
    left = next(rest, None)
    if left is not None:
        raise MismatchError(f"there are removals of {left['id']} that belong to no record: {_ADVICE}")


def of_id(records: Iterable[Row], removals: Iterable[Row], identity: str) -> Iterator[tuple[Row, list[Row]]]:
    """The records of an id with their own removals, in order; those of other ids are passed over.

    Each record takes as many rows as it says, so that records of one id do not get mixed up and memory stays constant.
    Raises MismatchError for a record that does not say how many.
    """
    rest = (row for row in removals if row["id"] == identity)
    for record in records:
        if record["id"] == identity:
            yield record, [row for _, row in zip(range(_count(record)), rest, strict=False)]


_ADVICE = "records and removals are not of the same run, or one of them was changed"


def text_of(record: Row, own: Iterable[Row]) -> str:
    """The extracted text of one record. Raises MismatchError where record and removals do not fit."""
    digest = record.get("metadata", {}).get("text_sha256")
    if digest and digest != hashlib.sha256(str(record.get("text")).encode("utf-8", "replace")).hexdigest():
        raise MismatchError(f"the text of {record['id']} was changed since it was written: {_ADVICE}")
    try:
        text = restore(record, own)
    except (ValueError, KeyError, TypeError) as error:
        raise MismatchError(f"{record['id']} cannot be restored ({error}): {_ADVICE}") from None
    expected = record.get("metadata", {}).get("n_chars_in", len(text))
    if len(text) != expected:
        raise MismatchError(f"{record['id']} gives {len(text)} characters back instead of {expected}: {_ADVICE}")
    return text


def _count(record: Row) -> int:
    metadata = record.get("metadata")
    count = metadata.get("n_removed") if isinstance(metadata, dict) else None
    if not isinstance(count, int) or not isinstance(record.get("text"), str):
        raise MismatchError(f"{record['id']} is no record of dehusk: it has no text or no metadata.n_removed")
    return count
