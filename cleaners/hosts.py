"""Whose page a document is: the host name that template memory and site rules go by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from cleaners.document import Document

_PLAIN_HOST = re.compile(r"[a-z0-9.-]*")
_ARCHIVED = re.compile(
    r"https?://(?:web\.archive\.org/web|(?:www\.)?archive\.org/wayback)/\d+[a-z_]*/(https?:/+.+)", re.IGNORECASE
)


def hostname(url: str) -> str:
    """The host name of an address in lower case, or ""; of an address in a web archive, that of the page it holds."""
    archived = _ARCHIVED.match(url.strip())
    if archived:
        url = re.sub(r"^(https?):/+", r"\1://", archived.group(1), flags=re.IGNORECASE)
    try:
        return ascii_host(urlsplit(url.strip()).hostname or "")
    except ValueError:
        return ""


def has_credentials(url: str) -> bool:
    """Whether a URL names a user or a password before its host."""
    if "@" not in url:
        return False
    try:
        return "@" in urlsplit(url).netloc
    except ValueError:
        return False


def without_credentials(url: str) -> str:
    """A URL without `user:password@`; any other comes back as it is."""
    if not has_credentials(url):
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def ascii_host(host: str) -> str:
    """A host name in lower case, an international one in its ASCII form, without a dot at its end."""
    host = host.lower().rstrip(".")
    if _PLAIN_HOST.fullmatch(host):
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:  # not a name of the DNS: its own spelling is as good as any
        return host


def host_of(document: Document) -> str:
    """The host name of the document's URL, else its `metadata.hostname`, else "" (then it has no template memory)."""
    own = hostname(document.url) if document.url else ""
    known = document.metadata.get("hostname")
    return own or (ascii_host(known.strip()) if isinstance(known, str) else "")
