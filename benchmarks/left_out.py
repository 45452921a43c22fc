"""Whether the line model helps in a language that nothing was learnt from: the experiment that let it in.

    python -m benchmarks.left_out FOLDER LANGUAGE…

For each language, line model and trees are learnt from the documents and phrase examples of all others. The table says
what share of the language's junk goes at the same share of kept lines, with wordings and without.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from benchmarks.decision import WORDINGS, learn, rows
from benchmarks.line_model import LineModels
from benchmarks.samples import FOLDS, Sample, samples

LINE_RECALL = 0.985


def junk_recall(data: list[Sample], lines: LineModels, unseen: np.ndarray, language: str) -> tuple[float, float]:
    """Junk recall at `LINE_RECALL` in a language, with wordings and without. `unseen`: what was said of every line by
    a model that had not seen its site."""
    own = lines.langs == language
    said = np.where(own, lines.said(lines.fit(~own, lines.languages != language)), unseen)
    with_wordings = rows(data, said)
    without = with_wordings.copy()
    without[:, WORDINGS] = 0.0
    labels = np.concatenate([sample.labels for sample in data])
    found = []
    for x in (with_wordings, without):
        chances = learn(x, data, ~own).predict(x[own])
        threshold = np.quantile(chances[labels[own] == 0], LINE_RECALL)
        found.append(float((chances[labels[own] == 1] > threshold).mean()))
    return found[0], found[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("languages", nargs="+")
    options = parser.parse_args()
    data = list(samples(options.folder))
    lines = LineModels(data)
    fits = [lines.said(lines.fit(lines.folds != fold)) for fold in range(FOLDS)]
    unseen = np.choose(lines.folds, fits)
    print(f"| language | junk recall at line recall {LINE_RECALL}, with wordings | without |\n|---|---|---|")
    for language in options.languages:
        with_wordings, without = junk_recall(data, lines, unseen, language)
        print(f"| {language} | {with_wordings:.3f} | {without:.3f} |", flush=True)


if __name__ == "__main__":
    main()
