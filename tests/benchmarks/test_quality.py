"""The yardstick of quality: its figures must be what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.baselines import BASELINES
from benchmarks.quality import align_lines, find_sets, load_align, measure, shown, table, tables
from benchmarks.scoring import Scores, shares
from cleaners.document import Removal

LINES = [
    {
        "text": "The ferry took to the river on Monday, and nobody was there to see it but a dog.",
        "label": "keep",
        "type": "",
    },
    {"text": "Share", "label": "drop", "type": "share"},
    {
        "text": "“Share,” said the ferryman, and cut the loaf with care into eleven parts.",
        "label": "keep",
        "type": "trap",
    },
    {"text": "***", "label": "drop", "type": "ui-debris"},
]
DOCUMENT = {"id": "a", "lang": "en", "lines": LINES}


def removal(start: int, end: int) -> Removal:
    return Removal(start, end, "", "", "", 1, 1.0, "", "")


def test_a_share_never_looks_better_than_it_is() -> None:
    assert shown(0.9979) == "0.997"
    assert shown(None) == "-"


def test_shares_count_letters_where_they_stand() -> None:
    first = len(LINES[0]["text"]) + 1
    assert shares(LINES, [removal(first, first + 6)]) == [1.0, 0.0, 1.0, None]
    half = shares(LINES, [removal(0, 40)])[0]
    assert half is not None
    assert 0.4 < half < 0.6


def test_what_a_cleaner_keeps_and_takes_is_counted_apart() -> None:
    scores = Scores.empty()
    scores.add(DOCUMENT, [0.95, 1.0, 0.5, None])
    figures = scores.whole
    assert (figures.keep_lines, figures.kept_lines, figures.traps, figures.kept_traps) == (2, 1, 1, 0)
    assert (figures.drop_lines, figures.gone_lines, scores.types["share"].junk_recall) == (1, 0, 0.0)


@pytest.mark.parametrize("name", BASELINES)
def test_a_baseline_only_takes_lines_away(name: str) -> None:
    text = BASELINES[name](DOCUMENT)
    assert set(text.split("\n")) <= {line["text"] for line in LINES} | {""}


def test_a_folder_without_a_scorer_has_none(tmp_path: Path) -> None:
    assert load_align(tmp_path) is None
    assert find_sets(tmp_path) == {}


def test_only_labelled_dumps_are_sets(tmp_path: Path) -> None:
    for name, row in (("labelled", DOCUMENT), ("other", {"id": "b", "text": "no lines"})):
        (tmp_path / "sets").mkdir(exist_ok=True)
        (tmp_path / "sets" / f"{name}.jsonl").write_text(json.dumps(row) + "\n")
    assert list(find_sets(tmp_path)) == ["sets/labelled"]


def test_the_page_says_what_was_measured() -> None:
    kept = "\n".join([LINES[0]["text"], LINES[2]["text"]])
    page = tables({"sets/a": {"dehusk": measure([DOCUMENT], [kept], align_lines)}})
    assert "| sets/a | **dehusk** | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 |" in page
    assert "| sets/a | en | 2 | 1 |" in page
    assert "| sets/a | share | 1 | 1.000 |" in page


def test_a_table_names_a_set_once() -> None:
    assert table(["set", "x"], [["a", "1"], ["a", "2"]]).endswith("| a | 1 |\n|  | 2 |")
