"""The tools that `benchmarks.compare` sets side by side: each takes a page as it came and gives its main text.

Each is used as its documentation says, with metadata where it reads any, and gets no more than bytes and URL. Those
that want characters get them from resiliparse's detection, which is in their time. A tool that is not installed raises
ImportError when it is opened.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

import orjson

from benchmarks.baselines import stop_words
from benchmarks.page_scores import Sample
from cleaners.page import Page
from output.processing import Task, process
from output.record import Facts
from output.setup import Mode, Setup
from output.tools import Tools

Extract = Callable[[Sample], str]
DEHUSK = "dehusk"
TRAFILATURA = "trafilatura"
# By the name of the row: what its figures are of.
PACKAGES = {
    "trafilatura": "trafilatura",
    "trafilatura, fast": "trafilatura",
    "resiliparse": "Resiliparse",
    "readability-lxml": "readability-lxml",
    "newspaper4k": "newspaper4k",
    "jusText": "jusText",
}
_LANGUAGE = re.compile(rb"""<html\b[^>]*?\slang\s*=\s*["']?([a-z]{2})""", re.IGNORECASE)
_HEAD = 2_000  # bytes in which the page's <html> stands


def dehusk(mode: Mode, models: Mapping[str, Path]) -> Extract:
    """The whole way of a page to its record: decode, parse, extract, metadata, language, clean, record, removals.

    `models` are files with another model than the shipped one, by the id of the page that it is for. Raises OSError,
    ValueError or KeyError if one is none.
    """
    opened = {path: Tools(Setup(extractor=mode, model=str(path))) for path in set(models.values())}
    for tools in opened.values():
        _ = tools.model
    shipped = Tools(Setup(extractor=mode))

    def extract(sample: Sample) -> str:
        path = models.get(sample.id)
        task = Task(Page(sample.url, sample.body), None, Facts(source="bench/compare", id=sample.id, url=sample.url))
        done = process(task, opened[path] if path else shipped)
        return str(orjson.loads(done.record)["text"]) if done.record else ""

    return extract


def trafilatura(*, fast: bool) -> Extract:
    """`bare_extraction` with metadata; its comments are text too, as in its own text output."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - each tool is loaded when it is asked for

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

    def extract(sample: Sample) -> str:
        found = bare_extraction(sample.body, url=sample.url or None, with_metadata=True, fast=fast)
        return "\n".join(filter(None, (found.text, found.comments))) if found else ""

    return extract


def resiliparse() -> Extract:
    """Plain text of the main content, without the texts that stand for pictures."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415

    return lambda sample: str(extract_plain_text(_characters(sample.body), main_content=True, alt_texts=False))


def readability() -> Extract:
    """The summary, which is HTML, as text."""
    from readability import Document  # noqa: PLC0415
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415

    logging.getLogger("readability").setLevel(logging.CRITICAL)

    def extract(sample: Sample) -> str:
        summary = Document(_characters(sample.body), url=sample.url or None).summary(html_partial=True)
        return str(extract_plain_text(summary, alt_texts=False))

    return extract


def newspaper4k() -> Extract:
    """A parsed article; nothing is fetched, no picture and no list of suffixes."""
    from newspaper import Article  # noqa: PLC0415
    from tldextract import TLDExtract, tldextract  # noqa: PLC0415

    tldextract.TLD_EXTRACTOR = TLDExtract(suffix_list_urls=(), cache_dir=None)
    logging.getLogger("newspaper").setLevel(logging.CRITICAL)

    def extract(sample: Sample) -> str:
        article = Article(sample.url or "https://example.org/", fetch_images=False, follow_meta_refresh=False)
        article.download(input_html=_characters(sample.body))
        article.parse()
        return str(article.text)

    return extract


def justext() -> Extract:
    """With the stop words of the language that the page declares, or else English."""
    from justext import justext as paragraphs_of  # noqa: PLC0415

    def extract(sample: Sample) -> str:
        declared = _LANGUAGE.search(sample.body[:_HEAD])
        words, limits = stop_words(declared[1].decode().lower() if declared else "en")
        found = paragraphs_of(_characters(sample.body), words, **limits)
        return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)

    return extract


def extractors(models: Mapping[str, Path]) -> dict[str, Callable[[], Extract]]:
    """How each tool is opened, by the name of its row. `models` as for `dehusk`."""
    return {
        DEHUSK: lambda: dehusk("blocks", models),
        f"{DEHUSK} --extractor trafilatura": lambda: dehusk("full", {}),
        f"{DEHUSK} --extractor resiliparse": lambda: dehusk("resiliparse", {}),
        TRAFILATURA: lambda: trafilatura(fast=False),
        f"{TRAFILATURA}, fast": lambda: trafilatura(fast=True),
        "resiliparse": resiliparse,
        "readability-lxml": readability,
        "newspaper4k": newspaper4k,
        "jusText": justext,
    }


def named(name: str) -> str:
    """A tool with its version, "" for dehusk's own."""
    return f"{PACKAGES[name]} {version(PACKAGES[name])}" if name in PACKAGES else ""


def _characters(body: bytes) -> str:
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding  # noqa: PLC0415

    return str(bytes_to_str(body, detect_encoding(body)))
