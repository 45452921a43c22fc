"""Extraction by resiliparse: for pages that break trafilatura or of which it keeps nothing."""

from __future__ import annotations

import re

from resiliparse.extract.html2text import extract_plain_text

from cleaners.document import Block
from cleaners.normalise import normalise_text

_BULLET = re.compile(r"^\s+(?:[•·‣◦]|\d{1,3}\.)\s+(?=\S)")
_LIST_ITEM_CHARS = 20  # on average: shorter items between two paragraphs are buttons to share it


def blocks(html: str) -> list[Block]:
    """The main text of a page as one block a line; an empty list where there is none.

    resiliparse leaves out every list, and menus with them; those that stand between two paragraphs of the main text
    are put back. List items have the tag `li` and no bullet, all other lines `p`. `start` and `end` are not set.
    """
    main = _lines(html, main_content=True)
    if not main:
        return []
    kept = _with_lists(main, _lines(html, main_content=False))
    found = []
    for number, line in enumerate(kept, 1):
        text = " ".join(_BULLET.sub("", line).split())
        found.append(Block(text, 0, 0, "li" if _BULLET.match(line) else "p", f"line[{number}]"))
    return found


def _lines(html: str, *, main_content: bool) -> list[str]:
    text = extract_plain_text(
        html,
        preserve_formatting=True,
        main_content=main_content,
        list_bullets=True,
        alt_texts=False,
        links=False,
        form_fields=False,
        noscript=False,
        comments=False,
        post_meta=False,
    )
    return [line for line in normalise_text(text).split("\n") if any(char.isalnum() for char in line)]


def _with_lists(main: list[str], everything: list[str]) -> list[str]:
    """The main lines with the lists between them; `main` as it is where the two do not run side by side."""
    kept: list[str] = []
    between: list[str] = []
    reached = 0
    for line in everything:
        if reached < len(main) and line.strip() == main[reached].strip():
            if kept and _is_list(between):
                kept += between
            kept.append(main[reached])
            between = []
            reached += 1
        else:
            between.append(line)
    return kept if reached == len(main) else main


def _is_list(lines: list[str]) -> bool:
    return bool(lines) and all(map(_BULLET.match, lines)) and sum(map(len, lines)) >= _LIST_ITEM_CHARS * len(lines)
