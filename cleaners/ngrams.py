"""How a line is worded: a linear model over hashed character n-grams, for all lines of a document at once.

It hears in "Sei già abbonato?" and "Er du allerede abonnent?" what the phrase packs say in words, also where nobody
wrote the wording down. Its value is evidence like any other: `cleaners.evidence` hands it to the decision.
Learnt by `benchmarks/decision.py`; the experiment and its figures are in `benchmarks/README.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaners.document import Document

SIZES = (3, 4, 5)  # characters of an n-gram; the ends of a line count as one
BITS = 18  # of a hashed n-gram: two that fall together share a weight
HEAD, TAIL = 100, 60  # code points that are read of a longer line
AT_MOST = 6.0  # a line says no more than that, in log-odds, for or against
_CUT = "\x01"  # stands in no normalised text
_LINE_BREAK, _ZERO, _NINE = 10, 48, 57


def ngrams(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The hashed n-grams of many lines and the number of the line that each stands in.

    Case is folded and every digit is the same. The same on every platform; no n-gram reaches over a line break.
    """
    code, starts, ends = _coded(texts)
    found, places = [], []
    for size, hashed in zip(SIZES, _hashed(code), strict=True):
        counts = np.maximum(0, ends - starts - size + 2)
        place = np.repeat(np.arange(len(texts)), counts)
        first = np.repeat(starts - np.cumsum(counts) + counts, counts)
        found.append(hashed[first + np.arange(len(place))])
        places.append(place)
    return np.concatenate(found), np.concatenate(places)


def _coded(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.intp], NDArray[np.intp]]:
    """The code points of the lines, a line break before each and behind the last, and where these breaks stand."""
    cut = [text if len(text) <= HEAD + TAIL else text[:HEAD] + _CUT + text[-TAIL:] for text in texts]
    joined = "\n".join(cut)
    if joined.count("\n") >= len(cut):  # only a block of code has line breaks of its own
        joined = "\n".join([text.replace("\n", " ") for text in cut])
    code = np.frombuffer(f"\n{joined}\n".casefold().encode("utf-32-le", "surrogatepass"), np.uint32).copy()
    code[(code - np.uint32(_ZERO)) <= _NINE - _ZERO] = _ZERO  # what is less than a zero becomes a large number
    breaks = np.flatnonzero(code == _LINE_BREAK)
    return code, breaks[:-1], breaks[1:]


def _hashed(code: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """A row for each of `SIZES`: the hashed n-grams that begin at each code point, also those that reach over a line
    break. The last ones of a row, for which the text is too short, mean nothing."""
    mixed = code * np.uint32(0x9E3779B1)
    rows = np.zeros((len(SIZES), len(code)), np.uint32)
    hashed = mixed
    for size in range(2, max(SIZES) + 1):
        count = max(0, len(code) - size + 1)
        hashed = (hashed[:count] ^ (hashed[:count] >> np.uint32(15))) * np.uint32(0x85EBCA6B) + mixed[size - 1 :]
        if size in SIZES:
            rows[SIZES.index(size), :count] = hashed
    rows ^= rows >> np.uint32(13)
    rows *= np.uint32(0xC2B2AE35)
    rows ^= rows >> np.uint32(16)
    rows += np.array(SIZES, np.uint32)[:, None] * np.uint32(7919)
    rows &= np.uint32((1 << BITS) - 1)
    return rows


def wordings(document: Document) -> tuple[float, ...]:
    """How much each block is worded like boilerplate, in log-odds within ±`AT_MOST`; ask by `derived_by_block`."""
    if not document.blocks:
        return ()
    weights, scale, bias = _model()
    code, starts, ends = _coded([block.text for block in document.blocks])
    sums = np.zeros((len(SIZES), len(code) + 1), np.int32)
    np.cumsum(weights.take(_hashed(code)), axis=1, dtype=np.int32, out=sums[:, 1:])
    # the n-grams of a line begin one behind the other: whole numbers, so that a difference of sums is exact
    behind = np.maximum(ends - np.array(SIZES)[:, None] + 2, starts)
    said = (np.take_along_axis(sums, behind, 1) - sums[:, starts]).sum(axis=0) * scale
    sizes = np.maximum(1, (behind - starts).sum(axis=0))
    clipped: list[float] = np.clip(said / np.sqrt(sizes) + bias, -AT_MOST, AT_MOST).tolist()
    return tuple(clipped)


@cache
def _model() -> tuple[NDArray[np.int8], float, float]:
    """The weights, what one of them is in log-odds, and the bias."""
    with (files("cleaners") / "models" / "ngrams.npz").open("rb") as file, np.load(file) as arrays:
        return arrays["weights"], float(arrays["scale"]), float(arrays["bias"])
