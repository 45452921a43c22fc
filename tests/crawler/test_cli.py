"""The main group: light, and one line for every error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crawler.cli import COMMANDS, main
from crawler.cli.errors import UserError
from tests.crawler.command import dehusk, environment


def loaded_by(program: str, heavy: str) -> tuple[str, str]:
    """Which of some modules a program has loaded when it ends, as a list in Python; and what it said on stdout."""
    code = (
        f"import sys\ntry:\n    {program}\n"
        f"finally: sys.stderr.write(str([m for m in '{heavy}'.split() if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), timeout=60, check=False)
    return done.stderr.decode().strip(), done.stdout.decode()


def test_help_and_version_import_nothing_heavy() -> None:
    heavy = "scrapy twisted trafilatura lxml pebble rich cleaners output orjson"
    loaded, said = loaded_by("import crawler.cli, crawler.workers; crawler.cli.main(['--help'])", heavy)
    assert loaded == "[]"
    for name in COMMANDS:
        assert name in said
    assert dehusk("--version").stdout.startswith(b"dehusk ")


def test_the_workers_begin_to_load_before_anything_heavy() -> None:
    loaded, said = loaded_by("import crawler.cli; crawler.cli.main(['crawl', '--help'])", "scrapy numpy lxml regex")
    assert loaded == "[]"
    assert "--spider" in said


@pytest.mark.parametrize(
    ("words", "started"),
    [
        ("crawl --job", True),  # wrong usage, so that nothing more happens
        ("crawl --help", False),
        ("--debug clean no-such.html", True),
        ("clean --from warc no-such", True),
        ("clean no-such.txt", False),
        ("job status no-such", False),
        ("explain no-such.htm.gz", True),
    ],
)
def test_what_workers_need_is_loaded_beside_the_commands_that_need_them(words: str, started: bool) -> None:
    program = (
        "import atexit; from multiprocessing import forkserver;"
        " atexit.register(lambda: print('started', bool(forkserver._forkserver._forkserver_pid)));"
        f" import crawler.cli; crawler.cli.main({words.split()})"
    )
    assert loaded_by(program, "")[1].endswith(f"started {started}\n")


def test_scrapy_loads_no_component_that_is_off(tmp_path: Path) -> None:
    program = (
        "from crawler.run import *; Made = CrawlerProcess(settings_of(CrawlPlan('page', {{}}, {settings})));"
        " Made.crawl('page', urls='http://127.0.0.1:9/')"
    )
    off = "aiohttp tldextract crawler.progress scrapy.extensions.telnet"
    settings = {"DEHUSK_HOME": str(tmp_path), "DEHUSK_OUTPUT": "-"}
    assert loaded_by(program.format(settings=settings), off)[0].endswith("[]")
    assert "'tldextract'" in loaded_by(program.format(settings={**settings, "COOKIES_ENABLED": True}), off)[0]


@pytest.mark.parametrize("words", [["nonsense"], ["--nonsense"], ["clean", "--workers", "x", "a"], ["restore"]])
def test_wrong_usage_is_one_line_and_exit_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("dehusk: ")
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UserError("a\nb"), 2),
        (UserError("busy", 5), 5),
        (OSError(28, "No space left on device", "x"), 4),
        (ValueError("a mistake"), 1),
        (KeyboardInterrupt(), 3),
        (BrokenPipeError(), 0),
    ],
)
def test_every_error_is_a_line_and_an_exit_code(
    error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(_: list[str]) -> int:
        raise error

    monkeypatch.setattr("crawler.cli._run", broken)
    monkeypatch.setattr("crawler.cli._leave_quietly", lambda: None)
    with pytest.raises(SystemExit) as end:
        main([])
    assert end.value.code == code
    told = capfd.readouterr().err
    assert told.count("\n") == (0 if code == 0 else 1)
    with pytest.raises(SystemExit):
        main(["--debug"])
    assert ("Traceback" in capfd.readouterr().err) == (code != 0)
