"""Which files a folder of records holds, as `clean` and `export` write it."""

from __future__ import annotations

import re
from pathlib import Path

from output.export import MANIFEST
from output.jsonl import ENDINGS, loads

_WRITTEN = "records"  # what `clean -o FOLDER/` calls its records
_SEGMENT = re.compile(r"part-\d{5,}\.jsonl(?:\.gz|\.zst)?")


class NoRecordsError(Exception):
    """There is nothing to read; `str()` is one line for a person."""


def files_in(folder: Path) -> list[Path]:
    """The files of records in a folder, in order: `records.jsonl`, or segments, those that the manifest names if any.

    Raises NoRecordsError where there are none, or where one of them is missing.
    """
    written = [place for ending in ENDINGS if (place := folder / f"{_WRITTEN}{ending}").exists()]
    manifest = folder / MANIFEST
    segments = _listed(manifest) if manifest.exists() else _segments(folder)
    found = written + segments
    if not found:
        raise NoRecordsError(f"{folder} holds no records of dehusk: looked for records.jsonl and part-00000.jsonl")
    if written and len(found) > 1:
        raise NoRecordsError(f"{folder} holds more than one output ({written[0].name}, {found[-1].name}): name a file")
    for path in found:
        if not path.exists():
            raise NoRecordsError(f"{path} is missing, which {MANIFEST} names: export it again")
    return found


def _segments(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if _SEGMENT.fullmatch(path.name))


def _listed(manifest: Path) -> list[Path]:
    try:
        files = loads(manifest.read_bytes())["files"]
        names = [file["name"] for file in files if file["kind"] == "records"]
        return sorted(manifest.parent / Path(name).name for name in names)  # a name: it leads nowhere else
    except OSError as error:
        raise NoRecordsError(f"{manifest} cannot be read: {error.strerror or error}") from error
    except (ValueError, LookupError, TypeError, AttributeError):
        raise NoRecordsError(f"{manifest} is no manifest that dehusk wrote: name a file of records instead") from None
