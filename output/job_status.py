"""What a job is, for a person and for a program: read beside its writer, changed by nobody."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from output.checking import damaged_pages, problems, state_counts
from output.jobs import LOCK, STORE
from output.lock import running
from output.store_file import StoreError, integrity_check, open_for_reading

_HOSTS = 10


@dataclass(frozen=True, slots=True)
class Run:
    """One run: when, with which command, how it ended ("" if it was killed or still runs), and the counts then."""

    started: str
    ended: str
    command: str
    reason: str
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job as it is now. `disk` is bytes by kind of file; `hosts` the largest, with their URLs by state."""

    name: str
    folder: Path
    spider: str
    running: str
    counts: dict[str, int]
    reasons: dict[str, dict[str, int]]
    hosts: dict[str, dict[str, int]]
    more_hosts: int
    runs: tuple[Run, ...]
    disk: dict[str, int]
    problems: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        return self.counts["seen"] > 0 and not self.counts["pending"]


def job_status(folder: Path, *, check: bool = False, hosts: bool = True) -> JobStatus:
    """The status of the job in a folder; with `check`, after reading all of its store.

    Raises StoreError if the store cannot be read at all.
    """
    path = folder / STORE
    with closing(open_for_reading(path)) as db:
        try:
            facts = dict(db.execute("SELECT key, value FROM job"))
            by_host, more = _hosts(db) if hosts else ({}, 0)
            return JobStatus(
                name=folder.name,
                folder=folder,
                spider=facts.get("spider", ""),
                running=running(folder / LOCK),
                counts=state_counts(db),
                reasons=_reasons(db),
                hosts=by_host,
                more_hosts=more,
                runs=tuple(_runs(db)),
                disk=disk_use(folder),
                problems=tuple(_checked(db) if check else ()),
            )
        except (sqlite3.Error, ValueError) as error:
            raise StoreError(f"{path} cannot be read ({error}): restore it, or move it away to begin anew") from error


def _checked(db: sqlite3.Connection) -> list[str]:
    wrong = integrity_check(db)
    if wrong:
        return [wrong]
    return [*problems(db), *(f"the page {identity} is damaged" for identity in damaged_pages(db))]


def _reasons(db: sqlite3.Connection) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    query = "SELECT state, reason, count(*) FROM frontier WHERE state <> 'pending' GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2"
    for state, reason, number in db.execute(query):
        found.setdefault(state, {})[reason] = number
    return found


def _hosts(db: sqlite3.Connection) -> tuple[dict[str, dict[str, int]], int]:
    found: dict[str, dict[str, int]] = {}
    for host, state, number in db.execute("SELECT host, state, count(*) FROM frontier GROUP BY 1, 2"):
        found.setdefault(host, {})[state] = number
    order = sorted(found, key=lambda host: (-sum(found[host].values()), host))
    return {host: found[host] for host in order[:_HOSTS]}, max(0, len(order) - _HOSTS)


def _runs(db: sqlite3.Connection) -> list[Run]:
    query = "SELECT started, ended, command, reason, counts FROM runs ORDER BY id"
    return [
        Run(started, ended, command, reason, json.loads(counts) if counts else {})
        for started, ended, command, reason, counts in db.execute(query)
    ]


def disk_use(folder: Path) -> dict[str, int]:
    """Bytes of the job's own files: the store, what was exported, archives, and all else."""
    found = dict.fromkeys(("store", "exported", "archive", "other"), 0)
    for path in folder.rglob("*"):
        try:
            size = path.lstat().st_size if path.is_file() else 0
        except FileNotFoundError:  # a temporary file that was renamed meanwhile
            continue
        found[_kind(path.name)] += size
    return found


def _kind(name: str) -> str:
    if name.startswith(STORE):
        return "store"
    if ".warc" in name:
        return "archive"
    return "exported" if name.startswith("part-") or name == "manifest.json" else "other"
