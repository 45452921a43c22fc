"""Feeds: RSS 0.9x and 2.0, RSS 1.0 (RDF), Atom and JSON Feed, as sites really write them.

On lxml and not on feedparser, which is alive and well made: it takes several times as long for the same feed, has no
bound of its own, guesses character sets in another way than pages are decoded, and rewrites the HTML of entries, which
dehusk's markup cleaners want as it came. That it reads broken XML, libxml2's recovery can too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from lxml.etree import LxmlError, XMLParser, _Element, fromstring, tostring
from lxml.html import HtmlElement

from cleaners.dates import iso_date
from cleaners.decode import decode
from cleaners.links import absolute, base_url
from cleaners.listings import Entry, Listing, root_name, text_of_xml
from cleaners.page import Page
from cleaners.tree import parse, tame

MAX_ENTRIES = 10_000
_MAX_FEEDS = 10  # that a page declares
_MAX_HTML = 2_000_000  # characters of one entry
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_PUBLISHED = ("pubdate", "published", "date", "issued", "created")
_UPDATED = ("updated", "modified", "dateupdated")
_BODIES = ("encoded", "content", "body", "xhtml:body")


def read_feed(page: Page) -> Listing:
    """The entries of a feed in their order, 10,000 at most, and the next page of the feed in `feeds`.

    Of an HTML page, `feeds` are those that it declares (`<link rel="alternate">`), kind "html". Relative addresses are
    resolved against xml:base, else the feed. Broken XML gives what can be recovered; no entity is declared or expanded.
    Never raises because of the page.
    """
    text = text_of_xml(page)
    root = root_name(text)
    if root in ("rss", "rdf", "feed"):
        return _xml(text, root, page.url)
    if root:
        return Listing("", notes=("this is a sitemap",))
    decoded = decode(page.body, page.headers.get("content-type", "").replace("json", "x"))
    if decoded.text.lstrip()[:1] == "{":
        return _json(decoded.text, page.url)
    return _html(decoded.text, page.url)


def _html(text: str, url: str) -> Listing:
    tree = parse(tame(text)) if "<" in text else None
    if tree is None:
        return Listing("")
    return Listing("html", feeds=tuple(declared_feeds(tree, url)))


def declared_feeds(tree: HtmlElement, url: str) -> list[str]:
    """The feeds that a page declares, those of comments last: they are no feeds of pages."""
    base = base_url(tree, url)
    found: dict[str, str] = {}
    for link in tree.iter("link"):
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if kind in _FEED_TYPES and "alternate" in (link.get("rel") or "").lower().split():
            target = absolute(base, link.get("href") or "")
            if target:
                found.setdefault(target, (link.get("title") or "").lower())
    return sorted(found, key=lambda target: "comment" in found[target] or "/comments/" in target)[:_MAX_FEEDS]


# ---------------------------------------------------------------------- XML


def _xml(text: str, root: str, url: str) -> Listing:
    parser = XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    notes: list[str] = []
    try:
        tree = fromstring(text.encode("utf-8", "replace"), parser)
    except LxmlError:
        tree = None
    if tree is None:
        return Listing("", notes=("broken XML",))
    if parser.error_log:
        notes.append("broken XML, recovered")
    entries: list[Entry] = []
    for element in tree.iter("{*}item", "{*}entry"):
        if len(entries) >= MAX_ENTRIES:
            notes.append(f"cut off at {MAX_ENTRIES:,} entries")
            break
        entries.append(_entry(element, _base(element, url)))
    channel = next(iter(tree.iter("{*}channel")), tree)
    following = [target for target in _links(channel, _base(channel, url), "next") if target]
    return Listing({"feed": "atom"}.get(root, root), tuple(entries), feeds=tuple(following[:1]), notes=tuple(notes))


def _entry(element: _Element, base: str) -> Entry:
    title = author = html = summary = guid = ""
    published, updated = [""], [""]
    for child in element:
        name = _name(child)
        if name == "title" and not title and "media" not in str(child.tag):
            title = _plain(child)
        elif name in ("author", "creator") and not author:
            author = _plain(next((part for part in child if _name(part) == "name"), child))
        elif name in _PUBLISHED:
            published.append(iso_date(_plain(child)))
        elif name in _UPDATED:
            updated.append(iso_date(_plain(child)))
        elif name in _BODIES and child.get("url") is None and not child.get("src"):
            html = max(html, _markup(child), key=len)
        elif name in ("description", "summary") and "media" not in str(child.tag) and "itunes" not in str(child.tag):
            summary = max(summary, _markup(child), key=len)
        elif name in ("guid", "id") and (child.get("isPermaLink") or "true").lower() != "false":
            guid = _plain(child)
    links = _links(element, base, "alternate")
    url = next(links, "") or (guid if guid.lower().startswith(("http://", "https://")) else "")
    if not url:  # a tag that was never closed has taken what follows it into itself
        url = next((_plain(link) for link in element.iter("{*}link") if link.text), "")
    return Entry(
        absolute(base, url),
        date=max(*published, *updated),
        title=title,
        author="" if "@" in author and " " not in author else author,
        published=next(filter(None, published), "") or next(filter(None, updated), ""),
        html=(html or summary)[:_MAX_HTML],
        full=bool(html),
    )


def _links(element: _Element, base: str, relation: str) -> Iterator[str]:
    """Targets of the links of an element of that relation: Atom's, those of type HTML first, then RSS's own."""
    found: list[tuple[bool, str]] = []
    for child in element:
        if _name(child) not in ("link", "origlink"):
            continue
        href, rel = child.get("href"), (child.get("rel") or "alternate").lower().rpartition("/")[2]
        if href and rel == relation:
            found.append(("html" not in (child.get("type") or "html"), absolute(base, href)))
        elif not href and relation == "alternate":
            # <link> of RSS; FeedBurner keeps the page's own address in another element
            found.append((_name(child) == "link" and "feedburner" in (child.text or ""), absolute(base, _plain(child))))
    yield from (target for _, target in sorted(found, key=lambda pair: pair[0]) if target)


def _base(element: _Element, url: str) -> str:
    """What relative addresses of an element start from: the xml:base of all that is around it."""
    bases = [base for node in (element, *element.iterancestors()) if (base := node.get(_XML_BASE))]
    for base in reversed(bases[:8]):
        url = absolute(url, base) or url
    return url


def _markup(element: _Element) -> str:
    """The HTML that an element holds: escaped, as XHTML, or as plain text."""
    kind = (element.get("type") or "").lower()
    if len(element):  # XHTML, or HTML that somebody forgot to escape
        inner = "".join(tostring(child, encoding="unicode", method="html", with_tail=True) for child in element)
        return f"{escape(element.text or '')}{inner}"
    text = element.text or ""
    if kind in ("text", "text/plain"):
        return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    return text


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _plain(element: _Element) -> str:
    """The text of an element on one line; HTML that a title was escaped with is read."""
    text = " ".join("".join(str(part) for part in element.itertext()).split())
    return _unescaped(text)


def _unescaped(text: str) -> str:
    if "<" not in text and "&" not in text:
        return text
    tree = parse(f"<p>{text}</p>")
    return " ".join(str(tree.text_content()).split()) if tree is not None else text


# ---------------------------------------------------------------------- JSON


def _json(text: str, url: str) -> Listing:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        return Listing("", notes=("broken JSON",))
    if not isinstance(found, dict) or "jsonfeed.org" not in str(found.get("version")):
        return Listing("")
    items = [item for item in found.get("items") or () if isinstance(item, dict)]
    notes = [f"cut off at {MAX_ENTRIES:,} entries"] if len(items) > MAX_ENTRIES else []
    entries = tuple(_item(item, url) for item in items[:MAX_ENTRIES])
    following = absolute(url, _string(found, "next_url"))
    return Listing("json", entries, feeds=(following,) if following else (), notes=tuple(notes))


def _item(item: dict[str, Any], base: str) -> Entry:
    identity = _string(item, "id")
    url = _string(item, "url") or (identity if identity.startswith(("http://", "https://")) else "")
    html = _string(item, "content_html")
    text = _string(item, "content_text")
    lines = "".join(
        f"<p>{escape(line)}</p>" for line in (text or _string(item, "summary")).splitlines() if line.strip()
    )
    authors = [one for one in item.get("authors") or [item.get("author")] if isinstance(one, dict)]
    published, modified = iso_date(_string(item, "date_published")), iso_date(_string(item, "date_modified"))
    return Entry(
        absolute(base, url),
        date=max(published, modified),
        title=" ".join(_string(item, "title").split()),
        author=_string(authors[0], "name") if authors else "",
        published=published or modified,
        html=(html or lines)[:_MAX_HTML],
        full=bool(html or text),
    )


def _string(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""
