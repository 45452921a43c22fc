"""Pages written to harm whoever reads them: what one is, and the pieces that they are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

STORY = (
    "The harbour road was closed for most of the night, because the sea had carried stones over the wall. "
    "Nobody was hurt, said the warden, who had walked along it with a lamp until the morning came."
)
# What stands behind each hostile page: every kind of thing that a page could leave behind in a worker.
GOOD = f"""<!DOCTYPE html><html lang="en"><head><title>Stones on the harbour road</title>
<meta name="author" content="Ada Fischer"><meta property="article:published_time" content="2026-10-02T08:00:00+02:00">
<link rel="canonical" href="https://good.example/road"></head><body><nav><a href="/">Home</a> <a href="/s">Sea</a></nav>
<article><h1>Stones on the harbour road</h1><p>{STORY}</p><p>Work on the wall begins <a href="/wall">in March</a>, when
the storms are over; it will take two years and close the road again, for an hour each day.</p><ul><li>The lower lane
stays open for the fishermen.</li><li>The bus goes through the village.</li></ul><table><tr><th>Year</th><th>Storms
</th></tr><tr><td>2025</td><td>7</td></tr></table><p>The council has asked three firms for an offer, and wants to decide
before the new year begins.</p></article><footer>Cookie settings</footer></body></html>""".encode()
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Hostile:
    """`make` gives the page for a size: `few` of whatever it has too many of, or `many`."""

    name: str
    make: Callable[[int], bytes | str]
    few: int
    many: int
    kind: str = HTML

    def body(self, *, large: bool) -> bytes:
        made = self.make(self.many if large else self.few)
        return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")


class Pages(dict[str, Hostile]):
    """Hostile pages by their names, each name once."""

    def add(self, name: str, few: int, many: int, make: Callable[[int], bytes | str], kind: str = HTML) -> None:
        assert name not in self, name
        self[name] = Hostile(name, make, few, many, kind)

    def text(self, name: str, few: int, many: int, make: Callable[[int], str]) -> None:
        """A page whose one paragraph, between two that are good, is what `make` gives."""
        self.add(name, few, many, lambda size: page(f"<p>{STORY}</p><p>{make(size)}</p><p>{STORY}</p>"))

    def head(self, name: str, few: int, many: int, make: Callable[[int], str]) -> None:
        """A good page with this in its head."""
        self.add(name, few, many, lambda size: page(PARAGRAPHS, head=make(size)))

    def nested(self, name: str, few: int, many: int, opens: str, closes: str = "", within: str = "{}") -> None:
        """`opens` so many times, a good text, and `closes` as often; all of it in `within`."""
        self.add(name, few, many, lambda size: page(within.format(opens * size + PARAGRAPHS + closes * size)))

    def many(self, name: str, few: int, many: int, piece: str, within: str = "{}") -> None:
        """So many of a piece, in which `#` is its number, before a good text."""
        self.add(name, few, many, lambda size: page(within.format(numbered(piece, size)) + PARAGRAPHS))


PARAGRAPHS = f"<p>{STORY}</p>" * 3


def page(body: str, head: str = "<title>A page</title>") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><article>{body}</article></body></html>"


def numbered(piece: str, size: int, between: str = "") -> str:
    return between.join(piece.replace("#", str(number)) for number in range(size))
