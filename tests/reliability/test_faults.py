"""A disk that is full, broken or read-only: never exit code 0, nothing truncated is published, the job goes on."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from output.space import LowSpaceError, MinFree, min_free
from tests.crawler.site import Site, serving
from tests.reliability.trial import Job

PAGES = 40


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(pages=PAGES) as running:
        yield running


def only_line(job: Job) -> str:
    (line,) = job.said.strip().splitlines()
    return line


@pytest.mark.parametrize(
    "fault",
    [
        *(
            "full:store:1",
            "ioerror:store:12",
            "ioerror:store:20",
            "full:archive:9",
            "full:output:1",
            "ioerror:output:30",
        ),
        *(
            pytest.param(f"{kind}:{place}:{number}", marks=pytest.mark.nightly)
            for kind in ("full", "ioerror")
            for place in ("store", "archive", "output")
            for number in (2, 11, 30)
        ),
    ],
)
def test_a_disk_that_fails_is_code_4_and_the_job_goes_on(tmp_path: Path, site: Site, fault: str) -> None:
    job = Job(tmp_path, site)
    assert job.run(fault) == 4, job.said
    assert len(only_line(job)) > 20
    assert not list(job.folder.glob("part-*"))
    assert not (job.folder / "manifest.json").exists()
    assert not list(job.folder.glob(".*.tmp"))
    assert job.run() == 0, job.said
    # What was in hand when the disk failed is fetched again, and nothing else.
    job.check_complete(PAGES + 1, refetches=24)


def test_what_was_published_before_stays_when_the_disk_fails(tmp_path: Path, site: Site) -> None:
    job = Job(tmp_path, site)
    assert job.run() == 0
    before = {path.name: path.read_bytes() for path in job.folder.glob("[pm]a*.json*")}
    assert len(before) == 4
    assert job.run("full:output:30") == 4
    assert {path.name: path.read_bytes() for path in job.folder.glob("[pm]a*.json*")} == before


def test_a_real_limit_of_the_system_is_code_4_and_the_job_goes_on(tmp_path: Path, site: Site) -> None:
    """No file may grow above 200 kB: the log of the store is the first that would."""
    job = Job(tmp_path, site)
    process = subprocess.run(
        [sys.executable, "-m", "crawler.cli", *job.words],
        env=job.environment(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),
    )
    assert process.returncode == 4, process.stderr
    assert "Traceback" not in process.stderr
    assert not list(job.folder.glob("part-*"))
    assert job.run() == 0, job.said
    job.check_complete(PAGES + 1, refetches=24)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB, where the system lets tests mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "dehusk-test", str(place)]
    mounted = bool(shutil.which("mount")) and subprocess.run(command, capture_output=True, check=False).returncode == 0
    if not mounted:
        pytest.skip("this system does not let the tests mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_really_full_is_code_4_and_the_job_goes_on(small_disk: Path, site: Site) -> None:
    job = Job(small_disk, site)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(2_500_000))
    assert job.run() == 4, job.said
    assert not list(job.folder.glob("part-*"))
    ballast.unlink()
    assert job.run() == 0, job.said
    job.check_complete(PAGES + 1, refetches=24)


def test_a_disk_that_is_read_only_is_code_4(small_disk: Path, site: Site) -> None:
    job = Job(small_disk, site)
    assert job.run() == 0
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert job.run() == 4, job.said
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert len(job.lines()) == PAGES + 1


def test_it_stops_before_the_disk_is_full(tmp_path: Path, site: Site) -> None:
    job = Job(tmp_path, site, "--min-free", f"{os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize * 2}")
    assert job.run() == 4
    assert "--min-free" in only_line(job)
    assert not site.hits
    job.words.remove("--min-free")
    job.words.pop()
    assert job.run() == 0
    job.check_complete(PAGES + 1, refetches=0)


def test_what_must_stay_free_is_the_lesser_of_both(tmp_path: Path) -> None:
    disk = shutil.disk_usage(tmp_path)
    MinFree(1, 1.0).check([tmp_path])
    MinFree(1 << 62, 0.0).check([tmp_path])
    MinFree(0, 1.0).check([tmp_path])
    with pytest.raises(LowSpaceError, match="--min-free"):
        MinFree(disk.free * 2, 1.0 if disk.free * 2 < disk.total else 10.0).check([tmp_path])
    assert min_free("500M") == MinFree(500 << 20, 1.0)
    assert min_free("2 GiB") == MinFree(2 << 30, 1.0)
    assert min_free("3%").share == 0.03
    assert min_free("") == MinFree(1 << 30, 0.05)
    for wrong in ("much", "-1", "1X", "101%", "1 G B"):
        with pytest.raises(ValueError, match="500M"):
            min_free(wrong)
