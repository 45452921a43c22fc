"""No connection to a private address unless its host was named: the rule, and where it is enforced.

The rule is applied to what is connected to: the resolver hands out permitted addresses only, and Twisted connects to
nothing else, so a name cannot change its address between check and connection. A downloader middleware refuses literal
addresses and names that are private by definition before anything is asked about them, robots.txt included.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_PRIVATE_NAMES = ("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback")


class PrivateAddressError(IgnoreRequest):
    """The host leads to an address of this machine or of its own network, and was not named with --allow-private."""


class AddressRule:
    """Which hosts may be connected to. `allowed` are host names or literal addresses as they stand in a URL."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed = frozenset(_plain(host) for host in allowed)

    def permits(self, host: str, address: str) -> bool:
        """Whether a host that leads to this address may be connected to."""
        return _plain(host) in self._allowed or is_public(address)

    def refuses_name(self, host: str) -> bool:
        """Whether a host is private by its name alone: a literal address in any spelling, or a name of this machine."""
        name = _plain(host)
        if name in self._allowed:
            return False
        if name in _PRIVATE_NAMES or name.endswith(".localhost"):
            return True
        literal = literal_address(name)
        return literal is not None and not is_public(literal)


def rule_of(settings: BaseSettings) -> AddressRule:
    """The rule of a crawl: hosts named with --allow-private, and proxies, which the user named too."""
    proxies = [settings["DEHUSK_PROXY"] or "", *getproxies().values()]
    hosts = [urlsplit(proxy if "//" in proxy else f"//{proxy}").hostname for proxy in proxies]
    return AddressRule([*settings.getlist("DEHUSK_ALLOW_PRIVATE"), *filter(None, hosts)])


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, the IPv4 address inside an IPv6 one included."""
    try:
        ip: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast for one in _with_embedded(ip))


def _with_embedded(ip: Address) -> Iterable[Address]:
    if isinstance(ip, ipaddress.IPv4Address):
        return (ip,)
    inner: list[ipaddress.IPv4Address] = []
    if ip.ipv4_mapped:  # the outer address says nothing of its own
        return (ip.ipv4_mapped,)
    if ip.sixtofour:
        inner.append(ip.sixtofour)
    if ip.teredo:
        inner.extend(ip.teredo)
    if ip in _NAT64:
        return (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF),)
    if int(ip) >> 32 == 0 and int(ip) > 1:  # ::127.0.0.1, the old spelling
        inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return (ip, *inner)


def literal_address(host: str) -> str | None:
    """The address that a host spells out, also as `2130706433`, `0x7f.1`, `127.1`; None if it is a name."""
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    if not host or host[0] not in "0123456789":
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeEncodeError):
        return None


def _plain(host: str) -> str:
    host = host.strip().lower().strip("[]").rstrip(".")
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return host


@implementer(IResolutionReceiver)
class _PermittedOnly:
    """Passes on the addresses that the rule permits, and remembers hosts of which none was left."""

    def __init__(self, receiver: Any, host: str, rule: AddressRule, refused: set[str]) -> None:
        self._receiver = receiver
        self._host = host
        self._rule = rule
        self._refused = refused
        self._passed = False
        self._dropped = False

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - Twisted's interface
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if self._rule.permits(self._host, address.host):
            self._passed = True
            self._receiver.addressResolved(address)
        else:
            self._dropped = True

    def resolutionComplete(self) -> None:  # noqa: N802
        if self._dropped and not self._passed:
            self._refused.add(_plain(self._host))
        else:
            self._refused.discard(_plain(self._host))
        self._receiver.resolutionComplete()


# Twisted has one resolver a process, Scrapy one download handler a crawl: this is what the one tells the other.
_refused_hosts: set[str] = set()


class GuardedResolver(CachingHostnameResolver):
    """Scrapy's caching resolver for IPv4 and IPv6, without the addresses that the rule refuses."""

    def __init__(self, reactor: Any, cache_size: int, rule: AddressRule) -> None:
        super().__init__(reactor, cache_size)
        self._rule = rule

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> GuardedResolver:
        size = crawler.settings.getint("DNSCACHE_SIZE") if crawler.settings.getbool("DNSCACHE_ENABLED") else 0
        return cls(reactor, size, rule_of(crawler.settings))

    def resolveHostName(  # noqa: N802 - Twisted's interface
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[Any] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        receiver: Any = _PermittedOnly(resolutionReceiver, hostName, self._rule, _refused_hosts)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's own handler for http and https, which says so when it was the rule that left no address."""

    async def download_request(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except CannotResolveHostError as error:
            host = urlsplit(request.url).hostname or ""
            if _plain(host) in _refused_hosts:
                raise PrivateAddressError(f"{host} leads to a private address") from error
            raise


class PrivateAddressMiddleware:
    """Refuses requests to hosts that are private by their name alone, before their robots.txt is asked for."""

    def __init__(self, rule: AddressRule) -> None:
        self._rule = rule

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PrivateAddressMiddleware:
        return cls(rule_of(crawler.settings))

    def process_request(self, request: Request) -> None:
        """Raises PrivateAddressError."""
        host = urlsplit(request.url).hostname or ""
        if self._rule.refuses_name(host):
            raise PrivateAddressError(f"{host} is a private address")
