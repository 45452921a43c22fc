"""Folders of rule files: a broken file costs no rule that was good, and a changed one is seen."""

from __future__ import annotations

import os
from pathlib import Path

from output.rule_files import RuleFiles, read_rule_file, rule_files

CORPUS = Path(__file__).parents[1] / "site_rules"


def write(path: Path, text: str, age: int = 0) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, ns=(10**18 - age * 10**9, 10**18 - age * 10**9))


def body(files: RuleFiles, host: str) -> tuple[str, ...]:
    rules = files.for_host(host)
    assert rules is not None
    assert rules.config is not None
    return rules.config.body


def test_a_host_without_a_file_has_no_rules() -> None:
    files = RuleFiles([CORPUS, CORPUS / "is-not-there"])
    for host in ("", "example.test", "notexample.org", "org", "../site_rules/example.org", "a" * 5000):
        assert files.for_host(host) is None


def test_a_file_that_breaks_counts_as_it_was(tmp_path: Path) -> None:
    write(tmp_path / "example.org.toml", '[[keep]]\npattern = "a b"', 9)
    files = RuleFiles([tmp_path])
    good = files.for_host("example.org")
    write(tmp_path / "example.org.toml", "[[keep", 5)
    assert files.for_host("example.org") == good
    assert RuleFiles([tmp_path]).for_host("example.org") is None


def test_a_file_that_changes_comes_or_goes_is_seen(tmp_path: Path) -> None:
    files = RuleFiles([tmp_path])
    assert files.for_host("example.org") is None
    write(tmp_path / "example.org.txt", "body: //a", 9)
    assert body(files, "example.org") == ("//a",)
    first = files.for_host("example.org")
    assert first is files.for_host("example.org")
    write(tmp_path / "example.org.txt", "body: //b", 5)
    assert body(files, "example.org") == ("//b",)
    second = files.for_host("example.org")
    assert first is not None
    assert second is not None
    assert first.digest != second.digest
    (tmp_path / "example.org.txt").unlink()
    assert files.for_host("example.org") is None


def test_a_host_takes_its_own_file_and_the_wildcards_around_it() -> None:
    files = RuleFiles([CORPUS])
    assert body(files, "www.example.org") == body(files, "example.org")
    assert body(files, "shop.example.com") == body(files, "example.com") == ("//main",)
    own = files.for_host("blog.example.com")
    assert own is not None
    assert own.config is not None
    assert (own.config.title, own.config.body) == (("//h2",), ("//main",))
    assert own.config.strip == ("//p[@class='hint']", "//nav")
    both = files.for_host("example.org")
    assert both is not None
    assert both.text is not None
    assert both.text.count == 5


def test_the_last_folder_with_a_file_of_that_name_counts(tmp_path: Path) -> None:
    write(tmp_path / "example.org.txt", "body: //mine")
    assert body(RuleFiles([CORPUS, tmp_path]), "example.org") == ("//mine",)
    assert body(RuleFiles([tmp_path, CORPUS]), "example.org") != ("//mine",)


def test_what_cannot_be_loaded_says_why_and_raises_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"body: //a\xff\n")
    (tmp_path / "b.toml").write_text("[[remove]]")
    (tmp_path / "c.txt").write_bytes(b"#" * ((1 << 20) + 1))
    (tmp_path / "d.txt").mkdir()
    (tmp_path / "e.md").write_text("no rule file")
    found = {file.path.name: file.error for file in rule_files(tmp_path)}
    assert found.keys() == {"a.txt", "b.toml", "c.txt"}
    assert "UTF-8" in found["a.txt"]
    assert "either" in found["b.toml"]
    assert "larger" in found["c.txt"]
    assert "cannot be read" in read_rule_file(tmp_path / "none.txt").error
