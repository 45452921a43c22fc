"""What `make run` shows of a finished crawl: nothing that is not in its files, and nothing wider than the terminal."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from crawler.demo.report import show
from output.jsonl import dumps

LONG = "Uma frase comprida sobre o cais, a maré, o vento e tudo o que se vê da torre numa manhã clara. "


def shown(folder: Path, url: str = "") -> str:
    out = io.StringIO()
    show(Console(file=out, width=80, color_system=None), folder, url)
    return out.getvalue()


def write(folder: Path, url: str, kept: str, taken: str) -> None:
    row = {"id": url, "url": url, "title": "Cais", "text": kept, "metadata": {}}
    with (folder / "part-00000.jsonl").open("ab") as out:
        out.write(dumps(row))
    start = len(kept)
    removal = {"id": url, "start": start, "end": start + len(taken), "text": taken, "reason": "form", "rule": "r"}
    with (folder / "part-00000.removals.jsonl").open("ab") as out:
        out.write(dumps(removal | {"cleaner": "comments", "version": 1, "score": 1.0}))


def test_an_empty_folder_shows_no_page(tmp_path: Path) -> None:
    assert "One page" not in shown(tmp_path)
    assert "Nothing was removed" not in shown(tmp_path)


def test_what_went_why_and_where_the_files_lie(tmp_path: Path) -> None:
    write(tmp_path, "http://localhost/a", LONG * 3, "\nDeixe um comentário")
    text = shown(tmp_path)
    assert "- comments: form" in text
    assert "Deixe um comentário" in text
    assert str(tmp_path / "part-00000.removals.jsonl") in text
    page = text.partition("Files")[0]
    assert all(len(line) <= 80 for line in page.splitlines())


def test_the_named_page_is_shown(tmp_path: Path) -> None:
    write(tmp_path, "http://localhost/a", "Um.", "\nA")
    write(tmp_path, "http://localhost/b", "Dois.", "\nB")
    assert "http://localhost/b" in shown(tmp_path, "http://localhost/b")
    assert "http://localhost/a" in shown(tmp_path, "http://localhost/a")
