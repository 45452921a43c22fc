"""The pages that a site lists in its sitemaps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit

from cleaners.listings import Entry, Listing
from crawler.items import FetchedPage
from crawler.job import JobRun
from crawler.spiders.following import without_www
from crawler.spiders.listing import Listed, ListingSpider, listing_row
from output.canonical import hostname
from output.store import Found

MAX_INDEX_DEPTH = 4  # robots.txt, an index, and two more: the protocol knows one index
_USUAL = ("/sitemap.xml", "/sitemap_index.xml")
_LOOKS_LIKE_ONE = re.compile(r"sitemap|\.(?:xml|txt)(?:\.gz)?$|\.gz$", re.IGNORECASE)


class SitemapSpider(ListingSpider):
    """`scrapy crawl sitemap -a url=https://a.example/sitemap.xml -a since=2026-11-01`. Of any other URL of a site, the
    sitemaps that its robots.txt names are read, else those at the usual places.

    As the protocol has it, a sitemap speaks for its own host, and for those whose robots.txt names it.
    """

    name = "sitemap"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._sites: set[str] = set()

    def found(self, url: str) -> Found:
        path = urlsplit(url).path
        if path == "/robots.txt" or not _LOOKS_LIKE_ONE.search(path):
            return listing_row(urljoin(url, "/robots.txt"), "robots")
        return listing_row(url, "sitemap")

    def opened(self, run: JobRun) -> None:
        """Take up where the last run was: its sitemaps may have been read, and spoken for other hosts."""
        own = {without_www(host) for host in self.hosts}
        self._sites |= own | set(map(without_www, run.store.pending_hosts()))
        for hosts in run.store.listing_hosts():
            sites = set(map(without_www, hosts))
            if sites & own:
                self._sites |= sites

    def listed(self, item: FetchedPage, listing: Listing) -> Listed:
        own = without_www(hostname(item.page.url))
        asked = without_www(hostname(item.asked_for))
        sites = {own, asked, *item.sites}
        notes: list[str] = []
        if listing.kind == "robots":
            sitemaps = listing.sitemaps or tuple(urljoin(item.page.url, path) for path in _USUAL)
            notes.append(f"names {len(listing.sitemaps)} sitemap{'' if len(listing.sitemaps) == 1 else 's'}")
            rows = (listing_row(url, "sitemap", item.depth + 1, {own, asked}) for url in sitemaps)
            return Listed(more=self.more(rows, notes), notes=tuple(notes))
        entries = self._allowed(self.fresh(listing.entries, notes), sites, notes)
        self._sites |= sites
        if listing.kind != "index":
            return Listed(tuple(entry.url for entry in entries), notes=tuple(notes))
        if item.depth >= MAX_INDEX_DEPTH:
            return Listed(notes=(*notes, f"an index {item.depth} deep, which is too deep"))
        rows = (listing_row(entry.url, "sitemap", item.depth + 1, sites) for entry in entries)
        return Listed(more=self.more(rows, notes), notes=tuple(notes))

    def accepts_redirect(self, url: str, *, start: bool) -> bool:
        return start or without_www(hostname(url)) in self._sites

    @staticmethod
    def _allowed(entries: Iterable[Entry], sites: set[str], notes: list[str]) -> list[Entry]:
        entries = list(entries)
        kept = [entry for entry in entries if without_www(hostname(entry.url)) in sites]
        if len(kept) < len(entries):
            notes.append(f"{len(entries) - len(kept):,} of other hosts, for which it may not speak")
        return kept
