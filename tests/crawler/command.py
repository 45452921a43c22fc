"""The command line as a process of its own, as users start it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "crawler.cli"]


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
