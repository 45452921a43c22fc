"""URLs that have failed, or were skipped, to be fetched again with the next run of their job."""

from __future__ import annotations

from output.outcomes import PURGED, state_of
from output.store import JobStore

_BATCH = 2000  # rows in one transaction


def retry(store: JobStore, reason: str = "", limit: int = 0) -> int:
    """Make URLs pending again: all that failed, or those that ended for one reason; the oldest first.

    At most `limit` of them, 0 for all. Returns how many. Their records stay until the new outcome says otherwise.
    Raises ValueError for a reason that there is not, and for `ok` and `purged`, which are not tried again.
    """
    if reason in {"ok", PURGED}:
        raise ValueError(f"what ended as {reason} is not tried again")
    if reason:
        state_of(reason)
    done = 0
    while not limit or done < limit:
        changed = store.make_pending(reason, min(_BATCH, limit - done) if limit else _BATCH)
        done += changed
        if not changed:
            break
    return done


def retryable(store: JobStore) -> dict[str, int]:
    """How many URLs ended for each reason that can be tried again."""
    return {reason: number for reason, number in store.reasons().items() if reason not in {"ok", PURGED}}
