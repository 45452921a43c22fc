"""Text that a page carries only in its structured data: a candidate like any other segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners import markup, metadata, structured
from cleaners.document import Block
from cleaners.normalise import normalise_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaners.classifier.segments import Segmented
    from cleaners.hints import Hints
    from cleaners.structured import Structured

_MIN_CHARS = 60  # a shorter description is a label
_PROBE = 60  # code points without white space by which a text is looked for in the page
_MAX_BLOCKS = 2_000


def add_candidates(page: Segmented, said: Structured, hints: Hints) -> None:
    """Add article bodies, descriptions of products and the posts of threads that stand nowhere in the segments.

    Each keeps its paragraphs; HTML in them is read. Raises nothing.
    """
    declared = list(dict.fromkeys(_declared(said, hints)))
    if not declared:
        return
    shown = "".join("".join(segment.text.split()) for segment in page.segments)
    texts = [block.text for text in declared for block in paragraphs(text)]
    hidden = [text for text in texts if "".join(text.split())[:_PROBE] not in shown]
    if sum(map(len, hidden)) >= _MIN_CHARS:
        page.add(hidden[:_MAX_BLOCKS])


def _declared(said: Structured, hints: Hints) -> Iterator[str]:
    for node in said.of_types(structured.ARTICLE_TYPES):
        yield from structured.strings(node.get("articleBody"))
    if len(hints.product_description) >= _MIN_CHARS:
        yield hints.product_description
    yield from (post for post in hints.posts if len(post) >= _MIN_CHARS)


def paragraphs(text: str) -> list[Block]:
    """The blocks of a text of JSON-LD, which is HTML, or plain text with line breaks. Their places are not set."""
    if "</p>" in text or "<br" in text or "<p>" in text:
        return markup.blocks_from_fragment(text)
    lines = (" ".join(line.split()) for line in normalise_text(metadata.unescaped(text)).split("\n"))
    return [Block(line, 0, 0, "p", f"json-ld/p[{number}]") for number, line in enumerate(lines, 1) if line]
