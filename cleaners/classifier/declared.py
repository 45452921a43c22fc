"""What a page declares of its kind, and what its address says, as features."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cleaners.structured import ARTICLE_TYPES

if TYPE_CHECKING:
    from cleaners.hints import Hints

_DIGIT = re.compile(r"\d")
# Words that sites of every language put into addresses.
_ADDRESS = {
    "forum": r"forum|thread|topic|/t/|communit|discuss|question|/q/|board",
    "product": r"product|shop|/item|/p/|store|/dp/|/buy",
    "docs": r"docs?\b|documentation|/api|reference|manual|guide|wiki|help|tutorial",
    "list": r"categor|collection|/c/|catalog|/tag|/search|/list",
    "article": r"blog|news|article|stor(?:y|ies)\b|/20[0-4]\d/|post",
    "service": r"service|solution|about|pricing|contact|company|careers|features",
}
_PATTERNS = {f"url_{name}": re.compile(pattern) for name, pattern in _ADDRESS.items()}
_TYPES = {
    "article": ARTICLE_TYPES,
    "product": frozenset(("product", "productgroup")),
    "thread": frozenset(("discussionforumposting", "qapage", "question")),
    "list": frozenset(("itemlist", "collectionpage", "searchresultspage", "offercatalog")),
    "faq": frozenset(("faqpage",)),
    "company": frozenset(("service", "organization", "localbusiness", "softwareapplication")),
    "crumbs": frozenset(("breadcrumblist",)),
    "recipe": frozenset(("recipe", "howto")),
}


def declared_features(hints: Hints, url: str) -> dict[str, float]:
    """Name -> value of the page. A URL that cannot be read counts as empty. Raises nothing."""
    try:
        parts = urlsplit(url.lower())
    except ValueError:
        parts = urlsplit("")
    path = parts.path.strip("/")
    address = f"{parts.netloc}/{path}/"
    found = {f"says_{name}": float(not types.isdisjoint(hints.types)) for name, types in _TYPES.items()}
    found |= {f"og_{kind}": float(kind in hints.og_type) for kind in ("article", "product", "website")}
    found |= {name: float(pattern.search(address) is not None) for name, pattern in _PATTERNS.items()}
    return found | {
        "url_depth": float(path.count("/") + 1 if path else 0),
        "url_chars": float(len(path)),
        "url_hyphens": float(path.count("-")),
        "url_digits": float(len(_DIGIT.findall(path))),
        "page_next": float(hints.has_next),
        "page_times": float(hints.times),
        "page_articles": float(hints.articles),
        "page_listed": float(hints.listed),
        "page_posts": float(len(hints.posts)),
        "page_body": float(hints.article_body),
    }
