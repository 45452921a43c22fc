"""The order of the cleaners: one literal tuple, read here and nowhere else."""

from __future__ import annotations

from cleaners.cleaning import Cleaner

CLEANERS: tuple[Cleaner, ...] = ()

# Stamped on every record: changes whenever the same page could give another text.
RULES = "0.1.0"
