"""Extraction by resiliparse: for pages that break trafilatura or of which it keeps nothing."""

from __future__ import annotations

import re

from resiliparse.extract.html2text import extract_plain_text

from cleaners.document import Block
from cleaners.normalise import normalise_text

_BULLET = re.compile(r"^\s+(?:[•·‣◦]|\d{1,3}\.)\s+(?=\S)")
# resiliparse takes the square of the depth to tell main text (10 s for 20,000 levels), and the square of the number of
# options of a form, whose text it then leaves out.
_DEEP = 5_000  # levels: half a second
_INDENTED = re.compile(r"<(/?)(?:ul|ol|li|dl|dt|dd|blockquote)\b[^<>]*>", re.IGNORECASE)  # by their depth, in each line
_MANY_OPTIONS = 1_000
_OPTION = re.compile(r"<option\b[^<>]*>[^<]*", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# What is never closed, or closed by the next one: it makes no page deep.
_FLAT = frozenset(
    ("p", "li", "dt", "dd", "td", "th", "tr", "option", "br", "hr", "img", "input", "link", "meta", "source")
)
_LIST_ITEM_CHARS = 20  # on average: shorter items between two paragraphs are buttons to share it


def blocks(html: str) -> list[Block]:
    """The main text of a page as one block a line; an empty list where there is none.

    resiliparse leaves out every list, and menus with them; those that stand between two paragraphs of the main text
    are put back. List items have the tag `li` and no bullet, all other lines `p`. `start` and `end` are not set. Of a
    page that is nested thousands deep all of the text is main text.
    """
    if html.count("<option") > _MANY_OPTIONS:
        html = _OPTION.sub("", html)
    deep = _is_deep(html)
    if deep:
        html = _INDENTED.sub(r"<\1div>", html)
    main = _lines(html, main_content=not deep)
    if not main:
        return []
    kept = _with_lists(main, _lines(html, main_content=False))
    found = []
    for number, line in enumerate(kept, 1):
        text = " ".join(_BULLET.sub("", line).split())
        found.append(Block(text, 0, 0, "li" if _BULLET.match(line) else "p", f"line[{number}]"))
    return found


def _is_deep(html: str) -> bool:
    if html.count("<") < _DEEP:
        return False
    depth = 0
    for closes, name in _TAG.findall(html):
        if name.lower() not in _FLAT:
            depth = max(0, depth - 1) if closes else depth + 1
            if depth > _DEEP:
                return True
    return False


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
