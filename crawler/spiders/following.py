"""Which links of a site lead to pages, and where a trap would begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from output.canonical import hostname

MAX_URL_CHARS = 2000
_BINARY = re.compile(
    r"\.(?:7z|aac|apk|avi|avif|bin|bmp|bz2|css|csv|dmg|doc[xm]?|eot|epub|exe|flac|gif|gz|ico|ics|iso|jar|jpe?g|js|json"
    r"|m4[av]|mkv|mov|mp[34]|mpe?g|msi|od[pst]|og[gv]|otf|pdf|png|pp[st]x?|psd|rar|rpm|rss|svgz?|swf|tar|tgz|tiff?|torrent"
    r"|ttf|vcf|wasm|wav|web[mp]|wm[av]|woff2?|xls[xm]?|xml|xz|zip|zst)$",
    re.IGNORECASE,
)
# Whole segments of a path, in the languages of the phrase packs: pages for visitors with an account, and lists that
# only repeat what other pages link to.
_SEGMENTS = frozenset(
    "login logout log-in log-out signin signout sign-in sign-up signup register registration registo cadastro registro"  # noqa: SIM905 - two lines, not seventy
    " registrati accedi entrar iniciar-sesion account my-account minha-conta mi-cuenta mio-account cart basket checkout"
    " carrinho carrito carrello warenkorb panier wishlist wp-admin wp-login.php wp-json xmlrpc.php cgi-bin cdn-cgi feed"
    " rss atom tag tags etiqueta etiquetas keyword keywords trackback print imprimir stampa share"
    " calendar calendario calendário kalender calendrier".split()
)
_PARAMETERS = re.compile(
    r"(?:^|&)(?:replytocom|share|print|add-to-cart|add_to_cart|login|redirect_to|return_?to|s?session_?id|phpsessid"
    r"|jsessionid|sid|tribe-bar-date|eventdisplay|ical|outlook-ical)(?:=|&|$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_DATED = re.compile(r"(?:^|\D)(?:19|20|21)\d\d[/_-]\d{1,2}(?:\D|$)|(?:date|year|month|day|week|mes|anno?|ano|fecha)=\d")

# How many URLs may differ in their numbers only. Real archives have thousands of articles that do; a calendar
# has a page for every day there ever will be.
PATTERN_BUDGET = 20_000
DATED_PATTERN_BUDGET = 400
MAX_SEGMENT_REPEATS = 3


@dataclass(frozen=True, slots=True)
class LinkRules:
    """Which URLs of a site are followed. `hosts` are lower case; `www.` before them makes no difference.

    With `allow`, only URLs that one of its patterns is found in; never one that a pattern of `deny` is found in.
    """

    hosts: frozenset[str]
    allow: tuple[re.Pattern[str], ...] = ()
    deny: tuple[re.Pattern[str], ...] = ()

    def inside(self, url: str) -> bool:
        """Whether a URL lies on one of the hosts."""
        return without_www(hostname(url)) in self.hosts

    def wants(self, url: str) -> bool:
        """Whether a link is followed: a page of the site by its looks, and no trap."""
        if len(url) > MAX_URL_CHARS or not self.inside(url) or not self._chosen(url):
            return False
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        segments = [segment for segment in parts.path.lower().split("/") if segment]
        if _BINARY.search(parts.path) or _SEGMENTS.intersection(segments) or _PARAMETERS.search(parts.query):
            return False
        # /a/b/a/b/a/b: a relative link that a server answers however deep it is
        return not segments or max(Counter(segments).values()) <= MAX_SEGMENT_REPEATS

    def _chosen(self, url: str) -> bool:
        if any(pattern.search(url) for pattern in self.deny):
            return False
        return not self.allow or any(pattern.search(url) for pattern in self.allow)


class PatternBudget:
    """Counts URLs by their pattern, the URL with every number as 0, and says when a pattern has had enough."""

    def __init__(self, limit: int = PATTERN_BUDGET, dated_limit: int = DATED_PATTERN_BUDGET) -> None:
        self.limit = limit
        self.dated_limit = dated_limit
        self._seen: Counter[str] = Counter()

    def count(self, urls: Iterable[str]) -> None:
        """Count URLs that are in the frontier already."""
        for url in urls:
            if pattern := _pattern(url):
                self._seen[pattern] += 1

    def take(self, url: str) -> bool:
        """Whether one more of its pattern may be fetched; it is counted if so."""
        pattern = _pattern(url)
        if not pattern:
            return True
        limit = self.dated_limit if _DATED.search(url) else self.limit
        if self._seen[pattern] >= limit:
            return False
        self._seen[pattern] += 1
        return True


def _pattern(url: str) -> str:
    """The URL with every number as 0; "" for one without numbers, which has no pattern but itself."""
    start = url.find("/", url.find("//") + 2)
    if start < 0 or not _NUMBER.search(url, start):
        return ""
    return url[:start] + _NUMBER.sub("0", url[start:])


def without_www(host: str) -> str:
    return host.removeprefix("www.")
