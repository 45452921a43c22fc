"""What a job cleans its pages with beside the cleaners: site rules and a memory file, named once and remembered."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from scrapy.settings import BaseSettings

from cleaners.hosts import hostname
from crawler.workers import WorkerPool
from output.job_memory import JobMemory
from output.memory_file import MemoryFileError
from output.processing import Task
from output.recleaning import Passing, clean_store_again, hosts_of
from output.rule_files import RuleFiles, rule_files
from output.setup import EXTRACTORS, Mode, Setup
from output.store import JobStore
from output.tools import Tools

logger = logging.getLogger(__name__)

_KEPT, _FILES = "cleaning", "rule_files"  # keys of the job
_NAMED = 5  # changed rule files


class CleaningError(Exception):
    """What the job is to be cleaned with cannot be used; `str()` is one line that says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line or the settings say: None where they say nothing, and the job's own choice holds; an empty
    value takes that choice back. Without `template_memory` this run leaves in what repeats over the pages of a host."""

    site_rules: tuple[str, ...] | None = None
    memory: str | None = None
    extractor: Mode | None = None
    template_memory: bool = True


NOTHING_ASKED = Asked()


def asked_for(settings: BaseSettings) -> Asked:
    """What Scrapy's settings say of it."""
    folders = tuple(str(Path(name).resolve()) for name in settings.getlist("DEHUSK_SITE_RULES"))
    memory, without = settings.get("DEHUSK_MEMORY") or "", settings.getbool("DEHUSK_NO_MEMORY")
    return Asked(
        folders if folders or settings.getbool("DEHUSK_NO_SITE_RULES") else None,
        str(Path(memory).resolve()) if memory and not without else ("" if without else None),
        settings.get("DEHUSK_EXTRACTOR") or None,
        template_memory=not without,
    )


def kept_rules(store: JobStore) -> tuple[str, ...]:
    """The folders of rule files that a job remembers."""
    return tuple(json.loads(store.value(_KEPT) or "{}").get("site_rules", ()))


def kept_extractor(store: JobStore) -> Mode:
    """The way of extraction that a job remembers."""
    return cast("Mode", json.loads(store.value(_KEPT) or "{}").get("extractor", Setup().extractor))


def kept_memory(store: JobStore) -> str:
    """The memory file that a job remembers, or ""."""
    return str(json.loads(store.value(_KEPT) or "{}").get("memory", ""))


class JobCleaning:
    """The setup of a job's workers, its memory file, and its second pass."""

    def __init__(self, store: JobStore, asked: Asked, *, stream: bool) -> None:
        """Remembers in the store what was asked for. Raises CleaningError."""
        self._store = store
        kept: dict[str, Any] = json.loads(store.value(_KEPT) or "{}")
        folders = kept.get("site_rules", []) if asked.site_rules is None else list(asked.site_rules)
        memory = kept.get("memory", "") if asked.memory is None else asked.memory
        extractor = asked.extractor or kept_extractor(store)
        told = []
        if not asked.extractor and extractor != Setup().extractor:
            told.append(f"--extractor {next(name for name, mode in EXTRACTORS.items() if mode == extractor)}")
        if asked.site_rules is None and folders:
            told.append(f"the site rules of {', '.join(folders)}")
        if asked.memory is None and memory:
            told.append(f"the memory file {memory}")
        if told:
            logger.warning("the job goes on with %s, as before", " and ".join(told))
        for folder in folders:
            if not Path(folder).is_dir():
                why = f"there is no folder {folder} any more" if asked.site_rules is None else "there is no such folder"
                raise CleaningError(f"--site-rules {folder}: {why}; name another, or --no-site-rules")
            if asked.site_rules is None:
                for file in rule_files(Path(folder)):
                    if file.error and file.path.suffix == ".toml":
                        logger.warning("%s is not used: %s", file.path, file.error)
        try:
            self.memory = JobMemory(Path(memory) if memory else None, stream=stream)
        except MemoryFileError as error:
            raise CleaningError(f"--memory: {error}; --no-memory does without") from error
        self.setup = Setup(site_rules=tuple(folders), extractor=extractor)
        self._tools = Tools(self.setup)
        store.keep(_KEPT, json.dumps({"site_rules": folders, "memory": memory, "extractor": extractor}))
        self._without_memory = not asked.template_memory
        self._files = self._now()
        before = store.value(_FILES)
        if before and asked.site_rules is None:
            self._tell(json.loads(before), "since the last run of the job")

    def with_memory(self, task: Task) -> Task:
        """A page with what was known of its host when the run began."""
        memory = self.memory.before(hostname(task.page.url)) if task.page else b""
        return replace(task, memory=memory) if memory else task

    def extraction(self, host: str) -> str:
        """What decides the text of a page of a host in this run."""
        return self._tools.extraction(host)

    def second_pass(self, pool: WorkerPool, stops: Callable[[], bool]) -> None:
        """Clean the pages of the store again with what is known by now; call it in a thread. Raises what
        `clean_store_again` raises, and CleaningError for the memory file."""
        self._tell(self._files, "while the job ran")
        how = Passing(
            begin=pool.again if pool.workers > 1 else None,
            memory=self._known if self._without_memory or self.memory.learns else None,
            before=self.memory.before,
            seen=self.memory.saw,
            stops=stops,
        )
        try:
            if self.memory.learns:
                self.memory.learn(self._store.path, datetime.now(UTC).date())
            clean_store_again(self._store.path, Tools(self.setup), how)
            self.memory.keep()
        except MemoryFileError as error:
            raise CleaningError(f"--memory: {error}") from error

    def _known(self, host: str) -> bytes:
        return b"" if self._without_memory else self.memory.after(host)

    def remember(self) -> None:
        """Note which rule files the pages were cleaned with; from the thread of the store. Raises sqlite3.Error."""
        self._store.keep(_FILES, json.dumps(self._now()))

    def _now(self) -> dict[str, str]:
        """The rule files of the hosts in the store, each with its digest."""
        if not self.setup.site_rules:
            return {}
        with closing(sqlite3.connect(self._store.path, isolation_level=None, timeout=30)) as db:
            return RuleFiles(self.setup.site_rules).used(list(hosts_of(db)))

    def _tell(self, before: dict[str, str], when: str) -> None:
        """Say which rule files have changed; they are read anew wherever they are used."""
        now = self._now()
        known = before.keys() | now.keys()
        changed = sorted(name for name in known if before.get(name) != now.get(name))
        # A file of a host whose first pages have come meanwhile is new to the job, and may be old.
        changed = [name for name in changed if name in before or when.startswith("since")]
        if changed:
            logger.warning("site rules changed %s and were read again: %s", when, _names(changed))


def _names(paths: Iterable[str]) -> str:
    names = [Path(path).name for path in paths]
    return ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
