"""Crawling a job again: what is asked for, what is marked, what comes out."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from output.export import export_folder
from output.migrations import MIGRATIONS, statements
from output.outcomes import Outcome
from output.revisits import Bounds, Visit, is_older, moment, note, revisits_of, span, validators, visit_of
from output.store import Found, JobStore, StoredPage
from tests.crawler.command import rows
from tests.crawler.listing_site import Answer, ListingSite, crawl, listing_site, outcomes, records, story, tagged


@pytest.fixture
def site():  # type: ignore[no-untyped-def]
    with listing_site() as running:
        yield running


def test_a_second_crawl_asks_conditionally_and_writes_what_changed(tmp_path: Path, site: ListingSite) -> None:
    kept, other_bytes = tagged(story(1), '"one"'), story(2)
    dated = {"Last-Modified": "Sat, 21 Nov 2026 10:00:00 GMT"}
    site.answers = {
        "/kept": kept,
        "/bytes": other_bytes,
        "/text": Answer(story(3), headers=dated),
        "/gone": story(4),
        "/broken": story(5),
        "/moved": Answer(status=302, headers={"Location": "{base}/kept"}),
    }
    words = [site.base + path for path in site.answers] + ["--job", "twice"]
    first = crawl(tmp_path, *words)
    assert first.returncode == 0, first.stderr
    before = records(tmp_path, "twice")
    assert all("change" not in row["metadata"] for row in before.values())
    site.answers["/bytes"] = other_bytes.replace(b"</body>", b"<!-- another advert --></body>")
    site.answers["/text"] = Answer(story(33))
    site.answers["/broken"] = Answer(b"no", 500)
    site.answers["/new"] = story(6)
    del site.answers["/gone"]
    second = crawl(tmp_path, *words[:-2], site.base + "/new", *words[-2:])
    assert second.returncode == 1, second.stderr  # two of the given ones are lost
    assert site.headers["/kept"]["if-none-match"] == '"one"'
    assert site.headers["/text"]["if-modified-since"] == "Sat, 21 Nov 2026 10:00:00 GMT"
    assert "if-none-match" not in site.headers["/bytes"]
    assert "if-none-match" not in site.headers["/moved"]
    found = {path: row["metadata"]["change"] for path, row in records(tmp_path, "twice").items()}
    assert found == {"/text": "changed", "/new": "new"}
    ended = {path: (row["outcome"], row.get("change")) for path, row in outcomes(tmp_path, "twice").items()}
    assert ended == {
        "/kept": ("not_modified", "unchanged"),
        "/bytes": ("ok", "unchanged"),
        "/text": ("ok", "changed"),
        "/gone": ("http_404", "gone"),
        "/broken": ("http_500", "unchanged"),
        "/moved": ("duplicate_redirect", None),
        "/new": ("ok", "new"),
    }
    store, out = tmp_path / "output" / "data" / "twice" / "job.sqlite", tmp_path / "whole"
    export_folder(store, out)
    whole = {row["url"].rpartition("/")[2]: row for row in rows(out / "part-00000.jsonl")}
    assert set(whole) == {"kept", "bytes", "text", "broken", "new"}
    assert whole["kept"]["text"] == before["/kept"]["text"]
    assert whole["kept"]["added"] == before["/kept"]["added"]
    again = (out / "part-00000.jsonl").read_bytes()
    export_folder(store, out)
    assert (out / "part-00000.jsonl").read_bytes() == again


def test_a_stream_of_a_second_crawl_has_what_is_new_or_has_changed(tmp_path: Path, site: ListingSite) -> None:
    site.answers = {"/same": story(1), "/text": story(2)}
    words = (site.base + "/same", site.base + "/text", site.base + "/late", "--job", "stream", "-o", "-")
    crawl(tmp_path, *words)
    site.answers |= {"/text": story(22), "/late": story(3)}
    lines = [json.loads(line) for line in crawl(tmp_path, *words).stdout.splitlines()]
    assert {row["url"].rpartition("/")[2]: row["metadata"]["change"] for row in lines} == {
        "text": "changed",
        "late": "new",
    }


def test_a_crawl_without_a_name_writes_all_that_it_was_asked_for(tmp_path: Path, site: ListingSite) -> None:
    site.answers = {"/1": tagged(story(1), '"one"'), "/2": story(2)}
    one, two, file = site.base + "/1", site.base + "/2", tmp_path / "one.jsonl"
    assert crawl(tmp_path, one, "--spider", "page").returncode == 0
    assert crawl(tmp_path, two, "--spider", "page", "-o", tmp_path / "two.jsonl").returncode == 0
    assert [row["url"] for row in rows(tmp_path / "two.jsonl")] == [two]
    for output in (file, file, "-"):
        done = crawl(tmp_path, one, "--spider", "page", "-o", output)
        lines = file.read_bytes().splitlines() if output == file else done.stdout.splitlines()
        assert [json.loads(line)["url"] for line in lines] == [one], done.stderr
    assert crawl(tmp_path, two, "--spider", "page").returncode == 0
    (folder,) = (tmp_path / "output" / "data").iterdir()
    assert {row["url"] for row in rows(folder / "part-00000.jsonl")} == {one, two}


def test_what_was_checked_a_moment_ago_is_not_asked_for(tmp_path: Path, site: ListingSite) -> None:
    site.answers = {"/1": story(1), "/2": story(2)}
    words = (site.base + "/1", site.base + "/2", "--job", "young")
    assert crawl(tmp_path, *words).returncode == 0
    for more in (["--max-age", "1h"], ["--due"]):
        done = crawl(tmp_path, *words, *more)
        assert done.returncode == 0, done.stderr
        assert {row["outcome"] for row in outcomes(tmp_path, "young").values()} == {"fresh"}
    assert site.asked["/1"] == site.asked["/2"] == 1
    assert crawl(tmp_path, *words, "--max-age", "0s", "--all").returncode == 0
    assert site.asked["/1"] == 2
    assert {row["metadata"]["change"] for row in records(tmp_path, "young").values()} == {"unchanged"}
    wrong = crawl(tmp_path, *words, "--max-age", "soon")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)
    wrong = crawl(tmp_path, *words, "--interval", "2d-1d")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)


def test_the_interval_shrinks_with_change_and_grows_without() -> None:
    bounds = Bounds(100, 1000)
    assert bounds.next(800, changed=True) == 400
    assert bounds.next(150, changed=True) == 100
    assert bounds.next(400, changed=False) == 600
    assert bounds.next(900, changed=False) == 1000
    assert revisits_of(interval="1h-2d").bounds == Bounds(3600, 172_800)


def test_times_as_people_write_them() -> None:
    assert (span("90s"), span("1.5h"), span("2w"), span("7")) == (90, 5400, 1_209_600, 7)
    for text in ("", "soon", "-1d", "99999d", "1y"):
        with pytest.raises(ValueError, match="write it"):
            span(text)
    assert moment("2026-11-19") == "2026-11-19T00:00:00Z"
    assert moment("2026-11-19T08:00+01:00") == "2026-11-19T07:00:00Z"
    assert not is_older("", "2026-11-19T00:00:00Z")
    assert not is_older("2026-11-19", "2026-11-19T12:00:00Z")
    assert is_older("2026-11-18", "2026-11-19T12:00:00Z")


def test_a_step_of_the_store_never_changes() -> None:
    assert any("CREATE TABLE revisits" in step for step in MIGRATIONS)
    assert all(statements(step) for step in MIGRATIONS)


def test_a_page_that_has_not_changed_gives_its_links_when_others_are_followed(
    tmp_path: Path, site: ListingSite
) -> None:
    site.answers = {
        "/": story(0, links=("/1",)),
        "/1": tagged(story(1, links=("/2",)), '"one"'),
        "/2": tagged(story(2), '"two"'),
    }
    words = (site.base + "/", "--spider", "site", "--job", "deeper", "--depth")
    for depth, ended in (
        ("1", {"/": "ok", "/1": "ok"}),
        ("2", {"/": "ok", "/1": "ok", "/2": "ok"}),
        ("1", {"/": "ok", "/1": "not_modified", "/2": "not_modified"}),
        ("2", {"/": "ok", "/1": "not_modified", "/2": "not_modified"}),
    ):
        done = crawl(tmp_path, *words, depth)
        assert done.returncode == 0, done.stderr
        assert {path: row["outcome"] for path, row in outcomes(tmp_path, "deeper").items()} == ended


def test_a_page_that_has_not_changed_is_extracted_by_rules_that_are_new(tmp_path: Path, site: ListingSite) -> None:
    said = b"".join(
        b"<p>Paragraph %d of the annex tells of the long history of this harbour, said he.</p>" % n for n in range(8)
    )
    annex = b"</article><article class=annex>" + said + b"</article>"
    site.answers["/1"] = tagged(story(1).replace(b"</article>", annex), '"one"')
    words = (site.base + "/1", "--job", "ruled", "--all")
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "127.0.0.1.txt").write_text("body: //article[@class='annex']\n")
    found = []
    for more, ended in (([], "ok"), (["--site-rules", "rules"], "ok"), ([], "not_modified")):
        done = crawl(tmp_path, *words, *more)
        assert done.returncode == 0, done.stderr
        assert outcomes(tmp_path, "ruled")["/1"]["outcome"] == ended
        found.append(records(tmp_path, "ruled")["/1"]["metadata"])
    assert [row["extractor"] for row in found] == ["dehusk", "site-rules", "site-rules"]
    assert ["+s" in row["rules"] for row in found] == [False, True, True]


def test_validators_count_for_links_that_were_chosen_alike(tmp_path: Path) -> None:
    with closing(JobStore(tmp_path / "job.sqlite")) as store:
        store.begin_run("test", follows=True)
        store.add_starts([Found("https://a.example/")])
        (row,) = store.next_rows("a.example", 1)
        tag = {"etag": '"one"'}

        def visited(text: str, links: str) -> None:
            with store.transaction() as db:
                note(db, row.id, visit_of(row.url, tag, text, links), Bounds())

        visited("text", "narrow")
        assert validators(store.db, row.id) is None, "there is no record"
        store.finish(row.id, Outcome("ok", 200), StoredPage("d-1", row.url, b"{}", mode="blocks 0"))
        assert validators(store.db, row.id, "narrow") == validators(store.db, row.id) == Visit(row.url, '"one"')
        assert validators(store.db, row.id, "wide") is None
        visited("", "")
        assert validators(store.db, row.id, "narrow") is not None, "a page that has not changed keeps its links"
        assert validators(store.db, row.id, "narrow", "blocks 1") is None, "it was extracted otherwise"
        visited("text", "")
        assert validators(store.db, row.id, "narrow") is None
        assert validators(store.db, row.id) is not None
