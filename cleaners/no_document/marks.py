"""What the HTML of a page tells of its being no document: scripts of bot defences, empty mounts, password fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from cleaners.no_document.kinds import BLOCKED, CAPTCHA, CONSENT, ERROR, LOGIN, NOT_FOUND, PARKED, SHELL
from cleaners.tree import parse, text_of

# Parts of the HTML, in lower case, that stand in these pages and in no other.
_ONLY_THERE = (
    (CAPTCHA, ("px-captcha", "captcha.px-cdn.net", "captcha-delivery.com/captcha", "/errors/validatecaptcha")),
    (CAPTCHA, ("sec-if-cpt-container", "sec-cpt-if", "/_sec/cp_challenge", "/sorry/index", "captcha.awswaf.com")),
    (CAPTCHA, ("/showcaptcha", "/checkcaptcha", "smartcaptcha.yandexcloud", "geo.captcha-delivery")),
    (BLOCKED, ("_cf_chl_opt", "cf-error-details", "cf-browser-verification", "cf-challenge-running", "cf_chl_")),
    (BLOCKED, ("captcha-delivery.com", "incident_id=", "incapsula incident", "/_incapsula_resource?swudnsai")),
    (BLOCKED, ("errors.edgesuite.net", "bm-verify=", "gokuprops", "awswafintegration", "kpsdk", "ips.js?kp_uidz")),
    (BLOCKED, ("sucuri_cloudproxy_js", "sucuri website firewall", "anubis_challenge", "/.within.website/x/cmd/anubis")),
    (BLOCKED, ("/.well-known/ddos-guard", "check.ddos-guard.net", 'window["bobcmn"]', "/.well-known/vercel/security")),
    (PARKED, ("sedoparking.com", "parkingcrew.net", "bodis.com", "parking-lander", "parklogic.com", "domainparking")),
    (PARKED, ('location.href="/lander"', 'location.replace("/lander', "cgi-sys/suspendedpage")),
    (ERROR, ("wp-die-message", "cf-error-code", "<center>nginx", "<center>openresty", "<center><h1>50")),
    (NOT_FOUND, ("<center><h1>404", 'prerender-status-code" content="404')),
    (CONSENT, ("consent.google", "guce.", "/collectconsent", "consent.yahoo", "consent-form", "consentwall")),
    (CONSENT, ("cookiewall", "cookie-wall", "consent-wall", "privacy-gate", "sp_message_container")),
)
# The same, in pages that may be documents as well: with wording only.
_ALSO_THERE = (
    (CAPTCHA, ("g-recaptcha", "h-captcha", "hcaptcha.com", "recaptcha/api", "cf-turnstile", "geetest", "captcha")),
    (BLOCKED, ("/cdn-cgi/challenge-platform/", "_pxappid", "_incapsula_resource", "datadome")),
    (CONSENT, ("didomi", "sourcepoint", "onetrust", "usercentrics", "consentmanager", "cookiebot", "tcfapi")),
)
_NOT_FOUND_CLASS = re.compile(
    r"(?:^|[\s_-])(?:error-?_?404|404-?(?:page|error)?|page-?404|not-?_?found(?:-page)?)(?:$|\s)"
)
_ERROR_CLASS = re.compile(r"(?:^|\s)(?:error-?page|error-?500|maintenance(?:-mode|-page)?|page-?error)(?:$|\s)")
_MOUNTS = frozenset(
    (
        *("root", "app", "__next", "__nuxt", "___gatsby", "react-root", "main-app", "app-root", "vue-app", "svelte"),
        *("application", "ember-app", "mount", "react-app", "container-app", "q-app", "app-mount", "root-app"),
    )
)
_LOGIN_PATH = re.compile(r"/(?:log-?in|sign-?in|auth|sso|wp-login\.php|sessions?/new|anmelden|connexion)\b", re.I)
_SILENT = frozenset(("script", "style", "template", "noscript", "svg", "head", "select", "textarea", "iframe", "title"))
_MOST = 20_000  # characters of shown text that are read: a page with more is no refusal
_MOST_HTML = 400_000  # characters in which marks are looked for
_IN_MOUNT = 40  # characters: a word of loading
_HEADINGS = 3


@dataclass(frozen=True, slots=True)
class Marks:
    """What was seen. `only` are kinds that a mark of theirs alone tells, `also` those that need more.

    `shown` is the text of the body without scripts and `noscript`, at most 20,000 characters, `noscript` that of those.
    `linked` is how much of `shown` stands in links. `title` is the `title` element, `headings`
    are the first `h1`, or the first `h2` where there is none.
    """

    title: str = ""
    headings: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    shown: str = ""
    noscript: str = ""
    linked: int = 0
    password: bool = False
    empty_mount: bool = False
    scripts: int = 0
    noindex: bool = False


def read(html: str, url: str) -> Marks:
    """Look at a page. Parses it once; never raises."""
    tree = parse(html)
    if tree is None:
        return Marks()
    lower = html[:_MOST_HTML].lower()
    only = {kind for kind, parts in _ONLY_THERE if any(part in lower for part in parts)}
    also = {kind for kind, parts in _ALSO_THERE if any(part in lower for part in parts)}
    words = " ".join(_words(tree))
    if _NOT_FOUND_CLASS.search(words):
        only.add(NOT_FOUND)
    if _ERROR_CLASS.search(words):
        only.add(ERROR)
    password = any((field.get("type") or "").lower() == "password" for field in tree.iter("input"))
    if password:
        (only if _LOGIN_PATH.search(_path(url)) else also).add(LOGIN)
    mount = _has_empty_mount(tree)
    if mount:
        only.add(SHELL)
    return Marks(
        title=_title(tree),
        headings=tuple(_headings(tree)),
        only=frozenset(only),
        also=frozenset(also),
        shown=_shown(tree),
        noscript="\n".join(text_of(one) for one in tree.iter("noscript") if one.getparent().tag != "head")[:_MOST],
        linked=sum(len(text_of(one)) for one in tree.iter("a")),
        password=password,
        empty_mount=mount,
        scripts=sum(1 for _ in tree.iter("script")),
        noindex=any(
            "noindex" in (one.get("content") or "").lower()
            for one in tree.iter("meta")
            if (one.get("name") or "").lower() == "robots"
        ),
    )


def _title(tree: HtmlElement) -> str:
    title = tree.find(".//title")
    return "" if title is None else text_of(title)


def _headings(tree: HtmlElement) -> list[str]:
    for tag in ("h1", "h2"):
        found = [text_of(heading) for heading in islice(tree.iter(tag), _HEADINGS)]
        if any(found):
            return found
    return []


def _words(tree: HtmlElement) -> Iterator[str]:
    """Classes and ids of the elements that hold the whole page."""
    body = tree.find("body")
    for element in (tree, body, *(() if body is None else body.iter("main", "article", "section"))):
        if element is not None:
            yield f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    for element in () if body is None else islice(body.iterchildren("div"), _HEADINGS):
        yield f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def _has_empty_mount(tree: HtmlElement) -> bool:
    body = tree.find("body")
    if body is None:
        return False
    for element in body.iter():
        name = str(element.tag)
        if (element.get("id") or "").lower() in _MOUNTS and name != "script":
            return len(_shown(element)) <= _IN_MOUNT
        if "-" in name and element.getparent() is body:  # <app-root></app-root>
            return len(_shown(element)) <= _IN_MOUNT
    return False


def _shown(element: HtmlElement) -> str:
    """The text below an element that a reader without JavaScript would see, one line an element that has some."""
    lines: list[str] = []
    size = 0
    waiting: list[HtmlElement | str] = [element]
    while waiting and size < _MOST:
        one = waiting.pop()
        if isinstance(one, str):
            text = " ".join(one.split())
            if text:
                lines.append(text)
                size += len(text)
        elif one.tag not in _SILENT:
            parts: list[HtmlElement | str] = [one.text or ""]
            for child in one:
                parts += (child, child.tail or "")
            waiting.extend(reversed(parts))
    return "\n".join(lines)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
