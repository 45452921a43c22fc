"""The author and the date of a page that declares neither, guessed in one walk over its first elements."""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from cleaners.bylines import Bylines
from cleaners.guessed_dates import MAX_ELEMENTS, ShownDays, day_in_url


def guess_both(tree: HtmlElement, url: str) -> tuple[str, str]:
    """What `guess_author` and `guess_date` would give; the walk costs more than all that is done on it."""
    bylines, days, day = Bylines(), ShownDays(tree), day_in_url(url)
    looking = not day
    for element in islice(tree.iter(), MAX_ELEMENTS):
        tag, text = element.tag, element.text
        bylines.see(element, tag, text)
        looking = looking and days.see(element, tag, text)
    return bylines.author(), day or days.best()
