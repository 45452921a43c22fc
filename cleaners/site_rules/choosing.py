"""A site-config file on one page: what it chooses from it, and what it leaves to the usual extraction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml.etree import tostring
from lxml.html import HtmlElement

from cleaners.metadata import Metadata
from cleaners.site_rules.config import Config
from cleaners.site_rules.rewriting import rewrite
from cleaners.site_rules.selection import Said, body_html, said
from cleaners.site_rules.xpaths import Searched


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a file made of a page. `body` is HTML, "" where the file chose none; then the usual extraction goes over the
    changed tree, unless `only` says that it must not. `html` is that tree as HTML, "" if it is as it was."""

    said: Said
    body: str = ""
    html: str = ""
    only: bool = False

    def described(self, found: Metadata) -> Metadata:
        """The metadata of the page with what the file says of it, which wins: a person wrote it for this host."""
        return replace(
            found,
            title=self.said.title or found.title,
            author=self.said.author or found.author,
            published=self.said.published or found.published,
        )


def choose(tree: HtmlElement, config: Config) -> Chosen:
    """Apply a file to a page's tree, which is changed in place: read the tree's links and metadata before."""
    searched = Searched(tree)
    facts = said(searched, config)
    changed = rewrite(searched, config)
    body = body_html(searched, config)
    html = tostring(tree, encoding="unicode", method="html") if changed else ""
    return Chosen(facts, body, html, only=bool(config.body) and config.autodetect_on_failure is False)
