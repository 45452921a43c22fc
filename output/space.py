"""How much room a disk must keep, so that a crawl stops before it is full and not because it is."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?([KMGT]?)(?:i?B)?", re.IGNORECASE)
_SHARE = re.compile(r"(\d+(?:\.\d+)?) ?%")


class LowSpaceError(OSError):
    """Less room is left on a disk than must stay free."""


@dataclass(frozen=True, slots=True)
class MinFree:
    """What must stay free: so many bytes or that share of the disk (0 to 1), whichever is less. 0 bytes: nothing."""

    bytes: int = 1 << 30
    share: float = 0.05

    def check(self, folders: Iterable[Path]) -> None:
        """Raises LowSpaceError if one of the folders lies on a disk that has less."""
        for folder in folders:
            disk = shutil.disk_usage(folder)
            limit = min(self.bytes, int(self.share * disk.total))
            if disk.free < limit:
                left, least = readable(disk.free), readable(limit)
                raise LowSpaceError(errno.ENOSPC, f"only {left} are left, less than --min-free {least}", str(folder))


def min_free(text: str) -> MinFree:
    """`500M`, `2GiB`, `3%`, `0` (no limit), or "" for the default: 1 GiB or 5 %, whichever is less.

    Raises ValueError for anything else.
    """
    text = text.strip()
    if not text:
        return MinFree()
    if size := _SIZE.fullmatch(text):
        return MinFree(int(float(size[1]) * _UNITS[size[2].upper()]), 1.0)
    share = _SHARE.fullmatch(text)
    if share and float(share[1]) <= 100:
        return MinFree(1 << 62, float(share[1]) / 100)
    raise ValueError("it must be a size such as 500M or 2G, a share such as 3%, or 0")


def readable(size: float) -> str:
    """A number of bytes for a person."""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "B" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} TiB"
