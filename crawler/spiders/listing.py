"""What feed and sitemap have in common: rows that are read as listings, and the pages that these name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cleaners.listings import Entry, Listing
from cleaners.sitemaps import MAX_BYTES
from crawler.items import FetchedPage
from crawler.job import JobError, JobRun
from crawler.spiders.base import JobSpider
from output.revisits import is_older, moment
from output.store import Found

MAX_LISTINGS = 10_000  # that one run reads
_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml, text/xml, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Listed:
    """What a listing leads to: URLs of pages, further listings, texts to keep, and words for its outcome."""

    pages: tuple[str, ...] = ()
    more: tuple[Found, ...] = ()
    texts: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


class ListingSpider(JobSpider):
    """A spider whose given URLs are listings. A subclass says how each is read (`found`) and what of it counts
    (`listed`). Pages that are listed again by a later crawl of the job are asked for again."""

    def __init__(self, *, url: str = "", since: str = "", **kwargs: Any) -> None:
        """`since`: only entries newer than this date, time or span before now, by the dates that the listing gives.

        Raises JobError for one that is none.
        """
        super().__init__(**{"urls": url, **kwargs} if url else kwargs)
        self.since_text = since
        self.listings = 0
        self.read, self.named = 0, 0  # listings, and pages in them
        try:
            self.since = moment(since) if since else ""
        except ValueError as error:
            raise JobError(f"--since {since}: {error}") from error

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), **({"since": self.since_text} if self.since_text else {})}

    def take(self, item: FetchedPage, listing: Listing) -> Listed:
        """What a listing that was read leads to; counts it."""
        listed = self.listed(item, listing)
        self.read += listing.kind != "html" or bool(listed.more)  # else it failed, which is said anyway
        self.named += len(listed.pages)
        return listed

    def listed(self, item: FetchedPage, listing: Listing) -> Listed:
        """What a listing that was read leads to."""
        raise NotImplementedError

    def closed(self, reason: str) -> None:
        """Say so where everything could be read and named no page: the outcomes alone would be easy to overlook."""
        if reason == "finished" and self.read and not self.named:
            newer = f" newer than {self.since_text}" if self.since else ""
            self.logger.warning("found no %s with a page%s; the outcomes say what was read", self.name, newer)
            run = self.crawler.get_extension(JobRun)
            if run is not None:
                run.result.named_no_page = not self.since  # nothing new is a good end for whoever asked for that

    def fresh(self, entries: Iterable[Entry], notes: list[str]) -> list[Entry]:
        """The entries that are not older than --since; `notes` are told how many are."""
        entries = list(entries)
        kept = [entry for entry in entries if not is_older(entry.date, self.since)]
        if len(kept) < len(entries):
            notes.append(f"{len(entries) - len(kept):,} older than --since")
        return kept

    def more(self, wanted: Iterable[Found], notes: list[str]) -> tuple[Found, ...]:
        """Those of further listings that may still be read."""
        found = list(wanted)
        left = max(0, MAX_LISTINGS - self.listings)
        if len(found) > left:
            notes.append(f"{len(found) - left:,} further listings are too many")
        self.listings += min(left, len(found))
        return tuple(found[:left])


def listing_row(url: str, reads: str, depth: int = 0, sites: Iterable[str] = ()) -> Found:
    """A URL of the frontier that is read as a listing: "feed", "sitemap" or "robots". `sites` are the hosts that it may
    speak for. The protocol allows a sitemap 50 MB, five times a page."""
    meta: dict[str, Any] = {"dehusk_reads": reads, "dehusk_sites": sorted(sites)}
    if reads == "sitemap":
        meta["download_maxsize"] = MAX_BYTES + (1 << 20)
    if reads == "robots":  # it may be asked for whatever it says
        meta["dont_obey_robotstxt"] = True
    return Found(url, depth, request=json.dumps({"headers": {"accept": _ACCEPT}, "meta": meta}, sort_keys=True))
