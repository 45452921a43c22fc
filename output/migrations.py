"""The shape of the job store as numbered steps: step n leads from user_version n-1 to n. None ever changes."""

from __future__ import annotations

import sqlite3

from output.transaction import transaction

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE job (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE frontier (
        id          INTEGER PRIMARY KEY,
        fingerprint BLOB    NOT NULL UNIQUE,
        host        TEXT    NOT NULL,
        url         TEXT    NOT NULL,
        depth       INTEGER NOT NULL DEFAULT 0,
        priority    INTEGER NOT NULL DEFAULT 0,
        state       TEXT    NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'failed', 'skipped')),
        reason      TEXT    NOT NULL DEFAULT '',
        detail      TEXT    NOT NULL DEFAULT '',
        tries       INTEGER NOT NULL DEFAULT 0,
        http_status INTEGER NOT NULL DEFAULT 0,
        final_url   TEXT    NOT NULL DEFAULT '',
        ended       TEXT    NOT NULL DEFAULT '',
        start       INTEGER,             -- place among the URLs that were given; NULL for one that was found
        request     TEXT,                -- JSON of what is not a plain GET; never code
        generation  INTEGER NOT NULL     -- which crawl of the job this row's state belongs to
    );
    CREATE INDEX frontier_pending ON frontier (host, priority DESC, depth, id) WHERE state = 'pending';

    -- where a redirect led: later links to that address are the page of that row
    CREATE TABLE aliases (fingerprint BLOB PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID;

    CREATE TABLE pages (
        row         INTEGER PRIMARY KEY REFERENCES frontier (id),
        id          TEXT    NOT NULL UNIQUE,
        url         TEXT    NOT NULL,
        record      BLOB    NOT NULL,    -- one JSON line, zstd
        removals    BLOB    NOT NULL,    -- zero or more JSON lines, zstd
        digest      BLOB    NOT NULL,    -- blake2b-16 of id, record and removals as they lie here
        raw_sha256  TEXT    NOT NULL,
        text_sha256 TEXT    NOT NULL,
        added       TEXT    NOT NULL,
        mode        TEXT    NOT NULL,
        chars_in    INTEGER NOT NULL,
        chars_out   INTEGER NOT NULL,
        removed     TEXT    NOT NULL     -- JSON: cleaner -> number of blocks
    );

    CREATE TABLE runs (
        id         INTEGER PRIMARY KEY,
        started    TEXT    NOT NULL,
        ended      TEXT    NOT NULL DEFAULT '',
        command    TEXT    NOT NULL,
        generation INTEGER NOT NULL,
        reason     TEXT    NOT NULL DEFAULT '',
        counts     TEXT    NOT NULL DEFAULT ''
    );
    """,
    # template memory: what a page needs to be cleaned again when its host is known better
    """
    ALTER TABLE pages ADD COLUMN host   TEXT NOT NULL DEFAULT '';
    ALTER TABLE pages ADD COLUMN rules  TEXT NOT NULL DEFAULT '';
    ALTER TABLE pages ADD COLUMN layout BLOB NOT NULL DEFAULT X'';  -- its blocks, zstd; digested too
    ALTER TABLE pages ADD COLUMN sketch BLOB NOT NULL DEFAULT X'';  -- see cleaners/sketch.py
    CREATE INDEX pages_host ON pages (host, id);
    """,
    # where the response that a row ended with lies in the archive (output/archive.py)
    """
    ALTER TABLE frontier ADD COLUMN archive_file   TEXT    NOT NULL DEFAULT '';
    ALTER TABLE frontier ADD COLUMN archive_offset INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE frontier ADD COLUMN archive_length INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE frontier ADD COLUMN archive_digest BLOB    NOT NULL DEFAULT X'';
    """,
    # crawling again, feeds, and one page under several addresses
    """
    CREATE TABLE revisits (
        row           INTEGER PRIMARY KEY,  -- of the frontier
        url           TEXT    NOT NULL,     -- what the validators are of
        etag          TEXT    NOT NULL DEFAULT '',
        last_modified TEXT    NOT NULL DEFAULT '',
        first_sha256  TEXT    NOT NULL DEFAULT '',  -- of the clean text before template memory
        before        TEXT    NOT NULL DEFAULT '',  -- the record's text_sha256 when this crawl of the job began
        checked       TEXT    NOT NULL DEFAULT '',
        interval      INTEGER NOT NULL DEFAULT 0,   -- seconds
        due           TEXT    NOT NULL DEFAULT ''
    );
    CREATE TABLE entries (fingerprint BLOB PRIMARY KEY, entry BLOB NOT NULL) WITHOUT ROWID;  -- full texts of feeds
    CREATE TABLE twins (row INTEGER PRIMARY KEY, canonical BLOB NOT NULL);  -- fingerprint of its rel=canonical
    CREATE TABLE spellings (fingerprint BLOB, url TEXT, PRIMARY KEY (fingerprint, url)) WITHOUT ROWID;
    """,
    # feeds and sitemaps are asked for conditionally, too
    """
    CREATE TABLE listings (
        row           INTEGER PRIMARY KEY,  -- of the frontier
        url           TEXT    NOT NULL,     -- what the validators are of
        etag          TEXT    NOT NULL DEFAULT '',
        last_modified TEXT    NOT NULL DEFAULT '',
        listing       BLOB    NOT NULL      -- zstd of JSON, see output/kept_listings.py
    );
    """,
    # by which choice the links of a page were followed when its validators came
    "ALTER TABLE revisits ADD COLUMN links TEXT NOT NULL DEFAULT '';",
)


class NewerStoreError(Exception):
    """The file was written by a newer dehusk."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a store to the newest shape, each step in its own transaction.

    Raises NewerStoreError if the store is newer than this code, sqlite3.Error if a step fails (it is rolled back then).
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise NewerStoreError(f"version {version}, this dehusk knows {len(MIGRATIONS)}")
    for number, step in enumerate(MIGRATIONS[version:], version + 1):
        with transaction(connection):
            for statement in statements(step):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")


def statements(step: str) -> list[str]:
    """The single statements of a script: `executescript` would commit in between."""
    found, current = [], ""
    for line in step.splitlines(keepends=True):
        current += line
        if current.strip() and sqlite3.complete_statement(current):
            found.append(current)
            current = ""
    return found
