"""What a site-config file changes in a page: strings before it is parsed, elements of its tree afterwards."""

from __future__ import annotations

from lxml.html import HtmlElement

from cleaners.site_rules.config import Config
from cleaners.site_rules.xpaths import Searched

_GROWS_AT_MOST = 4  # times the page: replacements that make more of it are left out


def replaced(html: str, config: Config) -> str:
    """The page with every `find_string` replaced, in the order of the file.

    Plain strings, no patterns; the time is linear in the page for each of them.
    """
    limit = _GROWS_AT_MOST * len(html) + 10_000
    for found, stands in config.replacements:
        times = html.count(found)
        if times and len(html) + times * (len(stands) - len(found)) <= limit:
            html = html.replace(found, stands)
    return html


def rewrite(searched: Searched, config: Config) -> bool:
    """Strip, dissolve, wrap and move elements of a tree, in place; whether anything changed.

    An element goes with all that is in it; the text behind it stays. The root and its body never go.
    """
    changed = False
    for target, moved in config.moves:
        changed = _move(searched, target, moved) or changed
    for name, expression in config.wraps:
        for element in _inner(searched.elements(expression)):
            _wrap(element, name)
            changed = True
    for expression in config.strip:
        changed = _drop(searched.elements(expression)) or changed
    changed = _drop(_named(searched.tree, config.strip_id_or_class)) or changed
    changed = _drop(_pictures(searched.tree, config.strip_image_src)) or changed
    for expression in config.dissolve:
        for element in _inner(searched.elements(expression)):
            element.drop_tag()
            changed = True
    for expression in config.strip_attr:
        _strip_attributes(searched, expression)
    return changed


def is_named(element: HtmlElement, parts: tuple[str, ...]) -> bool:
    """Whether one of the parts stands in the class or the id of an element."""
    words = f"{element.get('class') or ''}\n{element.get('id') or ''}"
    return any(part in words for part in parts)


def _named(tree: HtmlElement, parts: tuple[str, ...]) -> list[HtmlElement]:
    return [element for element in tree.iter() if element.attrib and is_named(element, parts)] if parts else []


def _pictures(tree: HtmlElement, parts: tuple[str, ...]) -> list[HtmlElement]:
    if not parts:
        return []
    return [image for image in tree.iter("img") if any(part in (image.get("src") or "") for part in parts)]


def _inner(elements: list[HtmlElement]) -> list[HtmlElement]:
    """The elements that have a parent and are not the body."""
    return [element for element in elements if element.getparent() is not None and element.tag != "body"]


def _drop(elements: list[HtmlElement]) -> bool:
    dropped = _inner(elements)
    for element in dropped:
        if element.getparent() is not None:
            element.drop_tree()
    return bool(dropped)


def _wrap(element: HtmlElement, name: str) -> None:
    wrapper = element.makeelement(name.lower())
    parent = element.getparent()
    assert parent is not None
    wrapper.tail, element.tail = element.tail, None
    parent.replace(element, wrapper)
    wrapper.append(element)


def _move(searched: Searched, target: str, moved: str) -> bool:
    """Put elements at the end of the first one that is a target."""
    into = next(iter(searched.elements(target)), None)
    if into is None:
        return False
    around = {into, *into.iterancestors()}
    changed = False
    for element in _inner(searched.elements(moved)):
        if element not in around:
            tail, element.tail = element.tail, None
            place = element.getprevious()
            parent = element.getparent()
            assert parent is not None
            into.append(element)
            if tail and place is not None:
                place.tail = (place.tail or "") + tail
            elif tail:
                parent.text = (parent.text or "") + tail
            changed = True
    return changed


def _strip_attributes(searched: Searched, expression: str) -> None:
    """`//p/@class` takes the attribute off the elements before it, `//p` all attributes."""
    place, slash, attribute = expression.rpartition("/@")
    if slash and attribute.isidentifier():
        for element in searched.elements(place):
            element.attrib.pop(attribute, None)
    else:
        for element in searched.elements(expression):
            element.attrib.clear()
