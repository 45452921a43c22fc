"""`dehusk rules`: what is in folders of rules for single hosts, and whether it does what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from cleaners.site_rules.cleaner import failures
from cleaners.site_rules.directives import DIRECTIVES
from crawler.cli.errors import ALL_DONE, SOME_FAILED, UserError
from crawler.cli.suggest import suggest_rules
from output.rule_files import ENDINGS, RuleFile, rule_files


@click.group(short_help="Check, test and suggest rules for single hosts.")
def rules() -> None:
    """Rules for single hosts: files of the Full-Text RSS site-config format (.txt), and TOML for text (.toml).

    They are named for their host: example.org.txt also speaks for www.example.org, .example.org.txt for all hosts
    below it. Hand a folder of them to crawl, clean and explain with --site-rules.
    """


rules.add_command(suggest_rules)


@rules.command()
@click.argument("folder", metavar="FOLDER")
def check(folder: str) -> int:
    """List what is in the rule files of FOLDER: directives by name, what has no effect, and every mistake.

    Exits with 1 if a file could not be loaded.
    """
    files = _files(folder)
    broken = [file for file in files if file.error]
    configs = [(file.path, file.config) for file in files if file.config]
    texts = [file.text for file in files if file.text]
    click.echo(f"{_several(len(files) - len(broken), 'file')} loaded, {len(broken)} could not be")
    counts: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    for _, config in configs:
        counts.update(config.counts)
        holders.update(config.counts.keys())
    _table("directives that apply", [name for name in counts if not DIRECTIVES[name].unused], counts, holders)
    _table("directives that do not apply", [name for name in counts if DIRECTIVES[name].unused], counts, holders)
    if texts:
        named = {"remove": sum(len(text.removes) for text in texts), "keep": sum(len(text.keeps) for text in texts)}
        named |= {"cut": sum(len(text.cuts) for text in texts), "test": sum(len(text.tests) for text in texts)}
        click.echo("\ntext rules: " + ", ".join(f"{count} {name}" for name, count in named.items()))
    problems = [(path, problem) for path, config in configs for problem in config.problems]
    click.echo(f"\nlines with a mistake: {len(problems)}")
    for path, problem in problems:
        click.echo(f"  {path.name}:{problem.line}: {problem.wrong}: {problem.text}")
    return _told(broken)


@rules.command()
@click.argument("folder", metavar="FOLDER")
def test(folder: str) -> int:
    """Run the examples and tests in the TOML files of FOLDER. Exits with 1 if one of them fails."""
    files = _files(folder)
    broken = [file for file in files if file.error]
    tried = failed = 0
    for file in files:
        if file.text is None:
            continue
        tried += 1
        wrong = failures(file.text)
        failed += bool(wrong)
        for line in wrong:
            click.echo(f"{file.path.name}: {line}")
    click.echo(f"{_several(tried, 'file')} tested, {failed} failed")
    return SOME_FAILED if failed else _told(broken)


def _files(folder: str) -> list[RuleFile]:
    try:
        files = list(rule_files(Path(folder)))
    except OSError as error:
        raise UserError(f"{folder} cannot be read ({error.strerror or error})", SOME_FAILED) from error
    if not files:
        raise UserError(f"{folder} holds no rule files: they end in {' or '.join(ENDINGS)}", SOME_FAILED)
    return files


def _table(head: str, names: Iterable[str], counts: Counter[str], holders: Counter[str]) -> None:
    rows = sorted(names, key=lambda name: (-counts[name], name))
    if not rows:
        return
    click.echo(f"\n{head}")
    for name in rows:
        why = DIRECTIVES[name].unused
        line = f"  {name:<26}{counts[name]:>6}  in {_several(holders[name], 'file')}"
        click.echo(line + (f": {why}" if why else ""))


def _told(broken: Iterable[RuleFile]) -> int:
    told = ALL_DONE
    for file in broken:
        click.echo(f"dehusk: {file.path} could not be loaded: {file.error}", err=True)
        told = SOME_FAILED
    return told


def _several(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
