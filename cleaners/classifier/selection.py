"""From the probabilities of segments to a selection of them: the one with the best expected F1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaners.classifier.vectors import Floats


@dataclass(frozen=True)
class Selection:
    """`chosen`: one truth value a segment; `expected` is the F1 (0 to 1) that is expected of their text."""

    chosen: NDArray[np.bool_]
    expected: float


def best(probabilities: Floats, words: Floats) -> Selection:
    """The segments whose text has the highest expected word F1, given the probability that each belongs to it.

    The ratio of expectations stands for the expectation of the ratio, so that the best set of k segments is the k most
    probable ones (Lewis 1995, "Evaluating and optimizing autonomous text classification systems").
    """
    order = np.argsort(-probabilities, kind="stable")
    hits = np.cumsum((probabilities * words)[order])
    size = np.cumsum(words[order])
    expected = 2 * hits / (size + hits[-1] + 1e-9)
    count = int(np.argmax(expected)) + 1
    chosen = np.zeros(len(probabilities), bool)
    chosen[order[:count]] = True
    return Selection(chosen, float(expected[count - 1]))


def expected_f1(probabilities: Floats, words: Floats, chosen: NDArray[np.bool_]) -> float:
    """The F1 that is expected of a selection that something else made."""
    hits = probabilities * words
    return float(2 * hits[chosen].sum() / max(1e-9, words[chosen].sum() + hits.sum()))
