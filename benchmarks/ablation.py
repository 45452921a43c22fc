"""What each group of features is worth to the classifier of blocks, and what more pages would be.

    python -m benchmarks.ablation FOLDER

FOLDER and the five folds are those of `benchmarks/blocks.py`. Two tables of word F1 on unseen sites: learnt without
one group of features at a time, and learnt from a part of the pages. Only the classifier's own choice is judged, no
cleaning. Takes about half an hour.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.blocks import learn_blocks
from benchmarks.page_samples import FOLDS, PageSample, page_samples
from benchmarks.page_scores import word_f1
from cleaners.classifier.model import KINDS
from cleaners.classifier.selection import best

# The groups by how the names of their features begin, as `cleaners/classifier/features.py` gives them.
GROUPS = {
    "what the page is: its sizes, its URL, what it declares": ("page_", "url_", "says_", "og_"),
    "containers around a segment": ("up",),
    "words of classes, ids and roles, and tags around": ("in_", "near_"),
    "segments before and behind": ("by", "at-", "at+"),
    "the list that a segment is part of": ("list_",),
    "segments of the same look": ("look_",),
    "the node that most paragraphs speak for": ("top",),
    "headings": ("heading_", "h1_"),
    "words of the title": ("title_", "is_title", "is_description"),
    "place on the page": ("place", "from_", "depth"),
}
PARTS = (0.1, 0.2, 0.4, 0.6, 0.8)  # of the pages that a fold learns from


def of_group(name: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a feature is one of a group."""
    return name.startswith(beginnings)


def without(page: PageSample, beginnings: tuple[str, ...]) -> PageSample:
    """A page without the features of a group."""
    kept = [number for number, name in enumerate(page.names) if not of_group(name, beginnings)]
    return replace(page, names=[page.names[number] for number in kept], features=page.features[:, kept])


def part_of(pages: list[PageSample], part: float) -> list[PageSample]:
    """So much of the pages, the same ones each time; what is in a smaller part is in a larger one too."""
    return [page for page in pages if int(hashlib.md5(page.id.encode()).hexdigest()[:8], 16) < part * 16**8]


def scores(pages: list[PageSample], learnt_from: Callable[[list[PageSample]], list[PageSample]]) -> dict[str, float]:
    """Word F1 of pages whose whole text is known, each judged by a model of the folds it is not in: all, and by kind.

    `learnt_from` says which of the pages that a fold may see it learns from.
    """
    found: dict[str, list[float]] = {"all": []}
    for fold in range(FOLDS):
        model = learn_blocks(learnt_from([page for page in pages if page.fold != fold]))
        for page in pages:
            if page.fold == fold and page.kind:
                chosen = best(model.predict(page.features.astype(float)), page.words).chosen
                text = "\n".join(text for text, taken in zip(page.texts, chosen, strict=True) if taken)
                for name in ("all", page.kind):
                    found.setdefault(name, []).append(word_f1(text, page.wanted)[2])
    return {name: float(np.mean(values)) for name, values in found.items()}


def rows(pages: list[PageSample]) -> Iterator[tuple[str, int, dict[str, float]]]:
    """Name, number of features or pages, and scores of everything that is tried."""
    yield "everything", len(pages[0].names), scores(pages, lambda seen: seen)
    for name, beginnings in GROUPS.items():
        fewer = [without(page, beginnings) for page in pages]
        yield f"without: {name}", len(fewer[0].names), scores(fewer, lambda seen: seen)
    for part in PARTS:
        own = round(len(part_of(pages, part)) * (FOLDS - 1) / FOLDS)
        yield f"{part:.0%} of the pages", own, scores(pages, lambda seen, part=part: part_of(seen, part))  # type: ignore[misc]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    pages = list(page_samples(parser.parse_args().folder))
    print(f"| | features or pages | all | {' | '.join(KINDS)} |\n|---|---:{'|---:' * (len(KINDS) + 1)}|")
    for name, count, found in rows(pages):
        print(f"| {name} | {count} | {' | '.join(f'{found[kind]:.3f}' for kind in ('all', *KINDS))} |", flush=True)


if __name__ == "__main__":
    main()
