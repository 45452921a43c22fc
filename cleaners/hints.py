"""What kind of page this is, by its own word: cheap evidence for whoever classifies its blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from cleaners.metadata import clean_text, declared_description, declared_title
from cleaners.structured import ARTICLE_TYPES, Node, Structured, strings, types_of
from cleaners.survey import Survey, survey
from cleaners.tree import text_of

_MAX_TYPES = 60
_MAX_POSTS = 500
_MAX_VISITED = 5_000  # JSON values looked at for the posts of a thread
_MAX_TEXT = 20_000  # characters of one post or description
_PRODUCTS = frozenset(
    ("product", "productgroup", "individualproduct", "productmodel", "someproducts", "vehicle", "car")
)
_POSTS = frozenset(("discussionforumposting", "comment", "question", "answer", "socialmediaposting"))
_THREADS = frozenset(("discussionforumposting", "question", "qapage", "faqpage"))
_INNER = ("comment", "suggestedAnswer", "acceptedAnswer", "mainEntity", "hasPart", "itemListElement", "item")


@dataclass(frozen=True, slots=True)
class Hints:
    """Empty or 0 where the page does not say. All texts are one line, entities read, tags off.

    `og_type` and `types` (JSON-LD at any place that `structured` opens, and microdata) are lower case, without a
    schema.org prefix. `title` is declared in the head or JSON-LD, else the `title` element. `heading` is the first `h1`
    that has text. `article_body` is the length of the longest `articleBody` in code points. `product_description` is
    that of the first product in JSON-LD. `posts` are the texts of the posts, questions, answers and comments of a
    thread in JSON-LD, in order, the post before its comments. `listed` is the number of entries of the longest
    `ItemList`. `times`, `headings`, `articles` count elements.
    """

    title: str = ""
    description: str = ""
    heading: str = ""
    og_type: str = ""
    types: frozenset[str] = frozenset()
    generator: str = ""
    has_next: bool = False
    times: int = 0
    headings: int = 0
    articles: int = 0
    article_body: int = 0
    product_description: str = ""
    posts: tuple[str, ...] = ()
    listed: int = 0

    @property
    def says_article(self) -> bool:
        """Whether Open Graph or JSON-LD calls the page an article."""
        return self.og_type == "article" or not self.types.isdisjoint(ARTICLE_TYPES)

    @property
    def says_product(self) -> bool:
        """Whether Open Graph or JSON-LD says that a product is on the page."""
        return self.og_type.startswith("product") or "product" in self.types or "productgroup" in self.types

    @property
    def says_thread(self) -> bool:
        """Whether JSON-LD calls the page a discussion, or questions with answers."""
        return not self.types.isdisjoint(("discussionforumposting", "qapage"))


def read(tree: HtmlElement, said: Structured) -> Hints:
    """The hints of a page; `said` is what `structured.read` gave for this tree. The tree stays untouched."""
    seen = said.seen or survey(tree)
    return Hints(
        title=declared_title(said) or next(filter(None, (clean_text(text_of(one)) for one in seen.titles)), ""),
        description=declared_description(said),
        heading=next(filter(None, (text_of(one)[:500] for one in seen.headings[:5])), ""),
        og_type=clean_text(said.first("og:type")).lower(),
        types=_types(said, seen),
        generator=clean_text(said.first("generator"))[:100],
        has_next=any("next" in (link.get("rel") or "").lower().split() for link in seen.links),
        times=seen.counts["time"],
        headings=seen.counts["h1"],
        articles=seen.counts["article"],
        article_body=max((len(text) for node in said.nodes for text in strings(node.get("articleBody"))), default=0),
        product_description=_product(said),
        posts=tuple(islice(_posts(said.nodes), _MAX_POSTS)),
        listed=max(
            (len(items) for node in said.nodes if isinstance(items := node.get("itemListElement"), list)), default=0
        ),
    )


def _types(said: Structured, seen: Survey) -> frozenset[str]:
    found = {name: None for node in said.nodes for name in sorted(types_of(node))}
    for written in seen.item_types:
        kind = written.strip().rstrip("/").rpartition("/")[2].lower()
        if kind:
            found[kind] = None
    return frozenset(islice(found, _MAX_TYPES))


def _product(said: Structured) -> str:
    descriptions = (text for node in said.of_types(_PRODUCTS) for text in strings(node.get("description")))
    return clean_text(next(descriptions, "")[:_MAX_TEXT])


def _posts(nodes: tuple[Node, ...]) -> Iterator[str]:
    waiting: list[Any] = [node for node in reversed(nodes) if not _THREADS.isdisjoint(types_of(node))]
    known: set[int] = set()
    seen = 0
    while waiting and seen < _MAX_VISITED:
        value = waiting.pop()
        seen += 1
        if isinstance(value, list):
            waiting.extend(reversed(value[:_MAX_VISITED]))
        elif isinstance(value, dict) and id(value) not in known:
            known.add(id(value))
            if not _POSTS.isdisjoint(types_of(value)):
                text = next(iter(strings(value.get("articleBody")) or strings(value.get("text"))), "")
                if text:
                    yield clean_text(text[:_MAX_TEXT])
            waiting.extend(value[key] for key in reversed(_INNER) if isinstance(value.get(key), dict | list))
