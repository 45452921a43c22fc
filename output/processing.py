"""From a page or a text to the lines of its record: what a worker process does with one input."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, Protocol

from cleaners.cleaning import Cleaned
from cleaners.document import Document, document_from_text
from cleaners.hosts import ascii_host, host_of, hostname
from cleaners.listings import Listing
from cleaners.normalise import normalise_text
from cleaners.page import Link, Page
from cleaners.sketch import sketch
from output.jsonl import dumps
from output.record import Facts, build, canonical, record_id
from output.remembering import layout_of
from output.setup import Mode
from output.tools import NO_TOOLS, Tools

Reads = Literal["page", "fragment", "feed", "sitemap", "robots"]


@dataclass(frozen=True, slots=True)
class Task:
    """One input: a page (`page`) or text that was extracted before (`text`), and what is known about it.

    `title`, `language` and `metadata` (values of `output.record.METADATA_TYPES`) are what the input says; they win over
    what is found in a page. `url` is where a text came from (a page knows its own). `mode` is the way of extraction,
    None for that of the run. `want_links` asks for the page's links too. `host` is whose page it is where nothing else
    says so, `memory` the template memory of its host (`cleaners.memory`, as bytes; empty for none). `reads` is what to
    see in the page: a whole page, the HTML of a feed's entry ("fragment"), or a listing. `whatever` asks for a record,
    beside its outcome, of a page that holds text and is no document, too. `unread` names keys of the input that hold
    the document once more and were not read.
    """

    page: Page | None
    text: str | None
    facts: Facts
    title: str = ""
    language: str = ""
    url: str = ""
    mode: Mode | None = None
    metadata: tuple[tuple[str, Any], ...] = ()
    want_links: bool = False
    host: str = ""
    memory: bytes = b""
    reads: Reads = "page"
    whatever: bool = False
    unread: str = ""

    @property
    def size(self) -> int:
        """About how many bytes of memory the input takes."""
        return len(self.page.body) if self.page else len(self.text or "")


@dataclass(frozen=True, slots=True)
class Processed:
    """What became of a task. `record` is one JSONL line and `removals` are none or more, both with their line breaks.

    `outcome` is "ok", or why there is no record: then `record` and `removals` are empty (unless the task asked for them
    `whatever`) and `detail` is one line for a person. `n_chars_in`/`n_chars_out` are code points before and after
    cleaning, `removed` counts removals by cleaner.
    `rules` are those that cleaned it; of a page, `extraction` says what decided its text before that (`output.tools`),
    `layout` and `sketch` are what cleaning it again needs (`output.remembering`, `cleaners.sketch`), and `host` is the
    one it belongs to. Of a feed, sitemap or robots.txt,
    `listing` is what it lists; its outcome is "listing", or "bad_listing" where it is something else.
    """

    id: str
    outcome: str
    record: bytes = b""
    removals: bytes = b""
    links: tuple[Link, ...] = ()
    n_chars_in: int = 0
    n_chars_out: int = 0
    removed: dict[str, int] | None = None
    canonical_url: str = ""
    text_sha256: str = ""
    mode: str = ""
    detail: str = ""
    rules: str = ""
    extraction: str = ""
    host: str = ""
    layout: bytes = b""
    sketch: bytes = b""
    listing: Listing | None = None


class _Detect(Protocol):
    def __call__(self, text: str, declared: str = "") -> tuple[str, float]: ...


def process(task: Task, tools: Tools = NO_TOOLS) -> Processed:
    """Extract (or take the text), clean, and build the lines of the record. The same task gives the same bytes.

    `tools` are what the run was set up with (`output.tools`).

    A page without a document is an outcome, not an error. Raises what extraction and cleaning raise (a MemoryError,
    say); `crawler.workers` turns that into an outcome.
    """
    if task.page is None:
        text = normalise_text(task.text or "")
        document = _described(document_from_text(text, url=task.url or task.facts.url), task)
        return finish(task, document, tools)
    if task.reads != "page":
        from output.listed import read_fragment, read_listing  # noqa: PLC0415 - as below

        return read_fragment(task, tools) if task.reads == "fragment" else read_listing(task)
    from cleaners.extract import extract  # noqa: PLC0415 - half a second of imports that the parent process never needs

    mode = task.mode or tools.extractor
    # Named before the rules are read: of a file that changes meanwhile, a page must not be said to have the newer.
    extraction = tools.extraction(_host(task), mode)
    extracted = extract(
        task.page,
        mode,
        title=task.title,
        language_hint=task.language,
        want_links=task.want_links,
        rules=tools.rules_for(_host(task)),
        model=tools.model,
    )
    blocks = extracted.document.blocks
    if not blocks or (extracted.kind and not task.whatever):
        outcome = extracted.kind or "empty"
        return Processed(
            identity(task),
            outcome,
            links=extracted.links,
            canonical_url=extracted.canonical_url,
            mode=mode,
            detail=_NO_DOCUMENT.get(outcome, "the page holds no document"),
        )
    done = finish_page(task, extracted.document, tools, extraction)
    if extracted.kind:
        done = replace(done, outcome=extracted.kind, detail=_NO_DOCUMENT[extracted.kind])
    return replace(done, links=extracted.links, canonical_url=extracted.canonical_url, mode=mode)


_NO_DOCUMENT = {
    "empty": "no text was found in the page",
    "not_html": "this is no HTML",
    "broken_encoding": "the character set of the page cannot be told",
    "page.app_shell": "the page is the shell of an application: its text is made by JavaScript",
    "page.blocked": "the server refused to show the page: it keeps programs out, or this network",
    "page.captcha": "the server asks for a proof that a person reads (a captcha) instead of showing the page",
    "page.consent_wall": "the page asks to accept cookies before it shows anything",
    "page.error": "the page tells of an error of the server, or of maintenance",
    "page.login": "the page asks to log in before it shows anything",
    "page.no_text": "nothing on the page is likely to be its text: menus, buttons and footers only",
    "page.parked": "the domain is for sale, expired or suspended, or has no site of its own yet",
    "page.soft_404": "the page says that there is no such page, though the server sent it as one",
}


def finish_page(task: Task, document: Document, tools: Tools, extraction: str) -> Processed:
    """`finish` for what was read from a page: with what the input says of it, and what cleaning it again needs."""
    document = _described(document, task)
    done = finish(task, document, tools, extraction)
    if done.outcome != "ok":
        return done
    return replace(done, extraction=extraction, layout=layout_of(document), sketch=sketch(document))


def finish(task: Task, document: Document, tools: Tools = NO_TOOLS, extraction: str = "") -> Processed:
    """Clean a document and build the lines of its record; "empty" if nothing stays. `extraction` names what decided
    its text, "" for one that was extracted elsewhere."""
    key = identity(task)
    if not document.blocks:
        return Processed(key, "empty", n_chars_in=len(document.text), detail="there is no text in it")
    cleaned, rules = tools.clean(document, task.memory, extraction)
    if not cleaned.text.strip():
        detail = f"all of its {len(document.text)} characters are boilerplate"
        return Processed(key, "empty", n_chars_in=len(document.text), removed=by_cleaner(cleaned), detail=detail)
    record, rows = build(cleaned, _facts(task, key), rules)
    return Processed(
        id=key,
        outcome="ok",
        record=dumps(record),
        removals=b"".join(map(dumps, rows)),
        n_chars_in=len(document.text),
        n_chars_out=len(cleaned.text),
        removed=by_cleaner(cleaned),
        text_sha256=record["metadata"]["text_sha256"],
        rules=rules,
        host=host_of(document),
    )


def host_known(task: Task) -> str:
    """The host of a text, as its document will have it."""
    return host_of(_known(Document("", (), url=task.url or task.facts.url), task))


def text_sketch(text: str) -> bytes:
    """The sketch of a text for template memory."""
    return sketch(document_from_text(normalise_text(text)))


def page_name(task: Task) -> str:
    """What template memory knows a page by: the same for one that is seen again."""
    url = _url(task)
    return canonical(url) if url else identity(task)


def by_cleaner(cleaned: Cleaned) -> dict[str, int]:
    """How many removals each cleaner made, by its name."""
    return dict(Counter(removal.cleaner for removal in cleaned.removals))


def identity(task: Task) -> str:
    """The id of a task's record: its own, or one made from URL or content."""
    if task.facts.id:
        return task.facts.id
    content = task.page.body if task.page else (task.text or "").encode("utf-8", "replace")
    return record_id(_url(task), content, task.facts.ordinal)


def _url(task: Task) -> str:
    return task.facts.url or (task.page.url if task.page else task.url)


def _host(task: Task) -> str:
    return hostname(_url(task)) or ascii_host(str(dict(task.metadata).get("hostname") or "")) or task.host


def _facts(task: Task, key: str) -> Facts:
    facts = replace(task.facts, id=key, url=_url(task))
    page = task.page
    if page is None:
        return facts
    came_from = page.requested_url
    if came_from and not facts.redirected_from and canonical(came_from) != canonical(page.url):
        facts = replace(facts, redirected_from=came_from)
    return replace(
        facts,
        raw_sha256=facts.raw_sha256 or hashlib.sha256(page.body).hexdigest(),
        added=facts.added or page.fetched,
    )


def _described(document: Document, task: Task) -> Document:
    """The document with what the input says about it, and with its language."""
    document = _known(document, task)
    if document.language and not task.language:
        return document
    detect = _detector()
    if detect is None:
        return replace(document, language=task.language or document.language)
    language, score = detect(document.text, task.language)
    return replace(document, language=language, language_score=score)


def _known(document: Document, task: Task) -> Document:
    known = {key: value for key, value in task.metadata if value}
    metadata = {**document.metadata, **known}
    if task.host and not host_of(replace(document, metadata=metadata)):
        metadata["hostname"] = task.host
    return replace(document, title=normalise_line(task.title) or document.title, metadata=metadata)


def normalise_line(text: str) -> str:
    """A text on one line: control characters out, white space as single spaces."""
    return " ".join(normalise_text(text).split())


@cache
def _detector() -> _Detect | None:
    try:
        from cleaners.language import detect  # noqa: PLC0415 - loads its model, which the parent may never need
    except ImportError:
        return None
    return detect
