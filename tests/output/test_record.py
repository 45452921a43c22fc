"""The record: one type a key, nothing empty, an id that stays."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaners import clean, document_from_text
from cleaners.document import Document
from output.canonical import canonical, hostname
from output.record import METADATA_TYPES, RECORD_TYPES, Facts, build, record_id, timestamp


def record_of(document: Document, **facts: object) -> dict[str, object]:
    return build(clean(document, ()), Facts(**{"source": "dehusk/test", "id": "x", **facts}))[0]


def test_what_has_no_value_is_left_out_and_never_null() -> None:
    record = record_of(document_from_text("Some text."))
    assert set(record) == {"id", "text", "source", "metadata"}
    assert set(record["metadata"]) == {"schema", "text_sha256", "rules", "n_chars_in", "n_chars_out", "n_removed"}
    assert record["metadata"]["n_removed"] == 0


def test_empty_lists_and_lists_of_nothing_are_left_out() -> None:
    for tags in ([], [""], ["", ""]):
        assert "tags" not in record_of(document_from_text("a", metadata={"tags": tags}))["metadata"]


@pytest.mark.parametrize(
    "metadata",
    [{"author": ["A"]}, {"http_status": "200"}, {"tags": "one"}, {"never_heard_of": "x"}, {"quality": True}],
)
def test_a_value_of_another_type_or_name_never_gets_into_a_record(metadata: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=next(iter(metadata))):
        record_of(document_from_text("a"), metadata=metadata)


def test_keys_and_types_are_those_of_the_table() -> None:
    document = document_from_text(
        "Text.",
        title="T",
        language="en",
        language_score=1,
        metadata={"author": "A", "tags": ["x"], "published": "2026-11-19"},
    )
    record = record_of(document, url="https://example.org/a", http_status=200, added="2026-11-21T20:00:00Z", input="{}")
    assert list(record) == [key for key in RECORD_TYPES if key in record]
    assert all(type(value) is RECORD_TYPES[key] for key, value in record.items())
    assert all(type(value) is METADATA_TYPES[key] for key, value in record["metadata"].items())
    assert record["created"] == "2026-11-19T00:00:00Z"
    assert record["metadata"]["published"] == "2026-11-19"
    assert record["metadata"]["hostname"] == "example.org"
    assert record["metadata"]["text_sha256"] == hashlib.sha256(b"Text.").hexdigest()


def test_the_day_of_the_page_is_kept_beside_the_moment_in_utc() -> None:
    record = record_of(document_from_text("a", metadata={"published": "2026-11-19T23:30:00-05:00"}))
    assert record["metadata"]["published"] == "2026-11-19T23:30:00-05:00"
    assert record["created"] == "2026-11-20T04:30:00Z"


def test_a_record_and_its_removals_have_an_id_even_if_nobody_gave_one() -> None:
    cleaned = clean(document_from_text("A true sentence that stays here.\nplaceholder\ngoTop"))
    for facts in (Facts(source="s"), Facts(source="s", url="https://example.org/a"), Facts(source="s", id="mine")):
        record, removals = build(cleaned, facts)
        assert removals
        assert {record["id"], *(row["id"] for row in removals)} == {record["id"]}
        assert record["id"] == facts.id or re.fullmatch("d-[0-9a-f]{16}", record["id"])


def test_a_date_nobody_can_read_is_kept_as_it_is() -> None:
    record = record_of(document_from_text("a", metadata={"published": "last Tuesday"}))
    assert "created" not in record
    assert record["metadata"]["published"] == "last Tuesday"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-19", "2026-11-19T00:00:00Z"),
        ("2026-11-19T08:00:00+03:00", "2026-11-19T05:00:00Z"),
        ("2026-11-19T08:00:00.123Z", "2026-11-19T08:00:00Z"),
        ("2026-11-19 08:00", "2026-11-19T08:00:00Z"),
        ("0001-01-01T00:00:00+05:00", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_times_have_one_format(value: str, expected: str) -> None:
    assert timestamp(value) == expected


def test_ids() -> None:
    assert record_id("https://example.org/a") == "d-" + hashlib.sha256(b"https://example.org/a").hexdigest()[:16]
    assert record_id("HTTPS://user:pw@Example.org:443/a?utm_source=x#top") == record_id("https://example.org/a")
    assert record_id(None, b"same", 1) != record_id(None, b"same", 2)
    assert record_id("", b"same", 1) == record_id(None, b"same", 1)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://example.org", "http://example.org/"),
        ("http://example.org:8080/A?b=1&a=2", "http://example.org:8080/A?b=1&a=2"),
        ("http://example.org/?a=&fbclid=1&b", "http://example.org/?a=&b"),
        ("http://example.org/?utm_source=1", "http://example.org/"),
        ("http://example.org/a%20b/?q=ref_srcs", "http://example.org/a%20b/?q=ref_srcs"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://[::1]:80/x", "http://[::1]/x"),
        ("http://[broken/x", "http://[broken/x"),
        ("http://example.org:99999999/", "http://example.org:99999999/"),
        ("no address at all", "no address at all"),
        ("urn:isbn:1#x", "urn:isbn:1"),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    assert canonical(url) == expected


@given(st.text())
@example("0\r#")
def test_canonical_and_hostname_never_raise_and_canonical_is_stable(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once
    assert hostname(url) == hostname(url).lower() or not hostname(url).isascii()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://News.Example.org:8443/a", "news.example.org"),
        ("https://web.archive.org/web/20200101000000id_/http://example.org/a", "example.org"),
        ("https://web.archive.org/web/20200101000000/http:/example.org/a", "example.org"),
        ("https://web.archive.org/about", "web.archive.org"),
        ("relative/path", ""),
        ("http://[x", ""),
    ],
)
def test_hostname(url: str, expected: str) -> None:
    assert hostname(url) == expected
