"""Pages of a made-up paper, for the tests of template memory."""

from __future__ import annotations

from cleaners import Document, document_from_text

HOST = "lantern.example"
SLOGAN = "The Lantern, read from the lighthouse to the mill"
DESK = "This story comes from our desk above the chandler's shop."
BOX = "Counter hours: weekdays from nine to noon."

_TOWNS = (
    "Aldmoor",
    "Birch Quay",
    "Coldwater",
    "Dunmere",
    "Eastholm",
    "Fennick",
    "Garth",
    "Hollow Bay",
    "Iverness",
    "Joss",
)
_DEEDS = (
    "The council of {} agreed on Monday to mend the bridge that the ice had taken in February.",
    "Fishers from {} say that the herring came back in numbers nobody had seen for a generation.",
    "A teacher in {} has written down the songs that the ferrymen sang before the engines came.",
    "The mill at {} will grind again, its new owner said, as soon as the river is high enough.",
    "Nobody in {} remembers who planted the elm that fell across the market square last night.",
)


def story(number: int) -> list[str]:
    """The paragraphs of one story; no two numbers below ten share one."""
    return [deed.format(_TOWNS[number]) for deed in _DEEDS]


def page(
    number: int, *, head: tuple[str, ...] = (), middle: tuple[str, ...] = (), tail: tuple[str, ...] = ()
) -> Document:
    """A story with lines before it, behind its second paragraph, and behind it."""
    body = story(number)
    return lines(number, *head, *body[:2], *middle, *body[2:], *tail)


def lines(number: int, *texts: str, title: str = "") -> Document:
    return document_from_text("\n".join(texts), url=f"https://{HOST}/{number}", title=title)
