"""What a site-config file chooses from a page: its title, authors and date, and the elements that are its body."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from html import escape

from lxml.etree import tostring
from lxml.html import HtmlElement

from cleaners.dates import iso_date
from cleaners.metadata import clean_text
from cleaners.names import people
from cleaners.site_rules.config import Config
from cleaners.site_rules.rewriting import is_named
from cleaners.site_rules.xpaths import Searched
from cleaners.tree import text_of

_NEVER_TEXT = ("script", "style", "noscript", "template", "iframe", "object", "button", "input", "select", "textarea")
_PRUNED = ("nav", "form", "footer", "fieldset", "menu", "dialog")
_CONTAINERS = ("ul", "ol", "div", "section", "aside", "table", "dl")
_LINKS = 0.5  # a container with a greater share of linked text is pruned ...
_LONG = 100  # ... unless a paragraph of it has so many characters outside of links


@dataclass(frozen=True, slots=True)
class Said:
    """Title, author ("; " between several) and ISO date as the file finds them in a page; "" where it does not."""

    title: str = ""
    author: str = ""
    published: str = ""


def said(searched: Searched, config: Config) -> Said:
    """What the file's XPaths say of a page: the first of each that finds something. The tree stays untouched."""
    title = next(filter(None, (clean_text(text) for text in _texts(searched, config.title, first=True))), "")
    names = [people(texts) for expression in config.author if (texts := list(_texts(searched, (expression,))))]
    dates = (iso_date(" ".join(text.split())) for text in _texts(searched, config.date))
    return Said(title, "; ".join(next(filter(None, names), [])), next(filter(None, dates), ""))


def _texts(searched: Searched, expressions: tuple[str, ...], *, first: bool = False) -> list[str]:
    """The texts of what the expressions find; of each its first only, if asked for."""
    found: list[str] = []
    for expression in expressions:
        nodes = searched.select(expression)
        texts = [node if isinstance(node, str) else _dated(node) or text_of(node) for node in nodes]
        texts = [text for text in texts if text.strip()]
        found += texts[:1] if first else texts
    return found


def _dated(element: HtmlElement) -> str:
    """A `time` says its date in an attribute, for machines."""
    return element.get("datetime") or "" if element.tag == "time" else ""


def body_html(searched: Searched, config: Config) -> str:
    """The body that the file chooses, as HTML; "" where none of its XPaths finds text.

    The first XPath that finds text wins; all of what it finds is the body, in the order of the page, each part once.
    Unless the file says `prune: no`, menus, forms and lists of links are left out. The tree stays untouched.
    """
    for expression in config.body:
        parts = []
        for node in _outermost(searched.select(expression)):
            if isinstance(node, str):
                parts.append(f"<p>{escape(node)}</p>" if node.strip() else "")
            elif not is_named(node, config.skip_id_or_class):
                parts.append(_html(node, prune=config.prune is not False))
        if any(parts):
            return "".join(parts)
    return ""


def _outermost(nodes: list[HtmlElement | str]) -> list[HtmlElement | str]:
    chosen = {node for node in nodes if not isinstance(node, str)}
    return [
        node for node in nodes if isinstance(node, str) or not any(above in chosen for above in node.iterancestors())
    ]


def _html(element: HtmlElement, *, prune: bool) -> str:
    """An element as HTML without what is never text; "" if no text is left."""
    own = deepcopy(element)
    own.tail = None
    holder = own.makeelement("div")
    holder.append(own)
    for hidden in list(holder.iter()):
        if hidden is not holder and (hidden.tag in _NEVER_TEXT or _is_hidden(hidden)) and _hangs(hidden, holder):
            hidden.drop_tree()
    if prune:
        _prune(holder, own)
    return tostring(holder, encoding="unicode", method="html") if text_of(holder) else ""


def _is_hidden(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style


def _hangs(element: HtmlElement, holder: HtmlElement) -> bool:
    """Whether an element is still in the tree: one around it may have been dropped before."""
    return any(above is holder for above in element.iterancestors())


def _prune(holder: HtmlElement, own: HtmlElement) -> None:
    for element in list(holder.iter(*_PRUNED)):
        if element is not own and _hangs(element, holder):
            element.drop_tree()
    for element in reversed(list(holder.iter(*_CONTAINERS))):  # from the inside out
        if element not in (holder, own) and _is_links(element):
            element.drop_tree()


def _is_links(element: HtmlElement) -> bool:
    """Whether a container holds links and little else."""
    total = len(text_of(element))
    linked = sum(len(text_of(link)) for link in element.iter("a"))
    if not linked or linked <= _LINKS * total:
        return False
    return all(
        len(text_of(paragraph)) - sum(len(text_of(link)) for link in paragraph.iter("a")) < _LONG
        for paragraph in element.iter("p", "li", "td")
    )
