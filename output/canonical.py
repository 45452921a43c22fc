"""One spelling for each address, so that a page keeps its id however it was linked."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from cleaners.hosts import ascii_host, hostname

__all__ = ["canonical", "hostname"]

_DEFAULT_PORTS = {"http": "80", "https": "443", "ftp": "21"}
# Parameters that name the way a reader came, never the page.
_TRACKING = re.compile(
    r"(?:utm_\w+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|twclid|ttclid|igshid|mc_cid|mc_eid|_ga|_gl"
    r"|_hsenc|_hsmi|mkt_tok|oly_anon_id|oly_enc_id|vero_id|wickedid|s_cid|cmpid|ref_src)$",
    re.IGNORECASE,
)


def canonical(url: str) -> str:
    """The one spelling of an address that ids are made of.

    Off go the fragment, credentials, the scheme's own port and tracking parameters (`utm_*`, `gclid`, `fbclid` …);
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
    query = "&".join(field for field in parts.query.split("&") if not _TRACKING.match(field.partition("=")[0]))
    return f"{scheme}://{netloc}{parts.path or '/'}{'?' + query if query else ''}"
