"""Every entry of every pack: its look-alikes stay, its examples are found."""

from __future__ import annotations

from importlib import resources

import pytest

from cleaners import document_from_text
from cleaners.byline_time import BYLINE_TIME
from cleaners.packs import STRENGTHS, PackEntry, compiled, load_packs
from cleaners.patterns import compile_pattern
from cleaners.phrase_kinds import PHRASE_CLEANERS
from cleaners.phrases import Hit, build_lexicon, find_hits
from cleaners.promo import PROMO
from cleaners.read_also import READ_ALSO
from cleaners.ui_debris import UI_DEBRIS

PACKS = load_packs()
LEXICON = build_lexicon([pack.entry for pack in PACKS])
REASONS = {cleaner.name: cleaner.reasons for cleaner in (*PHRASE_CLEANERS, BYLINE_TIME, PROMO, READ_ALSO, UI_DEBRIS)}


def pack_name(pack: PackEntry) -> str:
    entry = pack.entry
    return f"{entry.language}-{entry.cleaner}-{entry.reason}-{entry.patterns[0].source[:30]}"


def hits_of(line: str) -> list[Hit]:
    return [hit for found in find_hits(document_from_text(line), LEXICON).values() for hit in found]


@pytest.mark.parametrize("pack", PACKS, ids=pack_name)
def test_look_alikes_stay(pack: PackEntry) -> None:
    assert pack.keeps, "an entry without a look-alike that stays has not been thought through"
    for line in pack.keeps:
        hits = hits_of(line)
        assert pack.entry not in [hit.entry for hit in hits], f"{line!r} is content"
        strong = [h.source for h in hits if h.entry.strength == STRENGTHS["strong"] and not h.quoted]
        assert not strong, f"{line!r} is content, but another entry takes it: {strong}"


@pytest.mark.parametrize("pack", PACKS, ids=pack_name)
def test_examples_are_found(pack: PackEntry) -> None:
    assert pack.removes, "an entry without an example cannot be checked"
    unused = {pattern.source for pattern in pack.entry.patterns}
    for line in pack.removes:
        own = [hit for hit in hits_of(line) if hit.entry is pack.entry]
        assert own, f"{line!r} is not found by {sorted(unused)}"
        unused -= {hit.source for hit in own}
    if len(pack.removes) >= len(pack.entry.patterns):
        assert not unused, f"no example shows {unused}"


@pytest.mark.parametrize("pack", PACKS, ids=pack_name)
def test_cleaner_and_reason_are_known(pack: PackEntry) -> None:
    assert pack.entry.reason in REASONS[pack.entry.cleaner]


def test_the_compiled_packs_are_up_to_date() -> None:
    stored = (resources.files("cleaners") / "phrases" / "compiled.json").read_bytes()
    assert stored == compiled(PACKS), "call `make packs`"


@pytest.mark.parametrize("source", ["", "()", "(a|b", "* *", "#", "word )"])
def test_a_malformed_pattern_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="the pattern"):
        compile_pattern(source)
