"""What the store keeps of a command line."""

from __future__ import annotations

import shlex

import pytest

from crawler.kept_command import kept_command

SECRET = "Bearer hunter2"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (["-s", f"DEHUSK_HEADERS={SECRET}"], ["-s", "DEHUSK_HEADERS=…"]),
        ([f"-sDEHUSK_PROXY={SECRET}"], ["-sDEHUSK_PROXY=…"]),
        (["--set", f"HTTPAUTH_PASS={SECRET}"], ["--set", "HTTPAUTH_PASS=…"]),
        ([f"--set=HTTPAUTH_PASS={SECRET}"], ["--set=HTTPAUTH_PASS=…"]),
        ([f"--se=HTTPAUTH_PASS={SECRET}"], ["--se=HTTPAUTH_PASS=…"]),
        (["--header", SECRET], ["--header", "…"]),
        ([f"--header={SECRET}"], ["--header=…"]),
        (["--proxy", SECRET, "--proxy", SECRET], ["--proxy", "…", "--proxy", "…"]),
        (["-a", "urls=https://a.example/x https://a.example/y", "--spider=site", "--since", "7d"], None),
    ],
)
def test_no_secret_is_kept_of_a_command(words: list[str], kept: list[str] | None) -> None:
    command = ["scrapy", "crawl", "page"]
    assert shlex.split(kept_command([*command, *words])) == [*command, *(words if kept is None else kept)]


def test_a_command_can_be_written_whatever_bytes_are_in_it() -> None:
    assert kept_command(["dehusk", "crawl", "-o", "out\udcff.jsonl"]).encode() == b"dehusk crawl -o 'out\\xff.jsonl'"
