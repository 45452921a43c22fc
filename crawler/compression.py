"""Undoes Content-Encoding, never to more bytes than a page may have, and says when it was cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.responsetypes import responsetypes

from crawler.robots_rules import ROBOTS_BYTES
from output.content_coding import CodingError, TooLongError, undone

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class TooLargeError(IgnoreRequest):
    """More bytes than a page may have."""


class BrokenEncodingError(IgnoreRequest):
    """Bytes that are not what Content-Encoding says, or are cut off."""


class BoundedCompression(HttpCompressionMiddleware):
    """Scrapy's middleware with decoders of its own: Scrapy takes a truncated gzip for a whole one."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Any = None,  # noqa: ARG002 - Scrapy's interface
    ) -> Request | Response:
        """Raises TooLargeError and BrokenEncodingError. Of a robots.txt comes what can be had: its head is enough."""
        values = response.headers.getlist("Content-Encoding")
        if not values or request.method == "HEAD" or not response.body:
            return response
        encodings = b",".join(values).decode("latin-1").lower().split(",")
        partial = "dehusk_robots" in request.meta
        limit = ROBOTS_BYTES + 1 if partial else request.meta.get("download_maxsize", self._max_size)
        try:
            body = undone(response.body, encodings, limit, partial=partial)
        except TooLongError as error:
            raise TooLargeError(str(error)) from error
        except CodingError as error:
            raise BrokenEncodingError(str(error)) from error
        del response.headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=response.headers, url=response.url, body=body)
        return response.replace(cls=kind, body=body)
