"""How processes look after their memory: how often for cycles, and what goes back to the system."""

from __future__ import annotations

import ctypes
import sys

# For gc.set_threshold, in each process. A page makes some hundred thousand objects, hardly one in a cycle: to look for
# cycles after every 700 of them costs 4 % of cleaning it.
GARBAGE = (10_000, 10, 10)


def give_back() -> None:
    """Hand free memory of this process back, with glibc; elsewhere nothing is done. Takes a few milliseconds.

    An export sorts its rows in a thread, in thousands of small pieces that the library keeps for that thread alone: a
    long crawl would grow by as much as its largest export took.
    """
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
    if trim is not None:
        trim(0)
