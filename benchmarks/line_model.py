"""Learn `cleaners/ngrams.py`: a logistic regression over hashed n-grams of lines, by L-BFGS on the whole matrix."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from benchmarks.samples import SETS, Sample
from cleaners.ngrams import BITS, ngrams

SHRINK = 2.0  # ridge penalty, as examples of weight 1
EXAMPLE = 3.0  # what an example of the phrase packs weighs
STEPS = 40  # of L-BFGS at most; early stopping is part of the shrinking


class LineModels:
    """Fits on lines of labelled documents together with the examples of the phrase packs, which are our own."""

    def __init__(self, data: list[Sample]) -> None:
        examples, goes, self.languages = _examples()
        self._texts = [text for sample in data for text in sample.texts]
        self._matrix = _matrix(self._texts + examples)
        labels = np.concatenate([*[s.labels for s in data], np.array(goes)])
        self._labels = labels
        self._costs = np.concatenate(
            [*[np.where(s.labels == 1, SETS[s.name][1], SETS[s.name][0]) for s in data], np.full(len(goes), EXAMPLE)]
        )
        self.folds = np.concatenate([np.full(len(s.labels), s.fold) for s in data])
        self.langs = np.concatenate([np.full(len(s.labels), s.lang, dtype=object) for s in data])

    def fit(self, use: np.ndarray, examples: np.ndarray | None = None) -> np.ndarray:
        """Weights (2**BITS, then the bias) learnt from the lines and the examples that may be used."""
        told = np.ones(len(self.languages), bool) if examples is None else examples
        rows = np.flatnonzero(np.concatenate([use, told]) & (self._labels >= 0))
        x, y, cost = self._matrix[rows], self._labels[rows].astype(np.float64), self._costs[rows]
        transposed = x.T.tocsr()

        def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
            z = x @ w[:-1].astype(np.float32) + w[-1]
            p = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
            wrong = cost * (p - y)
            gradient = np.append(transposed @ wrong.astype(np.float32) + SHRINK * w[:-1], wrong.sum())
            value = (cost * (np.logaddexp(0, z) - y * z)).sum() + SHRINK / 2 * (w[:-1] @ w[:-1])
            return float(value), gradient

        start = np.zeros((1 << BITS) + 1)
        return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x

    def said(self, w: np.ndarray) -> np.ndarray:
        """What a model says of every line of the documents, in log-odds."""
        return self._matrix[: len(self._texts)] @ w[:-1].astype(np.float32) + w[-1]


def _matrix(texts: list[str]) -> sparse.csr_matrix:
    parts = []
    for first in range(0, len(texts), 5000):
        part = texts[first : first + 5000]
        found, places = ngrams(part)
        counts = sparse.csr_matrix(
            (np.ones(len(found), np.float32), (places, found.astype(np.int32))), (len(part), 1 << BITS)
        )
        counts.sum_duplicates()
        sizes = np.sqrt(np.maximum(1, np.bincount(places, minlength=len(part)))).astype(np.float32)
        parts.append(sparse.diags(1 / sizes) @ counts)
    return sparse.vstack(parts, format="csr", dtype=np.float32)


def _examples() -> tuple[list[str], list[int], np.ndarray]:
    """The examples of the phrase packs: their lines, 1 for one that goes and 0 for one that stays, their languages."""
    texts, goes, languages = [], [], []
    for source in sorted(Path(str(files("cleaners") / "phrases")).glob("*.toml")):
        pack = tomllib.loads(source.read_text(encoding="utf-8"))
        for entry in pack.get("entry", []):
            for key, label in (("removes", 1), ("keeps", 0)):
                texts += entry.get(key, [])
                goes += [label] * len(entry.get(key, []))
                languages += [pack.get("language", "")] * len(entry.get(key, []))
    return texts, goes, np.array(languages, dtype=object)


def save(w: np.ndarray, path: Path) -> None:
    """Write a model as `cleaners.ngrams` reads it: one byte a weight."""
    weights = w[:-1]
    scale = np.quantile(np.abs(weights), 0.9999) / 127
    small = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    np.savez_compressed(path, weights=small, scale=np.float64(scale), bias=np.float64(w[-1]))
