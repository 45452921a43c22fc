"""The frontier bench in small: it runs, what it counts is right, and its memory does not grow with the URLs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_MB = 300
MEASURE = (
    "import json, sys; from dataclasses import asdict; from pathlib import Path;"
    "from benchmarks.frontier import measure;"
    "print(json.dumps(asdict(measure(Path(sys.argv[1]), int(sys.argv[2]), 50))))"
)


def measured(folder: Path, number: int) -> dict[str, float]:
    """The figures of a process of its own: its memory is of nothing else."""
    command = [sys.executable, "-c", MEASURE, str(folder / f"{number}.sqlite"), str(number)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1800, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, float] = json.loads(done.stdout)
    return found


def test_memory_does_not_grow_with_the_frontier(tmp_path: Path) -> None:
    small, large = measured(tmp_path, 2_000), measured(tmp_path, 30_000)
    assert large["memory_mb"] < MOST_MB
    assert large["memory_mb"] - small["memory_mb"] < 40  # the page cache and the cache of fingerprints fill


@pytest.mark.nightly
def test_a_million_urls_keep_up(tmp_path: Path) -> None:
    found = measured(tmp_path, 1_000_000)
    assert found["memory_mb"] < MOST_MB
    cpu: dict[str, float] = found["cpu"]  # type: ignore[assignment]  # other programs do not use it up
    for name in ("enqueue", "dedupe", "dequeue"):
        assert 1_000_000 / cpu[name] >= 5_000, name
