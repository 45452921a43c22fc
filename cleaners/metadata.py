"""Title, author, date and the like of a page: what it declares first, what can be guessed from its body last."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from cleaners.bylines import guess_author
from cleaners.dates import iso_date
from cleaners.guessed_dates import guess_date
from cleaners.guesses import guess_both
from cleaners.language import code
from cleaners.links import absolute
from cleaners.names import people
from cleaners.normalise import normalise_text
from cleaners.structured import ARTICLE_TYPES, Node, Structured, strings, types_of
from cleaners.survey import Survey, survey
from cleaners.titles import headings_in, title_of
from cleaners.tree import text_of

_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]*>")
_MAX_CHARS = 10_000
_MAX_TAGS = 50
_MAX_LINKS = 5_000
_MAX_PARAGRAPHS = 5_000
_TITLES = (
    "og:title",
    "citation_title",
    "dc.title",
    "dcterms.title",
    "headline",
    "parsely-title",
    "sailthru.title",
    "title",
    "twitter:title",
)
_DESCRIPTIONS = (
    "og:description",
    "description",
    "dc.description",
    "dcterms.abstract",
    "dcterms.description",
    "sailthru.description",
    "twitter:description",
)
_SITES = (
    "og:site_name",
    "article:publisher",
    "citation_journal_title",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "application-name",
)
_AUTHORS = (
    "author",
    "article:author",
    "og:author",
    "og:article:author",
    "authors",
    "byl",
    "citation_author",
    "creator",
    "dc.creator",
    "dc:creator",
    "dcterms.creator",
    "parsely-author",
    "rbauthors",
    "sailthru.author",
    "shareaholic:article_author_name",
)
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "published_time",
    "article.published",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "cxenseparse:recs:publishtime",
    "shareaholic:article_published_time",
    "rbpubdate",
    "datecreated",
    "originalpublicationdate",
    "article_date_original",
    "date",
)
_TAGS = (
    "article:tag",
    "og:article:tag",
    "keywords",
    "news_keywords",
    "citation_keywords",
    "dcterms.subject",
    "parsely-tags",
    "sailthru.tags",
    "tags",
)
_PAGES = frozenset(("webpage", "itempage", "aboutpage", "collectionpage", "qapage", "blog"))
_THREADS = frozenset(("discussionforumposting", "question"))
_DAYS = ("datePublished", "datePosted", "uploadDate")  # of articles and recipes, of vacancies, of videos
_DAYS_OF_ITEMS = frozenset(("datepublished", "dateposted"))
_SITE = frozenset(("website",))
_PUBLISHERS = frozenset(("newsmediaorganization", "organization"))


@dataclass(frozen=True, slots=True)
class Guesses:
    """The guesses from the body of a page: each gives a string, "" for nothing. `date` takes the URL too.

    `both` gives author and date for less than the two would take; without it they are asked one after the other.
    """

    author: Callable[[HtmlElement], str]
    date: Callable[[HtmlElement, str], str]
    both: Callable[[HtmlElement, str], tuple[str, str]] | None = None


GUESSES = Guesses(guess_author, guess_date, guess_both)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a page; "" and empty lists where it is unknown. `canonical_url` is absolute."""

    title: str = ""
    author: str = ""
    published: str = ""
    sitename: str = ""
    hostname: str = ""
    description: str = ""
    page_type: str = ""
    language: str = ""
    canonical_url: str = ""
    tags: list[str] = field(default_factory=list)

    def for_record(self) -> dict[str, object]:
        """The keys of a record's metadata; those without a value are absent."""
        names = ("hostname", "sitename", "author", "description", "tags", "page_type", "canonical_url", "published")
        return {name: value for name in names if (value := getattr(self, name))}


def read(tree: HtmlElement, said: Structured, url: str, guesses: Guesses | None = None) -> Metadata:
    """The metadata of a page at `url`.

    JSON-LD, Open Graph, meta, microdata and `<time>` come first. `guesses` are asked only for what these do not say,
    and only if the page looks like an article; without them no author and no date is guessed. The title is the heading,
    where the page's own words confirm it (`titles.title_of`). The tree stays untouched.
    """
    seen = said.seen or survey(tree)
    canonical = _canonical_url(seen, said, url)
    sitename = _sitename(said)
    author = _author(said)
    published = _published(seen, said)
    tags = _tags(said) or _tidy_tags(_tag_links(tree))
    page_type = _page_type(said)
    if guesses is not None and not (author and published) and looks_like_article(tree, said, page_type):
        author, published = _guessed(tree, canonical or url, guesses, author, published)
    return Metadata(
        title=title_of(headings_in(seen.headings), declared_title(said), _window_title(seen), sitename),
        author=author,
        published=published,
        sitename=sitename,
        hostname=_host(canonical) or _host(url),
        description=declared_description(said),
        page_type=page_type,
        language=_language(tree, said),
        canonical_url=canonical,
        tags=tags,
    )


def completed(found: Metadata, tree: HtmlElement, said: Structured, url: str, guesses: Guesses) -> Metadata:
    """The metadata with author and date guessed where they are missing, for a page that is known to have them.

    `found` is what `read` gave for this tree with guesses; pages that looked like an article to it are not asked again.
    """
    if (found.author and found.published) or looks_like_article(tree, said, found.page_type):
        return found
    author, published = _guessed(tree, found.canonical_url or url, guesses, found.author, found.published)
    return replace(found, author=author, published=published)


def _guessed(tree: HtmlElement, url: str, guesses: Guesses, author: str, published: str) -> tuple[str, str]:
    if guesses.both and not author and not published:
        name, day = guesses.both(tree, url)
    else:
        name = "" if author else guesses.author(tree)
        day = "" if published else guesses.date(tree, url)
    return author or "; ".join(people([name])), published or iso_date(day)


def unescaped(value: str) -> str:
    """The value with HTML entities read."""
    return unescape(value) if "&" in value else value


def clean_text(value: str) -> str:
    """One line of plain text out of a declared value: entities read, tags off, white space collapsed."""
    if "&" in value:
        value = unescape(value)
    if "<" in value:
        value = _MARKUP.sub("", value)
    return " ".join(normalise_text(value).split())[:_MAX_CHARS]


def _canonical_url(seen: Survey, said: Structured, url: str) -> str:
    """The absolute canonical URL that the page names by rel=canonical or og:url, or ""."""
    for link in seen.links:
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            found = absolute(url, str(link.get("href")))
            if found:
                return found
    return absolute(url, said.first("og:url", "twitter:url"))


def _tag_links(tree: HtmlElement) -> Iterator[str]:
    for link in islice(tree.iter("a"), _MAX_LINKS):
        related = link.get("rel")
        if related and "tag" in related.lower().split() and link.get("href"):
            yield text_of(link)


def looks_like_article(tree: HtmlElement, said: Structured, page_type: str) -> bool:
    """Whether it is worth guessing an author and a date: the page says so, or it has an article or running text."""
    if page_type.lower() in ARTICLE_TYPES or page_type == "article" or said.article:
        return True
    seen = said.seen or survey(tree)
    if seen.articles or seen.times or any(True for _ in said.of_types(_THREADS)):
        return True
    long = 0
    for paragraph in islice(tree.iter("p"), _MAX_PARAGRAPHS):
        if len(paragraph.text or "") > 80:
            long += 1
            if long >= 3:
                return True
    return False


def declared_title(said: Structured) -> str:
    """The title that meta elements or JSON-LD give, or ""; not that of the `title` element."""
    declared = said.first(*_TITLES)
    if not declared:
        article = said.article
        declared = _text(article.get("headline")) or _text(article.get("name"))
    return clean_text(declared)


def declared_description(said: Structured) -> str:
    """The description that meta elements or JSON-LD give, or ""."""
    return clean_text(said.first(*_DESCRIPTIONS) or _text(said.article.get("description")))


def _window_title(seen: Survey) -> str:
    return next(filter(None, (clean_text(text_of(element)) for element in seen.titles)), "")


def _author(said: Structured) -> str:
    names = [
        name for node in said.of_types(ARTICLE_TYPES) for name in _names(node.get("author") or node.get("creator"))
    ]
    found = people(names)
    if not found:
        found = people([value for value in said.all(*_AUTHORS) if " " in value.strip() or not value.isascii()])
    if not found:
        found = people(
            [name for node in said.of_types(_THREADS | _PAGES) for name in _names(node.get("author"))][:_MAX_TAGS]
        )
    return "; ".join(found)


def _names(value: object) -> list[str]:
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        kinds = types_of(value)
        if kinds and "person" not in kinds:
            return []
        name = value.get("name")
        if isinstance(name, dict):
            name = name.get("name")
        if name:
            return strings(name)
        parts = [_text(value.get(key)) for key in ("givenName", "additionalName", "familyName")]
        return [" ".join(filter(None, parts))]
    return []


def _published(seen: Survey, said: Structured) -> str:
    dated: list[object] = [node.get("datePublished") for node in said.of_types(ARTICLE_TYPES)]
    dated += said.all(*_DATES)
    dated += [node.get(key) for node in said.nodes for key in _DAYS if node.get(key)]
    dated += [node.get("dateCreated") for node in said.of_types(_THREADS)]
    for value in dated:
        found = iso_date(_text(value))
        if found:
            return found
    return next(filter(None, map(_of_element, (*seen.dated, *seen.times))), "")


def _of_element(element: HtmlElement) -> str:
    """The date of an element that is named for the publication, be it by microdata or a class of its `time`, or ""."""
    item = (element.get("itemprop") or "").lower()
    words = f"{item} {element.get('class') or ''}".lower() if element.tag == "time" else ""
    if (
        not _DAYS_OF_ITEMS.isdisjoint(item.split())
        or element.get("pubdate") is not None
        or "publish" in words
        or "entry-date" in words
    ):
        return iso_date(element.get("datetime") or element.get("content") or "")
    return ""


def _sitename(said: Structured) -> str:
    name = said.first(*_SITES)
    if not name or name.startswith(("http://", "https://", "@")):
        publisher = said.article.get("publisher")
        name = next(filter(None, (_text(node.get("name")) for node in said.of_types(_SITE))), "")
        name = name or (_text(publisher.get("name")) if isinstance(publisher, dict) else _text(publisher))
        name = name or next(filter(None, (_text(node.get("name")) for node in said.of_types(_PUBLISHERS))), "")
    name = clean_text(name or said.first("twitter:site")).lstrip("@")
    return "" if name.startswith(("http://", "https://")) else name


def _tags(said: Structured) -> list[str]:
    found = said.all(*_TAGS)
    for node in said.of_types(ARTICLE_TYPES):
        found += strings(node.get("keywords"))
    return _tidy_tags(found)


def _tidy_tags(values: Iterable[str]) -> list[str]:
    tags: dict[str, str] = {}
    for value in values:
        for part in re.split(r"[,;，、]", clean_text(value)):
            tag = part.strip(" \"'#.")
            if (
                tag
                and len(tag) <= 80
                and not tag.startswith(("http:", "https:"))
                and any(char.isalpha() for char in tag)
            ):
                tags.setdefault(tag.casefold(), tag)
    return list(tags.values())[:_MAX_TAGS]


def _page_type(said: Structured) -> str:
    declared = clean_text(said.first("og:type")).lower()
    if declared:
        return declared
    article: Node = said.article
    return next(iter(sorted(types_of(article) & ARTICLE_TYPES)), "")


def _language(tree: HtmlElement, said: Structured) -> str:
    for tag in (
        tree.get("lang"),
        tree.get("xml:lang"),
        said.first("og:locale"),
        said.first("content-language"),
        said.first("language", "dc.language", "inlanguage"),
    ):
        found = code((tag or "").partition(",")[0])
        if found:
            return found
    return ""


def _text(value: object) -> str:
    return next(iter(strings(value)), "")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
