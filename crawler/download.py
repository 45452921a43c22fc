"""The last step before the network: Scrapy's handler for http and https, within dehusk's limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, IgnoreRequest
from service_identity import VerificationError

from crawler.addresses import PrivateAddressError, was_refused
from crawler.host_waits import HostGate
from crawler.origins import host_asked

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

MOST_HEADER_BYTES = 256 * 1024  # as browsers have it; all headers of one response, 1xx responses included
MOST_HEADERS = 1000
UNVERIFIED = "unverified"  # the flag of a response whose certificate nobody looked at


class TlsError(IgnoreRequest):
    """No encrypted connection, or none to a server that could prove who it is."""


class HeadersTooLargeError(IgnoreRequest):
    """More headers than a response may have."""


class BadAnswerError(IgnoreRequest):
    """What came is no HTTP."""


class _BoundedParser(_LenientHTTPClientParser):
    """Twisted keeps every header that comes, and comes to no end with a server that does not."""

    dehusk_bytes = 0
    dehusk_lines = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's interface
        """Raises HeadersTooLargeError."""
        self.dehusk_bytes += len(line)
        self.dehusk_lines += 1
        if self.dehusk_bytes > MOST_HEADER_BYTES or self.dehusk_lines > MOST_HEADERS:
            raise HeadersTooLargeError("more headers than a response may have")
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: ARG002, N802 - Twisted's interface
        """Raises HeadersTooLargeError."""
        raise HeadersTooLargeError(f"a header of more than {self.MAX_LENGTH:,} bytes")


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answer = super().request(request)
        if self._parser is not None:  # as Scrapy's own class does it: Twisted names its parser's class in the code
            self._parser.__class__ = _BoundedParser
        return answer


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> Any:  # noqa: ARG002, N802 - Twisted's interface
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Connects to permitted addresses only, when the host may be asked, and says what went wrong by its name.

    What a server does wrong by itself is not tried again: a second answer would be no better.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory
        self._verifies = crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        self._gate = HostGate.from_crawler(crawler)

    async def download_request(self, request: Request) -> Response:
        """Raises PrivateAddressError, TlsError, HeadersTooLargeError, BadAnswerError, and what HostGate and Scrapy
        raise."""
        await self._gate.passed(request)  # the host may have asked for quiet while the request waited for its turn
        try:
            response = await super().download_request(request)
        except CannotResolveHostError as error:
            host = host_asked(request.url)
            if was_refused(host):
                raise PrivateAddressError(f"{host} leads to a private address") from error
            raise
        except DownloadFailedError as error:
            raise _named(error) from error
        except SSL.Error as error:
            raise TlsError(_said(error)) from error
        if not 100 <= response.status <= 999:
            raise BadAnswerError(f"HTTP status {response.status}")
        if not self._verifies and request.url.startswith("https:"):
            response.flags.append(UNVERIFIED)
        return response


def _named(error: BaseException) -> BaseException:
    """The cause of a failed download that has a name of its own, or the error as it is."""
    for cause in _causes(error):
        if isinstance(cause, HeadersTooLargeError):
            return HeadersTooLargeError(str(cause))
        if isinstance(cause, SSL.Error | VerificationError):
            return TlsError(_said(cause))
    return error


def _causes(error: BaseException | None, depth: int = 8) -> Iterator[BaseException]:
    """An error and all that is behind it: Twisted keeps lists of failures, Python chains."""
    if error is None or depth == 0:
        return
    yield error
    for failure in getattr(error, "reasons", ()):
        yield from _causes(failure.value, depth - 1)
    yield from _causes(error.__cause__, depth - 1)


def _said(error: BaseException) -> str:
    if isinstance(error, VerificationError):
        return "the certificate is one for another host"
    stack = error.args[0] if error.args and isinstance(error.args[0], list) else []
    words = [entry[-1] for entry in stack if entry and entry[-1]]
    return ", ".join(words) or type(error).__name__
