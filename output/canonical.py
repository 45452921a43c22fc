"""One spelling for each address, so that a page keeps its id however it was linked."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from cleaners.hosts import ascii_host, hostname

__all__ = ["canonical", "hostname", "is_other_spelling"]

_DEFAULT_PORTS = {"http": "80", "https": "443", "ftp": "21"}
# Parameters that name the way a reader came, never the page.
_TRACKING = re.compile(
    r"(?:utm_\w+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|twclid|ttclid|igshid|mc_cid|mc_eid|_ga|_gl"
    r"|_hsenc|_hsmi|mkt_tok|oly_anon_id|oly_enc_id|vero_id|wickedid|s_cid|cmpid|ref_src)$",
    re.IGNORECASE,
)
# Parameters and path parameters that name a visit: some by their name alone, some only where the value is no word.
_SESSION = re.compile(
    r"(?:(?:phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken|zenid|oscsid|session_?id)=.*"
    r"|(?:sid|s|session|sess)=(?=[^&]*\d)(?=[^&]*[a-z])[a-z0-9_-]{16,})$",
    re.IGNORECASE,
)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid|sessionid)=[^/?;]*", re.IGNORECASE)
_ASP_SESSION = re.compile(r"/\([a-z]\([a-z0-9]{24}\)\)(?=/|$)", re.IGNORECASE)


def canonical(url: str) -> str:
    """The one spelling of an address that ids are made of.

    Off go the fragment, credentials, the scheme's own port, tracking parameters (`utm_*`, `gclid`, `fbclid` …) and
    session ids (`PHPSESSID=…`, `;jsessionid=…`, `sid=` with a value that is no word);
    scheme and host become lower case, an international host name its ASCII form, an empty path `/`. Path and the order
    of the other parameters stay as they are: they may matter. What cannot be read as an address comes back stripped
    of outer white space; raises nothing.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = ascii_host(parts.hostname or "")
        port = parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if not host:
        return url.partition("#")[0].strip()
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and str(port) != _DEFAULT_PORTS.get(scheme):
        netloc += f":{port}"
    path = parts.path or "/"
    if ";" in path:
        path = _PATH_SESSION.sub("", path)
    if "(" in path:
        path = _ASP_SESSION.sub("", path)
    query = "&".join(field for field in parts.query.split("&") if _names_page(field)) if parts.query else ""
    return f"{scheme}://{netloc}{path or '/'}{'?' + query if query else ''}"


def is_other_spelling(url: str) -> bool:
    """Whether an address names a visit or the way of a reader, beside the page."""
    try:
        own, plain = urlsplit(url), urlsplit(canonical(url))
    except ValueError:
        return False
    return (own.path or "/", own.query) != (plain.path, plain.query)


def _names_page(field: str) -> bool:
    return not _TRACKING.match(field.partition("=")[0]) and not _SESSION.match(field)
