"""Pure functions on pages and text. The public Python API is `clean` and `restore`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaners.apply import restore
    from cleaners.cleaning import Cleaned, clean
    from cleaners.document import Block, Document, Finding, Removal, document_from_blocks, document_from_text

__all__ = [
    "Block",
    "Cleaned",
    "Document",
    "Finding",
    "Removal",
    "clean",
    "document_from_blocks",
    "document_from_text",
    "restore",
]

_FROM = {"Cleaned": "cleaning", "clean": "cleaning", "restore": "apply"}


def __getattr__(name: str) -> object:
    """What the API names, loaded when it is asked for: a part of this package must not cost all of it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_FROM.get(name, 'document')}"), name)
    return found
