"""Text comes out as its author wrote it, whatever the labels say; what is no text is said to be none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.decode import decode
from cleaners.plausible import is_plausible

PORTUGUESE = "<html><head></head><body><p>A câmara não aprovou a criação de três praças.</p></body></html>"
JAPANESE = "<html><body><p>図書館は来月から夜九時まで開いている。</p></body></html>"
RUSSIAN = "<html><body><p>Новый мост через реку откроют весной, сообщили в городской управе.</p></body></html>"
LATIN_HEADER = "text/html; charset=ISO-8859-1"


def test_a_header_does_not_spoil_utf8() -> None:
    found = decode(PORTUGUESE.encode(), LATIN_HEADER)
    assert (found.text, found.charset, found.doubtful) == (PORTUGUESE, "utf-8", False)


def test_a_meta_does_not_spoil_utf8() -> None:
    page = PORTUGUESE.replace("<head>", '<head><meta charset="windows-1252">')
    assert decode(page.encode()).text == page


def test_one_broken_byte_does_not_make_utf8_another_set() -> None:
    body = (PORTUGUESE * 20).encode() + b"\xc3"
    assert decode(body, LATIN_HEADER).text.startswith(PORTUGUESE)


def test_a_utf8_header_does_not_spoil_latin1() -> None:
    assert decode(PORTUGUESE.encode("cp1252"), "text/html; charset=utf-8").text == PORTUGUESE


def test_the_default_header_does_not_spoil_shift_jis() -> None:
    page = JAPANESE.replace("<body>", '<head><meta charset="Shift_JIS"></head><body>')
    assert decode(page.encode("cp932"), LATIN_HEADER).text == page


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_wins(mark: str) -> None:
    found = decode(RUSSIAN.encode(mark), LATIN_HEADER)
    assert found.text == RUSSIAN
    assert not found.doubtful


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(codec: str) -> None:
    assert decode(RUSSIAN.replace("<p>", "<p class=lead>").encode(codec)).text == RUSSIAN.replace(
        "<p>", "<p class=lead>"
    )


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [(RUSSIAN, "cp1251", "windows-1251"), (JAPANESE, "euc-jp", "euc-jp"), (PORTUGUESE, "latin-1", "iso-8859-1")],
)
def test_the_header_tells(text: str, codec: str, label: str) -> None:
    found = decode(text.encode(codec), f"text/html; charset={label}")
    assert (found.text, found.doubtful) == (text, False)


@pytest.mark.parametrize("label", ["hex", "rot13", "x-nonsense", "utf-8; q=1", "../../etc"])
def test_an_odd_label_is_no_codec(label: str) -> None:
    assert decode(PORTUGUESE.encode(), f"text/html; charset={label}").text == PORTUGUESE


@pytest.mark.parametrize("label", ["koi8-r", "cp1252"])
def test_bytes_that_make_no_words_of_a_language_are_doubtful(label: str) -> None:
    text = RUSSIAN.encode("cp1251").decode(label, "replace")
    assert not is_plausible(text)


@pytest.mark.parametrize(
    ("text", "codec", "other"),
    [
        ("Książka leżała na stole, a żółw spał pod łóżkiem.", "cp1250", "cp1252"),
        ("Köşedeki dükkân kapandı, yaşlı berber eşyasını topladı; çırağı ağladı.", "cp1254", "cp1252"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy.", "cp1250", "cp1252"),
        ("المكتبة على ظهر دراجة تصل إلى القرى البعيدة", "cp1256", "cp1252"),
    ],
)
def test_the_wrong_set_is_not_plausible(text: str, codec: str, other: str) -> None:
    assert is_plausible(text)
    assert not is_plausible(text.encode(codec).decode(other, "replace"))


def test_too_few_letters_to_judge_by_are_doubtful() -> None:
    assert decode("<html><body><p>A café in the harbour</p></body></html>".encode("cp1252")).doubtful


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN * 5, "cp1251"),
        (JAPANESE * 3, "euc-jp"),
        (JAPANESE * 3, "cp932"),
        (
            "<p>Über den Dächern der Stadt hängt früh ein grauer Nebel, und die Glöckner müssen läuten.</p>" * 3,
            "cp1252",
        ),
        ("<p>Książka leżała na stole, a żółw spał pod łóżkiem; później wrócił gość i świeca zgasła.</p>" * 3, "cp1250"),
        ("<p>المكتبة على ظهر دراجة تصل إلى القرى البعيدة كل يوم ثلاثاء</p>" * 3, "cp1256"),
    ],
)
def test_a_guess_that_explains_every_byte_is_no_doubt(text: str, codec: str) -> None:
    found = decode(f"<html><body>{text}</body></html>".encode(codec))
    assert text in found.text
    assert not found.doubtful


def test_controls_go_and_the_rest_of_the_page_stays() -> None:
    assert decode(b"<p>be\x00fore</p>\x0b<p>af\x1bter</p>\r\n\t.").text == "<p>before</p><p>after</p>\r\n\t."


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\x00\x00", "empty"),
        (b"%PDF-1.7\n1 0 obj", "not_html"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not_html"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "not_html"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "not_html"),
        (b"\x00\x00\x00\x18ftypmp42", "not_html"),
        (b'{"a": [1, 2], "b": "c"}', "not_html"),
        (bytes(range(1, 32)) * 40, "not_html"),
    ],
)
def test_what_is_no_page(body: bytes, kind: str) -> None:
    assert decode(body, "text/html").kind == kind


def test_json_inside_markup_is_a_page() -> None:
    assert decode(b'{"broken": <p>text of a page</p>}', "text/html").kind == ""


@given(st.binary(max_size=400), st.text(max_size=40))
def test_never_raises(body: bytes, content_type: str) -> None:
    found = decode(body, content_type)
    assert bool(found.text) != bool(found.kind) or not found.text
