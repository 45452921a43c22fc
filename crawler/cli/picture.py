"""The picture of `dehusk explain`: the text in reading order, removed parts struck out, the reason below each."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.cli.terminal import Terminal
from output.explaining import Paragraph, Piece, paragraphs

_WIDEST = 100  # longer lines are hard to read
_LONGEST_RULE = 32
_GONE = "red strike"
_WHY = "yellow"


def show(record: Mapping[str, Any], found: Sequence[Piece]) -> None:
    """Print a record and its pieces to stdout: in colour on a terminal, without any when piped or with NO_COLOR."""
    plain = not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR"))
    console = Terminal(color_system=None if plain else "auto", highlight=False)
    console.width = min(console.width, _WIDEST)
    _head(console, record)
    for paragraph in paragraphs(found):
        console.print(_lines(paragraph, plain))
    _foot(console, record, found)


def _head(console: Console, record: Mapping[str, Any]) -> None:
    metadata = record["metadata"]
    if record.get("title"):
        console.print(Text(str(record["title"]), "bold"))
    language = record.get("language", "")
    known = [record.get("url"), metadata.get("author"), record.get("created"), language, metadata.get("extractor")]
    console.print(Text(" · ".join(str(value) for value in known if value), "dim"))
    console.rule(style="dim", characters="─")


def _lines(paragraph: Paragraph, plain: bool) -> Table:
    """One line of the text, and below it why something is missing from it."""
    table = Table.grid(padding=0)
    table.add_column(width=2, no_wrap=True)
    table.add_column(overflow="fold")
    mark = Text("- ", "red") if paragraph.removed else Text("  ")
    table.add_row(mark, _text(paragraph, plain))
    for note in paragraph.notes:
        table.add_row("", Text(f"  ↳ {why(note)}", _WHY))
    return table


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


def why(removal: Mapping[str, Any]) -> str:
    """One line: cleaner and reason, the rule (its beginning, `--json` has all of it), the evidence, the score."""
    rule = " ".join(removal["rule"].split())
    rule = rule if len(rule) <= _LONGEST_RULE else f"{rule[: _LONGEST_RULE - 1].rstrip()}…"
    parts = [f"{removal['cleaner']}: {removal['reason']}", rule, removal.get("evidence", "")]
    told = dict.fromkeys(part for part in parts if part)  # a rule may be its own evidence
    return f"{' · '.join(told)} · {removal['score']:.2f}"


def _foot(console: Console, record: Mapping[str, Any], found: Sequence[Piece]) -> None:
    metadata = record["metadata"]
    before, after = metadata["n_chars_in"], metadata["n_chars_out"]
    console.rule(style="dim", characters="─")
    removed = sum(piece.removal is not None for piece in found)
    share = f" ({100 * after / before:.0f} %)" if before else ""
    console.print(f"{removed} removal{'' if removed == 1 else 's'}, {after:,} of {before:,} characters kept{share}")
    if metadata.get("guard"):
        console.print(Text(f"the guard gave the text back: {metadata['guard']}", _WHY))
