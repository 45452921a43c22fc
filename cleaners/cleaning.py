"""clean: every cleaner proposes, one function decides, one function removes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from cleaners.apply import apply_findings
from cleaners.decision import decide, guard
from cleaners.document import Document, Finding, Removal

# What goes can show that its neighbours must go too; cleaning goes on until nothing changes, at most so often.
ROUNDS = 6


class Cleaner(Protocol):
    """Finds boilerplate. A frozen dataclass whose thresholds are fields; `find` never changes the document."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def reasons(self) -> frozenset[str]: ...
    def find(self, document: Document) -> Iterator[Finding]: ...


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned document: the text that stays, what was removed, and why the guard gave text back (or "")."""

    document: Document
    text: str
    removals: tuple[Removal, ...]
    guard: str = ""


def clean(document: Document, cleaners: Iterable[Cleaner] | None = None) -> Cleaned:
    """Take the boilerplate off a document.

    The text and the removals of the result together are exactly `document.text` (`cleaners.restore`). The document
    stays untouched. `cleaners` are all of `cleaners.registry.CLEANERS` by default. The result depends on nothing
    but the arguments.
    """
    if cleaners is None:
        from cleaners.registry import CLEANERS  # noqa: PLC0415 - the registry imports every cleaner, and they import this module's words

        cleaners = CLEANERS
    view, owners = document, list(range(len(document.blocks)))
    chosen: list[Finding] = []
    for step in range(ROUNDS):
        proposals = [
            replace(finding, cleaner=cleaner.name, version=cleaner.version)
            for cleaner in cleaners
            for finding in cleaner.find(view)
        ]
        taken = decide(view, proposals)
        reason = guard(view, taken)
        if reason and step == 0:
            return Cleaned(document, document.text, (), reason)
        if reason or not taken:
            break
        chosen += [replace(finding, block=owners[finding.block]) for finding in taken]
        view, owners = _what_stays(view, owners, taken)
    text, removals = apply_findings(document, chosen)
    return Cleaned(document, text, removals)


def _what_stays(view: Document, owners: list[int], taken: Sequence[Finding]) -> tuple[Document, list[int]]:
    """The blocks that stay, their offsets unchanged, and which blocks of the whole document they are."""
    gone: dict[int, list[Finding]] = {}
    for finding in taken:
        gone.setdefault(finding.block, []).append(finding)
    blocks, numbers = [], []
    for number, block in enumerate(view.blocks):
        start, end = block.start, block.end
        for finding in gone.get(number, ()):  # spans stand at the edges of their block
            if finding.start <= start:
                start = max(start, finding.end)
            elif finding.end >= end:
                end = finding.start
        text = view.text[start:end]
        core = text.strip()
        if any(char.isalnum() for char in core) or number not in gone:
            start += text.index(core)
            blocks.append(replace(block, text=core, start=start, end=start + len(core)))
            numbers.append(owners[number])
    return replace(view, blocks=tuple(blocks)), numbers
