"""Hostile by their bytes: character sets, marks, controls, entities, declarations."""

from __future__ import annotations

from random import Random

from tests.reliability.hostile_html import GOOD, HTML, PARAGRAPHS, STORY, Pages, page

PAGES = Pages()
add, text = PAGES.add, PAGES.text
TEXT = GOOD.decode()
FOREIGN = page("<p>O comboio chegou à estação às três horas; ninguém esperava por ele naquela manhã de Março.</p>" * 8)
JAPANESE = page("<p>港の道は一晩中閉鎖されていた。海が石を壁の上に運んだからだ。誰も怪我をしなかった。</p>" * 8)


def sprinkled(body: bytes, piece: bytes, size: int) -> bytes:
    """The body with `piece` at so many places."""
    random = Random("sprinkled")
    places = sorted(random.randint(0, len(body)) for _ in range(size))
    return b"".join(body[start:end] + piece for start, end in zip([0, *places], [*places, len(body)], strict=True))


# ---------------------------------------------------------------------- controls and broken sequences

add("nuls", 100, 1_000_000, lambda size: sprinkled(GOOD, b"\0", size))
add("nuls_before_all", 100, 1_000_000, lambda size: b"\0" * size + GOOD)
add("nuls_in_tag_names", 20, 2_000, lambda size: page("<sc\0ript>word</sc\0ript><p\0>word</p>" * size + PARAGRAPHS))
add("controls_of_all_kinds", 20, 20_000, lambda size: sprinkled(GOOD, bytes(range(1, 32)) + b"\x7f", size))
add("second_controls", 20, 20_000, lambda size: sprinkled(GOOD, b"\xc2\x9b31m\xc2\x85", size))
add("escapes", 20, 20_000, lambda size: sprinkled(GOOD, b"\x1b[2J\x1b]0;title\x07", size))
add("bytes_of_all_kinds", 4, 4_000, lambda size: b"<html><body><p>" + bytes(range(256)) * size)
add("bytes_at_random", 4_000, 1_000_000, lambda size: b"<html><body><p>" + Random("bytes").randbytes(size))
add("utf8_of_five_bytes", 20, 20_000, lambda size: sprinkled(GOOD, b"\xf8\x88\x80\x80\x80", size))
add("utf8_too_long", 20, 20_000, lambda size: sprinkled(GOOD, b"\xc0\xbcscript\xc0\xbe", size))
add("utf8_of_surrogates", 20, 20_000, lambda size: sprinkled(GOOD, b"\xed\xa0\x80\xed\xb0\x80", size))
add("utf8_cut_off", 20, 20_000, lambda size: sprinkled(GOOD, b"\xf0\x9f\x98", size))
add("utf8_continued", 20, 20_000, lambda size: sprinkled(GOOD, b"\x80\xbf", size))
add("latin_in_utf8", 20, 20_000, lambda size: sprinkled(FOREIGN.encode(), b"\xe3\xe9", size))
add(
    "mojibake_twice",
    3,
    200,
    lambda size: (FOREIGN * size).encode().decode("latin-1").encode().decode("latin-1").encode(),
)

# ---------------------------------------------------------------------- marks and labels

add("mark_of_utf8_twice", 2, 50_000, lambda size: b"\xef\xbb\xbf" * size + GOOD)
add("mark_of_utf16_le", 1, 1, lambda _: b"\xff\xfe" + TEXT.encode("utf-16-le"))
add("mark_of_utf16_be", 1, 1, lambda _: b"\xfe\xff" + TEXT.encode("utf-16-be"))
add("mark_of_utf16_of_odd_length", 1, 1, lambda _: b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1])
add("mark_of_utf16_of_surrogates", 50, 50_000, lambda size: b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\x00\xd8" * size)
add("mark_of_utf16_that_lies", 1, 1, lambda _: b"\xff\xfe" + GOOD)
add("mark_of_utf32", 1, 1, lambda _: b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"))
add("mark_of_utf32_out_of_range", 50, 50_000, lambda size: b"\xff\xfe\0\0" + b"\xff\xff\xff\xff" * size)
add("mark_inside", 50, 50_000, lambda size: sprinkled(GOOD, b"\xef\xbb\xbf", size))
add("utf16_without_mark", 1, 1, lambda _: TEXT.encode("utf-16-le"), "text/html; charset=utf-16")
add("utf16_in_the_middle", 1, 1, lambda _: GOOD + TEXT.encode("utf-16-be"))
add("shift_jis_cut_off", 1, 1, lambda _: JAPANESE.encode("cp932")[:-8] + b"\x83", "text/html; charset=shift_jis")
add(
    "shift_jis_broken",
    50,
    5_000,
    lambda size: sprinkled(JAPANESE.encode("cp932"), b"\x81", size),
    "text/html; charset=shift_jis",
)
add("euc_called_shift_jis", 1, 1, lambda _: JAPANESE.encode("euc-jp"), "text/html; charset=shift_jis")
add(
    "gb18030_of_four_bytes",
    50,
    50_000,
    lambda size: sprinkled(GOOD, b"\x81\x30\x81\x30", size),
    "text/html; charset=gb18030",
)
add("big5_broken", 50, 50_000, lambda size: sprinkled(GOOD, b"\xa1", size), "text/html; charset=big5")
add("iso_2022_escapes", 50, 50_000, lambda size: sprinkled(GOOD, b"\x1b$B", size), "text/html; charset=iso-2022-jp")
add("hz_escapes", 50, 50_000, lambda size: sprinkled(GOOD, b"~{", size), "text/html; charset=hz-gb-2312")
add("utf7", 50, 50_000, lambda size: sprinkled(GOOD, b"+ADw-script+AD4-", size), "text/html; charset=utf-7")
add("ebcdic", 1, 1, lambda _: TEXT.encode("cp500"), "text/html; charset=cp500")
add("label_of_no_text", 1, 1, lambda _: GOOD + b"\xe9", "text/html; charset=zip")
add("label_of_idna", 1, 1, lambda _: GOOD + b"\xe9", "text/html; charset=idna")
add("label_of_punycode", 1, 3, lambda size: GOOD * size + b"\xe9", "text/html; charset=punycode")
add(
    "label_of_unicode_escape",
    50,
    5_000,
    lambda size: sprinkled(GOOD, b"\\ud800\\x00\xe9", size),
    "text/html; charset=unicode_escape",
)
add("label_of_a_path", 1, 1, lambda _: GOOD + b"\xe9", "text/html; charset=../../etc/passwd")
add(
    "label_that_is_giant",
    1_000,
    200_000,
    lambda size: GOOD + b"\xe9" + b" " * size,
    "text/html; charset=" + "x" * 5_000,
)
add("gzip_that_is_no_page", 1, 1, lambda _: b"\x1f\x8b\x08\0" + GOOD)
add("pdf_that_is_a_page", 1, 1, lambda _: b"%PDF-1.7\n" + GOOD)
add("json_that_is_no_page", 100, 100_000, lambda size: b'{"a": [' + b"[]," * size + b"[]]}")
add("nothing_but_spaces", 1_000, 1_000_000, lambda size: b" \r\n\t" * size)
add("nothing_but_carriage_returns", 1_000, 1_000_000, lambda size: b"<p>" + b"\r" * size)

# ---------------------------------------------------------------------- entities

text("entities_of_surrogates", 100, 10_000, lambda size: "&#xD800;&#56320;&#xDFFF; " * size)
text("entities_out_of_range", 100, 10_000, lambda size: "&#x110000;&#99999999999999999999;&#-1; " * size)
text("entities_of_controls", 100, 10_000, lambda size: "&#0;&#1;&#x1b;[2J&#127;&#x9b;&#xFFFE; " * size)
text("entity_of_many_digits", 1_000, 200_000, lambda size: f"&#{'9' * size};&#x{'0' * size}41;")
text("entities_never_closed", 500, 50_000, lambda size: "&amp&lt&notit&#65&#x41 &" * size)
text("entities_of_tags", 500, 50_000, lambda size: "&lt;p&gt;&lt;script&gt;" * size)
text("entities_escaped_often", 500, 100_000, lambda size: "&" + "amp;" * size)
text("entity_of_a_long_name", 1_000, 300_000, lambda size: f"&{'x' * size};")
text("entities_of_spaces", 500, 50_000, lambda size: "&nbsp;&emsp;&zwnj;&#8203;" * size)

# ---------------------------------------------------------------------- declarations and comments


def _laughs(size: int) -> str:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, size))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "ha">{entities}]><p>&a{size - 1};</p>{PARAGRAPHS}'


add("entity_bomb", 10, 10_000, _laughs)
add(
    "entity_of_a_file",
    1,
    1,
    lambda _: f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x; root:</p>{PARAGRAPHS}',
)
add("doctype_giant", 2_000, 1_000_000, lambda size: f"<!DOCTYPE {'html ' * size}>{PARAGRAPHS}")
add("doctype_never_closed", 300, 300_000, lambda size: f"<!DOCTYPE html {'<p>word ' * size}")
add("doctypes", 500, 50_000, lambda size: "<!DOCTYPE html>" * size + PARAGRAPHS)
add("xml_declaration_giant", 2_000, 1_000_000, lambda size: f'<?xml version="1.0" {"a " * size}?>{PARAGRAPHS}')
add("xml_declaration_that_lies", 1, 1, lambda _: f'<?xml version="1.0" encoding="utf-32"?>{page(PARAGRAPHS)}')
add("comments_broken", 100, 30_000, lambda size: page("<!-- a --! ><!--> <!---> <!- b -> <! c >" * size + PARAGRAPHS))
add("comments_in_comments", 300, 30_000, lambda size: page("<!-- " * size + "-->" * size + PARAGRAPHS))
add("comment_of_dashes", 2_000, 500_000, lambda size: page(f"<!--{'-' * size}>{PARAGRAPHS}"))
add("cdata", 300, 30_000, lambda size: page("<![CDATA[ <p>word</p> ]]>" * size + PARAGRAPHS))
add("cdata_never_closed", 300, 30_000, lambda size: page(PARAGRAPHS + "<![CDATA[ <p>word ]] >" * size))
add("quotes_never_closed", 60, 30_000, lambda size: page(f"<p title='a\">{STORY}</p><a href=\"x'>word</a>" * size))
add("script_never_closed", 300, 30_000, lambda size: page(PARAGRAPHS + "<script>" + "var a = '<p>'; " * size))
add("script_of_comments", 300, 30_000, lambda size: page("<script><!--<script>" * size + PARAGRAPHS))
add("style_never_closed", 300, 30_000, lambda size: page(PARAGRAPHS + "<style>" + "p { a: b } " * size))
add("textarea_never_closed", 300, 30_000, lambda size: page(PARAGRAPHS + "<textarea>" + "<p>word " * size))
add("cut_off_inside_of_a_tag", 300, 30_000, lambda size: page(PARAGRAPHS * 2)[:-14] + "<p class='" + "a " * size)
add("line_breaks_of_all_kinds", 80, 30_000, lambda size: page("<p>a\r\nb\rc\n\rd\x0be\x0cf</p>" * size + PARAGRAPHS))
add("pages_in_a_page", 20, 1_000, lambda size: TEXT * size, HTML)
