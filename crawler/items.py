"""What a spider yields: how the fetch of one row of the frontier ended."""

from __future__ import annotations

from dataclasses import dataclass, field

from cleaners.page import Page
from output.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page for the workers. `row` is its place in the frontier, `asked_for` the URL of that row."""

    row: int
    page: Page = field(repr=False)  # megabytes, which nobody wants in a log line
    asked_for: str = ""
    depth: int = 0
    tries: int = 1


@dataclass(frozen=True, slots=True)
class FailedFetch:
    """A fetch that gave no page, and why."""

    row: int
    outcome: Outcome
    url: str = ""
