"""Redirects: what of a request goes along to another server, and which of them are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.downloadermiddlewares.redirect import BaseRedirectMiddleware, MetaRefreshMiddleware, RedirectMiddleware
from scrapy.exceptions import IgnoreRequest

from cleaners.hosts import without_credentials
from crawler.origins import origin_of
from output.canonical import canonical

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

# The start of a page in which Scrapy looks for a meta refresh.
_HEAD_BYTES = 16_384
# What another server may see of a request. Everything else could be a key, whatever its name is.
_HEADERS_FOR_ALL = frozenset({b"accept", b"accept-encoding", b"accept-language", b"referer", b"user-agent"})
_META_OF_ONE_SERVER = ("http_user", "http_pass", "http_auth_domain", "cookiejar", "download_slot")


class RedirectLoopError(IgnoreRequest):
    """More redirects than are followed."""


class _SafeRedirects(BaseRedirectMiddleware):
    """Takes off what another server must not see. http after https is another server, whatever its name."""

    def _build_redirect_request(
        self, source_request: Request, response: Response, *, url: str, **kwargs: Any
    ) -> Request:
        target = without_credentials(url)
        redirected = super()._build_redirect_request(source_request, response, url=target, **kwargs)
        if origin_of(target) != origin_of(source_request.url):
            for name in list(redirected.headers):
                if name.lower() not in _HEADERS_FOR_ALL:
                    del redirected.headers[name]
            for key in _META_OF_ONE_SERVER:
                redirected.meta.pop(key, None)
        return redirected

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        if request.meta.get("redirect_times", 0) >= self.max_redirect_times:
            raise RedirectLoopError(f"more than {self.max_redirect_times} redirects")
        return super()._redirect(redirected, request, reason)


class SafeRedirect(_SafeRedirects, RedirectMiddleware):
    """Redirects by HTTP status."""


class SafeMetaRefresh(_SafeRedirects, MetaRefreshMiddleware):
    """Redirects by <meta http-equiv=refresh>; a page that only loads itself again is a page.

    Scrapy decodes the whole page for it, on the reactor; here that is done only if the word is in its head.
    """

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Any = None,  # noqa: ARG002 - Scrapy's interface
    ) -> Request | Response:
        if b"refresh" not in response.body[:_HEAD_BYTES].lower():
            return response
        try:
            result = super().process_response(request, response)
        except ValueError:  # what it leads to is no address: `javascript:`, or a broken one
            return response
        if result is not response and canonical(result.url) == canonical(request.url):
            return response
        return result
