"""How well the text of a page was found: words, and snippets that a reader wants or does not want to see."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sample:
    """A page as it came, of one of the kinds of WCXB, and the text that is wanted of it.

    `found` are snippets that the text must have, `left` those that it must not have; most pages list some of both.
    """

    id: str
    kind: str
    url: str
    body: bytes
    wanted: str
    found: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def samples(folder: Path) -> Iterator[Sample]:
    """The pages of a folder that has `html/ID.html.gz` and `ground-truth/ID.json`, by their ids."""
    for truth in sorted((folder / "ground-truth").glob("*.json")):
        page = folder / "html" / f"{truth.stem}.html.gz"
        if page.exists():
            told = json.loads(truth.read_text(encoding="utf-8"))
            kind = ((told.get("_internal") or {}).get("page_type") or {}).get("primary", "article")
            gold = told["ground_truth"]
            yield Sample(
                truth.stem,
                "collection" if kind == "category" else kind,
                told.get("url") or "",
                gzip.decompress(page.read_bytes()),
                gold.get("main_content") or "",
                tuple(gold.get("with") or ()),
                tuple(gold.get("without") or ()),
            )


@dataclass(frozen=True, slots=True)
class Score:
    """What a text is worth beside the wanted one; `found` and `leaked` are None where the page lists no snippets."""

    precision: float
    recall: float
    f1: float
    found: float | None
    leaked: float | None


def score(text: str, sample: Sample) -> Score:
    """The score of a text as that of the page."""
    return Score(*word_f1(text, sample.wanted), share(text, sample.found), share(text, sample.left))


def word_f1(text: str, wanted: str) -> tuple[float, float, float]:
    """Precision, recall and F1 over the multisets of words; two empty texts are equal."""
    own, told = (Counter(_WORD.findall(one.lower())) for one in (text, wanted))
    hits = sum((own & told).values())
    if not hits:
        return (1.0, 1.0, 1.0) if not own and not told else (0.0, 0.0, 0.0)
    precision, recall = hits / sum(own.values()), hits / sum(told.values())
    return precision, recall, 2 * precision * recall / (precision + recall)


def share(text: str, snippets: Sequence[str]) -> float | None:
    """The share of the snippets that are in the text, whatever their case; None if there are no snippets."""
    text = text.lower()
    return sum(snippet.lower() in text for snippet in snippets) / len(snippets) if snippets else None
