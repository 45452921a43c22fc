"""clean: every cleaner proposes, one function decides, one function removes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from cleaners.apply import apply_findings
from cleaners.document import Document, Finding, Removal


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
    findings = [
        replace(finding, cleaner=cleaner.name, version=cleaner.version)
        for cleaner in cleaners
        for finding in cleaner.find(document)
    ]
    text, removals = apply_findings(document, findings)
    return Cleaned(document, text, removals)
