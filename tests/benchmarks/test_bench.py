"""The material and the yardstick of the benchmark: what it measures must be what it says."""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path

import pytest

from benchmarks.pages import page
from benchmarks.server import bodies
from benchmarks.usage import measure


def test_a_page_depends_on_its_number_and_seed_only() -> None:
    assert page(3) == page(3)
    assert page(3) != page(4)
    assert page(3) != page(3, seed=1)


def test_pages_are_as_large_as_real_ones() -> None:
    sizes = [len(page(number)) for number in range(24)]
    assert min(sizes) > 25_000
    assert max(sizes) < 330_000
    assert 60_000 < sorted(sizes)[12] < 160_000


def test_every_third_page_carries_debris() -> None:
    assert [b"<p>goTop</p>" in page(number) for number in range(6)] == [True, False, False] * 2


def test_a_folder_of_the_users_is_served(tmp_path: Path) -> None:
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"<p>b"))
    (tmp_path / "a.html").write_bytes(b"<p>a")
    (tmp_path / "notes.txt").write_text("no page")
    assert bodies(tmp_path) == {"/a.html": b"<p>a", "/b.html": b"<p>b"}


BUSY = "import time\nend = time.process_time() + 0.6\nwhile time.process_time() < end: pass\n"
PARENT = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {BUSY!r}]).wait()\n"


def test_the_cpu_of_a_child_counts(tmp_path: Path) -> None:
    used = measure([sys.executable, "-c", PARENT], environment=dict(os.environ), log=tmp_path / "log", seconds=30)
    assert used.exit_code == 0
    assert 0.4 < used.cpu < 2.0
    assert used.peak > 5_000_000


def test_what_takes_too_long_is_killed(tmp_path: Path) -> None:
    with pytest.raises(TimeoutError, match="took more than"):
        measure(
            [sys.executable, "-c", "import time; time.sleep(60)"],
            environment=dict(os.environ),
            log=tmp_path / "log",
            seconds=0.5,
        )
