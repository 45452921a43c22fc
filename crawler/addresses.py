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

from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")
# What Python calls global depends on its version; these never are a page's, registered or not.
_NOT_FOR_PAGES = tuple(
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10",  # carriers' own
        "168.63.129.16/32",  # a cloud's services for its machines
        "192.0.0.0/24",  # protocols; another cloud's services
        "192.88.99.0/24",  # relays of 6to4
        "198.18.0.0/15",  # benchmarks
        "240.0.0.0/4",
        "2001::/23",  # protocols, Teredo among them
        "3fff::/20",  # documentation
    )
)
_ISATAP = (0x5EFE, 0x2005EFE)
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

    def names(self, host: str) -> bool:
        """Whether a host was named as one that may be private."""
        return _plain(host) in self._allowed

    def refuses_name(self, host: str) -> bool:
        """Whether a host is private by its name alone: a literal address in any spelling, or a name of this machine."""
        name = _plain(host)
        if name in self._allowed:
            return False
        if name in _PRIVATE_NAMES or name.endswith(".localhost"):
            return True
        literal = literal_address(name)
        return literal is not None and not is_public(literal)


def rule_for_pages(settings: BaseSettings) -> AddressRule:
    """What may be asked for: private hosts only if they were named with --allow-private."""
    return AddressRule(settings.getlist("DEHUSK_ALLOW_PRIVATE"))


def rule_for_connections(settings: BaseSettings) -> AddressRule:
    """What may be connected to: the same, and the proxies, which the user named too."""
    proxies = [settings["DEHUSK_PROXY"] or "", *getproxies().values()]
    hosts = [urlsplit(proxy if "//" in proxy else f"//{proxy}").hostname for proxy in proxies]
    return AddressRule([*settings.getlist("DEHUSK_ALLOW_PRIVATE"), *filter(None, hosts)])


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, the IPv4 address inside an IPv6 one included."""
    try:
        ip: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(one) for one in _with_embedded(ip))


def _is_public(ip: Address) -> bool:
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _GLOBAL_IPV6:
        return False  # whatever it will mean one day, no page lives there
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _NOT_FOR_PAGES)


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
    if int(ip) >> 32 & 0xFFFFFFFF in _ISATAP:
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
        return cls(reactor, size, rule_for_connections(crawler.settings))

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


def was_refused(host: str) -> bool:
    """Whether the last look-up of a host found addresses, and none that the rule permits."""
    return _plain(host) in _refused_hosts


class PrivateAddressMiddleware:
    """Refuses requests to hosts that are private by their name alone, before their robots.txt is asked for."""

    def __init__(self, rule: AddressRule) -> None:
        self._rule = rule

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PrivateAddressMiddleware:
        return cls(rule_for_pages(crawler.settings))

    def process_request(self, request: Request) -> None:
        """Raises PrivateAddressError."""
        host = urlsplit(request.url).hostname or ""
        if self._rule.refuses_name(host):
            raise PrivateAddressError(f"{host} is a private address")
