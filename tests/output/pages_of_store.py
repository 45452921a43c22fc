"""Small crawls written straight into a job store, for tests of what is made of it."""

from __future__ import annotations

from collections.abc import Mapping

from output.jsonl import loads
from output.outcomes import Outcome
from output.reading import StoreReader
from output.rows import record_id
from output.store import Found, JobStore, StoredPage
from output.twins import declare, resolve

BASE = "https://a.example"


def page(path: str, text: str) -> StoredPage:
    identity = record_id(BASE + path)
    record = f'{{"id":"{identity}","url":"{BASE}{path}","metadata":{{}}}}\n'.encode()
    return StoredPage(identity, BASE + path, record, text_sha256=text)


def begin(store: JobStore, *paths: str) -> dict[str, int]:
    store.begin_run("test", follows=True)
    store.add_starts(Found(BASE + path) for path in paths)
    return {row.url.removeprefix(BASE): row.id for row in store.next_rows("a.example", 100)}


def end(store: JobStore, row: int, path: str, own: str = "", text: str = "same", final: str = "") -> None:
    outcome = Outcome("ok", 200, BASE + final if final else "")
    page_of = page(final or path, text)
    store.finish(row, outcome, page_of, also=lambda db: declare(db, row, page_of.url, BASE + own if own else ""))


def close_run(store: JobStore) -> None:
    with store.changing() as db:
        resolve(db)
    store.published()


def crawl(store: JobStore, pages: Mapping[str, str]) -> dict[str, int]:
    """Crawl pages of one text, each with the address that it calls its own."""
    rows = begin(store, *pages)
    for path, own in pages.items():
        end(store, rows[path], path, own)
    close_run(store)
    return rows


def records(store: JobStore) -> dict[str, list[str]]:
    found = (loads(line) for line, _ in StoreReader(store.path).pages())
    return {
        record["url"].removeprefix(BASE): [url.removeprefix(BASE) for url in record["metadata"].get("other_urls", [])]
        for record in found
    }
