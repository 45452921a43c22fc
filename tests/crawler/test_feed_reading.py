"""What a feed gives, and what it must not do to whoever reads it."""

from __future__ import annotations

import json
import time

import pytest

from cleaners.feeds import MAX_ENTRIES, read_feed
from cleaners.page import Page
from output.entries import holds_full_text

AT = "https://news.example/feeds/all.xml"
BODY = "<p>The harbour road opens again before winter, the council said on Monday.</p>" * 6


def read(text: str | bytes, kind: str = "application/rss+xml", url: str = AT):  # type: ignore[no-untyped-def]
    body = text.encode() if isinstance(text, str) else text
    return read_feed(Page(url, body, headers={"content-type": kind}))


def rss(items: str, head: str = "", attributes: str = "") -> str:
    return f'{head}<rss version="2.0" {attributes}><channel><title>News</title>{items}</channel></rss>'


# ---------------------------------------------------------------------- what must not happen


def test_entities_are_neither_declared_nor_expanded() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "' + "lol" * 100 + '">'
    bomb += "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 50}">' for n in range(8))
    bomb += '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    began = time.process_time()
    found = read(rss("<item><title>A&i;&f;B</title><link>/1</link></item>", '<?xml version="1.0"?>' + bomb))
    assert time.process_time() - began < 2
    assert [(entry.title, entry.url) for entry in found.entries] == [("A&i;&f;B", "https://news.example/1")]


def test_a_root_inside_of_a_document_type_declares_nothing_either() -> None:
    hidden = '<!DOCTYPE x [<!ENTITY e "<rss><channel><item><link>/evil</link></item>&e;&e;"> ]>'
    assert all("lol" not in entry.title for entry in read(hidden + rss("<item><link>/1</link></item>")).entries)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{}",
        "[1]",
        "<html><body>no feed</body></html>",
        "<rss",
        "\x00\x01",
        '{"version":"x"}',
        "<!DOCTYPE rss>",
    ],
)
def test_what_is_no_feed_gives_nothing_and_raises_nothing(text: str) -> None:
    assert read(text, "text/plain").entries == ()


def test_deep_and_endless_feeds_are_bounded() -> None:
    assert read(rss("<item>" * 100_000)).entries is not None
    many = read(rss("<item><link>/x</link></item>" * (MAX_ENTRIES + 5)))
    assert len(many.entries) == MAX_ENTRIES
    assert "cut off" in " ".join(many.notes)
    assert read("[" * 200_000 + "{", "application/feed+json").entries == ()


def test_javascript_and_mail_are_no_addresses() -> None:
    found = read(rss("<item><link>javascript:alert(1)</link></item><item><link>mailto:a@b.example</link></item>"))
    assert [entry.url for entry in found.entries] == ["", ""]


def test_a_summary_is_no_full_text() -> None:
    short, full = read(
        rss(
            f"<item><link>/1</link><description>A few words.</description></item>"
            f"<item><link>/2</link><content:encoded><![CDATA[{BODY}]]></content:encoded></item>",
            attributes='xmlns:content="http://purl.org/rss/1.0/modules/content/"',
        )
    ).entries
    assert not holds_full_text(short)
    assert holds_full_text(full)
    assert full.html == BODY


# ---------------------------------------------------------------------- the formats


def test_rss_with_everything() -> None:
    (entry,) = read(
        rss(
            "<item><title>Rain &amp;amp; wind</title><link> /a?x=1&amp;y=2#top </link>"
            "<guid isPermaLink='false'>77</guid><pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate>"
            "<dc:creator>Ann Lee</dc:creator><description>Short.</description>"
            f"<content:encoded><![CDATA[{BODY}]]></content:encoded></item>",
            attributes='xmlns:content="http://purl.org/rss/1.0/modules/content/"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"',
        )
    ).entries
    assert entry.url == "https://news.example/a?x=1&y=2"
    assert (entry.title, entry.author, entry.date) == ("Rain & wind", "Ann Lee", "2026-11-21T10:00:00Z")
    assert entry.full


def test_rdf() -> None:
    found = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item rdf:about="x"><title>One</title>'
        "<link>https://news.example/1</link><dc:date>2026-11-20</dc:date></item></rdf:RDF>"
    )
    assert found.kind == "rdf"
    assert [(entry.url, entry.date) for entry in found.entries] == [("https://news.example/1", "2026-11-20")]


def test_atom_with_bases_and_next() -> None:
    found = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://pages.example/blog/">'
        '<link rel="next" href="?p=2"/>'
        '<entry xml:base="2026/"><title type="html">A &lt;b&gt;bold&lt;/b&gt; claim</title><link rel="edit" href="e"/>'
        '<link rel="alternate" type="text/html" href="one"/><updated>2026-11-20T08:00:00Z</updated>'
        "<published>2026-11-19T08:00:00Z</published><author><name>Bo</name></author>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text</p></div></content></entry></feed>'
    )
    (entry,) = found.entries
    assert entry.url == "https://pages.example/blog/2026/one"
    assert (entry.title, entry.author) == ("A bold claim", "Bo")
    assert (entry.date, entry.published) == ("2026-11-20T08:00:00Z", "2026-11-19T08:00:00Z")
    assert "<p" in entry.html
    assert "Text" in entry.html
    assert found.feeds == ("https://pages.example/blog/?p=2",)


def test_json_feed() -> None:
    item = {
        "id": "https://news.example/1",
        "title": "T",
        "content_html": BODY,
        "date_published": "2026-11-20T08:00:00Z",
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [item, 7], "next_url": "/2.json"}
    found = read(json.dumps(feed), "application/json")
    assert [(entry.url, entry.full) for entry in found.entries] == [("https://news.example/1", True)]
    assert found.feeds == ("https://news.example/2.json",)


@pytest.mark.parametrize(
    ("label", "codec"), [("us-ascii", "utf-8"), ("utf-8", "windows-1252"), ("utf-16", "utf-8"), ("iso-8859-1", "utf-8")]
)
def test_a_wrong_label_gives_no_mojibake(label: str, codec: str) -> None:
    text = rss("<item><title>Die Straße am Fluß führt über Köln</title><link>/1</link></item>" * 20)
    found = read(f'<?xml version="1.0" encoding="{label}"?>{text}'.encode(codec), "text/xml; charset=" + label)
    assert found.entries[0].title == "Die Straße am Fluß führt über Köln"


def test_broken_xml_is_recovered_and_said() -> None:
    found = read(rss("<item><title>A & B <br> &nbsp;C</title><link>/1</link></item><item><link>/2</link>"))
    assert [entry.url for entry in found.entries] == ["https://news.example/1", "https://news.example/2"]
    assert any("broken" in note for note in found.notes)


def test_a_page_gives_the_feeds_that_it_declares() -> None:
    found = read(
        '<html><head><base href="https://news.example/x/"><link rel="alternate" type="application/rss+xml"'
        ' title="Comments" href="/comments/feed"><link rel="alternate" type="application/atom+xml" href="atom"></head>',
        "text/html",
    )
    assert (found.kind, found.feeds) == ("html", ("https://news.example/x/atom", "https://news.example/comments/feed"))
