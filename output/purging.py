"""Erasing pages for good: out of the store and its free room, the archive, and every file that was made of them."""

from __future__ import annotations

import re
import shlex
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from output.checking import ERASED
from output.export import TEMPORARIES, Place, export_again
from output.kept_listings import forget_listings
from output.outcomes import PURGED
from output.revisits import forget
from output.rows import fingerprint, now
from output.store import JobStore
from output.twins import declared, left_out

# Takes what the archive holds of these rows away; how many responses that were. Called while the rows still say where
# that is, and before anything else is erased: what it raises leaves the job as it was, to be purged again.
EraseArchived = Callable[[sqlite3.Connection, Sequence[int]], int]

_ERASE = (
    "UPDATE frontier SET state = 'skipped', reason = ?, detail = '', http_status = 0, final_url = '', request = NULL,"
    " ended = ? WHERE id = ?"
)

_BETWEEN = re.compile(r"([\s,]+(?=https?://)|\s+)", re.IGNORECASE)  # URLs of `scrapy crawl -a urls=`


@dataclass(frozen=True, slots=True)
class Purged:
    """What was erased: the URLs that the job knew, how many of them had a page, and how many responses the archive.

    `unknown` are URLs that the job has never seen; `places` what was exported again, `missing` what is not there any
    more.
    """

    urls: tuple[str, ...]
    unknown: tuple[str, ...]
    pages: int
    archived: int
    places: tuple[Place, ...]
    missing: tuple[Place, ...]


def purge(
    path: Path, urls: Iterable[str], *, forget_url: bool = False, erase_archived: EraseArchived | None = None
) -> Purged:
    """Erase the pages of URLs, however they are spelt, from a job whose lock the caller holds. Doing it again is safe.

    Their rows stay, skipped for the reason `purged`, so that no later crawl fetches them; with `forget_url` the row
    holds a fingerprint in place of the URL. A URL that led to another one takes that page with it. What was published
    from the job is published again without them.

    Raises StoreError, sqlite3.Error or OSError where something could not be erased or written; then call it again.
    """
    with closing(JobStore(path)) as store:
        store.erase_for_good()
        known, unknown = _rows(store, urls)
        rows = _same_pages(store, {row for rows in known.values() for row in rows})
        with store.transaction() as db:
            archived = erase_archived(db, rows) if erase_archived and rows else 0
            pages = sum(_erase(db, row, forget_url) for row in rows)
            forget_listings(db)
        store.compact()
        _sweep(path.parent)
        places, missing = export_again(store)
    return Purged(tuple(known), tuple(unknown), pages, archived, tuple(places), tuple(missing))


def _rows(store: JobStore, urls: Iterable[str]) -> tuple[dict[str, list[int]], list[str]]:
    known: dict[str, list[int]] = {}
    missing: dict[str, bytes] = {}
    for url in urls:
        rows = store.rows_of(url)
        if rows:
            known[url] = rows
        else:
            missing[url] = fingerprint(url)
    led: dict[bytes, list[int]] = {key: [] for key in missing.values()}
    if led:  # the archive may hold what a redirect led to and was no page, and no alias tells of it any more
        query = "SELECT id, final_url FROM frontier WHERE final_url <> '' AND reason <> 'offsite'"
        for row, final_url in store.db.execute(query):
            led.get(fingerprint(final_url), []).append(row)
    known |= {url: led[key] for url, key in missing.items() if led[key]}
    return known, [url for url in missing if url not in known]


def _same_pages(store: JobStore, rows: Iterable[int]) -> list[int]:
    """These rows and all others that stand for the same pages."""
    twins: dict[int, set[int]] = defaultdict(set)
    for row, main in (*declared(store.db).items(), *left_out(store.db).items()):
        twins[row].add(main)
        twins[main].add(row)
    found: set[int] = set()
    left = set(rows)
    while left:
        row = left.pop()
        found.add(row)
        left |= (set(store.same_page(row)) | twins[row]) - found
    return sorted(found)


def _erase(db: sqlite3.Connection, row: int, forget_url: bool) -> int:
    query = (
        "SELECT frontier.url, final_url, coalesce(pages.url, '') FROM frontier"
        " LEFT JOIN pages ON pages.row = frontier.id WHERE frontier.id = ?"
    )
    spellings = {url for url in db.execute(query, (row,)).fetchone() if url and not url.startswith(ERASED)}
    for key in {fingerprint(url) for url in spellings}:  # wherever the page was seen, it is not fetched again
        if not db.execute("SELECT 1 FROM frontier WHERE fingerprint = ?", (key,)).fetchone():
            db.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?)", (key, row))
        for table in ("entries", "spellings"):
            db.execute(f"DELETE FROM {table} WHERE fingerprint = ?", (key,))  # noqa: S608 - names of ours
    for table in ("revisits", "twins"):
        db.execute(f"DELETE FROM {table} WHERE row = ?", (row,))  # noqa: S608 - as above
    erased = db.execute("DELETE FROM pages WHERE row = ?", (row,)).rowcount
    forget(db, row)
    db.execute(_ERASE, (PURGED, now(), row))
    if forget_url:
        _forget(db, row, spellings)
    return erased


def _forget(db: sqlite3.Connection, row: int, spellings: set[str]) -> None:
    """Put a fingerprint where a URL stands: in its own row, in rows that led to it, in the commands of the runs."""
    keys = {fingerprint(url) for url in spellings}
    db.execute(
        "UPDATE frontier SET url = ? || lower(hex(fingerprint)) WHERE id = ? AND url NOT LIKE ?",
        (ERASED, row, f"{ERASED}%"),
    )
    db.executemany("UPDATE frontier SET final_url = '', detail = '' WHERE final_url = ?", [(url,) for url in spellings])
    for run, command in db.execute("SELECT id, command FROM runs").fetchall():
        words = [_without(word, keys) for word in _words(command)]
        db.execute("UPDATE runs SET command = ? WHERE id = ?", (shlex.join(words), run))


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:  # a quotation mark that is left open
        return command.split()


def _without(word: str, keys: set[bytes]) -> str:
    """A word of a command with fingerprints in place of these URLs: it may be one, or `urls=` and several of them."""
    name, equals, value = word.partition("=") if word.startswith(("-", "url=", "urls=")) else ("", "", word)
    whole = _erased(value, keys)
    parts = [whole] if whole != value else _BETWEEN.split(value)  # URLs, and what stands between them
    return name + equals + "".join(_erased(part, keys) for part in parts)


def _erased(text: str, keys: set[bytes]) -> str:
    for url in (text, f"https://{text}"):
        if fingerprint(url) in keys:
            return ERASED + fingerprint(url).hex()
    return text


def _sweep(folder: Path) -> None:
    """Files that a killed run left under temporary names."""
    for leftover in folder.glob(TEMPORARIES):
        leftover.unlink(missing_ok=True)
