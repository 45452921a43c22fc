"""The entries of feeds: RSS, Atom and JSON Feed."""

from __future__ import annotations

from typing import Any

from cleaners.listings import Listing
from crawler.items import FetchedPage
from crawler.spiders.listing import Listed, ListingSpider, listing_row
from output.store import Found

MAX_FEED_PAGES = 20


class FeedSpider(ListingSpider):
    """`scrapy crawl feed -a url=https://a.example/feed.xml -a since=7d`. Of a page, its declared feeds are read.

    Entries are fetched wherever they lie, as a feed is often handed out by another host. Where the page of an entry
    cannot be had, its text in the feed is taken if that is the full one.
    """

    name = "feed"

    def __init__(self, *, feed_pages: str | int = MAX_FEED_PAGES, **kwargs: Any) -> None:
        """`feed_pages`: how many pages of a feed that has several (`rel="next"`) are read."""
        super().__init__(**kwargs)
        self.feed_pages = int(feed_pages)

    def found(self, url: str) -> Found:
        return listing_row(url, "feed")

    def listed(self, item: FetchedPage, listing: Listing) -> Listed:
        notes: list[str] = []
        if listing.kind == "html":
            feeds = listing.feeds if item.depth == 0 else ()
            notes.append(f"declares {len(feeds)} feed{'' if len(feeds) == 1 else 's'}")
            return Listed(more=self.more((listing_row(url, "feed", 1) for url in feeds), notes), notes=tuple(notes))
        entries = self.fresh(listing.entries, notes)
        without = sum(not entry.url for entry in entries)
        if without:
            notes.append(f"{without:,} without address")
        entries = [entry for entry in entries if entry.url]
        following: list[Found] = []
        # A page of a feed on which everything is too old ends it: those after it are older still.
        if listing.feeds and item.depth < self.feed_pages - 1 and (entries or not self.since):
            following = [listing_row(url, "feed", item.depth + 1) for url in listing.feeds]
        pages = tuple(dict.fromkeys(entry.url for entry in entries))
        return Listed(pages, self.more(following, notes), tuple(entries), tuple(notes))
