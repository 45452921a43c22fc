"""What a failed request is called in the outcomes."""

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
