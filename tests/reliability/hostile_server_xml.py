"""What a server can put into a feed or a sitemap: XML that grows, reaches out, or never ends. A case each."""

from __future__ import annotations

import gzip
from collections.abc import Callable

from tests.reliability.hostile_html import numbered

SECRET = "the secret of this machine"
# Every case has this inside of it, which names the one page there is.
ITEMS = {
    "feed": "<item><title>A page</title><link>{base}/page</link><description>{more}</description></item>",
    "sitemap": "<url><loc>{base}/page</loc><lastmod>2026-10-01</lastmod>{more}</url>",
}
ROOTS = {"feed": ('<rss version="2.0"><channel>', "</channel></rss>"), "sitemap": ("<urlset>", "</urlset>")}
XML = '<?xml version="1.0" encoding="utf-8"?>'

Parts = Callable[[str, str], bytes | str]  # of "feed" or "sitemap", and the address of the server
CASES: dict[str, Parts] = {}


def item(kind: str, base: str, more: str = "") -> str:
    return ITEMS[kind].replace("{base}", base).replace("{more}", more)


def whole(kind: str, base: str, *, declared: str = "", before: str = "", more: str = "", after: str = "") -> str:
    """A feed or a sitemap with something in each place that it has for something."""
    opens, closes = ROOTS[kind]
    return f"{XML}{declared}{opens}{before}{item(kind, base, more)}{after}{closes}"


def case(
    name: str, *, declared: str = "", before: str = "", more: str = "", after: str = "", kinds: str = "feed sitemap"
) -> None:
    def make(kind: str, base: str) -> str:
        places = [place.replace("{base}", base).replace("{kind}", kind) for place in (declared, before, more, after)]
        return whole(kind, base, declared=places[0], before=places[1], more=places[2], after=places[3])

    for kind in kinds.split():
        CASES[f"{kind}_{name}"] = make


def made(name: str, make: Parts, kinds: str = "feed sitemap") -> None:
    for kind in kinds.split():
        CASES[f"{kind}_{name}"] = make


# ---------------------------------------------------------------------- entities

_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
_BLOWUP = f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]>'

case("billion_laughs", declared=f'<!DOCTYPE rss [<!ENTITY a0 "ha">{_LAUGHS}]>', more="&a11;")
case("billion_laughs_inside", before=f'<!DOCTYPE rss [<!ENTITY a0 "ha">{_LAUGHS}]>', more="&a11;")
case("quadratic_blowup", declared=_BLOWUP, more="&a;" * 50_000)
case("entity_of_itself", declared='<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', more="&a;")
case("entity_of_a_file", declared='<!DOCTYPE rss [<!ENTITY a SYSTEM "{file}">]>', more="&a;")
case("entity_of_an_address", declared='<!DOCTYPE rss [<!ENTITY a SYSTEM "{base}/leaked">]>', more="&a;")
case("declaration_elsewhere", declared='<!DOCTYPE rss SYSTEM "{base}/leaked">', more="&a;")
case(
    "parameter_entities",
    declared='<!DOCTYPE rss [<!ENTITY % a SYSTEM "{file}"><!ENTITY % b SYSTEM "{base}/leaked"> %b; %a;]>',
    more="&c;",
)
case("attributes_by_default", declared=f'<!DOCTYPE rss [<!ATTLIST rss a CDATA "{"x" * 100_000}">]>')
case("entities_unknown", more="&nosuchentity;" * 50_000)
case("entities_of_numbers", more="&#xD800;&#0;&#27;[2J&#x110000;" * 10_000)
case("xinclude", more='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{file}" parse="text"/>')
case("stylesheet", declared='<?xml-stylesheet type="text/xsl" href="{base}/leaked"?>')
case("schema", before='<a xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="b {base}/leaked"/>')

# ---------------------------------------------------------------------- too deep, too many, too large

case("deep", after="<a>" * 50_000 + "</a>" * 50_000)
case("deep_before", before="<a>" * 50_000 + "</a>" * 50_000)
case("deep_never_closed", after="<a>" * 50_000)
case("deep_items", after="<item>" * 50_000, kinds="feed")
case("deep_urls", after="<url>" * 50_000, kinds="sitemap")
case("deep_inside_of_an_item", more="<div>" * 20_000)
case("many_attributes", more="<a " + numbered("b#='c' ", 100_000) + "/>")
case("many_namespaces", more="<a " + numbered("xmlns:b#='c#' ", 50_000) + "/>")
case("namespaces_in_one_another", more=numbered("<a xmlns:b#='c'>", 20_000))
case("giant_attribute", more=f'<a b="{"c" * 500_000}"/>')
case("giant_text", more="word " * 100_000)
case("giant_name", more=f"<{'a' * 500_000}/>")
case("giant_comment", before=f"<!--{'a ' * 250_000}-->")
case("giant_data", more=f"<![CDATA[{'<p>word' * 20_000}]]>")
case("data_never_closed", after="<![CDATA[" + "<p>word" * 10_000)
case("many_comments", more="<!-- a -->" * 50_000)
case("many_instructions", more="<?a b?>" * 50_000)
case("many_end_tags", more="</a>" * 50_000)
case("prologue_of_a_megabyte", declared=f"<!--{'a ' * 500_000}-->")
made("many_entries", lambda kind, base: whole(kind, base, after=item(kind, base) * 60_000))
made("address_of_a_megabyte", lambda kind, base: whole(kind, base, after=item(kind, base + "/" + "a" * 500_000)))
made("addresses_of_all_kinds", lambda kind, base: whole(kind, base, after=_addresses(kind)))

# ---------------------------------------------------------------------- bytes

made("nuls", lambda kind, base: whole(kind, base, more="\0\0\0"))
made("controls", lambda kind, base: whole(kind, base, more="\x1b[2J\x01\x9b\ufffe").encode())
made(
    "broken_utf8", lambda kind, base: whole(kind, base, more="{more}").encode().replace(b"{more}", b"\xed\xa0\x80\xff")
)
made("utf16_bomb", lambda kind, base: b"\xff\xfe" + _bomb(kind, base).encode("utf-16-le"))
made("utf7_bomb", lambda kind, base: _bomb(kind, base).replace("utf-8", "utf-7").replace("<!", "+ADwAIQ-").encode())
made("cut_off", lambda kind, base: whole(kind, base, after=item(kind, base))[:-40])
made("twice", lambda kind, base: whole(kind, base) * 2)
made("gzip_bomb", lambda *_: gzip.compress(bytes(1 << 20)) * 200, "sitemap")
made(
    "gzip_bomb_of_xml",
    lambda kind, base: gzip.compress(whole(kind, base, after="<a/>" * 5_000_000).encode()),
    "sitemap",
)
made("json_deep", lambda *_: '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 500_000, "feed")


def _bomb(kind: str, base: str) -> str:
    return whole(kind, base, declared=f'<!DOCTYPE rss [<!ENTITY a0 "ha">{_LAUGHS}]>', more="&a11;")


def _addresses(kind: str) -> str:
    strange = ("file:///etc/passwd", "javascript:a()", "http://[::1", "http://127.0.0.1:1/", "//", "\x1b[2J", "data:,a")
    return "".join(item(kind, address).replace("/page", "") for address in strange)
