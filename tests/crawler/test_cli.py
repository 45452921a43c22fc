"""The main group: light, and one line for every error."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crawler.cli import COMMANDS, main
from crawler.cli.errors import UserError
from tests.crawler.command import dehusk, environment


def test_help_and_version_import_nothing_heavy() -> None:
    heavy = "scrapy twisted trafilatura lxml pebble rich cleaners output orjson"
    code = (
        "import sys, crawler.cli, crawler.workers\n"
        "try: crawler.cli.main(['--help'])\n"
        f"except SystemExit as end: sys.exit(str([m for m in '{heavy}'.split() if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), timeout=60, check=False)
    assert done.stderr.decode().strip() == "[]"
    for name in COMMANDS:
        assert name in done.stdout.decode()
    assert dehusk("--version").stdout.startswith(b"dehusk ")


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
