"""Pages with the text that was wanted of them, as rows for `benchmarks/blocks.py`. Nothing of them is kept."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from rapidfuzz.distance import LCSseq

from cleaners import hints, structured
from cleaners.classifier.candidates import add_candidates
from cleaners.classifier.declared import declared_features
from cleaners.classifier.features import block_features
from cleaners.classifier.model import page_features
from cleaners.classifier.segments import Segmented, segment
from cleaners.decode import decode
from cleaners.normalise import line_key
from cleaners.tree import parse, tame

FOLDS = 5
MOST = 20_000  # segments of a page
_WORD = re.compile(r"\w+")


@dataclass
class PageSample:
    """A page: features (segments x names), the share of each segment's words that was wanted (nan: unknown), and the
    words of each; `row` are the features of the page, `by_name` those of its first segment. `kind` is "" where it is
    not known, `wanted` the text that was wanted."""

    id: str
    fold: int
    kind: str
    names: list[str]
    features: np.ndarray
    labels: np.ndarray
    words: np.ndarray
    row: dict[str, float]
    by_name: dict[str, float]
    texts: list[str]
    wanted: str


def page_samples(folder: Path) -> Iterator[PageSample]:
    """The pages of WCXB, and those of debris/dev whose lines are labelled; pages without any segment are left out."""
    yield from _whole_texts(folder / "wcxb")
    yield from _labelled_lines(folder / "debris")


def site_fold(url: str, page: str) -> int:
    """The fold of a page: all pages of one registered domain are in the same."""
    parts = (urlsplit(url).hostname or page).split(".")
    second_level = len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= 3
    domain = ".".join(parts[-3 if second_level else -2 :])
    return int(hashlib.md5(domain.encode()).hexdigest(), 16) % FOLDS


def _whole_texts(folder: Path) -> Iterator[PageSample]:
    for truth in sorted((folder / "ground-truth").glob("*.json")):
        told = json.loads(truth.read_text(encoding="utf-8"))
        kind = ((told.get("_internal") or {}).get("page_type") or {}).get("primary", "article")
        wanted = told["ground_truth"].get("main_content") or ""
        page = _segmented(folder / "html" / f"{truth.stem}.html.gz")
        if page is not None:
            labels = shares([one.text for one in page[0].segments], wanted, page[0].shown)
            kind = "collection" if kind == "category" else kind
            yield _sample(truth.stem, told.get("url") or "", kind, page, labels, wanted)


def _labelled_lines(folder: Path) -> Iterator[PageSample]:
    for row in (folder / "dev.jsonl").read_text(encoding="utf-8").strip("\n").split("\n"):
        told = json.loads(row)
        if told["variant"] != "dump" or not told.get("html"):
            continue
        page = _segmented(folder / told["html"])
        if page is not None:
            known = {line_key(line["text"]): line["label"] for line in told["lines"]}
            said = [known.get(line_key(one.text)) for one in page[0].segments]
            labels = np.array([1.0 if one == "keep" else 0.0 if one == "drop" else np.nan for one in said])
            yield _sample(told["id"], told.get("url") or "", "", page, labels, "")


def _segmented(source: Path) -> tuple[Segmented, hints.Hints] | None:
    content = source.read_bytes()
    tree = parse(tame(decode(gzip.decompress(content) if source.suffix == ".gz" else content, "").text))
    if tree is None:
        return None
    said = structured.read(tree)
    page, known = segment(tree), hints.read(tree, said)
    add_candidates(page, said, known)
    return (page, known) if 0 < len(page.segments) <= MOST else None


def _sample(
    name: str, url: str, kind: str, page: tuple[Segmented, hints.Hints], labels: np.ndarray, wanted: str
) -> PageSample:
    segmented, known = page
    by_name = block_features(segmented, known.title, known.description)
    whole = declared_features(known, url)
    words = np.expm1(by_name["words"])
    columns = [*by_name.values(), *(np.full(len(words), value) for value in whole.values())]
    return PageSample(
        name,
        site_fold(url, name),
        kind,
        [*by_name, *whole],
        np.stack(columns, axis=1).astype(np.float32),
        labels,
        words,
        {key: float(value[0]) for key, value in page_features(by_name, whole).items()},
        {key: float(value[0]) for key, value in by_name.items()},
        [one.text for one in segmented.segments],
        wanted,
    )


def shares(texts: list[str], wanted: str, shown: int) -> np.ndarray:
    """What share of each text's words is in the longest common subsequence of all of them and the wanted text.

    Texts from number `shown` on stand in no order (they come from structured data): each is looked for by itself.
    """
    told = _words(wanted)
    words, owners = [], []
    for number, text in enumerate(texts[:shown]):
        own = _words(text)
        words += own
        owners += [number] * len(own)
    hits = np.zeros(len(words))
    for step in LCSseq.opcodes(words, told) if words and told else ():
        if step.tag == "equal":
            hits[step.src_start : step.src_end] = 1
    held = np.bincount(np.array(owners, int), weights=hits, minlength=len(texts))
    found = held / np.maximum(1, np.bincount(np.array(owners, int), minlength=len(texts)))
    together = " ".join(told)
    for number in range(shown, len(texts)):
        found[number] = float(" ".join(_words(texts[number]))[:100] in together)
    return found


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
