"""The order of the cleaners: one literal tuple, read here and nowhere else."""

from __future__ import annotations

from dataclasses import fields
from hashlib import sha256
from importlib import resources

from cleaners import memory, sketch
from cleaners.byline_time import BYLINE_TIME
from cleaners.cleaning import Cleaner
from cleaners.decision import THRESHOLDS
from cleaners.document import Document
from cleaners.imprint import Imprint
from cleaners.markup_remains import MarkupRemains
from cleaners.phrase_kinds import PHRASE_CLEANERS
from cleaners.promo import PROMO
from cleaners.read_also import READ_ALSO
from cleaners.repeats import Repeats
from cleaners.site_furniture import SiteFurniture
from cleaners.teaser import Teaser
from cleaners.ticker import Ticker
from cleaners.tracking import Tracking
from cleaners.ui_debris import UI_DEBRIS

# An earlier cleaner's name and reason stand on a removal that several propose with the same score.
CLEANERS: tuple[Cleaner, ...] = (
    UI_DEBRIS,
    *PHRASE_CLEANERS,
    PROMO,
    BYLINE_TIME,
    Imprint(),
    Ticker(),
    READ_ALSO,
    Repeats(),
    Teaser(),
    Tracking(),
    MarkupRemains(),
)

# On a page that lists things, cards, titles with their leads and prices that come again are the text itself.
LISTING_KINDS = frozenset(("collection", "listing"))
_FOR_TEXTS = frozenset(("teaser", "repeats", "markup_remains"))
_FOR_LISTINGS = tuple(cleaner for cleaner in CLEANERS if cleaner.name not in _FOR_TEXTS)


def cleaners_of(document: Document) -> tuple[Cleaner, ...]:
    """The cleaners that a document is cleaned with, by what kind of page it is (`metadata.page_type`)."""
    return _FOR_LISTINGS if document.metadata.get("page_type") in LISTING_KINDS else CLEANERS


def _fingerprint() -> str:
    """Eight hex digits of everything that decides what goes: packs, models, cleaners with their thresholds."""
    data = resources.files("cleaners")
    models = sorted((data / "models").iterdir(), key=lambda file: file.name)
    learnt = [file.read_bytes() for file in (data / "phrases" / "compiled.json", *models)]
    settings = [
        (cleaner.name, cleaner.version, *(getattr(cleaner, f.name) for f in fields(cleaner) if f.name != "reasons"))  # type: ignore[arg-type]
        for cleaner in CLEANERS
    ]
    # its memory is named by a digest of its own
    furniture = [(f.name, f.default) for f in fields(SiteFurniture) if f.name not in {"memory", "reasons"}]
    versions = (memory.VERSION, sketch.VERSION)
    settled = repr((settings, sorted(_FOR_TEXTS), furniture, versions, THRESHOLDS))
    return sha256(b"".join(learnt) + settled.encode()).hexdigest()[:8]


# Stamped on every record: changes whenever the same page could give another text.
RULES = f"1-{_fingerprint()}"
