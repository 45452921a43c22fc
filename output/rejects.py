"""What a rejected input is called, and why it was rejected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# The closed list of reasons an input of `dehusk clean` can be rejected for; the outcomes of `crawler.workers` and of
# extraction (`extract_timeout`, `empty`, `not_html` …) join them unchanged.
REASONS: dict[str, str] = {
    "missing": "there is no such file",
    "unreadable": "the file cannot be read",
    "unknown_format": "the ending of the name does not tell the format",
    "binary": "the file is no text",
    "bad_utf8": "the bytes are not UTF-8",
    "bad_json": "the line is not JSON",
    "damaged": "a record of an archive is damaged",
    "broken_encoding": "the bytes are not what their Content-Encoding says",
    "truncated": "the compressed file is damaged or ends early",
    "wrong_type": "a value has the wrong type",
    "no_text": "the object has no text, html or html_path",
    "empty": "there is no text in it",
    "too_large": "it is larger than dehusk takes",
}


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that gives no record: where it stood, why, and what a person must know to mend it (one line).

    `source` is the input as it was named, `line` its line (0 where lines mean nothing), `id` its id if it has one;
    `offset` is where in a WARC file its record begins.
    """

    source: str
    reason: str
    detail: str
    line: int = 0
    id: str = ""
    offset: int = 0

    @property
    def place(self) -> str:
        """`news.jsonl:17`."""
        return f"{self.source}:{self.line}" if self.line else self.source

    def row(self) -> dict[str, Any]:
        """The row of `….rejects.jsonl`; what is not known is left out."""
        row = {"id": self.id, "input": self.source, "line": self.line, "offset": self.offset}
        row |= {"reason": self.reason, "detail": self.detail}
        return {key: value for key, value in row.items() if value}
