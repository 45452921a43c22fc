"""What a failed request is called in the outcomes, and what a person is told of it."""

from __future__ import annotations

import zlib
from gzip import BadGzipFile
from typing import Any

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    StopDownload,
    UnsupportedURLSchemeError,
)

from crawler.addresses import PrivateAddressError

_BY_TYPE: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((PrivateAddressError,), "private_address"),
    ((CannotResolveHostError,), "dns"),
    ((DownloadTimeoutError,), "timeout"),
    ((DownloadCancelledError,), "too_large"),  # Scrapy cancels a download for its size only
    ((StopDownload,), "wrong_type"),  # crawler.middlewares stops a download for its type only
    ((DownloadConnectionRefusedError, DownloadFailedError, ResponseDataLossError), "connection"),
    ((BadGzipFile, EOFError, zlib.error), "broken_encoding"),
    ((UnsupportedURLSchemeError, NotSupported), "bad_url"),
    ((OSError,), "connection"),
)
# Scrapy says these with one exception and a sentence.
_IGNORED = (("robots.txt", "robots"), ("max redirections", "redirect_loop"), ("DOWNLOAD_MAXSIZE", "too_large"))


def reason_of(error: BaseException) -> str:
    """The reason of `output.outcomes` for what ended a request."""
    for types, reason in _BY_TYPE:
        if isinstance(error, types):
            return reason
    if isinstance(error, IgnoreRequest):
        return next((reason for words, reason in _IGNORED if words in str(error)), "error")
    if isinstance(error, ValueError):  # Twisted's word for a host name that is none
        return "bad_url"
    twisted: Any = type(error).__module__
    return "connection" if twisted.startswith(("twisted.", "scrapy.core.downloader", "OpenSSL")) else "error"


_SAID = {
    "bad_url": "is no address that can be fetched",
    "broken_encoding": "was sent in a compression or character set that cannot be read",
    "connection": "could not be connected to",
    "dns": "has a host name that is not known",
    "extract_failed": "could not be extracted",
    "extract_memory": "needs more memory than a page may have: set DEHUSK_MEMORY_MB",
    "extract_timeout": "takes longer than a page may: set DEHUSK_PAGE_SECONDS",
    "offsite": "leads out of the hosts of the crawl",
    "private_address": "leads to a private address: name its host with --allow-private",
    "redirect_loop": "redirects too often",
    "robots": "is forbidden by the site's robots.txt",
    "timeout": "took too long to answer",
    "too_large": "is too large",
    "wrong_type": "is no web page",
}


def said_of(reason: str) -> str:
    """What became of a URL, to be said behind it: one of the reasons of `output.outcomes` in words."""
    if reason.startswith("http_"):
        return f"answers with HTTP status {int(reason[5:])}"
    return _SAID.get(reason, f"failed ({reason})")
