"""Which names a rule file for a host may have."""

from __future__ import annotations


def names_for(host: str) -> list[str]:
    """The names, without their endings, of the files that speak for a host; the nearest first.

    `www.news.example.org`: its own name, `news.example.org`, and the wildcards `.news.example.org` and `.example.org`.
    A wildcard speaks for its own domain, too. `global` speaks for every host. No name holds a path.
    """
    host = host.strip(".").lower()
    if not host or "/" in host or "\\" in host or "\0" in host:
        return []
    bare = host.removeprefix("www.")
    parts = bare.split(".")
    wildcards = ["." + ".".join(parts[place:]) for place in range(max(1, len(parts) - 1))]
    return [*dict.fromkeys((host, bare)), *wildcards, "global"]
