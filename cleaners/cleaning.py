"""clean: every cleaner proposes, one function decides, one function removes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from cleaners.apply import apply_findings
from cleaners.decision import decide, guard
from cleaners.document import Block, Document, Finding, Removal

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


@runtime_checkable
class Veto(Protocol):
    """A cleaner that also holds blocks: whatever the others propose and the decision says, these stay."""

    def held(self, document: Document) -> Collection[int]: ...


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
    stays untouched. `cleaners` are all of `cleaners.registry.CLEANERS` by default; one of them may hold blocks, which
    then stay and are no evidence against others (`Veto`). The result depends on nothing but the arguments.
    """
    if cleaners is None:
        from cleaners.registry import CLEANERS  # noqa: PLC0415 - the registry imports every cleaner, and they import this module's words

        cleaners = CLEANERS
    cleaners = tuple(cleaners)
    held = {number for cleaner in cleaners if hasattr(cleaner, "held") for number in cleaner.held(document)}
    view, owners = document, list(range(len(document.blocks)))
    chosen: list[Finding] = []
    for step in range(ROUNDS):
        proposals = [_stamped(finding, cleaner) for cleaner in cleaners for finding in cleaner.find(view)]
        if held:
            proposals = [finding for finding in proposals if owners[finding.block] not in held]
        taken = [finding for finding in decide(view, proposals) if owners[finding.block] not in held]
        reason = guard(view, taken)
        rest, rest_owners = (view, owners) if reason or not taken else _what_stays(view, owners, taken)
        if taken and not any(rest.keys):  # the spans of a block may together be all of it
            reason = "nothing_left"
        if reason and step == 0:
            return Cleaned(document, document.text, (), reason)
        if reason or not taken:
            break
        chosen += [replace(finding, block=owners[finding.block]) for finding in taken]
        view, owners = rest, rest_owners
    text, removals = apply_findings(document, chosen)
    return Cleaned(document, text, removals)


def _what_stays(view: Document, owners: list[int], taken: Sequence[Finding]) -> tuple[Document, list[int]]:
    """The blocks that stay, their offsets unchanged, and which blocks of the whole document they are."""
    gone = {finding.block for finding in taken if finding.takes(view.blocks[finding.block])}
    spans: dict[int, list[Finding]] = {}
    for finding in taken:
        if finding.block not in gone:
            spans.setdefault(finding.block, []).append(finding)
    trimmed = {number: _trimmed(view, number, own) for number, own in spans.items()}
    gone |= {number for number, block in trimmed.items() if not any(char.isalnum() for char in block.text)}
    stays = [number for number in range(len(view.blocks)) if number not in gone]
    owners = [owners[number] for number in stays]
    if trimmed:
        return replace(view, blocks=tuple([trimmed.get(n, view.blocks[n]) for n in stays])), owners
    return view.part(stays), owners


def _trimmed(view: Document, number: int, spans: list[Finding]) -> Block:
    """What is left of a block without spans at its edges."""
    block = view.blocks[number]
    start, end = block.start, block.end
    for finding in spans:
        if finding.start <= start:
            start = max(start, finding.end)
        elif finding.end >= end:
            end = finding.start
    text = view.text[start:end]
    core = text.strip()
    start += text.index(core)
    return block._replace(text=core, start=start, end=start + len(core))


def _stamped(finding: Finding, cleaner: Cleaner) -> Finding:
    return Finding(
        finding.block,
        finding.start,
        finding.end,
        finding.reason,
        finding.rule,
        finding.score,
        finding.evidence,
        cleaner.name,
        cleaner.version,
    )
