"""Bytes of a response to text: which character set they are in, and whether they are text at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

from cleaners.plausible import is_plausible

REPLACEMENT = "\ufffd"
_DOUBTFUL_SHARE = 0.01  # of U+FFFD among all characters: above it, the bytes are looked at again
_BROKEN_SHARE = 0.1  # above it, no reader could use the text

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python's codecs for what browsers mean by these labels: supersets that know the characters sites really use.
_CODECS = {
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "windows-874": "cp874",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "iso-8859-8-i": "iso-8859-8",
    "x-user-defined": "cp1252",
}
_MULTI_BYTE = frozenset(("cp932", "cp949", "big5hkscs", "gb18030", "euc_jp", "iso2022_jp"))
# Python's own, no character sets of pages: they raise on bytes that are not theirs whatever they are told to do.
_NO_CHARSETS = frozenset(("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w.:+-]+)", re.IGNORECASE)
_HEAD_BYTES = 8192
_SAMPLE_BYTES = 65536
_SOMETHING = re.compile(rb"[^ \t\r\n\x00]")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
# Control characters that no markup needs; libxml2 ends the document at the first NUL.
_CONTROLS = bytes((*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F))
_NO_CONTROLS = dict.fromkeys((*_CONTROLS, 0xFFFE, 0xFFFF))

_BINARY_BEGINNINGS = (
    b"%PDF-",
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"BZh",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\xd0\xcf\x11\xe0",
    b"OggS",
    b"ID3",
    b"fLaC",
    b"\x00asm",
    b"\x7fELF",
    b"MZ\x90\x00",
    b"wOFF",
    b"wOF2",
    b"II*\x00",
    b"MM\x00*",
    b"{\\rtf",
    b"%!PS-",
)
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|title|meta|p|div|article|h[1-6]|a|br|span|table)\b", re.IGNORECASE
)
_OTHER_TYPES = re.compile(
    r"^\s*(?:application/(?:json|pdf|zip|gzip|javascript|octet-stream|msword|vnd\.)|image/(?!svg)|audio/|video/|font/|text/(?:css|csv|javascript))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a response. `kind` is "" or why there is none: "empty", "not_html", "broken_encoding".

    `charset` is the Python codec that was used, `doubtful` says that nothing confirmed it, neither a
    label nor the text itself.
    """

    text: str
    charset: str = ""
    doubtful: bool = False
    kind: str = ""


def decode(body: bytes, content_type: str = "") -> Decoded:
    """The text of a response body; `content_type` is its Content-Type header, with or without a charset.

    A byte order mark wins over everything, valid UTF-8 over what header and meta say; else header, meta and the
    detection from bytes are asked in this order, and a label that leaves more than 1 % replacement characters gives
    way to the detection. Control characters but tab and line breaks are taken out. Never raises.
    """
    if not _SOMETHING.search(body):
        return Decoded("", kind="empty")
    for mark, codec in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return _finished(body[len(mark) :].decode(codec, "replace"), codec, False)
    if _is_binary(body, content_type):
        return Decoded("", kind="not_html")
    codec = _wide(body)
    if codec:
        return _finished(body.decode(codec, "replace"), codec, True)
    return _by_label(body, content_type)


def header_charset(content_type: str) -> str:
    """The Python codec that a Content-Type header names, or "" where it names none or an unknown one."""
    match = _CHARSET.search(content_type)
    return _codec(match[1]) if match else ""


def _by_label(body: bytes, content_type: str) -> Decoded:
    labels = [label for label in (header_charset(content_type), _meta_charset(body)) if label]
    if "iso2022_jp" in labels and b"\x1b$" in body:  # seven-bit: valid UTF-8 to every test
        return _finished(body.decode("iso2022_jp", "replace"), "iso2022_jp", False)
    try:
        return _whole_utf8(body)
    except UnicodeDecodeError:
        pass
    utf8 = body.decode("utf-8", "replace")
    if _mostly_utf8(utf8, body):
        return _finished(utf8, "utf-8", False)
    detected = _detected(body)
    codec, doubtful = _choose(body, [label for label in labels if label != "utf-8"], detected)
    text = body.decode(codec, "replace")
    if _share(text) > _DOUBTFUL_SHARE:
        doubtful = True
        others = [name for name in dict.fromkeys((detected, *labels, "utf-8", "cp1252")) if name and name != codec]
        for other in others:
            attempt = body.decode(other, "replace")
            if _share(attempt) < _share(text):
                text, codec = attempt, other
    return _finished(text, codec, doubtful)


def _choose(body: bytes, labels: list[str], detected: str) -> tuple[str, bool]:
    """The codec for bytes that are not UTF-8, and whether the choice is in doubt."""
    # Servers label everything as Latin-1 by default; bytes that are whole in a multi-byte set are in that set.
    for candidate in dict.fromkeys((*labels, detected)):
        if candidate in _MULTI_BYTE and _is_whole(body, candidate) and (candidate in labels or not labels):
            return candidate, False
    if not labels:
        return detected or "cp1252", not (detected and is_plausible(body.decode(detected, "replace")))
    if len(set(labels)) > 1:
        return (detected, False) if detected in labels else (labels[0], True)
    return labels[0], False


def _whole_utf8(body: bytes) -> Decoded:
    """What most pages are, without the counting that other character sets need.

    Raises UnicodeDecodeError.
    """
    text = body.decode("utf-8")
    if not text.isascii() and (REPLACEMENT in text or "\ufffe" in text or "\uffff" in text):
        return _finished(text, "utf-8", False)
    # bytes.translate is ten times as fast as any search in the text
    clean = len(body.translate(None, _CONTROLS)) == len(body)
    return Decoded(text if clean else text.translate(_NO_CONTROLS), "utf-8")


def _finished(text: str, codec: str, doubtful: bool) -> Decoded:
    share = _share(text)
    if share > _BROKEN_SHARE:
        return Decoded("", codec, True, "broken_encoding")
    ascii_bytes = text.encode("utf-8", "surrogatepass")
    if len(ascii_bytes.translate(None, _CONTROLS)) < len(ascii_bytes) or "\ufffe" in text or "\uffff" in text:
        text = text.translate(_NO_CONTROLS)
    return Decoded(text, codec, doubtful or share > _DOUBTFUL_SHARE)


def _share(text: str) -> float:
    return text.count(REPLACEMENT) / len(text) if text else 0.0


def _mostly_utf8(text: str, body: bytes) -> bool:
    """Whether UTF-8 with a few broken bytes (a cut in a multi-byte character, a stray include) explains the bytes."""
    broken = text.count(REPLACEMENT)
    high = len(_HIGH_BYTE.findall(body))
    whole = high - broken  # bytes in whole sequences: text in an eight-bit set has next to none by chance
    return whole > 4 * broken


def _is_whole(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except UnicodeDecodeError as error:
        return error.start > len(body) - 4  # cut at the end of the body
    return True


def _detected(body: bytes) -> str:
    # The places with high bytes decide; the ASCII of scripts around them only dilutes.
    first = _HIGH_BYTE.search(body)
    start = max(0, first.start() - 512) if first else 0
    name = detect_encoding(body[start : start + _SAMPLE_BYTES])
    return _codec(name) if name else ""


def _meta_charset(body: bytes) -> str:
    match = _META_CHARSET.search(body, 0, _HEAD_BYTES) or _XML_ENCODING.match(body[:300])
    if match is None:
        return ""
    codec = _codec(match[1].decode("ascii", "replace"))
    return "utf-8" if codec.startswith(("utf-16", "utf-32")) else codec  # a meta that could be read is none of these


def _codec(label: str) -> str:
    name = (map_encoding_to_html5(label, fallback_utf8=False) or label).lower()
    name = _CODECS.get(name, name)
    try:
        found = codecs.lookup(name)
    except LookupError:
        return ""
    if not getattr(found, "_is_text_encoding", True):  # `charset=hex` must not decode
        return ""
    return "" if found.name.replace("-", "_") in _NO_CHARSETS else found.name


def _wide(body: bytes) -> str:
    """UTF-16 without a byte order mark: markup in it has a NUL at every other byte."""
    sample = body[:48]  # pages begin with markup, whatever script their text is in
    if sample.count(0) * 5 < len(sample) * 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_binary(body: bytes, content_type: str) -> bool:
    start = body[:1024].lstrip(b" \t\r\n")
    if (
        start.startswith(_BINARY_BEGINNINGS)
        or start[4:8] == b"ftyp"
        or (start[:4] == b"RIFF" and start[8:12] in (b"WEBP", b"WAVE", b"AVI "))
    ):
        return True
    sample = body[:_HEAD_BYTES]
    if _MARKUP.search(sample):
        return False
    if _OTHER_TYPES.match(content_type) or (start[:1] in (b"{", b"[") and _looks_json(body)):
        return True
    if _wide(body):
        return False
    controls = len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", sample))
    return controls * 20 > len(sample)


def _looks_json(body: bytes) -> bool:
    return body.rstrip()[-1:] in (b"}", b"]") and re.match(rb"\s*[\[{]\s*(?:[\"\[{\d]|[\]}])", body) is not None
