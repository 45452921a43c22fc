"""Learn the weights of `cleaners/decision.py` from labelled dumps, and check them on sites that were not learnt from.

    python -m benchmarks.decision FOLDER [--write]

FOLDER holds the sets named in SETS: JSONL documents with `lines` of `text` and `label` (keep, drop, neutral). One half
of the sites, by the hash of their names, is learnt from; the table shows the other half. `--write` writes
`cleaners/weights.py`. Only figures get into the repository, no text.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from cleaners import document_from_text
from cleaners.decision import THRESHOLDS, probabilities
from cleaners.evidence import AROUND, MEDIUM, OWN, Evidence, around, weigh
from cleaners.lines import lines
from cleaners.normalise import normalise_text
from cleaners.registry import CLEANERS

# Name: what a keep line and a drop line weigh. Sets labelled by hand weigh most, and a lost line more than junk.
SETS = {
    "debris/dev_hand2": (12.0, 3.0),
    "debris/dev_hand": (12.0, 3.0),
    "debris/dev": (1.2, 0.6),
    "seedstyle/seedstyle": (4.0, 1.0),
    "seedstyle/negatives": (8.0, 1.0),
}
ROUNDS = 1  # more: what is known of the neighbours comes from the round before
SHRINK = 3.0  # ridge penalty on standardised features


@dataclass
class Sample:
    """One document: its evidence, labels (1 drop, 0 keep, -1 not scored) and widths per block."""

    name: str
    learnt: bool
    evidence: Evidence
    copies: list[bool]
    labels: np.ndarray
    widths: np.ndarray


def samples(folder: Path) -> list[Sample]:
    found = []
    for name in SETS:
        for row in (folder / f"{name}.jsonl").read_text(encoding="utf-8").strip("\n").split("\n"):
            sample = _sample(name, json.loads(row))
            if sample:
                found.append(sample)
    return found


def _sample(name: str, row: dict) -> Sample | None:
    kept = [line for line in row["lines"] if line["text"].strip()]
    text = normalise_text("\n".join(line["text"].replace("\n", " ") for line in kept))
    document = document_from_text(text, title=row.get("title") or "")
    if len(document.blocks) != len(kept):
        return None
    proposals = [replace(f, cleaner=c.name) for c in CLEANERS for f in c.find(document)]
    evidence = weigh(document, proposals)
    copies = [f is not None and f.cleaner == "repeats" and f.score >= THRESHOLDS.copy for f in evidence.strongest]
    labels = [{"keep": 0, "drop": 1}.get(line["label"], -1) for line in kept]
    labels = [-1 if copy else label for copy, label in zip(copies, labels, strict=True)]
    site = row.get("site") or urlsplit(row.get("url") or "").hostname or row["id"]
    learnt = int(hashlib.md5(site.encode()).hexdigest(), 16) % 2 == 0
    widths = [look.width for look in document.derived(lines)]
    return Sample(name, learnt, evidence, copies, np.array(labels), np.array(widths))


def learn(data: list[Sample]) -> tuple[float, dict[str, float]]:
    """Bias and weights: iterated ridge regression on the logistic loss, neighbours as the round before knew them."""
    names = [*OWN, *AROUND]
    known: tuple[float, dict[str, float]] | None = None
    data = [sample for sample in data if sample.learnt and sample.evidence.own]
    y = np.concatenate([s.labels for s in data])
    cost = np.concatenate([np.where(s.labels == 1, SETS[s.name][1], SETS[s.name][0]) for s in data])
    for _ in range(ROUNDS):
        x = np.vstack([np.hstack([np.array(s.evidence.own), np.array(around(_junk(s, known)))]) for s in data])
        use = y >= 0
        mean, deviation = x[use].mean(axis=0), x[use].std(axis=0) + 1e-9
        z = np.hstack([np.ones((use.sum(), 1)), (x[use] - mean) / deviation])
        w = _newton(z, y[use], cost[use])
        scaled = w[1:] / deviation
        known = float(w[0] - scaled @ mean), dict(zip(names, map(float, scaled), strict=True))
    assert known
    return known


def _junk(sample: Sample, known: tuple[float, dict[str, float]] | None) -> list[bool]:
    if known is None:
        return [
            copy or (f is not None and f.score >= MEDIUM)
            for copy, f in zip(sample.copies, sample.evidence.strongest, strict=True)
        ]
    chances = probabilities(sample.evidence, sample.copies, bias=known[0], weights=known[1])
    return [c or p >= THRESHOLDS.counts for c, p in zip(sample.copies, chances, strict=True)]


def _newton(z: np.ndarray, y: np.ndarray, cost: np.ndarray) -> np.ndarray:
    w = np.zeros(z.shape[1])
    ridge = np.full(z.shape[1], SHRINK)
    ridge[0] = 0.0
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        gradient = z.T @ (cost * (p - y)) + ridge * w
        curve = (z * (cost * p * (1 - p))[:, None]).T @ z + np.diag(ridge + 1e-9)
        step = np.linalg.solve(curve, gradient)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return w


def table(data: list[Sample], bias: float, weights: dict[str, float]) -> str:
    """Line, content and junk recall on the sites that were not learnt from, by set and threshold; without copies."""
    out = ["| set | threshold | line recall | content recall | junk recall |", "|---|---|---|---|---|"]
    for name in SETS:
        own = [s for s in data if s.name == name and not s.learnt and s.evidence.own]
        p = np.concatenate([probabilities(s.evidence, s.copies, bias=bias, weights=weights) for s in own])
        y, width = np.concatenate([s.labels for s in own]), np.concatenate([s.widths for s in own])
        keep, drop = y == 0, y == 1
        for threshold in (0.5, 0.6, 0.7, 0.8):
            gone = p >= threshold
            content = 1 - width[keep & gone].sum() / width[keep].sum()
            junk = f"{gone[drop].mean():.3f}" if drop.any() else "-"
            out.append(f"| {name} | {threshold} | {1 - gone[keep].mean():.4f} | {content:.4f} | {junk} |")
    return "\n".join(out)


def source(bias: float, weights: dict[str, float]) -> str:
    rows = "".join(f'    "{name}": {weight:.3f},\n' for name, weight in weights.items())
    return (
        '"""The weights of `cleaners.decision`, learnt by `python -m benchmarks.decision`: do not edit by hand."""\n\n'
        f"BIAS = {bias:.3f}\nWEIGHTS: dict[str, float] = {{\n{rows}}}\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="write cleaners/weights.py")
    options = parser.parse_args()
    data = samples(options.folder)
    bias, weights = learn(data)
    print(table(data, bias, weights))
    print(source(bias, weights))
    if options.write:
        Path("cleaners/weights.py").write_text(source(bias, weights), encoding="utf-8")


if __name__ == "__main__":
    main()
