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
    cut = [text if len(text) <= HEAD + TAIL else text[:HEAD] + _CUT + text[-TAIL:] for text in texts]
    joined = "\n" + "\n".join([text.replace("\n", " ") for text in cut]).casefold() + "\n"
    code = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).copy()
    code[(code >= _ZERO) & (code <= _NINE)] = _ZERO
    breaks = np.cumsum(code == _LINE_BREAK)
    mixed = code * np.uint32(0x9E3779B1)
    found, places = [], []
    hashed = mixed
    for size in range(2, max(SIZES) + 1):
        count = max(0, len(code) - size + 1)
        hashed = (hashed[:count] ^ (hashed[:count] >> np.uint32(15))) * np.uint32(0x85EBCA6B) + mixed[size - 1 :]
        if size not in SIZES:
            continue
        within = breaks[size - 2 : size - 2 + count] == breaks[:count]
        last = hashed[within]
        last = (last ^ (last >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        found.append(((last ^ (last >> np.uint32(16))) + np.uint32(size * 7919)) & np.uint32((1 << BITS) - 1))
        places.append(breaks[:count][within] - 1)
    return np.concatenate(found), np.concatenate(places)


def wordings(document: Document) -> tuple[float, ...]:
    """How much each block is worded like boilerplate, in log-odds within ±`AT_MOST`; ask by `derived_by_block`."""
    if not document.blocks:
        return ()
    weights, bias = _model()
    found, places = ngrams([block.text for block in document.blocks])
    count = len(document.blocks)
    sums = np.bincount(places, weights[found], count)
    sizes = np.maximum(1, np.bincount(places, minlength=count))
    said = np.clip(sums / np.sqrt(sizes) + bias, -AT_MOST, AT_MOST)
    return tuple(said.tolist())


@cache
def _model() -> tuple[NDArray[np.float32], float]:
    with (files("cleaners") / "models" / "ngrams.npz").open("rb") as file, np.load(file) as arrays:
        weights = arrays["weights"].astype(np.float32) * np.float32(arrays["scale"])
        return weights, float(arrays["bias"])
