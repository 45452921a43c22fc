"""The groups of features that are left out one at a time, and the parts of the pages that are learnt from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.ablation import GROUPS, of_group, part_of, without
from benchmarks.page_samples import PageSample
from cleaners.classifier.model import shipped

NAMES = list(shipped().blocks.names)
PAGE = PageSample(
    *("p0", 0, "article", NAMES, np.arange(2 * len(NAMES), dtype=np.float32).reshape(2, -1)),
    *(np.ones(2), np.ones(2), {}, {}, ["a", "b"], "a b"),
)


def test_each_group_has_features_and_none_is_in_two() -> None:
    for name, beginnings in GROUPS.items():
        assert [one for one in NAMES if of_group(one, beginnings)], name
    for one in NAMES:
        assert sum(of_group(one, beginnings) for beginnings in GROUPS.values()) <= 1, one


def test_a_page_without_a_group_keeps_the_columns_of_the_others() -> None:
    beginnings = GROUPS["headings"]
    fewer = without(PAGE, beginnings)
    assert fewer.names == [one for one in NAMES if not of_group(one, beginnings)]
    for place, name in enumerate(fewer.names):
        assert (fewer.features[:, place] == PAGE.features[:, NAMES.index(name)]).all()


def test_a_smaller_part_is_inside_a_larger_one() -> None:
    pages = [replace(PAGE, id=f"p{number}") for number in range(500)]
    small, large = ({page.id for page in part_of(pages, part)} for part in (0.2, 0.6))
    assert small < large
    assert 60 < len(small) < 140
    assert part_of(pages, 1.0) == pages
