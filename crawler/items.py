"""What a spider yields: how the fetch of one row of the frontier ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cleaners.page import Page
from output.outcomes import Outcome
from output.processing import Reads


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page for the workers. `row` is its place in the frontier, `asked_for` the URL of that row.

    `reads` is what to see in it; `sites` are hosts that a sitemap may speak for beside its own.
    """

    row: int
    page: Page = field(repr=False)  # megabytes, which nobody wants in a log line
    asked_for: str = ""
    depth: int = 0
    tries: int = 1
    reads: Reads = "page"
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FailedFetch:
    """A fetch that gave no page, and why. `headers` are those of a response that says that nothing has changed."""

    row: int
    outcome: Outcome
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
