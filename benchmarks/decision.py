"""Learn the models of `cleaners/decision.py` from labelled documents, and judge them on sites they have not seen.

    python -m benchmarks.decision FOLDER [--write]

FOLDER holds the sets named in `benchmarks/samples.py`. The table is cross-validated: the sites are parted into four
folds by the hash of their names, and each fold is judged by models that were learnt from the three others. `--write`
learns from all of them and writes `cleaners/models/`. Only figures get into the repository, no text.
"""

from __future__ import annotations

import argparse
from itertools import combinations
from pathlib import Path

import lightgbm
import numpy as np

from benchmarks.line_model import LineModels, save
from benchmarks.samples import FOLDS, PAGES, SETS, Sample, samples
from benchmarks.tree_arrays import arrays
from cleaners.evidence import FEATURES, wording_features
from cleaners.ngrams import AT_MOST

TREES = 120
PARAMETERS = {
    "objective": "binary",
    "num_leaves": 16,
    "max_depth": 8,
    "learning_rate": 0.08,
    "min_data_in_leaf": 80,
    "lambda_l2": 30.0,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
MODELS = Path("cleaners/models")
WORDINGS = [list(FEATURES).index(name) for name in FEATURES if name.startswith("wording")]


def rows(data: list[Sample], said: np.ndarray) -> np.ndarray:
    """The features of all blocks, with the wordings that a line model said of them."""
    features = np.vstack([sample.features for sample in data])
    place = 0
    for sample in data:
        own = slice(place, place + len(sample.labels))
        columns = wording_features(np.clip(said[own], -AT_MOST, AT_MOST))
        features[own, WORDINGS] = np.column_stack([columns[list(FEATURES)[n]] for n in WORDINGS])
        place = own.stop
    return features


def learn(x: np.ndarray, data: list[Sample], use: np.ndarray) -> lightgbm.Booster:
    y = np.concatenate([s.labels for s in data])
    cost = np.concatenate([np.where(s.labels == 1, SETS[s.name][1], SETS[s.name][0]) for s in data])
    use = use & (y >= 0)
    told = lightgbm.Dataset(x[use], y[use], weight=cost[use], feature_name=list(FEATURES))
    return lightgbm.train(PARAMETERS, told, TREES)


def learn_all(data: list[Sample], *, final: bool) -> tuple[np.ndarray, np.ndarray | None, lightgbm.Booster | None]:
    """The chances that models give to sites they have not seen; with `final`, line model and trees of all sites.

    Trees learn from what line models said of sites which those had not seen either, so that they trust it as much as
    they may. For that a line model is learnt without every fold and without every pair of folds.
    """
    lines = LineModels(data)
    folds = lines.folds
    without = {(f, f): lines.said(lines.fit(folds != f)) for f in range(FOLDS)}
    for f, g in combinations(range(FOLDS), 2):
        without[f, g] = without[g, f] = lines.said(lines.fit((folds != f) & (folds != g)))
    chances = np.zeros(len(folds))
    for f in range(FOLDS):
        said = np.choose(folds, [without[f, g] for g in range(FOLDS)])
        x = rows(data, said)
        chances[folds == f] = learn(x, data, folds != f).predict(x[folds == f])
    if not final:
        return chances, None, None
    everywhere = np.ones(len(folds), bool)
    x = rows(data, np.choose(folds, [without[g, g] for g in range(FOLDS)]))
    return chances, lines.fit(everywhere), learn(x, data, everywhere)


def table(data: list[Sample], chances: np.ndarray) -> str:
    """Line, content and junk recall on unseen sites, by set and threshold; without copies."""
    out = [
        "| set | threshold | line recall | content recall | junk recall | junk characters |",
        "|---|---|---|---|---|---|",
    ]
    y, width = np.concatenate([s.labels for s in data]), np.concatenate([s.widths for s in data])
    names = np.concatenate([np.full(len(s.labels), s.name, dtype=object) for s in data])
    for name in SETS:
        keep, drop = (names == name) & (y == 0), (names == name) & (y == 1)
        for threshold in (0.5, 0.6, 0.7, 0.8) if not name.startswith(PAGES) else ():
            gone = chances >= threshold
            content = 1 - width[keep & gone].sum() / width[keep].sum()
            junk = (
                f"{gone[drop].mean():.3f} | {width[drop & gone].sum() / width[drop].sum():.3f}"
                if drop.any()
                else "- | -"
            )
            out.append(f"| {name} | {threshold} | {1 - gone[keep].mean():.4f} | {content:.4f} | {junk} |")
    return "\n".join(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write {MODELS}/")
    options = parser.parse_args()
    data = list(samples(options.folder))
    chances, line_model, trees = learn_all(data, final=options.write)
    print(table(data, chances))
    if line_model is not None and trees is not None:
        save(line_model, MODELS / "ngrams.npz")
        np.savez_compressed(MODELS / "decision.npz", **arrays(trees))


if __name__ == "__main__":
    main()
