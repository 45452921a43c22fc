"""A folder for a phenomenon: `source.html` is the page as bytes, `record.json` what must come out of it.

`response.json`, where there is one, has the `url` and the `headers` of the response. A missing or different record
fails; only `pytest --update-pages` writes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaners import clean, restore
from cleaners.extract import extract
from cleaners.page import Page
from output.record import Facts, build, record_id

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/source.html"))


def outcome(folder: Path) -> dict[str, Any]:
    given = folder / "response.json"
    response = json.loads(given.read_text("utf-8")) if given.exists() else {}
    url = response.get("url", f"https://news.example.org/2026/{folder.name}.html")
    page = Page(url, (folder / "source.html").read_bytes(), headers=response.get("headers", {}))
    extracted = extract(page)
    if extracted.kind:
        return {"kind": extracted.kind}
    cleaned = clean(extracted.document)
    record, removals = build(
        cleaned, Facts(source="dehusk/pages", id=record_id(url), url=url, added="2026-11-21T20:00:00Z")
    )
    assert restore(record, removals) == extracted.document.text
    record["metadata"].pop("rules")  # the version of all rules is no property of this page
    return record


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_page_gives_its_record(folder: Path, update_pages: bool) -> None:
    expected = folder / "record.json"
    found = outcome(folder)
    if update_pages:
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", "utf-8")
        return
    assert expected.exists(), f"no {expected.name}: run pytest --update-pages and read what it wrote"
    assert found == json.loads(expected.read_text("utf-8"))


def test_there_are_pages() -> None:
    assert len(FOLDERS) >= 10
