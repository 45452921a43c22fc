"""Cleaning does not get worse than it was: floors under a corpus of our own (see tests/quality/gate.py)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.scoring import Figures
from cleaners import Cleaned, Document
from cleaners.apply import apply_findings
from cleaners.document import whole
from tests.quality import gate

FIRST = {"pt", "it", "es", "fr", "de", "en", "nl", "pl", "ja", "zh", "ru"}
LATER = {"ar", "ca", "cs", "da", "el", "fi", "hu", "id", "ko", "no", "ro", "sv", "tr", "uk"}  # all packs but lt, vi
CORPUS = gate.load_corpus()


def nothing(document: Document) -> Cleaned:
    return Cleaned(document, document.text, ())


def everything(document: Document) -> Cleaned:
    findings = [whole(number, block, "test", "all", 1.0, "") for number, block in enumerate(document.blocks)]
    return Cleaned(document, *apply_findings(document, findings))


@pytest.fixture(scope="module")
def figures() -> dict[str, Figures]:
    return gate.measured(CORPUS)


@pytest.mark.parametrize("name", CORPUS)
def test_no_figure_falls_below_its_floor(name: str, figures: dict[str, Figures]) -> None:
    floors, _ = gate.read_pinned()
    missed = gate.broken(floors, {name: figures[name]})
    assert not missed, "\n".join([*map(str, missed), *gate.wrong_lines(CORPUS, name)])


def test_the_corpus_is_the_one_that_the_floors_were_measured_on() -> None:
    assert gate.corpus_hash() == gate.read_pinned()[1], "see `python -m tests.quality.gate --help`"


def test_a_cleaner_that_does_nothing_or_takes_all_does_not_pass() -> None:
    floors, _ = gate.read_pinned()
    idle = {(name, measure) for name, measure, _, _ in gate.broken(floors, gate.measured(CORPUS, nothing))}
    assert idle == {("pages", "junk_recall"), ("seedlike", "junk_recall"), ("tails", "junk_recall")}
    greedy = {(name, measure) for name, measure, _, _ in gate.broken(floors, gate.measured(CORPUS, everything))}
    assert {(name, "content_recall") for name in CORPUS} <= greedy
    assert ("negatives", "traps_kept") in greedy


def test_the_corpus_is_broad() -> None:
    documents = [document for found in CORPUS.values() for document in found]
    assert len({document["id"] for document in documents}) == len(documents) >= 60
    assert {document["lang"] for document in documents} == FIRST | LATER
    negatives = [line for document in CORPUS["negatives"] for line in document["lines"]]
    assert len(CORPUS["negatives"]) >= 20
    assert {line["label"] for line in negatives} == {"keep"}
    assert "drop" not in {line["label"] for document in CORPUS["lists"] for line in document["lines"]}
    assert sum(line["type"] == "trap" for line in negatives) >= 20


@pytest.mark.parametrize("name", CORPUS)
def test_lines_have_a_label_and_debris_has_a_type(name: str) -> None:
    for document in CORPUS[name]:
        for line in document["lines"]:
            assert line["label"] in {"keep", "drop", "neutral"}
            assert line["type"] or line["label"] == "keep"
            assert line["text"].strip()
            assert "\n" not in line["text"]


FLOORS = {"pages": {"line_recall": 0.98, "junk_recall": 0.9}}


def figures_of(line_recall: float, junk_recall: float) -> dict[str, Figures]:
    kept, gone = round(1000 * line_recall), round(1000 * junk_recall)
    return {"pages": Figures(keep_lines=1000, kept_lines=kept, drop_lines=1000, gone_lines=gone)}


def test_raising_never_lowers() -> None:
    assert gate.raised(FLOORS, figures_of(0.97, 0.957)) == {"pages": {"line_recall": 0.98, "junk_recall": 0.95}}


def test_lowering_never_raises() -> None:
    assert gate.lowered(FLOORS, figures_of(0.97, 0.957)) == {"pages": {"line_recall": 0.97, "junk_recall": 0.9}}


def test_a_set_without_floors_is_not_let_through() -> None:
    assert gate.broken({}, figures_of(0.97, 0.957))


CHANGELOG = "# Changelog\n\n## 0.2.0 (unreleased)\n\n- Newer.\n\n## 0.1.0\n\n- Older.\n"


def test_lowering_is_told_in_the_newest_section() -> None:
    missed = gate.broken(FLOORS, figures_of(0.97, 0.957))
    told = gate.note_in_changelog(CHANGELOG, missed, "a poem\nwas worth it")
    note = "- Quality floor lowered, pages line recall 0.980 to 0.970: a poem was worth it\n"
    assert told == CHANGELOG.replace("- Newer.\n", f"- Newer.\n{note}")


def test_lowering_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="reason"):
        gate.note_in_changelog(CHANGELOG, gate.broken(FLOORS, figures_of(0.97, 0.957)), "  ")


def test_the_flags_move_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    floors, changelog = tmp_path / "floors.json", tmp_path / "CHANGELOG.md"
    changelog.write_text(CHANGELOG)
    read, write = gate.read_pinned, gate.write_pinned
    monkeypatch.setattr(gate, "FLOORS", floors)
    monkeypatch.setattr(gate, "CHANGELOG", changelog)
    monkeypatch.setattr(gate, "read_pinned", lambda: read(floors))
    monkeypatch.setattr(gate, "write_pinned", lambda held, corpus: write(held, corpus, floors))
    monkeypatch.setattr(gate, "measured", lambda corpus: figures_of(0.97, 0.957))
    monkeypatch.setattr(gate, "_show", lambda *shown: None)
    write(FLOORS, gate.corpus_hash(), floors)
    assert gate.main([]) == 1
    assert gate.main(["--raise-floors"]) == 1, "raising mends nothing that is broken"
    assert gate.main(["--lower-floors", "a poem"]) == 0
    assert json.loads(floors.read_text())["floors"] == {"pages": {"line_recall": 0.97, "junk_recall": 0.95}}
    assert "a poem" in changelog.read_text()
    write(FLOORS, "of another corpus", floors)
    assert gate.main(["--lower-floors", "the corpus was changed"]) == 1
    assert "changed" not in changelog.read_text()
