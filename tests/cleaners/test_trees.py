"""The evaluator says what LightGBM says, and its shares add up to what it says."""

from __future__ import annotations

import lightgbm
import numpy as np
import pytest

from benchmarks.decision import PARAMETERS, arrays
from cleaners.evidence import FEATURES
from cleaners.trees import Trees


@pytest.fixture(scope="module")
def learnt() -> tuple[lightgbm.Booster, np.ndarray]:
    chance = np.random.default_rng(7)
    x = chance.normal(size=(4000, len(FEATURES)))
    x[:, 3] = np.round(x[:, 3])
    y = (x[:, 0] + x[:, 3] * x[:, 5] + chance.normal(size=len(x)) > 0.4).astype(int)
    model = lightgbm.train(PARAMETERS, lightgbm.Dataset(x, y, feature_name=list(FEATURES)), 40)
    return model, x


def test_the_sums_are_those_of_lightgbm(learnt: tuple[lightgbm.Booster, np.ndarray]) -> None:
    model, x = learnt
    ours = Trees.of(arrays(model)).sums(x)
    assert np.abs(ours - model.predict(x, raw_score=True)).max() < 1e-9
    assert ours.std() > 0.5


def test_a_value_on_the_threshold_goes_where_lightgbm_sends_it(learnt: tuple[lightgbm.Booster, np.ndarray]) -> None:
    model, x = learnt
    trees = Trees.of(arrays(model))
    edge = np.tile(x[0], (len(trees.roots), 1))
    for row, root in zip(edge, trees.roots, strict=True):
        row[trees.feature[root]] = trees.threshold[root]
    assert np.abs(trees.sums(edge) - model.predict(edge, raw_score=True)).max() < 1e-9


def test_the_shares_of_the_features_and_the_roots_are_the_sum(learnt: tuple[lightgbm.Booster, np.ndarray]) -> None:
    model, x = learnt
    trees = Trees.of(arrays(model))
    expected = trees.value[trees.roots].sum()
    for row in x[:50]:
        assert expected + sum(trees.shares(row).values()) == pytest.approx(trees.sums(row[None])[0], abs=1e-9)


def test_no_rows_give_no_sums(learnt: tuple[lightgbm.Booster, np.ndarray]) -> None:
    assert Trees.of(arrays(learnt[0])).sums(np.zeros((0, len(FEATURES)))).shape == (0,)
