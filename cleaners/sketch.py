"""What template memory keeps of a page: a few bytes for each of its lines, none of its words.

Numbers are masked, so that "Issue 143 of 4 March" is one line on all pages. Of a line of several sentences each
sentence is kept too: templates glue them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from struct import Struct

from cleaners.document import Document
from cleaners.lines import look_at
from cleaners.normalise import line_key

VERSION = 1
_ITEM = Struct("<QIHB")
_OWN, _PART, _NUMBERS = 1, 2, 4
_MOST = 2000  # blocks of a page; of a longer one the first and the last half of so many
_SENTENCES = 4  # of a line that has more, only the first and the last
_LONGEST = 4000  # columns of a line whose sentences are looked at
_NUMBER = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"[.!?…][\"”»')\]]?\s+(?=\S)|[。！？][」』”]?\s*(?=\S)")
_OWN_WORDS, _OWN_WIDTH = 4, 20


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a page, or a sentence of one (`part`).

    `key` is 8 bytes of the hash of its words, `place` the number of its block, `numbers` what its numbers hash to (0 if
    it has none). `own` says that it looks like the text of an article: a whole sentence or a long line.
    """

    key: int
    place: int
    numbers: int
    own: bool
    part: bool


def sketch(document: Document) -> bytes:
    """The lines of a document in their order, for `items`; empty if it has no line with a word in it."""
    packed = []
    count = len(document.blocks)
    for number, block in enumerate(document.blocks):
        if _MOST // 2 <= number < count - _MOST // 2:
            continue
        packed.append(_packed(block.text, number, _OWN if looks_own(block.text) else 0))
        sentences = parts(block.text)
        if len(sentences) > _SENTENCES:
            sentences = (sentences[0], sentences[-1])
        packed += [_packed(block.text[start:end], number, _PART) for start, end in sentences]
    return b"".join(packed)


def items(page: bytes) -> Iterator[Item]:
    """What a sketch holds. Raises struct.error if it is none."""
    for key, place, numbers, flags in _ITEM.iter_unpack(page):
        yield Item(key, place, numbers if flags & _NUMBERS else 0, bool(flags & _OWN), bool(flags & _PART))


def looks_own(text: str) -> bool:
    """Whether a line reads like the text of an article: a long line, or a sentence of a few words."""
    look = look_at(text)
    return look.prose or (look.final and look.words >= _OWN_WORDS) or (look.final and look.width >= 2 * _OWN_WIDTH)


@lru_cache(maxsize=8192)
def masked_key(text: str) -> int:
    """8 bytes of the hash of the words of a line, whatever its numbers are; 0 if it has hardly a letter."""
    words = _NUMBER.sub("0", line_key(text))
    if len(_LETTERS.findall(words, 0, 40)) < 3:
        return 0
    return int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "little")


@lru_cache(maxsize=2048)
def parts(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentences of a line stand, without the white space between them; none if it is a single one."""
    if len(text) > _LONGEST:
        return ()
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    if len(starts) == 1:
        return ()
    ends = [*starts[1:], len(text)]
    return tuple([(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True)])


def _packed(text: str, place: int, flags: int) -> bytes:
    key = masked_key(text)
    if not key:
        return b""
    numbers = " ".join(_NUMBER.findall(text))
    if numbers:
        flags |= _NUMBERS
    seen = int.from_bytes(blake2b(numbers.encode(), digest_size=2).digest(), "little") if numbers else 0
    return _ITEM.pack(key, place, seen, flags)
