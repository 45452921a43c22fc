"""The second pass over a store: the same pages give the same records, however they came."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from cleaners import document_from_text
from cleaners.memory import build
from cleaners.page import Page
from cleaners.registry import RULES
from cleaners.sketch import masked_key, sketch
from crawler.workers import WorkerPool
from output.export import export_file
from output.jsonl import dumps
from output.outcomes import Outcome
from output.processing import Processed, Task, process
from output.recleaning import Passing, clean_again, clean_store_again, proposable, restamped, untouched
from output.record import Facts
from output.remembering import layout_of
from output.setup import Setup
from output.store import Found, JobStore, StoredPage, StoreError
from output.tools import NO_TOOLS, Tools
from tests.cleaners.sites import BOX, DESK, HOST, story

PAGES = 4


def html(number: int, host: str = HOST, tail: str = f"<p>{DESK}</p><p>{BOX}</p>") -> Page:
    body = "".join(f"<p>{text}</p>" for text in story(number))
    head = f"<html lang=en><head><title>Story {'abcdefghij'[number]}</title></head>"
    return Page(f"https://{host}/{number}", f"{head}<body><article><h1>The story</h1>{body}{tail}".encode())


@pytest.fixture(scope="module")
def done() -> list[Processed]:
    return [process(Task(html(n), None, Facts(source="dehusk/test", url=html(n).url))) for n in range(PAGES)]


def stored(path: Path, pages: list[Processed], order: list[int]) -> JobStore:
    store = JobStore(path)
    store.begin_run("test", follows=True)
    store.add(Found(f"https://{HOST}/{n}") for n in order)
    rows = {row.url: row.id for row in store.next_rows(HOST, 100)}
    for number in order:
        one, url = pages[number], f"https://{HOST}/{number}"
        page = StoredPage(
            one.id,
            url,
            one.record,
            one.removals,
            host=one.host,
            rules=one.rules,
            layout=one.layout,
            sketch=one.sketch,
            mode=one.extraction,
        )
        assert store.finish(rows[url], Outcome("ok", 200), page)
    return store


def exported(path: Path) -> tuple[bytes, bytes]:
    export_file(path, path.with_suffix(".jsonl"))
    return path.with_suffix(".jsonl").read_bytes(), path.with_suffix(".removals.jsonl").read_bytes()


def records(data: bytes) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in data.splitlines()]


def test_neither_order_nor_kills_matter(tmp_path: Path, done: list[Processed]) -> None:
    results = []
    for name, order in (("a", [0, 1, 2, 3]), ("b", [3, 1, 0, 2])):
        path = tmp_path / f"{name}.sqlite"
        stored(path, done, order).close()
        clean_store_again(path)
        results.append(exported(path))
    path = tmp_path / "c.sqlite"
    stored(path, done, [2, 0, 1]).close()
    clean_store_again(path)  # with three pages, and then a fourth
    store = JobStore(path)
    store.add([Found(f"https://{HOST}/3")])
    (row,) = store.next_rows(HOST, 9)
    one = done[3]
    page = StoredPage(
        one.id, row.url, one.record, one.removals, host=one.host, rules=one.rules, layout=one.layout, sketch=one.sketch
    )
    store.finish(row.id, Outcome("ok", 200), page)
    store.close()
    asked = iter([False, False, True])
    stopped = Passing(stops=lambda: next(asked, True))
    assert clean_store_again(path, how=stopped) < PAGES, "it was meant to be stopped on its way"
    clean_store_again(path)
    results.append(exported(path))
    assert results[0] == results[1] == results[2]


def test_it_gives_what_the_memory_would_have_given_at_first(tmp_path: Path, done: list[Processed]) -> None:
    path = tmp_path / "job.sqlite"
    stored(path, done, [0, 1, 2, 3]).close()
    assert clean_store_again(path) == PAGES
    assert clean_store_again(path) == 0
    memory = build(_documents(done)).to_bytes()
    found = records(exported(path)[0])
    for number, record in enumerate(found):
        task = Task(html(number), None, Facts(source="dehusk/test", url=html(number).url), memory=memory)
        assert record == orjson.loads(process(task).record)
        assert record["metadata"]["rules"].startswith(f"{RULES}+m")
        assert DESK not in record["text"]
        assert all(text in record["text"] for text in story(number))


def test_a_page_that_memory_does_not_touch_is_only_stamped_and_its_bytes_are_those_of_cleaning() -> None:
    """Many documents against memories that know a few lines of some: lines, sentences, counters, trimmed ones."""
    tails: tuple[tuple[str, ...], ...] = (
        (),
        (DESK,),
        (f"{DESK} {BOX}",),
        ("What a goal! https://t.co/abc pic.twitter.com/def",),
        ("Issue 7 of 2026", "Leave a comment", "goTop"),
        (f"{BOX} https://t.co/abc",),
    )
    texts = ["\n".join([*story(n % 8), *tails[n % len(tails)]]) for n in range(48)]
    facts = [Facts(source="dehusk/test", url=f"https://{HOST}/{n}") for n in range(len(texts))]
    pages = [document_from_text(text, url=fact.url) for text, fact in zip(texts, facts, strict=True)]
    cleaned = [process(Task(None, text, fact, url=fact.url)) for text, fact in zip(texts, facts, strict=True)]
    stamped = 0
    for first in range(0, len(pages), 4):
        known = build((HOST, page.url, page) for page in [*pages[first : first + 6], *pages[first + 20 : first + 26]])
        memory = known.to_bytes()
        keys, wanted = proposable(HOST, memory), NO_TOOLS.named(HOST, memory)
        for page, done in zip(pages, cleaned, strict=True):
            if untouched(done.removals, layout_of(page), sketch(page), keys):
                again = clean_again(done.record, done.removals, layout_of(page), memory)
                assert restamped(done.record, done.removals, wanted) == again
                stamped += 1
    assert 50 < stamped < 12 * 48 - 50, "both ways are to be seen"


def test_a_trimmed_page_and_a_very_long_one_count_as_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    page = document_from_text("\n".join([*story(0), "What a goal! https://t.co/abc pic.twitter.com/def"]))
    rows = b"".join(
        dumps({"start": start, "end": end, "cleaner": "a"})
        for start, end in [(page.blocks[1].start, page.blocks[1].end)]
    )
    assert untouched(rows, layout_of(page), sketch(page), frozenset())
    last = page.blocks[-1]
    for start, end in ((last.start + 12, last.end), (last.start, last.end - 3), (page.blocks[0].end - 4, last.end)):
        row = dumps({"start": start, "end": end, "cleaner": "tracking"})
        assert not untouched(row, layout_of(page), sketch(page), frozenset())
    assert not untouched(rows, layout_of(page), sketch(page), frozenset({masked_key(story(0)[2])}))
    monkeypatch.setattr("output.recleaning.WHOLE_SKETCH", 5)
    assert not untouched(rows, layout_of(page), sketch(page), frozenset())


def test_workers_give_the_same_bytes_and_a_pool_that_is_closed_loses_no_page(
    tmp_path: Path, done: list[Processed]
) -> None:
    results = []
    for name in ("here", "workers", "closed"):
        path = tmp_path / f"{name}.sqlite"
        stored(path, done, [0, 1, 2, 3]).close()
        with WorkerPool(2) as pool:
            if name == "closed":
                pool.close()
            how = Passing() if name == "here" else Passing(begin=pool.again)
            assert clean_store_again(path, how=how) == PAGES
        results.append(exported(path))
    assert results[0] == results[1] == results[2]


def _documents(done: list[Processed]) -> list[tuple[str, str, Any]]:
    from cleaners import restore
    from output.remembering import document_of

    found = []
    for one in done:
        record = orjson.loads(one.record)
        text = restore(record, map(orjson.loads, one.removals.splitlines()))
        found.append((HOST, record["url"], document_of(record, text, one.layout)))
    return found


def test_two_pages_are_left_alone(tmp_path: Path, done: list[Processed]) -> None:
    path = tmp_path / "job.sqlite"
    stored(path, done, [0, 1]).close()
    assert clean_store_again(path) == 0
    assert {record["metadata"]["rules"] for record in records(exported(path)[0])} == {RULES}


def test_a_page_is_not_said_to_have_rules_that_it_was_not_extracted_with(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    tools = Tools(Setup((str(folder),)))
    task = Task(html(0), None, Facts(source="dehusk/test", url=html(0).url))
    path = tmp_path / "job.sqlite"
    plain = process(task, tools)
    stored(path, [plain], [0]).close()

    def again() -> str:
        clean_store_again(path, tools)
        (record,) = records(exported(path)[0])
        return str(record["metadata"]["rules"])

    assert again() == plain.rules == RULES
    (folder / f"{HOST}.txt").write_text("body: //article\n")
    assert again() == RULES
    (folder / f"{HOST}.toml").write_text('[[remove]]\npattern = "no such line"\n')
    assert again() == again() != RULES
    with_both = process(task, tools)
    assert with_both.rules not in {again(), RULES}
    assert tools.named(HOST, b"", with_both.extraction) == tools.named(HOST) == with_both.rules
    cheap = process(replace(task, mode="resiliparse"), tools)
    assert cheap.rules == again(), "which does without site rules"
    (folder / f"{HOST}.toml").unlink()
    assert again() == RULES
    assert tools.extraction(HOST) != tools.extraction("other.example") == plain.extraction


def test_pages_that_an_older_dehusk_stored_stay(tmp_path: Path, done: list[Processed]) -> None:
    path = tmp_path / "job.sqlite"
    stored(path, [Processed(one.id, "ok", one.record, one.removals) for one in done], [0, 1, 2, 3]).close()
    assert clean_store_again(path) == 0
    assert len(records(exported(path)[0])) == PAGES


def test_a_damaged_page_is_told(tmp_path: Path, done: list[Processed]) -> None:
    path = tmp_path / "job.sqlite"
    stored(path, done, [0, 1, 2, 3]).close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE pages SET layout = zeroblob(20) WHERE row = 2")
    with pytest.raises(StoreError, match="damaged"):
        clean_store_again(path)
    with pytest.raises(StoreError, match="damaged"):
        exported(path)


def test_everything_else_of_a_record_stays(done: list[Processed]) -> None:
    memory = build(_documents(done)).to_bytes()
    again = clean_again(done[0].record, done[0].removals, done[0].layout, memory)
    before, after = orjson.loads(done[0].record), orjson.loads(again.record)
    changing = {"rules", "text_sha256", "n_chars_out", "n_removed"}
    for record in (before, after):
        record["metadata"] = {key: value for key, value in record["metadata"].items() if key not in changing}
        del record["text"]
    assert before == after
    back = clean_again(again.record, again.removals, done[0].layout, b"")
    assert (back.record, back.removals) == (done[0].record, done[0].removals)
