"""The pages of a site: follows links inside the hosts it was given."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from hashlib import blake2b
from typing import Any, ClassVar

from cleaners.page import Link
from crawler.job import JobError, JobRun
from crawler.spiders.base import JobSpider
from crawler.spiders.following import LinkRules, without_www
from crawler.spiders.traps import Traps, bounds_of
from output.canonical import hostname


class SiteSpider(JobSpider):
    """`scrapy crawl site -a url=https://a.example/ -a depth=3 -a allow=/news/ -a deny=/archive/`."""

    name = "site"
    follows: ClassVar[bool] = True

    def __init__(
        self,
        *,
        url: str = "",
        urls: str | Sequence[str] = "",
        depth: str | int = 0,
        allow: str | Sequence[str] = (),
        deny: str | Sequence[str] = (),
        traps: str | Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        """`depth`: how many links away from the given URLs, 0 for no limit. `allow`, `deny`: regular expressions.
        `traps`: bounds of `crawler.spiders.traps`, such as `similar=20`.

        Raises JobError for a value that is none.
        """
        super().__init__(urls=url or urls, **kwargs)
        try:
            self.depth = int(depth)
        except ValueError:
            raise JobError(f"depth is a number of links, not {depth!r}") from None
        self.allow, self.deny, self.bounds = _texts(allow), _texts(deny), _texts(traps)
        hosts = frozenset(without_www(hostname(given)) for given in self.given)
        self.rules = LinkRules(hosts, _patterns(self.allow), _patterns(self.deny))
        try:
            self.traps = Traps(bounds_of(self.bounds))
        except ValueError as error:
            raise JobError(f"--trap: {error}") from error

    def arguments(self) -> dict[str, Any]:
        known = {"depth": self.depth, "allow": self.allow, "deny": self.deny, "traps": self.bounds}
        return {**super().arguments(), **known}

    def opened(self, run: JobRun) -> None:
        """Take up where the last run was: hosts the given URLs redirect to, and how much of each pattern was seen.

        Raises JobError where no URL says which hosts the site has.
        """
        if not self.hosts:
            raise JobError(f"the job {run.name} has no URL that it begins with: name one")
        self._add_hosts(self.hosts | run.store.led_to())
        self.traps.count(run.store.known())

    def links_to_follow(self, links: Iterable[Link], depth: int) -> list[str]:
        """Links inside the hosts, without rel=nofollow, within the depth, that look like pages."""
        if self._ends_at(depth):
            return []
        return [link.url for link in links if not link.nofollow and self.rules.is_page(link.url)]

    def link_choice(self, depth: int) -> str:
        """A hash of patterns, bounds and hosts. The depth has its part only in whether links are followed at all: pages
        that are not at the end lead to the same links with another."""
        if self._ends_at(depth):
            return ""
        patterns = sorted(self.allow), sorted(self.deny)
        chosen = json.dumps([patterns, asdict(self.traps.bounds), sorted(self.rules.hosts)])
        return blake2b(chosen.encode("utf-8", "replace"), digest_size=8).hexdigest()

    def _ends_at(self, depth: int) -> bool:
        """Whether pages of a depth lead nowhere."""
        return bool(self.depth) and depth >= self.depth

    def sort_out(
        self, urls: list[str], depth: int, page_url: str, sketch: bytes
    ) -> tuple[list[str], list[tuple[str, str]]]:
        return self.traps.sort_out(urls, depth, page_url, sketch)

    def is_own(self, url: str, page_url: str) -> bool:
        return self.rules.inside(url) or super().is_own(url, page_url)

    def accepts_redirect(self, url: str, *, start: bool) -> bool:
        """Inside the hosts; a URL that was given may lead to another host, which then is one of the site's."""
        if start:
            self._add_hosts([hostname(url)])
        return self.rules.inside(url)

    def _add_hosts(self, hosts: Iterable[str]) -> None:
        self.rules = replace(self.rules, hosts=self.rules.hosts | {without_www(host) for host in hosts})


def _texts(value: str | Sequence[str]) -> list[str]:
    return [text for text in ([value] if isinstance(value, str) else value) if text]


def _patterns(texts: list[str]) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(text) for text in texts)
    except re.error as error:
        raise JobError(f"{error.pattern!r} is no regular expression ({error})") from error
