"""The order of the cleaners: one literal tuple, read here and nowhere else."""

from __future__ import annotations

from cleaners.cleaning import Cleaner
from cleaners.markup_remains import MarkupRemains
from cleaners.phrase_kinds import PHRASE_CLEANERS
from cleaners.read_also import READ_ALSO
from cleaners.repeats import Repeats
from cleaners.teaser import Teaser
from cleaners.tracking import Tracking
from cleaners.ui_debris import UI_DEBRIS

# An earlier cleaner's name and reason stand on a removal that several propose with the same score.
CLEANERS: tuple[Cleaner, ...] = (
    UI_DEBRIS,
    *PHRASE_CLEANERS,
    READ_ALSO,
    Repeats(),
    Teaser(),
    Tracking(),
    MarkupRemains(),
)

# Stamped on every record: changes whenever the same page could give another text.
RULES = "0.1.0"
