"""The order of the cleaners: one literal tuple, read here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from hashlib import sha256
from importlib import resources

from cleaners import decision, memory, sketch, subject
from cleaners.byline_time import BYLINE_TIME
from cleaners.cleaning import Cleaner
from cleaners.decision import THRESHOLDS
from cleaners.document import Document, Finding
from cleaners.imprint import Imprint
from cleaners.markup_remains import MarkupRemains
from cleaners.phrase_kinds import PHRASE_CLEANERS, SHARE_FOLLOW, TEASER_WORDS
from cleaners.promo import PROMO
from cleaners.read_also import READ_ALSO
from cleaners.repeats import Repeats
from cleaners.site_furniture import SiteFurniture
from cleaners.subject import is_page_name, tells_of_itself
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


@dataclass(frozen=True, slots=True)
class Only:
    """A cleaner that proposes what another one does for some of its reasons, on a page that tells of its site.

    What stays: headings, names of such pages (`Kontakt`), lines that say something behind their label (`E-mail: …`).
    """

    cleaner: Cleaner
    reasons: frozenset[str]

    @property
    def name(self) -> str:
        return self.cleaner.name

    @property
    def version(self) -> int:
        return self.cleaner.version

    def find(self, document: Document) -> Iterator[Finding]:
        for finding in self.cleaner.find(document):
            block = document.blocks[finding.block]
            told = block.is_heading or ":" in block.text or is_page_name(document.keys[finding.block])
            if finding.reason in self.reasons and not told:
                yield finding


# On a page of terms, privacy or help, notices, contacts, dates and headings such as "Contact us" are the text itself.
_FOR_THE_SITE: tuple[Cleaner, ...] = (
    Only(
        UI_DEBRIS,
        frozenset(
            {"ad_label", "navigation", "player", "loading", "gallery", "token", "symbols", "breadcrumbs", "menu"}
        ),
    ),
    Only(SHARE_FOLLOW, frozenset({"share", "follow", "copy_link", "print_save"})),
    Only(TEASER_WORDS, frozenset({"more_link", "previous_next"})),
    Ticker(),
    READ_ALSO,
    Repeats(),
    Tracking(),
)


def cleaners_of(document: Document) -> tuple[Cleaner, ...]:
    """The cleaners that a document is cleaned with, by what kind of page it is.

    That is what it calls itself (`cleaners.subject`), or what extraction takes it for (`metadata.page_type`).
    """
    if document.derived_of_text(tells_of_itself):
        return _FOR_THE_SITE
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
    versions = (memory.VERSION, sketch.VERSION, subject.VERSION, decision.VERSION)
    chosen = [(c.name, *(sorted(c.reasons) if isinstance(c, Only) else ())) for c in _FOR_THE_SITE]
    settled = repr((settings, sorted(_FOR_TEXTS), chosen, furniture, versions, THRESHOLDS))
    return sha256(b"".join(learnt) + settled.encode()).hexdigest()[:8]


# Stamped on every record: changes whenever the same page could give another text.
RULES = f"1-{_fingerprint()}"
