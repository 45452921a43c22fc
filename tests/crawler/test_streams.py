"""A process that was started without a standard stream, without a folder, or with bytes that are no text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DEHUSK = f"{sys.executable} -m crawler.cli"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("clean - <&-", "stdin is closed"),
        ("crawl --urls - <&-", "stdin is closed"),
        ("crawl https://a.invalid/ -o - >&-", "stdout is closed"),
        ("crawl https://a.invalid/ --contact $'\\xff'", "--contact"),
        ("crawl https://a.invalid/ --header $'X: \\xff'", "--header"),
        ("crawl https://a.invalid/ --memory $'m\\xff'", "--memory"),
    ],
)
def test_what_is_missing_is_one_line(tmp_path: Path, command: str, said: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        ["bash", "-c", f"{DEHUSK} {command}"], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert said in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1


def test_nothing_breaks_where_nobody_can_read_it(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = ["bash", "-c", f"{DEHUSK} job list <&- >&- 2>&-"]
    assert subprocess.run(command, cwd=tmp_path, env=environment, check=False).returncode == 0


def test_a_folder_that_was_deleted_is_said(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = ["bash", "-c", f"mkdir x; cd x; rmdir ../x; {DEHUSK} job list"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert b"was deleted" in done.stderr
