"""Power is lost: whatever was not synced is gone, and no published line may be of a page that the store has lost.

The layer below takes the worst case. A rename is on disk at once. Of a file there is what it held when it was last
synced. Of the store there is what store and log held when the log was last synced by name; what SQLite syncs by itself
beside that is left out, so the layer is stricter than a disk. Behind the synced part of the log lies, as it may after a
loss of power, a piece of what was written later.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from output.export import Place, export
from output.outcomes import Outcome
from output.publishing import PendingFile
from output.reading import StoreReader
from output.store import Found, JobStore, StoredPage
from tests.crawler.site import serving
from tests.reliability.trial import Job


class Disk:
    """What would be left if power were lost now; `violations` is what may not be."""

    def __init__(self, store: Path, safe: Path, patch: pytest.MonkeyPatch) -> None:
        self.store = store
        self.log = store.with_name(f"{store.name}-wal")
        self.safe = safe
        self.safe.mkdir()
        self.synced: dict[int, bytes] = {}
        self.published: dict[str, set[str]] = {}
        self.violations: list[str] = []
        self.renames = 0
        self._fsync, self._publish = os.fsync, PendingFile.publish
        patch.setattr(os, "fsync", self.fsync)
        patch.setattr(PendingFile, "publish", lambda file: self.publish(file))  # noqa: PLW0108 - to be bound to a file

    def fsync(self, descriptor: int) -> None:
        self._fsync(descriptor)
        number = os.fstat(descriptor).st_ino
        if self.log.exists() and self.log.stat().st_ino == number:
            # Not read through a descriptor of this process for the store itself: closing one gives up SQLite's locks.
            for path in (self.store, self.log):
                subprocess.run(["cp", str(path), str(self.safe / path.name)], check=True)
        elif (path := self._open_file(number)) is not None:
            self.synced[number] = path.read_bytes()

    def _open_file(self, number: int) -> Path | None:
        return next((path for path in self.store.parent.rglob(".*.tmp") if path.stat().st_ino == number), None)

    def publish(self, file: PendingFile) -> None:
        temporary: Path = file._temporary
        data = temporary.read_bytes()
        if self.synced.get(temporary.stat().st_ino) != data:
            self.violations.append(f"{file.path.name} was published before it was synced")
        if file.kind == "records":
            self.published[file.path.name] = {json.loads(line)["id"] for line in data.splitlines()}
            self._check_rows(file.path.name)
        self.renames += 1
        self._publish(file)

    def _check_rows(self, name: str) -> None:
        lost = self.published[name] - self.pages_after_loss()
        if lost:
            self.violations.append(f"{name} holds {len(lost)} pages that the store has lost")

    def pages_after_loss(self) -> set[str]:
        if not (self.safe / self.store.name).exists():
            return set()
        after = self.safe / "after"
        shutil.rmtree(after, ignore_errors=True)
        after.mkdir()
        shutil.copy(self.safe / self.store.name, after)
        log, later = (self.safe / self.log.name).read_bytes(), self.log.read_bytes()
        torn = later[len(log) : (len(log) + len(later)) // 2] if later.startswith(log) else b""
        (after / self.log.name).write_bytes(log + torn)
        with closing(JobStore(after / self.store.name)) as store:
            assert not store.problems()
        with closing(StoreReader(after / self.store.name)) as reader:
            return {json.loads(record)["id"] for record, _ in reader.pages()}


def crawl(store: JobStore, out: Path, exports: int) -> None:
    """What a crawl does with its store: pages one after the other, and all of them published now and then."""
    store.begin_run("test", follows=True)
    store.add_starts([Found("https://a.example/0")])
    number = 0
    for _ in range(exports):
        for _ in range(30):
            (row,) = store.next_rows("a.example", 1)
            record = json.dumps({"id": f"d-{number}", "metadata": {}, "text": os.urandom(500).hex()}).encode() + b"\n"
            links = [Found(f"https://a.example/{2 * number + step}", 1) for step in (1, 2)]
            store.finish(row.id, Outcome("ok", 200), StoredPage(f"d-{number}", row.url, record), links)
            number += 1
        export(store, Place(str(out)))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[JobStore]:
    (tmp_path / "job").mkdir()
    with closing(JobStore(tmp_path / "job" / "job.sqlite")) as opened:
        yield opened


def test_no_published_page_outlives_its_row(store: JobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(store.path, tmp_path / "safe", monkeypatch)
    crawl(store, tmp_path / "job", exports=6)
    assert disk.renames == 6 * 4
    assert not disk.violations


def test_the_layer_sees_what_is_not_synced(store: JobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(store.path, tmp_path / "safe", monkeypatch)
    monkeypatch.setattr("output.export._settle", lambda store: None)
    crawl(store, tmp_path / "job", exports=2)
    assert any("the store has lost" in line for line in disk.violations)

    def hasty(file: Any) -> Any:
        with monkeypatch.context() as inner:
            inner.setattr(os, "fsync", lambda descriptor: None)
            return seal(file)

    seal = PendingFile.seal
    monkeypatch.setattr(PendingFile, "seal", hasty)
    export(store, Place(str(tmp_path / "job")))
    assert any("before it was synced" in line for line in disk.violations)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not here to look at the calls of a real run")
def test_a_real_run_syncs_before_it_renames(tmp_path: Path) -> None:
    """The same as the system sees it: each file, and the log of the store, is synced between its last write and the
    first rename of a segment; the folder between the segments and the manifest."""
    trace = tmp_path / "trace"
    calls = "fsync,fdatasync,rename,renameat,renameat2,write,pwrite64"
    with serving(pages=10) as site:
        job = Job(tmp_path, site)
        command = ["strace", "-f", "-y", "-qq", "-e", f"trace={calls}", "-o", str(trace), sys.executable]
        done = subprocess.run(
            [*command, "-m", "crawler.cli", *job.words],
            env=job.environment(), cwd=tmp_path, capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
    if "ptrace" in done.stderr or "Operation not permitted" in done.stderr:
        pytest.skip("this system does not let strace look")
    assert done.returncode == 0, done.stderr
    lines = [line for line in trace.read_text("utf-8", "replace").splitlines() if str(job.folder) in line]
    first = next(n for n, line in enumerate(lines) if "rename" in line and "part-00000.jsonl" in line)
    manifest = next(n for n, line in enumerate(lines) if "rename" in line and "manifest.json" in line)
    for name in ("job.sqlite-wal>", ".part-00000.jsonl.tmp>"):
        written = max(n for n, line in enumerate(lines[:first]) if re.search(r" p?write(64)?\(", line) and name in line)
        assert any("sync(" in line and name in line for line in lines[written:first]), name
    last = max(n for n, line in enumerate(lines[:manifest]) if "rename" in line and "part-" in line)
    assert any("sync(" in line and f"{job.folder}>" in line for line in lines[last:manifest])
