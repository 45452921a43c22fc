"""Crawls in a process of their own, with names of the test's own and every connection written down."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from output.jsonl import open_reader

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "tests.reliability.watched_command", "crawl"]
OWN = ["--concurrency", "16", "--delay", "0", "--workers", "1", "-q"]


@dataclass
class Crawled:
    """How a crawl ended. `rows` are its outcomes, `connections` what it connected to, address and port."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    folder: Path
    peak_mb: float = 0.0
    rows: list[dict[str, Any]] = field(default_factory=list)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    connections: Counter[tuple[str, int]] = field(default_factory=Counter)

    @property
    def outcomes(self) -> dict[str, str]:
        """URL to outcome. Raises AssertionError if a URL has two."""
        found = {row["url"]: row["outcome"] for row in self.rows}
        assert len(found) == len(self.rows), "a URL with two outcomes"
        return found


def crawl(
    home: Path,
    urls: Iterable[str],
    *words: str,
    names: Mapping[str, list[list[str]]] | None = None,
    timeout: float = 120,
    own: Iterable[str] = OWN,
    **env: str,
) -> Crawled:
    """`dehusk crawl` of these URLs in a job named `job`, with variables of the environment in `env`."""
    home.mkdir(parents=True, exist_ok=True)
    listed, log = home / "urls.txt", home / "connections"
    given = list(urls)
    listed.write_text("".join(f"{url}\n" for url in given), encoding="utf-8")
    log.write_text("")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DEHUSK_")}
    environment = {**kept, "PYTHONPATH": str(ROOT), "DEHUSK_HOME": str(home), "DEHUSK_BACKOFF": "0.1", **env}
    environment |= {"NAMES": json.dumps(dict(names or {})), "CONNECTIONS": str(log)}
    command = [*COMMAND, *(["--urls", str(listed)] if given else []), "--job", "job", *words, *own]
    began = time.monotonic()
    with (home / "out").open("w+") as out, (home / "err").open("w+") as err:
        process = subprocess.Popen(command, env=environment, cwd=home, stdout=out, stderr=err)
        memory = _Memory(process.pid)
        try:
            code = process.wait(timeout)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            memory.stop()
        seconds = time.monotonic() - began
        out.seek(0)
        err.seek(0)
        done = Crawled(code, out.read(), err.read(), seconds, home / "output" / "data" / "job", memory.peak_mb)
    done.connections.update(_connections(log))
    done.rows = _lines(done.folder, "*outcomes.jsonl")
    done.records = {row["url"]: row for row in _lines(done.folder, "part-?????.jsonl")}
    return done


def _connections(log: Path) -> Iterable[tuple[str, int]]:
    for line in log.read_text().splitlines():
        address, port = line.rsplit(" ", 1)
        yield address, int(port)


def _lines(folder: Path, pattern: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted(folder.glob(pattern)):
        with open_reader(path) as lines:
            found += [json.loads(line) for line in lines]
    return found


class _Memory:
    """The most memory that a process and all below it had at one time, in MB; 0 where the system does not say."""

    def __init__(self, pid: int) -> None:
        self.peak_mb = 0.0
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        if Path("/proc/self/smaps_rollup").exists():
            self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            self.peak_mb = max(self.peak_mb, sum(_pss_mb(pid) for pid in _tree(self._pid)))


def _tree(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError, ValueError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += children.get(pid, [])
    return found


def _pss_mb(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except (OSError, ValueError):
        pass
    return 0.0
