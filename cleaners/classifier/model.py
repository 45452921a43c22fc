"""The models of the classifier, and what they say of a page: what of it is its text, of what kind, and how good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cleaners.classifier.declared import declared_features
from cleaners.classifier.features import block_features
from cleaners.classifier.selection import best, expected_f1
from cleaners.trees import Trees

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaners.classifier.segments import Segmented
    from cleaners.classifier.vectors import Floats
    from cleaners.hints import Hints

MODEL = Path(__file__).parent.parent / "models" / "blocks.npz"
KINDS = ("article", "documentation", "forum", "service", "product", "collection", "listing")
# By how much the logarithm of the odds is shifted on each of KINDS, see `leaning`.
_LEANING = np.array((-0.75, 0.5, -0.25, 0.0, -0.6, 0.0, 0.75))
_QUALITY_PAGE = ("page_chars", "page_count", "page_linked", "page_long", "page_average", "page_list", "page_headings")
PARTS = ("blocks", "kind", "quality")
_LIKELY = 0.3  # the probability of a segment below which it is hardly text
_SENTENCE = 20  # words


@dataclass(frozen=True)
class Judgement:
    """What the classifier says of a page with segments.

    `probabilities` of each segment to belong to the text and `words` in it; `chosen` are those that make the best text;
    `kind` is one of KINDS, `quality` the word F1 (0 to 1) that is expected of that text. `has_text` is False where
    not even a sentence is expected, and no segment is likely to be one: then the page is all menus and footers.
    """

    probabilities: Floats
    words: Floats
    chosen: NDArray[np.bool_]
    kind: str
    quality: float

    @property
    def has_text(self) -> bool:
        return bool(self.probabilities.max() >= _LIKELY or (self.probabilities * self.words).sum() >= _SENTENCE)


@dataclass(frozen=True)
class Classifier:
    """Three sums of trees, learnt by `benchmarks/blocks.py`.

    `blocks` gives the odds that a segment belongs to the text (their logarithm), `kind` has one tree a round for each
    of KINDS, `quality` guesses the F1 of the selection.
    """

    blocks: Trees
    kind: Trees
    quality: Trees

    @classmethod
    def of(cls, arrays: Mapping[str, Any]) -> Classifier:
        """From the arrays of a model file, each part's with its name before. Raises KeyError if one is missing."""
        return cls(
            *(
                Trees.of({name.partition(".")[2]: array for name, array in arrays.items() if name.startswith(part)})
                for part in PARTS
            )
        )

    @classmethod
    def load(cls, path: Path = MODEL) -> Classifier:
        """Raises OSError, ValueError or KeyError if that is no model file."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls.of(dict(arrays))

    def judge(self, page: Segmented, hints: Hints, url: str) -> Judgement:
        """Judge a page of at least one segment. The page stays untouched."""
        features = block_features(page, hints.title, hints.description)
        whole = declared_features(hints, url)
        kinds = kind_chances(self.kind, page_features(features, whole))
        words = np.expm1(features["words"])
        known = features | {name: np.full(len(words), value) for name, value in whole.items()}
        probabilities = chances(self.blocks, known)
        chosen = best(leaning(probabilities, kinds), words).chosen
        signs = quality_features(probabilities, words, chosen, features, kinds)
        learnt = float(self.quality.sums(table(self.quality, signs))[0])
        return Judgement(probabilities, words, chosen, KINDS[int(kinds.argmax())], quality(signs, learnt))


def quality(signs: Mapping[str, Floats], learnt: float) -> float:
    """The F1 to expect: the mean of what the probabilities give and of what trees have learnt of such pages.

    It tells poor pages apart better than either (AUC .898 against .894 and .897 on unseen sites).
    """
    expected = (float(signs["expected"][0]) + learnt) / 2
    return min(1.0, max(0.0, expected))


def leaning(probabilities: Floats, kinds: Floats) -> Floats:
    """The probabilities to choose by, on a page that is of each of KINDS with that chance.

    Segments are right or wrong together: most of what is doubtful on an article are its comments and teasers, on a
    listing its items. So the odds lean to less on some kinds of pages and to more on others. Word F1 is .8737
    without, .8757 with leanings chosen on four folds for the fifth; these here are chosen on all, and rounded.
    """
    odds = np.exp(kinds @ _LEANING)
    leant: Floats = probabilities * odds / (probabilities * odds + 1 - probabilities)
    return leant


def chances(trees: Trees, features: Mapping[str, Floats]) -> Floats:
    """What trees say of rows, as probabilities."""
    summed: Floats = 1 / (1 + np.exp(-trees.sums(table(trees, features))))
    return summed


def table(trees: Trees, features: Mapping[str, Floats]) -> Floats:
    """The features that the trees ask for, rows x features."""
    return np.stack([features[name] for name in trees.names], axis=1)


def page_features(features: Mapping[str, Floats], whole: Mapping[str, float]) -> dict[str, Floats]:
    """One row for the page: what is said of it, and the means of what is said of its segments."""
    found = {name: np.array([value]) for name, value in whole.items()}
    means = np.stack(list(features.values())).mean(axis=1, keepdims=True)
    return found | {f"mean_{name}": mean for name, mean in zip(features, means, strict=True)}


def kind_chances(trees: Trees, features: Mapping[str, Floats]) -> Floats:
    """The probability of each of KINDS for the one row of features."""
    sums = trees.sums_by(table(trees, features), len(KINDS))[0]
    odds = np.exp(sums - sums.max())
    shares: Floats = odds / odds.sum()
    return shares


def quality_features(
    probabilities: Floats, words: Floats, chosen: NDArray[np.bool_], features: Mapping[str, Floats], kinds: Floats
) -> dict[str, Floats]:
    """One row for the page: what tells a good selection from a poor one."""
    hits, inside = probabilities * words, words[chosen].sum()
    doubt = words * probabilities * (1 - probabilities)
    values = {
        "expected": expected_f1(probabilities, words, chosen),
        "sure": hits[chosen].sum() / max(1e-9, inside),
        "left": hits[~chosen].sum() / max(1e-9, hits.sum()),
        "size": np.log1p(inside),
        "share": inside / max(1e-9, words.sum()),
        "doubt": doubt.sum() / max(1e-9, hits.sum()),
        "count": chosen.sum(),
        "least": probabilities[chosen].min(),
        "most": probabilities.max(),
    }
    values |= {name: features[name][0] for name in _QUALITY_PAGE}
    values |= {f"kind_{kind}": chance for kind, chance in zip(KINDS, kinds, strict=True)}
    return {name: np.array([float(value)]) for name, value in values.items()}


@cache
def shipped() -> Classifier:
    """The model that comes with dehusk."""
    return Classifier.load()
