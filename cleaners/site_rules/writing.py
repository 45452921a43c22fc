"""Suggested rules as the text of a TOML file."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence

from cleaners.normalise import normalise_text
from cleaners.site_rules.suggesting import Entry, Learnt, Suggestions
from cleaners.site_rules.text_rules import SCORE, Cut, Remove

_WIDTH = 110  # of a comment
_NAMED = 8  # lines that are named in a comment


def toml(found: Suggestions, origin: str) -> str:
    """The text of a rule file; `origin` says in a few words what the suggestions were made from."""
    return "\n".join([*_head(found, origin), *_entries(found), *_inside(found.stays)]) + "\n"


def _head(found: Suggestions, origin: str) -> Iterator[str]:
    yield from _comment(f"Rules for {found.host}, suggested from {origin}.")
    yield from _comment(
        "Read every entry; delete what is not boilerplate. What is doubtful is commented out. The file must be called"
        f" {found.host}.toml. `dehusk rules test FOLDER` tries its examples, `--site-rules FOLDER` uses it."
    )
    if found.pages:
        text = "exactly the text that template memory leaves"
        yield from _comment(f"On {found.same} of {found.pages} pages these rules leave {text}.")
    else:
        yield from _comment(
            "Nothing was tried on pages: a memory file holds the text of lines that were taken, no more."
        )
    yield from _listed("taken by these rules only", found.more)
    yield from _listed("taken by template memory only", found.less)


def _listed(what: str, found: Sequence[str]) -> Iterator[str]:
    for line in found[:_NAMED]:
        yield from _comment(f"- {what}: {line}")
    if len(found) > _NAMED:
        yield from _comment(f"- and {len(found) - _NAMED} more lines {what}")


def _entries(found: Suggestions) -> Iterator[str]:
    for entry in found.entries:
        yield ""
        yield from _comment(_counted(entry.learnt, found.pages))
        if not entry.doubt:
            yield from _rows(entry)
            continue
        yield from _comment(f"doubtful: {entry.doubt}")
        yield from (f"# {row}" if row else "#" for row in _rows(entry))


def _counted(learnt: Learnt, looked_at: int) -> str:
    where = f", on {learnt.outside} of them before or behind the article" if looked_at else ""
    spellings = f"; {len(learnt.texts)} spellings" if len(learnt.texts) > 1 else ""
    return f"on {learnt.pages} pages{where}{f'; last seen {learnt.day}' if learnt.day else ''}{spellings}"


def _rows(entry: Entry) -> Iterator[str]:
    rule = entry.rule
    if isinstance(rule, Remove):
        yield "[[remove]]"
        yield f"{'regex' if rule.matcher.is_regex else 'pattern'} = {_string(rule.matcher.source)}"
        yield f"fit = {_string(rule.matcher.fit)}"
        yield f"reason = {_string(rule.reason)}"
        if rule.score != SCORE:
            yield f"score = {rule.score:.2f}"
        yield f"example_removes = {_strings(rule.removes)}"
        yield f"example_keeps = {_strings(rule.keeps)}"
        return
    yield from _cut(rule)
    yield ""
    yield "[[test]]"
    yield f"text = {_string(entry.shown)}"
    yield f"removes = {_strings(entry.goes)}"
    yield f"keeps = {_strings(entry.stays)}"


def _cut(rule: Cut) -> Iterator[str]:
    yield "[[cut]]"
    yield f"from = {_string(rule.first.source)}"
    if rule.first.is_regex:
        yield "regex = true"
    yield f"reason = {_string(rule.reason)}"


def _inside(stays: Sequence[Learnt]) -> Iterator[str]:
    if not stays:
        return
    yield ""
    yield from _comment("These repeat inside articles, and memory leaves them. A [[keep]] would hold them for good:")
    for learnt in stays[:_NAMED]:
        yield from _comment(f"on {learnt.pages} pages: {learnt.texts[0]}")
    if len(stays) > _NAMED:
        yield from _comment(f"and {len(stays) - _NAMED} more")


def _comment(text: str) -> list[str]:
    words = textwrap.shorten(normalise_text(text), 400, placeholder=" …")
    return textwrap.wrap(words, _WIDTH, initial_indent="# ", subsequent_indent="# ") or ["#"]


def _string(text: str) -> str:
    """A TOML string on one line: JSON's escapes are TOML's."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")


def _strings(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_string, texts))}]"
