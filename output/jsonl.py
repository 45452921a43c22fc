"""JSON lines in and out: one object a line, UTF-8, plain or compressed by the ending of the name."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, BinaryIO, cast

import orjson

from output.compression import compressed, decompressed

__all__ = [
    "ENDINGS",
    "compressed",
    "decompressed",
    "dumps",
    "loads",
    "open_reader",
    "open_writer",
    "side_file",
    "split_ending",
]

ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LONG_NUMBER = re.compile(rb"\d{19}")


def dumps(row: dict[str, Any]) -> bytes:
    """One row as a line of UTF-8 with its line break. Lone surrogates, which no UTF-8 can hold, become U+FFFD.

    Raises TypeError if a value is none of JSON's.
    """
    try:
        return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # lone surrogates, or a whole number of more than 64 bits
        return json.dumps(_encodable(row), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def loads(line: bytes | str) -> Any:
    """What a line holds, long whole numbers exactly. Takes what Python's `json` writes, NaN and lone surrogates too.

    Raises ValueError, with one line for a person, if it is not JSON.
    """
    if isinstance(line, str) or not _LONG_NUMBER.search(line):
        try:
            return orjson.loads(line)
        except orjson.JSONDecodeError:
            pass  # the slower reader below takes more, and says what is wrong in better words
    try:
        return json.loads(line)
    except RecursionError:
        raise ValueError("objects nested too deeply") from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise
    except ValueError:  # what else `json` raises speaks to programmers
        raise ValueError("a whole number of more than 4,300 digits: write it as a string") from None


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(item) for item in value]
    return value


def split_ending(name: str) -> tuple[str, str]:
    """The name without `.jsonl`, `.jsonl.gz` or `.jsonl.zst`, and that ending; ("…", "") if it has none of them."""
    for ending in sorted(ENDINGS, key=len, reverse=True):
        if name.lower().endswith(ending):
            return name[: -len(ending)], name[-len(ending) :]
    return name, ""


def side_file(records: Path, kind: str) -> Path:
    """Where a side file of a records file lies: `news.jsonl.gz`, "removals" -> `news.removals.jsonl.gz`."""
    stem, ending = split_ending(records.name)
    return records.with_name(f"{stem}.{kind}{ending or '.jsonl'}")


def open_reader(path: Path | str) -> BinaryIO:
    """The bytes of a file, decompressed if it begins as gzip or zstd does, whatever its name.

    Raises OSError; reading it raises `output.compression.DamagedError` where the compressed data are broken.
    """
    return decompressed(cast("BinaryIO", Path(path).open("rb")))


def open_writer(path: Path | str) -> BinaryIO:
    """A file for lines, compressed by the ending of its name. Raises OSError. The same lines give the same bytes."""
    path = Path(path)
    return compressed(cast("BinaryIO", path.open("wb")), path.name, closes=True)
