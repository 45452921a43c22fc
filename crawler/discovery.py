"""Which spider a site's own address calls for: looks for a sitemap and a feed, in a process of its own.

Twisted's reactor runs once in a process, and the crawl needs it. `python -m crawler.discovery` reads a JSON object from
stdin (`urls`, `settings`, which may hold keys and so belong on no command line) and writes one to stdout.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from cleaners.feeds import read_feed
from cleaners.page import Page
from cleaners.sitemaps import MAX_BYTES, read_robots, read_sitemap

SECONDS = 60  # for all of it; then it is given up
_USUAL = ("/sitemap.xml", "/sitemap_index.xml")
_TRIED = 3  # sitemaps and feeds that are looked into
_MOST_SITES = 20  # that are looked at; a longer list of addresses is one of pages


@dataclass(slots=True)
class Site:
    """What was found at an address: the first sitemap and feed that list something, and where they were named."""

    sitemap: str = ""
    sitemap_said: str = ""
    feed: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The spider, and one line that says why."""

    spider: str
    why: str


def is_site(url: str) -> bool:
    """Whether an address is a site's own and not one of its pages."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    return parts.path in ("", "/") and not parts.query and not parts.fragment


def discover(urls: Sequence[str], settings: Mapping[str, Any]) -> Choice | None:
    """The choice for addresses, None if one of them is no site's own. Sends at most nine requests to each site, by
    the rules of a crawl: robots.txt is obeyed and private addresses are refused. `settings` are those of the crawl."""
    if not urls or len(urls) > _MOST_SITES or not all(map(is_site, urls)):
        return None
    task = json.dumps({"urls": list(urls), "settings": dict(settings)}).encode()
    command = [sys.executable, "-m", "crawler.discovery"]
    try:
        done = subprocess.run(command, input=task, capture_output=True, timeout=SECONDS * len(urls), check=True)  # noqa: S603
        sites = [Site(**found) for found in json.loads(done.stdout)]
    except (subprocess.SubprocessError, ValueError, TypeError):
        return Choice("page", "could not look for sitemap and feed, so this page only; --spider site follows links")
    return choose(sites)


def choose(sites: Sequence[Site]) -> Choice:
    """A sitemap before a feed before the page alone; what one of several sites lacks is not chosen."""
    other = "--spider site follows links instead"
    if all(site.sitemap for site in sites):
        beside = "; --spider feed: only what is new" if all(site.feed for site in sites) else ""
        return Choice("sitemap", f"found a sitemap ({sites[0].sitemap_said}), which lists all pages{beside}; {other}")
    if all(site.feed for site in sites):
        return Choice("feed", f"found no sitemap but a feed ({sites[0].feed}); {other}")
    if len(sites) == 1:
        return Choice("page", f"found no sitemap and no feed, so this page only; {other}")
    return Choice("page", f"not all of these sites have a sitemap or a feed, so these pages only; {other}")


# ---------------------------------------------------------------------- in the process of its own


def main() -> None:
    """Look at the addresses on stdin and write what there is to stdout."""
    task = json.load(sys.stdin)
    urls = task["urls"]
    sites = [Site() for _ in urls]
    json.dump([asdict(site) for site in _looked_at(urls, sites, task["settings"])], sys.stdout)


def _looked_at(urls: Sequence[str], sites: list[Site], settings: Mapping[str, Any]) -> list[Site]:
    from scrapy.crawler import CrawlerProcess  # noqa: PLC0415 - the parent process imports this module too

    from crawler.run import CrawlPlan, configure_logs, settings_of  # noqa: PLC0415

    own = {
        "ITEM_PIPELINES": {"crawler.pipelines.StorePipeline": None},
        "AUTOTHROTTLE_ENABLED": False,
        "RETRY_ENABLED": False,
        "DOWNLOAD_TIMEOUT": 15,
        "DEHUSK_PROGRESS": False,
    }
    chosen = settings_of(CrawlPlan("", {}, {**settings, **own}))
    process = CrawlerProcess(chosen)
    configure_logs(chosen, debug=False)
    process.crawl(_spider_class(), urls=urls, sites=sites)
    process.start()
    return sites


def _spider_class() -> Any:
    from scrapy import Request, Spider  # noqa: PLC0415

    from crawler.origins import origin_of  # noqa: PLC0415

    class Looking(Spider):
        name = "discovery"

        def __init__(self, urls: Sequence[str], sites: list[Site], **kwargs: Any) -> None:
            super().__init__(**kwargs)
            given = [url if "://" in url else f"https://{url}" for url in urls]
            self.own_origins = frozenset(map(origin_of, given))  # --header goes to these
            self.looks = [_Look(url, site) for url, site in zip(given, sites, strict=True)]

        async def start(self) -> AsyncIterator[Any]:
            for look in self.looks:
                yield self.request(look)

        def request(self, look: _Look) -> Any:
            url, _ = look.todo[0]
            return Request(
                url,
                callback=self.answered,
                errback=self.failed,
                meta={"download_maxsize": MAX_BYTES, "look": look},
                dont_filter=True,
            )

        def answered(self, response: Any) -> Any:
            look = response.meta["look"]
            headers = {"content-type": (response.headers.get("Content-Type") or b"").decode("latin-1")}
            body = response.body if 200 <= response.status < 300 else b""
            look.seen(Page(response.url, body, response.status, headers))
            return [self.request(look)] if look.todo else None

        def failed(self, failure: Any) -> Any:
            look = failure.request.meta["look"]
            look.seen(Page(failure.request.url, b"", 0))
            return [self.request(look)] if look.todo else None

    return Looking


class _Look:
    """One site: what is still to be asked for, in its order."""

    def __init__(self, url: str, site: Site) -> None:
        self.site = site
        self.todo = [(urljoin(url, "/robots.txt"), "robots"), (url, "home")]

    def seen(self, page: Page) -> None:
        """Take an answer; one without a body stands for none."""
        url, kind = self.todo.pop(0)
        if kind == "robots":
            named = read_robots(page).sitemaps[:_TRIED]
            said = "robots.txt names it"
            maps = [(target, f"sitemap:{said}") for target in named] or [
                (urljoin(url, path), f"sitemap:{path}") for path in _USUAL
            ]
            self.todo += maps
        elif kind == "home":
            found = read_feed(page)
            feeds = list(found.feeds) if found.kind == "html" else [page.url] * bool(found.entries)
            self.todo += [(target, "feed") for target in feeds[:_TRIED]]
        elif kind == "feed":
            if not self.site.feed and read_feed(page).entries:
                self.site.feed = url
        elif not self.site.sitemap:
            listing = read_sitemap(page)
            if listing.entries or listing.sitemaps:
                self.site.sitemap, self.site.sitemap_said = url, kind.partition(":")[2]
        have = {"sitemap": bool(self.site.sitemap), "feed": bool(self.site.feed)}
        self.todo = [step for step in self.todo if not have.get(step[1].partition(":")[0])]


if __name__ == "__main__":
    main()
