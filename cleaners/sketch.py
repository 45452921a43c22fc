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
from typing import TYPE_CHECKING

from cleaners.normalise import line_key

if TYPE_CHECKING:
    from cleaners.document import Document

VERSION = 1
_ITEM = Struct("<QIHB")
ITEM_BYTES = _ITEM.size
_OWN, _PART, _NUMBERS = 1, 2, 4
WHOLE = 2000  # blocks of a page; of a longer one the first and the last half of so many
_LONG = 400  # characters; a longer line is known by its first and last words, and only its outer sentences are
_ENDS = 250
_SENTENCES = 3
_NUMBERED = 200  # characters of a line whose numbers are looked at
_NUMBER = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"[.!?…][\"”»')\]]?\s+(?=\S)|[。！？][」』”]?\s*(?=\S)")
_CLOSERS = "\"”»'’)]」』"
_FINAL = tuple(".!?…。！？")
_OWN_WORDS, _OWN_LENGTH, _OWN_LINE = 4, 40, 160  # words or characters of a sentence, characters of any line


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
        if WHOLE // 2 <= number < count - WHOLE // 2:
            continue
        text = block.text
        packed.append(_packed(text, number, _OWN if looks_own(text) else 0))
        packed += [_packed(text[start:end], number, _PART) for start, end in _outer(parts(text))]
    return b"".join(packed)


def items(page: bytes) -> Iterator[Item]:
    """What a sketch holds. Raises struct.error if it is none."""
    for key, place, numbers, flags in _ITEM.iter_unpack(page):
        yield Item(key, place, numbers if flags & _NUMBERS else 0, bool(flags & _OWN), bool(flags & _PART))


def looks_own(text: str) -> bool:
    """Whether a line reads like the text of an article: a long line, or a sentence of a few words."""
    if len(text) >= _OWN_LINE:
        return True
    ends = text.rstrip(_CLOSERS).endswith(_FINAL)
    return ends and (text.count(" ") >= _OWN_WORDS - 1 or len(text) >= _OWN_LENGTH or not text.isascii())


@lru_cache(maxsize=8192)
def masked_key(text: str) -> int:
    """8 bytes of the hash of the words of a line, whatever its numbers are; 0 if it has hardly a letter."""
    if len(text) > _LONG:
        text = f"{text[:_ENDS]} {text[-_ENDS // 2 :]}"
    words = _NUMBER.sub("0", line_key(text))
    if len(_LETTERS.findall(words, 0, 40)) < 3:
        return 0
    return int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def parts(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentences of a line stand, without the white space between them; none if it is a single one.

    Of a long line these are its first and its last sentence, with what stands between them as one.
    """
    if len(text) <= _LONG:
        starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    else:
        first = _SENTENCE_END.search(text, 0, _ENDS)
        last = [match.end() for match in _SENTENCE_END.finditer(text, len(text) - _ENDS)]
        starts = sorted({0, *([first.end()] if first else []), *last[-1:]})
    if len(starts) == 1:
        return ()
    ends = [*starts[1:], len(text)]
    return tuple([(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True)])


def _outer(sentences: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """The sentences that may be furniture: all of few, else the first and the last."""
    return sentences if len(sentences) <= _SENTENCES else (sentences[0], sentences[-1])


def _packed(text: str, place: int, flags: int) -> bytes:
    key = masked_key(text)
    if not key:
        return b""
    numbers = " ".join(_NUMBER.findall(text)) if len(text) <= _NUMBERED else ""
    if numbers:
        flags |= _NUMBERS
    seen = int.from_bytes(blake2b(numbers.encode(), digest_size=2).digest(), "little") if numbers else 0
    return _ITEM.pack(key, place, seen, flags)
