"""How a URL can end: a closed list of reasons, and what each means for the job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["pending", "done", "failed", "skipped"]
STATES: tuple[State, ...] = ("pending", "done", "failed", "skipped")

# Every reason but http_<status>, with the state it ends in. `http_404` and the like are "failed".
REASONS: dict[str, State] = {
    "ok": "done",
    "bad_url": "failed",  # not an address that can be fetched
    "broken_encoding": "failed",  # bytes that no character set or compression explains
    "connection": "failed",  # refused, reset, cut off, TLS
    "dns": "failed",  # the host name is not known
    "duplicate_redirect": "skipped",  # leads to a page that has its own row
    "empty": "skipped",  # a page without text
    "error": "failed",  # a mistake in dehusk; the log says more
    "extract_failed": "failed",
    "extract_memory": "failed",
    "extract_timeout": "failed",
    "offsite": "skipped",  # leads out of the hosts of the crawl
    "private_address": "failed",  # refused: see --allow-private
    "redirect_loop": "failed",  # more redirects than allowed
    "robots": "skipped",  # forbidden by robots.txt
    "timeout": "failed",
    "too_large": "failed",
    "wrong_type": "skipped",  # no web page: a picture, a PDF, a download
}

# What these rows held before is no page any more; after any other failure the record of an earlier run stays.
GONE = frozenset({"http_404", "http_410", "empty", "wrong_type", "duplicate_redirect", "offsite", "robots"})

# A start URL that ends like this is no failed input.
_FINE_FOR_A_START = frozenset({"ok", "duplicate_redirect", "empty"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one URL. `http_status` is 0 where no response came; `final_url` is "" unless a redirect led elsewhere.
    `detail` is one line for a person.

    Raises ValueError if the reason is not in the closed list.
    """

    reason: str
    http_status: int = 0
    final_url: str = ""
    tries: int = 1
    detail: str = ""

    def __post_init__(self) -> None:
        state_of(self.reason)

    @property
    def state(self) -> State:
        return state_of(self.reason)


def state_of(reason: str) -> State:
    """The state a reason ends in. Raises ValueError for a reason outside the closed list."""
    if reason.startswith("http_") and reason[5:].isdigit() and len(reason) == len("http_404"):
        return "failed"
    try:
        return REASONS[reason]
    except KeyError:
        raise ValueError(f"unknown outcome {reason!r}: add it to output/outcomes.py with its meaning") from None


def failed_input(reason: str) -> bool:
    """Whether a start URL that ended so makes the exit code 1."""
    return reason not in _FINE_FOR_A_START
