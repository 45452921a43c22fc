"""Settings from the environment: which variable sets what, and whether its value makes sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crawler.cli.errors import UserError
from crawler.proxies import check_proxy
from output.space import min_free

# variable: setting
VARIABLES = {
    "DEHUSK_HOME": "DEHUSK_HOME",
    "DEHUSK_JOB": "DEHUSK_JOB",
    "DEHUSK_OUTPUT": "DEHUSK_OUTPUT",
    "DEHUSK_MAX_AGE": "DEHUSK_MAX_AGE",
    "DEHUSK_INTERVAL": "DEHUSK_INTERVAL",
    "DEHUSK_MAX_PAGES": "DEHUSK_MAX_PAGES",
    "DEHUSK_MIN_FREE": "DEHUSK_MIN_FREE",
    "DEHUSK_ARCHIVE": "DEHUSK_ARCHIVE",
    "DEHUSK_ARCHIVE_MB": "DEHUSK_ARCHIVE_MB",
    "DEHUSK_ALLOW_PRIVATE": "DEHUSK_ALLOW_PRIVATE",
    "DEHUSK_WORKERS": "DEHUSK_WORKERS",
    "DEHUSK_PAGE_SECONDS": "DEHUSK_PAGE_SECONDS",
    "DEHUSK_MEMORY_MB": "DEHUSK_MEMORY_MB",
    "DEHUSK_CONCURRENCY": "CONCURRENT_REQUESTS",
    "DEHUSK_DELAY": "DOWNLOAD_DELAY",
    "DEHUSK_USER_AGENT": "USER_AGENT",
    "DEHUSK_CONTACT": "DEHUSK_CONTACT",
    "DEHUSK_BACKOFF": "DEHUSK_BACKOFF",
    "DEHUSK_RETRY_AFTER_MAX": "DEHUSK_RETRY_AFTER_MAX",
    "DEHUSK_TIMEOUT": "DOWNLOAD_TIMEOUT",
    "DEHUSK_PROXY": "DEHUSK_PROXY",
}
# The least and the most of those that are numbers, as the options of the command line have them; 0 pages or workers
# stand for the default.
_WHOLE = {
    "DEHUSK_ARCHIVE_MB": (1, 1 << 20),
    "DEHUSK_MAX_PAGES": (0, 1 << 53),
    "DEHUSK_WORKERS": (0, 256),
    "DEHUSK_MEMORY_MB": (256, 65536),
    "DEHUSK_CONCURRENCY": (1, 512),
}
_SWITCH = {"1", "true", "yes", "on", "0", "false", "no", "off"}
_DECIMAL = {
    "DEHUSK_PAGE_SECONDS": (0.1, 3600),
    "DEHUSK_DELAY": (0, 3600),
    "DEHUSK_BACKOFF": (0, 3600),
    "DEHUSK_RETRY_AFTER_MAX": (0, 86400),
    "DEHUSK_TIMEOUT": (0.1, 3600),
}


def settings_from(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings that are in the environment; empty variables count as absent.

    Raises UserError for a value that is no number, or one that is out of bounds, where a number is wanted.
    """
    found = {name: environment[name] for name in VARIABLES if environment.get(name)}
    for name, value in found.items():
        if name in _WHOLE:
            _check(name, value, int, *_WHOLE[name])
        elif name in _DECIMAL:
            _check(name, value, float, *_DECIMAL[name])
        elif name == "DEHUSK_ARCHIVE" and value.strip().lower() not in _SWITCH:
            raise UserError(f"{name}={value} in the environment: it must be 1 or 0")
        elif name == "DEHUSK_MIN_FREE":
            _check_by(min_free, name, value)
        elif name == "DEHUSK_PROXY":
            _check_by(check_proxy, name, value, shown="…")  # it can hold a password
    return {VARIABLES[name]: value for name, value in found.items()}


def _check_by(check: Callable[[str], object], name: str, value: str, shown: str = "") -> None:
    try:
        check(value)
    except ValueError as error:
        raise UserError(f"{name}={shown or value} in the environment: {error}") from error


def _check(name: str, value: str, kind: type[int] | type[float], least: float, most: float) -> None:
    try:
        good = least <= kind(value) <= most  # a NaN is not
    except ValueError:
        good = False
    if not good:
        what = "a whole number" if kind is int else "a number"
        raise UserError(f"{name}={value} in the environment: it must be {what} from {least:,} to {most:,}")
