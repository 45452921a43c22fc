"""The words every cleaner speaks: block, document, finding, removal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np

from cleaners.alphabets import Reading, read

T = TypeVar("T")


class Block(NamedTuple):
    """A paragraph-sized unit of extracted text; `document.text[start:end]` is its text.

    `start` and `end` are code points of the document's text. A block holds no line break of its own unless its
    tag is `pre`. `tag` is the HTML name of what it was (`p h1…h6 li blockquote tr pre figcaption`), `line` for
    text that came without markup. `path` is its place in the extracted tree, e.g. `main/div[2]/p[3]`.
    `link_chars` counts the code points that stand inside links. `marks` are what the markup cleaners saw on it
    (a closed set, see `cleaners.markup.MARKS`).
    """

    text: str
    start: int
    end: int
    tag: str = "line"
    path: str = ""
    link_chars: int = 0
    marks: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        return len(self.tag) == 2 and self.tag[0] == "h" and self.tag[1].isdigit()


@dataclass(frozen=True)
class Document:
    """Extracted text, its blocks in reading order, and what is known about it.

    `text` is what `restore` gives back: code points without control characters, `\\n` as the only line break.
    The blocks are disjoint and ordered; what stands between two blocks is white space. Build one with
    `document_from_text` or `document_from_blocks`. `metadata` holds the values of a record's `metadata` that
    are known before cleaning; keys without a value are absent.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    language: str = ""
    language_score: float = 0.0
    url: str = ""
    metadata: dict[str, object] = field(default_factory=dict)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """One comparison key a block: case-folded words and numbers joined by single spaces (see `line_key`)."""
        return tuple([reading.key for reading in self.read])

    @property
    def read(self) -> tuple[Reading, ...]:
        """What is read in each block: its key, its letters, its digits."""
        return self.derived_by_block(_read)

    def derived_by_block(self, compute: Callable[[Document], T]) -> T:
        """Like `derived`, for what depends on each block alone: a tuple in their order, an array with a row for each,
        or a dict by their numbers.

        It is kept for the blocks that stay when others are taken away (`part`).
        """
        result = self.derived(compute)
        self._by_block[compute] = None
        return result

    def part(self, numbers: Sequence[int], changed: Mapping[int, Block] | None = None) -> Document:
        """The document with these of its blocks only (ascending numbers), some of them `changed` (by their number in
        this document); text and offsets are unchanged."""
        changed = changed or {}
        made = replace(self, blocks=tuple([changed.get(n) or self.blocks[n] for n in numbers]))
        places = [place for place, n in enumerate(numbers) if n in changed]
        apart = replace(self, blocks=tuple([made.blocks[place] for place in places]))
        for compute in self._by_block:
            again = apart.derived_by_block(compute) if places else ()
            made._by_block[compute] = None
            made._derived[compute] = _of_part(self._derived[compute], numbers, places, again)
        made._of_text.update(self._of_text)
        return made

    def derived_of_text(self, compute: Callable[[Document], T]) -> T:
        """Like `derived`, for what depends on the text alone, whichever blocks there are."""
        if compute not in self._of_text:
            self._of_text[compute] = compute(self)
        result: T = self._of_text[compute]
        return result

    @cached_property
    def _of_text(self) -> dict[Callable[[Document], Any], Any]:
        return {}

    @cached_property
    def _by_block(self) -> dict[Callable[[Document], Any], None]:
        return {}

    @cached_property
    def _derived(self) -> dict[Callable[[Document], Any], Any]:
        return {}

    def derived(self, compute: Callable[[Document], T]) -> T:
        """`compute(self)`, computed once however many cleaners ask; `compute` must be a module-level pure function."""
        if compute not in self._derived:
            self._derived[compute] = compute(self)
        result: T = self._derived[compute]
        return result


def _of_part(known: Any, numbers: Sequence[int], places: Sequence[int], again: Any) -> Any:
    """What is known of some blocks (`Document.derived_by_block`), with what is known `again` for those at `places`."""
    if isinstance(known, dict):
        old = {new: n for new, n in enumerate(numbers) if n in known}
        for place, there in enumerate(places):
            old.pop(there, None)
            if place in again:
                old[there] = -1 - place
        return {new: known[n] if n >= 0 else again[-1 - n] for new, n in sorted(old.items())}
    if isinstance(known, np.ndarray):
        taken = known[list(numbers)]
        if places:
            taken[list(places)] = again
        return taken
    values = [known[n] for n in numbers]
    for place, value in zip(places, again, strict=False):
        values[place] = value
    return tuple(values)


def _read(document: Document) -> tuple[Reading, ...]:
    return tuple(read([block.text for block in document.blocks]))


class Finding(NamedTuple):
    """What a cleaner proposes to take away; nothing is removed by it.

    `start`/`end` are code points of the document's text and lie inside block number `block`; a finding that spans
    the whole block takes the block, a smaller one a span of it. `reason` is one of the cleaner's `reasons`, `rule` the
    entry or pattern that matched, `evidence` one line for a person. `score` in 0..1 is the confidence that this
    is boilerplate.
    """

    block: int
    start: int
    end: int
    reason: str
    rule: str
    score: float
    evidence: str = ""
    cleaner: str = ""
    version: int = 0

    def takes(self, block: Block) -> bool:
        """Whether it spans the whole of its block."""
        return self.start <= block.start and self.end >= block.end


@dataclass(frozen=True, slots=True)
class Removal:
    """A finding that was applied. `text` is `document.text[start:end]`: what was taken, white space included.

    The removals of a document are disjoint and ordered by `start`, so that `restore` needs nothing else.
    """

    start: int
    end: int
    reason: str
    cleaner: str
    rule: str
    version: int
    score: float
    text: str
    evidence: str = ""


def whole(block_number: int, block: Block, reason: str, rule: str, score: float, evidence: str = "") -> Finding:
    """The finding that takes a whole block."""
    return Finding(block_number, block.start, block.end, reason, rule, score, evidence)


def document_from_blocks(parts: Iterable[Block], **known: object) -> Document:
    """A document of blocks whose `start` and `end` are not known yet: they are joined by one `\\n` each.

    Blocks whose text is empty are left out. `known` are further fields of `Document`.
    """
    blocks: list[Block] = []
    place = 0
    for part in parts:
        if not part.text:
            continue
        end = place + len(part.text)
        blocks.append(Block(part.text, place, end, part.tag, part.path, part.link_chars, part.marks))
        place = end + 1
    return Document(text="\n".join(block.text for block in blocks), blocks=tuple(blocks), **known)  # type: ignore[arg-type]


def document_from_text(text: str, **known: object) -> Document:
    """A document of plain text, one block a line; lines of white space only belong to no block.

    `text` must be normalised (`cleaners.normalise.normalise_text`); it is kept as it is, blank lines included.
    Raises TypeError if it is no string.
    """
    if not isinstance(text, str):
        hint = ": decode them" if isinstance(text, bytes) else ""
        raise TypeError(f"a document is made of a string, not of {type(text).__name__}{hint}")
    blocks: list[Block] = []
    place = 0
    for line in text.split("\n"):
        core = line.strip()
        if core:
            start = place + line.index(core)
            blocks.append(Block(core, start, start + len(core)))
        place += len(line) + 1
    return Document(text=text, blocks=tuple(blocks), **known)  # type: ignore[arg-type]
