"""HTML of the demo: one page frame, and the article layouts that put debris where real sites put it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import escape

from crawler.demo.content import Article, Debris, Newspaper, Part, Teaser

_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_EMPHASIS = re.compile(r"\*([^*]+)\*")

_STYLE = """
:root{--ink:#1b1b1b;--accent:#0b5394}body{margin:0;font:17px/1.6 Georgia,serif;color:var(--ink)}
.wrap{max-width:1100px;margin:auto;display:grid;grid-template-columns:1fr 300px;gap:32px}
nav ul{list-style:none;display:flex;gap:14px;padding:0}.hero{aspect-ratio:16/9;background:#ddd}
.row{display:grid;grid-template-columns:repeat(2,1fr);gap:16px}.cell{border-top:1px solid #ccc}
@media(max-width:700px){.wrap{grid-template-columns:1fr}}
"""
_SCRIPT = """
window.dataLayer=window.dataLayer||[];function tag(){dataLayer.push(arguments)}tag('js',new Date());
(function(d){var s=d.createElement('span');s.hidden=true;d.documentElement.appendChild(s);
document.addEventListener('DOMContentLoaded',function(){d.querySelectorAll('img[data-src]').forEach(function(i){i.src=i.dataset.src})})})(document);
"""


def article_page(article: Article, paper: Newspaper, base: str) -> str:
    """The whole HTML of an article. `base` is the site's origin, e.g. `http://localhost:8000`."""
    middle = f"<main><article class='post-full'>{_LAYOUTS[article.layout](article)}</article></main>"
    return frame(paper, article.title, middle, head=_head(article, paper, base), language=article.language)


def frame(paper: Newspaper, title: str, main: str, *, head: str = "", language: str = "") -> str:
    """A page of a newspaper: head, navigation, `main`, side column, footer, scripts."""
    sections = "".join(f"<li><a href='/secao/{name}'>{name.capitalize()}</a></li>" for name in paper.sections)
    menu = "".join(f"<li><a href='/institucional/{number}'>{text}</a></li>" for number, text in enumerate(paper.menu))
    side = "".join(f"<li><a href='/tag/{name}'>#{name}</a></li>" for name in paper.sections)
    return f"""<!DOCTYPE html>
<html lang="{language or paper.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} | {escape(paper.name)}</title>
<link rel="alternate" type="application/rss+xml" title="{escape(paper.name)}" href="/feed.xml">
<link rel="stylesheet" href="/static/site.css">
{head}
<style>{_STYLE}</style>
<script>{_SCRIPT}</script>
</head>
<body>
<header class="site-header"><a class="logo" href="/">{escape(paper.name)}</a>
<p class="slogan">{escape(paper.slogan)}</p>
<nav><ul>{sections}</ul></nav><a href="/login">Login</a> <a href="/calendar?month=2026-03">Agenda</a></header>
<div class="wrap">
{main}
<aside class="sidebar"><h3>{escape(paper.one_more)}</h3><ul>{side}</ul>
<div class="ad-slot" data-size="300x250"></div></aside>
</div>
<footer class="site-footer"><ul>{menu}</ul><p>{escape(paper.footer)}</p></footer>
<div id="cookie-banner" role="dialog">{escape(paper.cookies)}</div>
<script src="/static/site.js" async></script>
</body>
</html>
"""


def list_page(paper: Newspaper, title: str, found: list[Article], extra: str = "") -> str:
    """A front or section page: a card for each article."""
    cards = "".join(
        f"<div class='card'><h2><a href='{one.path}'>{escape(one.title)}</a></h2><p>{escape(one.lead)}</p>"
        f"<time datetime='{one.published}'>{one.published[:10]}</time></div>"
        for one in found
    )
    return frame(paper, title, f"<main><h1>{escape(title)}</h1>{cards}{extra}</main>")


def _head(article: Article, paper: Newspaper, base: str) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.lead,
        "datePublished": article.published,
        "inLanguage": article.language,
        "author": {"@type": "Person", "name": article.author},
        "publisher": {"@type": "Organization", "name": paper.name},
        "keywords": article.tags,
        "mainEntityOfPage": base + article.path,
    }
    properties = {
        "og:type": "article",
        "og:title": article.title,
        "og:description": article.lead,
        "og:url": base + article.path,
        "og:site_name": paper.name,
        "article:published_time": article.published,
        "article:section": article.section,
    }
    metas = "\n".join(f'<meta property="{key}" content="{escape(value)}">' for key, value in properties.items())
    packed = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f"""<link rel="canonical" href="{base}{article.path}">
<meta name="description" content="{escape(article.lead)}">
<meta name="author" content="{escape(article.author)}">
{metas}
<script type="application/ld+json">{packed}</script>"""


def _inline(source: str) -> str:
    text = _LINK.sub(r'<a href="\2">\1</a>', escape(source, quote=False))
    return _EMPHASIS.sub(r"<em>\1</em>", text)


def _opening(debris: Debris) -> str:
    return _paragraphs([*debris.head, *debris.start])


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line, quote=False)}</p>\n" for line in lines)


def _body(article: Article, *, middle: bool = True) -> str:
    """The body's HTML; the debris of the middle stands after the third unit, tails end the embedded posts."""
    tails = iter(article.debris.tails)
    out: list[str] = []
    open_list = False
    for number, part in enumerate(article.parts):
        if open_list and part.kind != "li":
            out.append("</ul>\n")
            open_list = False
        if number == 3 and middle:
            out.append(_paragraphs(article.debris.middle))
        if part.kind == "li" and not open_list:
            out.append("<ul>\n")
            open_list = True
        out.append(_unit(part, tails))
    return "".join(out) + ("</ul>\n" if open_list else "")


def _unit(part: Part, tails: Iterator[str]) -> str:
    text = _inline(part.source)
    if part.kind == "post":
        tail = next(tails, "")
        return f"<blockquote class='embed'><p>{text} {tail}</p>\n"
    if part.kind == "by":
        return f"<p>{text}</p></blockquote>\n"
    if part.kind == "blockquote":
        return f"<blockquote><p>{text}</p></blockquote>\n"
    return f"<{part.kind}>{text}</{part.kind}>\n"


def _byline(article: Article) -> str:
    return f"<p class='byline'><time datetime='{article.published}'></time></p><div class='hero'></div>\n"


def _plain(article: Article) -> str:
    """Share line first, a link to another story inside, newsletter and follow lines last."""
    debris = article.debris
    return (
        f"<h1>{escape(article.title)}</h1>{_byline(article)}<div class='text'>{_opening(debris)}"
        f"{_body(article)}{_paragraphs(debris.end)}</div>"
    )


def _grid(article: Article) -> str:
    """The body, promo and disclaimer, then teaser cards inside the same container, then what buttons were called."""
    debris = article.debris
    cards = "".join(_card(card) for card in article.teasers())
    tokens = "".join(f"<p>{token}</p>" for token in debris.tokens)
    return (
        f"<h1>{escape(article.title)}</h1>{_byline(article)}<div class='text'>{_opening(debris)}"
        f"{_body(article)}{_paragraphs(debris.end)}<div class='row'>{cards}</div>{tokens}</div>"
    )


def _card(card: Teaser) -> str:
    """Title and lead stand in one line without a space between: the spans are only drawn below each other."""
    return (
        f"<div class='cell'><p>placeholder</p><p><span>{escape(card.title)}</span><span>{escape(card.lead)}</span></p>"
        f"<p>{card.by}</p><p>{card.ago}</p><p>{escape(card.lead)}</p></div>\n"
    )


def _body_twice(article: Article) -> str:
    """The text as posted, "see original", a notice, and the text again, as bilingual feeds show it."""
    between = _paragraphs(article.debris.between)
    text = _body(article)
    return f"<h1>{escape(article.title)}</h1>{_byline(article)}<div class='text'>{text}{between}{text}</div>"


def _title_twice(article: Article) -> str:
    """The title as heading and again below the first notice; the comment form is part of the text.

    (trafilatura folds a title that follows itself directly, so that a third one right behind shows only in dumps.)
    """
    title = escape(article.title)
    debris = article.debris
    return (
        f"<h1>{title}</h1>{_byline(article)}<div class='text'>{_opening(debris)}<p>{title}</p>\n"
        f"{_body(article)}{_paragraphs(debris.end)}</div>"
    )


_LAYOUTS: dict[str, Callable[[Article], str]] = {
    "plain": _plain,
    "notice_first": _plain,
    "promo_last": _plain,
    "grid": _grid,
    "body_twice": _body_twice,
    "title_twice": _title_twice,
}
