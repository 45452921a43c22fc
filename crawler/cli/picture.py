"""The picture of `dehusk explain`: the text in reading order, removed parts struck out, the reason below each."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from crawler.cli.terminal import Terminal, rows_of
from output.explaining import Paragraph, Piece, paragraphs
from output.wording import guarded, why

_WIDEST = 100  # longer lines are hard to read
_GONE = "red strike"
_WHY = "yellow"


def show(record: Mapping[str, Any], found: Sequence[Piece], note: str = "") -> None:
    """Print a record and its pieces to stdout: in colour on a terminal, without any when piped or with NO_COLOR.

    `note` is what is to be said of the page as a whole; it stands last.
    """
    plain = not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR"))
    console = Terminal(color_system=None if plain else "auto", highlight=False)
    console.width = min(console.width, _WIDEST)
    _head(console, record)
    tall = False
    for number, paragraph in enumerate(paragraphs(found)):
        if tall and number:
            console.print()
        tall = _show(console, paragraph, plain)
    _foot(console, record, found)
    if note:
        console.print(Text(note, _WHY))


def _head(console: Console, record: Mapping[str, Any]) -> None:
    metadata = record["metadata"]
    if record.get("title"):
        console.print(Text(str(record["title"]), "bold"))
    language = record.get("language", "")
    language = f"language: {language}" if language else ""
    known = [record.get("url"), metadata.get("author"), record.get("created"), language, metadata.get("extractor")]
    console.print(Text(" · ".join(str(value) for value in known if value), "dim"))
    console.rule(style="dim", characters="─")


def _show(console: Console, paragraph: Paragraph, plain: bool) -> bool:
    """One line of the text, and below it why something is missing from it; whether it took more than one row."""
    mark = Text("- ", "red") if paragraph.removed else Text("  ")
    rows = rows_of(console, _text(paragraph, plain), mark, "  ")
    for note in paragraph.notes:
        rows += rows_of(console, Text(why(note), _WHY), Text("    ↳ ", _WHY), "      ")
    for row in rows:
        console.print(row, soft_wrap=True)
    return len(rows) > 1


def _text(paragraph: Paragraph, plain: bool) -> Text:
    text = Text()
    for piece in paragraph.pieces:
        if piece.removal is None:
            text.append(piece.text)
        elif plain and not paragraph.removed and piece.text.strip():
            text.append(f"[-{piece.text}-]")  # no colour shows where a removed part of a line begins and ends
        else:
            text.append(piece.text, _GONE)
    return text


def _foot(console: Console, record: Mapping[str, Any], found: Sequence[Piece]) -> None:
    metadata = record["metadata"]
    before, after = metadata["n_chars_in"], metadata["n_chars_out"]
    console.rule(style="dim", characters="─")
    removed = sum(piece.removal is not None for piece in found)
    share = f" ({100 * after / before:.0f} %)" if before else ""
    console.print(f"{removed} removal{'' if removed == 1 else 's'}, {after:,} of {before:,} characters kept{share}")
    if metadata.get("guard"):
        console.print(Text(guarded(metadata["guard"]), _WHY))
