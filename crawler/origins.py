"""Whose server a URL speaks to."""

from __future__ import annotations

from urllib.parse import urlsplit

from cleaners.hosts import ascii_host

_DEFAULT_PORTS = {"http": 80, "https": 443}


def host_asked(url: str) -> str:
    """The host that a request for a URL goes to, in its ASCII form; "" for what is no URL.

    `output.canonical.hostname` names the host whose page it is, which for a web archive is another.
    """
    try:
        return ascii_host(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL without credentials, `https://a.example:443`; "" for what is no URL."""
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme.lower(), 0)
    except ValueError:
        return ""
    host = host_asked(url)
    if not host:
        return ""
    return f"{parts.scheme.lower()}://{f'[{host}]' if ':' in host else host}:{port}"
