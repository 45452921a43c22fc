"""The proxy of --proxy: whether it is one, and what to call it."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

_HOW = "write it as http://HOST:PORT, with USER:PASSWORD@ before HOST if it asks for one"
_SCHEMES = {"http", "https"}
_REASONS = {
    "dns": "could not be asked for: the host name of the proxy {} is not known",
    "connection": "could not be had through the proxy {}: one of the two could not be connected to",
}


def check_proxy(text: str) -> None:
    """Raises ValueError if this is no address of an HTTP proxy: http://HOST:PORT, or HOST:PORT."""
    parts = _split(text)
    try:
        port = parts.port
    except ValueError:
        raise ValueError(f"its port is none: {_HOW}") from None
    if parts.scheme not in _SCHEMES:
        raise ValueError(f"dehusk knows no proxies that speak {parts.scheme}: {_HOW}")
    host = parts.hostname or ""
    if not host or any(char.isspace() for char in text) or (port is None and "://" not in text):
        raise ValueError(f"this is no address of a proxy: {_HOW}")


def failed_by(proxy: str, reason: str) -> str:
    """What is to be said of a URL that failed for this reason, if that may be the doing of the proxy; else ""."""
    return _REASONS[reason].format(_name(proxy)) if proxy and reason in _REASONS else ""


def _name(text: str) -> str:
    """The host and port of a proxy, without a password."""
    return _split(text).netloc.rpartition("@")[2]


def _split(text: str) -> SplitResult:
    return urlsplit(text if "://" in text else f"http://{text}")
