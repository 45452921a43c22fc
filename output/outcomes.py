"""How a URL can end: a closed list of reasons, and what each means for the job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["pending", "done", "failed", "skipped"]
STATES: tuple[State, ...] = ("pending", "done", "failed", "skipped")

# Every reason but http_<status>, with the state it ends in. `http_404` and the like are "failed".
REASONS: dict[str, State] = {
    "ok": "done",
    "from_feed": "done",  # the page could not be had; its text is the one that a feed gave
    "fresh": "done",  # checked so recently that it was not asked for: the record stays
    "not_modified": "done",  # HTTP 304: the record stays
    "bad_listing": "failed",  # asked for as a feed or sitemap, and is none
    "bad_url": "failed",  # not an address that can be fetched
    "broken_encoding": "failed",  # bytes that no character set or compression explains
    "connection": "failed",  # refused, reset, cut off, no HTTP
    "dns": "failed",  # the host name is not known
    "duplicate_page": "skipped",  # says that it is another page of the job, and has its text
    "duplicate_redirect": "skipped",  # leads to a page that has its own row, and did not fail
    "empty": "skipped",  # a page without text
    "error": "failed",  # a mistake in dehusk; the log says more
    "extract_failed": "failed",
    "extract_memory": "failed",
    "extract_timeout": "failed",
    "listing": "skipped",  # a feed, a sitemap or a robots.txt: what it lists was read
    "offsite": "skipped",  # leads out of the hosts of the crawl
    # answered with 2xx, and no document (cleaners/no_document): another time may bring the page where it "failed"
    "page.app_shell": "skipped",  # its text is made by JavaScript
    "page.blocked": "failed",  # the server refused: programs, too many requests, a country
    "page.captcha": "failed",  # the server wants a proof that a person reads
    "page.consent_wall": "skipped",  # nothing is shown before cookies are accepted
    "page.error": "failed",  # an error of the server, or maintenance
    "page.login": "skipped",  # nothing is shown without an account
    "page.no_text": "skipped",  # menus, buttons and footers only
    "page.parked": "skipped",  # a domain for sale, expired or suspended
    "page.soft_404": "failed",  # "not found", sent with 200
    "private_address": "failed",  # refused: see --allow-private
    "purged": "skipped",  # erased with `dehusk job purge`; never fetched again
    "redirect_loop": "failed",  # more redirects than allowed
    "retry_later": "failed",  # the server asked to wait for longer than a run waits
    "robots": "skipped",  # forbidden by robots.txt
    "robots_unreachable": "failed",  # whether robots.txt forbids it could not be found out
    "timeout": "failed",
    "tls": "failed",  # no encrypted connection, or a certificate that proves nothing
    "too_large": "failed",
    # links that were not followed, as they have the marks of a trap (crawler/spiders/traps.py)
    "trap_depth": "skipped",  # too many links away from where the crawl began
    "trap_host": "skipped",  # the host has had as many pages as one may have
    "trap_pattern": "skipped",  # too many addresses that differ in numbers only
    "trap_segments": "skipped",  # /a/b/a/b/a/b
    "trap_similar": "skipped",  # found on one too many of pages that are all the same
    "wrong_type": "skipped",  # no web page: a picture, a PDF, a download
}

PURGED = "purged"
NO_DOCUMENT = tuple(reason for reason in REASONS if reason.startswith("page."))
TRAPS = frozenset(reason for reason in REASONS if reason.startswith("trap_"))
NEVER_AGAIN = TRAPS | {PURGED}  # a later crawl of the job does not fetch these

# These are tried again by every run of the job.
LATER = ("retry_later", "robots_unreachable")

# What these rows held before is no page any more; after any other failure the record of an earlier run stays. What
# leads to another row's page is gone if that one has a page (output/redirected.py).
GONE = frozenset({"http_404", "http_410", "empty", "wrong_type", "offsite", "robots"})
GONE |= {"page.soft_404", "page.parked"}

# A start URL that ends like this is no failed input.
_FINE_FOR_A_START = frozenset(
    {"ok", "duplicate_page", "duplicate_redirect", "empty", "fresh", "from_feed", "listing", "not_modified"}
    | {"page.no_text", PURGED}
)


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
