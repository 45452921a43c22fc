"""Wall time, CPU time and peak memory of a command and of every process that it starts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY = 0.1  # seconds between two looks; what a process uses after the last look at it is lost


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds, CPU seconds and bytes of a process tree. `peak` adds resident sizes: shared pages count twice."""

    exit_code: int
    wall: float
    cpu: float
    peak: int


def measure(command: list[str], *, environment: dict[str, str], log: Path, seconds: float) -> Usage:
    """Run a command in a process group of its own to its end, with its output in `log`.

    Raises TimeoutError, after the whole group was killed, when it takes more than `seconds`.
    """
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True)
    cpu: dict[int, float] = {}
    peak = 0
    try:
        while process.poll() is None:
            if time.monotonic() - started > seconds:
                raise TimeoutError(f"{' '.join(command[:6])} … took more than {seconds:.0f} s; see {log}")
            peak = max(peak, _look(process.pid, cpu))
            time.sleep(_EVERY)
        wall = time.monotonic() - started
        _look(process.pid, cpu)  # a fork server may outlive its parent by a moment
    finally:
        _kill_group(process.pid)
        process.wait()
    # wait4 would know the first process to its end, but not those that a fork server started; the looks know all.
    return Usage(process.returncode, wall, sum(cpu.values()), peak)


def _look(group: int, cpu: dict[int, float]) -> int:
    """Note the CPU seconds of each process of a group; the sum of their resident bytes."""
    resident = 0
    for pid, seconds, size in _linux(group) if sys.platform == "linux" else _other(group):
        cpu[pid] = max(cpu.get(pid, 0.0), seconds)
        resident += size
    return resident


def _linux(group: int) -> list[tuple[int, float, int]]:
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            row = Path("/proc", entry, "stat").read_bytes().rpartition(b")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if row[0] != b"Z" and int(row[2]) == group:
            found.append((int(entry), (int(row[11]) + int(row[12])) / _TICK, int(row[21]) * _PAGE))
    return found


def _other(group: int) -> list[tuple[int, float, int]]:
    command = ["ps", "-axo", "pid=,pgid=,rss=,time="]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = []
    for line in listing.splitlines():
        pid, owner, size, used = line.split()
        if int(owner) == group:
            seconds = 0.0
            for part in used.replace("-", ":").split(":"):
                seconds = seconds * 60 + float(part)
            found.append((int(pid), seconds, int(size) * 1024))
    return found


def _kill_group(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies
        os.killpg(group, signal.SIGKILL)
