"""Generated news pages of realistic size and shape, the same for the same seed on every machine.

30 to 300 kB of HTML each, of which an article is a few: the rest is scripts, styles, navigation, teaser lists and
comments, as on real sites. A part of the pages carries debris inside the article.
"""

from __future__ import annotations

import json
import random
from html import escape

from benchmarks.words import WORDS, Words

_SMALLEST, _LARGEST = 30_000, 300_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def page(number: int, seed: int = 0) -> bytes:
    """Page `number` of a seed, UTF-8. The languages take turns; every third page carries debris."""
    rng = random.Random(f"{seed}/{number}")
    language = list(WORDS)[number % len(WORDS)]
    words = WORDS[language]
    title = _sentence(rng, words, with_time=False).rstrip(".")
    day = f"20{rng.randrange(15, 26)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    content = _article(rng, words, title, day, debris=number % 3 == 0)
    extras = _teasers(rng, words, rng.randrange(30, 110)) + _comments(rng, words, rng.randrange(0, 40))
    head = _head(rng, title, day, language)
    html = (
        f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}</head><body class="{_ident(rng)}">'
        f"{_navigation(rng, words)}<div id='page'><main>{content}</main><aside>{extras}</aside></div>"
        f"{_footer(rng, words)}<!--scripts--></body></html>\n"
    )
    wanted = min(_LARGEST, max(_SMALLEST, int(rng.lognormvariate(11.4, 0.55))))
    return html.replace("<!--scripts-->", _scripts(rng, wanted - len(html.encode()))).encode()


def pages(count: int, seed: int = 0) -> dict[str, bytes]:
    """The first `count` pages by file name."""
    return {f"{number:04}.html": page(number, seed) for number in range(count)}


def _sentence(rng: random.Random, words: Words, *, with_time: bool = True) -> str:
    parts = [rng.choice(words.who), rng.choice(words.does), rng.choice(words.what), rng.choice(words.where)]
    if with_time and rng.random() < 0.5:
        parts[0] = f"{rng.choice(words.when)}, {parts[0]}"
    text = " ".join(parts)
    if rng.random() < 0.4:
        text += f", {rng.randrange(2, 990)} {rng.choice(words.where).split()[-1]}"
    return text[0].upper() + text[1:] + "."


def _paragraph(rng: random.Random, words: Words) -> str:
    text = " ".join(_sentence(rng, words) for _ in range(rng.randrange(2, 7)))
    if rng.random() < 0.5:
        link = escape(rng.choice(words.what))
        text = text.replace(link, f'<a href="/{_ident(rng)}/{rng.randrange(99999)}" data-track="inline">{link}</a>', 1)
    if rng.random() < 0.2:
        text = text.replace(rng.choice(words.where), f"<strong>{rng.choice(words.where)}</strong>", 1)
    return text


def _article(rng: random.Random, words: Words, title: str, day: str, *, debris: bool) -> str:
    name = f"{rng.choice(words.who).split()[-1].title()} {_ident(rng).title()}"
    out = [
        f"<article class='{_ident(rng)}'><header><h1>{escape(title)}</h1><div class='meta'><span class='author'>{name}"
    ]
    out.append(f"</span><span class='{_ident(rng)}'>{day}</span></div></header><div class='body-{_ident(rng)}'>")
    if debris:
        out += [f"<p>{line}</p>" for line in words.debris_start]
    for number in range(rng.randrange(6, 36)):
        if number % 6 == 4:
            out.append(f"<h2>{rng.choice(words.headings)}</h2>")
        if number % 9 == 5:
            items = "".join(f"<li>{_sentence(rng, words)}</li>" for _ in range(rng.randrange(2, 6)))
            out.append(f"<ul>{items}</ul>")
        if number % 7 == 3:
            out.append(f"<figure><img src='/i/{_ident(rng)}.jpg' srcset='{_srcset(rng)}' alt=''></figure>")
        if number % 11 == 6:
            out.append(f"<blockquote><p>{_sentence(rng, words)}</p></blockquote>")
        out.append(f"<p>{_paragraph(rng, words)}</p>\n")
    if debris:
        out += [f"<p>{line}</p>" for line in words.debris_end]
        for hours in range(rng.randrange(3, 7)):
            lead = _sentence(rng, words)
            out.append(f"<div><p>placeholder</p><p>{_sentence(rng, words)[:-1]}{lead}</p>")
            out.append(f"<p>{words.author}  {name}</p><p>{hours + 2} {words.ago}</p><p>{lead}</p></div>")
        out.append("<p>goTop</p><p>quote</p>")
    return "".join(out) + "</div></article>"


def _teasers(rng: random.Random, words: Words, count: int) -> str:
    return "<section class='stream'>" + "".join(
        f"<div class='card {_ident(rng)}'><div class='{_ident(rng)}'><div class='media'>{_icon(rng)}</div></div>"
        f"<a href='/{rng.randrange(99999)}.html'><img loading='lazy' data-src='/t/{_ident(rng)}.webp'>"
        f"<h3>{_sentence(rng, words, with_time=False)[:-1]}</h3></a><p>{_sentence(rng, words)}</p>"
        f"<span class='when'>{_when(rng, words)}</span>{_icon(rng)}</div>\n"
        for _ in range(count)
    ) + "</section>"  # fmt: skip


def _comments(rng: random.Random, words: Words, count: int) -> str:
    return "<section id='comments'>" + "".join(
        f"<div class='comment' id='c{rng.randrange(10**6)}'><b>{_ident(rng)}</b><p>{_sentence(rng, words)}</p></div>\n"
        for _ in range(count)
    ) + "</section>"  # fmt: skip


def _navigation(rng: random.Random, words: Words) -> str:
    out = ["<header class='top'><nav><ul>"]
    for item in words.menu:
        inner = "".join(
            f"<li class='{_ident(rng)}'><a href='/{_ident(rng)}/'>"
            f"<span>{rng.choice(words.menu)}</span> {_icon(rng)}</a></li>"
            for _ in range(rng.randrange(3, 14))
        )
        out.append(f"<li><a href='/{_ident(rng)}'>{item}</a><ul class='sub'>{inner}</ul></li>\n")
    return "".join(out) + "</ul></nav></header>"


def _footer(rng: random.Random, words: Words) -> str:
    links = "".join(f"<li><a href='/{_ident(rng)}'>{rng.choice(words.menu)}</a></li>" for _ in range(40))
    return f"<footer><ul>{links}</ul><p>© {_ident(rng)}</p></footer>"


def _head(rng: random.Random, title: str, day: str, language: str) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": day,
        "author": {"@type": "Person", "name": _ident(rng)},
        "inLanguage": language,
    }
    # Half of the pages say nothing about themselves, so that dates and authors must be found in the text.
    known = rng.random() < 0.5
    metas = (
        f"<meta property='og:title' content='{escape(title)}'><meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='{day}T08:00:00Z'>"
        f"<meta name='author' content='{_ident(rng)}'>"
        f"<script type='application/ld+json'>{json.dumps(data, ensure_ascii=False)}</script>"
    )
    rules = "\n".join(
        f".{_ident(rng)}-{_ident(rng)}{{margin:{rng.randrange(40)}px;color:#{rng.randrange(16**6):06x}}}"
        for _ in range(rng.randrange(50, 400))
    )
    return (
        f"<meta charset='utf-8'><title>{escape(title)}</title>{metas if known else ''}"
        f"<link rel='stylesheet' href='/{_ident(rng)}.css'><style>{rules}</style>"
    )


def _scripts(rng: random.Random, size: int) -> str:
    """Inline scripts of about `size` bytes (none if that is not positive)."""
    out: list[str] = []
    while size > 0:
        rows = {f"{_ident(rng)}_{_ident(rng)}": rng.randrange(10**9) for _ in range(min(200, max(4, size // 30)))}
        script = f"<script>window.{_ident(rng)}={json.dumps(rows)};</script>\n"
        out.append(script)
        size -= len(script)
    return "".join(out)


def _when(rng: random.Random, words: Words) -> str:
    if rng.random() < 0.5:
        return f"{rng.randrange(2, 23)} {words.ago}"
    return f"{rng.randrange(1, 29):02}/{rng.randrange(1, 13):02}/20{rng.randrange(15, 26)}"


def _icon(rng: random.Random) -> str:
    points = " ".join(f"{rng.randrange(24)},{rng.randrange(24)}" for _ in range(4))
    return f"<svg viewBox='0 0 24 24' class='{_ident(rng)}'><g><path d='M{points}z'/></g></svg>"


def _srcset(rng: random.Random) -> str:
    return ", ".join(f"/i/{_ident(rng)}-{width}.jpg {width}w" for width in (320, 640, 960, 1280, 1920))


def _ident(rng: random.Random) -> str:
    return "".join(rng.choices(_LETTERS, k=rng.randrange(4, 10)))
