"""Extraction gets neither worse nor dearer: floors and a ceiling on pages of our own (pages_gate.py tells of them)."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from pathlib import Path

import pytest
from lxml import html

from benchmarks.compare import measure
from benchmarks.extractors import DEHUSK, TRAFILATURA, dehusk, trafilatura
from benchmarks.page_scores import Sample
from cleaners.classifier.model import KINDS
from tests.quality import pages_gate

PAGES = pages_gate.load_pages()
# Measured: 0.46 to 0.66 on these small pages. The room is for a busy machine; half as much work again is caught.
MOST_CPU = 0.9  # of trafilatura's
ROUNDS = 3


def everything(page: Sample) -> str:
    return str(html.document_fromstring(page.body.decode()).text_content())


def test_no_figure_falls_below_its_floor() -> None:
    floors, _ = pages_gate.read_pinned()
    found = pages_gate.scored(PAGES, dehusk("blocks", {}))
    missed = pages_gate.broken(floors, pages_gate.by_kind(found))
    assert not missed, f"{missed}; by page: {json.dumps(found, indent=1)}"


def test_the_pages_are_those_that_the_floors_were_measured_on() -> None:
    assert pages_gate.pages_hash() == pages_gate.read_pinned()[1], "see `python -m tests.quality.pages_gate --help`"


def test_an_extractor_that_gives_nothing_or_everything_does_not_pass() -> None:
    floors, _ = pages_gate.read_pinned()
    for extract in (lambda page: "", everything):
        missed = pages_gate.broken(floors, pages_gate.by_kind(pages_gate.scored(PAGES, extract)))
        assert {kind for kind, _, _ in missed} == {pages_gate.ALL, *KINDS}


def test_the_work_of_a_page_costs_less_cpu_than_trafilatura_alone() -> None:
    tools = {DEHUSK: dehusk("blocks", {}), TRAFILATURA: trafilatura(fast=False)}
    ratios = []
    for _ in range(ROUNDS):
        runs = measure(tools, PAGES[::6], lambda text: None)
        assert not runs[DEHUSK].raised
        ratios.append(sum(runs[DEHUSK].seconds.values()) / sum(runs[TRAFILATURA].seconds.values()))
    assert statistics.median(ratios) <= MOST_CPU, ratios


def test_the_pages_are_of_all_kinds_and_many_languages() -> None:
    kinds = Counter(page.kind for page in PAGES)
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 4
    languages = {html.document_fromstring(page.body.decode()).get("lang") for page in PAGES}
    assert len(languages) >= 8


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_the_wanted_text_is_a_part_of_the_page(page: Sample) -> None:
    whole = "".join(everything(page).split())
    lines = ["".join(line.split()) for line in page.wanted.split("\n")]
    assert [line for line in lines if line not in whole] == []
    assert sum(map(len, lines)) < 0.9 * len(whole)


def test_raising_never_lowers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_gate, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(pages_gate, "CHANGELOG", tmp_path / "CHANGELOG.md")
    read, write = pages_gate.read_pinned, pages_gate.write_pinned
    monkeypatch.setattr(pages_gate, "read_pinned", lambda: read(tmp_path / "floors.json"))
    monkeypatch.setattr(pages_gate, "write_pinned", lambda *held: write(*held, tmp_path / "floors.json"))
    monkeypatch.setattr(pages_gate, "scored", lambda pages, extract: {"article_1": 0.9, "forum_1": 0.7})
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 0.2.0\n\n- New.\n")
    held = {"all": 0.5, "article": 0.95, "forum": 0.6}
    pages_gate.write_pinned(held, pages_gate.pages_hash())
    assert pages_gate.main(["--raise-floors"]) == 1, "raising mends nothing that is broken"
    assert pages_gate.read_pinned()[0] == {"all": 0.79, "article": 0.95, "forum": 0.66}
    assert pages_gate.main(["--lower-floors", "a new kind of page"]) == 0
    assert pages_gate.read_pinned()[0]["article"] == 0.86
    assert "article F1 0.950 to 0.900: a new kind of page" in (tmp_path / "CHANGELOG.md").read_text()
    pages_gate.write_pinned(held, "of other pages")
    assert pages_gate.main(["--raise-floors"]) == 1
    assert pages_gate.read_pinned()[0] == held
