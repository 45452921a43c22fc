"""What others wrote, on a terminal or in a log: it can forge no line, no colour, and shows no password."""

from __future__ import annotations

import logging
import re

# C0 and C1 controls, line and paragraph separators, and the marks that turn the order of text round.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CREDENTIALS = re.compile(r"(//)[^\s/?#@'\"<>]*@")


def printable(text: str) -> str:
    """One line: control characters as `\\x1b`, `user:password@` of URLs as `…@`."""
    if text.isprintable() and "@" not in text:
        return text
    return _CREDENTIALS.sub(r"\1…@", _CONTROLS.sub(_escaped, text))


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class PrintableFormatter(logging.Formatter):
    """Log lines in which a message is one line; the lines of a traceback are indented, so that none looks like one."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the interface of logging
        record.message = printable(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: object) -> str:  # noqa: N802 - as above
        text = super().formatException(ei)  # type: ignore[arg-type]
        return "\n".join(f"    {printable(line)}" for line in text.splitlines())
