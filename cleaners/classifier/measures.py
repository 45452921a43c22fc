"""What each segment looks like by itself: sizes, links, marks, digits. No word of any language."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cleaners.classifier.vectors import share

if TYPE_CHECKING:
    from cleaners.classifier.segments import Segment
    from cleaners.classifier.vectors import Floats

_END = frozenset('.!?…。！？؟।"”»')
_TAGS = {tag: float(n) for n, tag in enumerate(("p", "li", "tr", "blockquote", "pre", "figcaption", "button", "label"))}
_PRICE = re.compile(r"[$€£¥₹₽]\s?\d|\d\s?(?:[€₽£]|USD|EUR|zł|kr|Kč|Ft)\b")
_PARAGRAPH = 80  # code points
_LINKED = 0.4  # share of a paragraph that may stand in links
_PRICED = 200  # code points in which a price is looked for
_CURRENCIES = (*"$€£¥₹₽", "USD", "EUR", "zł", "kr", "Kč", "Ft")
# What is counted: each code point of the basic plane is of one of these kinds, or of none (0).
_SPACE, _DIGIT, _COMMA, _STOP, _WIDE = range(1, 6)
_KINDS = np.zeros(1 << 16, np.uint8)
_KINDS[0x3040:0xFB00] = _WIDE  # letters that are about a word each
for _kind, _chars in ((_SPACE, " "), (_DIGIT, "0123456789"), (_COMMA, ",，、،;"), (_STOP, ".!?。！？؟।…")):
    _KINDS[[ord(char) for char in _chars]] = _kind


@dataclass(frozen=True)
class Measures:
    """One value a segment. `chars`, `linked`, `words` are sizes, `long` the code points outside of links of those that
    are paragraphs; `end`, `upper`, `colon`, `price`, `heading`, `again` are 0 or 1; `digits`, `commas` shares; `lower`
    are the texts in lower case."""

    chars: Floats
    linked: Floats
    links: Floats
    words: Floats
    long: Floats
    end: Floats
    upper: Floats
    colon: Floats
    price: Floats
    level: Floats
    heading: Floats
    tag: Floats
    digits: Floats
    commas: Floats
    stops: Floats
    copies: Floats
    again: Floats
    lower: list[str]

    @classmethod
    def of(cls, segments: list[Segment]) -> Measures:
        """Measure the segments of a page, at least one."""
        texts = [segment.text for segment in segments]
        chars = np.array([len(text) for text in texts], float)
        linked = np.array([_linked(segment.links) if segment.links else 0 for segment in segments], float)
        spaces, digits, commas, stops, wide = _counts(texts, chars)
        level = np.array([_level(segment.tag) for segment in segments])
        keys = [text.lower() for text in texts]
        copies = Counter(keys)
        is_long = (chars > _PARAGRAPH) & (linked < _LINKED * chars)
        return cls(
            chars=chars,
            linked=linked,
            links=np.array([len(segment.links) for segment in segments], float),
            words=spaces + 1 + wide / 2,
            long=np.where(is_long, chars - linked, 0.0),
            end=np.array([text[-1] in _END for text in texts], float),
            upper=np.array([text[0].isupper() for text in texts], float),
            colon=np.array([text[-1] in ":：" for text in texts], float),
            price=_prices(texts),
            level=level,
            heading=(level > 0).astype(float),
            tag=np.array([_TAGS.get(segment.tag, -1.0) for segment in segments]),
            digits=share(digits, chars),
            commas=share(commas, spaces + 1 + wide / 2),
            stops=stops,
            copies=np.array([copies[key] for key in keys], float),
            again=_again(keys),
            lower=keys,
        )


def _counts(texts: list[str], chars: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Spaces, digits, commas, full stops, and letters of scripts without spaces in each text, counted all at once."""
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _KINDS.take(codes, mode="clip")  # the last of the plane is of no kind
    sizes = chars.astype(np.int64) + 1
    sizes[-1] -= 1
    first = np.arange(len(texts)) * 6
    counts = np.bincount(np.repeat(first, sizes) + kinds, minlength=6 * len(texts)).reshape(-1, 6).T.astype(float)
    return counts[_SPACE], counts[_DIGIT], counts[_COMMA], counts[_STOP], counts[_WIDE]


def _linked(links: list[tuple[int, int, str]]) -> int:
    return sum([end - start for start, end, _ in links])


def _prices(texts: list[str]) -> Floats:
    whole = "\n".join(texts)
    found = np.zeros(len(texts))
    for currency in [one for one in _CURRENCIES if one in whole]:  # most pages have one, if any
        for number, text in enumerate(texts):
            if currency in text and _PRICE.search(text, 0, _PRICED):
                found[number] = 1.0
    return found


def _level(tag: str) -> float:
    return float(tag[1]) if len(tag) == 2 and tag[0] == "h" else 0.0


def _again(keys: list[str]) -> Floats:
    seen: set[str] = set()
    again = []
    for key in keys:
        again.append(key in seen)
        seen.add(key)
    return np.array(again, float)
