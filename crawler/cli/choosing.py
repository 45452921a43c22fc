"""Which spider a command line means, and with which arguments."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from crawler.cli.errors import UserError
from crawler.environment import settings_from
from crawler.proxies import check_proxy
from output.jobs import STORE, JobError, existing_job, job_folder
from output.revisits import moment, revisits_of, span
from output.space import min_free

# option: (its name on the command line, the spiders that know it)
_OF_SPIDERS = {
    "depth": ("depth", ("site",)),
    "allow": ("allow", ("site",)),
    "deny": ("deny", ("site",)),
    "traps": ("trap", ("site",)),
    "since": ("since", ("feed", "sitemap")),
}

# option: what raises ValueError for a value that makes no sense
_CHECKED: dict[str, Callable[[str], object]] = {
    "max_age": span,
    "since": moment,
    "interval": lambda text: revisits_of(interval=text),
    "min_free": min_free,
    "proxy": check_proxy,
}
_UNSHOWN = "proxy"  # it can hold a password


def choose_spider(
    urls: Sequence[str], spider: str | None, options: dict[str, Any], settings: dict[str, Any], *, quiet: bool
) -> tuple[str, dict[str, Any]]:
    """The spider and its arguments: of the URLs that were given, or of the job that was named.

    Where no spider is named and the URLs are sites and no pages, looks for what they have, and says what it chose.
    """
    _check_values(options)
    settings_from(os.environ)  # raises for a value that makes no sense, before anything is asked for
    home = str(settings["DEHUSK_HOME"])
    own = {key: options[key] for key in _OF_SPIDERS if options[key]}
    given = list(urls)
    if options["urls_file"]:
        given += _lines(options["urls_file"])
    if not given:
        if not options["job"] or options["urls_file"]:
            raise UserError("name a URL to crawl, a file of them with --urls, or a job to go on with with --job")
        spider, known = _of_job(home, options["job"], spider)
        own = {**known, **own}
    elif spider is None:
        spider = _made_by(home, options["job"]) or _of_sites(given, own, options, settings, quiet=quiet)
    for key in own:
        name, spiders = _OF_SPIDERS.get(key, ("", (spider,)))
        if spider not in spiders:
            raise UserError(f"--{name} is for the spider {' or '.join(spiders)}: add --spider {spiders[0]}")
    return spider, {"urls": given, "job": options["job"] or "", **own}


def _check_values(options: dict[str, Any]) -> None:
    """Raises UserError for a value that makes no sense, before anything is asked for."""
    for name, read in _CHECKED.items():
        try:
            if options[name]:
                read(options[name])
        except ValueError as error:
            shown = "…" if name == _UNSHOWN else options[name]
            raise UserError(f"--{name.replace('_', '-')} {shown}: {error}") from error
    if not options["memory"]:
        return
    from output.memory_file import MemoryFileError, check_memory_file  # noqa: PLC0415 - brings the cleaners

    try:
        check_memory_file(Path(options["memory"]), made=options["output"] != "-")
    except MemoryFileError as error:
        raise UserError(f"--memory: {error}") from error


def _of_sites(
    given: Sequence[str], own: dict[str, Any], options: dict[str, Any], settings: dict[str, Any], *, quiet: bool
) -> str:
    """The spider for URLs without one. A list in a file is one of pages, and so are URLs with a path."""
    if options["urls_file"] or any(_OF_SPIDERS[key][1] == ("site",) for key in own):
        return "page"
    from crawler.discovery import discover  # noqa: PLC0415 - brings lxml, which no other command line needs
    from crawler.spiders.base import address  # noqa: PLC0415

    try:
        given = [address(url) for url in given]
    except JobError as error:
        raise UserError(str(error)) from error
    choice = discover(given, settings)
    if choice is None:
        return "page"
    if not quiet:
        click.echo(f"dehusk: {choice.why}", err=True)
    return choice.spider


def _lines(name: str) -> list[str]:
    from crawler.spiders.base import addresses  # noqa: PLC0415 - brings Scrapy, which --help need not pay for

    try:
        if name == "-":
            return list(addresses(sys.stdin))
        with Path(name).open(encoding="utf-8") as lines:
            return list(addresses(lines))
    except JobError as error:
        raise UserError(f"--urls {name}: {error}") from error
    except UnicodeDecodeError as error:
        raise UserError(f"--urls {name}: this is no text in UTF-8 ({error.reason})") from error
    except OSError as error:
        raise UserError(f"--urls {name}: cannot be read ({error.strerror or error})") from error


def _of_job(home: str, job: str, spider: str | None) -> tuple[str, dict[str, Any]]:
    try:
        store = existing_job(home, job) / STORE
    except JobError as error:
        raise UserError(str(error)) from error
    known = _known(store)
    if "spider" not in known:
        raise UserError(f"the job {job} has never begun: name its URL")
    return spider or known["spider"], json.loads(known.get("arguments", "{}"))


def _made_by(home: str, job: str | None) -> str:
    """The spider of a job that is there already, "" if none is. Raises UserError for a name that is none."""
    if not job:
        return ""
    try:
        store = job_folder(home, job) / STORE
    except JobError as error:
        raise UserError(str(error)) from error
    return _known(store).get("spider", "") if store.exists() else ""


def _known(store: Path) -> dict[str, str]:
    try:
        with closing(sqlite3.connect(f"{store.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return dict(db.execute("SELECT key, value FROM job WHERE key IN ('spider', 'arguments')"))
    except sqlite3.Error as error:
        raise UserError(f"{store} cannot be read ({error})") from error
