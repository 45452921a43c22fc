"""One object of an input JSONL becomes a task: its own keys taken over, its foreign keys kept."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from cleaners.page import Page
from output.compression import DamagedError
from output.jsonl import dumps, loads, open_reader
from output.processing import Task
from output.record import METADATA_TYPES, RECORD_SCHEMA, Facts, timestamp
from output.rejects import Reject

MAX_BYTES = 256 << 20  # of one document: beyond it an input is no page and no article but a mistake
_DOCUMENTS = ("text", "html", "html_path")
_TEXTS = (*_DOCUMENTS, "url", "title", "language")
# What dehusk works out anew each time, so that a record of its own can be an input again.
_DERIVED = ("schema", "rules", "text_sha256", "n_chars_in", "n_chars_out", "n_removed", "guard", "quality", "policy")
_TAKEN_OVER = METADATA_TYPES.keys() - {*_DERIVED, "change", "extractor", "input"}
_TIMES = ("created", "added")
_JSON_NAMES = {
    dict: "an object",
    list: "a list",
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "true or false",
}
_UTF8_HTML = {"content-type": "text/html; charset=utf-8"}


class _RefusedError(Exception):
    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


def read_object(line: bytes, folder: Path, facts: Facts, source: str, number: int) -> Task | Reject:
    """The task of one line of JSONL, or why it has none. Raises nothing for a bad line.

    The object holds `text`, or `html`, or `html_path` (relative to `folder`, plain or gzip); if several, the first of
    them that is not empty is read, and `Task.unread` names the others. `id` is handed on unchanged if it is a string; a
    number becomes the string of its digits, because readers of the record (dolma) want one type. `url`, `title`,
    `language`, `source`, `created`, `added` and the known keys of `metadata` are taken over, null counts as absent, and
    all other keys are kept as a JSON string in `metadata.input`.
    """
    identity = ""
    try:
        found = _parsed(line)
        identity = _identity(found, line)
        return _task(found, folder, replace(facts, id=identity))
    except _RefusedError as refused:
        return Reject(source, refused.reason, refused.detail, number, identity)


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        line.decode("utf-8")
        found = loads(line)
    except UnicodeDecodeError as error:
        raise _RefusedError("bad_utf8", f"byte {error.start} of the line is not UTF-8") from None
    except ValueError as error:
        where = f"{error.msg}, column {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise _RefusedError("bad_json", f"not JSON: {where}") from None
    if not isinstance(found, dict):
        raise _RefusedError("wrong_type", f"the line holds {_name(found)}, not an object")
    return {key: value for key, value in found.items() if value is not None}


def _name(value: object) -> str:
    return _JSON_NAMES.get(type(value), "null")


def _identity(found: dict[str, Any], line: bytes) -> str:
    value = found.pop("id", "")
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        # The digits as they stand there: 1.0 and 1e3 are not for us to rewrite.
        return str(json.loads(line, parse_int=str, parse_float=str)["id"])
    raise _RefusedError("wrong_type", f"id is {_name(value)}, not a string")


def _task(found: dict[str, Any], folder: Path, facts: Facts) -> Task:
    for key in _TEXTS:
        if not isinstance(found.get(key, ""), str):
            raise _RefusedError("wrong_type", f"{key} is {_name(found[key])}, not a string")
    metadata = found.pop("metadata", {})
    if not isinstance(metadata, dict):
        raise _RefusedError("wrong_type", f"metadata is {_name(metadata)}, not an object")
    unread = ", ".join([key for key in _DOCUMENTS if found.get(key, "").strip()][1:])
    text, html, path, url, title, language = (found.pop(key, None) for key in _TEXTS)
    body = None
    if text is None or not text.strip():
        body = _body(text, html, path, folder)
    known, foreign = _known_metadata(metadata, found)
    facts = _own_facts(found, replace(facts, url=(url or "").strip()))
    foreign = {**foreign, **found}  # `_own_facts` took what it knows
    if foreign:
        facts = replace(facts, input=dumps(foreign).decode().rstrip("\n"))
    page = None
    if body is not None:
        headers = {} if body[1] else _UTF8_HTML
        page = Page(facts.url, body[0], headers=headers, fetched=facts.added)
    return Task(
        page=page,
        text=None if page else text,
        facts=facts,
        title=title or "",
        language=language or "",
        url=facts.url,
        metadata=tuple(known.items()),
        unread=unread,
    )


def _body(text: str | None, html: str | None, path: str | None, folder: Path) -> tuple[bytes, bool]:
    """The bytes of the page, and whether they came from a file, whose character set is not known."""
    if html and html.strip():
        return html.encode("utf-8", "replace"), False
    if path:
        return _read(folder / path), True
    if text is None and html is None:
        raise _RefusedError("no_text", "the object has no text, html or html_path")
    raise _RefusedError("empty", "its text is empty")


def _read(path: Path) -> bytes:
    try:
        with open_reader(path) as stream:
            body = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _RefusedError("missing", f"html_path: there is no file {path}") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _RefusedError("unreadable", f"html_path: {path} cannot be read: {error}") from None
    except DamagedError as error:
        raise _RefusedError("truncated", f"html_path: {path} is damaged or ends early ({error})") from None
    if len(body) > MAX_BYTES:
        raise _RefusedError("too_large", f"html_path: {path} has more than {MAX_BYTES >> 20} MiB")
    if not body.strip():
        raise _RefusedError("empty", f"html_path: {path} is empty")
    return body


def _own_facts(found: dict[str, Any], facts: Facts) -> Facts:
    """The facts with those the input states; these are taken out of it. What has another form stays a foreign key."""
    created, added = (timestamp(value) if isinstance(value := found.get(key), str) else "" for key in _TIMES)
    for key, moment in zip(_TIMES, (created, added), strict=True):
        if moment:
            del found[key]
    source = found.pop("source") if isinstance(found.get("source"), str) else ""
    return replace(facts, created=created, added=added, source=source or facts.source)


def _known_metadata(metadata: dict[str, Any], found: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values that a record's metadata knows, and what is foreign."""
    foreign: dict[str, Any] = {}
    metadata = {key: value for key, value in metadata.items() if value is not None}
    if metadata.get("schema") == RECORD_SCHEMA:
        handed_on = metadata.pop("input", "{}")
        foreign.update(loads(handed_on) if isinstance(handed_on, str) else {})
        for key in (*_DERIVED, "change", "extractor"):
            metadata.pop(key, None)
        found.pop("language_score", None)
    known = {key: value for key, value in metadata.items() if key in _TAKEN_OVER and _fits(value, METADATA_TYPES[key])}
    strangers = {key: value for key, value in metadata.items() if key not in known}
    if strangers:
        foreign["metadata"] = strangers
    return known, foreign


def _fits(value: object, kind: type) -> bool:
    return type(value) is kind and (not isinstance(value, list) or all(isinstance(item, str) for item in value))
