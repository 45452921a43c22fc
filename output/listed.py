"""What a worker makes of a feed, a sitemap or a robots.txt, and of the text of a feed's entry."""

from __future__ import annotations

from dataclasses import replace

from cleaners.document import document_from_blocks
from cleaners.feeds import read_feed
from cleaners.listings import Listing
from cleaners.markup import blocks_from_fragment
from cleaners.page import Page
from cleaners.registry import RULES
from cleaners.sitemaps import read_robots, read_sitemap
from output.processing import Processed, Task, finish_page, identity
from output.tools import NO_TOOLS, Tools

_READERS = {"feed": read_feed, "sitemap": read_sitemap, "robots": read_robots}


def read_listing(task: Task) -> Processed:
    """What the page of a task lists: outcome "listing", or "bad_listing" where it is nothing of that kind."""
    assert task.page is not None
    listing = _READERS[task.reads](task.page)
    pages = f"{len(listing.entries):,} entries" if listing.entries else ""
    detail = "; ".join(part for part in (pages, *listing.notes) if part)
    if not listing.kind:
        return Processed(identity(task), "bad_listing", detail=detail or f"this is no {task.reads}")
    return Processed(identity(task), "listing", listing=listing, detail=detail)


def read_fragment(task: Task, tools: Tools = NO_TOOLS) -> Processed:
    """The record of the HTML of a feed's entry: read with BeautifulSoup, cleaned as every page is."""
    assert task.page is not None
    html = task.page.body.decode("utf-8", "replace")
    draft = document_from_blocks(blocks_from_fragment(html))
    document = replace(draft, url=task.page.url)
    if not document.blocks:
        return Processed(identity(task), "empty", detail="the entry of the feed has no text")
    return replace(finish_page(task, document, tools, f"feed {RULES}"), mode="feed")


def fragment_page(url: str, html: str, fetched: str) -> Page:
    """The HTML of a feed's entry as a page for a task that reads "fragment"."""
    return Page(
        url, html.encode("utf-8", "replace"), headers={"content-type": "text/html; charset=utf-8"}, fetched=fetched
    )


def next_listings(listing: Listing) -> tuple[tuple[str, str], ...]:
    """The further listings that one leads to, each with what it is to be read as."""
    return (*(("feed", url) for url in listing.feeds), *(("sitemap", url) for url in listing.sitemaps))
