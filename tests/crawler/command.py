"""The command line as a process of its own, as users start it, and what a crawl has left behind."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "crawler.cli"]
CRAWL = [*COMMAND, "crawl"]
OWN_SITE = ["--concurrency", "8", "--delay", "0", "--allow-private", "127.0.0.1", "--workers", "2"]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", **more}


def dehusk(*words: object, stdin: bytes | None = None, cwd: Path | None = None, **env: str) -> Any:
    """Run a command to its end; stdout as bytes, stderr as text."""
    done: Any = subprocess.run(
        [*COMMAND, *map(str, words)],
        input=stdin or b"",
        capture_output=True,
        cwd=cwd,
        env=environment(**env),
        timeout=120,
        check=False,
    )
    done.stderr = done.stderr.decode()
    return done


def rows(data: bytes | Path) -> list[dict[str, Any]]:
    data = data.read_bytes() if isinstance(data, Path) else data
    return [json.loads(line) for line in data.splitlines()]


def jsonl(*objects: object) -> bytes:
    return b"".join(item if isinstance(item, bytes) else json.dumps(item).encode() + b"\n" for item in objects)


# ---------------------------------------------------------------------- crawls


def clean_environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DEHUSK_")}
    return {**kept, "PYTHONPATH": str(ROOT), "DEHUSK_HOME": str(home), **more}


def crawl(home: Path, *words: str, own: bool = True, **more: Any) -> subprocess.CompletedProcess[str]:
    """`dehusk crawl` to its end; with `own`, of a site of the test's own."""
    return subprocess.run(
        [*CRAWL, *words, *(OWN_SITE if own else [])],
        env=clean_environment(home, **more.pop("env", {})),
        cwd=more.pop("cwd", home),
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        **more,
    )


def begin(home: Path, *words: str, **more: Any) -> subprocess.Popen[str]:
    """A crawl that runs; whoever begins it waits for it."""
    return subprocess.Popen(
        [*CRAWL, *words, *OWN_SITE],
        env=clean_environment(home),
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def job(home: Path, name: str) -> Path:
    return home / "output" / "data" / name


def outcomes(folder: Path) -> dict[str, str]:
    found = [(row["url"].partition("//")[2].partition("/")[2], row["outcome"]) for row in _outcome_rows(folder)]
    assert len(found) == len(dict(found)), "a URL with two outcomes"
    return dict(found)


def _outcome_rows(folder: Path) -> list[dict[str, Any]]:
    return [row for path in sorted(folder.glob("part-*.outcomes.jsonl")) for row in rows(path)]


def done(home: Path, name: str) -> int:
    """Pages that are committed, seen from outside of the process that writes them."""
    path = job(home, name) / "job.sqlite"
    if not path.exists():
        return 0
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
            return int(db.execute("SELECT count(*) FROM frontier WHERE state = 'done'").fetchone()[0])
    except sqlite3.OperationalError:  # not there yet
        return 0


def wait_for_pages(home: Path, name: str, number: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 40
    while done(home, name) < number:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)
