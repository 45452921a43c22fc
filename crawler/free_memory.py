"""Memory that is free goes back to the system, where the C library would keep it."""

from __future__ import annotations

import ctypes
import sys


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
