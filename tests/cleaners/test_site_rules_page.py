"""Site-config files on pages: nothing is lost to a file that does not fit any more, and the rest does what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.html import HtmlElement, document_fromstring

from cleaners.extract import Extracted, extract
from cleaners.page import Page
from cleaners.site_rules import SiteRules
from cleaners.site_rules.config import parse_config
from cleaners.site_rules.directives import DIRECTIVES
from cleaners.site_rules.rewriting import replaced, rewrite
from cleaners.site_rules.xpaths import Searched

CORPUS = Path(__file__).parents[1] / "site_rules"
FIRST = (
    "The old ferry will sail again from Monday, after a winter in which her engine was taken apart and mended twice."
)
SECOND = "Her captain, who is seventy, says that she has never sounded better, and that the river has missed her."
THIRD = "The council pays for the fuel, the passengers for the coffee, and nobody yet knows who pays for the paint."
STRAY = "The last boat home leaves at half past nine in the evening, and at eight on Sundays and in the fog."
ARTICLE = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD, STRAY))
PAGE = f"""<html><head><title>Ferry - Harbour Post</title>
<script type="application/ld+json">
{{"@type": "NewsArticle", "headline": "Declared", "author": "Declared Writer"}}</script>
</head><body>
<nav><a href="/">Home</a></nav>
<h1 class="headline">The ferry sails again</h1><span class="writer">Ana Lima and Rui Costa</span>
<p class="stamp"><time datetime="2026-03-02">2 March</time></p>
<div id="story">
  <p class="first">{FIRST} ADVERTISEMENT</p>
  <div class="wrapper"><old-p>{SECOND}</old-p></div>
  <p id="said">It floats, she said.</p>
  <div class="sponsor">A word from our sponsor</div><p>Call us on 0800 12345</p>
  <div class="promo-box">Buy the mug</div><div id="newsbox">The newsletter</div>
  <p>{THIRD}</p><div style="display: none">Hidden words</div>
  <ul><li><a href="/a">A crane that nobody can move</a></li><li><a href="/b">The lock keeper's winter</a></li></ul>
  <form>Your name <input name=a></form>
</div>
<div class="skipped"><aside id="box" class="skipped">An aside that is skipped</aside></div>
<p id="stray">{STRAY}</p>
</body></html>"""


def page(html: str, rules: str | None = None, mode: str = "full") -> Extracted:
    config = SiteRules(parse_config(rules)) if rules is not None else None
    return extract(Page("https://example.org/ferry", html.encode()), mode, rules=config)  # type: ignore[arg-type]


def texts(done: Extracted) -> list[str]:
    return [block.text for block in done.document.blocks]


def test_a_file_that_the_site_has_outgrown_loses_nothing() -> None:
    html = f"<html><body><article><h1>Ferry</h1>{ARTICLE}<div class='x'>Two words</div></article></body></html>"
    usual = texts(page(html))
    for rules in (
        "body: //div[@id='gone']",
        "body: //div[@class='x']",
        "strip: //p",
        "strip: //article",
        "strip: //body",
        "strip: /html",
        "strip_id_or_class: x\nbody: //div[@class='x']",
        "replace_string(<p>): <p hidden>",
    ):
        kept = texts(page(html, rules))
        assert set(usual) - {"Two words"} <= set(kept), rules


def test_a_file_that_hangs_cannot_lose_a_page_its_last_way_of_extraction_does_without() -> None:
    html = f"<html><body><article>{ARTICLE}</article></body></html>"
    assert texts(page(html, "body: //p[1]\nprune: no\nautodetect_on_failure: no")) == [FIRST]
    assert FIRST in texts(page(html, "body: //p[2]\nautodetect_on_failure: no", "resiliparse"))


def test_without_autodetection_a_page_that_does_not_fit_has_no_text() -> None:
    done = page(
        f"<html><body><article>{ARTICLE}</article></body></html>", (CORPUS / "strict.example.net.txt").read_text()
    )
    assert (done.kind, done.document.blocks) == ("empty", ())


def test_the_file_with_every_directive() -> None:
    done = page(PAGE, (CORPUS / "example.org.txt").read_text("utf-8"))
    assert texts(done) == [FIRST, SECOND, "It floats, she said.", THIRD, STRAY]
    assert [block.tag for block in done.document.blocks] == ["p", "p", "blockquote", "p", "p"]
    assert done.document.title == "The ferry sails again"
    known = done.document.metadata
    assert (known["author"], known["published"], known["extractor"]) == (
        "Ana Lima; Rui Costa",
        "2026-03-02",
        "site-rules",
    )


def test_what_a_file_does_not_say_is_found_as_ever() -> None:
    done = page(PAGE, "body: //div[@id='story']\nprune: no")
    assert done.document.metadata["author"] == "Declared Writer"
    assert "A crane that nobody can move" in texts(done)
    assert "Hidden words" not in texts(done)
    assert done.links


def test_the_first_xpath_that_finds_text_is_the_body_each_part_once() -> None:
    story = f"<div class=s>{ARTICLE}<div class=s><p>Inner words.</p></div></div>"
    html = f"<body><div id=e></div>{story}<p>Not this.</p></body>"
    rules = "body: //div[@id='e']\nbody: //div[@class='s']\nbody: //p[. = 'Not this.']"
    assert texts(page(html, rules)) == [FIRST, SECOND, THIRD, STRAY, "Inner words."]


def test_texts_and_strings_can_be_a_body() -> None:
    html = f"<body><div data-text='{FIRST} {SECOND} {THIRD} {STRAY} {FIRST}'>x &lt; y</div></body>"
    assert texts(page(html, "body: //div/@data-text"))[0].startswith(FIRST)
    assert texts(page(html, "body: //div/text()\nautodetect_on_failure: no")) == ["x < y"]


def test_text_behind_what_is_stripped_moved_or_wrapped_stays() -> None:
    tree: HtmlElement = document_fromstring("<div id=a>1<b>2</b>3<i>4</i>5<u>6</u>7<s>8</s>9</div><div id=c></div>")
    config = parse_config("strip: //b\nmove_into(//div[@id='c']): //i\nwrap_in(em): //u\ndissolve: //s")
    assert rewrite(Searched(tree), config)
    assert tree.xpath("string(//div[@id='a'])") == "1356789"
    assert tree.xpath("string(//div[@id='c'])") == "4"
    assert len(tree.xpath("//em/u")) == 1
    assert not tree.xpath("//s")


def test_an_element_is_not_moved_into_itself() -> None:
    tree: HtmlElement = document_fromstring("<div id=a><p>1</p></div>")
    assert not rewrite(Searched(tree), parse_config("move_into(//p): //div[@id='a']\nmove_into(//p): //p"))
    assert tree.text_content() == "1"


def test_replacements_are_plain_strings_and_cannot_blow_up_a_page() -> None:
    assert replaced("a.b a+b", parse_config("replace_string(a.b): c")) == "c a+b"
    doubling = "\n".join(["replace_string(a): " + "a" * 100] * 10)
    assert len(replaced("a" * 1000, parse_config(doubling))) < 20_000


STORY_BODY = "body: //div[@id='story']\n"
# Each directive that applies: rules without it, the line with it. The page must come out differently.
EFFECTS = {
    "title": (STORY_BODY, "title: //p[@id='said']"),
    "author": (STORY_BODY, "author: //p[@id='said']"),
    "date": (STORY_BODY, "date: //i[@id='day']"),
    "body": ("", STORY_BODY),
    "strip": (STORY_BODY, "strip: //p[@id='said']"),
    "strip_attr": (STORY_BODY, "strip_attr: //div/@style"),
    "strip_id_or_class": (STORY_BODY, "strip_id_or_class: promo"),
    "skip_id_or_class": ("body: //aside | //div[@id='story']\n", "skip_id_or_class: skipped"),
    "dissolve": (STORY_BODY, "dissolve: //div[@id='story']//ul | //div[@id='story']//li"),
    "wrap_in": (STORY_BODY, "wrap_in(blockquote): //p[@id='said']"),
    "move_into": (STORY_BODY, "move_into(//div[@id='story']): //p[@id='stray']"),
    "find_string": (STORY_BODY, "find_string: ADVERTISEMENT\nreplace_string: in the mornings"),
    "replace_string": (STORY_BODY, "replace_string(ADVERTISEMENT):"),
    "prune": (STORY_BODY, "prune: no"),
    "autodetect_on_failure": ("body: //div[@id='gone']\n", "autodetect_on_failure: no"),
    "skip_json_ld": (STORY_BODY, "skip_json_ld: yes"),
}
APPLIES = {name for name, directive in DIRECTIVES.items() if not directive.unused}


def test_every_directive_is_tried_or_says_why_it_does_nothing() -> None:
    assert {*EFFECTS, "strip_image_src"} == APPLIES
    assert all(directive.unused for name, directive in DIRECTIVES.items() if name not in APPLIES)


@pytest.mark.parametrize("name", EFFECTS)
def test_a_directive_that_applies_changes_a_page(name: str) -> None:
    html = PAGE.replace("<form>", "<i id=day>2020-01-05</i><form>")
    rules, line = EFFECTS[name]
    assert name in line
    before, after = page(html, rules), page(html, rules + line)
    assert before.document != after.document


def test_pictures_are_taken_out_of_the_tree_so_that_xpaths_do_not_see_them() -> None:
    tree: HtmlElement = document_fromstring("<div><p><img src='/pixels/1.gif'>1</p><p><img src='/a.jpg'>2</p></div>")
    assert rewrite(Searched(tree), parse_config("strip_image_src: /pixels/"))
    assert tree.xpath("//img/@src") == ["/a.jpg"]
    assert tree.text_content() == "12"


def test_a_directive_that_does_not_apply_changes_nothing() -> None:
    lines = (CORPUS / "example.org.txt").read_text("utf-8").splitlines()
    used = [line for line in lines if line.partition(":")[0].partition("(")[0].strip() in APPLIES]
    assert len(used) < len(lines) - 15
    assert page(PAGE, "\n".join(used)).document == page(PAGE, "\n".join(lines)).document
