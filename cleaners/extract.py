"""From a raw page to a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from cleaners import fallback, language, links, markup, metadata, structured
from cleaners.classifier.candidates import paragraphs
from cleaners.decode import Decoded, decode
from cleaners.document import Block, Document, document_from_blocks, document_from_text
from cleaners.no_document.kinds import NO_TEXT
from cleaners.no_document.verdict import kind_of
from cleaners.normalise import normalise_text
from cleaners.page import Link, Page
from cleaners.site_rules import SiteRules
from cleaners.site_rules.choosing import Chosen, choose
from cleaners.site_rules.rewriting import replaced
from cleaners.tree import lighten, parse, tame

if TYPE_CHECKING:
    from cleaners.classifier.model import Classifier

Mode = Literal["blocks", "full", "fast", "resiliparse"]
EXTRACTOR: dict[Mode, str] = {
    "blocks": "dehusk",
    "full": "trafilatura",
    "fast": "trafilatura-fast",
    "resiliparse": "resiliparse",
}

_BY_RULES = "site-rules"
_POOR_SIZE = 500  # code points: what rules chose is looked at again if it is shorter
_OUTGROWN = 3  # times: a shorter body that rules chose is left for one so much longer
_SIGNED = frozenset(
    ("article", "forum", "service")
)  # kinds of page that may be signed; short stories count as "service"
_OFFERED = ("product", "productgroup", "event")  # whose names and days are those of reviews, or when it takes place
_JSON_SHARE = 3  # an articleBody this many times longer than the extraction replaces it


@dataclass(frozen=True, slots=True)
class Extracted:
    """A page's document and what else a crawl needs of it.

    `kind` is "" or why there is no document: "empty" (a page without text), "not_html" (a PDF, a picture, JSON),
    "broken_encoding", or a kind of `cleaners.no_document.kinds`, of which `document` holds what was found all the same.
    `canonical_url` is what the page declares, absolute, or "".
    """

    document: Document
    links: tuple[Link, ...] = ()
    canonical_url: str = ""
    kind: str = ""


def extract(
    page: Page,
    mode: Mode = "blocks",
    *,
    title: str = "",
    language_hint: str = "",
    want_links: bool = True,
    rules: SiteRules | None = None,
    model: Classifier | None = None,
) -> Extracted:
    """The main text of a page as blocks, its metadata and, if they are wanted, its links.

    "blocks" is dehusk's own classifier of blocks (`model`, or the one that is shipped), which gives the kind of page
    and the expected quality too. "full" is trafilatura, with its comparison of extractors where its own rules found
    little of what stands in the page's paragraphs. Both guess author and date where the page declares none. "fast" is
    trafilatura without the comparison, "resiliparse" the cheapest; both take declared metadata only.
    Where the extraction is empty, resiliparse and the JSON-LD body are tried. `title` and `language_hint` are used
    where the page says nothing. `rules` are those of the page's host; what they choose wins over all that was said, but
    "resiliparse" does without: it must give the text of a page on which they hang. Raises nothing because of a page; it
    can hang or grow on hostile ones, so it belongs into a process with limits. The page stays untouched; the result
    depends on nothing but the arguments.
    """
    decoded = decode(page.body, page.headers.get("content-type", ""))
    if decoded.kind:
        return Extracted(Document("", (), url=page.url), kind=decoded.kind)
    if _is_plain_text(decoded, page):
        return _plain(decoded, page, title, language_hint)
    html = tame(decoded.text)
    config = rules.config if rules and mode != "resiliparse" else None
    if config:
        html = replaced(html, config)
    tree = parse(html)
    if tree is None:
        return Extracted(Document("", (), title=title, url=page.url), kind="empty")
    said = structured.read(tree)
    if config and config.skip_json_ld:
        said = structured.Structured(said.meta, seen=said.seen)
    base = links.base_url(tree, page.url)
    robots = ",".join((said.first("robots"), page.headers.get("x-robots-tag", "")))
    found = metadata.read(tree, said, base or page.url, metadata.GUESSES if mode in ("blocks", "full") else None)
    outgoing = links.outgoing(tree, page.url, robots) if want_links else ()
    chosen = choose(tree, config) if config else None
    if chosen:
        found, html = chosen.described(found), chosen.html or html
    view = _View(tree, html, said, page.url, mode, model)
    body = _by_rules(view, chosen)
    if chosen and not chosen.only:
        body = _unless_outgrown(body, replace(view, html=tame(decoded.text)))
    if body.kind in _SIGNED and not _is_offer(found, said):
        found = metadata.completed(found, tree, said, base or page.url, metadata.GUESSES)
    draft = document_from_blocks(body.blocks)
    tongue, score = language.detect(draft.text, found.language or language_hint)
    document = replace(
        draft,
        title=found.title or title,
        language=tongue,
        language_score=score,
        url=page.url,
        metadata=found.for_record() | body.known() | _doubts(decoded),
    )
    # what a person's rules chose is what they want
    kind = "" if body.extractor == _BY_RULES and body.blocks else kind_of(document, html, said)
    if not kind and not body.has_text:
        kind = NO_TEXT
    return Extracted(document, outgoing, found.canonical_url, kind or ("" if body.blocks else "empty"))


@dataclass(frozen=True, slots=True)
class _View:
    """A page that was parsed, and how its text is to be found."""

    tree: HtmlElement
    html: str
    said: structured.Structured
    url: str
    mode: Mode
    model: Classifier | None

    @property
    def host(self) -> str:
        return _host(self.url)


@dataclass(frozen=True, slots=True)
class _Body:
    """The blocks of a page, who found them, and what the classifier said of the page."""

    blocks: list[Block]
    extractor: str
    kind: str = ""
    quality: float = 0.0
    has_text: bool = True

    def known(self) -> dict[str, object]:
        """What the record's metadata say of it."""
        known: dict[str, object] = {"extractor": self.extractor}
        return known | ({"page_type": self.kind, "quality": self.quality} if self.kind else {})


def _by_rules(view: _View, chosen: Chosen | None) -> _Body:
    """`_found`, or the body that site rules chose; both of the tree that they changed."""
    body = markup.blocks_of_extraction(chosen.body, view.tree, view.host) if chosen and chosen.body else []
    if body or (chosen and chosen.only):
        return _Body(body, _BY_RULES)
    return _found(view)


def _unless_outgrown(found: _Body, view: _View) -> _Body:
    """What site rules gave, or what the page as it came gives, if that is so much longer.

    Rules that a site has outgrown choose a few words, or strip the article.
    """
    size = _size(found.blocks)
    tree = parse(view.html) if size < _POOR_SIZE else None
    if tree is None:
        return found
    other = _found(replace(view, tree=tree))
    return other if _size(other.blocks) > _OUTGROWN * size else found


def _found(view: _View) -> _Body:
    """The blocks of the page by the extractor of its mode, by resiliparse if there are none, or by its JSON-LD."""
    body = _extracted(view)
    if not body.blocks:
        body = _Body(fallback.blocks(view.html), EXTRACTOR["resiliparse"])
    if view.mode == "blocks" and body.kind:  # JSON-LD was among its candidates
        return body
    declared = _declared_body(view.said)
    if _size(declared) > _JSON_SHARE * _size(body.blocks) or (
        len(declared) > len(body.blocks) and _bare(declared) == _bare(body.blocks)  # the same, with its paragraphs
    ):
        return _Body(declared, "json-ld")
    return body


def _extracted(view: _View) -> _Body:
    # Both are imported where they are used: trafilatura takes a third of a second that most runs do not need.
    if view.mode == "resiliparse":
        return _Body([], "")
    if view.mode == "blocks":
        from cleaners import by_classifier  # noqa: PLC0415

        found = by_classifier.choose(view.tree, view.said, view.url, view.host, view.model)
        return _Body(found.blocks, EXTRACTOR["blocks"], found.kind, found.quality, found.has_text)
    from cleaners import by_trafilatura  # noqa: PLC0415

    lighten(view.tree)
    return _Body(by_trafilatura.blocks(view.tree, view.host, view.mode), EXTRACTOR[view.mode])


def _is_offer(found: metadata.Metadata, said: structured.Structured) -> bool:
    """Whether a page says that it is about a product or, whatever kind of it, an event."""
    kinds = (kind for node in said.nodes for kind in structured.types_of(node))
    return found.page_type.startswith(_OFFERED) or any(kind.endswith(_OFFERED) for kind in kinds)


def _declared_body(said: structured.Structured) -> list[Block]:
    """The article's text as JSON-LD gives it."""
    for node in said.of_types(structured.ARTICLE_TYPES):
        for text in structured.strings(node.get("articleBody")):
            return paragraphs(text)
    return []


def _size(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _bare(blocks: list[Block]) -> str:
    return "".join("".join(block.text.split()) for block in blocks)


def _is_plain_text(decoded: Decoded, page: Page) -> bool:
    kind = page.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "text/plain" and "</" not in decoded.text


def _plain(decoded: Decoded, page: Page, title: str, language_hint: str) -> Extracted:
    text = normalise_text(decoded.text)
    tongue, score = language.detect(text, language_hint)
    known: dict[str, object] = {"hostname": host} if (host := _host(page.url)) else {}
    document = document_from_text(
        text, title=title, language=tongue, language_score=score, url=page.url, metadata=known | _doubts(decoded)
    )
    return Extracted(document, kind="" if document.blocks else "empty")


def _doubts(decoded: Decoded) -> dict[str, object]:
    return {"charset_doubtful": True} if decoded.doubtful else {}


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
