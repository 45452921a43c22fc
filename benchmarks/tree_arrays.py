"""The trees of a LightGBM model as `cleaners.trees.Trees` reads them."""

from __future__ import annotations

import lightgbm
import numpy as np


def arrays(model: lightgbm.Booster) -> dict[str, np.ndarray]:
    """The trees of a model as `cleaners.trees.Trees` reads them."""
    nodes: list[tuple[int, float, int, int, float]] = []
    roots = []

    def add(node: dict, level: int) -> tuple[int, int]:
        number = len(nodes)
        nodes.append((0, np.inf, number, number, 0.0))
        if "leaf_value" in node:
            nodes[number] = (0, np.inf, number, number, node["leaf_value"])
            return number, level
        assert node["decision_type"] == "<="
        lower, below = add(node["left_child"], level + 1)
        higher, beyond = add(node["right_child"], level + 1)
        nodes[number] = (node["split_feature"], node["threshold"], lower, higher, node["internal_value"])
        return number, max(below, beyond)

    depth = 0
    for tree in model.dump_model()["tree_info"]:
        root, level = add(tree["tree_structure"], 0)
        roots.append(root)
        depth = max(depth, level)
    feature, threshold, lower, higher, value = (np.array(column) for column in zip(*nodes, strict=True))
    return {
        "names": np.array(model.feature_name()),
        "feature": feature.astype(np.int16),
        "threshold": threshold,
        "lower": lower.astype(np.int32),
        "higher": higher.astype(np.int32),
        "value": value,
        "roots": np.array(roots, np.int32),
        "depth": np.int64(depth),
    }
