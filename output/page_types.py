"""Which Content-Types name something that is no web page."""

from __future__ import annotations

_OTHER_TYPES = ("image/", "audio/", "video/", "font/", "model/")
_OTHER_APPLICATIONS = (
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/x-",
    "application/vnd.",
    "application/msword",
    "application/javascript",
    "application/json",
    "application/epub",
    "application/java",
    "text/css",
    "text/javascript",
    "text/csv",
    "text/calendar",
)


def is_other_type(content_type: str) -> bool:
    """Whether a Content-Type names something that is no web page."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/xhtml+xml" or kind.startswith("application/x-httpd"):
        return False
    return kind.startswith(_OTHER_TYPES + _OTHER_APPLICATIONS)
