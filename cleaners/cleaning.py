"""clean: every cleaner proposes, one function decides, one function removes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from cleaners.apply import apply_findings
from cleaners.decision import decide, guard
from cleaners.document import Block, Document, Finding, Removal
from cleaners.subject import tells_of_itself

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
class BlockByBlock(Protocol):
    """A cleaner of whose findings some depend on nothing but the block that they are on: `find` gives those of
    `in_blocks` and those of `between_blocks`.

    What it finds in a block is not looked for again when others are gone. `in_blocks` gives lists of findings by the
    numbers of their blocks; where it is asked for what it found before, `Finding.block` may be an earlier number.
    """

    def in_blocks(self, document: Document) -> dict[int, list[Finding]]: ...
    def between_blocks(self, document: Document) -> Iterable[Finding]: ...


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
    stays untouched. `cleaners` are those of `cleaners.registry.cleaners_of` by default; one of them may hold blocks,
    which then stay and are no evidence against others (`Veto`). The result depends on nothing but the arguments.
    """
    if cleaners is None:
        from cleaners.registry import cleaners_of  # noqa: PLC0415 - the registry imports every cleaner, and they import this module's words

        cleaners = cleaners_of(document)
    cleaners = tuple(cleaners)
    held = {number for cleaner in cleaners if hasattr(cleaner, "held") for number in cleaner.held(document)}
    # on a page of terms or help the surroundings of a line tell nothing: it reads like a notice all over
    proposed_only = document.derived_of_text(tells_of_itself)
    view, owners = document, list(range(len(document.blocks)))
    chosen: list[Finding] = []
    for step in range(ROUNDS):
        proposals = [finding for cleaner in cleaners for finding in _proposed(cleaner, view)]
        if held:
            proposals = [finding for finding in proposals if owners[finding.block] not in held]
        taken = [
            finding
            for finding in decide(view, proposals)
            if owners[finding.block] not in held and not (proposed_only and finding.cleaner == "decision")
        ]
        reason = guard(view, taken)
        rest, rest_owners = (view, owners) if reason or not taken else _what_stays(view, owners, taken)
        if taken and not any(rest.keys):  # the spans of a block may together be all of it
            reason = "nothing_left"
        if reason and step == 0:
            return Cleaned(document, document.text, (), reason)
        if reason or not taken:
            break
        chosen += [finding._replace(block=owners[finding.block]) for finding in taken]
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
    return view.part(stays, trimmed), [owners[number] for number in stays]


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


def _proposed(cleaner: Cleaner, document: Document) -> Iterator[Finding]:
    """What a cleaner finds, with its name; what it finds block by block is kept from round to round."""
    name, version = cleaner.name, cleaner.version
    if not hasattr(cleaner, "in_blocks"):
        among: Iterable[Finding] = cleaner.find(document)
    else:
        for number, findings in document.derived_by_block(cleaner.in_blocks).items():
            for _, start, end, reason, rule, score, evidence, _, _ in findings:
                yield Finding(number, start, end, reason, rule, score, evidence, name, version)
        among = cleaner.between_blocks(document)  # type: ignore[attr-defined]
    for number, start, end, reason, rule, score, evidence, _, _ in among:
        yield Finding(number, start, end, reason, rule, score, evidence, name, version)


def by_block(findings: Iterable[Finding]) -> dict[int, list[Finding]]:
    """Findings as `BlockByBlock.in_blocks` gives them, in the order of the blocks."""
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.block, []).append(finding)
    return dict(sorted(found.items()))
