"""What others do with the same lines: exact dedup, line rules, jusText, winnow-md.

A baseline takes a document (`{"lang", "lines": [{"text"}]}`) and gives its text back, some lines less.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import justext

Document = Mapping[str, Any]

_WORDS = re.compile(r"\w+")
_FINAL = tuple(".!?…:;。！？”\"’»')]」")
# jusText names its stop words in English; it has none for the languages that are missing here.
_STOP_WORDS = {
    "ar": "Arabic", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fi": "Finnish", "fr": "French", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ko": "Korean", "lt": "Lithuanian", "nl": "Dutch", "no": "Norwegian_Bokmal", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "sw": "Swahili", "tr": "Turkish", "uk": "Ukrainian",
    "vi": "Vietnamese", "bn": "Bengali",
}  # fmt: skip


def texts(document: Document) -> list[str]:
    """The lines of a document."""
    return [line["text"] for line in document["lines"]]


def identity(document: Document) -> str:
    """Everything."""
    return "\n".join(texts(document))


def exact_dedup(document: Document) -> str:
    """Lines of three words or more only where they stand first."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for text in texts(document):
        key = tuple(_WORDS.findall(text.casefold()))
        if len(key) < 3 or key not in seen:
            kept.append(text)
        seen.add(key)
    return "\n".join(kept)


def line_rules(document: Document) -> str:
    """Long lines, lines that end like sentences, and lines of some length between two such."""
    found = texts(document)
    good = [len(text) >= 140 or (len(text) >= 50 and text.rstrip().endswith(_FINAL)) for text in found]
    kept = []
    for number, text in enumerate(found):
        between = number > 0 and good[number - 1] and any(good[number + 1 : number + 3])
        if good[number] or (len(text) >= 12 and between):
            kept.append(text)
    return "\n".join(kept)


def jus_text(document: Document) -> str:
    """jusText over one paragraph a line, with the stop words of the language, or language-independent without any."""
    page = "".join(f"<p>{escape(text)}</p>" for text in texts(document))
    if not page:
        return ""
    words, limits = stop_words(str(document.get("lang")))
    found = justext.justext(f"<html><body>{page}</body></html>", words, **limits)
    return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)


@cache
def stop_words(language: str) -> tuple[frozenset[str], dict[str, int]]:
    """What jusText is called with for a language: its stop words, and the limits for one without any."""
    name = _STOP_WORDS.get(language)
    return (justext.get_stoplist(name), {}) if name else (frozenset(), {"stopwords_low": 0, "stopwords_high": 0})


BASELINES: dict[str, Callable[[Document], str]] = {
    "identity": identity,
    "exact dedup": exact_dedup,
    "line rules": line_rules,
    "jusText": jus_text,
}

WINNOW = "winnow-md"
_WINNOW_PROGRAM = """
import json, sys
import winnow
for row in sys.stdin:
    print(json.dumps(winnow.clean(json.loads(row)).markdown), flush=True)
"""


def winnow_python(folder: Path) -> Path | None:
    """The interpreter of a virtual environment in `folder` that has winnow-md; it is made if need be.

    None if it cannot be installed. Nothing outside of `folder` changes: dehusk does not depend on it.
    """
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    if subprocess.run([str(python), "-c", "import winnow"], capture_output=True, check=False).returncode:
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", WINNOW]
        if subprocess.run(install, capture_output=True, check=False).returncode:
            return None
    return python


def winnow(documents: Sequence[Document], python: Path, seconds: float = 1800) -> list[str]:
    """The documents as winnow-md leaves them, each line a Markdown paragraph.

    Raises subprocess.SubprocessError if it fails or takes longer than `seconds`.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as rows:
        rows.writelines(json.dumps("\n\n".join(texts(document))) + "\n" for document in documents)
        rows.seek(0)
        done = subprocess.run(
            [str(python), "-c", _WINNOW_PROGRAM],
            stdin=rows,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=True,
        )
    return _lines(done.stdout.splitlines())


def _lines(rows: Iterable[str]) -> list[str]:
    return [str(json.loads(row)) for row in rows]
