"""What the README says is so: its commands run, its options exist, its tables name what there is.

Addresses on example.org become pages of the demo site; the files that a command reads are made beforehand. `make …` is
not run (it would run this test), but its targets and variables are looked up.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from cleaners.registry import CLEANERS
from crawler.cli import COMMANDS, dehusk, errors
from crawler.demo.server import Serving, serve
from output.record import METADATA_TYPES, RECORD_TYPES

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
OUTSIDE = re.sub(r"```.*?```", "", README, flags=re.DOTALL)
INLINE = [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", OUTSIDE)]
NOT_WRITTEN_YET = {"policy"}  # names that are kept free for later


def console_lines() -> list[str]:
    """The commands of all console blocks, without prompt and comment, in their order."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    return [re.sub(r"\s+# .*", "", line[2:]).strip() for line in lines]


CONSOLE = console_lines()
MADE = [line for line in [*CONSOLE, *INLINE] if line.startswith("make ")]
RUN = [line for line in CONSOLE if not line.startswith(("make ", "export PATH="))]
SCRAPY = [line for line in INLINE if line.startswith("scrapy ")]


def rewritten(command: str, site: Serving) -> str:
    """Addresses on example.org as pages of the demo: the root is its front page, each other path an article."""
    urls = dict.fromkeys(re.findall(r"https://example\.org[^\s|]*", README))
    articles = iter(site.articles)
    pages = {url: site.urls[0] if url == "https://example.org/" else next(articles) for url in urls}
    return re.sub(r"https://example\.org[^\s|]*", lambda found: pages[found[0]], command)


def program(folder: Path, name: str, words: str) -> None:
    path = folder / name
    path.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {words} "$@"\n')
    path.chmod(0o755)


@pytest.fixture(scope="module")
def site() -> Iterator[Serving]:
    with serve() as running:
        yield running


@pytest.fixture(scope="module")
def place(site: Serving, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the commands find what they read; it is the same for all of them, in the README's order."""
    folder = tmp_path_factory.mktemp("readme")
    programs = folder / ".bin"
    programs.mkdir()
    program(programs, "dehusk", "-m crawler.cli")
    program(programs, "scrapy", "-m scrapy")
    # Only `jq .key` stands in the README: the machine of a tester need not have the real one.
    (programs / "jq.py").write_text(
        "import json, sys\nfor line in sys.stdin: print(json.dumps(json.loads(line).get(sys.argv[1].lstrip('.'))))\n"
    )
    program(programs, "jq", shlex.quote(str(programs / "jq.py")))
    page = "<html><head><title>Bridge</title></head><body><article><h1>Bridge</h1><p>{}</p></article></body></html>"
    story = "The council met on Tuesday and agreed to mend the old bridge before the winter. Nobody voted against it."
    (folder / "page.html").write_text(page.format(story))
    (folder / "dumps").mkdir()
    (folder / "dumps" / "one.txt").write_text(f"{story}\nplaceholder\ngoTop\n")
    (folder / "dumps" / "two.html").write_text(page.format(story))
    (folder / "dump.jsonl").write_text(f'{{"text": "{story}"}}\n')
    (folder / "urls.txt").write_text("\n".join(site.articles[:2]))
    return folder


def shell(command: str, place: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DEHUSK_")}
    own = {"DEHUSK_HOME": str(place), "DEHUSK_ALLOW_PRIVATE": "127.0.0.1,localhost", "DEHUSK_DELAY": "0"}
    path = f"{place / '.bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=cwd,
        env={**kept, **own, "PATH": path, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_readme_has_what_is_tested_here() -> None:
    assert len(RUN) >= 9
    assert len(SCRAPY) >= 4
    assert {"make run", "make test"} <= set(MADE)


@pytest.mark.parametrize("command", RUN)
def test_a_command_of_the_readme_runs(command: str, site: Serving, place: Path) -> None:
    job = re.match(r"dehusk (?:crawl --job|export) (\S+)", command)
    if job:  # it goes on with a job that there is
        assert shell(f"dehusk crawl {site.articles[0]} --job {job[1]}", place, place).returncode == 0
    done = shell(rewritten(command, site), place, place)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    if "jq" in command:
        assert len(done.stdout) > 5, "no value came through the pipe"
    for name in re.findall(r"(?:-o|>) (\w[\w./]+)", command):
        assert (place / name).stat().st_size, f"{name} was not written"


@pytest.mark.parametrize("command", SCRAPY)
def test_a_scrapy_command_of_the_readme_runs(command: str, site: Serving, place: Path) -> None:
    fast = " -s AUTOTHROTTLE_ENABLED=0 -s CONCURRENT_REQUESTS_PER_DOMAIN=8" if "crawl" in command else ""
    done = shell(rewritten(command, site) + fast, place, ROOT)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    if "crawl" in command:
        assert "item_scraped_count" in done.stderr


@pytest.mark.parametrize("command", MADE)
def test_make_knows_what_the_readme_calls(command: str) -> None:
    target, *variables = command.split()[1:]
    assert re.search(rf"^{re.escape(target)}:", MAKEFILE, re.MULTILINE)
    assert all(f"$({variable.partition('=')[0]})" in MAKEFILE for variable in variables)


def test_every_option_in_the_readme_exists() -> None:
    groups = [dehusk, *(getattr(import_module(place.partition(":")[0]), name) for name, (place, _) in COMMANDS.items())]
    groups += [command for group in groups if isinstance(group, click.Group) for command in group.commands.values()]
    known = {
        word
        for group in groups
        for option in group.params
        for word in (*option.opts, *option.secondary_opts)
        if isinstance(option, click.Option)
    }
    named = {word for code in [*CONSOLE, *INLINE] for word in re.findall(r"(?<!\S)--[a-z][a-z-]+", code)}
    assert len(named) > 5
    assert named <= known


def test_the_python_of_the_readme_gives_what_its_comments_say() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names: dict[str, object] = {}
    compared = 0
    for statement in ast.parse(block).body:
        source = ast.get_source_segment(block, statement)
        assert source
        if not isinstance(statement, ast.Expr):
            exec(source, names)
            continue
        value = eval(source, names)
        comment = block.splitlines()[statement.end_lineno - 1][statement.end_col_offset :].strip(" #")
        try:
            expected = ast.literal_eval(comment)
        except (SyntaxError, ValueError):  # words, no value
            assert value
        else:
            assert value == expected
            compared += 1
    assert compared


def test_every_field_of_the_record_has_its_row() -> None:
    table = README.partition("## The record")[2].partition("\n## ")[0]
    named: set[str] = set()
    for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE):
        keys = re.findall(r"`([\w.]+)`", row)
        inside = keys[0].startswith("metadata.")
        named |= {key if key.startswith("metadata.") or not inside else f"metadata.{key}" for key in keys}
    there = {key for key in RECORD_TYPES if key != "metadata"} | {f"metadata.{key}" for key in METADATA_TYPES}
    assert named == there - {f"metadata.{key}" for key in NOT_WRITTEN_YET}


def test_every_exit_code_has_its_row() -> None:
    table = README.partition("## Exit codes")[2].partition("\n## ")[0]
    codes = {int(code) for code in re.findall(r"^\| (\d) \|", table, re.MULTILINE)}
    assert codes == {value for name, value in vars(errors).items() if name.isupper() and type(value) is int}


def test_every_cleaner_has_its_heading() -> None:
    headings = " ".join(re.findall(r"^### (.*)", README, re.MULTILINE)).replace("`", "").split()
    assert {cleaner.name for cleaner in CLEANERS} - set(headings) == set()
