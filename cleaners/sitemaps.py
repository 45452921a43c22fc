"""Sitemaps and robots.txt: which pages a site itself lists."""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Iterator
from io import BytesIO

from lxml.etree import LxmlError, _Element, iterparse

from cleaners.dates import iso_date
from cleaners.decode import decode
from cleaners.links import absolute
from cleaners.listings import Entry, Listing, root_name, text_of_xml
from cleaners.page import Page

# The protocol's own limits of one file.
MAX_URLS = 50_000
MAX_BYTES = 50 << 20
MAX_TAGS = 2_000_000  # opening and closing: four times those of a full file; what is in no <url> stays in memory
MAX_ROBOTS_BYTES = 512 << 10  # what RFC 9309 asks a crawler to read at least
MAX_ROBOTS_SITEMAPS = 500
_GZIP = b"\x1f\x8b"
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_MAX_LOC_CHARS = 2048


def read_sitemap(page: Page) -> Listing:
    """What a sitemap lists: pages, or, for an index, further sitemaps; gzip, XML (news and others too) or plain text.

    Relative addresses, which the protocol forbids, are taken relative to the sitemap. No more than 50,000 addresses,
    50 MB and 2,000,000 tags are read; `notes` says where that cut something off. Broken XML gives what stands before
    the break. Never raises because of the page.
    """
    body, notes = _unpacked(page.body)
    page = Page(page.url, body, page.status, page.headers)
    text = text_of_xml(page)
    root = root_name(text)
    if text.count("<") > MAX_TAGS:
        text = _cut(text)
        notes.append(f"cut off at {MAX_TAGS:,} tags")
    if root in ("urlset", "sitemapindex"):
        return _xml(text, root, page.url, notes)
    if root:
        return Listing("", notes=("this is a feed",))
    return _plain(page, notes)


def read_robots(page: Page) -> Listing:
    """The sitemaps that a robots.txt names. Never raises because of the page."""
    text = page.body[:MAX_ROBOTS_BYTES].decode("utf-8", "replace").replace("\r", "\n")
    found = dict.fromkeys(absolute(page.url, match) for match in _SITEMAP_LINE.findall(text))
    found.pop("", None)
    return Listing("robots", sitemaps=tuple(found)[:MAX_ROBOTS_SITEMAPS])


def _unpacked(body: bytes) -> tuple[bytes, list[str]]:
    """The body without its gzip, no more than the protocol allows."""
    if not body.startswith(_GZIP):
        return (body, []) if len(body) <= MAX_BYTES else (body[:MAX_BYTES], [f"cut off at {MAX_BYTES >> 20} MB"])
    inflate = zlib.decompressobj(wbits=31)
    try:
        text = inflate.decompress(body, MAX_BYTES)
    except zlib.error:
        return b"", ["broken gzip"]
    if inflate.unconsumed_tail:
        return text, [f"cut off at {MAX_BYTES >> 20} MB"]
    return text, [] if inflate.eof else ["gzip ends early"]


def _cut(text: str) -> str:
    """The text up to its last tag that is read."""
    tags = re.finditer("<", text)
    return text[: next(itertools.islice(tags, MAX_TAGS, None)).start()]


def _xml(text: str, root: str, url: str, notes: list[str]) -> Listing:
    wanted = "url" if root == "urlset" else "sitemap"
    found: dict[str, Entry] = {}
    strange = 0
    for loc, date in _elements(text, wanted, notes):
        if len(found) >= MAX_URLS:
            notes.append(f"cut off at {MAX_URLS:,} addresses")
            break
        target = absolute(url, loc) if 0 < len(loc) <= _MAX_LOC_CHARS else ""
        if not target:
            strange += 1
        elif target not in found or date > found[target].date:
            found[target] = Entry(target, date)
    if strange:
        notes.append(f"{strange:,} without address")
    if wanted == "sitemap":
        return Listing("index", sitemaps=tuple(found), entries=tuple(found.values()), notes=tuple(notes))
    return Listing("sitemap", tuple(found.values()), notes=tuple(notes))


def _elements(text: str, wanted: str, notes: list[str]) -> Iterator[tuple[str, str]]:
    """Address and date of each element of that name, one at a time: a whole tree takes ten times the file."""
    stream = BytesIO(text.encode("utf-8", "replace"))
    events = iterparse(
        stream,
        events=("end",),
        tag=f"{{*}}{wanted}",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        for _, element in events:
            yield _loc_and_date(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except LxmlError:
        notes.append("broken XML")


def _loc_and_date(element: _Element) -> tuple[str, str]:
    loc, dates = "", [""]
    for child in element:
        name = str(child.tag).rpartition("}")[2].lower()
        if name == "loc" and not loc and "image" not in str(child.tag):
            loc = _text(child)
        elif name == "lastmod":
            dates.append(iso_date(_text(child)))
        elif name == "news":
            dates += [iso_date(_text(part)) for part in child if str(part.tag).rpartition("}")[2] == "publication_date"]
    return loc, max(dates)


def _text(element: _Element) -> str:
    text = "".join(str(part) for part in element.itertext()) if len(element) else element.text or ""
    return text.strip()


def _plain(page: Page, notes: list[str]) -> Listing:
    """A sitemap that is a list of addresses, one on a line. One line that is none, and it is something else."""
    text = decode(page.body, "text/plain").text
    found: dict[str, Entry] = {}
    for line in text.splitlines():
        address = line.strip()
        if not address:
            continue
        if not address.lower().startswith(("http://", "https://")) or any(map(str.isspace, address)):
            return Listing("", notes=tuple(notes))
        if len(found) >= MAX_URLS:
            notes.append(f"cut off at {MAX_URLS:,} addresses")
            break
        target = absolute("", address) if len(address) <= _MAX_LOC_CHARS else ""
        if target:
            found[target] = Entry(target)
    return Listing("text" if found else "", tuple(found.values()), notes=tuple(notes))
