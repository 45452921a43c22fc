"""Publication dates guessed from the body of a page, by htmldate."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from htmldate import find_date
from lxml.html import HtmlElement

_IN_URL = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:[/-]|$)")


def guess_date(tree: HtmlElement, url: str) -> str:
    """The day (`2026-11-19`) that the URL names, else that htmldate finds without its extensive search, or "".

    The tree stays untouched.
    """
    match = _IN_URL.search(url)
    if match:
        return f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}"
    try:
        found = find_date(
            tree,
            url=url or None,
            extensive_search=False,
            original_date=True,
            max_date=datetime.now(UTC).strftime("%Y-%m-%d"),
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, OverflowError):
        return ""  # no date: what it raises on odd pages is the same answer
    return found or ""
