"""Who is crawling: the user agent, and a word to a user who has not said how to be reached."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import signals

from crawler.addresses import AddressRule

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

try:
    _VERSION = version("dehusk")
except PackageNotFoundError:  # run from a source tree that was never installed
    _VERSION = "0"
_NO_CONTACT = "contact not set, see --contact"


def user_agent(contact: str = "") -> str:
    """The user agent of a crawl; `contact` is an address or a page of whoever runs it."""
    who = " ".join(contact.split())
    return f"dehusk/{_VERSION} (web text crawler; {f'+{who}' if who else _NO_CONTACT})"


class ContactWarning:
    """Says once that a public crawl should name a contact. A site on private addresses is nobody else's."""

    def __init__(self, agent: str, allowed: Iterable[str] = ()) -> None:
        """`agent`: the user agent of the crawl; `allowed`: hosts that were named with --allow-private."""
        self._agent = agent
        self._own = AddressRule(allowed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ContactWarning:
        warning = cls(crawler.settings["USER_AGENT"], crawler.settings.getlist("DEHUSK_ALLOW_PRIVATE"))
        crawler.signals.connect(warning.opened, signal=signals.spider_opened)
        return warning

    def opened(self, spider: Spider) -> None:
        """Warn where a given URL is of the public internet."""
        hosts = {urlsplit(origin).hostname or "" for origin in getattr(spider, "own_origins", ())}
        if _NO_CONTACT in self._agent and any(self._is_public(host) for host in hosts):
            logger.warning("sites cannot reach you: name an address or a page with --contact or DEHUSK_CONTACT")

    def _is_public(self, host: str) -> bool:
        return not self._own.names(host) and not self._own.refuses_name(host)
