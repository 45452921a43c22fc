"""What the classes and ids of elements say. Their words are English the world over, as tags are."""

from __future__ import annotations

import re
from functools import lru_cache

# Searched inside each word of a class, since many are written together ("articlebody").
KINDS = {
    "comment": r"comment|disqus|respond|repl(?:y|ies)|discussion",
    "review": r"review|rating|testimonial",
    "side": r"side|aside|widget|^rail|secondary",
    "nav": r"nav|menu|crumb|pagin|pager|^tabs?$|^toc$|skip|toolbar",
    "foot": r"foot|copyright|legal|colophon|bottom",
    "head": r"^head|header|masthead|banner|topbar|hero|intro",
    "related": r"relat|recommend|similar|^also|popular|trend|teaser|promo|upsell|carousel|slide|^more|latest|suggest",
    "share": r"share|sharing|social|follow|^likes?$|tweet|facebook",
    "meta": r"meta|byline|author|^date|datetime|^times?$|^tags?$|taglist|categor|info|caption|credit",
    "ad": r"^ads?$|advert|sponsor|outbrain|taboola|^ad\d",
    "form": r"form|newsletter|subscri|signup|login|search|modal|popup|overlay|^cta$|dialog",
    "consent": r"cookie|consent|onetrust|gdpr|privacy|didomi|^cmp|cmpbox|^ot$|usercentrics|truste",
    "content": r"content|article|^entry|body|^stor(?:y|ies)|^main|text|descri|prose|markdown|summary|^post$|rich|copy",
    "product": r"product|price|cart|spec|feature|detail|^buy|^sku|variant|shop",
    "forum": r"message|thread|topic|^posts?$|postbody|answer|question|quote|signature|forum|bbcode|member",
    "hidden": r"hidden|visually|^sr$|sronly|collapse|screenreader|noprint",
    "card": r"card|tile|grid|^item|^list|result|^row",
    "accordion": r"accordion|faq|toggle|panel|tabpanel",
}
TAGS = (
    *("article", "main", "aside", "nav", "header", "footer", "form", "section", "li", "table", "figure", "ul", "dl"),
    *("blockquote", "pre", "button", "details", "dialog", "noscript", "json"),
)
BITS = (*KINDS, *(f"<{tag}>" for tag in TAGS))

_PATTERNS = tuple((1 << number, re.compile(pattern)) for number, pattern in enumerate(KINDS.values()))
_TAG_BITS = {tag: 1 << (len(KINDS) + number) for number, tag in enumerate(TAGS)}
_PARTS = re.compile(r"[a-z]+\d?")
_MAX_WORDS = 40  # of one element: utility classes come by the dozen
_MAX_WORD = 40  # characters


def bits(tag: str, words: str) -> int:
    """The kinds that an element's lower-case words name, and its tag, as bits in the order of `BITS`."""
    return _TAG_BITS.get(tag, 0) | (_words_bits(words[:1000]) if words else 0)


@lru_cache(1 << 14)
def _words_bits(words: str) -> int:
    found = seen = 0
    for name in words.split():  # the classes of a site recur, in ever other company
        own, count = _class_bits(name)
        found |= own
        seen += count
        if seen > _MAX_WORDS:
            return _parts_bits(_PARTS.findall(words)[:_MAX_WORDS])
    return found


@lru_cache(1 << 15)
def _class_bits(name: str) -> tuple[int, int]:
    """What one class names, and how many words it is made of."""
    parts = _PARTS.findall(name)
    return _parts_bits(parts), len(parts)


def _parts_bits(parts: list[str]) -> int:
    found = 0
    for part in parts:
        found |= _word_bits(part[:_MAX_WORD])
    return found


@lru_cache(1 << 16)
def _word_bits(word: str) -> int:
    return sum(bit for bit, pattern in _PATTERNS if pattern.search(word))
