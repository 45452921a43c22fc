"""Whether the text that a guessed character set gives can be what its author wrote."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST = 3  # words with letters beyond ASCII: fewer tell nothing
_ONE_IN = 50  # of such words may be odd: names of products, slips
_FOREIGN = r"[\u0370-\u03ff\u0400-\u052f\u0590-\u06ff]"
# What bytes look like in a set that is not theirs: controls; signs, capitals and other scripts inside of a word; words
# of nothing but accents.
_CONTROL = re.compile("[\x80-\x9f\ufffd]")
_ODD = re.compile(
    r"(?<=[^\W\d_])[¡-©¬¯±-³¶¸¹¼-¿×÷€†‡‰‹›™](?=[^\W\d_])|[a-zà-öø-ÿ][À-ÖØ-Þ](?=[a-z])|[а-яё][А-ЯЁ]"
    rf"|[A-Za-z]{_FOREIGN}|{_FOREIGN}[A-Za-z]|[À-ÖØ-öø-ÿ]{{4}}"
)
# Letters that no language has side by side: Turkish and Czech in the set of Western Europe.
_NEVER = (("þðÞ", "çşÇ"), ("øìØÌ", "šžŠŽ"))


def is_plausible(text: str) -> bool:
    """Whether the words beyond ASCII are enough to judge by and fit together as those of one language do."""
    if _CONTROL.search(text):
        return False
    words = sum(not word.isascii() for word in _WORD.findall(text))
    if words < _FEWEST or len(_ODD.findall(text)) * _ONE_IN > words:
        return False
    letters = set(text)
    return not any(letters.intersection(one) and letters.intersection(other) for one, other in _NEVER)
