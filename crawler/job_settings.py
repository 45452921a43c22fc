"""What a run of a job is made of, from Scrapy's settings and the command line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from crawler.workers import WorkerPool
from output.export import is_file_name
from output.jobs import JobError
from output.revisits import Revisits, revisits_of
from output.space import MinFree, min_free


def pool_from(settings: Any) -> WorkerPool:
    """The workers; none is started yet."""
    return WorkerPool(
        settings.getint("DEHUSK_WORKERS") or os.cpu_count() or 1,
        page_seconds=settings.getfloat("DEHUSK_PAGE_SECONDS"),
        memory_mb=settings.getint("DEHUSK_MEMORY_MB"),
    )


def revisits_from(settings: Any) -> Revisits:
    """Which pages are asked for again. Raises JobError for a span of time that is none."""
    texts = settings["DEHUSK_MAX_AGE"] or "", settings["DEHUSK_INTERVAL"] or ""
    try:
        return revisits_of(*texts, due=settings.getbool("DEHUSK_DUE"), whole=settings.getbool("DEHUSK_ALL"))
    except ValueError as error:
        raise JobError(f"--max-age or --interval: {error}") from error


def space_from(settings: Any) -> MinFree:
    """What must stay free on a disk. Raises JobError for a size that is none."""
    text = settings["DEHUSK_MIN_FREE"] or ""
    try:
        return min_free(text)
    except ValueError as error:
        raise JobError(f"--min-free {text}: {error}") from error


def output_folders(output: str) -> list[Path]:
    """The folder that is written to beside the job's own, made and tried now: not after an hour of crawling.

    Raises OSError if it cannot be written.
    """
    if output in {"", "-"}:
        return []
    path = Path(output)
    folder = path.parent if is_file_name(output) else path
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(13, "not writable", str(path))
    return [folder]
