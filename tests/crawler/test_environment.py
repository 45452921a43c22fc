from __future__ import annotations

from pathlib import Path

import pytest

from crawler.cli import main
from crawler.cli.errors import UserError
from crawler.environment import VARIABLES, settings_from
from crawler.proxies import check_proxy, failed_by
from output.memory_file import MemoryFile, check_memory_file


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEHUSK_CONCURRENCY", "0"),
        ("DEHUSK_CONCURRENCY", "eight"),
        ("DEHUSK_WORKERS", "-1"),
        ("DEHUSK_WORKERS", "1.5"),
        ("DEHUSK_MAX_PAGES", "many"),
        ("DEHUSK_DELAY", "nan"),
        ("DEHUSK_MEMORY_MB", "1"),
        ("DEHUSK_MIN_FREE", "abc"),
    ],
)
def test_a_value_that_makes_no_sense_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(UserError, match=f"{name}={value} in the environment"):
        settings_from({name: value})


def test_variables_of_others_and_empty_ones_are_no_settings() -> None:
    assert settings_from({"PATH": "/bin", "DEHUSK_USER_AGENT": "", "DEHUSK_CONCURENCY": "9"}) == {}


def test_each_variable_becomes_its_setting() -> None:
    given = {**dict.fromkeys(VARIABLES, "256"), "DEHUSK_ARCHIVE": "1", "DEHUSK_PROXY": "127.0.0.1:3128"}
    assert settings_from(given) == {VARIABLES[name]: value for name, value in given.items()}
    assert settings_from({"DEHUSK_CONCURRENCY": "1", "DEHUSK_DELAY": "0.5"}) == {
        "CONCURRENT_REQUESTS": "1",
        "DOWNLOAD_DELAY": "0.5",
    }


@pytest.mark.parametrize(
    "proxy", ["http://proxy.example:3128", "https://me:secret@proxy.example:443", "http://[::1]:8080", "10.0.0.7:3128"]
)
def test_addresses_of_proxies(proxy: str) -> None:
    check_proxy(proxy)
    assert settings_from({"DEHUSK_PROXY": proxy}) == {"DEHUSK_PROXY": proxy}


@pytest.mark.parametrize(
    "proxy",
    ["foo", "me:secret@foo", "http://", "socks5://me:secret@h:1080", "http://h:port", "http://h:99999", "a proxy:80"],
)
def test_what_is_no_proxy_is_said_without_its_password(proxy: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UserError, match="DEHUSK_PROXY=… in the environment") as wrong:
        settings_from({"DEHUSK_PROXY": proxy})
    with pytest.raises(SystemExit) as end:
        main(["crawl", "http://127.0.0.1:9/", "--proxy", proxy])
    said = capsys.readouterr().err
    assert (end.value.code, said.count("\n")) == (2, 1)
    assert "write it as http://HOST:PORT" in said
    assert "secret" not in said + str(wrong.value)


def test_a_proxy_that_cannot_be_reached_is_named() -> None:
    proxy = "http://me:secret@proxy.example:3128"
    assert failed_by(proxy, "dns").endswith("the host name of the proxy proxy.example:3128 is not known")
    assert "proxy.example:3128" in failed_by(proxy, "connection")
    assert failed_by(proxy, "http_404") == failed_by("", "dns") == ""


def test_sizes_and_memory_files_are_checked_before_anything_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("crawler.discovery.discover", lambda *_: pytest.fail("the network was asked"))
    monkeypatch.setenv("DEHUSK_HOME", str(tmp_path))
    (tmp_path / "m.txt").write_text("no memory")
    for words, says in (
        (["--min-free", "abc"], "--min-free abc: it must be a size"),
        (["--memory", str(tmp_path / "m.txt")], "--memory: "),
        (["--memory", str(tmp_path)], "--memory: "),
        (["--memory", str(tmp_path / "nowhere" / "m.sqlite")], "there is no folder"),
        (["--memory", str(tmp_path / "m.sqlite"), "-o", "-"], "there is no file"),
    ):
        with pytest.raises(SystemExit) as end:
            main(["crawl", "http://127.0.0.1:9/", *words])
        said = capsys.readouterr().err
        assert (end.value.code, said.count("\n")) == (2, 1), said
        assert says in said
    assert [path.name for path in tmp_path.iterdir()] == ["m.txt"]


def test_a_memory_file_that_is_there_or_can_be_made_is_good(tmp_path: Path) -> None:
    place = tmp_path / "m.sqlite"
    check_memory_file(place, made=True)
    assert not place.exists()
    MemoryFile(place).close()
    for made in (True, False):
        check_memory_file(place, made=made)
