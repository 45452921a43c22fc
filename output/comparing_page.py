"""A comparison as one HTML file that needs nothing else: no script, no style sheet, no address is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from output.comparing import GIVEN_BACK, REMOVED, Change, Changed, Comparison
from output.wording import why

_KINDS = {REMOVED: "newly removed", GIVEN_BACK: "given back"}
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#222;background:#fff}
table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:left}td.n,th.n{text-align:right}
section{border-top:1px solid #ccc;margin-top:1.5rem}h2{font-size:1.05rem;margin:.8rem 0 .2rem}
.id{color:#666;font-size:.85rem;overflow-wrap:anywhere}p{margin:.1rem 0;overflow-wrap:anywhere}.near{color:#777}
.change{margin:.8rem 0}ins,del{padding:0 .2rem}ins{background:#dcf5dc;text-decoration:none}del{background:#fbdddd}
.why{color:#875400;font-size:.85rem}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}ins{background:#1d401d}del{background:#4c1f1f}
.why{color:#e0b060}section{border-color:#444}}
"""


def page(found: Comparison, old: str, new: str) -> str:
    """The comparison of the outputs named `old` and `new`. Everything that comes from a document is escaped."""
    return "".join(_parts(found, old, new))


def _parts(found: Comparison, old: str, new: str) -> Iterator[str]:
    yield (
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        "<meta name='viewport' content='width=device-width'><title>dehusk: what the rules changed</title>"
        f"<style>{_STYLE}</style></head><body><h1>What the rules changed</h1>"
        f"<p>{escape(old)} <b>→</b> {escape(new)}</p>"
    )
    yield "".join(f"<p>{escape(line)}</p>" for line in summary(found))
    if found.blocks:
        yield "<table><tr><th>cleaner</th><th>reason</th>"
        yield "<th class='n'>newly removed</th><th class='n'>given back</th></tr>"
        for cleaner, reason, gone, back in found.rows():
            yield (
                f"<tr><td>{escape(cleaner)}</td><td>{escape(reason)}</td>"
                f"<td class='n'>{gone or ''}</td><td class='n'>{back or ''}</td></tr>"
            )
        yield "</table>"
    for document in found.details:
        yield _document(document)
    if found.changed > len(found.details):
        yield f"<section><p>and {found.changed - len(found.details):,} more changed documents</p></section>"
    yield "</body></html>\n"


def summary(found: Comparison) -> list[str]:
    """The figures in sentences, one a line; those that are zero and would say nothing are left out."""
    figures = [(kind, found.total(kind), found.chars[kind]) for kind in (REMOVED, GIVEN_BACK)]
    told = [f"{_blocks(count)} {_KINDS[kind]} ({chars:,} characters)" for kind, count, chars in figures]
    lines = [f"{found.changed:,} of {found.documents:,} documents changed: {', '.join(told)}"]
    others = (
        (found.relabelled, "removals have another cleaner or reason"),
        (len(found.other_text), "documents were extracted differently and are not compared"),
        (len(found.only_old), "documents are in the older output only"),
        (len(found.only_new), "documents are in the newer output only"),
    )
    return lines + [f"{count:,} {what}" for count, what in others if count]


def _blocks(count: int) -> str:
    return "1 block" if count == 1 else f"{count:,} blocks"


def _document(document: Changed) -> str:
    guard = ""
    if document.guard[0] != document.guard[1]:
        was, now = (escape(reason or "none") for reason in document.guard)
        guard = f"<p class='why'>guard: {was} → {now}</p>"
    head = document.title or document.url or document.id
    others = [part for part in (document.id, document.url) if part and part != head]
    known = f"<p class='id'>{escape(' · '.join(others))}</p>" if others else ""
    return f"<section><h2>{escape(head)}</h2>{known}{guard}{''.join(map(_change, document.changes))}</section>"


def _change(change: Change) -> str:
    tag = "del" if change.kind == REMOVED else "ins"
    return (
        f"<div class='change'>{_near(change.before)}<p><{tag}>{escape(change.text)}</{tag}></p>{_near(change.after)}"
        f"<p class='why'>{escape(f'{change.kind} · {because(change)}')}</p></div>"
    )


def _near(line: str) -> str:
    return f"<p class='near'>{escape(line)}</p>" if line else ""


def because(change: Change) -> str:
    """The removal that made a change, in words."""
    return why(change.why)
