"""Publication dates guessed from the body of a page that declares none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from cleaners.dates import iso_date
from cleaners.shown_dates import dates_in
from cleaners.tree import text_of

_IN_URL = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:[/-]|$)")
_HAS_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
MAX_ELEMENTS = 4_000  # what stands behind them is no head of an article
_MAX_PLACES = 60  # texts with a year and elements with a time that are looked at
_MAX_TEXT = 250
_SPLIT_OVER = 120  # characters of an element over whose children a date may be split
_ANCESTORS = 12
_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "select", "option", "textarea", "title", "head"))
_SPECIAL = _SILENT | {"time", "h1"}
_ASIDE = frozenset(("nav", "aside", "footer", "form", "dialog", "table", "blockquote"))
_LISTS = frozenset(("li", "tr", "td", "dd"))
_NAMED = re.compile(
    r"date|time|publi|posted|byline|\bmeta|-meta|info|author|fecha|datum|data\b|datetime|stamp|veröff|fech",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"comment|related|sidebar|teaser|\bcard|-card|card-|widget|footer|recent|recommend|more-|latest|popular|carousel"
    r"|slider|swiper|event|copyright|newsletter|promo|archive|review|listing|grid|upcoming|trending|read-next|cookie",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publi[ckqés]|posted|released|issued|written|first|veröffentlicht|erschienen|erstellt|gepost|geplaatst|fecha|data\b|date\b"
    r"|postad|oprettet|opublikowan|dodano|zveřejn|vydáno|közzé|postat|yayın|опублик|дата|publikoitu|julkaistu|発|公開"
    r"|投稿|发布|發布|发表|时间|등록|입력|작성|نشر|פורסם|đăng|ngày|diterbitkan|asked|created|started|joined",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"updat|modif|edited|revis|reviewed|verified|aktualis|aktualiz|actuali|atualiz|aggiorna|mis à jour|mise à jour"
    r"|bijgewerkt|gewijzigd|uppdater|oppdater|opdater|päivitetty|zmien|zaktual|frissít|güncell|обновл|оновл|更新|수정"
    r"|cập nhật|last |accessed|retrieved|diperbarui",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"T?\d\d?[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?\b)?|[+-]\d\d:?\d\d|\d\d?/\d\d?/\d\d", re.IGNORECASE)
_ENOUGH = 0.3  # on pages that show a date of their own, and on those that do not, it parts right from spurious best


@dataclass(frozen=True, slots=True)
class _Place:
    """A day that the page shows at an element, the words around it, and how many elements come before."""

    day: str
    element: HtmlElement
    around: str
    number: int
    is_time: bool


def guess_date(tree: HtmlElement, url: str) -> str:
    """The day (`2026-11-19`) that the URL names, else the one that stands where articles show theirs, or "".

    At most 60 places among the first 4,000 elements are looked at. The tree stays untouched.
    """
    day = day_in_url(url)
    if day:
        return day
    days = ShownDays(tree)
    for element in islice(tree.iter(), MAX_ELEMENTS):
        if not days.see(element, element.tag, element.text):
            break
    return days.best()


def day_in_url(url: str) -> str:
    """The day that a URL names as a part of its path, or ""."""
    match = _IN_URL.search(url)
    return iso_date(f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}") if match else ""


class ShownDays:
    """The days that a page shows among the elements that were seen, in document order."""

    def __init__(self, tree: HtmlElement) -> None:
        self._language = tree.get("lang") or tree.get("xml:lang") or ""
        self._heading: HtmlElement | None = None
        self._at = -1  # the number of the first `h1` with text
        self._number = -1
        self._places: list[_Place] = []

    def see(self, element: HtmlElement, tag: str, text: str | None) -> bool:
        """Look at the next element, of this tag and with this text at its beginning; False once that is enough."""
        self._number += 1
        if tag in _SPECIAL:
            text = self._special(element, tag, text)
        # plain searches first: nearly all texts of a page end here
        if text and ("20" in text or "19" in text) and len(text) < _MAX_TEXT and _HAS_YEAR.search(text):
            self._places += _of_text(text, element, self._number, self._language)
        tail = element.tail
        if tail and ("20" in tail or "19" in tail) and len(tail) < _MAX_TEXT and _HAS_YEAR.search(tail):
            parent = element.getparent()
            if parent is not None:
                self._places += _of_text(tail, parent, self._number, self._language)
        return len(self._places) <= _MAX_PLACES

    def _special(self, element: HtmlElement, tag: str, text: str | None) -> str | None:
        """The text of the element that is still to be read."""
        if tag == "time":
            self._places += _of_time(element, self._number, self._language)
        if tag != "h1":
            return None
        if self._heading is None and text_of(element):
            self._heading, self._at = element, self._number
        return text

    def best(self) -> str:
        """The day that stands where articles show theirs, or ""."""
        around = set() if self._heading is None else {self._heading, *self._heading.iterancestors()}
        best, day = _ENOUGH, ""
        for place in self._places:
            score = _score(place, self._at, around)
            if score > best:
                best, day = score, place.day
        return day


def _of_time(element: HtmlElement, number: int, tag: str) -> Iterator[_Place]:
    shown = text_of(element)[:_MAX_TEXT]
    day = iso_date(element.get("datetime") or "")[:10] or next(dates_in(shown, tag), ("",))[0]
    if day:
        before = _label_before(element)
        yield _Place(day, element, f"{before[-60:]} {shown if len(shown) > 12 else ''}", number, is_time=True)


def _of_text(text: str, element: HtmlElement, number: int, tag: str) -> Iterator[_Place]:
    text = " ".join(text.split())
    dates = list(dates_in(text, tag))
    if not dates and len(text) < 20 and (parent := element.getparent()) is not None and _is_small(parent):
        whole = text_of(parent)  # <b>Nov</b> <b>19</b> 2026
        if len(whole) < _SPLIT_OVER:
            text, element = whole, parent
            dates = list(dates_in(text, tag))
    end = 0
    for number_in_text, (day, start, stop) in enumerate(dates):
        before = text[end:start]
        rest = text[:start] + text[stop:] if len(dates) == 1 else before
        end = stop
        if number_in_text < 3:
            yield _Place(day, element, rest if rest.strip() else _label_before(element), number, is_time=False)


def _is_small(element: HtmlElement) -> bool:
    """Whether it has few children; `len` would count all."""
    return next(islice(element, 8, None), None) is None


def _label_before(element: HtmlElement) -> str:
    """What stands before an element that is nothing but a date: "Published", "Last updated:"."""
    previous = element.getprevious()
    if previous is not None:
        return f"{text_of(previous)[-40:]} {previous.tail or ''}" if _is_small(previous) else ""
    parent = element.getparent()
    return (parent.text or "")[-40:] if parent is not None else ""


def _score(place: _Place, heading: int, above: set[HtmlElement]) -> float:
    score = 2.0 if place.is_time else 1.0
    around = " ".join(_CLOCK.sub("", place.around).split())
    if _CHANGED.search(around):
        score -= 1.0
    elif _PUBLISHED.search(around):
        score += 1.5
    score -= min(3.0, max(0, len(around) - 30) / 30)  # the more words, the more likely a sentence that tells of a day
    score += _nearness(place.number, heading)
    return score + _surroundings(place.element, above)


def _nearness(number: int, heading: int) -> float:
    if heading < 0:
        return 0.5
    away = number - heading
    if away >= 0:
        return 2.0 - min(3.0, away / 40)
    return 1.0 - min(2.5, -away / 20)


def _surroundings(element: HtmlElement, above: set[HtmlElement]) -> float:
    """What tags and classes of an element and those around it say of a date; those around the heading say nothing."""
    score = 0.0
    named = foreign = False
    step: HtmlElement | None = element
    for depth in range(_ANCESTORS):
        if step is None or step in above or step.tag in ("body", "html"):
            break
        tag = str(step.tag)
        names = f"{step.get('class') or ''} {step.get('id') or ''}"
        if depth < 3 and not named and _NAMED.search(names):
            named = True
            score += 1.0
        if not foreign and (tag in _ASIDE or (tag == "a" and depth < 5) or _FOREIGN.search(names)):
            foreign = True
            score -= 2.0
        if tag in _LISTS and depth < 4:
            score -= 0.3
        step = step.getparent()
    return score
