"""The links that lead out of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import quote, urljoin, urlsplit

from lxml.html import HtmlElement

from cleaners.hosts import without_credentials
from cleaners.normalise import normalise_text
from cleaners.page import Link

MAX_LINKS = 5000
_MAX_ANCHORS = 4 * MAX_LINKS  # elements that are looked at
_TEXT_CHARS = 200
_BREAKS = re.compile(r"[\t\r\n]")
_NOT_IN_URLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PLAIN = re.compile(r"https?://[a-z0-9.-]+(?:[/?]|$)", re.IGNORECASE)  # what urlsplit need not look at
_DOTS = re.compile(r"/\.\.?(?:/|$)")


def outgoing(tree: HtmlElement, url: str, robots: str = "") -> tuple[Link, ...]:
    """The links of a page in reading order, each target once, 5,000 at most.

    Targets are absolute (`<base>` respected), http or https, without fragment; the link to the page itself is left
    out. `robots` is the content of the page's robots meta or X-Robots-Tag: its `nofollow` or `none` marks every
    link. Where a target is linked more than once, the first text that is not empty stays, and it counts as nofollow
    only if every link to it is. `url` must be absolute for relative links to be found. The tree stays untouched.
    """
    all_nofollow = _forbids(robots)
    base = base_url(tree, url)
    own = url.partition("#")[0]
    found: dict[str, tuple[str, bool]] = {}
    targets: dict[str, str] = {}
    for anchor in islice(tree.iter("a", "area"), _MAX_ANCHORS):
        href = anchor.get("href")
        if not href:
            continue
        target = targets.get(href)
        if target is None:
            target = targets[href] = absolute(base, href)
        if not target or target == own:
            continue
        nofollow = all_nofollow or "nofollow" in (anchor.get("rel") or "").lower().split()
        text, before = found.get(target, ("", True))
        if not text:
            text = _text(anchor)
        found[target] = (text, before and nofollow)
        if len(found) >= MAX_LINKS:
            break
    return tuple(Link(target, text, nofollow) for target, (text, nofollow) in found.items())


def absolute(base: str, href: str) -> str:
    """An http(s) URL without fragment and credentials, or "" where `href` is none (mailto, javascript, broken, a port
    that there cannot be).

    Control characters are percent-encoded, as browsers do; a lone surrogate, which has no bytes, is a question mark.
    """
    href = href.strip()
    if not href.isprintable():
        href = _NOT_IN_URLS.sub(lambda match: quote(match[0], errors="replace"), _BREAKS.sub("", href))
    href = href.partition("#")[0].replace(" ", "%20")
    if not href:
        return ""
    try:
        if _SCHEME.match(href):
            is_web = href[:8].lower().startswith(("http://", "https://"))
            return without_credentials(href) if is_web and (_PLAIN.match(href) or _has_host(href)) else ""
        if base and href[0] == "/" and href[1:2] != "/" and not _DOTS.search(href):  # most links: ten times as fast
            start = base.find("/", base.find("//") + 2)
            return (base if start < 0 else base[:start]) + href
        joined = urljoin(base, href)
        return without_credentials(joined) if base and _has_host(joined) else ""
    except ValueError:  # urllib's word for "http://[", "http://host:99999" and the like
        return ""


def _has_host(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and parts.port != 0


def base_url(tree: HtmlElement, url: str) -> str:
    """What relative links of the page start from: its `<base href>`, itself taken relative to `url`, or `url`."""
    url = url.partition("#")[0]
    for base in _bases(tree):
        resolved = absolute(url, base)
        if resolved:
            return resolved
    return url if url[:8].lower().startswith(("http://", "https://")) else ""


def _bases(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("base"):
        href = element.get("href")
        if href:
            yield href


def _text(anchor: HtmlElement) -> str:
    raw = "".join(anchor.itertext()) if len(anchor) else anchor.text or ""
    text = " ".join(raw.split())
    text = (text or (anchor.get("aria-label") or anchor.get("title") or "").strip())[:_TEXT_CHARS]
    return text if text.isprintable() else " ".join(normalise_text(text).split())


def _forbids(robots: str) -> bool:
    words = {word.strip().lower() for word in robots.replace(":", ",").split(",")}
    return "nofollow" in words or "none" in words
