"""Labelled documents for `benchmarks/decision.py`, from a folder that the user names. Nothing of them is kept."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html
import numpy as np

from cleaners import document_from_text
from cleaners.decision import THRESHOLDS
from cleaners.document import Document
from cleaners.evidence import weigh
from cleaners.extract import extract
from cleaners.lines import lines
from cleaners.normalise import line_key, normalise_text
from cleaners.page import Page
from cleaners.registry import CLEANERS

# Name: what a keep line and a drop line weigh. Sets labelled by hand weigh most, and a lost line more than junk.
SETS = {
    "debris/dev_hand2": (12.0, 3.0),
    "debris/dev_hand": (12.0, 3.0),
    "debris/dev": (1.2, 0.6),
    "seedstyle/seedstyle": (4.0, 1.0),
    "seedstyle/negatives": (8.0, 1.0),
    "debris/dev from HTML": (0.6, 0.6),
    "wcxb": (0.4, 0.2),
    "wcxb from HTML": (0.2, 0.1),
}
# Whole pages with the text that was wanted: they show lists, tables, threads that are content.
PAGES = "wcxb"
FROM_HTML = " from HTML"  # the blocks of dehusk's own extraction, with their tags and links
FOLDS = 4
_UNSCORED = -1
_LABELS = {"keep": 0, "drop": 1}


@dataclass
class Sample:
    """A document: features (blocks x FEATURES); labels (1 drop, 0 keep, -1 not scored), widths, texts of its blocks."""

    name: str
    fold: int
    lang: str
    features: np.ndarray
    labels: np.ndarray
    widths: np.ndarray
    texts: list[str]


def samples(folder: Path) -> Iterator[Sample]:
    """Every document of the sets in a folder; a page is left out if its lines cannot be told apart."""
    for name in SETS:
        if name.endswith(FROM_HTML):
            continue  # comes with the set of that name
        if name == PAGES:
            yield from _page_samples(folder / PAGES)
            continue
        for row in (folder / f"{name}.jsonl").read_text(encoding="utf-8").strip("\n").split("\n"):
            entry = json.loads(row)
            kept = [line for line in entry["lines"] if line["text"].strip()]
            labels = [_LABELS.get(line["label"], _UNSCORED) for line in kept]
            site = entry.get("site") or urlsplit(entry.get("url") or "").hostname or entry["id"]
            text = normalise_text("\n".join(line["text"].replace("\n", " ") for line in kept))
            document = document_from_text(text, title=entry.get("title") or "")
            yield from _sample(name, site, entry.get("lang", ""), document, labels)
            if name + FROM_HTML in SETS and entry.get("variant") == "trafilatura":
                known = {line_key(line["text"]): label for line, label in zip(kept, labels, strict=True)}
                document = _extracted((folder / name).parent / entry["html"], entry.get("url") or "")
                labels = [known.get(key, _UNSCORED) for key in document.keys]
                yield from _sample(name + FROM_HTML, site, entry.get("lang", ""), document, labels)


def _sample(name: str, site: str, lang: str, document: Document, labels: list[int]) -> Iterator[Sample]:
    if len(document.blocks) != len(labels) or not labels:
        return
    proposals = [f._replace(cleaner=c.name) for c in CLEANERS for f in c.find(document)]
    evidence = weigh(document, proposals)
    # What is taken as a copy whatever the decision says teaches it nothing.
    copies = [f is not None and f.cleaner == "repeats" and f.score >= THRESHOLDS.copy for f in evidence.strongest]
    scored = [_UNSCORED if copy else label for copy, label in zip(copies, labels, strict=True)]
    fold = int(hashlib.md5(site.encode()).hexdigest(), 16) // 7 % FOLDS
    widths = np.array([look.width for look in document.derived_by_block(lines)])
    blocks = [block.text for block in document.blocks]
    yield Sample(name, fold, lang, evidence.features, np.array(scored), widths, blocks)


def _extracted(source: Path, url: str) -> Document:
    return extract(Page(url or "https://page.example/", _read(source)), "fast", want_links=False).document


def _read(source: Path) -> bytes:
    content = source.read_bytes()
    return gzip.decompress(content) if source.suffix == ".gz" else content


# ---------------------------------------------------------------------- pages with the text that was wanted

_BEFORE, _BEHIND, _LINES = 25, 45, 400  # lines of a page before and behind its text; of a page at most
_LONG = 40  # code points of a line whose being in the text is no chance
_BLOCKS = re.compile(
    "p|div|li|h[1-6]|tr|section|article|header|footer|nav|ul|ol|table|blockquote|pre|br|form|aside|main|dd|dt|dl"
    "|figcaption|figure|option|button|label|fieldset|body"
)
_UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "head"))


def _page_samples(folder: Path) -> Iterator[Sample]:
    for truth in sorted((folder / "ground-truth").glob("*.json")):
        page = json.loads(truth.read_text(encoding="utf-8"))
        wanted = page["ground_truth"].get("main_content") or ""
        sources = sorted((folder / "html").glob(page["file_id"] + "*"))
        if len(wanted) < 200 or not sources:
            continue
        site = urlsplit(page["url"]).hostname or page["file_id"]
        texts = dumped(_read(sources[0]).decode("utf-8", "replace"))
        place, labels = _scored(texts, wanted)
        if len(labels) <= _LINES:
            text = normalise_text("\n".join(texts[place]))
            title = page["ground_truth"].get("title") or ""
            yield from _sample(PAGES, site, "en", document_from_text(text, title=title), labels)
        document = _extracted(sources[0], page["url"])
        _, labels = _scored([block.text for block in document.blocks], wanted, everything=True)
        yield from _sample(PAGES + FROM_HTML, site, "en", document, labels)


def _scored(texts: list[str], wanted: str, *, everything: bool = False) -> tuple[slice, list[int]]:
    """Which of the lines are looked at, those around the text, and their labels."""
    labels = aligned(texts, wanted)
    long = [n for n, label in enumerate(labels) if label == 0 and len(texts[n]) >= _LONG]
    if len(long) < 2:
        return slice(0), []
    place = slice(0, len(texts)) if everything else slice(max(0, long[0] - _BEFORE), long[-1] + _BEHIND)
    return place, _doubtful(labels, texts, long)[place]


def dumped(html: str) -> list[str]:
    """The text of a page as lines, navigation and all; cells of a row are parted by tabs."""
    tree = lxml.html.fromstring(html)
    parts: list[str] = []
    _walk(tree, parts, 0)
    return [line for line in (re.sub(" +", " ", part).strip() for part in "".join(parts).split("\n")) if line]


def _walk(element: lxml.html.HtmlElement, parts: list[str], depth: int) -> None:
    border = "\n" if _BLOCKS.fullmatch(element.tag) else "\t" if element.tag in {"td", "th"} else ""
    parts.append(border + (element.text or "").replace("\n", " "))
    if depth < 150:
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _UNSEEN:
                _walk(child, parts, depth + 1)
            parts.append((child.tail or "").replace("\n", " "))
    parts.append("\n" if border == "\n" else "")


def aligned(texts: list[str], wanted: str) -> list[int]:
    """0 for a line that is in the wanted text, 1 for one that is not, -1 where a good part of it is."""
    whole_lines = {line_key(line) for line in wanted.split("\n")}
    together = " ".join(line_key(line) for line in wanted.split("\n"))
    labels = []
    for text in texts:
        key = line_key(text)
        parts = [key[place : place + 30] in together for place in range(0, len(key) - 30, 10)] if len(key) >= 60 else []
        if not key or (parts and 0.3 * len(parts) <= sum(parts) and key not in together):
            labels.append(_UNSCORED)
        else:
            labels.append(0 if key in whole_lines or (len(key) >= 25 and key in together) else 1)
    return labels


def _doubtful(labels: list[int], texts: list[str], long: list[int]) -> list[int]:
    """Labels without those that may be chance: short lines far from the text; its head; what is missing inside it."""
    first, last = long[0], long[-1]
    return [
        _UNSCORED
        if (label == 0 and len(text) < _LONG and not first - 6 <= number <= last + 15)
        or (label == 1 and (first - 5 <= number < first or (first <= number <= last and len(text) >= 60)))
        else label
        for number, (label, text) in enumerate(zip(labels, texts, strict=True))
    ]
