"""What the demo answers to a request: articles, lists, feed, sitemap, and the corners that break crawlers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from html import escape
from urllib.parse import parse_qs, urlsplit

from crawler.demo.content import HOSTS, Article, Newspaper, articles, newspapers
from crawler.demo.layouts import article_page, frame, list_page

FORBIDDEN = "/restrito/arquivo"  # robots.txt forbids it, and the front page links it
MOVED = "/antigo"  # leads with 301 to the first article of the host
MISSING = "/sumiu"  # linked from the front page, answers 404
CALENDAR = "/calendar"  # every month links the next one, without end

# Answers 500 to the first request for it and the page to every later one.
UNSTEADY = ("giornale", "/cronaca/mercato-coperto")

_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: status, the value of Content-Type, the body's bytes, further headers."""

    status: int
    content_type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class DemoSite:
    """Both newspapers. `answer` is all a server needs; the object remembers only which page has failed already.

    `port` is the one of the server, which stands in every absolute address.
    """

    port: int
    _failed: set[tuple[str, str]] = field(default_factory=set)

    def answer(self, host: str, target: str) -> Answer:
        """The response to `GET target` with the header `Host: host`. An unknown host gets the first newspaper."""
        name = host.rpartition(":")[0] or host
        paper = next((one for one in newspapers().values() if one.host == name), newspapers()["noticias"])
        split = urlsplit(target)
        path = split.path or "/"
        article = articles().get((paper.key, path))
        if article:
            return self._article(paper, article)
        fixed = {
            "/": self._front,
            "/robots.txt": self._robots,
            "/feed.xml": self._feed,
            "/sitemap.xml": self._sitemap,
            MOVED: self._moved,
            FORBIDDEN: _forbidden,
        }
        if path in fixed:
            return fixed[path](paper)
        if path == CALENDAR:
            return _calendar(paper, parse_qs(split.query).get("month", [""])[0])
        return _rest(paper, path)

    def base(self, paper: Newspaper) -> str:
        """The origin of a newspaper, without a slash at its end."""
        return f"http://{paper.host}:{self.port}"

    def _article(self, paper: Newspaper, article: Article) -> Answer:
        key = (paper.key, article.path)
        if key == UNSTEADY and key not in self._failed:
            self._failed.add(key)
            return _html(paper, "500", "<main><p>500</p></main>", status=500)
        text = article_page(article, paper, self.base(paper))
        if article.charset_bytes != "utf-8":  # neither the header nor the page says what its bytes are
            text = text.replace('<meta charset="utf-8">\n', "")
        return Answer(200, f"text/html; charset={article.charset_header}", text.encode(article.charset_bytes))

    def _front(self, paper: Newspaper) -> Answer:
        found = [one for one in articles().values() if one.host == paper.key]
        other = next(one for one in newspapers().values() if one.key != paper.key)
        links = [FORBIDDEN, MOVED, MISSING, "/cart", "/files/annuario.pdf", "/files/immagini.zip"]
        links += [f"{found[0].path}?utm_source=home&utm_medium=box", "mailto:redacao@example.org", "javascript:void(0)"]
        extra = "".join(f"<a href='{escape(link)}'>{escape(link)}</a>\n" for link in links)
        extra += f"<a href='{self.base(other)}/'>{escape(other.name)}</a>"
        return Answer(200, "text/html; charset=utf-8", list_page(paper, paper.name, found, extra).encode())

    def _robots(self, paper: Newspaper) -> Answer:
        lines = ["User-agent: *", f"Disallow: {FORBIDDEN}", f"Sitemap: {self.base(paper)}/sitemap.xml", ""]
        return Answer(200, "text/plain; charset=utf-8", "\n".join(lines).encode())

    def _feed(self, paper: Newspaper) -> Answer:
        base = self.base(paper)
        items = "".join(
            f"<item><title>{escape(one.title)}</title><link>{base}{one.path}</link><guid>{base}{one.path}</guid>"
            f"<pubDate>{format_datetime(datetime.fromisoformat(one.published))}</pubDate>"
            f"<description>{escape(one.lead)}</description></item>\n"
            for one in articles().values()
            if one.host == paper.key
        )
        xml = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>{escape(paper.name)}</title>'
            f"<link>{base}/</link><description>{escape(paper.slogan)}</description>\n{items}</channel></rss>\n"
        )
        return Answer(200, "application/rss+xml; charset=utf-8", xml.encode())

    def _sitemap(self, paper: Newspaper) -> Answer:
        rows = "".join(
            f"<url><loc>{self.base(paper)}{one.path}</loc><lastmod>{one.published}</lastmod></url>\n"
            for one in articles().values()
            if one.host == paper.key
        )
        xml = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
        )
        return Answer(200, "application/xml; charset=utf-8", xml.encode())

    def _moved(self, paper: Newspaper) -> Answer:
        first = next(one for one in articles().values() if one.host == paper.key)
        return Answer(301, "text/plain", b"", {"Location": first.path})


def front_urls(port: int) -> list[str]:
    """The addresses of both front pages."""
    return [f"http://{host}:{port}/" for host in HOSTS.values()]


def _html(paper: Newspaper, title: str, main: str, status: int = 200) -> Answer:
    return Answer(status, "text/html; charset=utf-8", frame(paper, title, main).encode())


def _forbidden(paper: Newspaper) -> Answer:
    return _html(paper, "Arquivo", f"<main><h1>Arquivo</h1><p>{escape(paper.forbidden)}</p></main>")


def _calendar(paper: Newspaper, month: str) -> Answer:
    found = _MONTH.fullmatch(month)
    year, number = (int(found[1]), int(found[2])) if found else (2026, 3)
    months = year * 12 + number - 1
    near = [f"{(months + step) // 12:04}-{(months + step) % 12 + 1:02}" for step in (-1, 1)]
    links = "".join(f"<a href='{CALENDAR}?month={one}'>{one}</a> " for one in near)
    days = "".join(f"<td>{day}</td>" for day in range(1, 29))
    return _html(
        paper, f"Agenda {month}", f"<main><h1>{year}-{number:02}</h1>{links}<table><tr>{days}</tr></table></main>"
    )


def _rest(paper: Newspaper, path: str) -> Answer:
    """Section pages, traps that a crawler should leave alone, files that are no pages, and 404."""
    section = path.removeprefix("/secao/")
    if section in paper.sections and section != path:
        found = [one for one in articles().values() if one.host == paper.key and one.section == section]
        return Answer(200, "text/html; charset=utf-8", list_page(paper, section.capitalize(), found).encode())
    if path.startswith(("/tag/", "/institucional/")) or path in {"/login", "/cart"}:
        return _html(paper, path, f"<main><h1>{escape(path)}</h1><form><input name='q'></form></main>")
    if path.endswith(".pdf"):
        return Answer(200, "application/pdf", b"%PDF-1.4\n%%EOF\n")
    if path.endswith(".zip"):
        return Answer(200, "application/zip", b"PK\x05\x06" + bytes(18))
    if path.startswith("/static/"):
        return Answer(200, "text/css" if path.endswith(".css") else "text/javascript", b"/**/\n")
    return _html(paper, "404", f"<main><h1>404</h1><p>{escape(path)}</p></main>", status=404)
