"""One parse of a page, for everyone who reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import ElementDefaultClassLookup, HTMLParser, LxmlError, SubElement, XPath, strip_elements
from lxml.html import HtmlElement, document_fromstring

from cleaners.normalise import normalise_text

# An unclosed doctype or a self-closed <html/> makes libxml2 lose the page.
_DOCTYPE = re.compile(r"<\s?!\s?doctype[^>]*>", re.IGNORECASE)
_CLOSED_HTML = re.compile(r"(<html\b[^<>]*?)\s*/>", re.IGNORECASE)
_PROLOGUE = 4096
# What libxml2 reads and lxml refuses to write.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HUGE = 20_000
_HUGE_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9]{{0,20}})[\s/][^<>]{{{_HUGE},}}")
_TO_PLACES = XPath("//a[contains(@href, '#')][string-length(normalize-space()) < 3]")
_PLACE_SIGNS = frozenset(("¶", "#", "§", "🔗", "⚓", "∞", "\uf0c1"))
_LABELLED = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "figcaption"))
_PLACE_CLASS = re.compile(r"headerlink|permalink|hash-?link|heading-?link|anchor|octicon", re.IGNORECASE)
# lxml.html asks a Python function for the class of every element it touches, to give forms and inputs classes of their
# own, which no one here needs. With one class for all of them trafilatura takes a tenth less time.
_ONE_CLASS = ElementDefaultClassLookup(element=HtmlElement)


def tame(html: str) -> str:
    """The page with the attributes off every tag of more than 20,000 characters.

    Parsers compare each attribute of an element with all before it: 200,000 of them take minutes.
    """
    kept: list[str] = []
    done = start = 0  # `start` stands behind a ">", of which there is none inside of the tags that are meant
    while start + _HUGE < len(html):
        near = html.rfind(">", start, start + _HUGE)
        if near < 0:
            near = html.find(">", start + _HUGE)
            end = near if near >= 0 else len(html)
            kept += (html[done:start], _HUGE_TAG.sub(r"<\1 ", html[start:end]))
            done = end
            if near < 0:
                break
        start = near + 1
    return "".join((*kept, html[done:])) if kept else html


def parse(html: str) -> HtmlElement | None:
    """The tree of a page, its root `html`, without comments and processing instructions; None if it has no element.

    Nesting beyond libxml2's limit is cut off there. Links to a heading itself, whose text is nothing but a sign for it
    ("Fields¶"), have no text. Never raises.
    """
    start = html[:_PROLOGUE]
    repaired = _CLOSED_HTML.sub(r"\1>", _DOCTYPE.sub("", start, count=1), count=1)
    parser = HTMLParser(collect_ids=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    # As bytes: lxml refuses a str with an XML declaration that names an encoding.
    data = (repaired + html[_PROLOGUE:]).encode("utf-8", "replace")
    try:
        root = document_fromstring(data, parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return None
    _take_in(root)
    _silence_signs(root)
    return root if len(root) else None


def _silence_signs(root: HtmlElement) -> None:
    """Take the text out of links to a place on a page that are nothing but a sign at a heading or a term."""
    links: list[HtmlElement] = _TO_PLACES(root)  # type: ignore[assignment]
    for link in links:
        text = "".join(islice(link.itertext(), 5)).strip().rstrip("\ufe0f")
        if text in _PLACE_SIGNS and _is_at_heading(link):
            for element in link.iter():
                element.text = None
                if element is not link:
                    element.tail = None


def _is_at_heading(link: HtmlElement) -> bool:
    if _PLACE_CLASS.search(link.get("class") or ""):
        return True
    return any(step.tag in _LABELLED for step in islice(link.iterancestors(), 3))


def _take_in(root: HtmlElement) -> None:
    """Put what stands behind `</html>` into the body, as browsers do.

    libxml2 2.14 makes it a second root, which nobody looks at. Pages are glued together of header, text and footer,
    and one `</html>` too many at the end of the header would take the text away.
    """
    behind = root.getnext()
    if behind is None:
        return
    body = root.find("body")
    if body is None:
        body = SubElement(root, "body")
    last = body[-1] if len(body) else None
    texts = [(body.text if last is None else last.tail) or ""]
    # Texts are put together before they are set: one after the other would take the square of their number.
    for part in list(_parts(behind)):
        if isinstance(part, str):
            if part:
                texts.append(part)
        else:
            _set_text(body, last, texts)
            body.append(part)  # with the text behind it
            last, texts = part, [part.tail or ""]
    _set_text(body, last, texts)


def _parts(behind: HtmlElement) -> Iterator[HtmlElement | str]:
    """The texts and elements inside of an element and of its next siblings; a body in it is no element of its own."""
    todo: list[HtmlElement | str] = [behind, *behind.itersiblings()][::-1]
    opened = set(todo)
    while todo:
        part = todo.pop()
        if isinstance(part, str) or not (part in opened or part.tag in ("head", "body")):
            yield part
        else:
            tail = "" if part in opened else part.tail or ""
            todo += [tail, *reversed(part), part.text or ""]


def _set_text(body: HtmlElement, last: HtmlElement | None, texts: list[str]) -> None:
    """Set the text behind the last element of the body, or of an empty body, if there is more than its own."""
    if len(texts) == 1:
        return
    text = _NO_XML.sub(" ", "".join(texts))
    if last is None:
        body.text = text
    else:
        last.tail = text


def lighten(tree: HtmlElement) -> None:
    """Take out of a tree, in place, what no extractor reads: scripts but JSON-LD, styles, drawings, head links, meta.

    Read metadata and links before. trafilatura copies and searches the whole tree several times, and its text stays
    the same without these (measured over 300 pages), for an eighth less of its time.
    """
    for script in list(tree.iter("script")):
        if "ld+json" not in (script.get("type") or "").lower():
            script.drop_tree()
    strip_elements(tree, "svg", "style", "link", "meta", "source", with_tail=False)


def text_of(element: HtmlElement) -> str:
    """The text of an element and all below it as one line, scripts, styles and control characters left out."""
    return one_line("".join(_texts(element)) if len(element) else element.text or "")


def one_line(text: str) -> str:
    """A text with its white space collapsed, without control characters."""
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join(normalise_text(line).split())


def _texts(element: HtmlElement) -> list[str]:
    if element.find(".//script") is None and element.find(".//style") is None:
        return list(element.itertext())
    return element.xpath(".//text()[not(parent::script or parent::style)]")  # type: ignore[no-any-return]
