"""Why something was removed, in words for a person: of `dehusk explain` and of comparisons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# What a cleaner, or one of its reasons, stands for, where the names do not say it by themselves.
_MEANT = {
    "byline_time": "author or time of another article, or of none",
    "comments": "belongs to the comment form",
    "credit": "says who made or published it",
    "decision": "nothing but boilerplate around it",
    "imprint": "belongs to the imprint",
    "markup_remains": "no text, by its markup",
    "promo": "an offer of the site itself",
    "repeats": "stands on the page twice",
    "repeats: near_copy": "nearly the same stands on the page twice",
    "repeats: title": "the title again",
    "share_follow": "asks to share or follow",
    "site_furniture": "repeats over the pages of this site",
    "teaser": "announces another article",
    "teaser_words": "a heading or button around links",
    "ticker": "a line of prices",
    "ui_debris": "a word of buttons and templates",
    "ui_debris: ad_label": "the label of an advertisement",
    "ui_debris: breadcrumbs": "where the page stands on the site",
    "ui_debris: counter": "a counter",
    "ui_debris: menu": "a menu",
    "ui_debris: numbers": "no letter in it",
    "ui_debris: symbols": "no letter in it",
}
# Numbers of blocks say nothing to a reader, who does not see them.
_PLACES = (
    (re.compile(r"^the same as block \d+$"), "stands further up, too"),
    (
        re.compile(r"^(\d+) blocks in the same order as before$"),
        r"one of \1 paragraphs that stand further up in this order",
    ),
    (re.compile(r"^(\d+) ?% of it stands in block \d+$"), r"\1 % of it stands further up"),
    (re.compile(r"^its lead is block \d+ again$"), "a title with its lead, which stands below again"),
    (re.compile(r"^the lead of block \d+ again$"), "the lead of a title further up, again"),
    (re.compile(r"^follows the (label|heading) in block \d+$"), r"below the \1 of such a part"),
    (re.compile(r"^between the crumbs in blocks \d+ and \d+$"), "between two lines of authors and times"),
)
_GUARD = {
    "nothing_left": "no word would have stayed",
    "most_prose": "most of the text would have gone, and no article stayed",
    "too_many_blocks": "the page has more than 20,000 blocks",
}
_LONGEST = 160  # characters of evidence


def why(removal: Mapping[str, Any]) -> str:
    """One line: cleaner and reason, what they mean, the evidence, and how sure it is."""
    name = f"{removal['cleaner']}: {removal['reason']}"
    meant = _MEANT.get(name) or _MEANT.get(removal["cleaner"], "")
    evidence = _evidence(removal.get("evidence", "") or removal["rule"])
    told = ", ".join(part for part in (meant, evidence) if part)
    return f"{name} · {told} · {sure(removal['score'])}"


def sure(score: float) -> str:
    """A probability in words."""
    return "sure" if score >= 0.995 else f"{100 * score:.0f} % sure"


def guarded(reason: str) -> str:
    """Why the guard gave a text back."""
    return f"left uncleaned: {_GUARD.get(reason, reason.replace('_', ' '))} (guard: {reason})"


def _evidence(found: str) -> str:
    found = " ".join(found.split())
    for pattern, words in _PLACES:
        found = pattern.sub(words, found)
    return found if len(found) <= _LONGEST else f"{found[: _LONGEST - 2].rstrip()} …"
