"""What a failed request is called in the outcomes, and what a person is told of it."""

from __future__ import annotations

from typing import Any

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
    StopDownload,
    UnsupportedURLSchemeError,
)

from crawler.addresses import PrivateAddressError
from crawler.compression import BrokenEncodingError, TooLargeError
from crawler.download import BadAnswerError, HeadersTooLargeError, TlsError
from crawler.host_waits import RetryLaterError
from crawler.redirects import RedirectLoopError
from crawler.robots import RobotsForbiddenError, RobotsUnreachableError

_BY_TYPE: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((PrivateAddressError,), "private_address"),
    ((RobotsForbiddenError,), "robots"),
    ((RetryLaterError,), "retry_later"),
    ((RedirectLoopError,), "redirect_loop"),
    ((TlsError,), "tls"),
    ((TooLargeError, HeadersTooLargeError), "too_large"),
    ((BrokenEncodingError,), "broken_encoding"),
    ((BadAnswerError,), "connection"),
    ((CannotResolveHostError,), "dns"),
    ((DownloadTimeoutError,), "timeout"),
    ((DownloadCancelledError,), "too_large"),  # Scrapy cancels a download for its size only
    ((StopDownload,), "wrong_type"),  # crawler.middlewares stops a download for its type only
    ((DownloadConnectionRefusedError, DownloadFailedError, ResponseDataLossError), "connection"),
    ((UnsupportedURLSchemeError, NotSupported), "bad_url"),
    ((OSError,), "connection"),
)


def reason_of(error: BaseException) -> str:
    """The reason of `output.outcomes` for what ended a request."""
    if isinstance(error, RobotsUnreachableError):
        return error.reason
    for types, reason in _BY_TYPE:
        if isinstance(error, types):
            return reason
    if isinstance(error, ValueError):  # Twisted's word for a host name that is none
        return "bad_url"
    twisted: Any = type(error).__module__
    return "connection" if twisted.startswith(("twisted.", "scrapy.core.downloader", "OpenSSL")) else "error"


_SAID = {
    "bad_listing": "is no feed or sitemap, and names none",
    "bad_url": "is no address that can be fetched",
    "broken_encoding": "was sent in a compression or character set that cannot be read",
    "connection": "could not be connected to",
    "dns": "has a host name that is not known",
    "extract_failed": "could not be extracted",
    "extract_memory": "needs more memory than a page may have: set DEHUSK_MEMORY_MB",
    "extract_timeout": "takes longer than a page may: set DEHUSK_PAGE_SECONDS",
    "offsite": "leads out of the hosts of the crawl",
    "page.app_shell": "is the shell of an application, whose text is made by JavaScript",
    "page.blocked": "was refused by its server, which keeps programs out, or this network",
    "page.captcha": "has a server that asks for a proof that a person reads",
    "page.consent_wall": "shows nothing before cookies are accepted",
    "page.error": "tells of an error of its server, or of maintenance: run it again later",
    "page.login": "shows nothing without logging in",
    "page.no_text": "has menus, buttons and footers only",
    "page.parked": "is a domain for sale, expired or suspended",
    "page.soft_404": "says that there is no such page",
    "private_address": "leads to a private address: name its host with --allow-private",
    "redirect_loop": "redirects too often",
    "retry_later": "has a server that asks to wait: run it again later",
    "robots": "is forbidden by the site's robots.txt",
    "robots_unreachable": "was not asked for: the site's robots.txt could not be had; run it again later",
    "timeout": "took too long to answer",
    "tls": "has no certificate that can be trusted: --allow-bad-certificates fetches it all the same",
    "too_large": "is too large",
    "wrong_type": "is no web page",
}


def said_of(reason: str) -> str:
    """What became of a URL, to be said behind it: one of the reasons of `output.outcomes` in words."""
    if reason.startswith("http_"):
        return f"answers with HTTP status {int(reason[5:])}"
    return _SAID.get(reason, f"failed ({reason})")
