"""Whether a page is a document, or a refusal, a wall, a shell or an error page that was sent as if it were one."""

from __future__ import annotations

from dataclasses import dataclass

from cleaners.document import Document
from cleaners.no_document import marks, wordings
from cleaners.no_document.kinds import BLOCKED, CAPTCHA, CONSENT, ERROR, LOGIN, NOT_FOUND, PARKED, SHELL
from cleaners.structured import Structured

_LONG = 2_000  # code points: a longer text is a document, whatever it says
_OWN_CERTAIN = 300  # code points of its own that a page may have beside its name, a sentence and a mark of its kind
_OWN_MARKED = 160  # beside a mark and one of them
_OWN_NAMED = 100  # beside its name and a sentence
_OWN_BARE = 25  # beside one sign only, on a page with next to nothing on it
_OWN_SENTENCES = 2
_SCRAP = 25  # code points: what is shorter and has no full stop is a scrap of a menu
_BARE = 600  # code points that are shown on a page with next to nothing on it
_VERY_BARE = 150
_PRODUCTS = frozenset(("product", "productgroup"))
_LINKED = 0.8  # of a block: it leads elsewhere
_CONSENT_WORDS = (
    *("cookie", "consent", "tracking", "advertis", "privacy", "personal data", "partner", "werbung", "datenschutz"),
    *("zustimm", "einwillig", "einstellung", "werbefrei", "abo", "publicit", "consent", "traceur", "confidential"),
    *("privacid", "privacidade", "anunci", "anúncio", "pubblicit", "consens", "toestemming", "advertentie", "zgod"),
    *("prywatno", "reklam", "конфиденц", "согласи", "реклам", "файл", "çerez", "gizlilik", "クッキー", "プライバシー"),
    *("同意", "広告", "隐私", "廣告", "广告", "쿠키", "개인정보", "광고", "동의"),
)
# In this order: a challenge asks to enable JavaScript, too, and a wall has a form to log in.
_ORDER = (CAPTCHA, BLOCKED, PARKED, CONSENT, NOT_FOUND, ERROR, LOGIN, SHELL)
# What is declared an article may still be behind a wall, or without its text; no one logs in to see a product.
_BEFORE_A_PAGE = frozenset((CONSENT, LOGIN, SHELL))
_TOLD = frozenset((NOT_FOUND, ERROR))  # what headings tell in whole sentences
_ALONE = frozenset((CAPTCHA, BLOCKED, PARKED))  # of which the HTML alone tells, where there is no text


def kind_of(document: Document, html: str, said: Structured) -> str:
    """The kind of page that this is instead of a document (`cleaners.no_document.kinds`), "" for a document.

    `document` is what was extracted, maybe nothing; `html` the page, `said` what it declares. The text must be short
    and have next to nothing of its own, and two signs must agree: its title or heading, a sentence, the HTML.
    Nothing is changed; never raises because of a page.
    """
    if len(document.text) > _LONG:
        return ""
    own, says = _own(document)
    text = _Text(says, own)
    if min(text.size(ERROR), text.size(CONSENT)) > _OWN_CERTAIN:
        return ""
    seen = marks.read(html, document.url)
    text = _with_page(text, seen)
    og_type = said.first("og:type").lower()
    product = any(said.of_types(_PRODUCTS)) or og_type.startswith("product")
    declared = product or bool(said.article) or og_type == "article"
    for kind in _ORDER:
        if (declared and kind not in _BEFORE_A_PAGE) or (product and kind == LOGIN):
            continue
        if _is(kind, text, seen):
            return kind
    return ""


@dataclass(frozen=True, slots=True)
class _Text:
    """What the words of a page say: the kinds that the sentences of its text are typical of, the sentences that are its
    own, and the kinds of the sentences around it, of its title and of its headings."""

    says: frozenset[str]
    own: tuple[str, ...]
    around: frozenset[str] = frozenset()
    titled: frozenset[str] = frozenset()
    headed: frozenset[str] = frozenset()

    def size(self, kind: str) -> int:
        """How many code points of the text are its own, if it is a page of that kind."""
        return sum(map(len, self._own(kind)))

    def count(self, kind: str) -> int:
        """How many sentences of its own it has; scraps of a menu are none."""
        return sum(len(one) > _SCRAP or one.endswith((".", "!", "?", "。")) for one in self._own(kind))

    def _own(self, kind: str) -> tuple[str, ...]:
        if kind == CONSENT and kind in self.says:
            return tuple(one for one in self.own if not any(word in one.lower() for word in _CONSENT_WORDS))
        if kind == SHELL:
            return tuple(one for one in self.own if "javascript" not in one.lower())
        return self.own


def _own(document: Document) -> tuple[tuple[str, ...], frozenset[str]]:
    """The sentences that are a document's own, and the kinds that the others are typical of."""
    own: list[str] = []
    says: set[str] = set()
    for block in document.blocks:
        if block.text == document.title or block.link_chars >= _LINKED * len(block.text):
            continue
        for sentence in wordings.sentences(block.text):
            kinds = wordings.kinds_said(sentence)
            says |= kinds
            if not kinds and not wordings.goes_along(sentence) and not wordings.named(sentence, whole=True):
                own.append(sentence)
    return tuple(own), frozenset(says)


def _with_page(text: _Text, seen: marks.Marks) -> _Text:
    titles = frozenset((seen.title, *seen.headings))
    heading = seen.headings[0] if seen.headings else ""  # others may be those of hidden forms
    headed, titled = wordings.named(heading), wordings.named(seen.title)
    # "The page could sadly not be found": a heading that is no name, but a sentence of its own
    told = (wordings.kinds_said(heading) - headed) & _TOLD
    around = f"{seen.shown}\n{seen.noscript}" if len(seen.shown) <= _LONG else seen.noscript[:_LONG]
    return _Text(
        text.says | told,
        tuple(one for one in text.own if one not in titles),
        frozenset[str]().union(*(wordings.kinds_said(one) for one in wordings.sentences(around) if one not in titles)),
        titled | (wordings.kinds_said(seen.title) & told),
        headed,
    )


def _is(kind: str, text: _Text, seen: marks.Marks) -> bool:
    """Whether two signs agree that it is a page of this kind, and it has no more of its own than they allow."""
    own, count = text.size(kind), text.count(kind)
    empty = own <= _OWN_BARE and not count
    named = kind in text.titled or kind in text.headed
    said = kind in text.says or (empty and kind in text.around)
    only = kind in seen.only
    if kind == SHELL:  # a single sentence about JavaScript beside an empty mount is a call to enable it
        asks = said or (seen.empty_mount and len(text.own) == 1)
        return empty and _is_shell(asks, seen) and (said or len(text.own) <= 1)
    if only and said and kind in text.titled:  # three signs
        return own <= _OWN_CERTAIN
    if count > _OWN_SENTENCES or not (named or said):
        return empty and only and kind in _ALONE and _unlinked(seen) <= _VERY_BARE  # a challenge, and nothing else
    if only:
        return own <= _OWN_MARKED
    if named and (said or kind in seen.also):
        return own <= _OWN_NAMED and count <= 1
    bare = _unlinked(seen) <= _BARE or seen.noindex or kind in seen.also
    return empty and bare


def _is_shell(said: bool, seen: marks.Marks) -> bool:
    bare = _unlinked(seen) <= _VERY_BARE and seen.scripts > 0
    return (seen.empty_mount and (said or bare)) or (said and bare)


def _unlinked(seen: marks.Marks) -> int:
    return len(seen.shown) - seen.linked
