"""What a cleaner proposes on a text, for the tests of the cleaners."""

from __future__ import annotations

from cleaners import document_from_text
from cleaners.cleaning import Cleaner


def proposed(cleaner: Cleaner, *lines: str) -> dict[int, tuple[str, float]]:
    """Reason and score by line number; the strongest where there are several."""
    found: dict[int, tuple[str, float]] = {}
    for finding in cleaner.find(document_from_text("\n".join(lines))):
        assert finding.reason in cleaner.reasons
        if finding.score > found.get(finding.block, ("", -1.0))[1]:
            found[finding.block] = (finding.reason, finding.score)
    return found
