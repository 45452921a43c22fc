"""Learn the classifier of blocks from pages whose text is known, and judge it on sites that it has not seen.

    python -m benchmarks.blocks FOLDER [--write] [--folds DIR]

FOLDER holds the sets of `benchmarks/page_samples.py`. The table is cross-validated: pages are parted into five folds
by the hash of their registered domain, and each is judged by a model that was learnt from the four others. `--folds`
writes these models and the ids of the pages that they have not seen (`dehusk clean --model DIR/0.npz`), `--write`
learns from all pages and writes `cleaners/models/blocks.npz`. Only figures get into the repository, no text.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path

import lightgbm
import numpy as np

from benchmarks.page_samples import FOLDS, PageSample, page_samples
from benchmarks.page_scores import word_f1
from benchmarks.tree_arrays import arrays
from cleaners.classifier.model import KINDS, MODEL, PARTS, leaning, quality_features
from cleaners.classifier.model import quality as quality_of
from cleaners.classifier.selection import best

COMMON = {"seed": 1, "deterministic": True, "force_col_wise": True, "verbose": -1, "num_threads": 2}
BLOCKS = COMMON | {
    "objective": "cross_entropy",  # labels are shares of words
    "num_leaves": 31,
    "learning_rate": 0.08,
    "min_data_in_leaf": 100,
    "lambda_l2": 5.0,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "max_bin": 127,
}
BLOCK_TREES = 140
KIND = COMMON | {
    "objective": "multiclass",
    "num_class": len(KINDS),
    "num_leaves": 8,
    "learning_rate": 0.06,
    "min_data_in_leaf": 10,
    "lambda_l2": 5.0,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
}
KIND_ROUNDS = 45
QUALITY = COMMON | {
    "objective": "regression",
    "num_leaves": 8,
    "learning_rate": 0.06,
    "min_data_in_leaf": 20,
    "lambda_l2": 5.0,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
}
QUALITY_TREES = 60
MOST_OF_A_PAGE = 1_500  # segments that a page teaches with; a table of 10,000 rows says little more than one of 1,000
POOR = 0.7  # word F1


@dataclass
class Judged:
    """What models that have not seen a page say of it."""

    probabilities: np.ndarray
    kinds: np.ndarray
    f1: float = 0.0
    precision: float = 0.0
    recall: float = 0.0
    quality: float = 0.0


def weights(page: PageSample) -> np.ndarray:
    """Every page weighs the same, and a segment as the square root of its words; pages with few labels half."""
    roots = np.sqrt(page.words)
    return roots / roots.sum() * (100.0 if page.kind else 50.0)


def learn_blocks(pages: list[PageSample]) -> lightgbm.Booster:
    chance = np.random.default_rng(0)
    columns, labels, costs = [], [], []
    for page in pages:
        known = np.flatnonzero(np.isfinite(page.labels))
        if len(known) > MOST_OF_A_PAGE:
            known = chance.choice(known, MOST_OF_A_PAGE, replace=False)
        columns.append(page.features[known])
        labels.append(np.clip(page.labels[known], 0, 1))
        costs.append(weights(page)[known])
    told = lightgbm.Dataset(
        np.concatenate(columns), np.concatenate(labels), weight=np.concatenate(costs), feature_name=pages[0].names
    )
    return lightgbm.train(BLOCKS, told, BLOCK_TREES)


def learn_kind(pages: list[PageSample]) -> lightgbm.Booster:
    known = [page for page in pages if page.kind]
    table = np.array([list(page.row.values()) for page in known])
    told = lightgbm.Dataset(table, [KINDS.index(page.kind) for page in known], feature_name=list(known[0].row))
    return lightgbm.train(KIND, told, KIND_ROUNDS)


def learn_quality(pages: list[PageSample], judged: dict[str, Judged]) -> lightgbm.Booster:
    known = [page for page in pages if page.kind]
    signs = [signs_of(page, judged[page.id]) for page in known]
    table = np.array([list(one.values()) for one in signs])
    told = lightgbm.Dataset(table, [judged[page.id].f1 for page in known], feature_name=list(signs[0]))
    return lightgbm.train(QUALITY, told, QUALITY_TREES)


def signs_of(page: PageSample, said: Judged) -> dict[str, float]:
    chosen = best(leaning(said.probabilities, said.kinds), page.words).chosen
    features = {name: np.array([value]) for name, value in page.by_name.items()}
    found = quality_features(said.probabilities, page.words, chosen, features, said.kinds)
    return {name: float(value[0]) for name, value in found.items()}


def judge(page: PageSample, blocks: lightgbm.Booster, kind: lightgbm.Booster) -> Judged:
    probabilities = blocks.predict(page.features.astype(float))
    said = Judged(probabilities, kind.predict(np.array([list(page.row.values())]))[0])
    chosen = best(leaning(probabilities, said.kinds), page.words).chosen
    text = "\n".join(text for text, taken in zip(page.texts, chosen, strict=True) if taken)
    said.precision, said.recall, said.f1 = word_f1(text, page.wanted)
    return said


def auc(scores: np.ndarray, poor: np.ndarray) -> float:
    """The chance that a page that is poor has a lower score than one that is not."""
    ranks = scores.argsort().argsort()
    return float(1 - (ranks[poor].mean() - (poor.sum() - 1) / 2) / max(1, (~poor).sum()))


def table(pages: list[PageSample], judged: dict[str, Judged]) -> str:
    out = ["| kind | pages | F1 | precision | recall |", "|---|---:|---:|---:|---:|"]
    for kind in ("all", *KINDS):
        own = [judged[page.id] for page in pages if page.kind and kind in ("all", page.kind)]
        f1, precision, recall = (np.mean([getattr(one, name) for one in own]) for name in ("f1", "precision", "recall"))
        out.append(f"| {kind} | {len(own)} | {f1:.3f} | {precision:.3f} | {recall:.3f} |")
    known = [page for page in pages if page.kind]
    right = np.mean([KINDS[int(judged[page.id].kinds.argmax())] == page.kind for page in known])
    qualities, f1s = (np.array([getattr(judged[page.id], name) for page in known]) for name in ("quality", "f1"))
    out.append(f"\nkind of page right: {right:.3f}; quality: AUC {auc(qualities, f1s < POOR):.3f} for F1 below {POOR}")
    return "\n".join(out) + f", mean error {np.abs(qualities - f1s).mean():.3f}"


def save(path: Path, models: tuple[lightgbm.Booster, lightgbm.Booster, lightgbm.Booster]) -> None:
    parts = [(part, arrays(model)) for part, model in zip(PARTS, models, strict=True)]
    for _, own in parts[1:]:  # only blocks are asked why; the other parts need no values but those of leaves
        own["value"] = np.where(own["lower"] == np.arange(len(own["lower"])), own["value"], 0.0)
    np.savez_compressed(path, **{f"{part}.{name}": value for part, own in parts for name, value in own.items()})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write {MODEL.name}")
    parser.add_argument("--folds", type=Path, help="write the models of the folds, and the ids of the pages, here")
    options = parser.parse_args()
    pages = list(page_samples(options.folder))
    judged: dict[str, Judged] = {}
    models = []
    for fold in range(FOLDS):
        seen = [page for page in pages if page.fold != fold]
        models.append((learn_blocks(seen), learn_kind(seen)))
        judged |= {page.id: judge(page, *models[fold]) for page in pages if page.fold == fold}
    for fold in range(FOLDS):
        quality = learn_quality([page for page in pages if page.fold != fold], judged)
        for page in pages:
            if page.fold == fold:
                signs = signs_of(page, judged[page.id])
                learnt = float(quality.predict(np.array([list(signs.values())]))[0])
                guess = quality_of({name: np.array([value]) for name, value in signs.items()}, learnt)
                judged[page.id] = replace(judged[page.id], quality=guess)
        if options.folds:
            options.folds.mkdir(parents=True, exist_ok=True)
            save(options.folds / f"{fold}.npz", (*models[fold], quality))
            unseen = [page.id for page in pages if page.fold == fold and page.kind]
            (options.folds / f"{fold}.json").write_text(json.dumps(unseen))
    print(table(pages, judged))
    if options.write:
        save(MODEL, (learn_blocks(pages), learn_kind(pages), learn_quality(pages, judged)))


if __name__ == "__main__":
    main()
