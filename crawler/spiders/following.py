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
# What identifies a thing and nothing else: UUIDs, hex of 8 and more, long mixtures of letters and digits.
_ID = re.compile(
    r"(?<![A-Za-z0-9])(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|(?=[a-f]*\d)[0-9a-f]{8,64}|(?=[A-Za-z_]{0,40}\d)(?=\d{0,40}[A-Za-z_])[A-Za-z0-9_]{16,128})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_DATED = re.compile(r"(?:^|\D)(?:19|20|21)\d\d[/_-]\d{1,2}(?:\D|$)|(?:date|year|month|day|week|mes|anno?|ano|fecha)=\d")

# How many URLs may differ in their numbers only. Real archives have thousands of articles that do; a calendar
# has a page for every day there ever will be.
PATTERN_BUDGET = 20_000
DATED_PATTERN_BUDGET = 1000
_AHEAD = 10  # URLs for each page with a text of its own
_FEW = 8
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
        """Whether a link is followed: a page of the site by its looks, and no path that repeats itself."""
        return self.is_page(url) and repeats(url) <= MAX_SEGMENT_REPEATS

    def is_page(self, url: str) -> bool:
        """Whether a link leads to a page of the site by its looks."""
        if len(url) > MAX_URL_CHARS or not self.inside(url) or not self._chosen(url):
            return False
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        segments = [segment for segment in parts.path.lower().split("/") if segment]
        return not (_BINARY.search(parts.path) or _SEGMENTS.intersection(segments) or _PARAMETERS.search(parts.query))

    def _chosen(self, url: str) -> bool:
        if any(pattern.search(url) for pattern in self.deny):
            return False
        return not self.allow or any(pattern.search(url) for pattern in self.allow)


def repeats(url: str) -> int:
    """How often the most frequent segment of a path stands in it, and so does a chain of links that never ends:
    /a/b/a/b/a/b is a relative link that a server answers however deep it is."""
    try:
        segments = [segment for segment in urlsplit(url).path.lower().split("/") if segment]
    except ValueError:
        return 0
    return max(Counter(segments).values(), default=0)


class PatternBudget:
    """Counts URLs by their pattern, the URL with every number as 0, and says when a pattern has had enough.

    For each page of a pattern with a text of its own it may have ten more URLs: an archive of a million articles goes
    on, however far its lists are ahead of what was fetched. A page that only leads on, or has other numbers than the
    rest, makes up for itself where its pattern has dates, up to the limit of those without: lists by day go on for
    years, and calendars whose days, weeks and months lead to each other end.
    """

    def __init__(self, limit: int = PATTERN_BUDGET, dated_limit: int = DATED_PATTERN_BUDGET) -> None:
        self.limit = limit
        self.dated_limit = dated_limit
        self._seen: Counter[str] = Counter()
        self._texts: Counter[str] = Counter()
        self._leads: Counter[str] = Counter()

    def reward(self, url: str, *, text: bool) -> None:
        """A page of the pattern had a text of its own (`text`), or other numbers, or led to pages of another one."""
        pattern = pattern_of(url)
        if pattern and self._seen[pattern] > _FEW:  # most have one URL, and need no second number
            (self._texts if text else self._leads)[pattern] += 1

    def count(self, urls: Iterable[str]) -> None:
        """Count URLs that are in the frontier already."""
        for url in urls:
            if pattern := pattern_of(url):
                self._seen[pattern] += 1

    def take(self, url: str) -> bool:
        """Whether one more of its pattern may be fetched; it is counted if so."""
        pattern = pattern_of(url)
        if not pattern:
            return True
        dated = min(self.limit, self.dated_limit + self._leads[pattern])
        limit = dated if _DATED.search(url) else self.limit
        if self._seen[pattern] >= limit + _AHEAD * self._texts[pattern]:
            return False
        self._seen[pattern] += 1
        return True


def pattern_of(url: str) -> str:
    """The URL with every id as * and every number as 0; "" for one without any, which has no pattern but itself."""
    start = url.find("/", url.find("//") + 2)
    if start < 0 or not _NUMBER.search(url, start):
        return ""
    return url[:start] + _NUMBER.sub("0", _ID.sub(_masked, url[start:]))


def _masked(match: re.Match[str]) -> str:
    return "0" if match[0].isdigit() else "*"


def without_www(host: str) -> str:
    return host.removeprefix("www.")
