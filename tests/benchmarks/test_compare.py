"""The table beside other extractors: each figure is what it says, and what is missing is named."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from benchmarks import compare
from benchmarks.extractors import Extract, extractors
from benchmarks.page_scores import Sample, samples, score, share, word_f1

WANTED = "\n".join(
    f"The ferry of the river has been late {number} times since the spring, and nobody on the bank has asked the "
    f"ferryman why, for all of them know that he feeds the herons first, and that they "
    f"would wait at the other side of the water for hours if he did not."
    for number in range(6)
)
CHROME = "<nav><ul><li><a href=/>Home</a><li><a href=/boats>Boats</a></ul></nav>"
HTML = (
    f"<!DOCTYPE html><html lang=en><head><title>The ferry</title></head><body>{CHROME}<main><article><h1>The ferry</h1>"
    + "".join(f"<p>{line}</p>" for line in WANTED.split("\n"))
    + "</article></main><footer>All rights reserved by the ferryman</footer></body></html>"
)
PAGE = Sample(
    "0001", "article", "https://ferry.example.org/late", HTML.encode(), WANTED, ("herons first",), ("reserved",)
)
EMPTY = Sample("0002", "listing", "https://ferry.example.org/", b"<html></html>", "")


def pages_in(folder: Path, *pages: Sample) -> Path:
    for name in ("html", "ground-truth"):
        (folder / name).mkdir(parents=True)
    for page in pages:
        gold = {"main_content": page.wanted, "with": page.found, "without": page.left}
        told = {"url": page.url, "_internal": {"page_type": {"primary": page.kind}}, "ground_truth": gold}
        (folder / "ground-truth" / f"{page.id}.json").write_text(json.dumps(told))
        (folder / "html" / f"{page.id}.html.gz").write_bytes(gzip.compress(page.body))
    return folder


def folds_in(folder: Path, **ids: list[str]) -> Path:
    for name, own in ids.items():
        (folder / f"{name[1:]}.json").write_text(json.dumps(own))
        (folder / f"{name[1:]}.npz").touch()
    return folder


def test_text_that_nobody_wanted_costs_precision_and_missing_text_recall() -> None:
    assert word_f1("a b c d", "a b") == (0.5, 1.0, pytest.approx(2 / 3))
    assert word_f1("A", "a a a b") == (1.0, 0.25, 0.4)
    assert word_f1("c", "a b") == word_f1("a", "") == word_f1("", "a") == (0.0, 0.0, 0.0)
    assert word_f1("", "…") == (1.0, 1.0, 1.0)


def test_a_page_without_snippets_counts_in_no_share() -> None:
    assert share("Anything", ()) is None
    assert share("All Rights reserved", ("rights Reserved", "herons")) == 0.5


def test_pages_come_back_as_they_were_written(tmp_path: Path) -> None:
    found = list(samples(pages_in(tmp_path / "set", PAGE, EMPTY)))
    assert found == [PAGE, EMPTY]


def test_a_page_never_meets_the_model_that_has_seen_it(tmp_path: Path) -> None:
    folds = folds_in(tmp_path, f0=["0002"], f1=["0001"])
    assert compare.unseen(folds, [PAGE, EMPTY]) == {"0001": tmp_path / "1.npz", "0002": tmp_path / "0.npz"}
    assert compare.unseen(None, [PAGE]) == {}


def test_folds_of_other_pages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="know 0 of 1 pages"):
        compare.unseen(folds_in(tmp_path, f0=["0007"]), [PAGE])


def test_folds_without_their_models_are_refused(tmp_path: Path) -> None:
    (tmp_path / "0.json").write_text('["0001"]')
    with pytest.raises(SystemExit, match=r"0\.npz is missing"):
        compare.unseen(tmp_path, [PAGE])
    (tmp_path / "0.json").write_text("none")
    with pytest.raises(SystemExit, match="no list of page ids"):
        compare.unseen(tmp_path, [PAGE])


def test_a_tool_that_is_not_installed_is_named() -> None:
    def absent() -> Extract:
        raise ModuleNotFoundError(name="newspaper")

    said: list[str] = []
    assert list(compare.opened({"newspaper4k": absent, "other": lambda: lambda page: ""}, said.append)) == ["other"]
    assert said == ["newspaper4k skipped: newspaper is not installed (make compare installs it)"]


def test_a_tool_that_raises_has_no_text_and_is_told_of() -> None:
    def broken(page: Sample) -> str:
        raise RecursionError

    tools: dict[str, Extract] = {"trafilatura": lambda page: page.wanted, "broken": broken}
    runs = compare.measure(tools, [PAGE, EMPTY], lambda text: None)
    assert runs["broken"].scores["0001"].f1 == 0
    assert runs["broken"].raised == {"RecursionError": 2}, "the warm-up does not count"
    assert "broken raised RecursionError on 2 of the pages" in compare.caption(runs, [PAGE, EMPTY], None)


@pytest.mark.parametrize(("module", "hits"), [("cleaners.marks", [0] * 4), ("justext.core", [1] * 4)])
def test_no_tool_profits_from_what_another_has_read_nor_loads_its_lists_again(module: str, hits: list[int]) -> None:
    held = lru_cache(maxsize=8)(len)
    held.__module__ = module
    told: list[int] = []

    def counting(page: Sample) -> str:
        before = held.cache_info().hits
        held(page.body)
        told.append(held.cache_info().hits - before)
        return ""

    compare.measure({"trafilatura": counting, "other": counting}, [PAGE, EMPTY], lambda text: None)
    assert told[-4:] == hits


def test_the_table_has_every_tool_and_kind() -> None:
    tools: dict[str, Extract] = {"dehusk": lambda page: page.wanted, "trafilatura": lambda page: "reserved"}
    written = compare.tables(compare.measure(tools, [PAGE, EMPTY], lambda text: None), [PAGE, EMPTY])
    whole, f1, precision, recall = written.split("\n\n")[::2][0], *written.split("\n\n")[2::2]
    assert "| **dehusk** | 1.000 | 1.000 | 1.000 | 1.000 | 0.000 |" in whole
    assert "| trafilatura | 0.000 | 0.000 | 0.000 | 0.000 | 1.000 |" in whole
    for part in (f1, precision, recall):
        assert part.startswith("| tool | article (1) | listing (1) |")
        assert "| **dehusk** | 1.000 | 1.000 |" in part


def test_the_slowest_page_of_a_hundred_is_not_lost() -> None:
    assert compare.percentile([1.0] * 98 + [9.0, 9.0], 0.99) == 9.0
    assert compare.percentile([3.0], 0.99) == 3.0


WAYS = extractors({})


@pytest.mark.parametrize("name", WAYS)
def test_a_tool_finds_the_text_of_a_plain_page(name: str) -> None:
    way: Callable[[], Extract] = WAYS[name]
    try:
        extract = way()
    except ImportError as error:
        pytest.skip(f"{error.name} is not installed here; `make compare` installs it into .venv/compare")
    found = score(extract(PAGE), PAGE)
    assert found.recall > 0.95
    assert found.found == 1.0
    assert found.leaked == 0.0


def test_the_command_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    without = [part for name in WAYS if name not in ("trafilatura", "resiliparse") for part in ("--without", name)]
    folder = pages_in(tmp_path / "set", PAGE, EMPTY)
    compare.main([str(folder), *without, "-o", str(tmp_path / "table.md")])
    printed = capsys.readouterr().out
    assert "| trafilatura | " in printed
    assert "2 pages" in printed
    assert (tmp_path / "table.md").read_text() == printed


def test_wrong_input_is_answered_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="holds no pages"):
        compare.main([str(tmp_path)])
    with pytest.raises(SystemExit, match="no tool 'justext'"):
        compare.main([str(pages_in(tmp_path / "set", PAGE)), "--without", "justext"])
